//! Flows through the bindings' door: what a step asks, what it is told, and how a flow ends.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::time::Duration;

use serde_json::{Map, Value, json};
use softknack::raw::{FLOWS, Flow, FlowFailure, RawFlow, Step};
use softknack::{CallOptions, Client, ErrorKind};
use support::{Answer, HOUR, Server, Step as Played, answer, pass, problem};

fn begin(sk: &Client, name: &str, params: Value) -> Result<RawFlow, softknack::Error> {
    let Value::Object(params) = params else { panic!("parameters are an object") };
    sk.flow(Flow::find(name).expect(name), params, CallOptions::new())
}

/// What a step asks, and what that is about.
async fn asked(flow: &mut RawFlow, told: Value) -> (&'static str, Value) {
    match flow.resume(told).await {
        Ok(Step::Asks { what, about }) => (what, serde_json::from_str(&about).unwrap()),
        Ok(Step::Done(value)) => ("done", serde_json::from_str(&value.json).unwrap()),
        Err(FlowFailure::Ended { kind, about, .. }) => (kind, serde_json::from_str(&about.json).unwrap()),
        Err(FlowFailure::Call(error)) => panic!("{error}"),
    }
}

fn event(number: u32) -> Value {
    json!({
        "id": format!("evt_{number:026}"), "type": "demo.happened", "created_at": "2026-11-22T12:00:00.000Z",
        "mode": "test", "org_id": "org_1", "correlation_id": "cor_1", "data": { "number": number }, "of_tomorrow": true,
    })
}

fn events() -> Server {
    let page = json!({ "data": [event(1), event(2)], "has_more": false, "next_cursor": null }).to_string();
    Server::answering(move |_| answer(200, &page))
}

fn entry(status: &str) -> Answer {
    let entry = json!({
        "id": "que_1", "status": status, "position": null, "estimatedWaitSeconds": null, "customerId": "ctc_1",
        "partySize": 2, "matchType": "FITTED", "resourceType": "table", "resourceId": null, "metadata": {},
        "respondBy": null, "reason": null, "joinedAt": "2026-11-22T12:00:00.000Z", "allocatedAt": null,
        "seatedAt": null, "endedAt": null,
    });
    answer(200, &entry.to_string())
}

#[tokio::test]
async fn a_reader_asks_for_its_cursor_hands_over_what_came_and_has_the_next_cursor_kept() {
    let server = events();
    let sk = server.client();
    let mut flow = begin(&sk, "platform.events.follow", json!({ "only": "demo.*" })).unwrap();
    assert_eq!(asked(&mut flow, Value::Null).await, ("load", Value::Null));
    assert_eq!(asked(&mut flow, Value::Null).await, ("handle", event(1)));
    let (what, first) = asked(&mut flow, Value::Null).await;
    assert_eq!((what, first.is_string()), ("save", true));
    assert_eq!(asked(&mut flow, Value::Null).await, ("handle", event(2)));
    assert_eq!(asked(&mut flow, Value::Null).await.0, "save");
    assert_eq!(asked(&mut flow, Value::Null).await, ("done", json!(2)));

    let mut flow = begin(&sk, "platform.events.follow", json!({ "only": "demo.*" })).unwrap();
    asked(&mut flow, Value::Null).await;
    assert_eq!(asked(&mut flow, first).await, ("handle", event(2)), "it goes on behind what was done");
    drop(flow);
    let mut flow = begin(&sk, "platform.events.follow", json!({})).unwrap();
    asked(&mut flow, Value::Null).await;
    assert_eq!(asked(&mut flow, json!("no cursor")).await.0, "unreadable_cursor");
}

