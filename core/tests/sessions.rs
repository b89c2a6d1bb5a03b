//! Sessions: a token that expired is renewed once for all who wait for it, and each call is then sent again as it was.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use softknack::operation::Operation;
use softknack::{CallOptions, Client, ErrorCode, ErrorKind, Outcome, QueueEntryId, Secret};
use support::{HOUR, KEY, Seen, Server, Step, answer, pass, problem};
use tokio::sync::Notify;

const ENTRY: &str = r#"{"id":"que_1","status":"seated","position":null,"estimatedWaitSeconds":null,"customerId":"ctc_1","partySize":2,"matchType":"FITTED","resourceType":"table","resourceId":"res_1","metadata":{},"respondBy":null,"reason":null,"joinedAt":"2026-11-22T12:00:00.000Z","allocatedAt":null,"seatedAt":null,"endedAt":null}"#;

fn token(name: &str) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.{}", part(r#"{"alg":"HS256"}"#), part(&format!(r#"{{"mode":"test","sub":"{name}"}}"#)), part("mac"))
}

fn bears(seen: &Seen, name: &str) -> bool {
    seen.header("authorization") == Some(&*format!("Bearer {}", token(name)))
}

/// A server to which the token of this name is good, and every other has expired.
fn accepting(name: &'static str) -> Server {
    Server::answering(move |seen| if bears(seen, name) { answer(200, ENTRY) } else { problem(401, "token_expired") })
}

fn id() -> QueueEntryId {
    "que_1".parse().unwrap()
}

/// A client with an old token, and how often it asked for another.
fn client(server: &Server, next: &'static str) -> (Client, Arc<AtomicU32>) {
    let renewals = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&renewals);
    let renew = move || {
        count.fetch_add(1, Ordering::SeqCst);
        async move { Ok::<_, io::Error>(token(next)) }
    };
    (server.builder().credential(token("old")).renew_session(renew).build().unwrap(), renewals)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_callers_at_once_cause_one_renewal() {
    let server = accepting("new");
    let asked_for = Arc::new(Notify::new());
    let (go, renewals) = (Arc::clone(&asked_for), Arc::new(AtomicU32::new(0)));
    let count = Arc::clone(&renewals);
    let renew = move || {
        count.fetch_add(1, Ordering::SeqCst);
        let go = Arc::clone(&go);
        async move {
            go.notified().await;
            Ok::<_, io::Error>(token("new"))
        }
    };
    let sk = server.builder().credential(token("old")).renew_session(renew).build().unwrap();
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let sk = sk.clone();
            tokio::spawn(async move { sk.queue().entries().confirm(id()).max_retries(0).with_response().await })
        })
        .collect();
    // All of them were refused before the new token is there.
    tokio::task::block_in_place(|| server.wait_for_requests(100));
    asked_for.notify_one();
    for call in calls {
        let response = call.await.unwrap().unwrap();
        assert_eq!((response.status(), response.attempts().len()), (200, 2));
        assert_eq!(response.attempts()[0].result, "token_expired");
    }
    assert_eq!(renewals.load(Ordering::SeqCst), 1);
    assert_eq!(server.seen().len(), 200);
    sk.queue().entries().get(id()).await.unwrap();
    assert_eq!((renewals.load(Ordering::SeqCst), server.seen().len()), (1, 201), "the new token stays");
}

#[tokio::test]
async fn the_call_is_sent_again_as_it_was() {
    let server = accepting("new");
    let (sk, renewals) = client(&server, "new");
    sk.queue().entries().confirm(id()).await.unwrap();
    let confirm = Operation::find("queue.entries.confirm").unwrap();
    let params = serde_json::Map::from_iter([("id".to_owned(), json!("que_1"))]);
    let (sk, more) = client(&server, "new");
    let raw = sk.execute(confirm, params, CallOptions::new().max_retries(0)).await.unwrap();
    assert_eq!((raw.status(), raw.attempts().len()), (200, 2));
    assert_eq!((renewals.load(Ordering::SeqCst), more.load(Ordering::SeqCst)), (1, 1));

    let seen = server.seen();
    assert_eq!(seen.len(), 4);
    for pair in seen.chunks(2) {
        assert!(bears(&pair[0], "old") && bears(&pair[1], "new"));
        for name in ["idempotency-key", "x-correlation-id"] {
            assert!(pair[0].header(name).is_some());
            assert_eq!(pair[0].header(name), pair[1].header(name), "{name}");
        }
        assert_eq!((&pair[0].target, &pair[0].body), (&pair[1].target, &pair[1].body));
    }
}

