//! What is not understood is refused by name, with the remedy, and has no effect.

use crate::support::{Api, fresh_key, http_client, text};
use reqwest::Method;
use serde_json::{Value, json};
use softknack_sandbox::Sandbox;

/// Sends bytes as they are, and gives the status, the code and the member at fault.
async fn send(
    sandbox: &Sandbox,
    path: &str,
    media_type: &str,
    key: Option<&str>,
    body: Vec<u8>,
) -> (u16, String, Value) {
    let mut request = http_client()
        .post(format!("{}{path}", sandbox.base_url()))
        .bearer_auth(sandbox.organisation().test_key.as_str())
        .header("Content-Type", media_type)
        .body(body);
    if let Some(key) = key {
        request = request.header("Idempotency-Key", key);
    }
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let status = response.status().as_u16();
    let problem: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(problem["status"], status);
    assert!(problem["type"].as_str().unwrap().ends_with(problem["code"].as_str().unwrap()));
    assert!(!problem["detail"].as_str().unwrap().is_empty());
    (status, text(&problem, "code"), problem["param"].clone())
}

#[tokio::test]
async fn each_fault_of_a_request_has_its_own_answer() {
    let sandbox = crate::support::start().await;
    let contacts = "/crm/v1/contacts";
    let ours = "application/json";
    let cases = [
        (ours, None, b"{}".to_vec(), 400, "idempotency_key_missing", Value::Null),
        (ours, Some("k".repeat(300)), b"{}".to_vec(), 400, "idempotency_key_invalid", Value::Null),
        (ours, Some("a key".to_owned()), b"{}".to_vec(), 400, "idempotency_key_invalid", Value::Null),
        (ours, Some(fresh_key()), b"{\"name\": ".to_vec(), 400, "malformed_json", Value::Null),
        (ours, Some(fresh_key()), b"[]".to_vec(), 400, "malformed_json", Value::Null),
        (ours, Some(fresh_key()), vec![0xff, 0xfe], 400, "malformed_json", Value::Null),
        (ours, Some(fresh_key()), vec![b' '; 2 * 1024 * 1024], 413, "payload_too_large", Value::Null),
        ("text/plain", Some(fresh_key()), b"{}".to_vec(), 415, "unsupported_media_type", Value::Null),
        (ours, Some(fresh_key()), br#"{"nmae":"Priya"}"#.to_vec(), 422, "validation_failed", json!("/nmae")),
        (ours, Some(fresh_key()), br#"{"phone":"98000"}"#.to_vec(), 422, "validation_failed", json!("/phone")),
        (ours, Some(fresh_key()), br#"{"metadata":{"a":{}}}"#.to_vec(), 422, "validation_failed", json!("/metadata/a")),
        (ours, Some(fresh_key()), br#"{"verified":"yes"}"#.to_vec(), 422, "validation_failed", json!("/verified")),
    ];
    for (media_type, key, body, status, code, param) in cases {
        let told = send(&sandbox, contacts, media_type, key.as_deref(), body.clone()).await;
        assert_eq!(
            (told.0, told.1.as_str(), &told.2),
            (status, code, &param),
            "{}",
            String::from_utf8_lossy(&body[..body.len().min(60)])
        );
    }
    assert_eq!(Api::new(&sandbox).get(contacts).await.ok()["data"], json!([]), "nothing was made");
}

#[tokio::test]
async fn every_member_at_fault_is_named_at_once() {
    let sandbox = crate::support::start().await;
    let service = json!({ "slug": "Cut!", "name": "", "duration_minutes": 0 });
    let problem = Api::new(&sandbox).post("/calendar/v1/services", service).await.json();
    let errors = problem["errors"].as_array().unwrap();
    let mut params: Vec<&str> = errors.iter().map(|error| error["param"].as_str().unwrap()).collect();
    params.sort_unstable();
    assert_eq!(params, ["/duration_minutes", "/name", "/slug"]);

    let slot = json!({ "service": "cut", "starts_at": "2027-01-01T09:00:00Z", "ends_at": "2027-01-01T10:00:00Z", "resources": { "all_of": [] } });
    let problem = Api::new(&sandbox).post("/calendar/v1/slots", slot).await.json();
    assert_eq!((&problem["code"], &problem["param"]), (&json!("validation_failed"), &json!("/resources/all_of")));
}

#[tokio::test]
async fn parameters_outside_the_body_are_named_too() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    for (path, param) in [
        ("/calendar/v1/appointments/slt_01J9X4T5V6W7X8Y9Z0A1B2C3D4", "/id"),
        ("/calendar/v1/services/Not-A-Slug", "/slug"),
        ("/crm/v1/contacts?limit=0", "/limit"),
        ("/crm/v1/contacts?limit=101", "/limit"),
        ("/crm/v1/contacts?order=up", "/order"),
        ("/crm/v1/contacts?colour=red", "/colour"),
        ("/calendar/v1/appointments?status=gone", "/status"),
        ("/calendar/v1/appointments?from=yesterday", "/from"),
        ("/calendar/v1/availability", "/service"),
    ] {
        let reply = api.get(path).await;
        assert_eq!((reply.status, reply.code().as_str()), (400, "invalid_parameter"), "{path}");
        assert_eq!(reply.json()["param"], param, "{path}");
    }
    let reply = api.get("/calendar/v1/nowhere").await;
    assert_eq!((reply.status, reply.code().as_str()), (404, "not_found"));
}

#[tokio::test]
async fn a_cursor_goes_on_only_where_it_was_made() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    for _ in 0..3 {
        api.post("/crm/v1/contacts", json!({ "phone": "+15550100" })).await.ok();
    }
    let cursor = text(&api.get("/crm/v1/contacts?limit=1").await.ok(), "next_cursor");
    assert_eq!(api.get(&format!("/crm/v1/contacts?limit=2&cursor={cursor}")).await.ok()["has_more"], false);
    let altered = cursor.chars().rev().collect::<String>();
    for query in [
        format!("phone=%2B15550100&cursor={cursor}"),
        format!("order=asc&cursor={cursor}"),
        format!("cursor={altered}"),
        "cursor=".to_owned(),
        format!("cursor={}", "c".repeat(5000)),
    ] {
        let reply = api.get(&format!("/crm/v1/contacts?{query}")).await;
        assert_eq!(reply.status, 400, "{query}");
        assert_eq!(reply.json()["param"], "/cursor", "{query}");
    }
    assert_eq!(api.get(&format!("/calendar/v1/resources?cursor={cursor}")).await.code(), "invalid_cursor");
}

#[tokio::test]
async fn a_credential_is_asked_for_and_checked() {
    let sandbox = crate::support::start().await;
    let url = format!("{}/crm/v1/contacts", sandbox.base_url());
    for (header, code) in [
        (None, "authentication_required"),
        (Some("Basic abc"), "authentication_required"),
        (Some("Bearer "), "authentication_required"),
        (Some("Bearer sk_test_unknown"), "invalid_credential"),
        (Some("Bearer sk_live_unknown"), "invalid_credential"),
    ] {
        let mut request = http_client().get(&url);
        if let Some(header) = header {
            request = request.header("Authorization", header);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 401, "{header:?}");
        let problem: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        assert_eq!(problem["code"], code, "{header:?}");
    }
    let reply = Api::new(&sandbox).send(Method::PUT, "/crm/v1/contacts", Some(json!({})), None).await;
    assert_eq!(reply.status, 404);
}

#[tokio::test]
async fn the_client_refuses_before_the_network_what_cannot_be_right() {
    use softknack::{Client, ErrorKind, NewAppointment, NewContact};

    let sandbox = crate::support::start().await;
    let sk = sandbox.client();
    let refused = sk.crm().contacts().create(NewContact::default().phone("98000")).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
    assert_eq!(refused.field_errors()[0].param, "/phone");
    assert!(refused.attempts().is_empty(), "nothing was sent");

    let wrong = "apt_01J9X4T5V6W7X8Y9Z0A1B2C3D4".parse::<softknack::SlotId>().unwrap_err();
    assert_eq!(wrong.to_string(), "expected a slot ID, which starts with \"slt_\"");
    let slot: softknack::SlotId = "slt_1".parse().unwrap();
    let contact: softknack::ContactId = "ctc_1".parse().unwrap();
    let too_long = softknack::IdempotencyKey::new("k".repeat(300)).unwrap_err();
    assert!(too_long.to_string().contains("255"));
    let unknown = sk.calendar().appointments().book(NewAppointment::new(slot, contact, "No Such!")).await.unwrap_err();
    assert_eq!(unknown.field_errors()[0].param, "/service");

    let control = Client::new("sk_test_abc\r\nX-Evil: 1").unwrap_err();
    assert_eq!(control.kind(), ErrorKind::Configuration);
    assert!(!control.to_string().contains("abc"), "the credential is not repeated");
    let cleartext = Client::builder().credential("sk_test_abc").base_url("http://example.com").build().unwrap_err();
    assert_eq!(cleartext.kind(), ErrorKind::Configuration);
    assert!(cleartext.to_string().contains("https"), "{cleartext}");
}
