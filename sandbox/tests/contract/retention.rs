//! Retention: a guest is forgotten when the visit is over, a contact when somebody asks for it; what statistics need stays.

use crate::support::guests::{Restaurant, joining, path, phone};
use crate::support::shop::in_minutes;
use crate::support::{Api, Reply, fresh_key, text};
use serde_json::{Value, json};
use softknack_sandbox::{hours, minutes, seconds};

const NAME: &str = "Priyanka Unmistakable";
const DAY: i64 = 24 * 60;

/// Everything that can be read of a tenant, as one text.
async fn everything(restaurant: &Restaurant) -> String {
    let mut all = String::new();
    for list in [
        "/crm/v1/contacts",
        "/calendar/v1/appointments",
        "/v1/queue/entries",
        "/notifications/v1/messages",
        "/platform/v1/events",
        "/platform/v1/audit",
    ] {
        all.push_str(&Value::from(restaurant.api.all(list).await).to_string());
    }
    let outbox = restaurant.sandbox.outbox().list().await.unwrap();
    all + &serde_json::to_string(&outbox).unwrap()
}

async fn is_known(restaurant: &Restaurant, number: u32) -> bool {
    let all = everything(restaurant).await;
    let known = all.contains(&phone(number)[1..]);
    assert_eq!(known, all.contains(NAME), "the name goes with the number");
    known
}

async fn contact(restaurant: &Restaurant, id: &str) -> Value {
    restaurant.api.get(&format!("/crm/v1/contacts/{id}")).await.ok()
}

/// A guest of that name who has shown a code, in line with the name in the entry, too.
async fn guest(restaurant: &Restaurant, number: u32, line: &str) -> (Api, Value) {
    let asked = json!({ "phone": phone(number), "name": NAME });
    let challenge = text(&restaurant.api.post("/v1/queue/otp", asked).await.ok(), "challengeId");
    let session = restaurant.verify(&challenge, &restaurant.code().await).await.ok();
    let api = Api::with_key(&restaurant.sandbox, &text(&session, "token"));
    let more = json!({ "resourceType": line, "metadata": { "name": NAME, "call": phone(number) } });
    let entry = api.post("/v1/queue/join", joining(&text(&session, "customerId"), more)).await.ok();
    (api, entry)
}

/// A booked appointment of a contact, so many minutes from now.
async fn booking(restaurant: &Restaurant, contact: &str, minutes_from_now: i64) -> Value {
    let service = json!({ "slug": "cut", "name": "Cut", "duration_minutes": 30 });
    restaurant.api.post("/calendar/v1/services", service).await;
    let slot = json!({
        "service": "cut", "starts_at": in_minutes(minutes_from_now), "ends_at": in_minutes(minutes_from_now + 30),
    });
    let slot = text(&restaurant.api.post("/calendar/v1/slots", slot).await.ok(), "id");
    let booking = json!({
        "slot_id": slot, "contact_id": contact, "service": "cut", "notes": NAME, "metadata": { "called from": phone(1) },
    });
    restaurant.api.post("/calendar/v1/appointments", booking).await.ok()
}

