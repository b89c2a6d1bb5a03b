//! Retention, to the byte: what was forgotten stands in no file any more. (`secrets.rs` says the same of the log.)

use std::path::Path;

use crate::support::guests::{Restaurant, joining, path};
use crate::support::postgres::{Server, psql, wanted};
use crate::support::program::Program;
use crate::support::receiver::{Answer, Receiver};
use crate::support::shop::in_minutes;
use crate::support::{Api, builder_on, endpoint, fresh_key, fresh_tables, text};
use reqwest::Method;
use serde_json::{Value, json};
use softknack_sandbox::{Sandbox, hours, minutes, seconds};

/// What each guest is called, and by which number; the digits are found in E.164, without the plus, and as a number.
fn person(number: usize) -> (String, String) {
    (format!("Priyanka Unmistakable {number:03}"), format!("9198123{number:05}"))
}

const EMAIL: &str = "unmistakable@example.com";

/// Which of these texts stand in which file of a folder.
fn found(folder: &Path, texts: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        let bytes = std::fs::read(file.path()).unwrap();
        let bytes = String::from_utf8_lossy(&bytes);
        let here = texts.iter().filter(|text| bytes.contains(text.as_str()));
        found.extend(here.map(|text| format!("{text} in {}", file.file_name().to_string_lossy())));
    }
    found
}

/// The name, the number and the e-mail address of each person.
fn texts(people: std::ops::Range<usize>) -> Vec<String> {
    people.map(person).flat_map(|(name, digits)| [name, digits]).chain([EMAIL.to_owned()]).collect()
}

/// A guest shows a code, joins, and is written to; the name and the number stand wherever a caller can put them.
async fn visit(restaurant: &Restaurant, number: usize) -> Value {
    let (name, digits) = person(number);
    let phone = format!("+{digits}");
    let asked = json!({ "phone": phone, "name": name });
    let challenge = text(&restaurant.api.post("/v1/queue/otp", asked).await.ok(), "challengeId");
    let session = restaurant.verify(&challenge, &restaurant.code().await).await.ok();
    let customer = text(&session, "customerId");
    let guest = Api::with_key(&restaurant.sandbox, &text(&session, "token"));
    let digits: u64 = digits.parse().unwrap();
    let metadata = json!({ "name": name, "phone": phone, "digits": digits, "long": name.repeat(20) });
    let entry = guest.post("/v1/queue/join", joining(&customer, json!({ "metadata": metadata }))).await.ok();
    let contact = format!("/crm/v1/contacts/{customer}");
    restaurant.api.patch(&contact, json!({ "email": EMAIL, "metadata": metadata })).await.ok();
    let message = json!({
        "contact_id": customer, "template": "welcome", "channels": ["sms"], "vars": { "name": name, "phone": phone },
    });
    restaurant.api.post("/notifications/v1/messages", message).await.ok();
    entry
}

/// Books for a guest, moves it and calls it off, with the name in every word of it.
async fn book_and_cancel(restaurant: &Restaurant, entry: &Value, name: &str) {
    let mut slots = Vec::new();
    for minutes in [60, 120] {
        let slot = json!({ "service": "cut", "starts_at": in_minutes(minutes), "ends_at": in_minutes(minutes + 30) });
        slots.push(text(&restaurant.api.post("/calendar/v1/slots", slot).await.ok(), "id"));
    }
    let booking = json!({ "slot_id": slots[0], "contact_id": entry["customerId"], "service": "cut", "notes": name, "metadata": { "name": name } });
    let appointment = restaurant.api.post("/calendar/v1/appointments", booking).await.ok();
    let path = format!("/calendar/v1/appointments/{}", text(&appointment, "id"));
    let moved = json!({ "slot_id": slots[1], "reason": name });
    restaurant.api.post(&format!("{path}/reschedule"), moved).await.ok();
    restaurant.api.patch(&path, json!({ "notes": format!("{name} called again") })).await.ok();
    restaurant.api.post(&format!("{path}/cancel"), json!({ "reason": format!("{name} is ill") })).await.ok();
}

