//! Nothing that is printed has the key or a person in it: not `Debug`, not errors, not the most talkative log.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::fmt::Debug;
use std::io::Write;
use std::sync::{Arc, Mutex};

use softknack::{Client, Method, NewContact};
use support::{KEY, Server, Step, answer, problem};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::FmtSpan;

const PHONE: &str = "+919800000000";
const CONTACT: &str = r#"{"id":"ctc_1","name":"Priya","phone":"+919800000000","email":null,"verified":true,"metadata":{},"created_at":"2026-11-22T10:00:00.000Z","updated_at":"2026-11-22T10:00:00.000Z"}"#;

/// With the claims `{"sub":"one"}` and the signature `mac`.
const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJvbmUifQ.bWFj";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_secret_and_no_person_is_ever_printed() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_span_events(FmtSpan::CLOSE)
        .with_max_level(LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone());
    tracing::subscriber::set_global_default(subscriber.finish()).unwrap();

    let server = Server::start([
        answer(201, CONTACT).into(),
        Step::Break,
        problem(503, "unavailable").into(),
        problem(422, "validation_failed").into(),
        answer(200, &CONTACT.replace("true", "\"+919800000000\"")).into(),
        answer(200, &format!(r#"{{"data":[{CONTACT}],"has_more":false,"next_cursor":null}}"#)).into(),
        answer(200, CONTACT).into(),
        problem(401, "token_expired").into(),
        answer(200, CONTACT).into(),
        problem(401, "token_expired").into(),
    ]);
    let mut printed = String::new();
    let mut print = |value: &dyn Debug| printed.push_str(&format!("{value:?} {value:#?}\n"));

    let builder = server.builder();
    print(&builder);
    let sk = builder.build().unwrap();
    print(&sk);
    print(&sk.with_credential("sk_live_hunter2").unwrap());
    let new = || NewContact::default().name("Priya").phone(PHONE);
    let call = sk.crm().contacts().create(new());
    print(&call);
    print(&call.with_response().await.unwrap());
    let error = sk.crm().contacts().create(new()).await.unwrap_err();
    print(&error);
    print(&format!("{error} {error:#}"));
    print(&sk.crm().contacts().create(new()).await.unwrap_err());
    let list = sk.crm().contacts().list().phone(PHONE);
    print(&list);
    let page = list.first_page().await.unwrap();
    print(&page);
    print(page.response());
    let request = sk.request(Method::Post, "/crm/v1/contacts").json(&new());
    print(&request);
    print(&request.send::<serde_json::Value>().with_response().await.unwrap());
    print(&Client::new("sk_prod_hunter2").unwrap_err());

    // One token is renewed, and the next one not.
    let tokens = Mutex::new(vec![
        Ok(TOKEN.replace("eyJzdWIiOiJvbmUifQ", "eyJzdWIiOiJ0d28ifQ")),
        Err(std::io::Error::other("closed")),
    ]);
    let renew = move || std::future::ready(tokens.lock().unwrap().remove(0));
    let session = sk.with_session(TOKEN, renew).unwrap();
    print(&session);
    let id: softknack::ContactId = "ctc_1".parse().unwrap();
    print(&session.crm().contacts().get(id).with_response().await.unwrap());
    print(&session.crm().contacts().get(id).await.unwrap_err());
    assert_eq!(server.unplayed(), 0);

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("softknack.call") && log.contains("TRACE"), "the log was on");
    assert!(log.contains("operation=\"crm.contacts.create\"") && log.contains("attempts=3"), "the span has its facts");
    for (place, text) in [("debug", &printed), ("log", &log)] {
        for secret in [KEY, "hunter2", PHONE, "9198", "Priya", "bWFj", "eyJzdWIiOiJvbmUifQ", "eyJzdWIiOiJ0d28ifQ"] {
            let line = text.lines().find(|line| line.contains(secret));
            assert_eq!(line, None, "{secret} in {place}");
        }
    }
}
