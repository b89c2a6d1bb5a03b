//! Time: an attempt's, a call's, and what happens when a caller goes away.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::time::{Duration, Instant};

use softknack::{AppointmentId, ErrorKind, Outcome};
use support::{Server, Step, answer, json, problem};

const SHORT: Duration = Duration::from_millis(150);

fn id() -> AppointmentId {
    "apt_1".parse().unwrap()
}

#[tokio::test]
async fn an_attempt_that_stalls_is_followed_by_another() {
    for stall in [Step::Stall, Step::StallBody] {
        let server = Server::start([stall, answer(200, json::APPOINTMENT).into()]);
        let call = server.client().calendar().appointments().complete(id()).attempt_timeout(SHORT);
        let response = call.with_response().await.unwrap();
        assert_eq!((response.attempts().len(), &*response.attempts()[0].result), (2, "timeout"));
        let seen = server.seen();
        assert_eq!(seen[0].header("idempotency-key"), seen[1].header("idempotency-key"));
    }
}

#[tokio::test]
async fn the_deadline_covers_attempts_and_waits() {
    let server = Server::start((0..50).map(|_| Step::Stall));
    let started = Instant::now();
    let call = server.client().calendar().appointments().complete(id()).attempt_timeout(SHORT).timeout(SHORT * 3);
    let error = call.max_retries(40).await.expect_err("too late");
    let elapsed = started.elapsed();
    assert!(elapsed >= SHORT * 2 && elapsed < SHORT * 3 + Duration::from_secs(1), "{elapsed:?}");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::MaybeApplied));
    assert!(error.is_timeout() && (2..=4).contains(&error.attempts().len()));
}

#[tokio::test]
async fn the_deadline_covers_the_body() {
    let server = Server::start([Step::StallBody]);
    let started = Instant::now();
    let error = server.client().calendar().appointments().get(id()).timeout(SHORT).await.expect_err("too late");
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Timeout, 1));
    assert!(started.elapsed() < Duration::from_secs(10), "far from the 30 s of an attempt");
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_the_call_abandons_it_at_once() {
    let server = Server::start([Step::Stall]);
    let client = server.client();
    let call = tokio::spawn(async move { client.calendar().appointments().complete(id()).await });
    server.wait_for_requests(1);
    call.abort();
    server.wait_for_abandoned(1);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn dropping_the_call_while_it_waits_ends_it() {
    let server =
        Server::start([problem(503, "unavailable").header("retry-after", "30"), answer(200, json::APPOINTMENT)]);
    let call = server.client().calendar().appointments().complete(id());
    let waiting = tokio::time::timeout(SHORT, call.into_future());
    waiting.await.expect_err("it waits for 30 s");
    assert_eq!((server.seen().len(), server.unplayed()), (1, 1));
}

#[tokio::test]
async fn no_time_is_too_long() {
    let server = Server::start([problem(503, "unavailable"), answer(200, json::APPOINTMENT)]);
    let client = server.builder().timeout(Duration::MAX).attempt_timeout(Duration::MAX).connect_timeout(Duration::MAX);
    client.build().unwrap().calendar().appointments().get(id()).await.unwrap();
}
