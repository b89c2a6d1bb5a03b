//! Many at once: the database decides who wins, and nobody wins twice.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};
use support::Reply;
use support::shop::{Shop, id, next_slots};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

/// Books at the same moment: for each booking its slot and its further members.
async fn race(shop: Arc<Shop>, bookings: Vec<(Value, Value)>) -> Vec<Reply> {
    let barrier = Arc::new(Barrier::new(bookings.len()));
    let mut tasks = JoinSet::new();
    for (slot, more) in bookings {
        let (shop, barrier) = (shop.clone(), barrier.clone());
        tasks.spawn(async move {
            barrier.wait().await;
            shop.book(&slot, more).await
        });
    }
    tasks.join_all().await
}

fn won(replies: &[Reply]) -> Vec<Value> {
    replies.iter().filter(|reply| reply.status == 201).map(Reply::json).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_slot_has_one_winner() {
    let shop = Arc::new(Shop::in_place().await);
    let slot = shop.slot(60, json!({})).await;
    let next = shop.slot(90, json!({})).await;
    let replies = race(shop.clone(), vec![(slot.clone(), json!({})); 64]).await;
    assert_eq!(won(&replies).len(), 1);
    for lost in replies.iter().filter(|reply| reply.status != 201) {
        assert_eq!((lost.code().as_str(), next_slots(lost)), ("slot_taken", vec![id(&next)]));
    }
    assert_eq!(shop.slot_now(&slot).await["booked"], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn as_many_win_as_there_are_places() {
    let shop = Arc::new(Shop::open().await);
    let slot = shop.slot(60, json!({ "capacity": 5, "overbook_limit": 2 })).await;
    let replies = race(shop.clone(), vec![(slot.clone(), json!({})); 40]).await;
    assert_eq!(won(&replies).len(), 7);
    assert_eq!(shop.slot_now(&slot).await["booked"], 7);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn slots_that_share_a_room_never_hold_it_twice() {
    let shop = Arc::new(Shop::in_place().await);
    let room = shop.resource(json!({})).await;
    let mut bookings = Vec::new();
    for minute in 0..32 {
        // Each overlaps with its neighbours: of half an hour each, one begins every ten minutes.
        let slot = shop.slot(60 + 10 * minute, json!({ "resources": { "required": [room] } })).await;
        bookings.extend([(slot.clone(), json!({})), (slot, json!({}))]);
    }
    let replies = race(shop.clone(), bookings).await;
    let mut held: Vec<(String, String)> = won(&replies)
        .iter()
        .map(|won| ["starts_at", "ends_at"].map(|member| won[member].as_str().unwrap().to_owned()).into())
        .collect();
    held.sort();
    assert!(held.is_sorted_by(|earlier, later| earlier.1 <= later.0), "{held:?}");
    // Each winner keeps at most four neighbours out, and at least two.
    assert!((7..=11).contains(&held.len()), "{}", held.len());
    assert!(replies.iter().all(|reply| [201, 409].contains(&reply.status)));
    assert_eq!(shop.database().number("SELECT COUNT(*) FROM holds"), i64::try_from(held.len()).unwrap());
    assert!(shop.open_slots("").await.is_empty(), "no room is left between them");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn those_who_take_the_next_opening_fill_every_slot() {
    let shop = Arc::new(Shop::open().await);
    let ana = shop.resource(json!({})).await;
    let ben = shop.resource(json!({})).await;
    let mut slots = Vec::new();
    for number in 0..20 {
        slots.push(shop.slot(60 + 30 * number, json!({ "resources": { "any_of": [[ana, ben]] } })).await);
    }
    let wanted = json!({ "if_taken": "book_next" });
    let replies = race(shop.clone(), vec![(slots[0].clone(), wanted); 50]).await;
    let won = won(&replies);
    let places: BTreeSet<String> = won.iter().map(|won| won["slot_id"].as_str().unwrap().to_owned()).collect();
    assert_eq!((won.len(), places.len()), (20, 20), "each slot once");
    let moved = won.iter().filter(|won| won["requested_slot_id"] == slots[0]["id"]).count();
    assert_eq!(moved, 19);
    let refused: Vec<&Reply> = replies.iter().filter(|reply| reply.status != 201).collect();
    assert!(refused.iter().all(|reply| reply.code() == "slot_taken" && next_slots(reply).is_empty()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_place_that_many_want_to_move_to_goes_to_one() {
    let shop = Arc::new(Shop::open().await);
    let mut appointments = Vec::new();
    for number in 0..16 {
        let slot = shop.slot(600 + 30 * number, json!({})).await;
        appointments.push((slot.clone(), shop.book(&slot, json!({})).await.ok()));
    }
    let target = shop.slot(60, json!({})).await;
    let mut tasks = JoinSet::new();
    for (_, appointment) in &appointments {
        let (shop, appointment, to) = (shop.clone(), appointment.clone(), json!({ "slot_id": target["id"] }));
        tasks.spawn(async move { shop.act(&appointment, "reschedule", to).await.status });
    }
    let statuses = tasks.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1);
    let mut freed = 0;
    for (slot, _) in &appointments {
        freed += usize::from(shop.slot_now(slot).await["status"] == "open");
    }
    assert_eq!(freed, 1, "the losers keep what they had");
    assert_eq!(shop.slot_now(&target).await["booked"], 1);
}
