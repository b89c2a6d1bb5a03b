//! Waiting for a party in line, against the real line.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use softknack::flows::{WaitError, WaitUntil};
use softknack::resources::queue::EntryStatus;
use softknack::{Client, QueueEntryId};
use softknack_sandbox::minutes;
use tokio::sync::Notify;

use crate::support::guests::Restaurant;
use crate::support::{proxy, text};

fn entry_id(entry: &serde_json::Value) -> QueueEntryId {
    text(entry, "id").parse().unwrap()
}

fn often(wait: WaitUntil) -> WaitUntil {
    wait.poll_every(Duration::from_millis(2), Duration::from_millis(10)).timeout(Duration::from_secs(120))
}

fn allocated(sk: &Client, entry: &serde_json::Value) -> WaitUntil {
    often(sk.queue().entries().wait_for_status(entry_id(entry), EntryStatus::Allocated))
}

#[tokio::test]
async fn staff_and_guest_both_see_the_party_allocated() {
    let restaurant = Restaurant::open().await;
    let staff = proxy::client(&restaurant.sandbox).await;
    let (challenge, code) = restaurant.challenge(1).await;
    let session = restaurant.verify(&challenge, &code).await.ok();
    let guest = staff.with_credential(text(&session, "token")).unwrap();
    let entry = restaurant.join(&text(&session, "customerId"), json!({})).await;

    let waits: Vec<_> =
        [&*staff, &guest].map(|sk| tokio::spawn(allocated(sk, &entry).into_future())).into_iter().collect();
    restaurant.table(json!({})).await;
    restaurant.allocate().await;
    for wait in waits {
        let found = wait.await.unwrap().unwrap();
        assert_eq!((found.id, found.status), (entry_id(&entry), EntryStatus::Allocated));
        assert!(found.respond_by.is_some());
    }
}

#[tokio::test]
async fn a_state_in_which_the_party_stood_for_a_moment_is_seen() {
    let restaurant = Restaurant::open().await;
    let staff = proxy::client(&restaurant.sandbox).await;
    let entry = restaurant.party(1, json!({})).await;
    let looked = Arc::new(Notify::new());
    let tell = Arc::clone(&looked);
    let wait = staff.queue().entries().wait_until(entry_id(&entry), move |entry| {
        tell.notify_one();
        entry.status == EntryStatus::Allocated
    });
    // When it has looked, it does not look again before all is over.
    let wait =
        wait.poll_every(Duration::from_millis(500), Duration::from_millis(500)).timeout(Duration::from_secs(120));
    let (found, ()) = tokio::join!(wait.into_future(), async {
        looked.notified().await;
        restaurant.table(json!({})).await;
        restaurant.allocate().await;
        restaurant.act(&entry, "/cancel").await.ok();
    });
    let found = found.unwrap();
    assert_eq!((found.id, found.status), (entry_id(&entry), EntryStatus::Allocated));
    assert_eq!(restaurant.entry(&entry).await["status"], "cancelled");
}

#[tokio::test]
async fn a_place_in_line_is_seen_though_it_is_no_event_of_the_party() {
    let restaurant = Restaurant::open().await;
    let first = restaurant.party(1, json!({})).await;
    let second = restaurant.party(2, json!({})).await;
    let sk = proxy::client(&restaurant.sandbox).await;
    let wait = often(sk.queue().entries().wait_until(entry_id(&second), |entry| entry.position == Some(1)));
    let wait = tokio::spawn(wait.into_future());
    restaurant.act(&first, "/cancel").await.ok();
    assert_eq!(wait.await.unwrap().unwrap().position, Some(1));
}

#[tokio::test]
async fn a_party_that_does_not_answer_ends_the_wait() {
    let restaurant = Restaurant::open().await;
    let entry = restaurant.party(1, json!({})).await;
    restaurant.table(json!({})).await;
    restaurant.allocate().await;
    let sk = proxy::client(&restaurant.sandbox).await;
    let seated = often(sk.queue().entries().wait_for_status(entry_id(&entry), EntryStatus::Seated));
    let seated = tokio::spawn(seated.into_future());
    restaurant.sandbox.clock().advance(minutes(3)).await.unwrap();
    let WaitError::Ended(entry) = seated.await.unwrap().unwrap_err() else { panic!("it ended") };
    assert_eq!(entry.reason.as_deref(), Some("response_timeout"));
}
