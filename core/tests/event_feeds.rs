//! Reading events from a stored cursor: each at least once, in order, and none is passed over.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use proptest::prelude::*;
use softknack::flows::{CursorStore, FileCursor, FollowError, MemoryCursor};
use softknack::webhook::Event;
use softknack::{Client, ErrorCode, ErrorKind};
use support::{Answer, KEY, Seen, Server, Step, answer, problem};
use url::Url;

/// A platform with a log of events that grows, in the order in which they came through: the numbers of those who came at the
/// same time say nothing of that. A cursor says behind how many of them a page begins.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u32>>>);

impl Log {
    fn add(&self, numbers: impl IntoIterator<Item = u32>) {
        self.0.lock().unwrap().extend(numbers);
    }

    fn serve(&self) -> Server {
        let log = self.clone();
        Server::answering(move |seen| log.page(seen))
    }

    fn page(&self, seen: &Seen) -> Answer {
        let url = Url::parse(&format!("http://x{}", seen.target)).unwrap();
        let query: HashMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!((url.path(), query["order"].as_str()), ("/platform/v1/events", "asc"));
        let limit: usize = query["limit"].parse().unwrap();
        let after: usize = query.get("cursor").map_or(0, |cursor| cursor.parse().unwrap());
        let log = self.0.lock().unwrap();
        let rest = &log[after..];
        let page = &rest[..limit.min(rest.len())];
        let next = if rest.len() > limit { format!("\"{}\"", after + limit) } else { "null".to_owned() };
        let events: Vec<String> = page.iter().map(|number| event(*number)).collect();
        answer(200, &format!(r#"{{"data":[{}],"has_more":{},"next_cursor":{next}}}"#, events.join(","), next != "null"))
    }
}

fn event(number: u32) -> String {
    format!(
        r#"{{"id":"evt_{number:026}","type":"demo.happened","created_at":"2026-11-22T12:00:00.000Z","mode":"test","org_id":"org_1","correlation_id":"cor_1","data":{{"number":{number}}}}}"#
    )
}

fn number(event: &Event) -> u32 {
    event.id.as_str()[4..].parse().unwrap()
}

/// Reads what there is, and fails at the event of the number `fails_at`.
async fn read(sk: &Client, store: impl CursorStore, fails_at: Option<u32>) -> (Vec<u32>, bool) {
    let mut seen = Vec::new();
    let handler = async |event: Event| {
        seen.push(number(&event));
        if fails_at == Some(number(&event)) { Err(io::Error::other("on purpose")) } else { Ok(()) }
    };
    let result = sk.platform().events().follow(store).catch_up(handler).await;
    let failed = match result {
        Ok(count) => {
            assert_eq!(count, seen.len() as u64);
            false
        }
        Err(FollowError::Handler { event_id, error }) => {
            assert_eq!((number_of(event_id.as_str()), error.to_string()), (fails_at.unwrap(), "on purpose".to_owned()));
            true
        }
        Err(error) => panic!("{error}"),
    };
    (seen, failed)
}

fn number_of(id: &str) -> u32 {
    id[4..].parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever comes between two runs, and wherever a handler fails: each event is handed over in order, and again only
    /// where it failed.
    #[test]
    fn every_event_is_read_once_but_for_those_that_failed(
        bursts in proptest::collection::vec((0_u32..230, proptest::option::of(0_u32..300)), 1..6),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (log, store) = (Log::default(), MemoryCursor::default());
            let server = log.serve();
            let sk = server.client();
            let (mut last, mut expected, mut handled) = (0, Vec::new(), Vec::new());
            for (count, fails_at) in bursts {
                // Every fifth comes through later than the two after it.
                let mut burst: Vec<u32> = (last + 1..=last + count).collect();
                burst.sort_by_key(|number| if number % 5 == 1 { 2 * number + 5 } else { 2 * number });
                log.add(burst.iter().copied());
                expected.extend(burst);
                last += count;
                let (mut seen, failed) = read(&sk, store.clone(), fails_at).await;
                if failed {
                    let (again, failed) = { seen.pop(); read(&sk, store.clone(), None).await };
                    prop_assert!(!failed && again.first().copied() == fails_at);
                    seen.extend(again);
                }
                handled.extend(seen);
                prop_assert_eq!(&handled, &expected);
            }
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn a_file_keeps_the_cursor_from_one_process_to_the_next() {
    let folder = std::env::temp_dir().join(format!("softknack-cursor-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("events.cursor");
    let log = Log::default();
    let server = log.serve();
    let store = || FileCursor::new(&path);
    log.add(1..=3);
    assert_eq!(read(&server.client(), store(), Some(3)).await, (vec![1, 2, 3], true));
    log.add(4..=4);
    assert_eq!(read(&server.client(), store(), None).await, (vec![3, 4], false));
    assert_eq!(read(&server.client(), store(), None).await, (vec![], false));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");

    std::fs::write(&path, "{\"dead_letters\":{},\"events\":{}}").unwrap();
    let error = server.client().platform().events().follow(store()).open().await.unwrap_err();
    assert!(matches!(error, FollowError::UnreadableCursor), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
    let error = server.client().platform().events().follow(store()).catch_up(async |_| Ok::<_, io::Error>(())).await;
    assert!(matches!(error.unwrap_err(), FollowError::Store(_)), "the folder is gone");
}

#[tokio::test]
async fn while_it_waits_only_the_last_event_is_read_again() {
    let log = Log::default();
    log.add(1..=60);
    let server = log.serve();
    let follow = server.client().platform().events().follow(MemoryCursor::default());
    let mut feed = follow.poll_every(Duration::from_millis(1), Duration::from_millis(2)).open().await.unwrap();
    for expected in 1..=60 {
        assert_eq!(number(&feed.next().await.unwrap()), expected);
        assert_eq!(number(&feed.next().await.unwrap()), expected, "until it is done");
        feed.done().await.unwrap();
    }
    assert_eq!(server.seen().len(), 1);
    // The next one comes while the feed waits.
    let (next, ()) = tokio::join!(feed.next(), async {
        tokio::task::yield_now().await;
        let requests = server.seen().len();
        while server.seen().len() < requests + 4 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        log.add([61]);
    });
    assert_eq!(number(&next.unwrap()), 61);
    let seen = server.seen();
    assert!(seen[1].target.contains("limit=100") && !seen[1].target.contains("cursor"), "{}", seen[1].target);
    assert!(seen[2].target.contains("limit=59"), "{}", seen[2].target);
    assert!(seen[3..].iter().all(|seen| seen.target.contains("limit=100&order=asc&cursor=59")), "{:?}", seen[3].target);
}

#[tokio::test]
async fn a_feed_gets_over_an_outage_and_ends_with_what_lasts() {
    let page = answer(200, &format!(r#"{{"data":[{}],"has_more":false,"next_cursor":null}}"#, event(1)));
    let script: [Step; 6] = [
        Step::Break,
        problem(503, "unavailable").into(),
        problem(429, "rate_limited").into(),
        page.into(),
        problem(503, "unavailable").into(),
        problem(400, "invalid_cursor").into(),
    ];
    let server = Server::start(script);
    let sk = server.builder().max_retries(0).build().unwrap();
    let follow = sk.platform().events().follow(MemoryCursor::default()).poll_every(Duration::ZERO, Duration::ZERO);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let handed = Arc::clone(&seen);
    let run = follow.run(async move |event: Event| {
        handed.lock().unwrap().push(number(&event));
        Ok::<_, io::Error>(())
    });
    // It can run by itself.
    let Err(FollowError::Call(error)) = tokio::spawn(run).await.unwrap() else { panic!("a call fails") };
    assert_eq!(error.code(), Some(&ErrorCode::InvalidCursor));
    assert_eq!((&*seen.lock().unwrap(), server.unplayed()), (&vec![1], 0));
}

#[tokio::test]
async fn a_platform_that_repeats_a_cursor_is_not_followed_for_ever() {
    let page = |id, next| answer(200, &format!(r#"{{"data":[{}],"has_more":true,"next_cursor":{next}}}"#, event(id)));
    for script in [vec![page(1, "null")], vec![page(1, "\"1\""), page(1, "\"1\"")]] {
        let server = Server::start(script);
        let mut feed = server.client().platform().events().follow(MemoryCursor::default()).open().await.unwrap();
        let error = loop {
            match feed.try_next().await {
                Ok(_) => feed.done().await.unwrap(),
                Err(FollowError::Call(error)) => break error,
                Err(error) => panic!("{error}"),
            }
        };
        assert_eq!((error.kind(), server.unplayed()), (ErrorKind::Pagination, 0));
        assert!(!format!("{error:?}").contains(KEY));
    }
}
