//! `queue.lines`: whole lines.

use crate::declare::model;
use crate::operation::operations;
use crate::value::Slug;

operations! {
    /// Whole lines: how many wait for a type of resource, and for how long.
    pub struct Lines in "queue.lines";

    /// Reads one line.
    get: Get "/v1/queue/lines/{resourceType}" (resource_type: Slug) => 200 QueueLine, Ours, [];
}

model! {
    /// Everybody who waits for one type of resource.
    #[serde(rename_all = "camelCase")]
    pub struct QueueLine {
        /// The type of resource.
        pub resource_type: Slug,
        /// How many parties wait.
        pub waiting: u32,
        /// How long a party that came now would wait at most, conservatively.
        pub estimated_wait_seconds: u32,
        /// How long past sessions took on average, of the last hundred, or null where there were none.
        pub average_session_seconds: Option<u32>,
        /// How many resources are free.
        pub free: u32,
    }
}
