//! Many parties, few tables, everything at once from four processes: what the event log says afterwards is checked apart from
//! the sandbox.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use support::guests::{self, Restaurant, joining, path};
use support::processes::{self, Start};
use support::program::Program;
use support::team::Team;
use support::{Api, text};
use tokio::task::JoinSet;

const PARTIES: u32 = 200;
const PROCESSES: usize = 4;
const TABLES: usize = 20;

/// How many join at once in each process, and how many members of staff there are beside them.
const LANES: usize = 2;
const STAFF: usize = 2;

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
    /// Then IDs are made by several, and rise by and large.
    many_processes: bool,
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
                assert!(self.many_processes || last.is_none_or(|last| last < id), "IDs rise");
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

/// What a process is to do.
#[derive(Serialize, Deserialize)]
struct Shift {
    number: usize,
    base_url: String,
    api_key: String,
    guests: Vec<String>,
}

/// Who joined, how often what was set out to was done, by step, and how often somebody else had been faster.
#[derive(Default, Serialize, Deserialize)]
struct Tally {
    joined: Vec<Value>,
    done: BTreeMap<String, usize>,
    too_late: usize,
}

/// Guests come into line, one after the other, and every third has the tables given out.
async fn guests_join(api: Api, lane: usize, guests: Vec<String>) -> Tally {
    let mut tally = Tally::default();
    for (number, guest) in guests.iter().enumerate() {
        let metadata = match (lane + number) % 5 {
            0 => json!({ "zone": "AC" }),
            1 => json!({ "zone": "Garden" }),
            _ => json!({}),
        };
        let match_type = if number % 10 == 9 { "POOL" } else { "FITTED" };
        let party = json!({ "partySize": 1 + (lane * 3 + number) % 8, "metadata": metadata, "matchType": match_type });
        // The keys are of this process alone: each counts its own from nought.
        let key = format!("join-{guest}");
        let reply = api.post_in_a_crowd("/v1/queue/join", joining(guest, party), &key).await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        tally.joined.push(reply.json());
        if number % 3 == 0 {
            let key = format!("allocate-{guest}");
            api.post_in_a_crowd("/v1/queue/allocate", json!({ "resourceType": "table" }), &key).await.ok();
            *tally.done.entry("/allocate".to_owned()).or_default() += 1;
        }
    }
    tally
}

/// Somebody of the staff confirms, cancels and checks out whomever they find.
async fn staff_works(api: Api, member: usize) -> Tally {
    let mut tally = Tally::default();
    for round in 0..40 {
        let status = ["waiting", "allocated", "seated"][(member + round) % 3];
        let order = if member.is_multiple_of(2) { "asc" } else { "desc" };
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
            let key = format!("{member}-{round}-{}", text(entry, "id"));
            let reply = api.post_in_a_crowd(&path(entry, step), json!({}), &key).await;
            assert!(matches!(reply.status, 200 | 409), "{} {}", reply.status, reply.text);
            if reply.status == 409 {
                assert_eq!(reply.code(), "invalid_transition", "somebody else was faster");
                tally.too_late += 1;
            } else {
                *tally.done.entry(step.to_owned()).or_default() += 1;
            }
        }
    }
    tally
}

/// One of the processes of an evening. Among the other tests it does nothing.
#[test]
fn shift_process() {
    processes::work(async |shift: Shift, mut start: Start| {
        let api = Api::at(&shift.base_url, &shift.api_key);
        start.wait().await;
        let mut tasks = JoinSet::new();
        for (lane, guests) in shift.guests.chunks(shift.guests.len().div_ceil(LANES)).enumerate() {
            tasks.spawn(guests_join(api.clone(), shift.number * LANES + lane, guests.to_vec()));
        }
        for member in 0..STAFF {
            tasks.spawn(staff_works(api.clone(), shift.number * STAFF + member));
        }
        tasks.join_all().await
    });
}

/// Two hundred parties, some of which go, and eight members of staff in four processes, who allocate, confirm, cancel and
/// check out whatever they find, all at once.
async fn evening(file: Option<&Path>) {
    let (_program, ready) = Program::serve(file);
    evening_at(&[&ready]).await;
}

