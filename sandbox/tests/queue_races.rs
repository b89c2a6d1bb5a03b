//! Many parties, few tables, everything at once: what the event log says afterwards is checked apart from the sandbox.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};
use softknack_sandbox::Sandbox;
use support::guests::{Restaurant, joining, path};
use support::{Api, text};

/// What a table takes: the smallest and the largest party, and its zone.
#[derive(Debug, Clone)]
struct Table {
    min: u64,
    max: u64,
    zone: Option<&'static str>,
}

impl Table {
    fn fits(&self, entry: &Value) -> bool {
        let zone = entry["metadata"]["zone"].as_str();
        entry["matchType"] == "POOL"
            || ((self.min..=self.max).contains(&entry["partySize"].as_u64().unwrap())
                && (zone.is_none() || zone == self.zone))
    }
}

/// Replays the events of a line and checks the laws of allocation at each.
#[derive(Default)]
struct Checker {
    tables: HashMap<String, Table>,
    /// Who waits, by ID: the order of joining.
    waiting: BTreeMap<String, Value>,
    /// Which entry has which table.
    held: HashMap<String, String>,
    allocations: usize,
    ended: usize,
}

impl Checker {
    fn check(&mut self, event: &Value) {
        let entry = &event["data"]["entry"];
        let id = text(entry, "id");
        let table = entry["resourceId"].as_str();
        match event["type"].as_str().unwrap() {
            "queue.entry.joined" => {
                let last = self.waiting.last_key_value().map(|(last, _)| last.clone());
                assert!(last.is_none_or(|last| last < id), "IDs rise");
                self.waiting.insert(id, entry.clone());
            }
            "queue.entry.allocated" => {
                let table = table.expect("a table was given");
                let fits = &self.tables[table];
                let first = self.waiting.iter().find(|(_, waiting)| fits.fits(waiting)).expect("somebody fits");
                assert_eq!(*first.0, id, "the oldest that fits {fits:?}");
                assert_eq!(self.held.insert(table.to_owned(), id.clone()), None, "{table} has two parties");
                assert!(self.waiting.remove(&id).is_some(), "{id} waited");
                assert_eq!(self.held.values().filter(|holder| **holder == id).count(), 1, "{id} has two tables");
                self.allocations += 1;
            }
            "queue.entry.seated" => assert_eq!(self.held.get(table.unwrap()), Some(&id)),
            "queue.entry.completed" => {
                assert_eq!(self.held.remove(table.unwrap()), Some(id));
                self.ended += 1;
            }
            "queue.entry.cancelled" => {
                match table {
                    Some(table) => assert_eq!(self.held.remove(table), Some(id)),
                    None => assert!(self.waiting.remove(&id).is_some(), "{id} waited"),
                }
                self.ended += 1;
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
#[should_panic(expected = "the oldest that fits")]
fn the_checker_sees_who_was_passed_over() {
    let mut checker = Checker::default();
    checker.tables.insert("res_1".to_owned(), Table { min: 1, max: 4, zone: None });
    let event = |event_type: &str, id: &str, table: Value| {
        let entry = json!({ "id": id, "partySize": 2, "matchType": "FITTED", "metadata": {}, "resourceId": table });
        json!({ "type": event_type, "data": { "entry": entry } })
    };
    checker.check(&event("queue.entry.joined", "que_1", json!(null)));
    checker.check(&event("queue.entry.joined", "que_2", json!(null)));
    checker.check(&event("queue.entry.allocated", "que_2", json!("res_1")));
}

/// Two hundred parties, some of which go, and eight members of staff who allocate, confirm, cancel and check out whatever
/// they find, all at once.
async fn evening(sandbox: Sandbox) {
    const PARTIES: u32 = 200;
    let restaurant = Restaurant { api: Api::new(&sandbox), sandbox };
    let mut checker = Checker::default();
    for number in 0..20 {
        let table = Table {
            min: if number % 4 == 3 { 3 } else { 1 },
            max: [2, 4, 6, 8][number % 4],
            zone: [None, Some("AC"), Some("Garden")][number % 3],
        };
        let new = json!({ "capacity_min": table.min, "capacity_max": table.max, "zone": table.zone });
        checker.tables.insert(restaurant.table(new).await, table);
    }
    let mut guests = Vec::new();
    for number in 0..PARTIES {
        guests.push(restaurant.guest(number).await);
    }

    let mut tasks = tokio::task::JoinSet::new();
    for (lane, guests) in guests.chunks(25).enumerate() {
        let (api, guests) = (restaurant.api.clone(), guests.to_vec());
        tasks.spawn(async move {
            let mut joined = Vec::new();
            for (number, guest) in guests.iter().enumerate() {
                let metadata = match (lane + number) % 5 {
                    0 => json!({ "zone": "AC" }),
                    1 => json!({ "zone": "Garden" }),
                    _ => json!({}),
                };
                let match_type = if number % 10 == 9 { "POOL" } else { "FITTED" };
                let party =
                    json!({ "partySize": 1 + (lane * 3 + number) % 8, "metadata": metadata, "matchType": match_type });
                let reply = api.post("/v1/queue/join", joining(guest, party)).await;
                assert_eq!(reply.status, 201, "{}", reply.text);
                joined.push(reply.json());
                if number % 3 == 0 {
                    api.post("/v1/queue/allocate", json!({ "resourceType": "table" })).await.ok();
                }
            }
            joined
        });
    }
    for staff in 0..8 {
        let api = restaurant.api.clone();
        tasks.spawn(async move {
            for round in 0..40 {
                let status = ["waiting", "allocated", "seated"][(staff + round) % 3];
                let order = if staff % 2 == 0 { "asc" } else { "desc" };
                let found = api.get(&format!("/v1/queue/entries?status={status}&limit=5&order={order}")).await.ok();
                for entry in found["data"].as_array().unwrap() {
                    let step = match status {
                        "waiting" => "/cancel",
                        "allocated" if round % 4 == 0 => "/cancel",
                        "allocated" => "/confirm",
                        _ => "/checkout",
                    };
                    if status == "waiting" && round % 8 != 0 {
                        continue;
                    }
                    let reply = api.post(&path(entry, step), json!({})).await;
                    assert!(matches!(reply.status, 200 | 409), "{} {}", reply.status, reply.text);
                    if reply.status == 409 {
                        assert_eq!(reply.code(), "invalid_transition", "somebody else was faster");
                    }
                }
            }
            Vec::new()
        });
    }
    // Where each party would sit: of those who have gone, the log says so no more.
    let mut wishes = HashMap::new();
    while let Some(joined) = tasks.join_next().await {
        wishes.extend(joined.unwrap().iter().map(|entry| (text(entry, "id"), entry["metadata"].clone())));
    }

    // Joining gives no table, so the last who came may find one free.
    restaurant.allocate().await;
    for mut event in restaurant.events().await {
        let entry = &mut event["data"]["entry"];
        entry["metadata"] = wishes[&text(entry, "id")].clone();
        checker.check(&event);
    }
    assert!(checker.allocations >= 20, "{} allocations", checker.allocations);
    let mut live = 0;
    for status in ["allocated", "seated"] {
        let found = restaurant.api.get(&format!("/v1/queue/entries?status={status}&limit=100")).await.ok();
        for entry in found["data"].as_array().unwrap() {
            assert_eq!(checker.held[&text(entry, "resourceId")], text(entry, "id"), "the log tells what there is");
            live += 1;
        }
    }
    assert_eq!(live, checker.held.len());
    assert_eq!(checker.waiting.len() + checker.held.len() + checker.ended, PARTIES as usize, "nobody is lost");
    for (id, waiting) in &checker.waiting {
        let free = checker.tables.iter().find(|(table, fits)| !checker.held.contains_key(*table) && fits.fits(waiting));
        assert!(free.is_none(), "{id} waits though {free:?} is free");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn in_memory_no_table_has_two_parties_and_nobody_who_fits_is_passed_over() {
    evening(Sandbox::start().await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn in_a_file_no_table_has_two_parties_and_nobody_who_fits_is_passed_over() {
    let directory = tempfile::tempdir().unwrap();
    evening(Sandbox::builder().file(directory.path().join("evening.db")).start().await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_join_for_one_contact_one_does() {
    let restaurant = Restaurant::open().await;
    let guest = restaurant.guest(1).await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (api, guest) = (restaurant.api.clone(), guest.clone());
        tasks.spawn(async move { api.post("/v1/queue/join", joining(&guest, json!({}))).await });
    }
    let mut joined = 0;
    while let Some(reply) = tasks.join_next().await {
        let reply = reply.unwrap();
        match reply.status {
            201 => joined += 1,
            _ => assert_eq!(reply.code(), "already_in_queue"),
        }
    }
    assert_eq!(joined, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_use_one_code_one_does() {
    let restaurant = Restaurant::open().await;
    let (challenge, code) = restaurant.challenge(1).await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..30 {
        let (api, body) = (restaurant.api.clone(), json!({ "challengeId": challenge, "code": code }));
        tasks.spawn(async move { api.post("/v1/queue/otp/verify", body).await.status });
    }
    let statuses = tasks.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(statuses.iter().filter(|status| **status == 410).count(), 29);
}
