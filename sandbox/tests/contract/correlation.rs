//! One ID from the caller through everything that a call causes.

use std::collections::BTreeSet;

use crate::support::guests::Restaurant;
use crate::support::receiver::Receiver;
use crate::support::{endpoint, proxy, text};
use serde_json::{Value, json};
use softknack::resources::queue::{Allocate, JoinQueue, MatchType};
use softknack::{ContactId, NewAppointment, SlotId};
use softknack_sandbox::{minutes, seconds};

/// What stands under `correlation_id` in the audit log, oldest first: action and subject.
async fn audit(place: &Restaurant, correlation_id: &str) -> Vec<(String, String)> {
    let path = format!("/platform/v1/audit?correlation_id={correlation_id}&order=asc");
    let records = place.api.all(&path).await;
    records.iter().map(|record| (text(record, "action"), text(record, "subject"))).collect()
}

/// The events that belong to `correlation_id`, oldest first: type and ID.
async fn events(place: &Restaurant, correlation_id: &str) -> Vec<(String, String)> {
    let events = place.api.all("/platform/v1/events?order=asc").await;
    let caused = events.iter().filter(|event| event["correlation_id"] == correlation_id);
    caused.map(|event| (text(event, "type"), text(event, "id"))).collect()
}

fn first(pairs: &[(String, String)]) -> Vec<&str> {
    pairs.iter().map(|(name, _)| name.as_str()).collect()
}

/// Each event of `correlation_id` arrived with it in the header and in the body, and its delivery tells it too.
async fn check_deliveries(place: &Restaurant, receiver: &Receiver, correlation_id: &str) {
    place.sandbox.settle().await.unwrap();
    let received = receiver.received();
    let arrived = received.iter().filter(|received| received.header("x-correlation-id") == correlation_id);
    let arrived: BTreeSet<String> = arrived
        .map(|received| {
            assert_eq!(received.event()["correlation_id"], correlation_id);
            received.header("x-nexus-event-id").to_owned()
        })
        .collect();
    let caused: BTreeSet<String> = events(place, correlation_id).await.into_iter().map(|(_, id)| id).collect();
    assert_eq!(arrived, caused);
    for event in caused {
        let deliveries = place.api.all(&format!("/platform/v1/deliveries?event_id={event}")).await;
        assert_eq!(deliveries.len(), 1);
        assert_eq!(deliveries[0]["correlation_id"], correlation_id);
    }
}

#[tokio::test]
async fn a_bookings_id_is_on_its_answer_its_events_deliveries_audit_records_and_reminders() {
    let place = Restaurant::open().await;
    let receiver = Receiver::start().await;
    endpoint(&place.api, receiver.url(), &["*"]).await;
    let service = json!({ "slug": "cut", "name": "Cut", "duration_minutes": 30, "reminder_offsets_minutes": [15] });
    place.api.post("/calendar/v1/services", service).await.ok();
    let now = place.sandbox.clock().now();
    let slot = json!({ "service": "cut", "starts_at": now.plus_minutes(60), "ends_at": now.plus_minutes(90) });
    let slot: SlotId = text(&place.api.post("/calendar/v1/slots", slot).await.ok(), "id").parse().unwrap();
    let guest: ContactId = place.guest(1).await.parse().unwrap();

    let sk = proxy::client(&place.sandbox).await;
    // The connection breaks once: the ID is the same on both attempts.
    place.sandbox.faults().next("calendar.appointments.book").disconnect_after_commit().await.unwrap();
    let call =
        sk.calendar().appointments().book(NewAppointment::new(slot, guest, "cut")).correlation_id("call-7/turn-3");
    let booked = call.with_response().await.unwrap();
    assert!(booked.replayed());
    assert_eq!(booked.correlation_id(), Some("call-7/turn-3"));
    assert_eq!(booked.headers()["x-correlation-id"], "call-7/turn-3");
    let appointment = booked.id.to_string();
    assert_eq!(audit(&place, "call-7/turn-3").await, [("calendar.appointments.book".to_owned(), appointment)]);

    // A quarter of an hour before, a timer sends a message, which arrives a second later.
    place.sandbox.clock().advance(minutes(46)).await.unwrap();
    let caused = events(&place, "call-7/turn-3").await;
    let expected = ["appointment.booked", "appointment.reminder_sent", "message.delivered", "message.sent"];
    assert_eq!(first(&caused).into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(expected));
    assert_eq!(caused.len(), expected.len(), "each once");
    let records = audit(&place, "call-7/turn-3").await;
    let messages = place.api.all("/notifications/v1/messages").await;
    let [message] = &messages[..] else { panic!("one message") };
    assert!(records.contains(&("notifications.messages.send".to_owned(), text(message, "id"))), "{records:?}");
    check_deliveries(&place, &receiver, "call-7/turn-3").await;
}

