//! SK Notifications: messages to contacts, with fallback from one channel to the next.

pub mod messages;

pub use messages::{ListMessages, Message, MessageAttempt, MessageStatus, NewMessage};

super::product! {
    /// SK Notifications: messages to contacts.
    pub struct Notifications {
        /// Messages.
        messages: messages::Messages<'a>,
    }
}
