//! What an error tells: every fact, in one line and in many.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::future::{Future, IntoFuture};
use std::time::Duration;

use softknack::{AppointmentId, Error, ErrorCode, ErrorKind, Method, NewAppointment, Outcome, SlotId};
use support::{Answer, Server, Step, answer, json, problem};

async fn refusal(answer: impl Into<Step>) -> (Error, Server) {
    let server = Server::start([answer]);
    let booking = NewAppointment::new(
        id::<softknack::id::kind::Slot>("slt_1"),
        id::<softknack::id::kind::Contact>("ctc_1"),
        "cut",
    );
    let client = server.builder().max_retries(0).build().unwrap();
    let call = client.calendar().appointments().book(booking).correlation_id("cor_7").idempotency_key("idk_7");
    (call.await.expect_err("a refusal"), server)
}

fn id<K: softknack::IdKind>(text: &str) -> softknack::Id<K> {
    text.parse().unwrap()
}

fn slot_taken() -> Answer {
    let body = format!(
        r#"{{"type":"https://docs.softknack.com/errors/slot_taken","title":"The slot is taken","status":409,"detail":"slt_1 was booked by another request 4 ms earlier","code":"slot_taken","next_slots":[{0},{0}]}}"#,
        json::SLOT
    );
    let rate = [("ratelimit-limit", "100"), ("ratelimit-remaining", "41"), ("ratelimit-reset", "9")];
    rate.into_iter()
        .fold(answer(409, &body).header("x-request-id", "req_5"), |answer, (name, value)| answer.header(name, value))
}

#[tokio::test]
async fn a_lost_race_offers_the_next_openings() {
    let (error, _server) = refusal(slot_taken()).await;
    let taken = error.slot_taken().expect("slot_taken");
    assert_eq!(taken.next_slots.len(), 2);
    assert_eq!(taken.next_slots[0].id, id::<softknack::id::kind::Slot>("slt_1"));
    assert!(error.invalid_transition().is_none());
    let rate = error.rate_limit().unwrap();
    assert_eq!((rate.limit, rate.remaining, rate.reset), (100, 41, Duration::from_secs(9)));
    assert_eq!(
        error.to_string(),
        "softknack: slot_taken (409): slt_1 was booked by another request 4 ms earlier; \
         next openings: 2026-11-22T12:00:00.000Z, 2026-11-22T12:00:00.000Z"
    );
    let facts = "\n  operation calendar.appointments.book · request req_5 · correlation cor_7 · key idk_7 · 1 attempt · refused";
    assert!(format!("{error:#}").ends_with(facts), "{error:#}");
    assert_eq!(format!("{error:?}"), format!("{error:#}"));
}

#[tokio::test]
async fn an_error_has_every_fact() {
    let body = r#"{"code":"invalid_transition","status":409,"from":"cancelled","to":"completed","detail":"d","extra_member":1}"#;
    let (error, _server) = refusal(answer(409, body).header("x-request-id", "req_5").header("retry-after", "3")).await;
    let step = error.invalid_transition().unwrap();
    assert_eq!((step.from, step.to), ("cancelled", "completed"));
    assert_eq!(error.operation(), Some("calendar.appointments.book"));
    assert_eq!((error.request_id(), error.correlation_id()), (Some("req_5"), Some("cor_7")));
    assert_eq!(error.idempotency_key().unwrap().as_str(), "idk_7");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
    assert_eq!(error.problem().unwrap().extra["extra_member"], 1);
    assert_eq!(error.headers().unwrap()["x-request-id"], "req_5");
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}

#[tokio::test]
async fn the_platforms_field_errors_are_told() {
    let body = r#"{"code":"validation_failed","status":422,"errors":[{"param":"/notes","code":"invalid","detail":"too long"}]}"#;
    let (error, _server) = refusal(answer(422, body)).await;
    assert_eq!((error.field_errors().len(), &*error.field_errors()[0].param), (1, "/notes"));
    assert!(format!("{error:#}").contains("\n  /notes too long"));
}

#[tokio::test]
async fn a_malformed_refusal_keeps_its_code() {
    let body =
        r#"{"code":"slot_taken","status":"409","request_id":7,"detail":"gone","next_slots":[{"odd":true}],"new":[1]}"#;
    let (error, _server) = refusal(answer(409, body)).await;
    assert_eq!(error.code(), Some(&ErrorCode::SlotTaken));
    assert!(error.slot_taken().unwrap().next_slots.is_empty());
    assert_eq!(error.problem().unwrap().detail.as_deref(), Some("gone"));
    assert_eq!(error.problem().unwrap().extra["new"][0], 1);
}

