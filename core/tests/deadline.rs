//! Time: an attempt's, a call's, and what happens when a caller goes away.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use softknack::{AppointmentId, ErrorKind, Outcome};
use support::{HOUR, Server, Step, answer, json, pass, problem};
use tokio::sync::Notify;
use tokio::time::Instant;

fn id() -> AppointmentId {
    "apt_1".parse().unwrap()
}

#[tokio::test]
async fn an_attempt_that_stalls_is_followed_by_another() {
    for stall in [Step::Stall, Step::StallBody] {
        let server = Server::start([stall, answer(200, json::APPOINTMENT).into()]);
        let call = server.client().calendar().appointments().complete(id()).attempt_timeout(HOUR).timeout(2 * HOUR);
        let (response, ()) = tokio::join!(call.with_response(), async {
            server.stalled(1).await;
            pass(HOUR).await;
        });
        let response = response.unwrap();
        assert_eq!((response.attempts().len(), &*response.attempts()[0].result), (2, "timeout"));
        let seen = server.seen();
        assert_eq!(seen[0].header("idempotency-key"), seen[1].header("idempotency-key"));
    }
}

#[tokio::test]
async fn the_deadline_covers_attempts_and_waits() {
    let server = Server::start((0..50).map(|_| Step::Stall));
    let started = Instant::now();
    let call = server.client().calendar().appointments().complete(id()).attempt_timeout(HOUR).timeout(5 * HOUR / 2);
    let (result, ()) = tokio::join!(call.max_retries(40), async {
        for attempt in 1..=2 {
            server.stalled(attempt).await;
            pass(HOUR).await;
        }
        server.stalled(3).await;
        pass(HOUR / 2).await;
    });
    let (error, elapsed) = (result.expect_err("too late"), started.elapsed());
    assert!(elapsed >= 5 * HOUR / 2 && elapsed < 3 * HOUR, "{elapsed:?}");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::MaybeApplied));
    assert!(error.is_timeout() && error.attempts().len() == 3);
    assert!(error.attempts()[2].elapsed < HOUR, "the last attempt has what is left");
}

#[tokio::test]
async fn the_deadline_covers_the_body() {
    let server = Server::start([Step::StallBody]);
    let call = server.client().calendar().appointments().get(id()).attempt_timeout(2 * HOUR).timeout(HOUR);
    let (result, ()) = tokio::join!(call, async {
        server.stalled(1).await;
        pass(HOUR).await;
    });
    let error = result.expect_err("too late");
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Timeout, 1));
    assert!(error.attempts()[0].elapsed < 2 * HOUR, "far from what an attempt may take");
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
    let waits = Arc::new(Notify::new());
    let tell = Arc::clone(&waits);
    let client = server.builder().on_retry(move |_| tell.notify_one()).build().unwrap();
    let call = tokio::spawn(client.calendar().appointments().complete(id()).into_future());
    waits.notified().await;
    assert!(!call.is_finished(), "it waits for 30 s");
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    pass(HOUR).await;
    assert_eq!((server.seen().len(), server.unplayed()), (1, 1));
}

#[tokio::test]
async fn no_time_is_too_long() {
    let server = Server::start([problem(503, "unavailable"), answer(200, json::APPOINTMENT)]);
    let client = server.builder().timeout(Duration::MAX).attempt_timeout(Duration::MAX).connect_timeout(Duration::MAX);
    client.build().unwrap().calendar().appointments().get(id()).await.unwrap();
}
