//! `platform.events`: everything that happened.

use crate::declare::filters;
use crate::id::EventId;
use crate::operation::operations;
use crate::time::Timestamp;
use crate::value::EventPattern;
use crate::webhook::Event;

operations! {
    /// Events: everything that happened, as it was or will be delivered.
    pub struct Events in "platform.events";

    /// Reads one event.
    get: Get "/platform/v1/events/{id}" (id: EventId) => 200 Event, Ours, [];
    /// Lists events, newest first.
    list: Get "/platform/v1/events" (..ListEvents) => 200 [Event], Ours, [];
}

filters! {
    /// Which events to list.
    pub struct ListEvents {
        /// Only those of this type, or of this pattern of types.
        #[serde(rename = "type")]
        #[garde(dive)]
        pub event_type: Option<EventPattern>,
        /// Only those created at this time or later.
        pub from: Option<Timestamp>,
        /// Only those created before this time.
        pub to: Option<Timestamp>,
    }
}
