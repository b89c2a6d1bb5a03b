//! `calendar.slots`: single slots.

use crate::declare::{model, object_only, open_enum, params};
use crate::id::{ResourceId, ScheduleId, SlotId};
use crate::operation::operations;
use crate::time::Timestamp;
use crate::value::{Slug, TimeZoneName};

operations! {
    /// Slots: the times that can be booked. Schedules make most of them; staff can open and close single ones.
    pub struct Slots in "calendar.slots";

    /// Reads one slot.
    get: Get "/calendar/v1/slots/{id}" (id: SlotId) => 200 Slot, Ours, [];
    /// Opens a slot that no schedule made.
    create: Post "/calendar/v1/slots" (NewSlot) => 201 Slot, Ours, [];
    /// Takes a slot that nobody has booked out of inventory.
    close: Post "/calendar/v1/slots/{id}/close" (id: SlotId) => 200 Slot, Ours, [InvalidTransition];
}

model! {
    /// A time that can be booked.
    pub struct Slot {
        /// The slot's ID.
        pub id: SlotId,
        /// The slug of the service that it is for.
        pub service: Slug,
        /// When the appointment begins.
        pub starts_at: Timestamp,
        /// When the appointment ends.
        pub ends_at: Timestamp,
        /// The zone in which to show its times.
        pub timezone: TimeZoneName,
        /// Whether it can be booked.
        pub status: SlotStatus,
        /// How many appointments it takes.
        pub capacity: u32,
        /// How many appointments it has.
        pub booked: u32,
        /// How many appointments it takes beyond its capacity.
        pub overbook_limit: u32,
        /// The resources that an appointment in it holds.
        pub resources: SlotResources,
        /// The schedule that made it, or null where staff opened it.
        pub schedule_id: Option<ScheduleId>,
    }
}

open_enum! {
    /// Whether a slot can be booked.
    pub enum SlotStatus {
        /// It has room.
        Open = "open",
        /// It has as many appointments as it takes.
        Full = "full",
        /// It was taken out of inventory.
        Closed = "closed",
    }
}

/// The resources that an appointment holds: every `required` one, and one of each group in `any_of`, all or nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, garde::Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(!remote))]
#[garde(allow_unvalidated)]
#[serde(default, remote = "Self")]
pub struct SlotResources {
    /// Each of these is held.
    #[garde(length(max = 16))]
    pub required: Vec<ResourceId>,
    /// One of each group is held.
    #[garde(length(max = 16))]
    #[garde(inner(length(min = 1, max = 64)))]
    pub any_of: Vec<Vec<ResourceId>>,
    /// Fields that this version does not know, as they came.
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

object_only!(SlotResources);

impl SlotResources {
    /// Reads what a caller sends, whose unknown members are refused as those of every request.
    pub(super) fn of_request<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        #[derive(Default, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields, remote = "Self")]
        struct Known {
            required: Vec<ResourceId>,
            any_of: Vec<Vec<ResourceId>>,
        }
        object_only!(Known);
        let known = <Option<Known> as serde::Deserialize>::deserialize(deserializer)?;
        Ok(known.map(|Known { required, any_of }| Self { required, any_of, ..Self::default() }))
    }

    /// Holds each of `required`.
    pub fn required(required: impl IntoIterator<Item = ResourceId>) -> Self {
        Self { required: required.into_iter().collect(), ..Self::default() }
    }

    /// Holds one of `group` as well.
    #[must_use]
    pub fn any_of(mut self, group: impl IntoIterator<Item = ResourceId>) -> Self {
        self.any_of.push(group.into_iter().collect());
        self
    }
}

params! {
    /// A slot to open.
    pub struct NewSlot {
        /// The slug of the service that it is for.
        #[garde(dive)]
        pub service: Slug,
        /// When the appointment begins.
        pub starts_at: Timestamp,
        /// When the appointment ends: later than it begins, and at most a week later.
        pub ends_at: Timestamp,
        /// How many appointments it takes. Default: 1.
        #[garde(range(min = 1, max = 10000))]
        pub capacity: Option<u32>,
        /// How many appointments it takes beyond its capacity. Default: 0.
        #[garde(range(max = 10000))]
        pub overbook_limit: Option<u32>,
        /// The resources that an appointment in it holds. Default: none.
        #[serde(deserialize_with = "SlotResources::of_request")]
        #[garde(dive)]
        pub resources: Option<SlotResources>,
        /// The zone in which to show its times. Default: UTC.
        #[garde(dive)]
        pub timezone: Option<TimeZoneName>,
    }
}
