//! Events from a stored cursor, and what was missed: against the real log.

use std::collections::HashSet;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use softknack::flows::{FollowError, MemoryCursor};
use softknack::webhook::{BoxFuture, ContactUpdated, Effect, Event, Inbox, MemoryInbox, Router};
use softknack::{EventId, NewContact, Order, UpdateContact};
use softknack_sandbox::{Sandbox, hours};

use crate::support::receiver::{Answer, Receiver};
use crate::support::{Api, endpoint, proxy, something, text};

async fn log(sandbox: &Sandbox) -> Vec<EventId> {
    let sk = proxy::client(sandbox).await;
    let list = sk.platform().events().list().order(Order::Ascending);
    list.to_vec(100_000).await.unwrap().into_iter().map(|event| event.id).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_follower_sees_every_event_that_writers_commit_meanwhile() {
    let sandbox = crate::support::start().await;
    let sk = proxy::client(&sandbox).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let handed = Arc::clone(&seen);
    let follow = sk.platform().events().follow(MemoryCursor::default()).only("contact.*");
    let follow = follow.poll_every(Duration::from_millis(1), Duration::from_millis(3));
    let follower = tokio::spawn(follow.run(async move |event: Event| {
        handed.lock().unwrap().push(event.id);
        Ok::<_, io::Error>(())
    }));
    let writers: Vec<_> = (0..8)
        .map(|_| {
            let sk = sk.clone();
            tokio::spawn(async move {
                let contact = sk.crm().contacts().create(NewContact::default().name("A")).await.unwrap();
                for round in 0..40 {
                    let change = UpdateContact::default().name(softknack::PersonName::from(format!("B{round}")));
                    sk.crm().contacts().update(contact.id, change).await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    while seen.lock().unwrap().len() < 320 {
        assert!(!follower.is_finished());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    follower.abort();
    let committed = log(&sandbox).await;
    assert_eq!(*seen.lock().unwrap(), committed, "all of them, once, in order");
}

#[tokio::test]
async fn it_goes_on_at_the_event_that_its_handler_failed_at() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let sk = proxy::client(&sandbox).await;
    let store = MemoryCursor::default();
    for _ in 0..3 {
        something(&api).await;
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let router = |fails_at: usize| -> Router<BoxFuture<Result<(), io::Error>>> {
        let seen = Arc::clone(&seen);
        Router::new_async(async |_: Event| Err(io::Error::other("not for me"))).on_async(
            move |event: Event<ContactUpdated>| {
                let number = {
                    let mut seen = seen.lock().unwrap();
                    seen.push(event.id);
                    seen.len()
                };
                async move { if number == fails_at { Err(io::Error::other("on purpose")) } else { Ok(()) } }
            },
        )
    };
    let (failing, sound) = (router(2), router(0));
    let events = || sk.platform().events().follow(store.clone());
    let error = events().catch_up(|event| failing.route(event)).await.unwrap_err();
    let ids = log(&sandbox).await;
    assert!(matches!(error, FollowError::Handler { event_id, .. } if event_id == ids[1]), "{error}");
    assert_eq!(events().catch_up(|event| sound.route(event)).await.unwrap(), 2);
    assert_eq!(*seen.lock().unwrap(), [ids[0], ids[1], ids[1], ids[2]]);
    let other_filter = events().only("slot.*").catch_up(|event| sound.route(event)).await;
    assert_eq!(other_filter.unwrap(), 0, "nothing of the other pattern is there");
}

/// An endpoint that was down for so long that everything became a dead letter, and is up again.
async fn after_an_outage(events: u32) -> (Sandbox, Receiver, String) {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    receiver.otherwise(Answer::Status(503));
    let (webhook, _) = endpoint(&api, receiver.url(), &["contact.*"]).await;
    for _ in 0..events {
        something(&api).await;
    }
    sandbox.clock().advance(hours(3)).await.unwrap();
    receiver.otherwise(Answer::Status(204));
    (sandbox, receiver, webhook)
}

fn arrived(receiver: &Receiver, after: usize) -> HashSet<String> {
    receiver.received()[after..].iter().map(|received| received.header("x-nexus-event-id").to_owned()).collect()
}

#[tokio::test]
async fn dead_letters_are_replayed_once_though_two_reconcile_at_once() {
    let (sandbox, receiver, webhook) = after_an_outage(5).await;
    let sk = proxy::client(&sandbox).await;
    let before = receiver.received().len();
    let reconcile = || sk.platform().reconcile().webhook(webhook.parse::<softknack::WebhookId>().unwrap());
    let none = reconcile().only("appointment.*").replay().await.unwrap();
    assert_eq!((none.dead_letters, none.skipped.len()), (0, 0));

    let (one, other) = tokio::join!(reconcile().replay(), reconcile().replay());
    let (one, other) = (one.unwrap(), other.unwrap());
    // Under one key both are told of the same replay; whoever comes when it is done finds nothing to replay.
    assert!(one.dead_letters.max(other.dead_letters) <= 5 && one.dead_letters + other.dead_letters >= 5);
    assert_eq!((one.skipped.len(), other.skipped.len()), (0, 0));
    sandbox.settle().await.unwrap();
    assert_eq!(receiver.received().len(), before + 5);
    let ids: HashSet<String> = log(&sandbox).await.iter().map(ToString::to_string).collect();
    assert_eq!(arrived(&receiver, before), ids);
    assert_eq!(reconcile().replay().await.unwrap(), Default::default(), "nothing is left");
}

#[tokio::test]
async fn what_cannot_be_replayed_is_told() {
    let (sandbox, _receiver, webhook) = after_an_outage(2).await;
    Api::new(&sandbox).delete(&format!("/platform/v1/webhooks/{webhook}")).await.ok();
    let sk = proxy::client(&sandbox).await;
    let done = sk.platform().reconcile().replay().await.unwrap();
    assert_eq!((done.dead_letters, done.skipped.len()), (0, 2));
}

#[tokio::test]
async fn dead_letters_and_missed_events_reach_the_handler_and_their_effects_happen_once() {
    let (sandbox, _receiver, webhook) = after_an_outage(3).await;
    let (api, sk) = (Api::new(&sandbox), proxy::client(&sandbox).await);
    // What happens while the endpoint is disabled is not sent to it.
    let path = format!("/platform/v1/webhooks/{webhook}");
    api.patch(&path, json!({ "enabled": false })).await.ok();
    for _ in 0..2 {
        something(&api).await;
    }
    let (inbox, store) = (Inbox::new("effects", MemoryInbox::default()), MemoryCursor::default());
    let ids = log(&sandbox).await;
    inbox.once(ids[1], async || Ok::<_, io::Error>(())).await.unwrap();

    let mut effects = Vec::new();
    let handler = async |event: Event| {
        if let Effect::Applied(id) = inbox.once(event.id, async || Ok::<_, io::Error>(event.id)).await.unwrap() {
            effects.push(id);
        }
        Ok::<_, io::Error>(())
    };
    let done = sk.platform().reconcile().hand_to(store.clone(), handler).await.unwrap();
    assert_eq!((done.dead_letters, done.events, done.skipped.len()), (3, 2, 0));
    assert_eq!(effects, [ids[0], ids[2], ids[3], ids[4]], "the second had its effect before");

    something(&api).await;
    let mut later = Vec::new();
    let handler = async |event: Event| {
        later.push(event.id);
        Ok::<_, io::Error>(())
    };
    let done = sk.platform().reconcile().hand_to(store, handler).await.unwrap();
    assert_eq!((done.dead_letters, done.events), (0, 1), "it goes on where it ended");
    assert_eq!(later, log(&sandbox).await[5..]);
    assert_eq!(text(&api.get(&path).await.ok(), "id"), webhook);
}

#[tokio::test]
async fn a_handler_that_fails_at_a_dead_letter_gets_it_again() {
    let (sandbox, _receiver, _) = after_an_outage(3).await;
    let (sk, store, ids) = (proxy::client(&sandbox).await, MemoryCursor::default(), log(&sandbox).await);
    let mut seen = Vec::new();
    for fails_at in [1, usize::MAX] {
        let mut count = 0;
        let handler = async |event: Event| {
            seen.push(event.id);
            count += 1;
            if count > fails_at { Err(io::Error::other("on purpose")) } else { Ok(()) }
        };
        let result = sk.platform().reconcile().hand_to(store.clone(), handler).await;
        assert_eq!(result.is_err(), fails_at == 1);
    }
    assert_eq!(seen[..4], [ids[0], ids[1], ids[1], ids[2]]);
    assert!(seen[4..].iter().all(|id| *id == ids[0]), "of what this run handed over the log repeats nothing");
}
