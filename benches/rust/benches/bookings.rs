//! Bookings a second through HTTP, durable on a file and in memory, and how soon the sandbox is ready.
//!
//! The sandbox is a process of its own on the same machine as the bookers, so they share its processors.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use softknack::{Client, NewAppointment, NewContact, NewService, NewSlot, SlotId, Timestamp};
use softknack_benches::{head, median, row};

const BOOKINGS: usize = 6_000;
const IN_FLIGHT: usize = 32;
const ROUNDS: usize = 5;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    println!("{BOOKINGS} bookings of different slots, {IN_FLIGHT} in flight, {ROUNDS} rounds; medians\n");
    head(&["engine", "bookings a second", "sandbox's CPU each, µs", "bookers' CPU each, µs", "ready after, ms"]);
    for engine in ["memory", "file"] {
        let (mut rates, mut theirs, mut ours, mut ready) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let directory = tempfile::tempdir()?;
            let sandbox = Sandbox::start((engine == "file").then(|| directory.path().join("sandbox.db")).as_deref())?;
            let bookings = prepare(&sandbox).await?;
            let (sandbox_begin, begin, cpu) = (sandbox.cpu()?, Instant::now(), cpu_time::ProcessTime::now());
            book_all(&sandbox.client, bookings).await?;
            let elapsed = begin.elapsed();
            rates.push(BOOKINGS as f64 / elapsed.as_secs_f64());
            ours.push(cpu.elapsed().as_secs_f64() * 1e6 / BOOKINGS as f64);
            theirs.push((sandbox.cpu()? - sandbox_begin).as_secs_f64() * 1e6 / BOOKINGS as f64);
            ready.push(sandbox.ready.as_secs_f64() * 1e3);
        }
        let cells = [
            engine.to_owned(),
            format!("{:.0}", median(&mut rates)),
            format!("{:.0}", median(&mut theirs)),
            format!("{:.0}", median(&mut ours)),
            format!("{:.0}", median(&mut ready)),
        ];
        row(&cells.each_ref().map(|cell| cell as &dyn std::fmt::Display));
    }
    Ok(())
}

/// A slot for each booking.
async fn prepare(sandbox: &Sandbox) -> Outcome<Vec<NewAppointment>> {
    let sk = &sandbox.client;
    sk.calendar().services().create(NewService::new("cut", "Cut", 30_u32)).await?;
    let contact = sk.crm().contacts().create(NewContact::default().name("Priya")).await?.id;
    let mut running = tokio::task::JoinSet::new();
    let mut slots: Vec<SlotId> = Vec::with_capacity(BOOKINGS);
    for number in 0..BOOKINGS {
        if running.len() == IN_FLIGHT {
            slots.extend(running.join_next().await.transpose()?.transpose()?);
        }
        let sk = sk.clone();
        let starts_at = Timestamp::now().plus_minutes(60 + 30 * i64::try_from(number)?);
        running.spawn(async move {
            let slot = NewSlot::new("cut", starts_at, starts_at.plus_minutes(30));
            sk.calendar().slots().create(slot).await.map(|slot| slot.id)
        });
    }
    while let Some(made) = running.join_next().await {
        slots.push(made??);
    }
    Ok(slots.into_iter().map(|slot| NewAppointment::new(slot, contact, "cut")).collect())
}

async fn book_all(sk: &Client, bookings: Vec<NewAppointment>) -> Outcome<()> {
    let mut running = tokio::task::JoinSet::new();
    for booking in bookings {
        if running.len() == IN_FLIGHT {
            running.join_next().await.ok_or("nothing was running")???;
        }
        let sk = sk.clone();
        running.spawn(async move { sk.calendar().appointments().book(booking).await.map(drop) });
    }
    while let Some(booked) = running.join_next().await {
        booked??;
    }
    Ok(())
}

/// The sandbox's process.
struct Sandbox {
    process: Child,
    client: Client,
    ready: Duration,
}

impl Sandbox {
    fn start(file: Option<&Path>) -> Outcome<Self> {
        let begin = Instant::now();
        let mut command = Command::new(program()?);
        command
            .args(["--json", "--no-seed", "--port", "0", "--requests-per-minute", "100000000"])
            .stdout(Stdio::piped());
        if let Some(file) = file {
            command.arg("--file").arg(file);
        }
        let mut process = command.spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().ok_or("the sandbox has no output")?).read_line(&mut line)?;
        let ready = begin.elapsed();
        let printed: Value = serde_json::from_str(&line)?;
        let member = |name: &str| printed[name].as_str().map(str::to_owned).ok_or("the sandbox printed something else");
        let client = Client::builder().credential(member("test_key")?).base_url(member("base_url")?).build()?;
        Ok(Self { process, client, ready })
    }

    /// The processor time that it has used.
    fn cpu(&self) -> Outcome<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |field: usize| fields.get(field).and_then(|field| field.parse::<u64>().ok()).ok_or("no such field");
        // User and system time are the 14th and 15th field of the whole line, in hundredths of a second.
        Ok(Duration::from_millis(10 * (ticks(11)? + ticks(12)?)))
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The sandbox's binary, which `cargo xtask bench` builds beside this one.
fn program() -> Outcome<std::path::PathBuf> {
    let here = std::env::current_exe()?;
    let release = here.ancestors().nth(2).ok_or("this program is nowhere")?;
    Ok(release.join("softknack-sandbox"))
}
