//! What readers of events hand out.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::flows::tail::Keyed;
use crate::id::EventId;
use crate::time::Timestamp;
use crate::webhook::Event;

/// Something that happened, in the form in which it is handed out.
pub trait Happening: Keyed + Clone + DeserializeOwned {
    /// The ID of the event.
    fn event_id(&self) -> EventId;
}

impl Happening for Event {
    fn event_id(&self) -> EventId {
        self.id
    }
}

impl Keyed for Event {
    fn key(&self) -> &str {
        self.id.as_str()
    }
}

/// An event that is left as it came, for who reads it with types of another language, or needs little of it.
#[derive(Clone)]
pub(crate) struct UnreadEvent {
    id: EventId,
    json: Value,
}

impl UnreadEvent {
    pub(crate) fn created_at(&self) -> Option<Timestamp> {
        self.json["created_at"].as_str()?.parse().ok()
    }

    /// What is in its data under `name`, or null.
    pub(crate) fn into_data(mut self, name: &str) -> Value {
        self.json.get_mut("data").and_then(|data| data.get_mut(name)).map(Value::take).unwrap_or_default()
    }
}

impl Happening for UnreadEvent {
    fn event_id(&self) -> EventId {
        self.id
    }
}

impl Keyed for UnreadEvent {
    fn key(&self) -> &str {
        self.id.as_str()
    }
}

impl<'de> Deserialize<'de> for UnreadEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Value::deserialize(deserializer)?;
        let id = json.get("id").and_then(Value::as_str).ok_or_else(|| D::Error::missing_field("id"))?;
        Ok(Self { id: id.parse().map_err(D::Error::custom)?, json })
    }
}

impl Serialize for UnreadEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}
