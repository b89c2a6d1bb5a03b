//! SK Notifications: messages to contacts. The sandbox sends none: it keeps what would have gone out.

mod messages;
mod outbox;
pub(crate) mod reminders;
mod sending;

pub use outbox::OutboxMessage;
pub(crate) use outbox::outbox;
pub(crate) use sending::{Outgoing, deliver_due};
use softknack::resources::notifications;

use crate::http::{Handlers, on};

pub(super) fn register(handlers: &mut Handlers) {
    use notifications::messages::operation;

    on!(handlers, operation::send => messages::send);
    on!(handlers, operation::get => messages::get);
    on!(handlers, paged operation::list => messages::list);
}
