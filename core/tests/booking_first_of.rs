//! Booking the first of several slots: what is tried next, under which key, and when the walk must end.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::time::Duration;

use serde_json::Value;
use softknack::flows::{BookFirstOf, NotBookedReason};
use softknack::{
    CallOptions, Client, ContactId, ErrorCode, ErrorKind, IdempotencyKey, IfTaken, NewAppointment, Outcome, SlotId,
};
use support::{Answer, HOUR, Seen, Server, Step, answer, json, pass, problem};

fn slot(name: &str) -> SlotId {
    format!("slt_{name}").parse().unwrap()
}

fn booking(name: &str) -> NewAppointment {
    NewAppointment::new(slot(name), "ctc_1".parse::<ContactId>().unwrap(), "cut").notes("by the window")
}

fn first_of(sk: &Client, names: &[&str]) -> BookFirstOf {
    sk.calendar().appointments().book_first_of(booking(names[0]), names[1..].iter().map(|name| slot(name)))
}

fn booked(name: &str) -> Answer {
    answer(201, &json::APPOINTMENT.replace("slt_1", &format!("slt_{name}")))
}

/// `slot_taken`, with the openings of these names.
fn taken(next: &[&str]) -> Answer {
    let slots: Vec<String> = next.iter().map(|name| json::SLOT.replace("slt_1", &format!("slt_{name}"))).collect();
    let body = format!(
        r#"{{"type":"t","title":"t","status":409,"detail":"somebody was faster","code":"slot_taken","next_slots":[{}]}}"#,
        slots.join(",")
    );
    answer(409, &body)
}

