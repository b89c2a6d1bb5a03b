//! Webhook endpoints: what they receive, their secrets, and what is told of them.

use std::time::Duration;

use crate::support::receiver::{Answer, Receiver};
use crate::support::{Api, endpoint, something, text};
use serde_json::{Value, json};
use softknack::webhook::SignatureReason;

const HOUR: Duration = Duration::from_secs(60 * 60);

#[tokio::test]
async fn an_endpoint_is_registered_read_listed_changed_and_removed() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let new = json!({ "url": "https://example.com/hook", "events": ["appointment.*"], "description": "For the wall" });
    let created = api.post("/platform/v1/webhooks", new).await;
    assert_eq!(created.status, 201);
    let mut webhook = created.ok();
    let secret = webhook.as_object_mut().unwrap().remove("secret").unwrap();
    let material = secret.as_str().unwrap().strip_prefix("whsec_").unwrap();
    assert_eq!(material.len(), 43, "32 bytes in base64url");
    assert_eq!(webhook["enabled"], true);

    let path = format!("/platform/v1/webhooks/{}", text(&webhook, "id"));
    assert_eq!(api.get(&path).await.ok(), webhook, "the secret is shown once");
    assert_eq!(api.get("/platform/v1/webhooks").await.ok()["data"], json!([webhook]));

    let change = json!({ "description": null, "events": ["*"], "enabled": false });
    let changed = api.patch(&path, change).await.ok();
    assert_eq!(changed["description"], Value::Null);
    assert_eq!((&changed["events"], &changed["enabled"]), (&json!(["*"]), &json!(false)));
    assert_eq!(changed["url"], webhook["url"], "what is absent stays");

    let deleted = api.delete(&path).await;
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
    assert_eq!(api.get(&path).await.code(), "not_found");
    for gone in ["", "/rotate_secret", "/ping"] {
        let reply = if gone.is_empty() {
            api.patch(&path, json!({})).await
        } else {
            api.post(&format!("{path}{gone}"), json!({})).await
        };
        assert_eq!((reply.status, reply.code()), (404, "not_found".to_owned()), "{gone}");
    }
}

#[tokio::test]
async fn an_address_that_is_neither_https_nor_loopback_and_a_pattern_that_is_none_are_refused() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    for (body, param) in [
        (json!({ "url": "http://example.com/hook", "events": ["*"] }), "/url"),
        (json!({ "url": "ftp://127.0.0.1/hook", "events": ["*"] }), "/url"),
        (json!({ "url": "http://127.0.0.1/hook", "events": ["*.booked"] }), "/events/0"),
        (json!({ "url": "http://127.0.0.1/hook", "events": [] }), "/events"),
        (json!({ "url": "http://127.0.0.1/hook", "events": ["*"], "secret": "mine" }), "/secret"),
    ] {
        let refused = api.post("/platform/v1/webhooks", body).await;
        assert_eq!((refused.status, refused.code()), (422, "validation_failed".to_owned()));
        assert_eq!(refused.json()["param"], param);
    }
}

#[tokio::test]
async fn an_endpoint_receives_what_matches_its_patterns_once() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let mut receivers = Vec::new();
    for patterns in [&["*"][..], &["contact.*"], &["contact.updated"], &["appointment.*"], &["*", "contact.*", "*"]] {
        let receiver = Receiver::start().await;
        endpoint(&api, receiver.url(), patterns).await;
        receivers.push(receiver);
    }
    something(&api).await;
    sandbox.settle().await.unwrap();
    let counts: Vec<usize> = receivers.iter().map(|receiver| receiver.received().len()).collect();
    assert_eq!(counts, [1, 1, 1, 0, 1]);
}

#[tokio::test]
async fn new_patterns_replace_the_old_ones() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    let (id, _) = endpoint(&api, receiver.url(), &["contact.*"]).await;
    api.patch(&format!("/platform/v1/webhooks/{id}"), json!({ "events": ["slot.released"] })).await.ok();
    something(&api).await;
    sandbox.settle().await.unwrap();
    assert_eq!(receiver.types(), Vec::<String>::new());
}

