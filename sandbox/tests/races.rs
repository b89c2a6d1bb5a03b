//! Five hundred bookers in five processes against the program, in memory and on a file: the database decides who wins.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use softknack::Timestamp;
use support::booker::{Answer, Booking, race};
use support::database::Database;
use support::program::Program;
use support::shop::{id, ids, in_minutes};
use support::{Api, consistency, text};

const BOOKERS: usize = 500;
const BUFFER_BEFORE: i64 = 5;
const BUFFER_AFTER: i64 = 10;

#[derive(Debug, Clone, Copy)]
enum Engine {
    Memory,
    File,
}

const ENGINES: [Engine; 2] = [Engine::Memory, Engine::File];

/// A business with the service `cut`, in a program of its own.
struct Business {
    _program: Program,
    base_url: String,
    key: String,
    api: Api,
    contact: String,
    folder: Option<tempfile::TempDir>,
}

impl Business {
    async fn open(engine: Engine) -> Self {
        println!("{engine:?}");
        let folder = matches!(engine, Engine::File).then(|| tempfile::tempdir().unwrap());
        let file = folder.as_ref().map(|folder| folder.path().join("sandbox.db"));
        let (program, ready) = Program::serve(file.as_deref());
        let (base_url, key) = (text(&ready, "base_url"), text(&ready, "test_key"));
        let api = Api::at(&base_url, &key);
        let service = json!({
            "slug": "cut",
            "name": "Cut",
            "duration_minutes": 30,
            "buffer_before_minutes": BUFFER_BEFORE,
            "buffer_after_minutes": BUFFER_AFTER,
        });
        api.post("/calendar/v1/services", service).await.ok();
        let contact = id(&api.post("/crm/v1/contacts", json!({ "name": "Priya" })).await.ok());
        Self { _program: program, base_url, key, api, contact, folder }
    }

    fn file(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.path().join("sandbox.db"))
    }

    async fn slot(&self, from_minute: i64, minutes: i64, more: Value) -> String {
        let (starts_at, ends_at) = (in_minutes(from_minute), in_minutes(from_minute + minutes));
        let mut slot = json!({ "service": "cut", "starts_at": starts_at, "ends_at": ends_at });
        slot.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        id(&self.api.post("/calendar/v1/slots", slot).await.ok())
    }

    async fn resource(&self, kind: &str) -> String {
        id(&self.api.post("/calendar/v1/resources", json!({ "name": "One", "kind": kind })).await.ok())
    }

    fn booking(&self, slot: &str, more: Value) -> Value {
        let mut booking = json!({ "slot_id": slot, "contact_id": self.contact, "service": "cut" });
        booking.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        booking
    }

    /// Sends all bookings at once, each under a key of its own.
    async fn race(&self, bookings: impl Iterator<Item = Value>) -> Vec<Answer> {
        let keyed = bookings.enumerate();
        self.race_with_keys(keyed.map(|(number, body)| Booking { key: format!("booker-{number}"), body }).collect())
            .await
    }

    async fn race_with_keys(&self, bookings: Vec<Booking>) -> Vec<Answer> {
        assert_eq!(bookings.len(), BOOKERS);
        race(&self.base_url, &self.key, &bookings).await
    }

    async fn booked(&self) -> Vec<Value> {
        self.api.all("/calendar/v1/appointments?status=booked").await
    }

    async fn slot_now(&self, slot: &str) -> Value {
        self.api.get(&format!("/calendar/v1/slots/{slot}")).await.ok()
    }

    fn check_file(&self) {
        if let Some(file) = self.file() {
            consistency::check(&file);
        }
    }
}

/// The winners' appointments and the losers' refusals: there is nothing else.
fn split(answers: &[Answer]) -> (Vec<Value>, Vec<Value>) {
    let unexpected = answers.iter().find(|answer| ![201, 409].contains(&answer.status));
    assert!(unexpected.is_none(), "{unexpected:?}");
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
    let read = |answers: Vec<&Answer>| answers.into_iter().map(Answer::json).collect();
    (read(won), read(lost))
}