#[tokio::test]
async fn a_new_token_that_is_refused_is_not_renewed_again() {
    let server = Server::answering(|_| problem(401, "token_expired"));
    let (sk, renewals) = client(&server, "new");
    let error = sk.queue().entries().confirm(id()).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(&ErrorCode::TokenExpired)));
    assert_eq!((error.outcome(), error.attempts().len(), server.seen().len()), (Outcome::Refused, 2, 2));
    assert_eq!(renewals.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn other_refusals_renew_nothing() {
    for code in ["invalid_credential", "authentication_required"] {
        let server = Server::start([problem(401, code)]);
        let (sk, renewals) = client(&server, "new");
        let error = sk.queue().entries().get(id()).await.unwrap_err();
        assert_eq!(error.code().unwrap().as_str(), code);
        assert_eq!(renewals.load(Ordering::SeqCst), 0);
    }
}

#[tokio::test]
async fn what_the_function_fails_with_is_the_cause_of_each_error() {
    let server = accepting("new");
    let renewals = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&renewals);
    let renew = move || {
        count.fetch_add(1, Ordering::SeqCst);
        async {
            tokio::task::yield_now().await;
            Err::<Secret, _>(io::Error::other("the back office is closed"))
        }
    };
    let sk = server.builder().credential(token("old")).renew_session(renew).build().unwrap();
    let error = sk.queue().entries().confirm(id()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.status()),
        (ErrorKind::Renewal, Some(&ErrorCode::TokenExpired), Some(401))
    );
    assert_eq!((error.outcome(), error.attempts().len()), (Outcome::Refused, 1));
    assert_eq!(
        error.to_string(),
        "softknack: token_expired (401): the session has expired and was not renewed: the back office is closed"
    );
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the back office is closed");
    sk.queue().entries().get(id()).await.unwrap_err();
    assert_eq!(renewals.load(Ordering::SeqCst), 2, "the next call tries anew");
}

