//! SK Notifications: messages to contacts. The sandbox sends none: it keeps what would have gone out.

mod outbox;
pub(crate) mod reminders;

pub use outbox::OutboxMessage;
pub(crate) use outbox::outbox;
