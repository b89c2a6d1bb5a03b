//! `calendar.services`: what can be booked.

use crate::declare::{filters, model, open_enum, params};
use crate::id::ServiceId;
use crate::operation::operations;
use crate::time::Timestamp;
use crate::value::Slug;

operations! {
    /// Services: what can be booked. A service is addressed by its slug, such as `ac_service`.
    pub struct Services in "calendar.services";

    /// Creates a service.
    create: Post "/calendar/v1/services" (NewService) => 201 Service, Ours, [AlreadyExists];
    /// Reads one service.
    get: Get "/calendar/v1/services/{slug}" (slug: Slug) => 200 Service, Ours, [];
    /// Lists services, newest first.
    list: Get "/calendar/v1/services" (..ListServices) => 200 [Service], Ours, [];
    /// Changes a service. Slots that stand already keep their times and buffers.
    update: Patch "/calendar/v1/services/{slug}" (slug: Slug, UpdateService) => 200 Service, Ours, [];
}

model! {
    /// Something that can be booked.
    pub struct Service {
        /// The service's ID.
        pub id: ServiceId,
        /// Its name in addresses and bodies.
        pub slug: Slug,
        /// Its name for people.
        pub name: String,
        /// How long an appointment lasts, in minutes.
        pub duration_minutes: u32,
        /// How long its resources are held before it begins, in minutes.
        pub buffer_before_minutes: u32,
        /// How long its resources are held after it ends, in minutes.
        pub buffer_after_minutes: u32,
        /// How long before the appointment each reminder goes out, in minutes.
        pub reminder_offsets_minutes: Vec<u32>,
        /// The channels of its reminders, in the order in which they are tried.
        pub reminder_channels: Vec<Channel>,
        /// When it was created.
        pub created_at: Timestamp,
        /// When it last changed.
        pub updated_at: Timestamp,
    }
}

open_enum! {
    /// A way to reach a person.
    pub enum Channel {
        /// WhatsApp.
        Whatsapp = "whatsapp",
        /// A text message.
        Sms = "sms",
        /// E-mail.
        Email = "email",
    }
}

// A type of its own, because the bounds of numbers in an optional list would be missing from the schema.
/// How long before an appointment each reminder goes out, in minutes: at most 8, each of 1 to 43200.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, garde::Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
#[garde(transparent)]
pub struct ReminderOffsets(#[garde(length(max = 8), inner(range(min = 1, max = 43200)))] pub Vec<u32>);

impl<T: Into<Vec<u32>>> From<T> for ReminderOffsets {
    fn from(minutes: T) -> Self {
        Self(minutes.into())
    }
}

params! {
    /// A service to create.
    pub struct NewService {
        /// Its name in addresses and bodies; no other service may have it.
        #[garde(dive)]
        pub slug: Slug,
        /// Its name for people.
        #[garde(length(chars, min = 1, max = 200))]
        pub name: String,
        /// How long an appointment lasts, in minutes.
        #[garde(range(min = 1, max = 10080))]
        pub duration_minutes: u32,
        /// How long its resources are held before it begins, in minutes. Default: 0.
        #[garde(range(max = 1440))]
        pub buffer_before_minutes: Option<u32>,
        /// How long its resources are held after it ends, in minutes. Default: 0.
        #[garde(range(max = 1440))]
        pub buffer_after_minutes: Option<u32>,
        /// How long before the appointment each reminder goes out, in minutes. Default: 1440 and 60.
        #[garde(dive)]
        pub reminder_offsets_minutes: Option<ReminderOffsets>,
        /// The channels of its reminders, in the order in which they are tried. Default: whatsapp, sms.
        #[garde(length(min = 1, max = 3), dive)]
        pub reminder_channels: Option<Vec<Channel>>,
    }
}

filters! {
    /// Which services to list: all of them.
    pub struct ListServices {}
}

params! {
    /// What to change on a service.
    pub struct UpdateService {
        /// Its name for people.
        #[garde(length(chars, min = 1, max = 200))]
        pub name: Option<String>,
        /// How long an appointment lasts, in minutes.
        #[garde(range(min = 1, max = 10080))]
        pub duration_minutes: Option<u32>,
        /// How long its resources are held before it begins, in minutes.
        #[garde(range(max = 1440))]
        pub buffer_before_minutes: Option<u32>,
        /// How long its resources are held after it ends, in minutes.
        #[garde(range(max = 1440))]
        pub buffer_after_minutes: Option<u32>,
        /// How long before the appointment each reminder goes out, in minutes.
        #[garde(dive)]
        pub reminder_offsets_minutes: Option<ReminderOffsets>,
        /// The channels of its reminders, in the order in which they are tried.
        #[garde(length(min = 1, max = 3), dive)]
        pub reminder_channels: Option<Vec<Channel>>,
    }
}
