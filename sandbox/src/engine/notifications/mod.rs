//! SK Notifications.

mod messages;
mod sending;

pub(crate) use sending::{Outgoing, deliver_due};
use softknack::resources::notifications;

use crate::http::{Handlers, on};

pub(super) fn register(handlers: &mut Handlers) {
    use notifications::messages::operation;

    on!(handlers, operation::send => messages::send);
    on!(handlers, operation::get => messages::get);
    on!(handlers, paged operation::list => messages::list);
}