#[tokio::test]
async fn during_a_rotation_every_live_secret_signs_and_a_day_later_only_the_newest() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    let (id, first) = endpoint(&api, receiver.url(), &["*"]).await;
    let rotate = async || {
        let rotated = api.post(&format!("/platform/v1/webhooks/{id}/rotate_secret"), json!({})).await.ok();
        text(&rotated, "secret")
    };
    let signers = async |secrets: &[&str]| {
        something(&api).await;
        sandbox.settle().await.unwrap();
        let received = receiver.received().pop().unwrap();
        let now = sandbox.clock().now();
        for secret in secrets {
            assert_eq!(received.verify(secret, now).unwrap().event_type, "contact.updated");
        }
        let signatures = received.header("x-nexus-signature").matches("v1=").count();
        assert_eq!(signatures, secrets.len(), "no other secret signs");
        received
    };

    signers(&[&first]).await;
    let second = rotate().await;
    assert_ne!(first, second);
    signers(&[&second, &first]).await;
    sandbox.clock().advance(12 * HOUR).await.unwrap();
    let third = rotate().await;
    signers(&[&third, &second, &first]).await;
    sandbox.clock().advance(12 * HOUR).await.unwrap();
    let received = signers(&[&third, &second]).await;
    assert_eq!(received.verify(&first, sandbox.clock().now()).unwrap_err().reason(), SignatureReason::NoMatch);
    sandbox.clock().advance(12 * HOUR).await.unwrap();
    signers(&[&third]).await;
    assert_eq!(api.get(&format!("/platform/v1/webhooks/{id}")).await.ok().get("secret"), None);
}

#[tokio::test]
async fn a_ping_goes_to_one_endpoint_whatever_its_patterns() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let (pinged, other) = (Receiver::start().await, Receiver::start().await);
    let (id, secret) = endpoint(&api, pinged.url(), &["appointment.*"]).await;
    endpoint(&api, other.url(), &["*"]).await;
    let event = api.post(&format!("/platform/v1/webhooks/{id}/ping"), json!({})).await;
    assert_eq!(event.status, 200);
    sandbox.settle().await.unwrap();
    assert_eq!(other.received().len(), 0);
    let [received] = &pinged.received()[..] else { panic!("one delivery") };
    assert_eq!(received.body, event.text, "the answer is the event as it was delivered");
    let event = event.ok();
    assert_eq!((&event["type"], &event["data"]["webhook"]["id"]), (&json!("webhook.ping"), &json!(id)));
    assert_eq!(event["data"]["webhook"].get("secret"), None);
    received.verify(&secret, sandbox.clock().now()).unwrap();
}

#[tokio::test]
async fn while_an_endpoint_is_disabled_what_is_on_its_way_waits_and_nothing_is_added() {
    let sandbox = crate::support::builder().frozen(true).start().await.unwrap();
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    receiver.next([Answer::Status(500)]);
    let (id, _) = endpoint(&api, receiver.url(), &["*"]).await;
    something(&api).await;
    sandbox.settle().await.unwrap();
    let path = format!("/platform/v1/webhooks/{id}");
    api.patch(&path, json!({ "enabled": false })).await.ok();
    something(&api).await;
    sandbox.clock().advance(24 * HOUR).await.unwrap();
    assert_eq!(receiver.received().len(), 1);
    api.patch(&path, json!({ "enabled": true })).await.ok();
    // By its own loop, which the change woke.
    assert_eq!(receiver.wait_for(2).await[1].header("x-nexus-attempt"), "2");
    sandbox.clock().advance(24 * HOUR).await.unwrap();
    assert_eq!(receiver.received().len(), 2, "what happened meanwhile is not sent afterwards");
}

