//! Awaited where no runtime is, everything that takes more than one call says so, and nothing panics.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use std::io;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use softknack::flows::{FileCursor, FollowError, MemoryCursor, WaitError};
use softknack::resources::queue::EntryStatus;
use softknack::{Client, ContactId, Error, ErrorKind, Event, NewAppointment, QueueEntryId, SlotId};

fn at_once<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn flows_need_a_runtime_and_say_so() {
    let sk = Client::builder().credential("sk_test_1").base_url("http://127.0.0.1:9").build().unwrap();
    let (slot, contact): (SlotId, ContactId) = ("slt_1".parse().unwrap(), "ctc_1".parse().unwrap());
    let booking = NewAppointment::new(slot, contact, "cut");
    let walk = sk.calendar().appointments().book_first_of(booking, [slot]);
    let error = Error::from(at_once(walk.into_future()).unwrap_err());
    assert_eq!(error.kind(), ErrorKind::Configuration);

    let id: QueueEntryId = "que_1".parse().unwrap();
    let wait = sk.queue().entries().wait_for_status(id, EntryStatus::Seated);
    let WaitError::Call(error) = at_once(wait.into_future()).unwrap_err() else { panic!("a call") };
    assert_eq!(error.kind(), ErrorKind::Configuration);

    let handler = async |_: Event| Ok::<_, io::Error>(());
    let run = sk.platform().events().follow(MemoryCursor::default()).run(handler);
    let FollowError::Call(error) = at_once(run).unwrap_err() else { panic!("a call") };
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let hand = sk.platform().reconcile().hand_to(FileCursor::new("never"), handler);
    assert!(matches!(at_once(hand).unwrap_err(), FollowError::Store(_)));
    assert_eq!(at_once(sk.platform().reconcile().replay()).unwrap_err().kind(), ErrorKind::Configuration);
}