#[tokio::test]
async fn a_guest_is_forgotten_however_the_visit_ends() {
    for end in ["checkout", "guest", "staff", "response_timeout", "expired"] {
        let restaurant = Restaurant::open().await;
        let table = restaurant.table(json!({})).await;
        let (guest, entry) = guest(&restaurant, 1, "table").await;
        if !["staff", "expired"].contains(&end) {
            restaurant.allocate().await;
        }
        if end == "checkout" {
            restaurant.act(&entry, "/confirm").await.ok();
            restaurant.sandbox.clock().advance(minutes(10)).await.unwrap();
        }
        assert!(is_known(&restaurant, 1).await, "{end}");
        let answered = match end {
            "checkout" => Some(restaurant.act(&entry, "/checkout").await.ok()),
            "guest" => Some(guest.post(&path(&entry, "/cancel"), json!({})).await.ok()),
            "staff" => Some(restaurant.act(&entry, "/cancel").await.ok()),
            "response_timeout" => restaurant.sandbox.clock().advance(seconds(180)).await.map(|()| None).unwrap(),
            _ => restaurant.sandbox.clock().advance(hours(12)).await.map(|()| None).unwrap(),
        };
        assert!(!is_known(&restaurant, 1).await, "{end}");

        let left = restaurant.entry(&entry).await;
        assert_eq!(answered.unwrap_or_else(|| left.clone()), left, "{end}: the answer says no more");
        assert_eq!(left["reason"], if end == "checkout" { json!(null) } else { json!(end) });
        for member in ["id", "customerId", "partySize", "matchType", "resourceType", "joinedAt"] {
            assert_eq!(left[member], entry[member], "{end}: {member}");
        }
        assert!(left["endedAt"].is_string());
        assert_eq!(left["resourceId"], if ["staff", "expired"].contains(&end) { json!(null) } else { json!(table) });
        let line = restaurant.api.get("/v1/queue/lines/table").await.ok();
        assert_eq!(line["averageSessionSeconds"], if end == "checkout" { json!(600) } else { json!(null) });

        let customer = text(&entry, "customerId");
        let kept = contact(&restaurant, &customer).await;
        let personal = ["name", "phone", "email", "metadata", "verified"].map(|member| kept[member].clone());
        assert_eq!(personal, [json!(null), json!(null), json!(null), json!({}), json!(false)]);
        let audit = restaurant.api.get(&format!("/platform/v1/audit?subject={customer}")).await.ok();
        assert_eq!(audit["data"][0]["before"]["phone"], "[personal]", "that there was something stays on record");
        assert_eq!(audit["data"][0]["after"]["phone"], json!(null));
    }
}

#[tokio::test]
async fn a_guest_who_waits_elsewhere_is_known_until_the_last_line_is_left() {
    let restaurant = Restaurant::open().await;
    let (_, table) = guest(&restaurant, 1, "table").await;
    let more = json!({ "resourceType": "bay" });
    let bay = restaurant.join(&text(&table, "customerId"), more).await;
    restaurant.act(&table, "/cancel").await.ok();
    assert!(is_known(&restaurant, 1).await);
    assert_eq!(restaurant.entry(&table).await["metadata"], json!({}), "what is the entry's own goes at once");
    let joined = &restaurant.events().await[0];
    assert_eq!(joined["data"]["entry"]["metadata"], json!({}), "in its events, too");
    restaurant.act(&bay, "/cancel").await.ok();
    assert!(!is_known(&restaurant, 1).await);
}

#[tokio::test]
async fn a_guest_who_has_booked_is_known_until_the_last_appointment_has_ended() {
    let restaurant = Restaurant::open().await;
    let (_, entry) = guest(&restaurant, 1, "table").await;
    let customer = text(&entry, "customerId");
    booking(&restaurant, &customer, DAY).await;
    let last = booking(&restaurant, &customer, 3 * DAY).await;
    restaurant.act(&entry, "/cancel").await.ok();
    assert!(is_known(&restaurant, 1).await);
    let ends_at: softknack::Timestamp = text(&last, "ends_at").parse().unwrap();
    restaurant.sandbox.clock().set(ends_at.plus_milliseconds(-1)).await.unwrap();
    assert!(is_known(&restaurant, 1).await);
    restaurant.sandbox.clock().set(ends_at).await.unwrap();
    assert!(!is_known(&restaurant, 1).await);
}

#[tokio::test]
async fn a_guest_who_has_booked_is_forgotten_when_that_is_off() {
    let restaurant = Restaurant::open().await;
    let (_, entry) = guest(&restaurant, 1, "table").await;
    let appointment = booking(&restaurant, &text(&entry, "customerId"), DAY).await;
    restaurant.act(&entry, "/cancel").await.ok();
    let cancel = format!("/calendar/v1/appointments/{}/cancel", text(&appointment, "id"));
    restaurant.api.post(&cancel, json!({ "reason": format!("{NAME} is ill") })).await.ok();
    restaurant.sandbox.settle().await.unwrap();
    assert!(!is_known(&restaurant, 1).await);
}

