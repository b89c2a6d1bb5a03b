//! What a client sends, and what it refuses to be made of.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use softknack::operation::Operation;
use softknack::{AppointmentId, CallOptions, Client, ErrorKind, IdempotencyKey, Method, Mode, WebhookId};
use support::json::APPOINTMENT;
use support::{KEY, Server, answer, problem};

fn id() -> AppointmentId {
    "apt_1".parse().unwrap()
}

#[tokio::test]
async fn a_mutation_carries_what_the_contract_asks_for() {
    let server = Server::start([answer(200, APPOINTMENT)
        .header("idempotency-replayed", "true")
        .header("x-request-id", "req_3")]);
    let client = server.builder().user_agent("frontdesk/2.1").build().unwrap();
    let call = client.calendar().appointments().cancel(id(), "ill").idempotency_key(IdempotencyKey::derive(["x"]));
    let response = call
        .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        .with_response()
        .await
        .unwrap();
    assert!(response.replayed());
    assert_eq!((response.request_id(), response.attempts().len()), (Some("req_3"), 1));
    assert_eq!(response.id, id());

    let seen = &server.seen()[0];
    assert_eq!((&*seen.method, &*seen.target), ("POST", "/calendar/v1/appointments/apt_1/cancel"));
    assert_eq!(seen.body, r#"{"reason":"ill"}"#);
    let header = |name| seen.header(name).unwrap_or_default();
    assert_eq!(header("authorization"), format!("Bearer {KEY}"));
    assert_eq!(header("idempotency-key"), IdempotencyKey::derive(["x"]).as_str());
    assert_eq!(header("content-type"), "application/json");
    assert_eq!(header("user-agent"), concat!("softknack-rust/", env!("CARGO_PKG_VERSION"), " frontdesk/2.1"));
    assert_eq!(header("x-softknack-attempt"), "1");
    assert_eq!(header("traceparent"), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    assert_eq!(header("x-correlation-id"), response.correlation_id().unwrap());
    assert!(header("x-correlation-id").starts_with("cor_"));
}

#[tokio::test]
async fn connections_run_where_they_are_told_to() {
    let server = Server::start([answer(200, APPOINTMENT), answer(200, APPOINTMENT)]);
    let connections = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (runtime, spawned) = (connections.handle().clone(), Arc::new(Mutex::new(Vec::new())));
    let tasks = Arc::clone(&spawned);
    let client = server.builder().executor(move |future| tasks.lock().unwrap().push(runtime.spawn(future)));
    let client = client.build().unwrap();
    client.calendar().appointments().get(id()).await.unwrap();
    let connection = spawned.lock().unwrap().remove(0);
    assert!(!connection.is_finished());

    // Without what runs it, it is gone, and the next call opens another.
    connection.abort();
    assert!(connection.await.unwrap_err().is_cancelled());
    client.calendar().appointments().get(id()).await.unwrap();
    connections.shutdown_background();
}

#[tokio::test]
async fn a_call_without_parameters_has_no_body_and_may_have_no_answer() {
    let server = Server::start([answer(204, "")]);
    let webhook: WebhookId = "whk_1".parse().unwrap();
    server.client().platform().webhooks().delete(webhook).await.unwrap();
    let seen = &server.seen()[0];
    assert_eq!((&*seen.method, &*seen.target, &*seen.body), ("DELETE", "/platform/v1/webhooks/whk_1", ""));
    assert_eq!(seen.header("content-type"), None);
    assert!(seen.header("idempotency-key").is_some());
}

#[tokio::test]
async fn the_correlation_comes_from_the_call_the_source_or_is_fresh() {
    let server = Server::start((0..3).map(|_| answer(200, APPOINTMENT)));
    let current = Arc::new(Mutex::new(Some("span-7".to_owned())));
    let source = Arc::clone(&current);
    let client = server.builder().correlation(move || source.lock().unwrap().clone()).build().unwrap();
    client.calendar().appointments().get(id()).await.unwrap();
    client.calendar().appointments().get(id()).correlation_id("mine").await.unwrap();
    *current.lock().unwrap() = Some("not visible\n".to_owned());
    client.calendar().appointments().get(id()).await.unwrap();
    let sent: Vec<String> =
        server.seen().iter().map(|seen| seen.header("x-correlation-id").unwrap().to_owned()).collect();
    assert_eq!(&sent[..2], ["span-7", "mine"]);
    assert!(sent[2].starts_with("cor_"));
}

#[tokio::test]
async fn undeclared_paths_are_called_like_any_other() {
    let server = Server::start([problem(503, "unavailable"), answer(201, r#"{"a":1}"#), answer(200, "[1,2]")]);
    let client = server.client();
    let made: Value =
        client.request(Method::Post, "/calendar/v1/waitlists").json(&json!({"b": 2})).send().await.unwrap();
    assert_eq!(made, json!({"a": 1}));
    let listed = client.request(Method::Get, "/v1/things").query(&json!({"q": "a b", "n": [1, 2]})).send::<Vec<u8>>();
    assert_eq!(listed.with_response().await.unwrap().value, [1, 2]);
    let seen = server.seen();
    assert_eq!(seen[0].header("idempotency-key"), seen[1].header("idempotency-key"));
    assert_eq!((&*seen[1].body, &*seen[2].target), (r#"{"b":2}"#, "/v1/things?q=a+b&n=1&n=2"));
    assert_eq!(seen[2].header("idempotency-key"), None);
}

#[tokio::test]
async fn an_untyped_call_gives_the_bytes_as_they_came() {
    let body = r#"{"id":  "apt_1", "new": true}"#;
    let server = Server::start([answer(200, body)]);
    let client = server.client();
    let call = |operation: &str, params: Value, options| {
        let Value::Object(params) = params else { panic!("an object") };
        client.execute(Operation::find(operation).unwrap(), params, options)
    };
    let options = CallOptions::new().idempotency_key("idk_1");
    let response =
        call("calendar.appointments.cancel", json!({"id": "apt_1", "reason": "ill"}), options).await.unwrap();
    assert_eq!((response.status(), &*response.value), (200, body.as_bytes()));
    assert_eq!(server.seen()[0].header("idempotency-key"), Some("idk_1"));

    let error =
        call("calendar.appointments.cancel", json!({"id": "apt_1"}), CallOptions::new()).await.expect_err("no reason");
    assert_eq!((error.kind(), &*error.field_errors()[0].param), (ErrorKind::InvalidRequest, "/reason"));
    let options = CallOptions::new().idempotency_key("not one");
    let error = call("calendar.appointments.complete", json!({"id": "apt_1"}), options).await.expect_err("no key");
    assert_eq!(error.field_errors()[0].param, "/idempotency_key");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn hooks_see_each_attempt() {
    let server = Server::start([problem(503, "unavailable"), answer(200, APPOINTMENT)]);
    let log = Arc::new(Mutex::new(Vec::new()));
    let write = |log: &Arc<Mutex<Vec<String>>>| {
        let log = Arc::clone(log);
        move |line: String| log.lock().unwrap().push(line)
    };
    let (request, response, retry) = (write(&log), write(&log), write(&log));
    let client = server
        .builder()
        .on_request(move |info| request(format!("{} {} {} {}", info.attempt, info.method, info.path, info.operation)))
        .on_response(move |info| {
            response(format!("{} answered {} {:?}", info.request.attempt, info.status, info.request_id))
        })
        .on_retry(move |info| retry(format!("{} failed: {} {:?}", info.request.attempt, info.reason, info.status)))
        .build()
        .unwrap();
    client.calendar().appointments().complete(id()).await.unwrap();
    let path = "POST /calendar/v1/appointments/apt_1/complete calendar.appointments.complete";
    assert_eq!(
        *log.lock().unwrap(),
        [
            format!("1 {path}"),
            "1 answered 503 Some(\"req_1\")".to_owned(),
            "1 failed: unavailable Some(503)".to_owned(),
            format!("2 {path}"),
            "2 answered 200 None".to_owned(),
        ]
    );
}

#[tokio::test]
async fn a_base_path_is_kept_and_clones_share_connections() {
    let server = Server::start((0..3).map(|_| answer(200, APPOINTMENT)));
    let client = server.builder().base_url(format!("{}/gateway/", server.url())).build().unwrap();
    assert_eq!(client.base_url(), format!("{}/gateway", server.url()));
    client.calendar().appointments().get(id()).await.unwrap();
    client.clone().calendar().appointments().get(id()).await.unwrap();
    let guest = client.with_credential("sk_live_guest").unwrap();
    guest.calendar().appointments().get(id()).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].target, "/gateway/calendar/v1/appointments/apt_1");
    assert!(seen.iter().all(|request| request.connection == 0));
    assert_eq!(seen[2].header("authorization"), Some("Bearer sk_live_guest"));
    assert_eq!((client.mode(), guest.mode()), (Some(&Mode::Test), Some(&Mode::Live)));
}

#[test]
fn a_client_is_not_made_of_what_cannot_work() {
    let builder = || Client::builder().credential(KEY);
    let base = |url: &str| builder().base_url(url);
    let refused = [
        (base("http://api.softknack.com"), "https"),
        (base("http://127.0.0.1.example.com"), "https"),
        (base("http://localhost.example.com"), "https"),
        (base("ftp://localhost"), "https"),
        (base("api.softknack.com"), "absolute URL"),
        (base("https://user:hunter2@api.softknack.com"), "user"),
        (base("https://api.softknack.com?a=hunter2"), "query"),
        (base("https://api.softknack.com#a"), "fragment"),
        (base("http://127.0.0.1:1").proxy("http://user:hunter2@proxy:1"), "proxy"),
        (builder().proxy("hunter2"), "proxy"),
        (builder().timeout(Duration::ZERO), "timeout"),
        (builder().connect_timeout(Duration::ZERO), "connect_timeout"),
        (builder().user_agent("a\r\nx: y"), "user_agent"),
        (builder().root_certificate("hunter2"), "CERTIFICATE"),
        (
            builder().root_certificate("-----BEGIN CERTIFICATE-----\naGk=\n-----END CERTIFICATE-----\n"),
            "root certificate",
        ),
        (builder().client_certificate("hunter2"), "client certificate"),
        (Client::builder().credential("hunter2"), "API key"),
        (Client::builder().credential("sk_test_a\u{7}b"), "control characters"),
    ];
    for (builder, remedy) in refused {
        assert!(!format!("{builder:?}").contains("hunter2"));
        let error = builder.build().expect_err(remedy);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(remedy), "{error}: {remedy}");
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }
    for url in ["https://api.softknack.com", "http://localhost:80/", "http://[::1]:9/x", "http://a.localhost"] {
        base(url).build().unwrap();
    }
}

#[test]
fn making_a_client_reads_no_trust_store() {
    // The fastest of many, and far more than it takes: the machine may be slow, or busy with something else. Reading takes longer still.
    let make = || {
        let started = Instant::now();
        Client::new(KEY).unwrap();
        started.elapsed()
    };
    let fastest = (0..200).map(|_| make()).min().unwrap();
    assert!(fastest < Duration::from_millis(10), "{fastest:?}");
}