#[tokio::test]
async fn what_was_on_its_way_to_an_endpoint_that_is_deleted_is_dropped() {
    let sandbox = crate::support::builder().frozen(true).start().await.unwrap();
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    receiver.next([Answer::Status(200), Answer::Status(500)]);
    let (id, _) = endpoint(&api, receiver.url(), &["*"]).await;
    something(&api).await;
    sandbox.settle().await.unwrap();
    something(&api).await;
    sandbox.settle().await.unwrap();
    assert_eq!(api.delete(&format!("/platform/v1/webhooks/{id}")).await.status, 204);
    sandbox.clock().advance(3 * HOUR).await.unwrap();
    assert_eq!(receiver.received().len(), 2);
    let deliveries = api.get("/platform/v1/deliveries").await.ok();
    let statuses: Vec<_> = deliveries["data"].as_array().unwrap().iter().map(|delivery| &delivery["status"]).collect();
    assert_eq!(statuses, [&json!("delivered")]);
}

#[tokio::test]
async fn the_audit_log_shows_what_changed_and_no_secret_or_personal_data() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let (id, secret) = endpoint(&api, "http://127.0.0.1:9/hook", &["*"]).await;
    let path = format!("/platform/v1/webhooks/{id}");
    api.patch(&path, json!({ "enabled": false })).await.ok();
    let rotated = text(&api.post(&format!("{path}/rotate_secret"), json!({})).await.ok(), "secret");
    api.post(&format!("{path}/ping"), json!({})).await.ok();
    api.delete(&path).await;
    let contact = api.post("/crm/v1/contacts", json!({ "name": "Priya", "phone": "+919800000000" })).await.ok();

    let log = api.get(&format!("/platform/v1/audit?subject={id}&order=asc")).await.ok();
    let records = log["data"].as_array().unwrap();
    let actions: Vec<_> = records.iter().map(|record| record["action"].as_str().unwrap()).collect();
    let expected =
        ["create", "update", "rotate_secret", "ping", "delete"].map(|verb| format!("platform.webhooks.{verb}"));
    assert_eq!(actions, expected);
    assert_eq!((&records[0]["before"], &records[0]["after"]["url"]), (&Value::Null, &json!("http://127.0.0.1:9/hook")));
    assert_eq!((&records[1]["before"]["enabled"], &records[1]["after"]["enabled"]), (&json!(true), &json!(false)));
    assert_eq!(records[4]["after"], Value::Null);
    assert!(records.iter().all(|record| record["actor"] == "key:default" && record["request_id"] != Value::Null));

    let of_contact = format!("/platform/v1/audit?subject={}", text(&contact, "id"));
    assert_eq!(api.get(&of_contact).await.ok()["data"][0]["after"]["phone"], "[personal]");
    let everything = api.get("/platform/v1/audit?limit=100").await.text;
    for hidden in [&secret, &rotated, "Priya", "+919800000000"] {
        assert!(!everything.contains(hidden));
    }
    let by_action = api.get("/platform/v1/audit?action=platform.webhooks.update").await.ok();
    assert_eq!(by_action["data"], json!([records[1]]));
    let cause = text(&records[2], "correlation_id");
    assert_eq!(api.get(&format!("/platform/v1/audit?correlation_id={cause}")).await.ok()["data"], json!([records[2]]));
}

#[tokio::test]
async fn an_endpoint_of_another_mode_or_organisation_is_unknown_and_hears_nothing() {
    let sandbox = crate::support::builder().live(true).start().await.unwrap();
    let test = Api::new(&sandbox);
    let live = Api::with_key(&sandbox, sandbox.organisation().live_key.as_str());
    let receiver = Receiver::start().await;
    let (id, secret) = endpoint(&live, receiver.url(), &["*"]).await;
    something(&test).await;
    sandbox.settle().await.unwrap();
    assert_eq!(receiver.received().len(), 0);
    let theirs = test.get(&format!("/platform/v1/webhooks/{id}")).await;
    let never = test.get("/platform/v1/webhooks/whk_01J9X4T5V6W7X8Y9Z0A1B2C3D4").await;
    assert_eq!((theirs.status, &theirs.json()["detail"]), (404, &never.json()["detail"]));
    something(&live).await;
    sandbox.settle().await.unwrap();
    let event = receiver.received()[0].verify(&secret, sandbox.clock().now()).unwrap();
    assert_eq!(event.mode.as_str(), "live");
}
