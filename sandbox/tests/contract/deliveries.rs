//! Deliveries: attempts, retries, dead letters and their replay.

use std::time::{Duration, Instant};

use crate::support::place::Place;
use crate::support::receiver::{Answer, Receiver};
use crate::support::{Api, endpoint, pass, something, text};
use serde_json::{Value, json};
use softknack::Timestamp;
use softknack_sandbox::Sandbox;

const HOUR: Duration = Duration::from_secs(60 * 60);

async fn only_delivery(api: &Api) -> Value {
    let page = api.get("/platform/v1/deliveries").await.ok();
    let [delivery] = &page["data"].as_array().unwrap()[..] else { panic!("one delivery: {page}") };
    delivery.clone()
}

async fn dead_letters(api: &Api, query: &str) -> Vec<Value> {
    api.get(&format!("/platform/v1/dead_letters{query}")).await.ok()["data"].as_array().unwrap().clone()
}

fn instants(delivery: &Value) -> Vec<Timestamp> {
    let attempts = delivery["attempts"].as_array().unwrap();
    attempts.iter().map(|attempt| text(attempt, "attempted_at").parse().unwrap()).collect()
}

#[tokio::test]
async fn a_delivery_that_fails_is_tried_eight_times_on_schedule_and_then_given_up() {
    let sandbox = crate::support::builder().frozen(true).start().await.unwrap();
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    receiver.otherwise(Answer::Status(503));
    let (webhook_id, secret) = endpoint(&api, receiver.url(), &["*"]).await;
    something(&api).await;
    sandbox.settle().await.unwrap();
    assert_eq!(receiver.received().len(), 1);
    let delivery = only_delivery(&api).await;
    assert_eq!(delivery["status"], "pending");

    sandbox.clock().advance(3 * HOUR).await.unwrap();
    let received = receiver.received();
    assert_eq!(received.len(), 8);
    let delivery = only_delivery(&api).await;
    assert_eq!(delivery["status"], "dead");
    assert_eq!(delivery["next_attempt_at"], Value::Null);

    let instants = instants(&delivery);
    let gaps: Vec<i64> = instants.windows(2).map(|pair| pair[1].as_millisecond() - pair[0].as_millisecond()).collect();
    assert_eq!(gaps, [1_000, 4_000, 16_000, 60_000, 300_000, 1_800_000, 7_200_000]);

    let first_body = received[0].body.clone();
    for (number, (received, at)) in received.iter().zip(&instants).enumerate() {
        assert_eq!(received.body, first_body, "the bytes are the same each time");
        assert_eq!(received.header("x-nexus-attempt"), (number + 1).to_string());
        assert_eq!(received.header("x-nexus-delivery-id"), delivery["id"]);
        assert_eq!(received.header("x-nexus-event-id"), delivery["event_id"]);
        assert_eq!(received.header("content-type"), "application/json");
        assert_eq!(received.header("user-agent"), "Softknack-Webhooks/1");
        assert_eq!(received.signed_at(), at.as_second(), "signed afresh, at the time of the attempt");
        let event = received.verify(&secret, *at).unwrap();
        assert_eq!(received.header("x-correlation-id"), event.correlation_id);
        let attempt = &delivery["attempts"][number];
        assert_eq!(attempt["number"], number + 1);
        assert_eq!(attempt["status_code"], 503);
        assert_eq!(attempt["error"], "the endpoint answered 503");
    }

    let [letter] = &dead_letters(&api, "").await[..] else { panic!("one dead letter") };
    assert_eq!(letter["delivery_id"], delivery["id"]);
    assert_eq!(letter["event_type"], "contact.updated");
    assert_eq!(letter["webhook_id"], *webhook_id);
    assert_eq!(letter["attempts"], 8);
    assert_eq!(letter["reason"], "the endpoint answered 503");
    assert_eq!(letter["created_at"], instants[7].to_string());
    assert_eq!(api.get(&format!("/platform/v1/dead_letters/{}", text(letter, "id"))).await.ok(), *letter);

    sandbox.clock().advance(24 * HOUR).await.unwrap();
    assert_eq!(receiver.received().len(), 8, "what was given up is left alone");
}

