//! Each row of the decision whether to try again: right attempts, the same key, and never a lost race tried twice.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::net::TcpListener;
use std::time::{Duration, Instant};

use softknack::{Appointment, Client, ContactId, Error, ErrorKind, NewAppointment, Outcome, Response, SlotId};
use support::{Answer, KEY, Server, Step, answer, json, problem};

fn booking() -> NewAppointment {
    NewAppointment::new("slt_1".parse::<SlotId>().unwrap(), "ctc_1".parse::<ContactId>().unwrap(), "cut")
}

fn booked() -> Answer {
    answer(201, json::APPOINTMENT).header("x-request-id", "req_9")
}

async fn book(client: &Client) -> Result<Response<Appointment>, Error> {
    client.calendar().appointments().book(booking()).with_response().await
}

/// All attempts of a call must look alike, but for their number.
fn assert_alike(server: &Server) {
    let seen = server.seen();
    for (number, request) in (1..).zip(&seen) {
        assert_eq!(request.header("x-softknack-attempt"), Some(&*format!("{number}")));
        for name in ["idempotency-key", "x-correlation-id", "authorization", "content-type"] {
            assert!(request.header(name).is_some(), "{name}");
            assert_eq!(request.header(name), seen[0].header(name), "{name}");
        }
        assert_eq!((&request.target, &request.body), (&seen[0].target, &seen[0].body));
    }
}

#[tokio::test]
async fn what_may_pass_is_tried_again_with_the_same_key() {
    let rows: Vec<(&str, Step)> = vec![
        ("408", answer(408, "").into()),
        ("429", problem(429, "rate_limited").into()),
        ("500", problem(500, "internal").into()),
        ("502", answer(502, "<html>bad gateway</html>").into()),
        ("503", problem(503, "unavailable").into()),
        ("504", answer(504, "").closing().into()),
        ("409 in progress", problem(409, "idempotency_in_progress").into()),
        ("break", Step::Break),
        ("cut body", Step::CutBody),
        ("no HTTP", Step::Bytes(b"SSH-2.0-OpenSSH\r\n".to_vec())),
    ];
    for (row, step) in rows {
        let server = Server::start([step, booked().into()]);
        let response = book(&server.client()).await.unwrap_or_else(|error| panic!("{row}: {error:?}"));
        assert_eq!((response.status(), response.attempts().len()), (201, 2), "{row}");
        assert!(response.attempts()[0].wait.is_some() && response.attempts()[1].wait.is_none(), "{row}");
        assert_eq!(response.idempotency_key().unwrap().as_str(), server.seen()[0].header("idempotency-key").unwrap());
        assert_alike(&server);
    }
}

#[tokio::test]
async fn what_is_decided_is_not_tried_again() {
    let rows = [
        (400, "idempotency_key_invalid"),
        (401, "invalid_credential"),
        (403, "permission_denied"),
        (404, "not_found"),
        (409, "slot_taken"),
        (409, "resource_taken"),
        (409, "idempotency_key_reused"),
        (409, "something_new"),
        (410, "otp_expired"),
        (413, "payload_too_large"),
        (422, "validation_failed"),
        (501, "not_implemented"),
    ];
    for (status, code) in rows {
        let server = Server::start([problem(status, code), booked()]);
        let error = book(&server.client()).await.expect_err(code);
        assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(status)));
        assert_eq!(error.code().unwrap().as_str(), code);
        assert_eq!((error.attempts().len(), server.unplayed()), (1, 1), "{code}");
        let outcome = if status == 501 { Outcome::MaybeApplied } else { Outcome::Refused };
        assert_eq!(error.outcome(), outcome, "{code}");
    }
}

#[tokio::test]
async fn after_the_last_retry_the_last_failure_is_the_error() {
    let script = || (0..4).map(|_| problem(503, "unavailable").header("retry-after", "0"));
    for (retries, attempts) in [(None, 3), (Some(0), 1), (Some(3), 4)] {
        let server = Server::start(script());
        let call = server.client().calendar().appointments().book(booking());
        let call = if let Some(retries) = retries { call.max_retries(retries) } else { call };
        let error = call.await.expect_err("a refusal");
        assert_eq!((error.attempts().len(), server.seen().len()), (attempts, attempts));
        assert_eq!(error.retry_after(), Some(Duration::ZERO));
        assert_eq!(error.outcome(), Outcome::MaybeApplied);
        assert_alike(&server);
    }
}

