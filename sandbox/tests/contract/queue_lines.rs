//! Lines: joining, places, allocation, answers, timers.

use std::time::Duration;

use crate::support::guests::{Restaurant, path};
use crate::support::receiver::Receiver;
use crate::support::{endpoint, text};
use serde_json::{Value, json};
use softknack_sandbox::{hours, seconds};

#[tokio::test]
async fn the_vendors_sample_answers_as_printed() {
    let restaurant = Restaurant::open().await;
    restaurant.table(json!({ "zone": "AC" })).await;
    restaurant.party(1, json!({})).await;
    restaurant.party(2, json!({})).await;
    let (guest, customer) = restaurant.session(3).await;
    let body = r#"{ "customerId": "ctc_01HXYZ789", "partySize": 4, "matchType": "FITTED", "resourceType": "table", "metadata": { "zone": "AC" } }"#;
    let body = serde_json::from_str(&body.replace("ctc_01HXYZ789", &customer)).unwrap();
    let reply = guest.post_with_key("/v1/queue/join", body, "idemp_key_99182").await;
    assert_eq!(reply.status, 201);
    let entry = reply.json();
    assert!(text(&entry, "id").starts_with("que_"));
    assert_eq!(entry["status"], "waiting");
    assert_eq!(entry["position"], 3);
    assert_eq!(entry["estimatedWaitSeconds"], 720);

    assert_eq!(entry["customerId"], json!(customer));
    assert_eq!(entry["metadata"], json!({ "zone": "AC" }));
    let now = restaurant.sandbox.clock().now().to_string();
    assert_eq!(entry["joinedAt"], json!(now));
    let joined = restaurant.events().await.pop().unwrap();
    assert_eq!((&joined["type"], &joined["data"]), (&json!("queue.entry.joined"), &json!({ "entry": entry })));
    assert_eq!(guest.get(&path(&entry, "")).await.ok(), entry);
}

#[tokio::test]
async fn only_a_verified_phone_joins_and_only_once_in_a_line() {
    let restaurant = Restaurant::open().await;
    let new = json!({ "phone": "+15550100" });
    let unverified = text(&restaurant.api.post("/crm/v1/contacts", new).await.ok(), "id");
    let no_phone = json!({ "email": "priya@example.com", "verified": true });
    let no_phone = text(&restaurant.api.post("/crm/v1/contacts", no_phone).await.ok(), "id");
    for contact in [unverified, no_phone] {
        let refused = restaurant.try_join(&contact, json!({})).await;
        assert_eq!((refused.status, refused.code().as_str()), (403, "permission_denied"));
    }
    assert_eq!(restaurant.try_join("ctc_01J9X4T5V6W7X8Y9Z0A1B2C3D4", json!({})).await.code(), "not_found");

    let guest = restaurant.guest(1).await;
    let entry = restaurant.join(&guest, json!({})).await;
    let refused = restaurant.try_join(&guest, json!({ "partySize": 3 })).await;
    assert_eq!((refused.status, refused.code().as_str()), (409, "already_in_queue"));
    restaurant.join(&guest, json!({ "resourceType": "agent", "matchType": "POOL" })).await;
    restaurant.act(&entry, "/cancel").await.ok();
    restaurant.join(&guest, json!({})).await;
    assert_eq!(restaurant.events().await.len(), 4, "what was refused is no event");
}

#[tokio::test]
async fn places_and_waits_shrink_as_parties_leave() {
    let restaurant = Restaurant::open().await;
    restaurant.table(json!({})).await;
    let mut parties = Vec::new();
    for number in 1..=3 {
        parties.push(restaurant.party(number, json!({})).await);
    }
    let standing = async |entry: &Value| {
        let entry = restaurant.entry(entry).await;
        (entry["position"].as_u64(), entry["estimatedWaitSeconds"].as_u64())
    };
    assert_eq!(standing(&parties[2]).await, (Some(3), Some(720)));
    restaurant.act(&parties[1], "/cancel").await.ok();
    assert_eq!(standing(&parties[2]).await, (Some(2), Some(480)));
    assert_eq!(standing(&parties[1]).await, (None, None));
    restaurant.allocate().await;
    assert_eq!(standing(&parties[2]).await, (Some(1), Some(240)));
    let line = restaurant.api.get("/v1/queue/lines/table").await.ok();
    let expected = json!({
        "resourceType": "table", "waiting": 1, "estimatedWaitSeconds": 480, "averageSessionSeconds": null, "free": 0,
    });
    assert_eq!(line, expected);
    let waiting = restaurant.api.get("/v1/queue/entries?status=waiting&resourceType=table").await.ok();
    assert_eq!(waiting["data"], json!([restaurant.entry(&parties[2]).await]));
    let customer = text(&parties[0], "customerId");
    let own = restaurant.api.get(&format!("/v1/queue/entries?customerId={customer}")).await.ok();
    assert_eq!(own["data"][0]["status"], "allocated");
}

