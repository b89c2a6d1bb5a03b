//! The control plane over HTTP.

use crate::support::control::Control;
use crate::support::{Api, http_client};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn only_the_admin_token_is_let_in() {
    let sandbox = crate::support::start().await;
    let with = async |credential: &str| Api::with_key(&sandbox, credential).get("/sandbox/v1/clock").await;
    let key = sandbox.organisation().test_key.clone();
    let refused = with(key.as_str()).await;
    assert_eq!((refused.status, refused.code()), (403, "permission_denied".to_owned()));
    let refused = with("nobody").await;
    assert_eq!((refused.status, refused.code()), (401, "invalid_credential".to_owned()));
    let url = format!("{}/sandbox/v1/clock", sandbox.base_url());
    let refused = http_client().get(url).send().await.unwrap();
    assert_eq!(refused.status(), 401);
    let problem: Value = serde_json::from_str(&refused.text().await.unwrap()).unwrap();
    assert_eq!(problem["code"], "authentication_required");
    assert!(problem["request_id"].as_str().unwrap().starts_with("req_"));
    assert_eq!(with(sandbox.admin_token().as_str()).await.status, 200);
    // And it is no API key.
    let refused = Api::with_key(&sandbox, sandbox.admin_token().as_str()).get("/crm/v1/contacts").await;
    assert_eq!(refused.code(), "invalid_credential");

    let healthy = http_client().get(format!("{}/healthz", sandbox.base_url())).send().await.unwrap();
    assert_eq!(healthy.status(), 200);
}

#[tokio::test]
async fn organisations_are_made_and_given_keys() {
    let sandbox = crate::support::start().await;
    let control = Control::new(&sandbox);
    let made = control.post("/organisations", json!({ "name": "Second" })).await;
    assert_eq!(made.status, 201);
    let made = made.ok();
    let listed = control.get("/organisations").await.ok();
    let names: Vec<_> = listed["data"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, ["Sandbox", "Second"]);

    let second = Api::with_key(&sandbox, made["test_key"].as_str().unwrap());
    second.post("/crm/v1/contacts", json!({ "name": "Theirs" })).await.ok();
    assert_eq!(Api::new(&sandbox).get("/crm/v1/contacts").await.ok()["data"], json!([]), "nothing crosses");

    let path = format!("/organisations/{}/keys", made["id"].as_str().unwrap());
    let key = control.post(&path, json!({ "mode": "test", "name": "ci" })).await;
    assert_eq!(key.status, 201);
    let key = key.ok()["key"].as_str().unwrap().to_owned();
    let listed = Api::with_key(&sandbox, &key).get("/crm/v1/contacts").await.ok();
    assert_eq!(listed["data"].as_array().unwrap().len(), 1);
    assert_eq!(control.post(&path, json!({ "mode": "test", "name": "ci" })).await.code(), "already_exists");
    let unknown = "/organisations/org_01J9X4T5V6W7X8Y9Z0A1B2C3D4/keys";
    assert_eq!(control.post(unknown, json!({ "mode": "test", "name": "ci" })).await.code(), "not_found");
}

#[tokio::test]
async fn what_is_not_understood_is_refused_by_name() {
    let sandbox = crate::support::start().await;
    let control = Control::new(&sandbox);
    let refused = async |path: &str, body: Value| {
        let refused = control.post(path, body).await;
        assert_eq!((refused.status, refused.code()), (422, "validation_failed".to_owned()), "{path}");
        refused.json()["param"].as_str().unwrap().to_owned()
    };
    assert_eq!(refused("/organisations", json!({ "name": "A", "plan": "gold" })).await, "/plan");
    assert_eq!(refused("/organisations", json!({})).await, "/name");
    assert_eq!(refused("/clock", json!({ "now": "yesterday" })).await, "/now");
    let both = json!({ "now": "2030-01-01T00:00:00Z", "advance_seconds": 1 });
    assert_eq!(refused("/clock", both).await, "/advance_seconds");
    assert_eq!(refused("/clock", json!({ "advance_seconds": -1 })).await, "/advance_seconds");
    assert_eq!(refused("/faults", json!({ "status": 200 })).await, "/status");
    assert_eq!(refused("/faults", json!({})).await, "");
    assert_eq!(refused("/faults", json!({ "status": 503, "latency_ms": 1 })).await, "");
    assert_eq!(refused("/faults", json!({ "latency_ms": 1, "retry_after_seconds": 1 })).await, "/retry_after_seconds");
    let unknown = control.post("/faults", json!({ "operation": "calendar.appointment.book", "status": 503 })).await;
    assert!(unknown.json()["detail"].as_str().unwrap().contains("calendar.appointments.book"), "{}", unknown.text);
    assert_eq!(refused("/reset", json!({ "really": true })).await, "/really");
    assert_eq!(control.post("/nothing", json!({})).await.code(), "not_found");
}

#[tokio::test]
async fn the_clock_is_read_moved_stopped_and_resumed() {
    let sandbox = crate::support::start().await;
    let control = Control::new(&sandbox);
    assert_eq!(control.get("/clock").await.ok()["frozen"], false);
    let at = json!({ "now": "2030-01-01T00:00:00Z", "frozen": true });
    let stopped = json!({ "now": "2030-01-01T00:00:00.000Z", "frozen": true });
    assert_eq!(control.post("/clock", at).await.ok(), stopped);
    let moved = control.post("/clock", json!({ "advance_seconds": 90 })).await.ok();
    assert_eq!(moved["now"], "2030-01-01T00:01:30.000Z");
    let contact = Api::new(&sandbox).post("/crm/v1/contacts", json!({})).await.ok();
    assert_eq!(contact["created_at"], "2030-01-01T00:01:30.000Z", "everything goes by it");
    let resumed = control.post("/clock", json!({ "frozen": false })).await.ok();
    assert_eq!(resumed["frozen"], false);
    assert!(resumed["now"].as_str().unwrap() >= "2030-01-01T00:01:30.000Z");
}

