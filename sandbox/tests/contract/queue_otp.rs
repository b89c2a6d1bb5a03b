//! One-time codes.

use std::collections::BTreeSet;

use crate::support::guests::{Restaurant, another, phone};
use crate::support::place::Place;
use crate::support::{Api, fresh_key, text};
use serde_json::json;
use softknack_sandbox::{hours, seconds};

#[tokio::test]
async fn a_code_is_traded_for_a_session_of_the_verified_contact() {
    let restaurant = Restaurant::open().await;
    let now = restaurant.sandbox.clock().now();
    let answer = restaurant
        .api
        .post("/v1/queue/otp", json!({ "phone": phone(1), "name": "Priya", "channel": "whatsapp" }))
        .await;
    assert_eq!(answer.status, 201);
    let challenge = answer.json();
    assert!(text(&challenge, "challengeId").starts_with("otp_"));
    assert_eq!(text(&challenge, "expiresAt"), now.plus_milliseconds(120_000).to_string());
    assert_eq!(challenge.as_object().unwrap().len(), 2);

    let message = restaurant.sandbox.outbox().last().await.unwrap().unwrap();
    assert_eq!(message.template, "queue_otp");
    assert_eq!(message.channel, Some("whatsapp".into()));
    assert_eq!(message.to.as_deref(), Some(phone(1).as_str()));
    let code = restaurant.code().await;
    assert!(code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit()));

    let session = restaurant.verify(&text(&challenge, "challengeId"), &code).await.ok();
    let contact = restaurant.api.get(&format!("/crm/v1/contacts/{}", text(&session, "customerId"))).await.ok();
    assert_eq!((&contact["name"], &contact["phone"]), (&json!("Priya"), &json!(phone(1))));
    assert_eq!(contact["verified"], true);
    assert_eq!(text(&session, "token").split('.').count(), 3);
    let expires_at: softknack::Timestamp = text(&session, "expiresAt").parse().unwrap();
    assert_eq!(expires_at.as_second(), now.as_second() + 7200);
}