#[tokio::test]
async fn one_slot_has_one_winner() {
    for engine in ENGINES {
        let business = Business::open(engine).await;
        let slot = business.slot(60, 30, json!({})).await;
        let next = business.slot(120, 30, json!({})).await;
        let answers = business.race((0..BOOKERS).map(|_| business.booking(&slot, json!({})))).await;
        let (won, lost) = split(&answers);
        assert_eq!((won.len(), lost.len()), (1, BOOKERS - 1));
        for lost in &lost {
            assert_eq!(lost["code"], "slot_taken");
            let offered: Vec<String> = lost["next_slots"].as_array().unwrap().iter().map(id).collect();
            assert_eq!(offered, [next.as_str()]);
        }
        assert_eq!(business.booked().await, won);
        assert_eq!(business.slot_now(&slot).await["status"], "full");
        assert_eq!(business.slot_now(&next).await["booked"], 0);
        business.check_file();
    }
}

#[tokio::test]
async fn those_who_take_the_next_opening_fill_every_slot() {
    const SLOTS: usize = 200;
    for engine in ENGINES {
        let business = Business::open(engine).await;
        let mut slots = Vec::new();
        for number in 0..SLOTS {
            slots.push(business.slot(60 + 30 * number as i64, 30, json!({})).await);
        }
        let wish = business.booking(&slots[0], json!({ "if_taken": "book_next" }));
        let (won, lost) = split(&business.race((0..BOOKERS).map(|_| wish.clone())).await);
        assert_eq!((won.len(), lost.len()), (SLOTS, BOOKERS - SLOTS));
        let taken: BTreeSet<String> = won.iter().map(|won| text(won, "slot_id")).collect();
        assert_eq!(taken, slots.iter().cloned().collect(), "each slot once");
        for won in &won {
            let moved = won["slot_id"] != *slots[0];
            assert_eq!(won["requested_slot_id"], if moved { json!(slots[0]) } else { Value::Null });
        }
        for lost in &lost {
            assert_eq!((&lost["code"], &lost["next_slots"]), (&json!("slot_taken"), &json!([])));
            assert!(text(lost, "detail").contains("Nothing else of this service"), "{lost}");
        }
        assert_eq!(business.booked().await.len(), SLOTS);
        business.check_file();
    }
}

/// The time for which an appointment's resources are held, in milliseconds.
fn held(appointment: &Value) -> (i64, i64) {
    let at = |member: &str| text(appointment, member).parse::<Timestamp>().unwrap();
    let (from, to) = (at("starts_at").plus_minutes(-BUFFER_BEFORE), at("ends_at").plus_minutes(BUFFER_AFTER));
    (from.as_millisecond(), to.as_millisecond())
}

#[tokio::test]
async fn slots_that_share_resources_never_hold_one_twice_at_a_time() {
    for engine in ENGINES {
        let business = Business::open(engine).await;
        let (room, asha, ravi) =
            (business.resource("room").await, business.resource("staff").await, business.resource("staff").await);
        let either = json!([[asha, ravi]]);
        let needs = [
            json!({ "required": [room], "any_of": either }),
            json!({ "any_of": either }),
            json!({ "required": [room] }),
            json!({ "required": [asha], "any_of": [[room, ravi]] }),
        ];
        // Some begin together, some lie within others, some only touch, and some are kept apart by their buffers alone.
        let mut slots = Vec::new();
        for number in 0..20 {
            let from = 60 + [0, 0, 10, 25, 45, 60, 75, 75, 90, 100][number % 10] + 130 * (number as i64 / 10);
            let minutes = [30, 60, 15, 20, 15, 90, 45][number % 7];
            let more = json!({ "capacity": 3, "resources": needs[number % needs.len()] });
            slots.push(business.slot(from, minutes, more).await);
        }
        let answers =
            business.race((0..BOOKERS).map(|number| business.booking(&slots[number * 7 % 20], json!({})))).await;
        let (won, lost) = split(&answers);
        for lost in &lost {
            let code = text(lost, "code");
            assert!(["slot_taken", "resource_taken"].contains(&code.as_str()), "{lost}");
        }

        let booked = business.booked().await;
        assert_eq!(booked.len(), won.len());
        let mut times: BTreeMap<String, Vec<(i64, i64)>> = BTreeMap::new();
        for appointment in &booked {
            for resource in appointment["resource_ids"].as_array().unwrap() {
                times.entry(resource.as_str().unwrap().to_owned()).or_default().push(held(appointment));
            }
        }
        for (resource, times) in &mut times {
            times.sort();
            assert!(times.is_sorted_by(|earlier, later| earlier.1 <= later.0), "{resource} is held twice: {times:?}");
        }
        let used: BTreeSet<&String> = times.keys().collect();
        assert_eq!(used, BTreeSet::from([&room, &asha, &ravi]));
        let openings = business.api.get("/calendar/v1/availability?service=cut").await.ok();
        assert_eq!(ids(&openings), Vec::<String>::new(), "whoever lost, lost for a reason");
        business.check_file();
        if let Some(file) = business.file() {
            the_database_refuses_overlaps(&file);
        }
    }
}