#[tokio::test]
async fn fitted_parties_get_the_first_table_that_fits_them() {
    let restaurant = Restaurant::open().await;
    let small = restaurant.table(json!({ "capacity_min": 1, "capacity_max": 2, "zone": "AC" })).await;
    let large = restaurant.table(json!({ "capacity_min": 3, "capacity_max": 6, "zone": "Garden" })).await;
    let too_large = restaurant.party(1, json!({ "partySize": 7 })).await;
    let elsewhere = restaurant.party(2, json!({ "partySize": 2, "metadata": { "zone": "Garden" } })).await;
    let five = restaurant.party(3, json!({ "partySize": 5 })).await;
    let two = restaurant.party(4, json!({ "partySize": 2, "metadata": { "zone": "AC" } })).await;
    let late = restaurant.party(5, json!({ "partySize": 2 })).await;
    assert_eq!(restaurant.allocate().await, [text(&five, "id"), text(&two, "id")]);
    assert_eq!(restaurant.entry(&five).await["resourceId"], json!(large));
    assert_eq!(restaurant.entry(&two).await["resourceId"], json!(small));
    for entry in [too_large, elsewhere, late] {
        assert_eq!(restaurant.entry(&entry).await["status"], "waiting");
    }
    assert!(restaurant.allocate().await.is_empty(), "nothing is free");
}

#[tokio::test]
async fn of_several_tables_that_fit_the_tightest_is_given() {
    let restaurant = Restaurant::open().await;
    restaurant.table(json!({})).await;
    restaurant.table(json!({ "capacity_max": 8 })).await;
    let tight = restaurant.table(json!({ "capacity_max": 2 })).await;
    let entry = restaurant.party(1, json!({})).await;
    restaurant.allocate().await;
    assert_eq!(restaurant.entry(&entry).await["resourceId"], json!(tight));
}

#[tokio::test]
async fn a_pool_is_first_in_first_out() {
    let restaurant = Restaurant::open().await;
    let agent = json!({ "name": "Voice line", "kind": "agent", "capacity_max": 1 });
    for _ in 0..2 {
        restaurant.api.post("/calendar/v1/resources", agent.clone()).await.ok();
    }
    let pool = |size: u32| json!({ "matchType": "POOL", "resourceType": "agent", "partySize": size });
    let mut parties = Vec::new();
    for (number, size) in [(1, 9), (2, 1), (3, 1)] {
        parties.push(text(&restaurant.party(number, pool(size)).await, "id"));
    }
    let answer = restaurant.api.post("/v1/queue/allocate", json!({ "resourceType": "agent" })).await.ok();
    let allocated: Vec<String> = answer["allocated"].as_array().unwrap().iter().map(|e| text(e, "id")).collect();
    assert_eq!(allocated, parties[..2]);
}

#[tokio::test]
async fn one_table_can_be_asked_for() {
    let restaurant = Restaurant::open().await;
    let first = restaurant.table(json!({})).await;
    let second = restaurant.table(json!({})).await;
    restaurant.party(1, json!({})).await;
    restaurant.party(2, json!({})).await;
    let allocate = async |kind: &str, resource: &str| {
        let body = json!({ "resourceType": kind, "resourceId": resource });
        restaurant.api.post("/v1/queue/allocate", body).await
    };
    let allocated = allocate("table", &second).await.ok();
    assert_eq!(allocated["allocated"].as_array().unwrap().len(), 1);
    assert_eq!(allocated["allocated"][0]["resourceId"], json!(second));
    assert_eq!(allocate("table", &second).await.ok()["allocated"], json!([]));
    assert_eq!(allocate("room", &first).await.json()["param"], "/resourceId");
    assert_eq!(allocate("table", "res_01J9X4T5V6W7X8Y9Z0A1B2C3D4").await.code(), "not_found");
}

