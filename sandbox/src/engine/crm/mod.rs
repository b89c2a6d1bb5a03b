//! SK CRM.

pub(super) mod contacts;

use softknack::resources::crm;

use crate::http::{Handlers, on};

pub(super) fn register(handlers: &mut Handlers) {
    use crm::contacts::operation;

    on!(handlers, operation::create => contacts::create);
    on!(handlers, operation::get => contacts::get);
    on!(handlers, operation::update => contacts::update);
    on!(handlers, operation::erase => contacts::erase);
    on!(handlers, paged operation::list => contacts::list);
}