/// A timer acts for the call that set it: what a party's timer causes, to that party and to the next, carries the ID of the
/// call with which that party joined.
#[tokio::test]
async fn what_a_partys_timer_causes_carries_the_id_of_its_joining() {
    let place = Restaurant::open().await;
    let receiver = Receiver::start().await;
    endpoint(&place.api, receiver.url(), &["*"]).await;
    place.table(json!({})).await;
    let sk = proxy::client(&place.sandbox).await;
    let mut entries = Vec::new();
    for (number, correlation_id) in [(1, "first-joins"), (2, "second-joins")] {
        let guest: ContactId = place.guest(number).await.parse().unwrap();
        let joining = JoinQueue::new(guest, 2u32, MatchType::Fitted, "table");
        let entry = sk.queue().join(joining).correlation_id(correlation_id).with_response().await.unwrap();
        assert_eq!(entry.correlation_id(), Some(correlation_id));
        entries.push(entry.id.to_string());
    }
    let allocated = sk.queue().allocate(Allocate::new("table")).correlation_id("host-allocates").await.unwrap();
    assert_eq!(allocated.allocated[0].id.to_string(), entries[0]);
    let subjects = |records: &[(String, String)]| -> Vec<String> {
        records.iter().filter(|(_, subject)| subject.starts_with("que_")).map(|(_, subject)| subject.clone()).collect()
    };
    let messages = |records: &[(String, String)]| {
        records.iter().filter(|(action, _)| action.starts_with("notifications.")).count()
    };
    let by_host = audit(&place, "host-allocates").await;
    assert_eq!((subjects(&by_host), by_host.len()), (vec![entries[0].clone()], 2), "the entry and the message");

    // The first party does not answer: the table goes to the second.
    place.sandbox.clock().advance(seconds(181)).await.unwrap();
    let entry = place.entry(&json!({ "id": entries[1] })).await;
    assert_eq!(entry["status"], "allocated");
    let by_first = events(&place, "first-joins").await;
    let mut types = first(&by_first);
    types.retain(|name| name.starts_with("queue."));
    assert_eq!(types, ["queue.entry.joined", "queue.entry.cancelled", "queue.entry.allocated"]);
    let records = audit(&place, "first-joins").await;
    assert_eq!(subjects(&records), [&entries[0], &entries[0], &entries[1]].map(Clone::clone));
    assert!(messages(&records) >= 1, "the second party is told: {records:?}");
    assert_eq!(first(&events(&place, "second-joins").await), ["queue.entry.joined"]);
    for correlation_id in ["first-joins", "second-joins", "host-allocates"] {
        check_deliveries(&place, &receiver, correlation_id).await;
    }
    let everything: Vec<Value> = place.api.all("/platform/v1/events").await;
    let ids: BTreeSet<String> = everything.iter().map(|event| text(event, "correlation_id")).collect();
    assert!(ids.len() <= 3, "nothing happened without a cause: {ids:?}");
}