#[tokio::test]
async fn no_file_has_a_guest_who_was_forgotten() {
    const GUESTS: usize = 20;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let sandbox = Sandbox::builder().file(&file).start().await.unwrap();
    sandbox.clock().freeze().await.unwrap();
    let restaurant = Restaurant { api: Api::new(&sandbox), sandbox };
    let receiver = Receiver::start().await;
    receiver.otherwise(Answer::Status(503));
    endpoint(&restaurant.api, receiver.url(), &["*"]).await;
    restaurant.api.post("/calendar/v1/services", json!({ "slug": "cut", "name": "Cut", "duration_minutes": 30 })).await;
    for _ in 0..GUESTS / 5 {
        restaurant.table(json!({})).await;
    }
    let mut entries = Vec::new();
    for number in 0..GUESTS {
        entries.push(visit(&restaurant, number).await);
    }
    book_and_cancel(&restaurant, &entries[0], &person(0).0).await;
    restaurant.sandbox.settle().await.unwrap();
    assert!(found(folder.path(), &texts(0..GUESTS)).len() > 2 * GUESTS, "it stands there while it is needed");

    // A fifth each checks out, does not answer, cancels, is erased, and waits until it is too late.
    let allocated = restaurant.allocate().await;
    assert_eq!(allocated.len(), GUESTS / 5);
    for entry in &entries[..GUESTS / 5] {
        restaurant.act(entry, "/confirm").await.ok();
    }
    restaurant.sandbox.clock().advance(minutes(5)).await.unwrap();
    for entry in &entries[..GUESTS / 5] {
        restaurant.act(entry, "/checkout").await.ok();
    }
    restaurant.sandbox.clock().advance(seconds(180)).await.unwrap();
    for (number, entry) in entries.iter().enumerate().skip(2 * GUESTS / 5).take(2 * GUESTS / 5) {
        let contact = format!("/crm/v1/contacts/{}/erase", text(entry, "customerId"));
        match number % 2 {
            0 => drop(restaurant.api.post(&path(entry, "/cancel"), json!({})).await.ok()),
            _ => drop(restaurant.api.post(&contact, json!({})).await.ok()),
        }
    }
    restaurant.sandbox.clock().advance(hours(12)).await.unwrap();
    for entry in &entries {
        assert!(restaurant.entry(entry).await["endedAt"].is_string());
    }

    let gone = texts(0..GUESTS);
    assert_eq!(found(folder.path(), &gone), Vec::<String>::new(), "while it runs");
    let letters = restaurant.api.all("/platform/v1/dead_letters").await;
    assert!(letters.len() > GUESTS, "with every body kept that could not be delivered");
    restaurant.api.post("/platform/v1/dead_letters/replay_all", json!({})).await.ok();
    restaurant.sandbox.settle().await.unwrap();
    let said_again = receiver.received().split_off(receiver.received().len() - letters.len());
    let said_again: Vec<String> = said_again.iter().map(|received| received.event().to_string()).collect();
    assert!(said_again.iter().all(|said| !gone.iter().any(|text| said.contains(text))));
    restaurant.sandbox.shutdown().await;
    assert_eq!(found(folder.path(), &gone), Vec::<String>::new(), "and when it does not");
}

