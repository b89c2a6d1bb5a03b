//! Bookings a second through HTTP, durable on a file and in memory.
//!
//! The sandbox is a process of its own on the same machine as the bookers, so they share its processors.

use std::error::Error;
use std::time::Instant;

use softknack::{Client, NewAppointment, NewContact, NewService, NewSlot, SlotId, Timestamp};
use softknack_benches::program::Program;
use softknack_benches::{head, median, row};

const BOOKINGS: usize = 6_000;
const IN_FLIGHT: usize = 32;
const ROUNDS: usize = 5;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    println!("{BOOKINGS} bookings of different slots, {IN_FLIGHT} in flight, {ROUNDS} rounds; medians\n");
    head(&["engine", "bookings a second", "sandbox's CPU each, µs", "bookers' CPU each, µs"]);
    for engine in ["memory", "file"] {
        let (mut rates, mut theirs, mut ours) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let directory = tempfile::tempdir()?;
            let file = (engine == "file").then(|| directory.path().join("sandbox.db"));
            let sandbox = Program::start(file.as_deref(), "--no-seed")?;
            let bookings = prepare(&sandbox).await?;
            let (sandbox_begin, begin, cpu) = (sandbox.cpu()?, Instant::now(), cpu_time::ProcessTime::now());
            book_all(&sandbox.client, bookings).await?;
            let elapsed = begin.elapsed();
            rates.push(BOOKINGS as f64 / elapsed.as_secs_f64());
            ours.push(cpu.elapsed().as_secs_f64() * 1e6 / BOOKINGS as f64);
            theirs.push((sandbox.cpu()? - sandbox_begin).as_secs_f64() * 1e6 / BOOKINGS as f64);
        }
        let cells = [
            engine.to_owned(),
            format!("{:.0}", median(&mut rates)),
            format!("{:.0}", median(&mut theirs)),
            format!("{:.0}", median(&mut ours)),
        ];
        row(&cells.each_ref().map(|cell| cell as &dyn std::fmt::Display));
    }
    Ok(())
}

/// A slot for each booking.
async fn prepare(sandbox: &Program) -> Outcome<Vec<NewAppointment>> {
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
