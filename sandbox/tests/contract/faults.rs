//! Faults, over real connections.

use std::time::{Duration, Instant};

use crate::support::{Api, http_client, pass, proxy};
use serde_json::json;
use softknack::{CallOptions, NewContact, Timestamp};
use softknack_sandbox::{Error, Sandbox};

const CREATE: &str = "crm.contacts.create";

/// Sends a contact with a key of its own, and gives the error where no answer came.
async fn create(sandbox: &Sandbox, key: &str) -> Result<(u16, bool, String), reqwest::Error> {
    let response = http_client()
        .post(format!("{}/crm/v1/contacts", sandbox.base_url()))
        .bearer_auth(sandbox.organisation().test_key.as_str())
        .header("Idempotency-Key", key)
        .header("Content-Type", "application/json")
        .body(r#"{"name":"Priya"}"#)
        .send()
        .await?;
    let replayed = response.headers().contains_key("idempotency-replayed");
    Ok((response.status().as_u16(), replayed, response.text().await?))
}

async fn contacts(sandbox: &Sandbox) -> usize {
    Api::new(sandbox).get("/crm/v1/contacts").await.ok()["data"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_commit_leaves_nothing() {
    let sandbox = crate::support::start().await;
    sandbox.faults().next(CREATE).disconnect_before_commit().await.unwrap();
    let broken = create(&sandbox, "k1").await.unwrap_err();
    assert!(broken.is_request(), "before anything of the answer: {broken:?}");
    assert_eq!(contacts(&sandbox).await, 0);
    let (status, replayed, _) = create(&sandbox, "k1").await.unwrap();
    assert_eq!((status, replayed), (201, false));
    assert_eq!(contacts(&sandbox).await, 1);
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_commit_leaves_everything_once() {
    let sandbox = crate::support::start().await;
    sandbox.faults().next(CREATE).disconnect_after_commit().await.unwrap();
    let broken = create(&sandbox, "k1").await.unwrap_err();
    assert!(broken.is_request(), "before anything of the answer: {broken:?}");
    assert_eq!(contacts(&sandbox).await, 1);
    let (status, replayed, first) = create(&sandbox, "k1").await.unwrap();
    assert_eq!((status, replayed), (201, true));
    assert_eq!(create(&sandbox, "k1").await.unwrap().2, first, "byte for byte");
    assert_eq!(contacts(&sandbox).await, 1);
}

#[tokio::test]
async fn a_status_is_answered_as_often_as_asked_and_nothing_is_done() {
    let sandbox = crate::support::start().await;
    let faults = sandbox.faults();
    faults.next(CREATE).status(503).retry_after(2).nth(2).times(2).await.unwrap();
    assert_eq!(faults.pending().await.unwrap()[0].retry_after_seconds, Some(2));
    let mut statuses = Vec::new();
    for attempt in 0..5 {
        statuses.push(create(&sandbox, &format!("k{attempt}")).await.unwrap().0);
    }
    assert_eq!(statuses, [201, 503, 503, 201, 201]);
    assert_eq!(contacts(&sandbox).await, 3);
    assert!(faults.pending().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_nth_matching_request_breaks_before_or_after_its_commit_and_no_other() {
    for (after_commit, kept) in [(false, 3), (true, 4)] {
        let sandbox = crate::support::start().await;
        let third = sandbox.faults().next(CREATE).nth(3);
        let planned = if after_commit { third.disconnect_after_commit() } else { third.disconnect_before_commit() };
        planned.await.unwrap();
        let mut broken = Vec::new();
        for attempt in 0..4 {
            // Requests of other operations are not counted.
            contacts(&sandbox).await;
            broken.push(create(&sandbox, &format!("k{attempt}")).await.is_err());
        }
        assert_eq!(broken, [false, false, true, false]);
        assert_eq!(contacts(&sandbox).await, kept);
        let (status, replayed, _) = create(&sandbox, "k2").await.unwrap();
        assert_eq!((status, replayed), (201, after_commit));
        assert_eq!(contacts(&sandbox).await, 4);
    }
}

#[tokio::test]
async fn a_newer_platform_can_be_played() {
    let sandbox = crate::support::start().await;
    let newer = json!({ "tier": "gold", "verified": true }).as_object().unwrap().clone();
    sandbox.faults().next(CREATE).merge(newer.clone()).await.unwrap();
    assert_eq!(sandbox.faults().pending().await.unwrap()[0].merge, Some(newer));
    let sk = sandbox.client();
    let contact = sk.crm().contacts().create(NewContact::default().name("Priya")).await.unwrap();
    assert_eq!((contact.verified, &contact.extra["tier"]), (true, &json!("gold")));
    let kept = sk.crm().contacts().get(contact.id).await.unwrap();
    assert!(!kept.verified && kept.extra.is_empty(), "the answer alone was another");
}

#[tokio::test]
async fn retry_after_can_be_a_date() {
    let sandbox = crate::support::start().await;
    sandbox.faults().next(CREATE).status(429).retry_after_date(90).await.unwrap();
    assert!(sandbox.faults().pending().await.unwrap()[0].retry_after_as_date);
    let asked = Timestamp::now();
    let once = CallOptions::new().max_retries(0);
    let refused = sandbox.client().crm().contacts().create(NewContact::default()).options(once).await.unwrap_err();
    let waits = refused.retry_after().unwrap();
    // A date has whole seconds.
    assert!((88..=90).contains(&waits.as_secs()), "{waits:?} from {asked}");
}

#[tokio::test]
async fn a_body_that_never_arrives_is_given_up_and_asked_for_again() {
    let sandbox = crate::support::start().await;
    sandbox.faults().next(CREATE).stall_after_headers().await.unwrap();
    assert!(sandbox.faults().pending().await.unwrap()[0].stall);
    let sk = sandbox.client();
    let hour = Duration::from_secs(60 * 60);
    let create = sk.crm().contacts().create(NewContact::default().name("Priya")).attempt_timeout(hour);
    let (response, ()) = tokio::join!(create.timeout(2 * hour).with_response(), async {
        while contacts(&sandbox).await == 0 {}
        pass(hour).await;
    });
    let response = response.unwrap();
    assert_eq!((response.attempts().len(), &*response.attempts()[0].result), (2, "timeout"));
    let answer = response.into_value();
    assert_eq!(sk.crm().contacts().get(answer.id).await.unwrap(), answer);
    assert_eq!(contacts(&sandbox).await, 1, "the first attempt was carried out, the second was told of it");
}

#[tokio::test]
async fn latency_delays_and_carries_out() {
    let sandbox = crate::support::start().await;
    sandbox.faults().next_of_any().latency(Duration::from_millis(60)).await.unwrap();
    let begun = Instant::now();
    assert_eq!(create(&sandbox, "k1").await.unwrap().0, 201);
    assert!(begun.elapsed() >= Duration::from_millis(60));
}

#[tokio::test]
async fn an_operation_that_is_none_is_refused_with_the_nearest() {
    let sandbox = crate::support::start().await;
    let refused = sandbox.faults().next("calendar.appointments.boook").status(503).await.unwrap_err();
    assert!(matches!(refused, Error::UnknownOperation { nearest: "calendar.appointments.book", .. }), "{refused:?}");
    assert!(refused.to_string().contains("did you mean \"calendar.appointments.book\""), "{refused}");
    assert!(sandbox.faults().pending().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_client_gets_over_all_of_them() {
    let sandbox = crate::support::start().await;
    let sk = proxy::client(&sandbox).await;
    sandbox.faults().next(CREATE).disconnect_after_commit().await.unwrap();
    let contact = sk.crm().contacts().create(NewContact::default().name("Priya")).await.unwrap();
    sandbox.faults().next("crm.contacts.get").disconnect_before_commit().await.unwrap();
    assert_eq!(sk.crm().contacts().get(contact.id).await.unwrap(), contact);
    assert_eq!(contacts(&sandbox).await, 1);
}

#[tokio::test]
async fn a_caller_that_goes_away_neither_stops_a_mutation_nor_its_announcement() {
    let sandbox = crate::support::start().await;
    let receiver = sandbox.receiver(["contact.*"]).await.unwrap();
    let api = Api::new(&sandbox);
    let contact = api.post("/crm/v1/contacts", json!({ "name": "Priya" })).await.ok();
    let path = format!("/crm/v1/contacts/{}", contact["id"].as_str().unwrap());
    sandbox.faults().next("crm.contacts.update").disconnect_after_commit().await.unwrap();
    let url = format!("{}{path}", sandbox.base_url());
    let sent = http_client()
        .patch(url)
        .bearer_auth(sandbox.organisation().test_key.as_str())
        .header("Idempotency-Key", "k")
        .header("Content-Type", "application/json")
        .body(r#"{"name":"Asha"}"#)
        .send()
        .await;
    assert!(sent.is_err());
    let event = receiver.next_event(Duration::from_secs(60)).await.unwrap();
    assert_eq!(event.event_type, "contact.updated");
}

#[tokio::test]
async fn each_hit_is_taken_by_one_of_many_requests_at_once() {
    let sandbox = std::sync::Arc::new(Sandbox::start().await.unwrap());
    sandbox.faults().next(CREATE).status(503).nth(4).times(3).await.unwrap();
    let mut running = tokio::task::JoinSet::new();
    for number in 0..30 {
        let sandbox = sandbox.clone();
        running.spawn(async move { create(&sandbox, &format!("k{number}")).await.unwrap().0 });
    }
    let statuses = running.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 503).count(), 3, "{statuses:?}");
    assert_eq!(contacts(&sandbox).await, 25, "27 were made, and a page has 25");
}

#[tokio::test]
async fn what_is_still_to_come_is_told_in_order_and_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let sandbox = Sandbox::builder().file(&file).start().await.unwrap();
    sandbox.faults().next(CREATE).status(503).nth(2).times(2).await.unwrap();
    sandbox.faults().next_of_any().latency(Duration::from_millis(1)).times(9).await.unwrap();
    for number in 0..2 {
        create(&sandbox, &format!("k{number}")).await.unwrap();
    }
    let pending = sandbox.faults().pending().await.unwrap();
    sandbox.shutdown().await;
    let sandbox = Sandbox::builder().file(&file).start().await.unwrap();
    assert_eq!(sandbox.faults().pending().await.unwrap(), pending);
    assert_eq!((pending[0].status, pending[0].nth, pending[0].times), (Some(503), Some(1), Some(1)));
    assert_eq!((pending[1].latency_ms, pending[1].operation.as_deref(), pending[1].times), (Some(1), None, Some(7)));
    assert_eq!(create(&sandbox, "k2").await.unwrap().0, 503);
    sandbox.faults().clear().await.unwrap();
    assert_eq!(create(&sandbox, "k3").await.unwrap().0, 201);
}