fn missing(param: &str) -> Answer {
    answer(404, &format!(r#"{{"type":"t","title":"t","status":404,"code":"not_found","param":"{param}"}}"#))
}

fn slots_asked_for(seen: &[Seen]) -> Vec<String> {
    let slot = |seen: &Seen| serde_json::from_str::<Value>(&seen.body).unwrap()["slot_id"].as_str().unwrap().to_owned();
    seen.iter().map(slot).collect()
}

#[tokio::test]
async fn each_slot_has_a_key_of_its_own_that_follows_from_the_facts() {
    let server =
        Server::start([taken(&["x"]), problem(409, "resource_taken"), missing("/slot_id"), booked("d"), booked("a")]);
    let sk = server.client();
    let first = first_of(&sk, &["a", "b", "a", "c", "d"]).key_from(("booking", "call_81")).await.unwrap();
    assert_eq!(first.appointment.slot_id, slot("d"));
    let lost: Vec<_> = first.lost.iter().map(|tried| (tried.slot_id, tried.error.code().unwrap().clone())).collect();
    let expected =
        [(slot("a"), ErrorCode::SlotTaken), (slot("b"), ErrorCode::ResourceTaken), (slot("c"), ErrorCode::NotFound)];
    assert_eq!(lost, expected);

    let seen = server.seen();
    assert_eq!(slots_asked_for(&seen), ["slt_a", "slt_b", "slt_c", "slt_d"], "each once, in order");
    for (seen, name) in seen.iter().zip(["a", "b", "c", "d"]) {
        let key = IdempotencyKey::derive(("booking", "call_81", slot(name)));
        assert_eq!(seen.header("idempotency-key"), Some(key.as_str()));
        assert_eq!(seen.header("x-correlation-id"), Some(first.appointment.correlation_id().unwrap()));
        assert!(seen.body.contains("by the window"));
    }

    let options = || CallOptions::new().idempotency_key("fact").correlation_id("mine");
    first_of(&sk, &["a"]).options(options()).await.unwrap();
    let last = server.seen().pop().unwrap();
    assert_eq!(last.header("idempotency-key"), Some(IdempotencyKey::derive(["fact", "slt_a"]).as_str()));
    assert_eq!(last.header("x-correlation-id"), Some("mine"));
}

#[tokio::test]
async fn without_facts_every_walk_has_fresh_keys() {
    let server = Server::start([taken(&[]), booked("b"), booked("a")]);
    let sk = server.client();
    first_of(&sk, &["a", "b"]).await.unwrap();
    first_of(&sk, &["a"]).await.unwrap();
    let mut keys: Vec<_> =
        server.seen().iter().map(|seen| seen.header("idempotency-key").unwrap().to_owned()).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 3);
}

#[tokio::test]
async fn nothing_else_is_booked_while_a_slot_may_have_been() {
    let rows: Vec<(&str, Vec<Step>, Outcome)> = vec![
        ("broken", vec![taken(&["x"]).closing().into(), Step::Break, Step::Break], Outcome::MaybeApplied),
        (
            "500",
            vec![taken(&["x"]).closing().into(), problem(500, "internal").into(), problem(503, "unavailable").into()],
            Outcome::MaybeApplied,
        ),
        (
            "limited after a break",
            vec![taken(&["x"]).closing().into(), Step::Break, problem(429, "rate_limited").into()],
            Outcome::MaybeApplied,
        ),
    ];
    for (row, script, outcome) in rows {
        let server = Server::start(script.into_iter().chain([booked("c").into()]));
        let sk = server.builder().max_retries(1).build().unwrap();
        let not_booked = first_of(&sk, &["a", "b", "c"]).then_offered(3).await.unwrap_err();
        assert_eq!((not_booked.reason(), not_booked.outcome()), (NotBookedReason::InDoubt, outcome), "{row}");
        assert_eq!(
            (not_booked.in_doubt(), not_booked.untried()),
            (Some(slot("b")), &[slot("c"), slot("x")][..]),
            "{row}"
        );
        assert_eq!(not_booked.tried().iter().map(|tried| tried.slot_id).collect::<Vec<_>>(), [slot("a"), slot("b")]);
        assert_eq!(server.unplayed(), 1, "{row}");
        let error = softknack::Error::from(not_booked);
        assert_eq!(error.outcome(), Outcome::MaybeApplied);
    }
}

#[tokio::test]
async fn a_slot_that_was_in_doubt_and_then_decided_against_is_lost() {
    let server = Server::start([Step::Break, taken(&[]).into(), booked("b").into()]);
    let first = first_of(&server.client(), &["a", "b"]).await.unwrap();
    assert_eq!((first.appointment.slot_id, first.lost.len()), (slot("b"), 1));
    let seen = server.seen();
    assert_eq!(seen[0].header("idempotency-key"), seen[1].header("idempotency-key"));
}

#[tokio::test]
async fn what_is_not_about_the_slot_ends_the_walk() {
    let rows = [
        problem(401, "invalid_credential"),
        problem(403, "permission_denied"),
        problem(404, "not_found"),
        missing("/contact_id"),
        problem(409, "idempotency_key_reused"),
        problem(422, "validation_failed"),
    ];
    for refusal in rows {
        let server = Server::start([refusal, booked("b")]);
        let not_booked = first_of(&server.client(), &["a", "b"]).await.unwrap_err();
        assert_eq!((not_booked.reason(), not_booked.outcome()), (NotBookedReason::Failed, Outcome::Refused));
        assert_eq!((not_booked.in_doubt(), server.unplayed()), (None, 1));
    }
}

#[tokio::test]
async fn the_openings_that_are_named_are_tried_last_and_as_many_as_wished() {
    let server =
        Server::start([taken(&["b", "x", "y"]), taken(&["y", "z"]), taken(&["z"]), taken(&["w"]), booked("w")]);
    let not_booked = first_of(&server.client(), &["a", "b"]).then_offered(2).await.unwrap_err();
    assert_eq!(slots_asked_for(&server.seen()), ["slt_a", "slt_b", "slt_x", "slt_y"]);
    assert_eq!(not_booked.reason(), NotBookedReason::AllTaken);
    assert_eq!((not_booked.tried().len(), not_booked.untried().len(), server.unplayed()), (4, 0, 1));
    assert_eq!(not_booked.next_slots()[0].id, slot("w"));
    assert!(
        not_booked
            .to_string()
            .starts_with("none of 4 slots was booked: each was taken; the last: softknack: slot_taken (409)")
    );
    assert!(format!("{not_booked:?}").contains("slt_x: softknack: slot_taken"));
    assert!(softknack::Error::from(not_booked).slot_taken().is_some());
}

#[tokio::test]
async fn all_slots_share_one_deadline() {
    let busy = |wait: &str| problem(503, "unavailable").header("retry-after", wait);
    let server = Server::start([busy("1"), taken(&[]), busy("60"), taken(&[]), booked("c")]);
    let timeout = Duration::from_millis(60_900);
    let not_booked = first_of(&server.client(), &["a", "b", "c"]).timeout(timeout).await.unwrap_err();
    // The second wait would pass the deadline, which began with the first slot, a second before.
    assert_eq!(not_booked.in_doubt(), Some(slot("b")));
    assert_eq!((not_booked.tried()[1].error.attempts().len(), server.seen().len()), (1, 3));

    let server = Server::start([Step::Stall]);
    let sk = server.client();
    let (result, ()) = tokio::join!(first_of(&sk, &["a", "b"]).timeout(HOUR), async {
        server.stalled(1).await;
        pass(HOUR).await;
    });
    let not_booked = result.unwrap_err();
    assert_eq!((not_booked.reason(), not_booked.untried()), (NotBookedReason::InDoubt, &[slot("b")][..]));
    assert!(softknack::Error::from(not_booked).is_timeout());
}

#[tokio::test]
async fn what_cannot_be_used_is_named_and_nothing_is_sent() {
    let server = Server::start([booked("a")]);
    let sk = server.client();
    let next = booking("a").if_taken(IfTaken::BookNext);
    let rows = [
        (sk.calendar().appointments().book_first_of(next, [slot("b")]), "/if_taken"),
        (first_of(&sk, &["a"]).timeout(Duration::ZERO), "/timeout"),
        (sk.calendar().appointments().book_first_of(booking("a").party_size(0_u32), [slot("b")]), "/party_size"),
    ];
    for (walk, param) in rows {
        let not_booked = walk.await.unwrap_err();
        let error = &not_booked.tried()[0].error;
        assert_eq!((error.kind(), not_booked.outcome()), (ErrorKind::InvalidRequest, Outcome::NotSent));
        assert_eq!(error.field_errors()[0].param, param);
    }
    assert_eq!(server.seen().len(), 0);
}