#[tokio::test]
async fn a_table_that_is_out_of_use_or_held_by_an_appointment_is_not_free() {
    let restaurant = Restaurant::open().await;
    let table = restaurant.table(json!({ "active": false })).await;
    let path = format!("/calendar/v1/resources/{table}");
    let guest = restaurant.guest(1).await;
    restaurant.join(&guest, json!({})).await;
    assert!(restaurant.allocate().await.is_empty());
    restaurant.api.patch(&path, json!({ "active": true })).await.ok();

    let service = json!({ "slug": "dinner", "name": "Dinner", "duration_minutes": 30 });
    restaurant.api.post("/calendar/v1/services", service).await.ok();
    let now = restaurant.sandbox.clock().now();
    let slot = json!({
        "service": "dinner", "starts_at": now.plus_minutes(10), "ends_at": now.plus_minutes(40),
        "resources": { "required": [table], "any_of": [] },
    });
    let slot = restaurant.api.post("/calendar/v1/slots", slot).await.ok();
    let booking = json!({ "slot_id": slot["id"], "contact_id": guest, "service": "dinner" });
    restaurant.api.post("/calendar/v1/appointments", booking).await.ok();
    restaurant.sandbox.clock().advance(Duration::from_secs(600)).await.unwrap();
    assert!(restaurant.allocate().await.is_empty(), "the appointment has begun");
    assert_eq!(restaurant.api.get("/v1/queue/lines/table").await.ok()["free"], 0);
    restaurant.sandbox.clock().advance(Duration::from_secs(1800)).await.unwrap();
    assert_eq!(restaurant.allocate().await.len(), 1, "the appointment has ended");
}

#[tokio::test]
async fn an_allocated_party_is_told_and_is_seated_when_it_confirms() {
    let restaurant = Restaurant::open().await;
    let table = restaurant.table(json!({ "name": "By the window" })).await;
    let entry = restaurant.party(1, json!({})).await;
    let early = restaurant.act(&entry, "/confirm").await;
    assert_eq!((early.status, early.code().as_str()), (409, "invalid_transition"));
    assert_eq!((&early.json()["from"], &early.json()["to"]), (&json!("waiting"), &json!("seated")));

    restaurant.allocate().await;
    let allocated = restaurant.entry(&entry).await;
    let now = restaurant.sandbox.clock().now();
    assert_eq!(allocated["status"], "allocated");
    assert_eq!(allocated["resourceId"], json!(table));
    assert_eq!(allocated["respondBy"], json!(now.plus_milliseconds(180_000)));
    assert_eq!((&allocated["position"], &allocated["estimatedWaitSeconds"]), (&json!(null), &json!(null)));
    let message = restaurant.sandbox.outbox().last().await.unwrap().unwrap();
    assert_eq!((message.template.as_str(), &message.vars["resource"]), ("queue_allocated", &json!("By the window")));
    assert_eq!(restaurant.events().await.pop().unwrap()["data"]["entry"], allocated);

    restaurant.sandbox.clock().advance(Duration::from_millis(179_999)).await.unwrap();
    let seated = restaurant.act(&entry, "/confirm").await.ok();
    assert_eq!(seated["status"], "seated");
    restaurant.sandbox.clock().advance(seconds(3600)).await.unwrap();
    assert_eq!(restaurant.act(&entry, "/cancel").await.code(), "invalid_transition");
    let completed = restaurant.act(&entry, "/checkout").await.ok();
    assert_eq!(completed["status"], "completed");
    assert_eq!(completed["endedAt"], json!(restaurant.sandbox.clock().now()));
    for step in ["/confirm", "/cancel", "/checkout"] {
        assert_eq!(restaurant.act(&entry, step).await.json()["from"], "completed");
    }
    let types: Vec<String> = restaurant.events().await.iter().map(|event| text(event, "type")).collect();
    let expected = ["queue.entry.joined", "queue.entry.allocated", "queue.entry.seated", "queue.entry.completed"];
    assert_eq!(types, expected);
}

