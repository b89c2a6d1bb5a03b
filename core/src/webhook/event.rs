//! What happened: the envelope, the same for every product, and the data of each type of event.

use std::fmt;
use std::ops::ControlFlow;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use crate::credential::Mode;
use crate::declare::model;
use crate::id::{EventId, OrganisationId, ResourceId, SlotId};
use crate::operation::Source;
use crate::problem::FieldError;
use crate::reading::{self, Fault};
use crate::resources::calendar::{Appointment, Slot};
use crate::resources::crm::Contact;
use crate::resources::notifications::Message;
use crate::resources::platform::Webhook;
use crate::resources::queue::QueueEntry;
use crate::time::Timestamp;
use crate::validation;

/// Something that happened, with the data of any type of event, or of one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event<D = EventData> {
    /// The event's ID: what to remember when each event must have its effect once.
    pub id: EventId,
    /// The type, such as `appointment.booked`, as it came.
    pub event_type: String,
    /// When it happened.
    pub created_at: Timestamp,
    /// The environment in which it happened.
    pub mode: Mode,
    /// The organisation to which it happened.
    pub org_id: OrganisationId,
    /// What the event belongs to: the same on the call that caused it and on everything else that the call caused.
    pub correlation_id: String,
    /// What happened.
    pub data: D,
    /// Members of the envelope that this version does not know.
    pub extra: Map<String, Value>,
}

#[derive(Serialize, Deserialize)]
struct Envelope<D> {
    id: EventId,
    #[serde(rename = "type")]
    event_type: String,
    created_at: Timestamp,
    mode: Mode,
    org_id: OrganisationId,
    correlation_id: String,
    data: D,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let event = self.clone();
        Envelope {
            id: event.id,
            event_type: event.event_type,
            created_at: event.created_at,
            mode: event.mode,
            org_id: event.org_id,
            correlation_id: event.correlation_id,
            data: event.data.to_value().map_err(serde::ser::Error::custom)?,
            extra: event.extra,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fault = |fault: FieldError| de::Error::custom(format_args!("{}: {}", fault.param, fault.detail));
        Self::from_envelope(Envelope::deserialize(deserializer)?).map_err(fault)
    }
}

impl Event {
    /// Reads an event, or says which member is at fault without repeating what stands there.
    pub(super) fn from_value(value: Value) -> Result<Self, FieldError> {
        let envelope = reading::read(value).map_err(|error| validation::unreadable(&error))?;
        Self::from_envelope(envelope)
    }

    /// This event with the data of one type of event, or as it is where it has another's.
    pub(super) fn narrow<D: OneEvent>(self) -> ControlFlow<Event<D>, Self> {
        match D::take(self.data) {
            ControlFlow::Break(data) => ControlFlow::Break(Event {
                id: self.id,
                event_type: self.event_type,
                created_at: self.created_at,
                mode: self.mode,
                org_id: self.org_id,
                correlation_id: self.correlation_id,
                data,
                extra: self.extra,
            }),
            ControlFlow::Continue(data) => ControlFlow::Continue(Self { data, ..self }),
        }
    }

    fn from_envelope(envelope: Envelope<Value>) -> Result<Self, FieldError> {
        Ok(Self {
            id: envelope.id,
            data: EventData::from_value(&envelope.event_type, envelope.data).map_err(|error| {
                let fault = validation::unreadable(&error);
                FieldError { param: format!("/data{}", fault.param), ..fault }
            })?,
            event_type: envelope.event_type,
            created_at: envelope.created_at,
            mode: envelope.mode,
            org_id: envelope.org_id,
            correlation_id: envelope.correlation_id,
            extra: envelope.extra,
        })
    }
}

/// The data of one type of event.
pub trait OneEvent: Sized {
    #[doc(hidden)]
    fn take(data: EventData) -> ControlFlow<Self, EventData>;
}

