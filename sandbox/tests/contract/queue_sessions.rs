//! What a guest's session may do, and what not.

use crate::support::guests::{Restaurant, joining, path};
use crate::support::{Api, fresh_key, text};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Method;
use serde_json::{Value, json};
use softknack::operation::OPERATIONS;
use softknack_sandbox::{hours, seconds};

#[tokio::test]
async fn a_guest_joins_reads_confirms_and_cancels_its_own_entry() {
    let restaurant = Restaurant::open().await;
    restaurant.table(json!({})).await;
    let (guest, customer) = restaurant.session(1).await;
    let joined = guest.post("/v1/queue/join", joining(&customer, json!({}))).await;
    assert_eq!(joined.status, 201, "{}", joined.text);
    let entry = joined.json();
    assert_eq!(guest.get(&path(&entry, "")).await.ok(), entry);
    restaurant.allocate().await;
    assert_eq!(guest.post(&path(&entry, "/confirm"), json!({})).await.ok()["status"], "seated");

    let (guest, customer) = restaurant.session(2).await;
    let entry = guest.post("/v1/queue/join", joining(&customer, json!({}))).await.ok();
    let staff = guest.post(&path(&entry, "/cancel"), json!({ "reason": "staff" })).await;
    assert_eq!((staff.status, staff.code().as_str()), (403, "permission_denied"));
    let cancelled = guest.post(&path(&entry, "/cancel"), json!({})).await.ok();
    assert_eq!((&cancelled["status"], &cancelled["reason"]), (&json!("cancelled"), &json!("guest")));
    let audit = restaurant.api.get(&format!("/platform/v1/audit?subject={}", text(&entry, "id"))).await.ok();
    assert!(audit["data"].as_array().unwrap().iter().all(|record| record["actor"] == format!("guest:{customer}")));
}

#[tokio::test]
async fn a_guest_joins_once_and_only_for_itself() {
    let restaurant = Restaurant::open().await;
    let (guest, customer) = restaurant.session(1).await;
    let other = restaurant.guest(2).await;
    let refused = guest.post("/v1/queue/join", joining(&other, json!({}))).await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "permission_denied"));
    let entry = guest.post("/v1/queue/join", joining(&customer, json!({}))).await.ok();
    assert_eq!(guest.post("/v1/queue/join", joining(&customer, json!({}))).await.code(), "already_in_queue");
    guest.post(&path(&entry, "/cancel"), json!({})).await.ok();
    let again = guest.post("/v1/queue/join", joining(&customer, json!({}))).await;
    assert_eq!((again.status, again.code().as_str()), (403, "permission_denied"), "once");
    restaurant.sandbox.clock().advance(seconds(60)).await.unwrap();
    let (renewed, customer) = restaurant.session(1).await;
    assert_eq!(renewed.post("/v1/queue/join", joining(&customer, json!({}))).await.status, 201);
}

#[tokio::test]
async fn another_guests_entry_is_403_and_another_tenants_404() {
    let restaurant = Restaurant::open().await;
    let (guest, _) = restaurant.session(1).await;
    let own_tenant = restaurant.party(2, json!({})).await;
    let other = restaurant.sandbox.create_organisation("Other").await.unwrap();
    let other = Api::with_key(&restaurant.sandbox, other.test_key.as_str());
    let contact = json!({ "phone": "+15550100", "verified": true });
    let contact = text(&other.post("/crm/v1/contacts", contact).await.ok(), "id");
    let other_tenant = other.post("/v1/queue/join", joining(&contact, json!({}))).await.ok();
    for step in ["/confirm", "/cancel", ""] {
        let ask = async |entry: &Value| match step {
            "" => guest.get(&path(entry, "")).await,
            step => guest.post(&path(entry, step), json!({})).await,
        };
        let refused = ask(&own_tenant).await;
        assert_eq!((refused.status, refused.code().as_str()), (403, "permission_denied"), "{step}");
        let foreign = ask(&other_tenant).await;
        let unknown = ask(&json!({ "id": "que_01J9X4T5V6W7X8Y9Z0A1B2C3D4" })).await;
        assert_eq!((foreign.status, foreign.code().as_str()), (404, "not_found"), "{step}");
        assert_eq!(foreign.json()["detail"], unknown.json()["detail"]);
    }
    assert_eq!(guest.post("/v1/queue/join", joining(&contact, json!({}))).await.status, 403);
    assert_eq!(restaurant.entry(&own_tenant).await["status"], "waiting");
}

#[tokio::test]
async fn everything_else_is_403() {
    let restaurant = Restaurant::open().await;
    let (guest, _) = restaurant.session(1).await;
    let mut refused = 0;
    for operation in OPERATIONS.iter().filter(|operation| !operation.takes_session()) {
        let path = operation
            .path
            .split('/')
            .map(|segment| if segment.starts_with('{') { "que_01J9X4T5V6W7X8Y9Z0A1B2C3D4" } else { segment })
            .collect::<Vec<_>>()
            .join("/");
        let method = Method::from_bytes(operation.method.as_str().as_bytes()).unwrap();
        let body = operation.is_mutation().then(|| json!({}));
        let reply = guest.send(method, &path, body, Some(&fresh_key())).await;
        assert_eq!((reply.status, reply.code().as_str()), (403, "permission_denied"), "{operation:?}");
        refused += 1;
    }
    assert_eq!(OPERATIONS.len() - refused, 4);
}

#[tokio::test]
async fn a_token_that_is_over_touched_or_made_elsewhere_is_401() {
    let restaurant = Restaurant::open().await;
    let (challenge, code) = restaurant.challenge(1).await;
    let token = text(&restaurant.verify(&challenge, &code).await.ok(), "token");
    let ask = async |token: &str| {
        let reply = Api::with_key(&restaurant.sandbox, token).get("/v1/queue/entries/que_1").await;
        (reply.status, reply.code())
    };
    let invalid = (401, "invalid_credential".to_owned());
    assert_eq!(ask(&token).await, (404, "not_found".to_owned()), "the token itself is good");

    let parts: Vec<&str> = token.split('.').collect();
    let [header, claims, signature] = parts[..] else { panic!("three parts") };
    let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    assert_eq!(ask(&format!("{none}.{claims}.")).await, invalid);
    assert_eq!(ask(&format!("{none}.{claims}.{signature}")).await, invalid);
    let mut changed: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
    assert_eq!(changed["scope"], "queue:guest");
    assert_eq!(changed["mode"], "test");
    assert_eq!(changed["exp"].as_i64().unwrap() - changed["iat"].as_i64().unwrap(), 7200);
    changed["exp"] = json!(changed["exp"].as_i64().unwrap() + 7200);
    let changed = URL_SAFE_NO_PAD.encode(changed.to_string());
    assert_eq!(ask(&format!("{header}.{changed}.{signature}")).await, invalid);
    assert_eq!(ask("a.b.c").await, invalid);

    let elsewhere = Restaurant::open().await;
    let (challenge, code) = elsewhere.challenge(1).await;
    let foreign = text(&elsewhere.verify(&challenge, &code).await.ok(), "token");
    assert_eq!(ask(&foreign).await, invalid);

    restaurant.sandbox.clock().advance(hours(2)).await.unwrap();
    assert_eq!(ask(&token).await, (401, "token_expired".to_owned()));
}
