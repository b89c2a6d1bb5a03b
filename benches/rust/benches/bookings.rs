//! Bookings a second through HTTP: in memory, durable on a file, and durable on a PostgreSQL server through one sandbox or several.
//!
//! The sandboxes and the server are processes of their own on the same machine as the bookers, so they share its processors.

use std::error::Error;
use std::time::{Duration, Instant};

use softknack::{Client, NewAppointment, NewContact, NewService, NewSlot, SlotId, Timestamp};
use softknack_benches::bookers::book_all;
use softknack_benches::database::Database;
use softknack_benches::program::Program;
use softknack_benches::{head, median, microseconds_each, row};

const IN_FLIGHT: usize = 32;

/// Where they are kept, how many processes serve them, how many are booked in a round, and the rounds.
const ENGINES: [(&str, usize, usize, usize); 5] = [
    ("memory", 1, 6_000, 5),
    ("file", 1, 6_000, 5),
    ("PostgreSQL", 1, 2_000, 3),
    ("PostgreSQL", 2, 2_000, 3),
    ("PostgreSQL", 4, 2_000, 3),
];

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    println!(
        "Bookings of different slots, {IN_FLIGHT} in flight; medians of rounds. Processor time is of one booking, in µs.\n"
    );
    head(&["engine", "sandboxes", "bookings", "rounds", "bookings a second", "sandboxes", "server", "bookers"]);
    for (engine, processes, bookings, rounds) in ENGINES {
        let (mut rates, mut sandboxes, mut server, mut bookers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            let database = match engine {
                "file" => Some(Database::in_a_file()?),
                "PostgreSQL" => Some(Database::on_a_server()?),
                _ => None,
            };
            let start = |_| Program::start(database.as_ref(), "--no-seed");
            let programs: Vec<Program> = (0..processes).map(start).collect::<Outcome<_>>()?;
            let clients: Vec<&Client> = programs.iter().map(|program| &program.client).collect();
            let wanted = prepare(&clients, bookings).await?;
            let used = || -> Outcome<(Duration, Duration)> {
                let sandboxes: Duration = programs.iter().map(Program::cpu).sum::<Outcome<_>>()?;
                Ok((sandboxes, database.as_ref().map_or(Ok(Duration::ZERO), Database::cpu)?))
            };
            let (before, begin, cpu) = (used()?, Instant::now(), cpu_time::ProcessTime::now());
            book_all(&clients, wanted, IN_FLIGHT).await?;
            rates.push(bookings as f64 / begin.elapsed().as_secs_f64());
            bookers.push(microseconds_each(cpu.elapsed(), bookings));
            let after = used()?;
            sandboxes.push(microseconds_each(after.0.saturating_sub(before.0), bookings));
            server.push(microseconds_each(after.1.saturating_sub(before.1), bookings));
        }
        let figure = |figures: &mut Vec<f64>| format!("{:.0}", median(figures));
        let server = if engine == "PostgreSQL" { figure(&mut server) } else { "".to_owned() };
        let (rate, sandboxes, bookers) = (figure(&mut rates), figure(&mut sandboxes), figure(&mut bookers));
        row(&[&engine, &processes, &bookings, &rounds, &rate, &sandboxes, &server, &bookers]);
    }
    Ok(())
}

/// A slot for each booking.
async fn prepare(clients: &[&Client], count: usize) -> Outcome<Vec<NewAppointment>> {
    let sk = clients.first().ok_or("nobody serves")?;
    sk.calendar().services().create(NewService::new("cut", "Cut", 30_u32)).await?;
    let contact = sk.crm().contacts().create(NewContact::default().name("Priya")).await?.id;
    let mut running = tokio::task::JoinSet::new();
    let mut slots: Vec<SlotId> = Vec::with_capacity(count);
    for (number, client) in (0..count).zip(clients.iter().cycle()) {
        if running.len() == IN_FLIGHT {
            slots.extend(running.join_next().await.transpose()?.transpose()?);
        }
        let sk = Client::clone(client);
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
