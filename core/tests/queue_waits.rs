//! Waiting for a party in line: what is asked for, how often, and how it ends.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use softknack::flows::{WaitError, WaitUntil};
use softknack::resources::queue::EntryStatus;
use softknack::{Client, QueueEntryId};
use support::{Answer, HOUR, Server, Step, answer, pass, problem};
use tokio::time::Instant;

fn id() -> QueueEntryId {
    "que_1".parse().unwrap()
}

const ENTRY: &str = r#"{"id":"que_1","status":"STATUS","position":null,"estimatedWaitSeconds":null,"customerId":"ctc_1","partySize":2,"matchType":"FITTED","resourceType":"table","resourceId":null,"metadata":{},"respondBy":null,"reason":null,"joinedAt":"2026-11-22T12:00:00.000Z","allocatedAt":null,"seatedAt":null,"endedAt":null}"#;

fn entry(status: &str) -> Answer {
    answer(200, &ENTRY.replace("STATUS", status))
}

/// Entries are read as `step` says for the n-th time, and events are not for this caller.
fn guests<S: Into<Step>>(step: impl Fn(u32) -> S + Send + Sync + 'static) -> Server {
    let reads = AtomicU32::new(0);
    Server::answering(move |seen| -> Step {
        match seen.target.starts_with("/platform") {
            true => problem(403, "permission_denied").into(),
            false => step(reads.fetch_add(1, Ordering::SeqCst) + 1).into(),
        }
    })
}

fn wait(sk: &Client) -> WaitUntil {
    let often = Duration::from_millis(2);
    let wait = sk.queue().entries().wait_for_status(id(), EntryStatus::Allocated);
    wait.poll_every(often, often).timeout(HOUR)
}

#[tokio::test]
async fn who_may_not_list_events_reads_the_entry() {
    let server = guests(|read| entry(if read < 5 { "waiting" } else { "allocated" }));
    let found = wait(&server.client()).await.unwrap();
    assert_eq!(found.status, EntryStatus::Allocated);
    let seen = server.seen();
    let (events, reads): (Vec<_>, Vec<_>) = seen.iter().partition(|seen| seen.target.starts_with("/platform"));
    assert_eq!((events.len(), reads.len()), (1, 5), "it asks for events once");
    assert!(seen.iter().all(|seen| seen.method == "GET"));
}

#[tokio::test]
async fn a_state_is_reached_that_was_passed_and_a_party_that_is_gone_ends_the_wait() {
    for passed in ["seated", "completed"] {
        let server = guests(move |_| entry(passed));
        assert_eq!(wait(&server.client()).await.unwrap().status.as_str(), passed);
    }
    let server = guests(|_| entry("cancelled"));
    let WaitError::Ended(entry) = wait(&server.client()).await.unwrap_err() else { panic!("it ended") };
    assert_eq!(entry.status, EntryStatus::Cancelled);
    let cancelled = server.client().queue().entries().wait_for_status(id(), EntryStatus::Cancelled).await.unwrap();
    assert_eq!(cancelled.id, id());
}

#[tokio::test]
async fn what_passes_is_waited_out_and_what_lasts_ends_the_wait() {
    let server = guests(|read| -> Step {
        match read {
            1 => entry("waiting").into(),
            2 => Step::Break,
            3 => problem(503, "unavailable").into(),
            4 => problem(429, "rate_limited").into(),
            _ => entry("allocated").into(),
        }
    });
    let sk = server.builder().max_retries(0).build().unwrap();
    wait(&sk).await.unwrap();

    let server = guests(|_| problem(404, "not_found"));
    let WaitError::Call(error) = wait(&server.client()).await.unwrap_err() else { panic!("a call failed") };
    assert!(error.is_not_found());
}

