//! One of four sandboxes is killed at random moments, and the database's server stopped at once, while people book, cancel, wait in
//! line and are served, and every event is delivered: nothing that was answered is lost, nothing happens twice, nothing is stuck.
//!
//! `CRASHES_KILLS` and `CRASHES_STOPS` say how often, `CRASHES_SEED` makes the same choices again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use softknack::Timestamp;
use tokio::task::JoinSet;

use crate::support::postgres::Server;
use crate::support::random::Random;
use crate::support::receiver::{Answer, Receiver};
use crate::support::shop::{id, in_minutes};
use crate::support::team::Team;
use crate::support::{Api, Reply, endpoint, guests, text};

const ACTORS: usize = 8;
const SLOTS: i64 = 60;
const TABLES: usize = 6;
const APPOINTMENTS: &str = "/calendar/v1/appointments";

/// Far more than it takes to come back, whatever was stopped.
const TOO_LONG: Duration = Duration::from_secs(180);

/// How long after its lease has run out a delivery is taken over, on a machine that is busy with much else.
const LATE_MILLISECONDS: i64 = 60_000;

/// Each law, and a query for what breaks it.
const LAWS: [(&str, &str); 6] = [
    (
        "a slot counts its booked appointments",
        "SELECT s.id FROM slots s LEFT JOIN appointments a ON a.tenant = s.tenant AND a.slot_id = s.id AND a.status = 'booked'
            GROUP BY s.tenant, s.id, s.booked HAVING s.booked <> COUNT(a.id)",
    ),
    (
        "a booked appointment holds its resources, and nothing else does",
        "SELECT COALESCE(a.id, h.appointment_id) FROM (SELECT * FROM appointments WHERE status = 'booked') a
            FULL JOIN holds h ON h.tenant = a.tenant AND h.appointment_id = a.id
            WHERE a.id IS NULL OR COALESCE(h.resource_id, '') <> COALESCE(CAST(a.resource_ids AS JSON) ->> 0, '')",
    ),
    (
        "holds of one resource never overlap",
        "SELECT one.appointment_id FROM holds one JOIN holds other
            ON other.tenant = one.tenant AND other.resource_id = one.resource_id AND other.appointment_id <> one.appointment_id
            WHERE one.starts_at < other.ends_at AND other.starts_at < one.ends_at",
    ),
    (
        "a resource has one party",
        "SELECT resource_id FROM queue_entries WHERE status IN ('allocated', 'seated')
            GROUP BY tenant, resource_id HAVING COUNT(*) > 1",
    ),
    (
        "each event is on its way once",
        "SELECT e.id FROM events e LEFT JOIN deliveries d ON d.tenant = e.tenant AND d.event_id = e.id
            GROUP BY e.tenant, e.id HAVING COUNT(d.id) <> 1",
    ),
    ("nobody has a lease", "SELECT id FROM deliveries WHERE lease IS NOT NULL OR status <> 'delivered'"),
];

/// A request, and what was answered for good.
struct Asked {
    path: String,
    key: String,
    body: Value,
    status: u16,
    id: Option<String>,
}

/// What all who act share.
struct World {
    /// The sandboxes that run, one place for each.
    sandboxes: Mutex<Vec<Api>>,
    slots: Vec<String>,
    guests: AtomicU32,
    over: AtomicBool,
    interrupted: AtomicU32,
}

impl World {
    fn any(&self, random: &mut Random) -> Api {
        let sandboxes = self.sandboxes.lock().unwrap();
        random.one_of(&sandboxes).clone()
    }

