//! Every type of event has an action that emits it, arrives signed, and is read as its type.

use crate::support::guests::{Restaurant, joining};
use crate::support::receiver::Receiver;
use crate::support::{endpoint, text};
use serde_json::{Value, json};
use softknack::EventData;
use softknack::webhook::EVENT_TYPES;
use softknack_sandbox::{minutes, seconds};

/// What happens in the world for an event of this type to be sent; `webhook` is the endpoint that listens for it.
async fn act(event_type: &str, place: &Restaurant, webhook: &str) {
    match event_type {
        "appointment.booked" => {
            booked(place).await;
        }
        "appointment.rescheduled" => {
            let (appointment, _) = booked(place).await;
            let to = json!({ "slot_id": slot(place, 120).await });
            place.api.post(&appointment_path(&appointment, "/reschedule"), to).await.ok();
        }
        "appointment.cancelled" | "slot.released" => {
            let (appointment, _) = booked(place).await;
            place.api.post(&appointment_path(&appointment, "/cancel"), json!({ "reason": "ill" })).await.ok();
        }
        "appointment.reminder_sent" => {
            booked(place).await;
            place.sandbox.clock().advance(minutes(45)).await.unwrap();
        }
        "appointment.no_show" | "appointment.completed" => {
            let (appointment, _) = booked(place).await;
            place.sandbox.clock().advance(minutes(60)).await.unwrap();
            let step = if event_type.ends_with("no_show") { "/no_show" } else { "/complete" };
            place.api.post(&appointment_path(&appointment, step), json!({})).await.ok();
        }
        "queue.entry.joined" => {
            place.party(1, json!({})).await;
        }
        "queue.entry.allocated" => {
            allocated(place).await;
        }
        "queue.entry.seated" => {
            let entry = allocated(place).await;
            place.act(&entry, "/confirm").await.ok();
        }
        "queue.entry.completed" => {
            let entry = allocated(place).await;
            place.act(&entry, "/confirm").await.ok();
            place.act(&entry, "/checkout").await.ok();
        }
        "queue.entry.cancelled" => {
            allocated(place).await;
            place.sandbox.clock().advance(seconds(180)).await.unwrap();
        }
        "message.sent" => message(place, "sms").await,
        "message.delivered" => {
            message(place, "sms").await;
            place.sandbox.clock().advance(seconds(1)).await.unwrap();
        }
        "message.failed" => message(place, "email").await,
        "contact.updated" => {
            let guest = place.guest(1).await;
            place.api.patch(&format!("/crm/v1/contacts/{guest}"), json!({ "name": "Asha" })).await.ok();
        }
        "webhook.ping" => {
            place.api.post(&format!("/platform/v1/webhooks/{webhook}/ping"), json!({})).await.ok();
        }
        other => panic!("nothing here makes {other} happen: say what does"),
    }
}

/// A slot that begins so many minutes from now.
async fn slot(place: &Restaurant, in_minutes: i64) -> String {
    let now = place.sandbox.clock().now();
    let (starts_at, ends_at) = (now.plus_minutes(in_minutes), now.plus_minutes(in_minutes + 30));
    let slot = json!({ "service": "cut", "starts_at": starts_at, "ends_at": ends_at });
    text(&place.api.post("/calendar/v1/slots", slot).await.ok(), "id")
}

/// An appointment in an hour, reminded of a quarter of an hour before, and its contact.
async fn booked(place: &Restaurant) -> (Value, String) {
    let service = json!({ "slug": "cut", "name": "Cut", "duration_minutes": 30, "reminder_offsets_minutes": [15] });
    place.api.post("/calendar/v1/services", service).await.ok();
    let guest = place.guest(1).await;
    let booking = json!({ "slot_id": slot(place, 60).await, "contact_id": guest, "service": "cut" });
    (place.api.post("/calendar/v1/appointments", booking).await.ok(), guest)
}

fn appointment_path(appointment: &Value, step: &str) -> String {
    format!("/calendar/v1/appointments/{}{step}", text(appointment, "id"))
}

/// A guest who verified a phone, joined, and was given a table.
async fn allocated(place: &Restaurant) -> Value {
    place.table(json!({})).await;
    let (guest, customer) = place.session(1).await;
    let entry = guest.post("/v1/queue/join", joining(&customer, json!({}))).await.ok();
    place.allocate().await;
    entry
}

/// A message to somebody who has a phone and no address for mail.
async fn message(place: &Restaurant, channel: &str) {
    let message = json!({ "contact_id": place.guest(1).await, "template": "welcome", "channels": [channel] });
    place.api.post("/notifications/v1/messages", message).await.ok();
}

#[tokio::test]
async fn every_type_is_sent_by_an_action_arrives_signed_and_is_read_as_its_type() {
    for event_type in EVENT_TYPES.iter().map(|event_type| event_type.name) {
        let place = Restaurant::open().await;
        let receiver = Receiver::start().await;
        let (webhook, secret) = endpoint(&place.api, receiver.url(), &[event_type]).await;
        act(event_type, &place, &webhook).await;
        place.sandbox.settle().await.unwrap();

        let received = receiver.received();
        assert!(!received.is_empty(), "{event_type} did not arrive");
        for received in received {
            assert_eq!(received.event()["type"], event_type, "only what the endpoint asked for");
            let event = received.verify(&secret, place.sandbox.clock().now()).unwrap();
            assert_eq!(event.event_type, event_type);
            assert!(!matches!(event.data, EventData::Unknown(_)), "{event_type} is read as its type");
            assert!(event.extra.is_empty(), "{event_type}: {:?}", event.extra);
            assert_eq!(json!(event), received.event(), "{event_type}: nothing is lost");
            received.verify("whsec_0123456789abcdef0123456789abcdef", place.sandbox.clock().now()).unwrap_err();
        }
    }
}
