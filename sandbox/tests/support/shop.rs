//! A business to test the calendar with: a service, a contact, and short ways to the rest.

use reqwest::Method;
use serde_json::{Value, json};
use softknack::Timestamp;
use softknack_sandbox::Sandbox;

use super::database::Database;
use super::place::Place;
use super::{Api, Reply, fresh_key, start};

/// A business with the service `cut`.
pub struct Shop {
    pub sandbox: Sandbox,
    pub api: Api,
    pub contact: String,
    place: Option<Place>,
}

/// A time so many minutes from now, to the full minute, as it stands on the wire.
pub fn in_minutes(minutes: i64) -> String {
    let now = Timestamp::now().as_millisecond() / 60_000 * 60_000;
    Timestamp::from_millisecond(now).unwrap().plus_minutes(minutes).to_string()
}

impl Shop {
    pub async fn open() -> Self {
        Self::with(start().await, None).await
    }

    /// In a place that [`database`](Self::database) opens.
    pub async fn in_place() -> Self {
        let place = Place::new();
        let sandbox = place.builder().start().await.unwrap();
        Self::with(sandbox, Some(place)).await
    }

    async fn with(sandbox: Sandbox, place: Option<Place>) -> Self {
        let api = Api::new(&sandbox);
        let service = json!({ "slug": "cut", "name": "Cut", "duration_minutes": 30 });
        api.post("/calendar/v1/services", service).await.ok();
        let contact = id(&api.post("/crm/v1/contacts", json!({ "name": "Priya" })).await.ok());
        Self { sandbox, api, contact, place }
    }

    /// The database itself.
    pub fn database(&self) -> Database {
        self.place.as_ref().expect("the shop is in a place").database()
    }

    /// Opens a slot of half an hour; `more` are further members.
    pub async fn slot(&self, minutes_from_now: i64, more: Value) -> Value {
        let mut slot = json!({
            "service": "cut",
            "starts_at": in_minutes(minutes_from_now),
            "ends_at": in_minutes(minutes_from_now + 30),
        });
        slot.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.api.post("/calendar/v1/slots", slot).await.ok()
    }

    pub async fn resource(&self, more: Value) -> String {
        let mut resource = json!({ "name": "Room", "kind": "room" });
        resource.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        id(&self.api.post("/calendar/v1/resources", resource).await.ok())
    }

    /// Books; `more` are further members, which may take the place of the usual ones.
    pub async fn book(&self, slot: &Value, more: Value) -> Reply {
        let mut booking = json!({ "slot_id": slot["id"], "contact_id": self.contact, "service": "cut" });
        booking.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.api.send(Method::POST, "/calendar/v1/appointments", Some(booking), Some(&fresh_key())).await
    }

    pub async fn act(&self, appointment: &Value, step: &str, body: Value) -> Reply {
        self.api.post(&format!("/calendar/v1/appointments/{}/{step}", id(appointment)), body).await
    }

    pub async fn slot_now(&self, slot: &Value) -> Value {
        self.api.get(&format!("/calendar/v1/slots/{}", id(slot))).await.ok()
    }

    /// The IDs of the open slots, under a further query such as `&limit=1`.
    pub async fn open_slots(&self, query: &str) -> Vec<String> {
        ids(&self.api.get(&format!("/calendar/v1/availability?service=cut{query}")).await.ok())
    }
}

pub fn id(record: &Value) -> String {
    record["id"].as_str().expect("a record has an ID").to_owned()
}

/// The IDs on a page.
pub fn ids(page: &Value) -> Vec<String> {
    page["data"].as_array().unwrap().iter().map(id).collect()
}

/// The IDs of the next openings in a refusal.
pub fn next_slots(reply: &Reply) -> Vec<String> {
    reply.json()["next_slots"]
        .as_array()
        .unwrap_or_else(|| panic!("no next slots: {}", reply.text))
        .iter()
        .map(id)
        .collect()
}
