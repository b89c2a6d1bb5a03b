//! `platform.deliveries`: events on their way to endpoints.

use crate::declare::{filters, model, open_enum};
use crate::id::{DeliveryId, EventId, WebhookId};
use crate::operation::operations;
use crate::time::Timestamp;

operations! {
    /// Deliveries: each is one event on its way to one endpoint, with every attempt that was made.
    pub struct Deliveries in "platform.deliveries";

    /// Reads one delivery.
    get: Get "/platform/v1/deliveries/{id}" (id: DeliveryId) => 200 Delivery, Ours, [];
    /// Lists deliveries, newest first.
    list: Get "/platform/v1/deliveries" (..ListDeliveries) => 200 [Delivery], Ours, [];
}

model! {
    /// One event on its way to one endpoint.
    pub struct Delivery {
        /// The delivery's ID.
        pub id: DeliveryId,
        /// The event that is delivered.
        pub event_id: EventId,
        /// The type of that event.
        pub event_type: String,
        /// What the event belongs to: the call that caused it has the same, and so has each attempt in its header.
        pub correlation_id: String,
        /// The endpoint that it is delivered to.
        pub webhook_id: WebhookId,
        /// Where it stands.
        pub status: DeliveryStatus,
        /// Every attempt that was made, first to last.
        pub attempts: Vec<DeliveryAttempt>,
        /// When the next attempt is due, or null where none is.
        pub next_attempt_at: Option<Timestamp>,
        /// When the event was put on its way.
        pub created_at: Timestamp,
        /// When the endpoint accepted it.
        pub delivered_at: Option<Timestamp>,
    }
}

open_enum! {
    /// Where a delivery stands.
    pub enum DeliveryStatus {
        /// It will be tried, or tried again.
        Pending = "pending",
        /// The endpoint accepted it.
        Delivered = "delivered",
        /// It was given up, and is a dead letter.
        Dead = "dead",
    }
}

model! {
    /// One attempt at a delivery.
    pub struct DeliveryAttempt {
        /// The number of the attempt: 1 to 8, and again from 1 after a replay.
        pub number: u32,
        /// When it was made.
        pub attempted_at: Timestamp,
        /// The status that the endpoint answered, or null where it did not answer.
        pub status_code: Option<u16>,
        /// Why it failed, or null where it did not.
        pub error: Option<String>,
    }
}

filters! {
    /// Which deliveries to list.
    pub struct ListDeliveries {
        /// Only those of this event.
        pub event_id: Option<EventId>,
        /// Only those to this endpoint.
        pub webhook_id: Option<WebhookId>,
        /// Only those that stand here.
        #[garde(dive)]
        pub status: Option<DeliveryStatus>,
    }
}