#[tokio::test]
async fn no_file_of_a_server_has_a_guest_who_was_forgotten_once_its_tables_were_rewritten() {
    const GUESTS: usize = 4;
    if !wanted() {
        return;
    }
    let fresh = fresh_tables();
    let sandbox = builder_on(&fresh.url, Some(&fresh.owner_url)).start().await.unwrap();
    sandbox.clock().freeze().await.unwrap();
    let restaurant = Restaurant { api: Api::new(&sandbox), sandbox };
    let mut entries = Vec::new();
    for number in 0..GUESTS {
        restaurant.table(json!({})).await;
        entries.push(visit(&restaurant, number).await);
    }
    restaurant.sandbox.settle().await.unwrap();
    let server = Server::of_this_process();
    // What the planner notes of a table holds none of its people.
    psql(&fresh.admin_url, "ANALYZE; CHECKPOINT").unwrap();
    let found = || server.files_with(&fresh, &texts(0..GUESTS));
    assert!(found().iter().any(|file| file.contains("/base/")), "while it is needed");

    restaurant.allocate().await;
    for entry in &entries {
        restaurant.act(entry, "/confirm").await.ok();
        restaurant.act(entry, "/checkout").await.ok();
        let contact = format!("/crm/v1/contacts/{}", text(entry, "customerId"));
        restaurant.api.post(&format!("{contact}/erase"), json!({})).await.ok();
    }
    restaurant.sandbox.clock().advance(hours(12)).await.unwrap();
    // Its own tables alone, since the server's would take far longer.
    let tables = "SELECT string_agg(oid::regclass::text, ', ') FROM pg_class \
                  WHERE relkind = 'r' AND relnamespace = 'softknack'::regnamespace";
    let tables = psql(&fresh.owner_url, tables).unwrap();
    psql(&fresh.owner_url, &format!("VACUUM FULL {tables}")).unwrap();
    psql(&fresh.admin_url, "CHECKPOINT").unwrap();
    let left = found();
    assert!(left.iter().all(|file| file.contains("/pg_wal/")), "{left:?}");
    // The log that is written ahead is let go of segment by segment.
    for _ in 0..2 {
        psql(&fresh.admin_url, "SELECT pg_switch_wal()").unwrap();
        psql(&fresh.admin_url, "CHECKPOINT").unwrap();
    }
    assert_eq!(found(), Vec::<String>::new());
}

#[tokio::test]
async fn nobody_who_reads_the_file_keeps_a_guest_in_it_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let sandbox = Sandbox::builder().file(&file).start().await.unwrap();
    let restaurant = Restaurant { api: Api::new(&sandbox), sandbox };
    let entry = visit(&restaurant, 1).await;
    let reader = rusqlite::Connection::open(&file).unwrap();
    let reading = reader.unchecked_transaction().unwrap();
    reader.query_row("SELECT COUNT(*) FROM contacts", [], |row| row.get::<_, i64>(0)).unwrap();

    let key = fresh_key();
    let began = std::time::Instant::now();
    restaurant.api.post_with_key(&path(&entry, "/cancel"), json!({}), &key).await.ok();
    restaurant.sandbox.settle().await.unwrap();
    assert!(began.elapsed().as_secs() < 25, "nobody waits for who reads, for which SQLite would have 30 s");
    assert!(!found(folder.path(), &texts(1..2)).is_empty(), "what is being read is still there");
    reading.rollback().unwrap();
    restaurant.sandbox.settle().await.unwrap();
    assert_eq!(found(folder.path(), &texts(1..2)), Vec::<String>::new());
    restaurant.sandbox.shutdown().await;
}

#[tokio::test]
async fn a_crash_right_after_leaves_nobody_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let (program, ready) = Program::serve(Some(&file));
    let api = Api::at(&text(&ready, "base_url"), &text(&ready, "test_key"));
    let (name, digits) = person(1);
    let contact = json!({ "name": name, "phone": format!("+{digits}"), "verified": true });
    let contact = text(&api.post("/crm/v1/contacts", contact).await.ok(), "id");
    api.post(&format!("/crm/v1/contacts/{contact}/erase"), json!({})).await.ok();
    program.kill();
    let (program, ready) = Program::serve(Some(&file));
    let admin = Api::at(&text(&ready, "base_url"), &text(&ready, "admin_token"));
    admin.send(Method::POST, "/sandbox/v1/settle", None, None).await.ok();
    assert_eq!(found(folder.path(), &texts(1..2)), Vec::<String>::new());
    drop(program);
}