#[tokio::test]
async fn a_dead_letter_is_replayed_with_the_same_bytes_and_a_fresh_signature_once() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    receiver.otherwise(Answer::Status(500));
    let (webhook_id, secret) = endpoint(&api, receiver.url(), &["contact.*"]).await;
    something(&api).await;
    sandbox.clock().advance(3 * HOUR).await.unwrap();
    let letter = dead_letters(&api, "?replayed=false").await.remove(0);

    receiver.otherwise(Answer::Status(204));
    let path = format!("/platform/v1/dead_letters/{}/replay", text(&letter, "id"));
    let replayed = api.post(&path, json!({})).await.ok();
    assert_eq!((&replayed["id"], &replayed["status"]), (&letter["delivery_id"], &json!("pending")));
    sandbox.settle().await.unwrap();
    let received = receiver.received();
    assert_eq!(received.len(), 9);
    assert_eq!(received[8].body, received[0].body);
    assert_eq!(received[8].header("x-nexus-attempt"), "1");
    received[8].verify(&secret, sandbox.clock().now()).unwrap();

    let delivery = only_delivery(&api).await;
    assert_eq!(delivery["status"], "delivered");
    assert_eq!(delivery["attempts"].as_array().unwrap().len(), 9, "what was before is not forgotten");
    assert_eq!(delivery["attempts"][8]["number"], 1);
    assert_eq!(delivery["attempts"][8]["error"], Value::Null);
    assert_ne!(delivery["delivered_at"], Value::Null);
    assert_eq!(dead_letters(&api, "?replayed=false").await, Vec::<Value>::new());
    assert_ne!(dead_letters(&api, "?replayed=true").await[0]["replayed_at"], Value::Null);

    let again = api.post(&path, json!({})).await;
    assert_eq!((again.status, again.code()), (409, "invalid_transition".to_owned()));
    assert_eq!(again.json()["from"], "replayed");

    let audit = api.get(&format!("/platform/v1/audit?subject={}", text(&letter, "id"))).await.ok();
    assert_eq!(audit["data"][0]["action"], "platform.dead_letters.replay");
    assert_eq!(audit["data"][0]["before"], letter);
    let of_endpoint = format!("?webhook_id={webhook_id}");
    assert_eq!(dead_letters(&api, &of_endpoint).await.len(), 1);
}

#[tokio::test]
async fn replayed_in_vain_it_is_a_dead_letter_again() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    receiver.otherwise(Answer::Status(500));
    endpoint(&api, receiver.url(), &["*"]).await;
    something(&api).await;
    sandbox.clock().advance(3 * HOUR).await.unwrap();
    let all = || api.post("/platform/v1/dead_letters/replay_all", json!({}));
    assert_eq!(all().await.ok(), json!({ "replayed": 1 }));
    sandbox.clock().advance(3 * HOUR).await.unwrap();
    assert_eq!(receiver.received().len(), 16);
    assert_eq!(dead_letters(&api, "").await.len(), 2);
    assert_eq!(dead_letters(&api, "?replayed=false").await.len(), 1);
    assert_eq!(all().await.ok(), json!({ "replayed": 1 }), "only the one that was not replayed yet");
}

#[tokio::test]
async fn all_dead_letters_are_replayed_but_those_of_an_endpoint_that_is_gone() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let (one, two, gone) = (Receiver::start().await, Receiver::start().await, Receiver::start().await);
    let mut ids = Vec::new();
    for receiver in [&one, &two, &gone] {
        receiver.otherwise(Answer::Status(500));
        ids.push(endpoint(&api, receiver.url(), &["*"]).await.0);
    }
    for _ in 0..3 {
        something(&api).await;
    }
    sandbox.clock().advance(3 * HOUR).await.unwrap();
    assert_eq!(dead_letters(&api, "").await.len(), 9);
    assert_eq!(api.delete(&format!("/platform/v1/webhooks/{}", ids[2])).await.status, 204);
    for receiver in [&one, &two, &gone] {
        receiver.otherwise(Answer::Status(200));
    }

    let only = json!({ "webhook_id": ids[0] });
    assert_eq!(api.post("/platform/v1/dead_letters/replay_all", only).await.ok(), json!({ "replayed": 3 }));
    assert_eq!(api.post("/platform/v1/dead_letters/replay_all", json!({})).await.ok(), json!({ "replayed": 3 }));
    sandbox.settle().await.unwrap();
    assert_eq!([one.received().len(), two.received().len(), gone.received().len()], [27, 27, 24]);

    let left = dead_letters(&api, "?replayed=false").await;
    assert_eq!(left.len(), 3);
    let refused = api.post(&format!("/platform/v1/dead_letters/{}/replay", text(&left[0], "id")), json!({})).await;
    assert_eq!((refused.status, refused.code()), (409, "invalid_transition".to_owned()));
    assert_eq!(refused.json()["from"], "dead");
}

