//! `platform.dead_letters`: deliveries that were given up.

use crate::declare::{filters, model, params};
use crate::id::{DeadLetterId, DeliveryId, EventId, WebhookId};
use crate::operation::operations;
use crate::resources::platform::Delivery;
use crate::time::Timestamp;

operations! {
    /// Dead letters: deliveries that were given up after eight attempts. Each can be replayed.
    pub struct DeadLetters in "platform.dead_letters";

    /// Reads one dead letter.
    get: Get "/platform/v1/dead_letters/{id}" (id: DeadLetterId) => 200 DeadLetter, Ours, [];
    /// Lists dead letters, newest first.
    list: Get "/platform/v1/dead_letters" (..ListDeadLetters) => 200 [DeadLetter], Ours, [];
    /// Puts a dead letter on its way again, with the same bytes and a fresh signature. Of a person who was forgotten meanwhile
    /// it says no more.
    replay: Post "/platform/v1/dead_letters/{id}/replay" (id: DeadLetterId) => 200 Delivery, Ours, [InvalidTransition];
    /// Puts every dead letter that was not replayed yet on its way again, oldest first.
    replay_all: Post "/platform/v1/dead_letters/replay_all" (ReplayAllDeadLetters) => 200 Replayed, Ours, [];
}

model! {
    /// A delivery that was given up.
    pub struct DeadLetter {
        /// The dead letter's ID.
        pub id: DeadLetterId,
        /// The delivery that was given up.
        pub delivery_id: DeliveryId,
        /// The event that was not delivered.
        pub event_id: EventId,
        /// The type of that event.
        pub event_type: String,
        /// The endpoint that did not accept it.
        pub webhook_id: WebhookId,
        /// Why the last attempt failed.
        pub reason: String,
        /// How many attempts were made.
        pub attempts: u32,
        /// When it was given up.
        pub created_at: Timestamp,
        /// When it was put on its way again, or null where it was not.
        pub replayed_at: Option<Timestamp>,
    }
}

filters! {
    /// Which dead letters to list.
    pub struct ListDeadLetters {
        /// Only those of this endpoint.
        pub webhook_id: Option<WebhookId>,
        /// Only those that were, or were not, replayed.
        pub replayed: Option<bool>,
    }
}

params! {
    /// Which dead letters to replay.
    pub struct ReplayAllDeadLetters {
        /// Only those of this endpoint. Default: those of every endpoint.
        pub webhook_id: Option<WebhookId>,
    }
}

model! {
    /// How many dead letters were put on their way again.
    pub struct Replayed {
        /// How many.
        pub replayed: u32,
    }
}