#[tokio::test]
async fn the_contact_is_matched_by_its_phone() {
    let restaurant = Restaurant::open().await;
    let known = restaurant.api.post("/crm/v1/contacts", json!({ "name": "Asha", "phone": phone(1) })).await.ok();
    let (_, customer) = restaurant.session(1).await;
    assert_eq!(known["id"], json!(customer));
    let contact = restaurant.api.get(&format!("/crm/v1/contacts/{customer}")).await.ok();
    assert_eq!(contact["name"], "Asha", "who asks for a code renames nobody");
    assert_eq!(contact["verified"], true);
    restaurant.sandbox.clock().advance(seconds(60)).await.unwrap();
    assert_eq!(restaurant.session(1).await.1, customer);
    assert_eq!(restaurant.api.get("/crm/v1/contacts").await.ok()["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_wrong_code_costs_one_of_five_attempts() {
    let restaurant = Restaurant::open().await;
    let (challenge, code) = restaurant.challenge(1).await;
    for left in [4, 3, 2, 1, 0] {
        let refused = restaurant.verify(&challenge, &another(&code)).await;
        assert_eq!((refused.status, refused.code().as_str()), (422, "otp_incorrect"));
        assert_eq!(refused.json()["attempts_left"], left);
        assert_eq!(refused.json()["param"], "/code");
        assert!(!refused.text.contains(&code));
    }
    let refused = restaurant.verify(&challenge, &code).await;
    assert_eq!((refused.status, refused.code().as_str()), (410, "otp_expired"), "used up, though it is right now");
}

#[tokio::test]
async fn sending_the_same_wrong_code_again_under_its_key_costs_nothing() {
    let restaurant = Restaurant::open().await;
    let (challenge, code) = restaurant.challenge(1).await;
    let body = json!({ "challengeId": challenge, "code": another(&code) });
    let key = fresh_key();
    let first = restaurant.api.post_with_key("/v1/queue/otp/verify", body.clone(), &key).await;
    for _ in 0..5 {
        let again = restaurant.api.post_with_key("/v1/queue/otp/verify", body.clone(), &key).await;
        assert_eq!((again.status, &again.text), (422, &first.text));
        assert_eq!(again.headers["idempotency-replayed"], "true");
    }
    assert_eq!(restaurant.verify(&challenge, &another(&code)).await.json()["attempts_left"], 3);
    assert_eq!(restaurant.verify(&challenge, &code).await.status, 200);
}

#[tokio::test]
async fn a_code_is_good_once_and_for_120_seconds() {
    let restaurant = Restaurant::open().await;
    let (challenge, code) = restaurant.challenge(1).await;
    restaurant.sandbox.clock().advance(std::time::Duration::from_millis(119_999)).await.unwrap();
    assert_eq!(restaurant.verify(&challenge, &code).await.status, 200);
    assert_eq!(restaurant.verify(&challenge, &code).await.code(), "otp_expired", "used");

    let (challenge, code) = restaurant.challenge(1).await;
    restaurant.sandbox.clock().advance(seconds(120)).await.unwrap();
    let late = restaurant.verify(&challenge, &code).await;
    assert_eq!((late.status, late.code().as_str()), (410, "otp_expired"));
}

#[tokio::test]
async fn each_way_in_which_a_code_is_no_good_has_its_own_error() {
    let restaurant = Restaurant::open().await;
    let other = restaurant.sandbox.create_organisation("Other").await.unwrap();
    let other = Api::with_key(&restaurant.sandbox, other.test_key.as_str());
    let (challenge, code) = restaurant.challenge(1).await;
    let wrong = restaurant.verify(&challenge, &another(&code)).await;
    let foreign = other.post("/v1/queue/otp/verify", json!({ "challengeId": challenge, "code": code })).await;
    restaurant.verify(&challenge, &code).await.ok();
    let reused = restaurant.verify(&challenge, &code).await;

    let (challenge, code) = restaurant.challenge(2).await;
    for _ in 0..5 {
        restaurant.verify(&challenge, &another(&code)).await;
    }
    let used_up = restaurant.verify(&challenge, &code).await;
    let (challenge, code) = restaurant.challenge(3).await;
    restaurant.sandbox.clock().advance(seconds(120)).await.unwrap();
    let late = restaurant.verify(&challenge, &code).await;

    let mut told = BTreeSet::new();
    for (refused, status, code) in [
        (wrong, 422, "otp_incorrect"),
        (foreign, 404, "not_found"),
        (reused, 410, "otp_expired"),
        (used_up, 410, "otp_expired"),
        (late, 410, "otp_expired"),
    ] {
        assert_eq!((refused.status, refused.code().as_str()), (status, code), "{}", refused.text);
        told.insert(text(&refused.json(), "detail"));
    }
    assert_eq!(told.len(), 5, "each in its own words: {told:?}");
}

#[tokio::test]
async fn a_later_code_replaces_an_earlier_one() {
    let restaurant = Restaurant::open().await;
    let (first, first_code) = restaurant.challenge(1).await;
    restaurant.sandbox.clock().advance(seconds(60)).await.unwrap();
    let (second, second_code) = restaurant.challenge(1).await;
    assert_eq!(restaurant.verify(&first, &first_code).await.code(), "otp_expired");
    assert_eq!(restaurant.verify(&second, &second_code).await.status, 200);
}

#[tokio::test]
async fn a_phone_is_sent_one_code_a_minute() {
    let restaurant = Restaurant::open().await;
    let body = json!({ "phone": phone(1) });
    let key = fresh_key();
    let first = restaurant.api.post_with_key("/v1/queue/otp", body.clone(), &key).await;
    assert_eq!(restaurant.api.post_with_key("/v1/queue/otp", body.clone(), &key).await.text, first.text);
    restaurant.sandbox.clock().advance(seconds(19)).await.unwrap();
    let refused = restaurant.api.post("/v1/queue/otp", body.clone()).await;
    assert_eq!((refused.status, refused.code().as_str()), (429, "rate_limited"));
    assert_eq!(refused.headers["retry-after"], "41");
    assert_eq!(restaurant.api.post("/v1/queue/otp", json!({ "phone": phone(2) })).await.status, 201);
    restaurant.sandbox.clock().advance(seconds(41)).await.unwrap();
    assert_eq!(restaurant.api.post("/v1/queue/otp", body).await.status, 201);
}

#[tokio::test]
async fn an_unknown_and_a_foreign_challenge_are_told_the_same() {
    let restaurant = Restaurant::open().await;
    let (challenge, code) = restaurant.challenge(1).await;
    let other = restaurant.sandbox.create_organisation("Other").await.unwrap();
    let other = Api::with_key(&restaurant.sandbox, other.test_key.as_str());
    let verify = |challenge: &str| json!({ "challengeId": challenge, "code": code });
    let foreign = other.post("/v1/queue/otp/verify", verify(&challenge)).await;
    let unknown = other.post("/v1/queue/otp/verify", verify("otp_01J9X4T5V6W7X8Y9Z0A1B2C3D4")).await;
    assert_eq!((foreign.status, foreign.code().as_str()), (404, "not_found"));
    assert_eq!(foreign.json()["detail"], unknown.json()["detail"]);
    assert_eq!(restaurant.verify(&challenge, &code).await.status, 200, "nobody else used it");
}

#[tokio::test]
async fn a_code_verifies_no_other_number_than_it_was_sent_to() {
    let restaurant = Restaurant::open().await;
    let (challenge, code) = restaurant.challenge(1).await;
    let contact = restaurant.api.get("/crm/v1/contacts").await.ok()["data"][0].clone();
    let contact = format!("/crm/v1/contacts/{}", text(&contact, "id"));
    restaurant.api.patch(&contact, json!({ "phone": phone(2) })).await.ok();
    assert_eq!(restaurant.verify(&challenge, &code).await.code(), "otp_expired");
    assert_eq!(restaurant.api.get(&contact).await.ok()["verified"], false);
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_named_as_it_was_sent() {
    let restaurant = Restaurant::open().await;
    let fault = async |path: &str, body: serde_json::Value| {
        let refused = restaurant.api.post(path, body).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        text(&refused.json(), "param")
    };
    assert_eq!(fault("/v1/queue/otp", json!({ "phone": "0800" })).await, "/phone");
    assert_eq!(fault("/v1/queue/otp/verify", json!({ "code": "1234" })).await, "/challengeId");
    let verify = json!({ "challengeId": "otp_1", "code": "12345" });
    assert_eq!(fault("/v1/queue/otp/verify", verify).await, "/code");
    let join = json!({ "customerId": "ctc_1", "partySize": 0, "matchType": "FITTED", "resourceType": "table" });
    assert_eq!(fault("/v1/queue/join", join).await, "/partySize");
    let refused = restaurant.api.get("/v1/queue/lines/A%20table").await;
    assert_eq!((refused.status, refused.json()["param"].as_str()), (400, Some("/resourceType")));
    let refused = restaurant.api.get("/v1/queue/entries?customerId=apt_1").await;
    assert_eq!((refused.status, refused.json()["param"].as_str()), (400, Some("/customerId")));
}

#[tokio::test]
async fn a_code_stands_in_the_outbox_and_nowhere_else() {
    let place = Place::new();
    let sandbox = place.builder().start().await.unwrap();
    sandbox.clock().freeze().await.unwrap();
    let restaurant = Restaurant { api: Api::new(&sandbox), sandbox };
    let (challenge, code) = restaurant.challenge(1).await;
    restaurant.verify(&challenge, &another(&code)).await;
    restaurant.verify(&challenge, &code).await.ok();
    let database = place.database();
    for (table, columns) in [
        ("otp_challenges", "contact_id || phone_digest || created_at || expires_at"),
        ("audit_records", "COALESCE(before, '') || COALESCE(after, '')"),
        ("events", "body"),
        ("idempotency_records", "body"),
    ] {
        let rows = database.texts(&format!("SELECT {columns} FROM {table}"));
        assert!(!rows.is_empty());
        assert!(!rows.iter().any(|row| row.contains(&format!("\"{code}\""))), "{table}");
    }
    let digests = || database.texts("SELECT phone_digest || code_digest FROM otp_challenges").concat();
    let both = digests();
    assert!(both.len() == 128 && !both.contains(&phone(1)[1..]));
    restaurant.sandbox.clock().advance(hours(2)).await.unwrap();
    assert_eq!(digests(), "", "when nobody asks for them any more, they are gone");
    let messages = restaurant.api.get("/notifications/v1/messages").await;
    assert!(!messages.text.contains(&format!("\"{code}\"")));
}
