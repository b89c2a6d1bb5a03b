//! The program is killed at random moments under load, a hundred times. Whatever it answered stays true, what it did not
//! answer has one effect when it is sent again, and no event is lost.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use softknack::Timestamp;
use support::customer::{Customer, Tally};
use support::database::Database;
use support::program::Program;
use support::random::Random;
use support::receiver::{Answer, Receiver};
use support::shop::{id, in_minutes};
use support::{Api, consistency, endpoint, text};
use tokio::sync::{Barrier, Notify};
use tokio::task::JoinSet;

const CRASHES: usize = 100;
const CUSTOMERS: usize = 16;
const SLOTS: i64 = 40;

/// Far more than a first answer takes.
const TOO_LONG: Duration = Duration::from_secs(120);

/// The program on its file: killed and started again, it has another address and the same keys.
struct Running {
    program: Program,
    api: Api,
    admin: Api,
}

impl Running {
    fn start(file: &Path) -> Self {
        let (program, ready) = Program::serve(Some(file));
        let base_url = text(&ready, "base_url");
        let api = Api::at(&base_url, &text(&ready, "test_key"));
        Self { program, api, admin: Api::at(&base_url, &text(&ready, "admin_token")) }
    }

    fn kill(self) {
        let logged = self.program.kill();
        assert!(!logged.contains("ERROR") && !logged.contains("panicked"), "{logged}");
    }
}

/// A service with slots that overlap: some are free of needs, some share a room, some one of two people. Reminders of a few
/// fall due when the clock is advanced at the end.
async fn open_business(api: &Api) -> Vec<String> {
    let service = json!({
        "slug": "cut", "name": "Cut", "duration_minutes": 30, "buffer_after_minutes": 5, "reminder_offsets_minutes": [60],
    });
    api.post("/calendar/v1/services", service).await.ok();
    let mut resources = Vec::new();
    for (name, kind) in [("Room", "room"), ("Asha", "staff"), ("Ravi", "staff")] {
        resources.push(id(&api.post("/calendar/v1/resources", json!({ "name": name, "kind": kind })).await.ok()));
    }
    let [room, asha, ravi] = &resources[..] else { unreachable!() };
    let needs = [json!({}), json!({ "required": [room] }), json!({ "any_of": [[asha, ravi]] })];
    let mut slots = Vec::new();
    for (number, needs) in (0..SLOTS).zip(needs.iter().cycle()) {
        let from = 120 + 20 * number;
        let slot = json!({
            "service": "cut", "starts_at": in_minutes(from), "ends_at": in_minutes(from + 30), "capacity": 2, "resources": needs,
        });
        slots.push(id(&api.post("/calendar/v1/slots", slot).await.ok()));
    }
    slots
}

/// Lets all customers act at once, kills the program so long after its first answer, and gives the customers back.
async fn crash(running: Running, customers: Vec<Customer>, slots: &Arc<Vec<String>>, after: Duration) -> Vec<Customer> {
    let (start, answered) = (Arc::new(Barrier::new(customers.len())), Arc::new(Notify::new()));
    let mut acting = JoinSet::new();
    for mut customer in customers {
        let (api, slots) = (running.api.clone(), slots.clone());
        let (start, answered) = (start.clone(), answered.clone());
        acting.spawn(async move {
            start.wait().await;
            customer.act_until_cut_off(&api, &slots, &answered).await;
            customer
        });
    }
    tokio::time::timeout(TOO_LONG, answered.notified()).await.expect("somebody is answered");
    tokio::time::sleep(after).await;
    running.kill();
    acting.join_all().await
}

async fn recover(api: &Api, customers: Vec<Customer>, tally: &mut Tally) -> Vec<Customer> {
    let mut recovering = JoinSet::new();
    for mut customer in customers {
        let api = api.clone();
        recovering.spawn(async move {
            let mut tally = Tally::default();
            customer.recover(&api, &mut tally).await;
            (customer, tally)
        });
    }
    let recovered = recovering.join_all().await;
    recovered
        .into_iter()
        .map(|(customer, part)| {
            tally.add(&part);
            customer
        })
        .collect()
}