#[tokio::test]
async fn who_asks_for_a_code_and_never_joins_is_forgotten_too() {
    let restaurant = Restaurant::open().await;
    let clock = restaurant.sandbox.clock();
    let ask = async || {
        let asked = json!({ "phone": phone(1), "name": NAME });
        text(&restaurant.api.post("/v1/queue/otp", asked).await.ok(), "challengeId")
    };
    let first = ask().await;
    clock.advance(seconds(60)).await.unwrap();
    ask().await;
    clock.advance(seconds(119)).await.unwrap();
    assert!(is_known(&restaurant, 1).await, "while a code is on its way");
    clock.advance(seconds(1)).await.unwrap();
    assert!(!is_known(&restaurant, 1).await);
    assert_eq!(restaurant.verify(&first, "0000").await.code(), "otp_expired", "still told from one that never was");

    let challenge = ask().await;
    restaurant.verify(&challenge, &restaurant.code().await).await.ok();
    clock.advance(hours(2) - seconds(1)).await.unwrap();
    assert!(is_known(&restaurant, 1).await, "while the session lasts");
    clock.advance(seconds(1)).await.unwrap();
    assert!(!is_known(&restaurant, 1).await);
}

#[tokio::test]
async fn whom_the_business_knew_before_is_not_forgotten_for_asking_for_a_code() {
    let restaurant = Restaurant::open().await;
    let known = json!({ "phone": phone(1), "name": NAME });
    restaurant.api.post("/crm/v1/contacts", known).await.ok();
    restaurant.session(1).await;
    restaurant.sandbox.clock().advance(hours(3)).await.unwrap();
    assert!(is_known(&restaurant, 1).await);
}

async fn erase(restaurant: &Restaurant, contact: &str) -> Reply {
    restaurant.api.post(&format!("/crm/v1/contacts/{contact}/erase"), json!({})).await
}

#[tokio::test]
async fn erased_once_or_twice_nothing_personal_is_left() {
    let restaurant = Restaurant::open().await;
    let new = json!({
        "name": NAME, "phone": phone(1), "email": "priyanka@example.com", "verified": true, "metadata": { "number": phone(1) },
    });
    let id = text(&restaurant.api.post("/crm/v1/contacts", new).await.ok(), "id");
    let path = format!("/crm/v1/contacts/{id}");
    restaurant.api.patch(&path, json!({ "metadata": { "alias": NAME, "number": 9_800_000_001_u64 } })).await.ok();
    let message = json!({ "contact_id": id, "template": "welcome", "channels": ["sms"], "vars": { "name": NAME } });
    restaurant.api.post("/notifications/v1/messages", message).await.ok();
    booking(&restaurant, &id, DAY).await;
    assert!(is_known(&restaurant, 1).await);

    let erased = erase(&restaurant, &id).await;
    assert_eq!(erased.status, 200);
    let erased = erased.ok();
    assert!(!is_known(&restaurant, 1).await);
    assert!(!everything(&restaurant).await.contains("priyanka@example.com"));
    assert_eq!(contact(&restaurant, &id).await, erased);
    assert_eq!((&erased["metadata"], &erased["verified"]), (&json!({}), &json!(false)));
    let announced = restaurant.api.get("/platform/v1/events?type=contact.updated").await.ok();
    let changed = json!(["name", "phone", "email", "verified", "metadata"]);
    assert_eq!(announced["data"][0]["data"], json!({ "contact": erased, "changed": changed }));

    restaurant.sandbox.clock().advance(hours(1)).await.unwrap();
    let before = everything(&restaurant).await;
    assert_eq!(erase(&restaurant, &id).await.ok(), erased, "twice");
    assert_eq!(everything(&restaurant).await, before, "nothing happens twice");
    assert_eq!(erase(&restaurant, "ctc_01J9X4T5V6W7X8Y9Z0A1B2C3D4").await.code(), "not_found");
}

