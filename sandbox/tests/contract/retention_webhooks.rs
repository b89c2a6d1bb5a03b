//! Retention and what was said already: events only grow, and a delivery that comes later says what is left.

use std::time::Duration;

use crate::support::receiver::{Answer, Receiver};
use crate::support::shop::Shop;
use crate::support::{endpoint, text};
use serde_json::{Value, json};
use softknack::EventData;

const NAME: &str = "Priyanka Unmistakable";

#[tokio::test]
async fn a_delivery_sends_the_same_bytes_until_its_person_is_forgotten_and_then_what_is_left() {
    let shop = Shop::in_place().await;
    shop.sandbox.clock().freeze().await.unwrap();
    let receiver = Receiver::start().await;
    receiver.otherwise(Answer::Status(503));
    let (_, secret) = endpoint(&shop.api, receiver.url(), &["contact.updated"]).await;
    let path = format!("/crm/v1/contacts/{}", shop.contact);
    let changed = shop.api.patch(&path, json!({ "name": NAME, "phone": "+919812345678" })).await.ok();
    shop.sandbox.clock().advance(Duration::from_secs(1)).await.unwrap();
    let before = receiver.received();
    assert_eq!(before.len(), 2);
    assert_eq!(before[0].body, before[1].body);
    assert_eq!(before[0].event()["data"], json!({ "contact": changed, "changed": ["name", "phone"] }));

    let database = shop.database();
    let rows = || database.rows::<(String, String)>("SELECT id, body FROM events ORDER BY id");
    let [written] = &rows()[..] else { panic!("one event") };
    assert!(!written.1.contains(NAME), "the row never had it");
    shop.api.post(&format!("{path}/erase"), json!({})).await.ok();
    assert_eq!(rows()[0], *written, "a row that only grows is not touched");

    // The first event's own attempts: the erasure is an event, too.
    let id = before[0].header("x-nexus-event-id").to_owned();
    let of_it = || receiver.received().into_iter().filter(|received| received.header("x-nexus-event-id") == id);
    shop.sandbox.clock().advance(Duration::from_secs(3 * 3600)).await.unwrap();
    assert_eq!(of_it().count(), 8);
    receiver.otherwise(Answer::Status(200));
    let letters = shop.api.get("/platform/v1/dead_letters?order=asc").await.ok();
    assert_eq!(letters["data"][0]["event_id"], json!(id));
    let replay = format!("/platform/v1/dead_letters/{}/replay", text(&letters["data"][0], "id"));
    shop.api.post(&replay, json!({})).await.ok();
    shop.sandbox.settle().await.unwrap();

    let after: Vec<_> = of_it().skip(2).collect();
    assert_eq!(after.len(), 7);
    let read = shop.api.get(&format!("/platform/v1/events/{id}")).await.text;
    for received in &after {
        assert_eq!(received.body, written.1, "what is left is the same each time");
        assert_eq!(received.body, read);
    }
    let mut expected = before[0].event();
    for member in ["name", "phone"] {
        expected["data"]["contact"][member] = Value::Null;
    }
    assert_eq!(after[0].event(), expected, "the same event, without the person");
    let now = after[6].signed_at();
    let verified = after[6].verify(&secret, softknack::Timestamp::from_millisecond(now * 1000).unwrap()).unwrap();
    let EventData::ContactUpdated(updated) = verified.data else { panic!("{}", verified.event_type) };
    assert_eq!((updated.contact.name, updated.contact.phone), (None, None));

    for statement in ["UPDATE events SET body = ''", "DELETE FROM events", "DELETE FROM audit_records"] {
        assert!(database.execute(statement).is_err(), "{statement}");
    }
}