#[tokio::test]
async fn a_table_that_comes_free_goes_to_the_next_party_at_once() {
    let restaurant = Restaurant::open().await;
    restaurant.table(json!({})).await;
    let mut parties = Vec::new();
    for number in 1..=3 {
        parties.push(restaurant.party(number, json!({})).await);
    }
    restaurant.allocate().await;
    let cancelled = restaurant.act(&parties[0], "/cancel").await.ok();
    assert_eq!((&cancelled["status"], &cancelled["reason"]), (&json!("cancelled"), &json!("staff")));
    assert_eq!(restaurant.entry(&parties[1]).await["status"], "allocated");
    restaurant.act(&parties[1], "/confirm").await.ok();
    restaurant.act(&parties[1], "/checkout").await.ok();
    assert_eq!(restaurant.entry(&parties[2]).await["status"], "allocated");
}

#[tokio::test]
async fn a_party_that_does_not_answer_loses_its_table_to_the_next_at_180_seconds() {
    let restaurant = Restaurant::open().await;
    let receiver = Receiver::start().await;
    endpoint(&restaurant.api, receiver.url(), &["queue.entry.*"]).await;
    let table = restaurant.table(json!({})).await;
    let first = restaurant.party(1, json!({})).await;
    let second = restaurant.party(2, json!({})).await;
    restaurant.allocate().await;
    let due = restaurant.sandbox.clock().now().plus_milliseconds(180_000);

    restaurant.sandbox.clock().advance(Duration::from_millis(179_999)).await.unwrap();
    assert_eq!(restaurant.entry(&first).await["status"], "allocated");
    restaurant.sandbox.clock().advance(Duration::from_millis(1)).await.unwrap();
    let first = restaurant.entry(&first).await;
    assert_eq!((&first["status"], &first["reason"]), (&json!("cancelled"), &json!("response_timeout")));
    assert_eq!(first["endedAt"], json!(due));
    let second = restaurant.entry(&second).await;
    assert_eq!((&second["status"], &second["resourceId"]), (&json!("allocated"), &json!(table)));
    assert_eq!(second["allocatedAt"], json!(due));

    let events = restaurant.events().await;
    let [.., cancelled, allocated] = &events[..] else { panic!("two events") };
    assert_eq!(cancelled["data"]["entry"], first);
    assert_eq!(allocated["data"]["entry"], second);
    restaurant.sandbox.settle().await.unwrap();
    let types = receiver.types();
    assert_eq!(types.iter().filter(|name| *name == "queue.entry.cancelled").count(), 1);
    assert_eq!(types.iter().filter(|name| *name == "queue.entry.allocated").count(), 2);
}

#[tokio::test]
async fn a_party_waits_for_twelve_hours_at_most() {
    let restaurant = Restaurant::open().await;
    let entry = restaurant.party(1, json!({})).await;
    restaurant.sandbox.clock().advance(Duration::from_millis(12 * 3_600_000 - 1)).await.unwrap();
    assert_eq!(restaurant.entry(&entry).await["status"], "waiting");
    restaurant.sandbox.clock().advance(Duration::from_millis(1)).await.unwrap();
    let entry = restaurant.entry(&entry).await;
    assert_eq!((&entry["status"], &entry["reason"]), (&json!("cancelled"), &json!("expired")));
    restaurant.sandbox.clock().advance(hours(48)).await.unwrap();
    assert_eq!(restaurant.events().await.len(), 2);
}

#[tokio::test]
async fn what_follows_from_a_call_carries_its_correlation() {
    let restaurant = Restaurant::open().await;
    restaurant.table(json!({})).await;
    let entry = restaurant.party(1, json!({})).await;
    let joined = restaurant.events().await.pop().unwrap();
    let allocate = restaurant.api.post("/v1/queue/allocate", json!({ "resourceType": "table" })).await;
    let correlation = allocate.headers["x-correlation-id"].to_str().unwrap().to_owned();
    assert_eq!(restaurant.events().await.pop().unwrap()["correlation_id"], json!(correlation));
    let audit = restaurant.api.get(&format!("/platform/v1/audit?correlation_id={correlation}")).await.ok();
    assert_eq!(audit["data"].as_array().unwrap().len(), 2, "the entry and the message");
    restaurant.sandbox.clock().advance(seconds(180)).await.unwrap();
    let cancelled = restaurant.events().await.pop().unwrap();
    assert_eq!(cancelled["data"]["entry"]["id"], entry["id"]);
    assert_eq!(cancelled["correlation_id"], joined["correlation_id"], "the timer belongs to the join");
}