/// How the receiver behaves from now on. What is connected to it is gone: the program is not running.
async fn change_mood(receiver: &mut Receiver, random: &mut Random) {
    receiver.come_back();
    match random.below(6) {
        0 => receiver.go_away().await,
        1 => receiver.otherwise(Answer::Status(503)),
        2 => receiver.otherwise(Answer::Never),
        _ => receiver.otherwise(Answer::Status(200)),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_crashes_lose_nothing_and_double_nothing() {
    let mut random = Random::from_environment("CRASHES_SEED");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let mut receiver = Receiver::start().await;
    let mut running = Running::start(&file);
    let (_, secret) = endpoint(&running.api, receiver.url(), &["*"]).await;
    let slots = Arc::new(open_business(&running.api).await);
    let mut customers = Vec::new();
    for number in 0..CUSTOMERS {
        customers.push(Customer::new(&running.api, &format!("+9198000000{number:02}"), random.split()).await);
    }

    let mut tally = Tally::default();
    for _ in 0..CRASHES {
        let after = Duration::from_micros(random.number() % 80_000);
        customers = crash(running, customers, &slots, after).await;
        change_mood(&mut receiver, &mut random).await;
        running = Running::start(&file);
        consistency::check(&file);
        customers = recover(&running.api, customers, &mut tally).await;
    }
    println!("{tally:?}");
    assert!(tally.answered >= CRASHES && tally.refused > 0, "there was load: {tally:?}");
    assert!(tally.lost_without > 0 && tally.lost_with_effect > 0, "crashes hit before and after commits: {tally:?}");

    receiver.come_back();
    receiver.otherwise(Answer::Status(200));
    consistency::check(&file);
    for customer in &customers {
        customer.check_everything(&running.api).await;
    }
    every_event_is_delivered(&running, &file, &receiver, &secret, &customers).await;
    running.kill();
}

async fn every_event_is_delivered(
    running: &Running,
    file: &Path,
    receiver: &Receiver,
    secret: &str,
    customers: &[Customer],
) {
    // Beyond what any retry waits for.
    let later = Some(json!({ "advance_seconds": 3 * 60 * 60 }));
    running.admin.send(Method::POST, "/sandbox/v1/clock", later, None).await.ok();
    running.admin.send(Method::POST, "/sandbox/v1/settle", None, None).await.ok();

    let events = running.api.all("/platform/v1/events").await;
    let stored: Vec<(String, String)> = Database::open(file).rows("SELECT id, body FROM told_events");
    let stored: HashMap<String, String> = stored.into_iter().collect();
    assert_eq!(stored.len(), events.len());

    let mut received: HashMap<String, usize> = HashMap::new();
    for delivery in receiver.received() {
        let signed_at = Timestamp::from_millisecond(delivery.signed_at() * 1000).unwrap();
        let event = delivery.verify(secret, signed_at).unwrap();
        let id = event.id.to_string();
        assert_eq!(delivery.header("x-nexus-event-id"), id);
        assert_eq!(stored.get(&id).expect("only what was committed is sent").as_bytes(), &delivery.body[..]);
        *received.entry(id).or_default() += 1;
    }
    let unheard: Vec<&Value> = events.iter().filter(|event| !received.contains_key(&id(event))).collect();
    assert!(unheard.is_empty(), "{} of {} events never arrived: {unheard:?}", unheard.len(), events.len());
    for event in &events {
        assert_eq!(*event, serde_json::from_str::<Value>(&stored[&id(event)]).unwrap());
    }
    assert!(running.api.all("/platform/v1/deliveries?status=pending").await.is_empty());
    assert!(running.api.all("/platform/v1/dead_letters").await.is_empty());
    println!("{} events, received {} times", events.len(), received.values().sum::<usize>());

    // Reminders, and the messages that carried them, come of the clock alone.
    let of_the_clock = |kind: &str| kind == "appointment.reminder_sent" || kind.starts_with("message.");
    let (reminded, events): (Vec<&Value>, Vec<&Value>) =
        events.iter().partition(|event| of_the_clock(&text(event, "type")));
    assert!(!reminded.is_empty(), "advancing the clock made events too");
    let happened = count(events.iter().map(|event| (text(event, "type"), subject(event))));
    let caused = customers.iter().flat_map(|customer| customer.caused.iter().cloned());
    let caused = count(caused.map(|(kind, subject)| (kind.to_owned(), subject)));
    assert_eq!(happened, caused, "each change has its events, once");
}

/// The record that an event is about.
fn subject(event: &Value) -> String {
    let data = &event["data"];
    let record = ["appointment", "slot", "contact"].iter().find_map(|name| data.get(name)).unwrap();
    id(record)
}

fn count(happened: impl Iterator<Item = (String, String)>) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for what in happened {
        *counts.entry(what).or_default() += 1;
    }
    counts
}