#[tokio::test]
async fn what_is_no_token_of_the_session_is_not_taken() {
    let live = token("new").replace(
        &URL_SAFE_NO_PAD.encode(r#"{"mode":"test","sub":"new"}"#),
        &URL_SAFE_NO_PAD.encode(r#"{"mode":"live"}"#),
    );
    let rows = [
        (KEY.to_owned(), "what came is an API key and no session's token"),
        ("hunter2".to_owned(), "the credential is neither an API key (sk_test_…, sk_live_…) nor a JWT"),
        (live, "the token that came is for the live environment, and the session is a test one"),
    ];
    for (given, why) in rows {
        let server = accepting("new");
        let next = given.clone();
        let renew = move || {
            let next = next.clone();
            async move { Ok::<_, io::Error>(next) }
        };
        let sk = server.builder().credential(token("old")).renew_session(renew).build().unwrap();
        let error = sk.queue().entries().get(id()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Renewal);
        assert!(error.to_string().ends_with(why), "{error}");
        let printed =
            format!("{error:?} {sk:?} {:?}", server.builder().renew_session(async || Ok::<_, io::Error>("hunter2")));
        for secret in [&given, &token("old"), "hunter2"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}

#[tokio::test]
async fn a_function_that_panics_hangs_or_calls_for_itself_ends_the_call() {
    let server = accepting("new");
    let builder = || server.builder().credential(token("old"));
    let panics = builder().renew_session(|| async { panic!("on purpose") as io::Result<Secret> }).build().unwrap();
    let error = panics.queue().entries().get(id()).await.unwrap_err();
    assert!(error.to_string().ends_with("the function that renews it panicked"), "{error}");

    let begun = Arc::new(Notify::new());
    let hanging = || {
        let tell = Arc::clone(&begun);
        move || {
            tell.notify_one();
            std::future::pending::<io::Result<Secret>>()
        }
    };
    let an_hour_later = async || {
        begun.notified().await;
        pass(HOUR).await;
    };
    let hangs = builder().attempt_timeout(HOUR).timeout(2 * HOUR).renew_session(hanging()).build().unwrap();
    let (result, ()) = tokio::join!(hangs.queue().entries().get(id()), an_hour_later());
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Renewal);
    assert!(error.to_string().ends_with("no token came within 3600s"), "{error}");
    let hangs = builder().attempt_timeout(2 * HOUR).timeout(HOUR).renew_session(hanging()).build().unwrap();
    let (result, ()) = tokio::join!(hangs.queue().entries().get(id()), an_hour_later());
    let error = result.unwrap_err();
    assert!(error.is_timeout(), "{error}");

    let itself = Arc::new(std::sync::OnceLock::<Client>::new());
    let caller = Arc::clone(&itself);
    let renew = move || {
        let caller = Arc::clone(&caller);
        async move { caller.get().unwrap().queue().entries().get(id()).await.map(|_| "never") }
    };
    itself.set(builder().renew_session(renew).build().unwrap()).unwrap();
    let error = itself.get().unwrap().queue().entries().get(id()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Renewal);
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(cause, "softknack: token_expired (401): what happened", "it does not wait for itself");
}

#[tokio::test]
async fn a_caller_that_goes_away_leaves_the_renewal_to_the_others() {
    let server = accepting("new");
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (tell, release, renewals) = (Arc::clone(&begun), Arc::clone(&go), Arc::new(AtomicU32::new(0)));
    let count = Arc::clone(&renewals);
    let renew = move || {
        count.fetch_add(1, Ordering::SeqCst);
        tell.notify_one();
        let release = Arc::clone(&release);
        async move {
            release.notified().await;
            Ok::<_, io::Error>(token("new"))
        }
    };
    let sk = server.builder().credential(token("old")).renew_session(renew).build().unwrap();
    let first = tokio::spawn(sk.queue().entries().get(id()).into_future());
    begun.notified().await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    let second = tokio::spawn(sk.queue().entries().get(id()).into_future());
    tokio::task::yield_now().await;
    go.notify_one();
    second.await.unwrap().unwrap();
    assert_eq!(renewals.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn another_credential_of_the_same_client_is_not_renewed() {
    let server = accepting("new");
    let (sk, renewals) = client(&server, "new");
    let other = sk.with_credential(token("other")).unwrap();
    let error = other.queue().entries().get(id()).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::TokenExpired));
    assert_eq!(renewals.load(Ordering::SeqCst), 0);
    let session = server.client().with_session(token("old"), async || Ok::<_, io::Error>(token("new"))).unwrap();
    session.queue().entries().get(id()).await.unwrap();
}

#[test]
fn an_api_key_is_no_session() {
    let server = Server::start([] as [Step; 0]);
    let error = server.builder().renew_session(async || Ok::<_, io::Error>("x")).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("an API key is none"), "{error}");
    server.client().with_session(KEY, async || Ok::<_, io::Error>("x")).unwrap_err();
}

#[test]
fn a_session_is_renewed_where_it_is_told_to_be_by_clients_that_share_it() {
    let server = accepting("new");
    let elsewhere = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let here = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (begun, go, renewals) = (Arc::new(Notify::new()), Arc::new(Notify::new()), Arc::new(AtomicU32::new(0)));
    let (tell, gate, count) = (Arc::clone(&begun), Arc::clone(&go), Arc::clone(&renewals));
    let renew = move || {
        count.fetch_add(1, Ordering::SeqCst);
        tell.notify_one();
        let gate = Arc::clone(&gate);
        async move {
            gate.notified().await;
            Ok::<_, io::Error>(token("new"))
        }
    };
    let staff = server.client();
    let guest = staff.with_session_on(elsewhere.handle().clone(), token("old"), renew).unwrap();
    let other = server.client().with_access_of(&guest);
    // The runtime of the caller who found it expired is gone, and its renewal is not.
    here().block_on(async {
        tokio::select! {
            _ = guest.queue().entries().get(id()).into_future() => panic!("there is no new token yet"),
            () = begun.notified() => {}
        }
    });
    go.notify_one();
    assert_eq!(here().block_on(async { other.queue().entries().get(id()).await }).unwrap().id, id());
    assert_eq!(renewals.load(Ordering::SeqCst), 1);
    assert_eq!(here().block_on(async { guest.queue().entries().get(id()).await }).unwrap().id, id());
}

#[tokio::test]
async fn a_function_that_runs_elsewhere_says_what_it_is_and_what_it_failed_with_can_be_had() {
    let server = accepting("new");
    let (sk, renewals) = client(&server, "new");
    let error = sk.for_renewal().queue().entries().get(id()).await.unwrap_err();
    assert_eq!((error.code(), renewals.load(Ordering::SeqCst)), (Some(&ErrorCode::TokenExpired), 0));
    assert!(error.renewal_cause().is_none());

    let renew = || async { Err::<Secret, _>(io::Error::new(io::ErrorKind::PermissionDenied, "closed")) };
    let sk = server.builder().credential(token("old")).renew_session(renew).build().unwrap();
    let error = sk.queue().entries().get(id()).await.unwrap_err();
    let cause = error.renewal_cause().and_then(|cause| cause.downcast_ref::<io::Error>()).unwrap();
    assert_eq!(cause.kind(), io::ErrorKind::PermissionDenied);
}