#[tokio::test]
async fn a_condition_is_asked_of_every_state_however_long_it_takes_to_say() {
    let server = Server::answering(|seen| -> Played {
        if seen.target.starts_with("/platform") {
            problem(403, "permission_denied").into()
        } else {
            entry("waiting").into()
        }
    });
    let params = json!({ "id": "que_1", "timeout": 3600.0, "poll_every": [0.001, 0.002] });
    let mut flow = begin(&server.client(), "queue.entries.wait_until", params.clone()).unwrap();
    let (what, state) = asked(&mut flow, Value::Null).await;
    assert_eq!((what, &state["status"]), ("meets", &json!("waiting")));
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(asked(&mut flow, json!(false)).await.0, "meets");
    let (what, met) = asked(&mut flow, json!(true)).await;
    assert_eq!((what, met), ("done", state));

    let mut params = params;
    params["status"] = json!("seated");
    let looks = server.seen().len() + 3;
    let mut flow = begin(&server.client(), "queue.entries.wait_for_status", params).unwrap();
    let ((kind, facts), ()) = tokio::join!(asked(&mut flow, Value::Null), async {
        server.requests(looks).await;
        pass(HOUR).await;
    });
    assert_eq!((kind, &facts["after"], &facts["entry"]["id"]), ("wait_timed_out", &json!(3600.0), &json!("que_1")));
}

#[tokio::test]
async fn a_walk_that_is_lost_tells_of_each_slot_with_its_error() {
    let server = Server::answering(|_| problem(409, "slot_taken"));
    let params = json!({ "slot_ids": ["slt_1", "slt_2"], "contact_id": "ctc_1", "service": "ac_service" });
    let mut flow = begin(&server.client(), "calendar.appointments.book_first_of", params).unwrap();
    let Err(FlowFailure::Ended { kind, about, .. }) = flow.resume(Value::Null).await else { panic!("both are taken") };
    let facts: Value = serde_json::from_str(&about.json).unwrap();
    assert_eq!((kind, &facts["reason"], &facts["outcome"]), ("not_booked", &json!("all_taken"), &json!("refused")));
    assert_eq!((&facts["tried"], &facts["untried"]), (&json!(["slt_1", "slt_2"]), &json!([])));
    assert_eq!(about.errors.iter().filter(|error| error.slot_taken().is_some()).count(), 2);
}

#[tokio::test]
async fn a_dropped_flow_abandons_the_call_that_it_is_at() {
    let server = Server::answering(|_| Played::Stall);
    let sk = server.client();
    let mut flow = begin(&sk, "platform.reconcile", json!({})).unwrap();
    tokio::select! {
        _ = flow.resume(Value::Null) => panic!("nobody answers"),
        () = server.stalled(1) => {}
    }
    drop(flow);
    tokio::task::spawn_blocking(move || server.wait_for_abandoned(1)).await.unwrap();
}

#[test]
fn parameters_are_checked_before_anything_is_sent() {
    let server = events();
    let sk = server.client();
    let wrong = [
        ("calendar.appointments.book_first_of", json!({ "slot_ids": [] }), "/slot_ids"),
        ("calendar.appointments.book_first_of", json!({ "slot_ids": ["slt_1"], "service": "a" }), "/contact_id"),
        ("queue.entries.wait_until", json!({ "id": "ctc_1" }), "/id"),
        ("queue.entries.wait_until", json!({ "id": "que_1", "timeout": 0 }), "/timeout"),
        ("platform.events.follow", json!({ "poll_every": [1.0] }), "/poll_every"),
        ("platform.reconcile", json!({ "webhok": "whk_1" }), "/webhok"),
        ("request", json!({ "method": "BREW", "path": "/coffee" }), "/method"),
    ];
    for (name, params, at) in wrong {
        let error = begin(&sk, name, params).err().expect(at);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.field_errors()[0].param, at, "{error}");
    }
    assert!(server.seen().is_empty());
    let names: std::collections::BTreeSet<_> = FLOWS.iter().map(|flow| flow.name).collect();
    assert_eq!(names.len(), FLOWS.len());
    assert!(Flow::find("calendar.appointments.book").is_none());
    assert!(sk.flow(&FLOWS[0], Map::new(), CallOptions::new()).is_err());
}