#[tokio::test]
async fn a_demo_business_is_set_up_once() {
    let sandbox = crate::support::start().await;
    let control = Control::new(&sandbox);
    let seeded = control.post("/seed", json!({})).await.ok();
    assert_eq!(control.post("/seed", json!({})).await.ok(), seeded, "again, it answers the same");
    let api = Api::new(&sandbox);
    let open = api.get("/calendar/v1/availability?service=ac_service").await.ok();
    let open = open["data"].as_array().unwrap();
    assert!(open.len() > 10, "{}", open.len());
    assert!(
        !api.get("/calendar/v1/availability?service=table_dinner").await.ok()["data"].as_array().unwrap().is_empty()
    );
    let body = json!({ "slot_id": open[0]["id"], "contact_id": seeded["contacts"][0], "service": "ac_service" });
    assert_eq!(api.post("/calendar/v1/appointments", body).await.status, 201);

    let other = sandbox.create_organisation("Other").await.unwrap();
    let theirs = control.post("/seed", json!({ "organisation": other.id })).await.ok();
    assert_ne!(theirs["booking_page_slug"], "demo", "addresses of pages are shared by all");
}

#[tokio::test]
async fn reminders_reach_the_outbox_when_the_clock_does() {
    let sandbox = crate::support::start().await;
    let control = Control::new(&sandbox);
    let seeded = sandbox.seed().await.unwrap();
    let slot = sandbox.openings("ac_service").await.unwrap().into_iter().nth(20).unwrap();
    let body = json!({ "slot_id": slot.id, "contact_id": seeded.contacts[0], "service": "ac_service" });
    Api::new(&sandbox).post("/calendar/v1/appointments", body).await.ok();
    assert_eq!(control.get("/outbox").await.ok()["data"], json!([]));
    control.post("/clock", json!({ "now": slot.starts_at })).await.ok();
    let sent = control.get("/outbox?template=appt_reminder").await.ok();
    let sent = sent["data"].as_array().unwrap();
    assert_eq!(sent.len(), 2, "a day and an hour before");
    assert_eq!(sent[0]["contact_id"], json!(seeded.contacts[0]));
    assert_eq!(control.get("/outbox?template=other").await.ok()["data"], json!([]));
    assert_eq!(control.get("/outbox?limit=0").await.code(), "invalid_parameter");
    assert_eq!(sandbox.outbox().last().await.unwrap().unwrap().template, "appt_reminder");
}

#[tokio::test]
async fn a_reset_leaves_the_keys_and_nothing_else() {
    let sandbox = crate::support::start().await;
    let control = Control::new(&sandbox);
    let api = Api::new(&sandbox);
    sandbox.seed().await.unwrap();
    let other = sandbox.create_organisation("Other").await.unwrap();
    control.post("/clock", json!({ "advance_seconds": 7 * 24 * 60 * 60, "frozen": true })).await.ok();
    let moved = sandbox.clock().now();
    control.post("/faults", json!({ "status": 503 })).await.ok();
    let kept = api.send(Method::GET, "/crm/v1/contacts", None, None).await;
    assert_eq!(kept.status, 503);
    control.post("/faults", json!({ "status": 503 })).await.ok();

    assert_eq!(control.post("/reset", json!({})).await.status, 204);
    for path in ["/crm/v1/contacts", "/platform/v1/events", "/platform/v1/audit", "/calendar/v1/services"] {
        assert_eq!(api.get(path).await.ok()["data"], json!([]), "{path}");
    }
    assert_eq!(Api::with_key(&sandbox, other.test_key.as_str()).get("/crm/v1/contacts").await.status, 401);
    assert_eq!(control.get("/clock").await.ok()["frozen"], false);
    assert!(sandbox.clock().now() < moved);
    sandbox.seed().await.unwrap();
}

#[tokio::test]
async fn faults_are_listed_and_taken_back() {
    let sandbox = crate::support::start().await;
    let control = Control::new(&sandbox);
    let rule =
        json!({ "operation": "crm.contacts.list", "nth": 2, "times": 1, "status": 503, "retry_after_seconds": 7 });
    assert_eq!(control.post("/faults", rule.clone()).await.ok(), rule);
    let api = Api::new(&sandbox);
    assert_eq!(api.get("/crm/v1/contacts").await.status, 200);
    let hit = api.get("/crm/v1/contacts").await;
    assert_eq!((hit.status, hit.headers["retry-after"].to_str().unwrap()), (503, "7"));
    assert_eq!(api.get("/crm/v1/contacts").await.status, 200);
    assert_eq!(control.get("/faults").await.ok()["data"], json!([]));

    control.post("/faults", json!({ "latency_ms": 1 })).await.ok();
    assert_eq!(control.delete("/faults").await.status, 204);
    assert_eq!(control.get("/faults").await.ok()["data"], json!([]));
    assert_eq!(control.post("/settle", json!({})).await.status, 204);
}