#[tokio::test]
async fn it_takes_no_longer_than_it_may() {
    let server = guests(|read| if read == 1 { entry("waiting").into() } else { Step::Stall });
    let patient = |server: &Server| server.builder().timeout(Duration::MAX).attempt_timeout(Duration::MAX);
    let started = Instant::now();
    let sk = patient(&server).build().unwrap();
    let (result, ()) = tokio::join!(wait(&sk).timeout(HOUR), async {
        server.stalled(1).await;
        pass(HOUR).await;
    });
    assert!(started.elapsed() >= HOUR && started.elapsed() < 2 * HOUR);
    let error = result.unwrap_err().to_string();
    assert_eq!(error, "what was waited for did not happen within 3600s; que_1 is waiting");

    let server = guests(|_| problem(503, "unavailable"));
    let sk = patient(&server).max_retries(0).build().unwrap();
    let (result, ()) = tokio::join!(wait(&sk).timeout(HOUR), async {
        // Events are asked for, then the entry; and the entry again when its first answer came.
        server.requests(3).await;
        pass(HOUR).await;
    });
    let WaitError::TimedOut { entry, failure, .. } = result.unwrap_err() else { panic!("time ran out") };
    assert_eq!((entry, failure.unwrap().status()), (None, Some(503)));
}

/// What an event says of a party in the same line.
fn page_of(events: &[(u32, &str, &str)]) -> Answer {
    let event = |(number, party, status): &(u32, &str, &str)| {
        let entry = ENTRY.replace("que_1", party).replace("STATUS", status);
        format!(
            r#"{{"id":"evt_{number:026}","type":"queue.entry.{status}","created_at":"2026-11-22T12:00:00.000Z","mode":"test","org_id":"org_1","correlation_id":"cor_1","data":{{"entry":{entry}}}}}"#
        )
    };
    let events: Vec<String> = events.iter().map(event).collect();
    answer(200, &format!(r#"{{"data":[{}],"has_more":false,"next_cursor":null}}"#, events.join(",")))
}

#[tokio::test]
async fn the_entry_is_read_again_when_its_line_moves_and_not_at_every_look() {
    let (looks, reads) = (AtomicU32::new(0), AtomicU32::new(0));
    let server = Server::answering(move |seen| {
        let before: &[_] = &[(1, "que_0", "joined"), (2, "que_1", "joined")];
        if seen.target.contains("order=desc") {
            return page_of(&before[1..]);
        }
        if seen.target.starts_with("/platform") {
            let moved = [before, &[(3, "que_0", "cancelled")]].concat();
            return page_of(if looks.fetch_add(1, Ordering::SeqCst) < 3 { before } else { &moved });
        }
        let place = if reads.fetch_add(1, Ordering::SeqCst) == 0 { "2" } else { "1" };
        answer(200, &ENTRY.replace("STATUS", "waiting").replace("\"position\":null", &format!("\"position\":{place}")))
    });
    let often = Duration::from_millis(2);
    let first = server.client().queue().entries().wait_until(id(), |entry| entry.position == Some(1));
    first.poll_every(often, often).timeout(HOUR).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen.iter().filter(|seen| seen.target.starts_with("/v1")).count(), 2);
    let looks = seen.iter().filter(|seen| seen.target.contains("order=asc") && seen.target.contains("limit=100"));
    assert_eq!(looks.count(), 4, "with the line's first move");
    assert!(
        seen.iter().all(|seen| !seen.target.contains("order=asc") || seen.target.contains("from=2026-11-22T11%3A59"))
    );
}

#[tokio::test]
async fn dropped_it_ends_at_once() {
    let server = Arc::new(guests(|_| entry("waiting")));
    let waiting = tokio::spawn(wait(&server.client()).into_future());
    while server.seen().len() < 3 {
        assert!(!waiting.is_finished());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    let seen = server.seen().len();
    tokio::time::sleep(Duration::from_millis(50)).await;
    // One may have been on its way.
    assert!(server.seen().len() <= seen + 1, "at this pace there would be ten more by now");
}