/// Declares every type of event: its name on the wire, the struct of its data, and where the name comes from.
macro_rules! events {
    ($(
        $(#[doc = $doc:literal])+
        $name:literal $(| $alias:literal)* => $data:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)+ }, $source:ident;
    )+) => {
        $(model! {
            #[doc = concat!("The data of a `", $name, "` event.")]
            pub struct $data {
                $($(#[doc = $field_doc])+ pub $field: $type,)+
            }
        })+

        /// What happened, by type. A type that this version does not know arrives as [`EventData::Unknown`].
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum EventData {
            $($(#[doc = $doc])+ $data($data),)+
            /// An event of a type that this version does not know, as it came.
            Unknown(Value),
        }

        impl EventData {
            fn from_value(event_type: &str, data: Value) -> Result<Self, Fault> {
                Ok(match event_type {
                    $($name $(| $alias)* => Self::$data(reading::read(data)?),)+
                    _ => Self::Unknown(data),
                })
            }

            fn to_value(&self) -> serde_json::Result<Value> {
                match self {
                    $(Self::$data(data) => serde_json::to_value(data),)+
                    Self::Unknown(data) => Ok(data.clone()),
                }
            }
        }

        $(
            impl From<$data> for EventData {
                fn from(data: $data) -> Self {
                    Self::$data(data)
                }
            }

            impl OneEvent for $data {
                fn take(data: EventData) -> ControlFlow<Self, EventData> {
                    match data {
                        EventData::$data(data) => ControlFlow::Break(data),
                        other => ControlFlow::Continue(other),
                    }
                }
            }
        )+

        /// Every type of event that this version knows.
        pub const EVENT_TYPES: &[EventType] = &[$(EventType {
            name: $name,
            aliases: &[$($alias),*],
            doc: concat!($($doc, "\n"),+),
            source: Source::$source,
            #[cfg(feature = "schema")]
            schema: |generator| generator.subschema_for::<$data>(),
        }),+];
    };
}

/// A type of event: a row of [`EVENT_TYPES`].
#[derive(Clone, Copy)]
pub struct EventType {
    /// Its name on the wire.
    pub name: &'static str,
    /// Further names under which it is read. None is ever sent.
    pub aliases: &'static [&'static str],
    /// When it fires.
    pub doc: &'static str,
    /// Where its name comes from.
    pub source: Source,
    /// The schema of its data.
    #[cfg(feature = "schema")]
    pub schema: crate::operation::SchemaOf,
}

impl fmt::Debug for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

events! {
    /// An appointment was booked, by whatever way. `appointment.created` is read as the same.
    "appointment.booked" | "appointment.created" => AppointmentBooked {
        /// The appointment.
        appointment: Appointment,
    }, Vendor;
    /// An appointment moved: its old slot was released and a new one won.
    "appointment.rescheduled" => AppointmentRescheduled {
        /// The appointment as it stands now.
        appointment: Appointment,
        /// What it held before.
        previous: PreviousTime,
    }, Vendor;
    /// An appointment was cancelled; `reason` says why.
    "appointment.cancelled" => AppointmentCancelled {
        /// The appointment.
        appointment: Appointment,
    }, Vendor;
    /// Capacity opened: a waitlist's moment.
    "slot.released" => SlotReleased {
        /// The slot as it stands now.
        slot: Slot,
    }, Vendor;
    /// A reminder went out.
    "appointment.reminder_sent" => AppointmentReminderSent {
        /// The appointment.
        appointment: Appointment,
    }, Vendor;
    /// Nobody came.
    "appointment.no_show" => AppointmentNoShow {
        /// The appointment.
        appointment: Appointment,
    }, Vendor;
    /// An appointment took place.
    "appointment.completed" => AppointmentCompleted {
        /// The appointment.
        appointment: Appointment,
    }, Ours;
    /// A verified party came into line.
    "queue.entry.joined" => QueueEntryJoined {
        /// The entry.
        entry: QueueEntry,
    }, Vendor;
    /// A party was given a resource: it must answer until `respondBy`.
    "queue.entry.allocated" => QueueEntryAllocated {
        /// The entry.
        entry: QueueEntry,
    }, Vendor;
    /// A party answered, and took its resource.
    "queue.entry.seated" => QueueEntrySeated {
        /// The entry.
        entry: QueueEntry,
    }, Ours;
    /// A party was served and has gone.
    "queue.entry.completed" => QueueEntryCompleted {
        /// The entry.
        entry: QueueEntry,
    }, Ours;
    /// A party went without being served; `reason` says why.
    "queue.entry.cancelled" => QueueEntryCancelled {
        /// The entry.
        entry: QueueEntry,
    }, Vendor;
    /// A channel took a message.
    "message.sent" => MessageSent {
        /// The message.
        message: Message,
    }, Site;
    /// A message arrived.
    "message.delivered" => MessageDelivered {
        /// The message.
        message: Message,
    }, Site;
    /// No channel took a message.
    "message.failed" => MessageFailed {
        /// The message.
        message: Message,
    }, Site;
    /// A contact changed.
    "contact.updated" => ContactUpdated {
        /// The contact as it stands now.
        contact: Contact,
        /// The names of the members that changed.
        changed: Vec<String>,
    }, Site;
    /// Somebody asked for a sign of life.
    "webhook.ping" => WebhookPing {
        /// The endpoint, without its secret.
        webhook: Webhook,
    }, Ours;
}

model! {
    /// What an appointment held before it moved.
    pub struct PreviousTime {
        /// The slot.
        pub slot_id: SlotId,
        /// When it began.
        pub starts_at: Timestamp,
        /// When it ended.
        pub ends_at: Timestamp,
        /// The resources.
        pub resource_ids: Vec<ResourceId>,
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Event {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Event".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let known: Vec<&str> = EVENT_TYPES.iter().map(|event_type| event_type.name).collect();
        schemars::json_schema!({
            "type": "object",
            "description": "Something that happened. The envelope is the same for every product.",
            "properties": {
                "id": generator.subschema_for::<EventId>(),
                "type": { "type": "string", "description": "What happened. The set is open.", "examples": known },
                "created_at": generator.subschema_for::<Timestamp>(),
                "mode": generator.subschema_for::<Mode>(),
                "org_id": generator.subschema_for::<OrganisationId>(),
                "correlation_id": { "type": "string", "minLength": 1, "maxLength": 128 },
                "data": { "type": "object", "description": "The resource as its API returns it, under its own name." },
            },
            "required": ["id", "type", "created_at", "mode", "org_id", "correlation_id", "data"],
        })
    }
}