/// Writes holds past the program, into its file.
fn the_database_refuses_overlaps(file: &Path) {
    const INSERT: &str = "INSERT INTO holds (tenant, resource_id, starts_at, ends_at, appointment_id)
        SELECT tenant, resource_id, $1, $2, 'apt_other' FROM holds WHERE rowid = $3";
    let holds: Vec<(i64, String, String)> = Database::open(file).rows("SELECT rowid, starts_at, ends_at FROM holds");
    assert!(!holds.is_empty());
    let connection = rusqlite::Connection::open(file).unwrap();
    let hour = 60 * 60 * 1000;
    for (hold, from, to) in &holds {
        let (from, to): (Timestamp, Timestamp) = (from.parse().unwrap(), to.parse().unwrap());
        let overlaps = [
            (from, to),
            (from.plus_milliseconds(-hour), to.plus_milliseconds(hour)),
            (from.plus_milliseconds(-hour), from.plus_milliseconds(1)),
            (to.plus_milliseconds(-1), to.plus_milliseconds(hour)),
            (from.plus_milliseconds(1), to.plus_milliseconds(-1)),
        ];
        for (from, to) in overlaps {
            let refused = connection.execute(INSERT, (from.to_string(), to.to_string(), hold)).unwrap_err().to_string();
            assert!(refused.contains("resource_taken"), "{refused}");
        }
        assert!(connection.execute("UPDATE holds SET ends_at = starts_at || '1' WHERE rowid = $1", [hold]).is_err());
    }
    // What only touches the last hold overlaps with nothing, and is taken.
    let (last, _, to) = holds.iter().max_by_key(|hold| &hold.2).unwrap();
    let to: Timestamp = to.parse().unwrap();
    let undone = connection.unchecked_transaction().unwrap();
    assert_eq!(undone.execute(INSERT, (to.to_string(), to.plus_minutes(60).to_string(), last)).unwrap(), 1);
    undone.rollback().unwrap();
}

#[tokio::test]
async fn one_idempotency_key_has_one_effect_whoever_sends_it() {
    for engine in ENGINES {
        let business = Business::open(engine).await;
        // There is room for all: only the key is in the way.
        let slot = business.slot(60, 30, json!({ "capacity": BOOKERS })).await;
        let booking = Booking { key: "everybody's".to_owned(), body: business.booking(&slot, json!({})) };
        let answers = business.race_with_keys(vec![booking.clone(); BOOKERS]).await;
        let (won, lost) = split(&answers);
        assert!(lost.iter().all(|lost| lost["code"] == "idempotency_in_progress"), "{lost:?}");
        let first: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 201 && !answer.replayed).collect();
        let [first] = first[..] else { panic!("{} of them are the first", first.len()) };

        let mut bodies: Vec<String> =
            answers.iter().filter(|answer| answer.status == 201).map(|answer| answer.body.clone()).collect();
        for _ in lost {
            let path = "/calendar/v1/appointments";
            let again = business.api.post_with_key(path, booking.body.clone(), &booking.key).await;
            assert_eq!((again.status, again.is_replayed()), (201, true));
            bodies.push(again.text);
        }
        assert_eq!(bodies, vec![first.body.clone(); BOOKERS]);
        assert_eq!(business.booked().await, won[..1]);
        assert_eq!(business.slot_now(&slot).await["booked"], 1);
        assert_eq!(business.api.all("/platform/v1/events?type=appointment.booked").await.len(), 1);
        business.check_file();
    }
}

/// One of the processes of a race. Among the other tests it does nothing.
#[test]
fn booker_process() {
    support::booker::run_process();
}