#[tokio::test]
async fn a_redirect_and_silence_are_failures() {
    let sandbox = crate::support::builder().delivery_timeout(HOUR).start().await.unwrap();
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    receiver.next([Answer::Redirect, Answer::Never, Answer::Status(299)]);
    endpoint(&api, receiver.url(), &["*"]).await;
    something(&api).await;
    let (advanced, ()) = tokio::join!(sandbox.clock().advance(HOUR), async {
        receiver.wait_for(2).await;
        pass(HOUR).await;
    });
    advanced.unwrap();
    let received = receiver.received();
    assert_eq!(received.len(), 3);
    assert!(received.iter().all(|received| received.path == "/hook"), "no redirect is followed");
    // On a new connection: the others have been idle for an hour.
    let delivery = only_delivery(&Api::new(&sandbox)).await;
    assert_eq!(delivery["status"], "delivered");
    let attempts = delivery["attempts"].as_array().unwrap();
    let told: Vec<_> = attempts.iter().map(|attempt| (&attempt["status_code"], &attempt["error"])).collect();
    let redirected = json!("the endpoint answered 302, and redirects are not followed");
    let silent = json!("the endpoint did not answer within 3600 s");
    assert_eq!(told, [(&json!(302), &redirected), (&Value::Null, &silent), (&json!(299), &Value::Null)]);
}

#[tokio::test]
async fn an_endpoint_that_cannot_be_reached_is_tried_again() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    let url = receiver.url().to_owned();
    drop(receiver);
    endpoint(&api, &url, &["*"]).await;
    something(&api).await;
    sandbox.settle().await.unwrap();
    let delivery = only_delivery(&api).await;
    assert_eq!(delivery["status"], "pending");
    assert_eq!(delivery["attempts"][0]["error"], "the endpoint could not be reached");
}

#[tokio::test]
async fn a_slow_endpoint_does_not_hold_up_a_fast_one() {
    let sandbox = crate::support::builder().delivery_timeout(HOUR).start().await.unwrap();
    let api = Api::new(&sandbox);
    let (slow, fast) = (Receiver::start().await, Receiver::start().await);
    slow.otherwise(Answer::Never);
    endpoint(&api, slow.url(), &["*"]).await;
    endpoint(&api, fast.url(), &["*"]).await;
    // More than may be under way at once, so that the slow one would take every place if it could.
    for _ in 0..80 {
        something(&api).await;
    }
    fast.wait_for(80).await;
    let slow = slow.wait_for(8).await;
    assert_eq!(slow.len(), 8, "one endpoint has so many attempts under way, and no delivery has two");
}

