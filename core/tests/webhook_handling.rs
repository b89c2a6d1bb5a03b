//! What comes after the signature: events reach the handler of their type, and their effects happen once.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::Duration;

use serde_json::json;
use softknack::webhook::{
    AppointmentBooked, AppointmentCancelled, Effect, Event, Inbox, InboxError, MemoryInbox, Router,
};
use softknack::{EventId, Timestamp};

fn event(event_type: &str) -> Event {
    let at = "2026-11-22T12:00:00.000Z";
    serde_json::from_value(json!({
        "id": "evt_01J9X4T5V6W7X8Y9Z0A1B2C3D4", "type": event_type, "created_at": at, "mode": "test", "org_id": "org_1",
        "correlation_id": "cor_1", "new": 1,
        "data": { "appointment": {
            "id": "apt_1", "status": "booked", "slot_id": "slt_1", "contact_id": "ctc_1", "service": "cut", "starts_at": at,
            "ends_at": at, "resource_ids": [], "party_size": 1, "source": "api", "metadata": {}, "created_at": at, "updated_at": at,
        } },
    }))
    .unwrap()
}

#[test]
fn an_event_reaches_the_handler_of_its_type() {
    let router = Router::new(|event: Event| format!("fallback {}", event.event_type))
        .on(|event: Event<AppointmentBooked>| format!("booked {} {}", event.data.appointment.id, event.extra["new"]))
        .on(|_: Event<AppointmentBooked>| "never: the first of a type is called".to_owned())
        .on(|event: Event<AppointmentCancelled>| format!("cancelled {}", event.id));
    assert_eq!(router.route(event("appointment.booked")), "booked apt_1 1");
    assert_eq!(router.route(event("appointment.created")), "booked apt_1 1");
    assert_eq!(router.route(event("appointment.cancelled")), "cancelled evt_01J9X4T5V6W7X8Y9Z0A1B2C3D4");
    assert_eq!(router.route(event("appointment.completed")), "fallback appointment.completed");
    assert_eq!(router.route(event("appointment.teleported")), "fallback appointment.teleported");
}

#[tokio::test]
async fn handlers_may_wait() {
    let router = Router::new_async(async |_: Event| 0).on_async(async |event: Event<AppointmentBooked>| {
        tokio::task::yield_now().await;
        event.data.appointment.party_size
    });
    assert_eq!(tokio::spawn(router.route(event("appointment.booked"))).await.unwrap(), 1);
    assert_eq!(router.route(event("slot.unheard_of")).await, 0);
}

fn id(text: &str) -> EventId {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_deliveries_at_once_one_has_the_effect() {
    let inbox = Inbox::new("handler", MemoryInbox::default());
    let effects = Arc::new(AtomicU32::new(0));
    let deliveries: Vec<_> = (0..64)
        .map(|_| {
            let (inbox, effects) = (inbox.clone(), effects.clone());
            tokio::spawn(async move {
                let effect = async || {
                    tokio::task::yield_now().await;
                    Ok::<_, std::io::Error>(effects.fetch_add(1, Ordering::SeqCst))
                };
                inbox.once(id("evt_1"), effect).await.unwrap()
            })
        })
        .collect();
    let mut applied = 0;
    for delivery in deliveries {
        applied += u32::from(matches!(delivery.await.unwrap(), Effect::Applied(_)));
    }
    assert_eq!((applied, effects.load(Ordering::SeqCst)), (1, 1));
}

#[tokio::test]
async fn handlers_and_events_do_not_stand_in_each_others_way() {
    let store = MemoryInbox::default();
    let (mail, bill) = (Inbox::new("mail", store.clone()), Inbox::new("bill", store));
    let effect = async || Ok::<_, std::io::Error>(());
    assert_eq!(mail.once(id("evt_1"), effect).await.unwrap(), Effect::Applied(()));
    assert_eq!(bill.once(id("evt_1"), effect).await.unwrap(), Effect::Applied(()));
    assert_eq!(mail.once(id("evt_2"), effect).await.unwrap(), Effect::Applied(()));
    assert_eq!(mail.once(id("evt_1"), effect).await.unwrap(), Effect::AppliedBefore);
}

#[tokio::test]
async fn a_failed_effect_is_tried_again() {
    let inbox = Inbox::new("handler", MemoryInbox::default());
    let failed = inbox.once(id("evt_1"), async || Err::<(), _>(std::io::Error::other("down"))).await.unwrap_err();
    assert!(matches!(&failed, InboxError::Effect(error) if error.to_string() == "down"), "{failed}");
    let again = inbox.once(id("evt_1"), async || Ok::<_, std::io::Error>(())).await;
    assert_eq!(again.unwrap(), Effect::Applied(()));
}

#[tokio::test]
async fn a_claim_ends_with_its_lease_and_the_late_one_hears_of_it() {
    let now = Arc::new(AtomicI64::new(1_764_000_000_000));
    let clock = now.clone();
    let inbox = Inbox::new("handler", MemoryInbox::default())
        .lease(Duration::from_secs(30))
        .clock(move || Timestamp::from_millisecond(clock.load(Ordering::SeqCst)).unwrap());
    let quick = async || Ok::<_, std::io::Error>("quick");

    let slow = inbox
        .once(id("evt_1"), async || {
            now.fetch_add(29_999, Ordering::SeqCst);
            let held = inbox.once(id("evt_1"), quick).await.unwrap();
            assert_eq!(held, Effect::InProgress { until: Timestamp::from_millisecond(1_764_000_030_000).unwrap() });
            now.fetch_add(1, Ordering::SeqCst);
            assert_eq!(inbox.once(id("evt_1"), quick).await.unwrap(), Effect::Applied("quick"));
            Ok::<_, std::io::Error>("slow")
        })
        .await;
    assert!(matches!(slow, Err(InboxError::LeaseLost)), "{slow:?}");
    assert_eq!(inbox.once(id("evt_1"), quick).await.unwrap(), Effect::AppliedBefore);
}

#[tokio::test]
async fn what_was_forgotten_is_new() {
    let store = MemoryInbox::default();
    let inbox = Inbox::new("handler", store.clone());
    let effect = async || Ok::<_, std::io::Error>(());
    let old = id("evt_01J9X4T5V6W7X8Y9Z0A1B2C3D4");
    inbox.once(old, effect).await.unwrap();
    inbox.once(id("evt_slug"), effect).await.unwrap();
    store.forget_before(old.time().unwrap().plus_milliseconds(1));
    assert_eq!(inbox.once(old, effect).await.unwrap(), Effect::Applied(()));
    assert_eq!(inbox.once(id("evt_slug"), effect).await.unwrap(), Effect::AppliedBefore);
}