/// The same at sandboxes that share a database, each of which said so when it was ready.
async fn evening_at(ready: &[&Value]) {
    let base_urls: Vec<String> = ready.iter().map(|ready| text(ready, "base_url")).collect();
    let api_key = text(ready[0], "test_key");
    let api = Api::at(&base_urls[0], &api_key);
    let mut checker = Checker { many_processes: ready.len() > 1, ..Checker::default() };
    for number in 0..TABLES {
        let table = Table {
            min: if number % 4 == 3 { 3 } else { 1 },
            max: [2, 4, 6, 8][number % 4],
            zone: [None, Some("AC"), Some("Garden")][number % 3],
        };
        let new = json!({ "capacity_min": table.min, "capacity_max": table.max, "zone": table.zone });
        checker.tables.insert(guests::table(&api, new).await, table);
    }
    let mut guests = Vec::new();
    for number in 0..PARTIES {
        guests.push(guests::guest(&api, number).await);
    }

    let shift = |(number, guests): (usize, &[String])| Shift {
        number,
        base_url: base_urls[number % base_urls.len()].clone(),
        api_key: api_key.clone(),
        guests: guests.to_vec(),
    };
    let shifts: Vec<Shift> = guests.chunks(guests.len() / PROCESSES).enumerate().map(shift).collect();
    assert_eq!(shifts.len(), PROCESSES);
    let tallies: Vec<Tally> =
        processes::race::<Vec<Tally>>("shift_process", shifts).await.into_iter().flatten().collect();
    let did: BTreeSet<&str> = tallies.iter().flat_map(|tally| tally.done.keys()).map(String::as_str).collect();
    assert_eq!(did, BTreeSet::from(["/allocate", "/cancel", "/checkout", "/confirm"]), "everything happened");

    // Joining gives no table, so the last who came may find one free.
    api.post("/v1/queue/allocate", json!({ "resourceType": "table" })).await.ok();
    // Where each party would sit: of those who have gone, the log says so no more.
    let joined = tallies.iter().flat_map(|tally| &tally.joined);
    let wishes: HashMap<String, &Value> = joined.map(|entry| (text(entry, "id"), &entry["metadata"])).collect();
    for mut event in guests::events(&api).await {
        let entry = &mut event["data"]["entry"];
        entry["metadata"] = wishes[&text(entry, "id")].clone();
        checker.check(&event);
    }
    assert!(checker.allocations >= TABLES, "{} allocations", checker.allocations);
    let mut live = 0;
    for status in ["allocated", "seated"] {
        for entry in api.all(&format!("/v1/queue/entries?status={status}")).await {
            assert_eq!(checker.held[&text(&entry, "resourceId")], text(&entry, "id"), "the log tells what there is");
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

#[tokio::test]
async fn in_memory_no_table_has_two_parties_and_nobody_who_fits_is_passed_over() {
    evening(None).await;
}

#[tokio::test]
async fn in_a_file_no_table_has_two_parties_and_nobody_who_fits_is_passed_over() {
    let directory = tempfile::tempdir().unwrap();
    evening(Some(&directory.path().join("evening.db"))).await;
}

#[tokio::test]
async fn on_four_sandboxes_no_table_has_two_parties_and_nobody_who_fits_is_passed_over() {
    let team = Team::of(PROCESSES);
    evening_at(&team.members.iter().map(|member| &member.ready).collect::<Vec<_>>()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_join_for_one_contact_one_does() {
    let restaurant = Restaurant::open().await;
    let guest = restaurant.guest(1).await;
    let mut tasks = JoinSet::new();
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
    let mut tasks = JoinSet::new();
    for _ in 0..30 {
        let (api, body) = (restaurant.api.clone(), json!({ "challengeId": challenge, "code": code }));
        tasks.spawn(async move { api.post("/v1/queue/otp/verify", body).await.status });
    }
    let statuses = tasks.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(statuses.iter().filter(|status| **status == 410).count(), 29);
}