#[tokio::test]
async fn what_the_server_asks_to_wait_is_waited() {
    let in_a_second = |name: &str, value: &str| {
        problem(429, "rate_limited").header("date", "Sun, 06 Nov 1994 08:49:36 GMT").header(name, value)
    };
    for asked in ["1", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        let server = Server::start([in_a_second("retry-after", asked), booked()]);
        let started = Instant::now();
        let response = book(&server.client()).await.unwrap();
        assert!(started.elapsed() >= Duration::from_secs(1), "{asked}");
        assert_eq!(response.attempts()[0].wait, Some(Duration::from_secs(1)), "{asked}");
    }
}

#[tokio::test]
async fn a_wait_past_the_deadline_is_not_begun() {
    let server = Server::start([problem(503, "unavailable").header("retry-after", "3600"), booked()]);
    let started = Instant::now();
    let error = book(&server.client()).await.expect_err("a refusal");
    assert!(started.elapsed() < Duration::from_secs(60));
    assert_eq!((error.status(), error.retry_after()), (Some(503), Some(Duration::from_secs(3600))));
    assert_eq!(server.unplayed(), 1);
}

#[tokio::test]
async fn a_pooled_connection_that_turns_out_dead_costs_no_retry() {
    let server = Server::start([booked().into(), Step::Break, booked().into()]);
    let client = server.builder().max_retries(0).build().unwrap();
    book(&client).await.unwrap();
    let response = book(&client).await.unwrap();
    assert_eq!(response.attempts().len(), 2);
    assert_eq!(response.attempts()[0].wait, Some(Duration::ZERO));
    let seen = server.seen();
    assert_eq!(seen.iter().map(|request| request.connection).collect::<Vec<_>>(), [0, 0, 1]);
    assert_eq!(seen[1].header("idempotency-key"), seen[2].header("idempotency-key"));
    assert_ne!(seen[0].header("idempotency-key"), seen[1].header("idempotency-key"));
}

#[tokio::test]
async fn a_fresh_connection_that_breaks_costs_a_retry() {
    let server = Server::start([Step::Break, booked().into()]);
    let error = book(&server.builder().max_retries(0).build().unwrap()).await.expect_err("broken");
    assert_eq!((error.kind(), error.outcome(), server.unplayed()), (ErrorKind::Connection, Outcome::MaybeApplied, 1));
    assert!(error.is_connection());
}

#[tokio::test]
async fn no_connection_is_tried_again_and_nothing_was_sent() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = Client::builder().credential(KEY).base_url(format!("http://{gone}"));
    let client = client.backoff(Duration::from_millis(1), Duration::from_millis(1)).build().unwrap();
    let error = book(&client).await.expect_err("nobody listens");
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Connection, 3));
    assert_eq!(error.outcome(), Outcome::NotSent);
}

#[tokio::test]
async fn what_an_earlier_attempt_left_in_doubt_stays_in_doubt_unless_decided() {
    let rows = [
        (problem(429, "rate_limited"), Outcome::MaybeApplied),
        (problem(403, "permission_denied"), Outcome::MaybeApplied),
        (problem(409, "slot_taken"), Outcome::Refused),
    ];
    for (second, outcome) in rows {
        let server = Server::start([Step::Break, second.into()]);
        let error =
            server.client().calendar().appointments().book(booking()).max_retries(1).await.expect_err("refused");
        assert_eq!(error.outcome(), outcome);
    }
}

#[tokio::test]
async fn when_everything_fails_the_budget_dries_up() {
    let server = Server::start((0..400).map(|_| problem(503, "unavailable")));
    let client = server.client();
    for _ in 0..120 {
        book(&client).await.expect_err("unavailable");
    }
    // 500 tokens pay for 100 retries, however many calls there are.
    assert_eq!(server.seen().len(), 120 + 100);
}

#[tokio::test]
async fn a_read_is_tried_again_without_a_key() {
    let server = Server::start([Step::Break, answer(200, json::APPOINTMENT).into()]);
    let id: softknack::AppointmentId = "apt_1".parse().unwrap();
    let appointment = server.client().calendar().appointments().get(id).await.unwrap();
    assert_eq!(appointment.id, id);
    assert!(server.seen().iter().all(|request| request.header("idempotency-key").is_none() && request.body.is_empty()));
}
