//! `notifications.messages`: messages to contacts.

use crate::declare::{model, open_enum, params};
use crate::id::{ContactId, MessageId};
use crate::operation::operations;
use crate::resources::calendar::Channel;
use crate::time::Timestamp;
use crate::value::{Slug, Vars};

operations! {
    /// Messages to contacts. The channels are tried in order until one takes the message.
    pub struct Messages in "notifications.messages";

    /// Sends a message.
    send: Post "/notifications/v1/messages" (NewMessage) => 201 Message, Site, [];
    /// Reads one message.
    get: Get "/notifications/v1/messages/{id}" (id: MessageId) => 200 Message, Ours, [];
    /// Lists messages, newest first.
    list: Get "/notifications/v1/messages" (..ListMessages) => 200 [Message], Ours, [];
}

params! {
    /// A message to send.
    pub struct NewMessage {
        /// Who receives it.
        pub contact_id: ContactId,
        /// The name of its text, such as `appt_reminder`.
        #[garde(dive)]
        pub template: Slug,
        /// The channels, in the order in which they are tried.
        #[garde(length(min = 1, max = 3), dive)]
        pub channels: Vec<Channel>,
        /// What is filled into its text.
        pub vars: Option<Vars>,
    }
}

model! {
    /// A message.
    pub struct Message {
        /// The message's ID.
        pub id: MessageId,
        /// Who receives it.
        pub contact_id: ContactId,
        /// The name of its text.
        pub template: Slug,
        /// The channels, in the order in which they are tried.
        pub channels: Vec<Channel>,
        /// Where it stands.
        pub status: MessageStatus,
        /// The channel that took it, or null where none did.
        pub channel: Option<Channel>,
        /// Every channel that was tried.
        pub attempts: Vec<MessageAttempt>,
        /// When it was sent.
        pub created_at: Timestamp,
    }
}

open_enum! {
    /// Where a message stands.
    pub enum MessageStatus {
        /// It will be sent.
        Queued = "queued",
        /// A provider took it.
        Sent = "sent",
        /// It arrived.
        Delivered = "delivered",
        /// No channel took it.
        Failed = "failed",
    }
}

model! {
    /// A channel that was tried.
    pub struct MessageAttempt {
        /// The channel.
        pub channel: Channel,
        /// When it was tried.
        pub attempted_at: Timestamp,
        /// Why it did not take the message, or null where it did.
        pub error: Option<String>,
    }
}

params! {
    /// Which messages to list.
    pub struct ListMessages {
        /// Only those to this contact.
        pub contact_id: Option<ContactId>,
        /// Only those that stand here.
        #[garde(dive)]
        pub status: Option<MessageStatus>,
    }
}
