//! Nothing secret and nothing personal is printed: not at trace level, not by `Debug`, not in errors, not in a panic.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use softknack::resources::queue::{CancelEntry, JoinQueue, MatchType, RequestOtp, VerifyOtp};
use softknack::{Client, IfTaken, NewAppointment, NewContact, UpdateContact};
use softknack_sandbox::{Sandbox, hours};
use support::Api;
use support::control::Control;

const PHONE: &str = "+919812345678";
const NAME: &str = "Priyanka Unmistakable";
const EMAIL: &str = "unmistakable@example.com";
const GUEST: &str = "Unmistakable Guest";
const GUEST_PHONE: &str = "+919887766554";
const NOTES: &str = "allergic to unmistakable things";

/// Everything that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_secret_and_nothing_personal_is_printed() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).init();

    let sandbox = Sandbox::start().await.unwrap();
    let business = sandbox.seed().await.unwrap();
    let receiver = sandbox.receiver(["*"]).await.unwrap();
    let sk = sandbox.client();
    let mut printed = vec![format!("{sandbox:?} {business:?} {receiver:?} {sk:?} {:?}", sandbox.organisation())];

    let new = NewContact::default().name(NAME).phone(PHONE).email(EMAIL).verified(true);
    printed.push(format!("{new:?}"));
    let contact = sk.crm().contacts().create(new).with_response().await.unwrap();
    printed.push(format!("{contact:?}"));
    let contact = contact.into_value();
    let found = sk.crm().contacts().list().phone(PHONE).first_page().await.unwrap();
    assert_eq!(found.len(), 1);
    printed.push(format!("{found:?}"));
    let changed = sk.crm().contacts().update(contact.id, UpdateContact::default().name("Unmistakable Priyanka")).await;
    printed.push(format!("{changed:?}"));

    let slot = sk.calendar().availability().list("ac_service").first_page().await.unwrap()[0].id;
    let booking = NewAppointment::new(slot, contact.id, "ac_service").notes(NOTES).if_taken(IfTaken::Offer);
    printed.push(format!("{booking:?}"));
    printed.push(format!("{:?}", sk.calendar().appointments().book(booking.clone()).await));
    let lost = sk.calendar().appointments().book(booking).await.unwrap_err();
    printed.push(format!("{lost} {lost:#} {lost:?}"));
    let invalid = sk.crm().contacts().create(NewContact::default().phone("9812345678x")).await.unwrap_err();
    printed.push(format!("{invalid} {invalid:#} {invalid:?}"));
    let stranger =
        Client::builder().credential("sk_test_unmistakable_key").base_url(sandbox.base_url()).build().unwrap();
    let refused = stranger.crm().contacts().get(contact.id).await.unwrap_err();
    printed.push(format!("{refused} {refused:#} {refused:?} {stranger:?}"));

    let webhook = sk.platform().webhooks().rotate_secret(receiver.webhook()).await.unwrap();
    printed.push(format!("{webhook:?}"));
    let event = receiver.next_event(Duration::from_secs(60)).await.unwrap();
    printed.push(format!("{event:?} {:?}", receiver.received()));
    // A reminder goes out, by the phone number.
    sandbox.clock().advance(hours(24 * 7)).await.unwrap();
    printed.push(format!("{:?}", sandbox.outbox().list().await));
    // A guest shows a code, joins, is written to, and is forgotten; a contact is erased.
    let asked = sk.queue().otp().request(RequestOtp::new(GUEST_PHONE).name(GUEST)).with_response().await.unwrap();
    printed.push(format!("{asked:?}"));
    let code = sandbox.outbox().last().await.unwrap().unwrap().vars["code"].as_str().unwrap().to_owned();
    let shown = VerifyOtp::new(asked.into_value().challenge_id, code.as_str());
    printed.push(format!("{shown:?}"));
    let session = sk.queue().otp().verify(shown).await.unwrap();
    printed.push(format!("{session:?}"));
    let join = JoinQueue::new(session.customer_id, 2_u32, MatchType::Pool, "table")
        .metadata([("name", GUEST), ("phone", GUEST_PHONE)]);
    printed.push(format!("{join:?}"));
    let entry = sk.with_credential(session.token.as_str()).unwrap().queue().join(join).await.unwrap();
    printed.push(format!("{entry:?}"));
    sandbox.settle().await.unwrap();
    printed.push(format!("{:?}", sk.queue().entries().cancel(entry.id, CancelEntry::default()).await));
    printed.push(format!("{:?}", sk.crm().contacts().erase(contact.id).await));
    sandbox.settle().await.unwrap();
    // What is not understood is answered without being repeated, by the sandbox too.
    let api = Api::new(&sandbox);
    let reply = api.post("/crm/v1/contacts", json!({ "name": NAME, "phone": [PHONE], "emial": EMAIL })).await;
    printed.push(reply.text);
    printed.push(api.post("/crm/v1/contacts", json!({ "metadata": { "a": { "b": PHONE } } })).await.text);
    printed.push(Control::new(&sandbox).post("/organisations", json!({ "name": [NAME] })).await.text);
    let audit = sk.platform().audit().list().limit(100).first_page().await.unwrap();
    assert!(audit.iter().any(|record| record.action == "crm.contacts.create"));
    printed.push(serde_json::to_string(&audit.to_vec()).unwrap());

    let refused: Result<(), _> = std::hint::black_box(Err(refused));
    let panicked = panic::catch_unwind(AssertUnwindSafe(|| refused.expect("a request")));
    let message = panicked.unwrap_err().downcast::<String>().unwrap();
    printed.push(*message);

    let logged = log.text();
    for expected in ["softknack.call", "calendar.appointments.book", "crm.contacts.create", "queue.otp.verify"] {
        assert!(logged.contains(expected), "the log has {expected}");
    }
    printed.push(logged);

    let old_secret = receiver.secret().clone();
    let hidden = [
        ("the test key", sandbox.organisation().test_key.as_str()),
        ("the live key", sandbox.organisation().live_key.as_str()),
        ("another key", "unmistakable_key"),
        ("the admin token", sandbox.admin_token().as_str()),
        ("a webhook's secret", old_secret.as_str()),
        ("a webhook's new secret", webhook.secret.as_ref().unwrap().as_str()),
        ("the demo webhook's secret", business.webhook_secret.as_str()),
        ("a phone number", &PHONE[1..]),
        ("part of a phone number", "9812345678"),
        ("a name", NAME),
        ("a changed name", "Unmistakable Priyanka"),
        ("an e-mail address", EMAIL),
        ("notes", NOTES),
        ("a guest", GUEST),
        ("a guest's number", &GUEST_PHONE[1..]),
        ("a guest's token", session.token.as_str()),
    ]
    .map(|(what, text)| (what, text.to_owned()));
    for text in &printed {
        for (what, secret) in &hidden {
            if let Some(at) = text.find(secret.as_str()) {
                let start = text.floor_char_boundary(at.saturating_sub(300));
                panic!("{what} is printed: …{}", &text[start..text.ceil_char_boundary(at + secret.len())]);
            }
        }
    }
}
