//! Starting, stopping and starting again.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::json;
use softknack::Timestamp;
use softknack_sandbox::{Sandbox, StartError, days, minutes};
use support::Api;
use support::control::Control;

#[tokio::test]
async fn a_file_keeps_data_keys_token_and_clock() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let start = async || Sandbox::builder().file(&file).start().await.unwrap();

    let first = start().await;
    assert!(first.is_new());
    let (organisation, token) = (first.organisation().clone(), first.admin_token());
    Api::new(&first).post("/crm/v1/contacts", json!({ "name": "Priya" })).await.ok();
    let extra = Control::new(&first);
    let path = format!("/organisations/{}/keys", organisation.id);
    let key = extra.post(&path, json!({ "mode": "test", "name": "ci" })).await.ok()["key"].clone();
    first.clock().freeze().await.unwrap();
    first.clock().advance(days(3)).await.unwrap();
    let now = first.clock().now();
    first.shutdown().await;

    let second = start().await;
    assert!(!second.is_new());
    assert_eq!(second.organisation().id, organisation.id);
    assert_eq!(second.organisation().test_key, organisation.test_key);
    assert_eq!(second.admin_token(), token);
    assert_eq!(second.clock().now(), now, "a clock that stood still stands still");
    let listed = Api::with_key(&second, organisation.test_key.as_str()).get("/crm/v1/contacts").await.ok();
    assert_eq!(listed["data"][0]["name"], "Priya");
    assert_eq!(Api::with_key(&second, key.as_str().unwrap()).get("/crm/v1/contacts").await.status, 200);
    second.clock().resume().await.unwrap();
    drop(second);

    let third = start().await;
    let ahead = third.clock().now().as_millisecond() - now.as_millisecond();
    assert!((0..60_000).contains(&ahead), "{ahead}: it ran on from where it stood, three days ahead");
    let stored = std::fs::read(&file).unwrap();
    let key = organisation.test_key.as_str().as_bytes();
    assert!(!stored.windows(key.len()).any(|window| window == key), "only a digest of a key is stored");
}

#[tokio::test]
async fn one_sandbox_at_a_time_has_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let start = async || Sandbox::builder().file(folder.path().join("sandbox.db")).start().await;
    let first = start().await.unwrap();
    let refused = start().await.unwrap_err();
    assert!(refused.to_string().contains("another sandbox works on the file"), "{refused}");
    // Whoever comes while the first is about to end waits for it.
    let (second, ()) = tokio::join!(start(), first.shutdown());
    assert_eq!(Api::new(&second.unwrap()).get("/crm/v1/contacts").await.status, 200);
}

#[tokio::test]
async fn two_sandboxes_share_no_key() {
    let (one, other) = (Sandbox::start().await.unwrap(), Sandbox::start().await.unwrap());
    assert_ne!(one.organisation().test_key, other.organisation().test_key);
    assert_ne!(one.admin_token(), other.admin_token());
}

#[tokio::test]
async fn a_live_key_works_only_where_the_live_environment_is_played() {
    let test_only = Sandbox::start().await.unwrap();
    let refused = Api::with_key(&test_only, test_only.organisation().live_key.as_str()).get("/crm/v1/contacts").await;
    assert_eq!((refused.status, refused.code()), (401, "invalid_credential".to_owned()));

    let both = Sandbox::builder().live(true).start().await.unwrap();
    let live = Api::with_key(&both, both.organisation().live_key.as_str());
    live.post("/crm/v1/contacts", json!({ "name": "Real" })).await.ok();
    assert_eq!(Api::new(&both).get("/crm/v1/contacts").await.ok()["data"], json!([]), "nothing crosses");
}

#[tokio::test]
async fn the_clock_starts_where_it_is_told_to() {
    let at: Timestamp = "2030-05-05T05:05:05Z".parse().unwrap();
    let frozen = Sandbox::builder().clock_at(at).frozen(true).start().await.unwrap();
    assert_eq!(frozen.clock().now(), at);
    frozen.clock().advance(minutes(3)).await.unwrap();
    frozen.clock().advance(jiff::SignedDuration::from_secs(1)).await.unwrap();
    frozen.clock().advance(jiff::Span::new().months(1)).await.unwrap();
    assert_eq!(frozen.clock().now().to_string(), "2030-06-05T05:08:06.000Z");
    assert!(frozen.clock().advance(jiff::SignedDuration::from_secs(-1)).await.is_err(), "it only advances");
    frozen.reset().await.unwrap();
    assert_eq!(frozen.clock().now(), at);
    let running = Sandbox::builder().clock_at(at).start().await.unwrap();
    assert!(running.clock().now() >= at && running.clock().now() < at.plus_minutes(1));
}

#[tokio::test]
async fn what_cannot_start_says_why() {
    let running = Sandbox::start().await.unwrap();
    let address: SocketAddr = running.base_url().trim_start_matches("http://").parse().unwrap();
    let taken = Sandbox::builder().address(address).start().await.unwrap_err();
    assert!(matches!(taken, StartError::Listen { .. }) && taken.to_string().contains(&address.to_string()), "{taken}");
    let elsewhere = Sandbox::builder().address("192.0.2.1:4010".parse().unwrap()).start().await.unwrap_err();
    assert!(matches!(elsewhere, StartError::Address(_)), "{elsewhere}");
    let folder = tempfile::tempdir().unwrap();
    let unreadable = Sandbox::builder().file(folder.path()).start().await.unwrap_err();
    assert!(matches!(unreadable, StartError::Store(_)), "{unreadable}");
}

#[tokio::test]
async fn a_shutdown_lets_what_is_running_finish() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.faults().next_of_any().latency(Duration::from_millis(200)).await.unwrap();
    let api = Api::new(&sandbox);
    let running = tokio::spawn(async move { api.post("/crm/v1/contacts", json!({ "name": "Priya" })).await.status });
    while !sandbox.faults().pending().await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    let url = sandbox.base_url();
    sandbox.shutdown().await;
    assert_eq!(running.await.unwrap(), 201);
    assert!(support::http_client().get(format!("{url}/healthz")).send().await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn it_is_ready_at_once() {
    let begun = Instant::now();
    for _ in 0..10 {
        let sandbox = Sandbox::start().await.unwrap();
        assert_eq!(Api::new(&sandbox).get("/crm/v1/contacts").await.status, 200);
    }
    // Far above what it takes, on whatever machine. What that is, the benches say.
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    println!("ready and asked in {:?} on average", begun.elapsed() / 10);
}
