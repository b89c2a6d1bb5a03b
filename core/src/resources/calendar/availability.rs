//! `calendar.availability`: what can be booked.

use crate::declare::filters;
use crate::id::ResourceId;
use crate::operation::operations;
use crate::resources::calendar::Slot;
use crate::time::Timestamp;
use crate::value::{Slug, TimeZoneName};

operations! {
    /// What can be booked: a read, which promises nothing until a booking is made.
    pub struct Availability in "calendar.availability";

    /// Lists open slots, soonest first.
    ///
    /// A slot is listed when it has room, has not begun, and every resource that it needs is free, buffers included.
    list: Get "/calendar/v1/availability" (ListAvailability) => 200 [Slot], Ours, [];
}

filters! {
    /// Which open slots to list.
    pub struct ListAvailability {
        /// The slug of the service.
        #[garde(dive)]
        pub service: Slug,
        /// Only slots that begin at this time or later. Default: now.
        pub from: Option<Timestamp>,
        /// Only slots that begin before this time.
        pub to: Option<Timestamp>,
        /// The zone in which the slots' `timezone` is given, for showing them. Default: the schedule's own.
        #[garde(dive)]
        pub timezone: Option<TimeZoneName>,
        /// Only slots that can hold this resource.
        pub resource_id: Option<ResourceId>,
        /// Only slots whose resources take a party of this size.
        #[garde(range(min = 1, max = 1000))]
        pub party_size: Option<u32>,
    }
}

impl From<&str> for ListAvailability {
    fn from(service: &str) -> Self {
        Self::new(service)
    }
}

impl From<&Slug> for ListAvailability {
    fn from(service: &Slug) -> Self {
        Self::new(service)
    }
}