#[tokio::test]
async fn who_is_erased_leaves_the_line_keeps_the_seat_and_stays_booked() {
    let restaurant = Restaurant::open().await;
    restaurant.table(json!({})).await;
    let (_, allocated) = guest(&restaurant, 1, "table").await;
    let erased = text(&allocated, "customerId");
    let appointment = booking(&restaurant, &erased, 2 * DAY).await;
    restaurant.allocate().await;
    let next = restaurant.party(2, json!({})).await;
    erase(&restaurant, &erased).await.ok();
    let left = restaurant.entry(&allocated).await;
    assert_eq!((&left["status"], &left["reason"]), (&json!("cancelled"), &json!("staff")));
    assert_eq!(restaurant.entry(&next).await["status"], "allocated", "the table goes to the next party");
    assert!(!is_known(&restaurant, 1).await);

    restaurant.act(&next, "/confirm").await.ok();
    erase(&restaurant, &text(&next, "customerId")).await.ok();
    assert_eq!(restaurant.entry(&next).await["status"], "seated");
    assert_eq!(restaurant.act(&next, "/checkout").await.ok()["status"], "completed");

    restaurant.sandbox.clock().advance(hours(3 * 24)).await.unwrap();
    let appointment = restaurant.api.get(&format!("/calendar/v1/appointments/{}", text(&appointment, "id"))).await.ok();
    assert_eq!((&appointment["status"], &appointment["notes"]), (&json!("booked"), &json!(null)));
    let messages = restaurant.sandbox.outbox().list().await.unwrap();
    assert!(messages.iter().all(|message| message.template != "appt_reminder"), "nobody is left to be reminded");
}

#[tokio::test]
async fn a_request_that_is_sent_again_is_answered_the_same_until_its_person_is_forgotten() {
    let restaurant = Restaurant::open().await;
    let key = fresh_key();
    let new = json!({ "name": NAME, "phone": phone(1), "verified": true });
    let send = async || restaurant.api.post_with_key("/crm/v1/contacts", new.clone(), &key).await;
    let first = send().await;
    assert!(first.text.contains(NAME));
    let again = send().await;
    assert_eq!((again.status, &again.text, again.is_replayed()), (201, &first.text, true));

    let id = text(&first.json(), "id");
    erase(&restaurant, &id).await.ok();
    let forgotten = send().await;
    assert_eq!((forgotten.status, forgotten.is_replayed()), (201, true), "it is still done once");
    let mut expected = first.json();
    (expected["name"], expected["phone"]) = (json!(null), json!(null));
    assert_eq!(forgotten.json(), expected, "what was answered, without the person");
    assert_eq!(restaurant.api.all("/crm/v1/contacts").await.len(), 1);

    restaurant.sandbox.clock().advance(hours(25)).await.unwrap();
    assert!(send().await.text.contains(NAME), "after the window the key is free, and this is another person");
    assert!(send().await.text.contains(NAME));
}

#[tokio::test]
async fn an_answer_about_several_parties_forgets_with_the_first() {
    let restaurant = Restaurant::open().await;
    for _ in 0..2 {
        restaurant.table(json!({})).await;
    }
    let mut parties = Vec::new();
    for (number, name) in [(1, NAME), (2, "Arjun Unmistakable")] {
        parties.push(restaurant.party(number, json!({ "metadata": { "name": name } })).await);
    }
    let key = fresh_key();
    let allocate = json!({ "resourceType": "table" });
    let send = async || restaurant.api.post_with_key("/v1/queue/allocate", allocate.clone(), &key).await;
    let first = send().await;
    assert!(first.text.contains(NAME) && first.text.contains("Arjun"));
    assert_eq!(send().await.text, first.text);
    restaurant.act(&parties[0], "/cancel").await.ok();
    let again = send().await;
    assert!(again.is_replayed() && !again.text.contains(NAME), "{}", again.text);
    assert_eq!(again.json()["allocated"][0]["id"], first.json()["allocated"][0]["id"]);
    assert_eq!(restaurant.entry(&parties[1]).await["metadata"], json!({ "name": "Arjun Unmistakable" }));
    let joined = &restaurant.events().await[1];
    assert_eq!(joined["data"]["entry"]["metadata"]["name"], "Arjun Unmistakable", "of nobody else anything goes");
}