#[tokio::test]
async fn an_answer_that_is_not_the_platforms_is_told_by_its_status() {
    for body in [
        "<html>no</html>",
        "",
        "[1]",
        r#"{"code":7}"#,
        r#"{"code":"line\n\u001b[31m"}"#,
        r#"{"message":"hunter2"}"#,
        "{\"code\":",
    ] {
        let (error, _server) = refusal(answer(418, body)).await;
        assert_eq!((error.kind(), error.status(), error.code()), (ErrorKind::Api, Some(418), None), "{body}");
        assert!(error.to_string().starts_with("softknack: status 418: "), "{error}");
        assert!(!format!("{error:?}").contains("hunter2"));
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start([answer(200, "{}")]);
    let (error, server) = refusal(answer(307, "").header("location", &elsewhere.url())).await;
    assert_eq!(error.status(), Some(307));
    assert!(error.to_string().contains("redirect"));
    assert_eq!((server.seen().len(), elsewhere.seen().len()), (1, 0));
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_says_where_and_not_what() {
    let wrong = json::APPOINTMENT.replace("\"2026-11-22T12:00:00.000Z\"", "\"+919800000000\"");
    for (body, place) in [
        (&*wrong, "is not what this version of the SDK expects, at `starts_at`, line 1, column 114"),
        (&format!("[{}]", json::APPOINTMENT), "is not what this version of the SDK expects, at `.`, line 1"),
        (r#"{"id":"apt_1","id":"apt_1"}"#, "is not what this version of the SDK expects, at `.`, line 1"),
        (r#"{"id":"apt_1""#, "ends too early, at `?`, line 1"),
        (r#"{"metadata":{"a":[1,}}"#, "is not JSON, at `metadata.a[1]`, line 1"),
        ("<p>+919800000000</p>", "is not JSON, at `.`, line 1"),
        (&format!("{} x", json::APPOINTMENT), "something after its JSON"),
        ("", "expects, at `.`"),
    ] {
        let (error, server) = refusal(answer(201, body).header("x-request-id", "req_6")).await;
        assert_eq!((error.kind(), error.status(), error.request_id()), (ErrorKind::Decode, Some(201), Some("req_6")));
        assert!(error.to_string().contains(place), "{error}");
        assert!(!format!("{error:?}").contains("+9198"), "{error:?}");
        assert_eq!((error.outcome(), server.seen().len()), (Outcome::MaybeApplied, 1));
    }
}

#[tokio::test]
async fn what_is_wrong_here_is_not_sent() {
    let server = Server::start::<Step>([]);
    let sk = server.client();
    let slot: SlotId = id("slt_1");
    let booking = || NewAppointment::new(slot, id::<softknack::id::kind::Contact>("ctc_1"), "cut");
    let book = |booking| sk.calendar().appointments().book(booking);
    let cases = [
        (book(booking().party_size(0_u32)).await.err(), "/party_size"),
        (
            book(NewAppointment::new(slot, id::<softknack::id::kind::Contact>("ctc_1"), "No Slug")).await.err(),
            "/service",
        ),
        (book(booking()).idempotency_key("x".repeat(300)).await.err(), "/idempotency_key"),
        (book(booking()).idempotency_key("with space").await.err(), "/idempotency_key"),
        (book(booking()).correlation_id("").await.err(), "/correlation_id"),
        (book(booking()).correlation_id("a\r\nb").await.err(), "/correlation_id"),
        (book(booking()).header("Authorization", "Bearer x").await.err(), "/headers"),
        (book(booking()).header("idempotency-KEY", "x").await.err(), "/headers"),
        (book(booking()).header("x-a", "b\nc").await.err(), "/headers"),
        (book(booking()).header("x a", "b").await.err(), "/headers"),
        (book(booking()).timeout(Duration::ZERO).await.err(), "/timeout"),
        (sk.calendar().services().get("../../platform").await.err(), "/slug"),
        (sk.calendar().appointments().list().limit(101).first_page().await.err(), "/limit"),
        (sk.calendar().availability().list("NO").first_page().await.err(), "/service"),
        (sk.request(Method::Get, "no/slash").send::<()>().await.err(), "/path"),
        (sk.request(Method::Get, "/a/%2e%2e/b").send::<()>().await.err(), "/path"),
        (sk.request(Method::Get, "//evil.example").send::<()>().await.err(), "/path"),
        (sk.request(Method::Get, "/a?b=c").send::<()>().await.err(), "/path"),
        (sk.request(Method::Get, "/a").query(&[1]).send::<()>().await.err(), ""),
    ];
    for (error, param) in cases {
        let error = error.expect(param);
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::InvalidRequest, Outcome::NotSent), "{param}");
        assert_eq!(error.field_errors()[0].param, param, "{error:?}");
        assert!(error.operation().is_some() && error.to_string().contains(param));
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn the_log_of_attempts_tells_each() {
    let server = Server::start([Step::Break, problem(503, "unavailable").into(), answer(404, "").into()]);
    let id: AppointmentId = id("apt_1");
    let error = server.client().calendar().appointments().get(id).await.expect_err("not found");
    let told: Vec<_> = error.attempts().iter().map(|attempt| (attempt.status, &*attempt.result)).collect();
    assert_eq!(
        told,
        [
            (None, "the connection broke before an answer"),
            (Some(503), "unavailable"),
            (Some(404), "no problem document")
        ]
    );
    let long = format!("{error:#}");
    assert!(long.contains("\n  attempt 2: unavailable (503) after ") && long.contains(", then waited "), "{long}");
}

#[tokio::test]
async fn what_the_server_says_stays_on_one_line() {
    let (error, _server) = refusal(answer(409, r#"{"code":"slot_taken","detail":"a\nb\u001b[31mc"}"#)).await;
    assert_eq!(error.to_string(), "softknack: slot_taken (409): a b [31mc");
}

#[tokio::test]
async fn an_answer_without_end_is_given_up() {
    let (error, _server) = refusal(answer(200, &"x".repeat(65 << 20))).await;
    assert_eq!((error.kind(), error.status(), error.outcome()), (ErrorKind::Decode, Some(200), Outcome::MaybeApplied));
    assert!(error.to_string().contains("64 MiB"), "{error}");
}

#[test]
fn without_a_runtime_a_call_says_so() {
    let server = Server::start::<Step>([]);
    let call = server.client().calendar().appointments().get(id::<softknack::id::kind::Appointment>("apt_1"));
    let mut call = std::pin::pin!(call.into_future());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = call.as_mut().poll(&mut context) else { panic!("an error at once") };
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("tokio"));
}