#[tokio::test]
async fn a_restart_in_the_middle_of_retries_loses_nothing() {
    let place = Place::new();
    let receiver = Receiver::start().await;
    receiver.otherwise(Answer::Status(500));
    let sandbox = place.builder().frozen(true).start().await.unwrap();
    let key = sandbox.organisation().test_key.as_str().to_owned();
    let api = Api::with_key(&sandbox, &key);
    let (_, secret) = endpoint(&api, receiver.url(), &["*"]).await;
    for _ in 0..5 {
        something(&api).await;
    }
    sandbox.clock().advance(Duration::from_secs(2)).await.unwrap();
    assert_eq!(receiver.received().len(), 10, "two attempts each");
    drop(sandbox);

    receiver.otherwise(Answer::Status(200));
    let sandbox = place.builder().start().await.unwrap();
    let api = Api::with_key(&sandbox, &key);
    sandbox.clock().advance(HOUR).await.unwrap();
    let received = receiver.received();
    assert_eq!(received.len(), 15);
    for received in &received[10..] {
        assert_eq!(received.header("x-nexus-attempt"), "3");
        let signed_at = Timestamp::from_millisecond(received.signed_at() * 1000).unwrap();
        received.verify(&secret, signed_at).unwrap();
    }
    let delivered = api.get("/platform/v1/deliveries?status=delivered").await.ok();
    assert_eq!(delivered["data"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn deliveries_are_listed_by_event_endpoint_and_status() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let (good, bad) = (Receiver::start().await, Receiver::start().await);
    bad.otherwise(Answer::Status(400));
    let (good_id, _) = endpoint(&api, good.url(), &["*"]).await;
    let (bad_id, _) = endpoint(&api, bad.url(), &["*"]).await;
    something(&api).await;
    something(&api).await;
    sandbox.settle().await.unwrap();
    let count = async |query: &str| {
        let page = api.get(&format!("/platform/v1/deliveries{query}")).await.ok();
        page["data"].as_array().unwrap().len()
    };
    assert_eq!(count("").await, 4);
    assert_eq!(count("?status=pending").await, 2);
    assert_eq!(count(&format!("?webhook_id={good_id}&status=delivered")).await, 2);
    assert_eq!(count(&format!("?webhook_id={bad_id}&status=delivered")).await, 0);
    let event = text(&good.received()[0].event(), "id");
    assert_eq!(count(&format!("?event_id={event}")).await, 2);
    let delivery = good.received()[0].header("x-nexus-delivery-id").to_owned();
    assert_eq!(api.get(&format!("/platform/v1/deliveries/{delivery}")).await.ok()["status"], "delivered");
    assert_eq!(api.get("/platform/v1/deliveries?status=lost").await.code(), "invalid_parameter");
}

#[tokio::test]
async fn a_retry_is_made_by_itself_when_the_clock_comes_to_it() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    receiver.next([Answer::Status(500)]);
    endpoint(&api, receiver.url(), &["*"]).await;
    let began = Instant::now();
    something(&api).await;
    receiver.wait_for(2).await;
    assert!(began.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn an_advance_that_is_given_up_leaves_the_clock_running_and_loses_no_attempt() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    receiver.next([Answer::Held]);
    endpoint(&api, receiver.url(), &["*"]).await;
    something(&api).await;
    receiver.wait_for(1).await;
    let runs = async || {
        let at = sandbox.clock().now();
        tokio::time::sleep(Duration::from_millis(20)).await;
        sandbox.clock().now() > at
    };
    tokio::select! {
        _ = sandbox.clock().advance(HOUR) => panic!("it waits for the attempt that is under way"),
        () = async { while runs().await {} } => {}
    }
    let runs_on = async { while !runs().await {} };
    tokio::time::timeout(Duration::from_secs(60), runs_on).await.expect("the clock runs on");
    receiver.let_go();
    sandbox.settle().await.unwrap();
    assert_eq!(only_delivery(&api).await["status"], "delivered");
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn a_crash_in_the_middle_of_an_advance_leaves_the_clock_where_it_had_come_to() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("sandbox.db");
    let sandbox = Sandbox::builder().file(&file).start().await.unwrap();
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    receiver.next([Answer::Status(500), Answer::Never]);
    endpoint(&api, receiver.url(), &["*"]).await;
    let began = sandbox.clock().now();
    something(&api).await;
    receiver.wait_for(1).await;
    // On the way it stops for the second attempt, which nobody answers.
    tokio::select! {
        _ = sandbox.clock().advance(HOUR) => panic!("it waits for the second attempt"),
        _ = receiver.wait_for(2) => {}
    }
    drop(sandbox);

    let sandbox = Sandbox::builder().file(&file).start().await.unwrap();
    let now = sandbox.clock().now();
    assert!(now >= began.plus_milliseconds(1000) && now < began.plus_minutes(1), "{now}");
    sandbox.settle().await.unwrap();
    let delivery = only_delivery(&Api::new(&sandbox)).await;
    assert_eq!(delivery["status"], "delivered", "what was not recorded is attempted again: {delivery}");
    assert!(sandbox.clock().now() > now, "it runs on");
}

#[tokio::test]
async fn after_the_clock_was_set_back_what_happens_is_delivered() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    endpoint(&api, receiver.url(), &["*"]).await;
    sandbox.clock().advance(48 * HOUR).await.unwrap();
    sandbox.clock().set(sandbox.clock().now().plus_minutes(-72 * 60)).await.unwrap();
    something(&api).await;
    receiver.wait_for(1).await;
}
