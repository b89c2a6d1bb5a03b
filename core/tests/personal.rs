//! What is personal is left out where it is asked for, by the declaration of the types alone.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use serde_json::{Value, json};
use softknack::resources::queue::QueueEntry;
use softknack::{Appointment, Contact, Vars, redacted, sanitised, writes_personal};

const AT: &str = "2026-11-22T10:00:00.000Z";

fn contact() -> Value {
    json!({
        "id": "ctc_1", "name": "Priya", "phone": "+919800000000", "email": "priya@example.com", "verified": true,
        "metadata": { "Priya": 919_800_000_000_u64 }, "created_at": AT, "updated_at": AT,
    })
}

fn appointment() -> Value {
    json!({
        "id": "apt_1", "status": "cancelled", "slot_id": "slt_1", "contact_id": "ctc_1", "service": "cut", "starts_at": AT,
        "ends_at": AT, "resource_ids": [], "party_size": 1, "source": "api", "reason": "Priya is ill", "notes": "Priya",
        "metadata": { "name": "Priya" }, "requested_slot_id": null, "created_at": AT, "updated_at": AT,
    })
}

fn entry() -> Value {
    json!({
        "id": "que_1", "status": "cancelled", "position": null, "estimatedWaitSeconds": null, "customerId": "ctc_1", "partySize": 2,
        "matchType": "FITTED", "resourceType": "table", "resourceId": null, "metadata": { "name": "Priya" }, "respondBy": null,
        "reason": "guest", "joinedAt": AT, "allocatedAt": null, "seatedAt": null, "endedAt": AT,
    })
}

/// Sanitised and redacted, with `personal` members gone; sanitised, it is a `T` still, with nothing personal left to say.
fn check<T: serde::de::DeserializeOwned + Serialize>(whole: Value, personal: &[&str]) {
    let read: T = serde_json::from_value(whole.clone()).unwrap();
    let write = || serde_json::to_value(&read).unwrap();
    assert_eq!(writes_personal(write), (whole.clone(), true));

    let (mut left, mut marked) = (whole.clone(), whole);
    for member in personal {
        left[member] = if *member == "metadata" { json!({}) } else { json!(null) };
        marked[member] = json!("[personal]");
    }
    assert_eq!(sanitised(write), left);
    assert_eq!(redacted(write), marked);
    assert!(!writes_personal(|| sanitised(write)).1, "what is left out is not written");

    let again: T = serde_json::from_value(left.clone()).unwrap();
    assert_eq!(writes_personal(|| serde_json::to_value(&again).unwrap()), (left, false));
}

#[test]
fn what_is_left_of_an_answer_reads_as_the_same_type() {
    check::<Contact>(contact(), &["name", "phone", "email", "metadata"]);
    check::<Appointment>(appointment(), &["reason", "notes", "metadata"]);
    check::<QueueEntry>(entry(), &["metadata"]);
}

#[test]
fn one_asks_within_the_other_and_a_panic_changes_nothing() {
    let contact: Contact = serde_json::from_value(contact()).unwrap();
    let write = || serde_json::to_value(&contact).unwrap();
    let ((_, inner), outer) = writes_personal(|| writes_personal(write));
    assert!(inner && outer);
    assert_eq!(sanitised(|| redacted(write))["name"], "[personal]");
    assert!(catch_unwind(AssertUnwindSafe(|| sanitised(|| panic!("on the way")))).is_err());
    assert_eq!(write()["name"], "Priya");
}

#[test]
fn metadata_says_only_whether_it_is_there() {
    let contact: Contact = serde_json::from_value(contact()).unwrap();
    let printed = format!("{contact:?} {contact:#?}");
    assert!(!printed.contains("Priya") && !printed.contains("919800000000"), "{printed}");
}

#[test]
fn what_fills_a_message_is_personal() {
    let vars = || Vars::from_iter([("code", "4711")]);
    assert_eq!(format!("{:?}", vars()), "[personal]");
    assert_eq!(redacted(|| json!(vars())), json!("[personal]"));
    assert_eq!(sanitised(|| json!(vars())), json!({}));
    assert_eq!(writes_personal(|| json!(vars())), (json!({ "code": "4711" }), true));
}