    /// Asks one sandbox after another until one answers for good.
    async fn ask(
        &self,
        random: &mut Random,
        method: &Method,
        path: &str,
        body: Option<&Value>,
        key: Option<&str>,
    ) -> Reply {
        let since = Instant::now();
        loop {
            let reply = self.any(random).try_send(method.clone(), path, body.cloned(), key).await;
            match reply {
                Ok(reply) if reply.status != 503 && !reply.text.contains("idempotency_in_progress") => {
                    assert!(reply.status < 500, "{path}: {}", reply.text);
                    return reply;
                }
                _ => self.interrupted.fetch_add(1, Ordering::Relaxed),
            };
            assert!(since.elapsed() < TOO_LONG, "{path} is not answered");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Somebody who does one thing after another, and remembers every answer.
struct Actor {
    world: Arc<World>,
    random: Random,
    contact: String,
    asked: Vec<Asked>,
    booked: Vec<String>,
}

impl Actor {
    async fn act(mut self) -> Self {
        while !self.world.over.load(Ordering::Relaxed) {
            match self.random.below(10) {
                0..=4 => self.book().await,
                5..=6 => self.cancel().await,
                _ => self.be_served().await,
            }
        }
        self
    }

    async fn ask(&mut self, path: &str, body: Value) -> Reply {
        let key = format!("{}-{}", self.contact, self.asked.len());
        let reply = self.world.ask(&mut self.random, &Method::POST, path, Some(&body), Some(&key)).await;
        let id =
            serde_json::from_str::<Value>(&reply.text).ok().and_then(|body| body["id"].as_str().map(str::to_owned));
        self.asked.push(Asked { path: path.to_owned(), key, body, status: reply.status, id });
        reply
    }

    async fn book(&mut self) {
        let slot = self.random.one_of(&self.world.slots).clone();
        let number = self.asked.len();
        let body = json!({
            "slot_id": slot, "contact_id": self.contact, "service": "cut", "metadata": { "number": number.to_string() },
        });
        let reply = self.ask(APPOINTMENTS, body).await;
        match reply.status {
            201 => self.booked.push(id(&reply.json())),
            _ => assert!(["slot_taken", "resource_taken"].contains(&reply.code().as_str()), "{}", reply.text),
        }
    }

    async fn cancel(&mut self) {
        if self.booked.is_empty() {
            return;
        }
        let appointment = self.booked.swap_remove(self.random.below(self.booked.len()));
        let reply = self.ask(&format!("{APPOINTMENTS}/{appointment}/cancel"), json!({ "reason": "ill" })).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }

    /// A new guest comes into line, and is served when a table is free, or goes.
    async fn be_served(&mut self) {
        let number = self.world.guests.fetch_add(1, Ordering::Relaxed);
        let guest = json!({ "name": "Guest", "phone": guests::phone(number), "verified": true });
        let guest = id(&self.ask("/crm/v1/contacts", guest).await.ok());
        let entry = self.ask("/v1/queue/join", guests::joining(&guest, json!({}))).await.ok();
        self.ask("/v1/queue/allocate", json!({ "resourceType": "table" })).await.ok();
        let path = guests::path(&entry, "");
        let now = self.world.ask(&mut self.random, &Method::GET, &path, None, None).await.ok();
        let steps: &[&str] = if now["status"] == "allocated" { &["/confirm", "/checkout"] } else { &["/cancel"] };
        for step in steps {
            // Somebody else's allocation, or a timer, may come in between.
            let reply = self.ask(&format!("{path}{step}"), json!({})).await;
            assert!(reply.status == 200 || reply.code() == "invalid_transition", "{}", reply.text);
        }
    }

    /// What was answered is answered again, and what was made is there, once.
    async fn check(mut self) {
        for asked in &self.asked {
            let reply =
                self.world.ask(&mut self.random, &Method::POST, &asked.path, Some(&asked.body), Some(&asked.key)).await;
            let again = serde_json::from_str::<Value>(&reply.text).ok();
            let id = again.and_then(|body| body["id"].as_str().map(str::to_owned));
            assert_eq!(
                (reply.status, id, reply.is_replayed()),
                (asked.status, asked.id.clone(), true),
                "{}",
                asked.path
            );
        }
        let made: BTreeSet<String> =
            self.asked.iter().filter(|asked| asked.path == APPOINTMENTS).filter_map(|asked| asked.id.clone()).collect();
        let api = self.world.any(&mut self.random);
        let found = api.all(&format!("{APPOINTMENTS}?contact_id={}", self.contact)).await;
        assert_eq!(found.iter().map(id).collect::<BTreeSet<_>>(), made);
        let booked = found.iter().filter(|found| found["status"] == "booked").map(id).collect::<BTreeSet<_>>();
        assert_eq!(booked, self.booked.iter().cloned().collect());
    }
}

fn times(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable)
        .map_or(otherwise, |times| times.parse().unwrap_or_else(|error| panic!("{variable}: {error}")))
}

/// A service whose slots have a place or two, some with a room that they share.
async fn open_business(api: &Api) -> Vec<String> {
    let service = json!({ "slug": "cut", "name": "Cut", "duration_minutes": 30 });
    api.post("/calendar/v1/services", service).await.ok();
    let room = id(&api.post("/calendar/v1/resources", json!({ "name": "Room", "kind": "room" })).await.ok());
    for _ in 0..TABLES {
        guests::table(api, json!({ "capacity_max": 4 })).await;
    }
    let mut slots = Vec::new();
    for number in 0..SLOTS {
        let from = 24 * 60 + 20 * number;
        let needs = if number % 2 == 0 { json!({}) } else { json!({ "required": [room] }) };
        let slot = json!({
            "service": "cut", "starts_at": in_minutes(from), "ends_at": in_minutes(from + 30), "capacity": 2, "resources": needs,
        });
        slots.push(id(&api.post("/calendar/v1/slots", slot).await.ok()));
    }
    slots
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn crashes_of_any_of_four_and_of_the_server_lose_nothing_and_double_nothing() {
    let (kills, stops) = (times("CRASHES_KILLS", 8), times("CRASHES_STOPS", 2));
    let mut random = Random::from_environment("CRASHES_SEED");
    // As durable as a server is by default.
    let mut server = Server::with_roles("");
    let mut team = Team::on(server.fresh_database(), 4);
    let receiver = Receiver::start().await;
    endpoint(team.api(0), receiver.url(), &["*"]).await;
    let world = Arc::new(World {
        sandboxes: Mutex::new(team.members.iter().map(|member| member.api.clone()).collect()),
        slots: open_business(team.api(0)).await,
        guests: AtomicU32::new(0),
        over: AtomicBool::new(false),
        interrupted: AtomicU32::new(0),
    });
    let mut acting = JoinSet::new();
    for _ in 0..ACTORS {
        let contact = id(&team.members[0].contact().await);
        let world = world.clone();
        let actor = Actor { world, random: random.split(), contact, asked: Vec::new(), booked: Vec::new() };
        acting.spawn(actor.act());
    }

    let mut left = (kills, stops);
    while left != (0, 0) {
        receiver.next([Answer::After(Duration::from_millis(random.number() % 300)), Answer::Status(503)]);
        tokio::time::sleep(Duration::from_millis(random.number() % 400)).await;
        if random.below(left.0 + left.1) < left.1 {
            left.1 -= 1;
            server = tokio::task::spawn_blocking(move || server.crash()).await.unwrap();
        } else {
            left.0 -= 1;
            let number = random.below(team.members.len());
            team.kill(number);
            let member = team.start();
            world.sandboxes.lock().unwrap()[number] = member.api.clone();
            team.members.insert(number, member);
        }
        if let Some(ended) = acting.try_join_next() {
            ended.unwrap();
            panic!("somebody gave up");
        }
    }
    world.over.store(true, Ordering::Relaxed);
    let actors = acting.join_all().await;

    // Beyond the first retries, which the receiver asked for. What is left takes as long as it takes, but nothing waits for whoever
    // is gone.
    let mut catching_up = std::pin::pin!(team.members[0].clock(json!({ "advance_seconds": 600 })));
    loop {
        tokio::select! {
            _ = &mut catching_up => break,
            () = tokio::time::sleep(Duration::from_secs(1)) => {
                let late = Timestamp::now().plus_milliseconds(-LATE_MILLISECONDS);
                let stuck = format!("SELECT id, leased_until FROM deliveries WHERE leased_until < '{late}'");
                let stuck = server.query(&team.database, &stuck);
                assert!(stuck.is_empty(), "stuck past their leases: {stuck}");
            }
        }
    }
    for (law, query) in LAWS {
        let broken = server.query(&team.database, query);
        assert!(broken.is_empty(), "{law}, but: {broken}");
    }
    let events = team.api(0).all("/platform/v1/events").await;
    let mut heard: BTreeMap<String, usize> = BTreeMap::new();
    for request in receiver.received() {
        *heard.entry(request.header("x-nexus-event-id").to_owned()).or_default() += 1;
    }
    let unheard: Vec<&Value> = events.iter().filter(|event| !heard.contains_key(&id(event))).collect();
    assert!(unheard.is_empty(), "{} of {} events never arrived: {unheard:?}", unheard.len(), events.len());
    let of = |kind: &str| events.iter().filter(|event| text(event, "type") == kind).count();
    let asked: usize = actors.iter().map(|actor| actor.asked.len()).sum();
    println!(
        "{kills} kills, {stops} stops: {asked} answers, {} of them at a later attempt; {} booked, {} served; {} events, heard {} times",
        world.interrupted.load(Ordering::Relaxed),
        of("appointment.booked"),
        of("queue.entry.completed"),
        events.len(),
        heard.values().sum::<usize>(),
    );
    for actor in actors {
        actor.check().await;
    }
}
