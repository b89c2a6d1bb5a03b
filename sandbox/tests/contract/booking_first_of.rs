//! `book_first_of` against the real races: one booking for the same facts, whatever happens on the way.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::json;
use softknack::flows::{BookFirstOf, NotBookedReason};
use softknack::{Client, NewAppointment, SlotId};

use crate::support::proxy;
use crate::support::shop::{Shop, id};

async fn slots(shop: &Shop, count: i64) -> Vec<SlotId> {
    let mut slots = Vec::new();
    for number in 0..count {
        slots.push(id(&shop.slot(60 + 30 * number, json!({})).await).parse().unwrap());
    }
    slots
}

fn first_of(sk: &Client, shop: &Shop, slots: &[SlotId], call: &str) -> BookFirstOf {
    let contact: softknack::ContactId = shop.contact.parse().unwrap();
    let booking = NewAppointment::new(slots[0], contact, "cut");
    sk.calendar().appointments().book_first_of(booking, slots[1..].iter().copied()).key_from(("booking", call))
}

async fn appointments(sk: &Client) -> usize {
    sk.calendar().appointments().list().to_vec(1000).await.unwrap().len()
}

#[tokio::test]
async fn a_process_that_comes_back_with_the_same_facts_books_once() {
    let shop = Shop::open().await;
    let sk = proxy::client(&shop.sandbox).await;
    let slots = slots(&shop, 3).await;
    shop.book(&json!({ "id": slots[0] }), json!({})).await.ok();

    // The booking commits, and the process hears nothing of it: as good as dead.
    shop.sandbox.faults().next("calendar.appointments.book").disconnect_after_commit().nth(2).times(2).await.unwrap();
    let impatient = sk.clone();
    let not_booked = first_of(&impatient, &shop, &slots, "call_81")
        .options(softknack::CallOptions::new().max_retries(0))
        .await
        .unwrap_err();
    assert_eq!((not_booked.reason(), not_booked.in_doubt()), (NotBookedReason::InDoubt, Some(slots[1])));
    assert_eq!(not_booked.untried(), &slots[2..]);
    shop.sandbox.faults().clear().await.unwrap();

    // Meanwhile its first wish is free again: what was decided under its key stays decided.
    let open: Vec<_> = sk.calendar().appointments().list().to_vec(10).await.unwrap();
    let other = open.iter().find(|appointment| appointment.slot_id == slots[0]).unwrap();
    sk.calendar().appointments().cancel(other.id, "ill").await.unwrap();

    let first = first_of(&sk, &shop, &slots, "call_81").await.unwrap();
    assert_eq!((first.appointment.slot_id, first.appointment.replayed(), first.lost.len()), (slots[1], true, 1));
    let again = first_of(&sk, &shop, &slots, "call_81").await.unwrap();
    assert_eq!(again.appointment.id, first.appointment.id);
    assert_eq!(appointments(&sk).await, 2, "the one that was cancelled, and the one that was won");
    let another = first_of(&sk, &shop, &slots, "call_82").await.unwrap();
    assert_eq!((another.appointment.slot_id, another.lost.len()), (slots[0], 0), "other facts book for themselves");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_want_the_same_slots_each_wins_one_or_is_told_that_none_is_left() {
    let shop = Shop::open().await;
    let sk = proxy::client(&shop.sandbox).await;
    let slots = slots(&shop, 8).await;
    // Two of each call run at once, as after a restart that came too early.
    let walks: Vec<_> = (0..24).map(|number| first_of(&sk, &shop, &slots, &format!("call_{}", number / 2))).collect();
    let walks: Vec<_> = walks.into_iter().map(|walk| tokio::spawn(walk.into_future())).collect();
    let mut won = Vec::new();
    let mut all_taken = 0;
    for walk in walks {
        match walk.await.unwrap() {
            Ok(first) => won.push(first.appointment.slot_id),
            Err(error) => {
                assert_eq!((error.reason(), error.tried().len()), (NotBookedReason::AllTaken, 8), "{error}");
                all_taken += 1;
            }
        }
    }
    assert_eq!(appointments(&sk).await, 8);
    assert_eq!((won.len(), all_taken), (16, 8), "both processes of a call hear the same");
    assert_eq!(won.into_iter().collect::<HashSet<_>>(), slots.into_iter().collect());
}

#[tokio::test]
async fn the_openings_that_the_platform_names_are_won_when_the_named_ones_are_gone() {
    let shop = Shop::open().await;
    let sk = proxy::client(&shop.sandbox).await;
    let slots = slots(&shop, 5).await;
    for slot in &slots[..3] {
        shop.book(&json!({ "id": slot }), json!({})).await.ok();
    }
    let walk = || first_of(&sk, &shop, &slots[..2], "call_81");
    let not_booked = walk().await.unwrap_err();
    assert_eq!(not_booked.next_slots().iter().map(|slot| slot.id).collect::<Vec<_>>(), slots[3..]);
    let first = walk().then_offered(2).await.unwrap();
    assert_eq!((first.appointment.slot_id, first.lost.len()), (slots[3], 2));
    assert_eq!(walk().then_offered(2).await.unwrap().appointment.id, first.appointment.id);
}

#[tokio::test]
async fn wherever_a_walk_is_cut_off_its_successor_books_once() {
    let shop = Shop::open().await;
    let sk = proxy::client(&shop.sandbox).await;
    for call in 0..16 {
        let slots = slots(&shop, 3).await;
        shop.book(&json!({ "id": slots[0] }), json!({})).await.ok();
        let walk = || first_of(&sk, &shop, &slots, &format!("call_{call}"));
        // Dropped, as when the process dies: before the first request, after the last answer, and anywhere between.
        let cut_off = tokio::time::timeout(Duration::from_micros(600 * call), walk().into_future()).await;
        let first = walk().await.unwrap();
        assert_eq!(first.appointment.slot_id, slots[1]);
        if let Ok(before) = cut_off {
            assert_eq!(before.unwrap().appointment.id, first.appointment.id);
        }
        assert_eq!(appointments(&sk).await, 2 * (usize::try_from(call).unwrap() + 1), "call {call}");
    }
}

#[tokio::test]
async fn a_slot_that_is_no_more_is_passed_over() {
    let shop = Shop::open().await;
    let sk = proxy::client(&shop.sandbox).await;
    let gone: SlotId = "slt_01J9X4T5V6W7X8Y9Z0A1B2C3D4".parse().unwrap();
    let closed = slots(&shop, 2).await;
    shop.api.post(&format!("/calendar/v1/slots/{}/close", closed[0]), json!({})).await.ok();
    let first = first_of(&sk, &shop, &[gone, closed[0], closed[1]], "call_81").await.unwrap();
    assert_eq!((first.appointment.slot_id, first.lost.len()), (closed[1], 2));
}
