//! `calendar.schedules`: opening hours, from which slots are made.

use crate::declare::{filters, model, open_enum, params};
use crate::id::ScheduleId;
use crate::operation::operations;
use crate::resources::calendar::SlotResources;
use crate::time::Timestamp;
use crate::value::{Date, Slug, TimeOfDay, TimeZoneName};

operations! {
    /// Schedules: weekly opening hours in a time zone. From each, slots are made as far ahead as its horizon reaches.
    pub struct Schedules in "calendar.schedules";

    /// Creates a schedule and its slots.
    ///
    /// Opening and closing are read off the wall clock of the zone and slots are laid from the one to the other in real
    /// time, so on the day of a daylight-saving change a day is as long as it really is.
    create: Post "/calendar/v1/schedules" (NewSchedule) => 201 Schedule, Ours, [];
    /// Reads one schedule.
    get: Get "/calendar/v1/schedules/{id}" (id: ScheduleId) => 200 Schedule, Ours, [];
    /// Lists schedules, newest first.
    list: Get "/calendar/v1/schedules" (..ListSchedules) => 200 [Schedule], Ours, [];
    /// Deletes a schedule and closes its slots that nobody has booked. Appointments stay.
    delete: Delete "/calendar/v1/schedules/{id}" (id: ScheduleId) => 204 (), Ours, [];
}

model! {
    /// Weekly opening hours of a service.
    pub struct Schedule {
        /// The schedule's ID.
        pub id: ScheduleId,
        /// The slug of the service.
        pub service: Slug,
        /// The zone of its wall-clock times.
        pub timezone: TimeZoneName,
        /// The hours of an ordinary week.
        pub weekly: Vec<WeeklyHours>,
        /// Days that are not ordinary.
        pub exceptions: Vec<ScheduleException>,
        /// How many days ahead slots are made.
        pub horizon_days: u32,
        /// The minutes from one slot's beginning to the next one's.
        pub interval_minutes: u32,
        /// How many appointments each slot takes.
        pub capacity: u32,
        /// How many appointments each slot takes beyond its capacity.
        pub overbook_limit: u32,
        /// The resources that an appointment in each slot holds.
        pub resources: SlotResources,
        /// When it was created.
        pub created_at: Timestamp,
    }
}

open_enum! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

params! {
    /// Hours on one day of each week. A day may have several.
    pub struct WeeklyHours {
        /// The day.
        #[garde(dive)]
        pub weekday: Weekday,
        /// When it opens.
        #[garde(dive)]
        pub opens: TimeOfDay,
        /// When it closes: later than it opens.
        #[garde(dive)]
        pub closes: TimeOfDay,
    }
}

params! {
    /// Hours on a day.
    pub struct OpeningHours {
        /// When it opens.
        #[garde(dive)]
        pub opens: TimeOfDay,
        /// When it closes: later than it opens.
        #[garde(dive)]
        pub closes: TimeOfDay,
    }
}

params! {
    /// A day that is not ordinary: closed, or open at other hours.
    pub struct ScheduleException {
        /// The day.
        #[garde(dive)]
        pub date: Date,
        /// The hours of that day in place of the ordinary ones. Default: none, the day is closed.
        #[garde(length(max = 8), dive)]
        pub hours: Option<Vec<OpeningHours>>,
    }
}

params! {
    /// A schedule to create.
    pub struct NewSchedule {
        /// The slug of the service.
        #[garde(dive)]
        pub service: Slug,
        /// The zone of its wall-clock times.
        #[garde(dive)]
        pub timezone: TimeZoneName,
        /// The hours of an ordinary week.
        #[garde(length(min = 1, max = 56), dive)]
        pub weekly: Vec<WeeklyHours>,
        /// Days that are not ordinary. Default: none.
        #[garde(length(max = 366), dive)]
        pub exceptions: Option<Vec<ScheduleException>>,
        /// How many days ahead slots are made. Default: 30.
        #[garde(range(min = 1, max = 180))]
        pub horizon_days: Option<u32>,
        /// The minutes from one slot's beginning to the next one's. Default: the service's duration and both buffers.
        #[garde(range(min = 5, max = 1440))]
        pub interval_minutes: Option<u32>,
        /// How many appointments each slot takes. Default: 1.
        #[garde(range(min = 1, max = 10000))]
        pub capacity: Option<u32>,
        /// How many appointments each slot takes beyond its capacity. Default: 0.
        #[garde(range(max = 10000))]
        pub overbook_limit: Option<u32>,
        /// The resources that an appointment in each slot holds. Default: none.
        #[serde(deserialize_with = "SlotResources::of_request")]
        #[garde(dive)]
        pub resources: Option<SlotResources>,
    }
}

filters! {
    /// Which schedules to list.
    pub struct ListSchedules {
        /// Only those of this service.
        #[garde(dive)]
        pub service: Option<Slug>,
    }
}
