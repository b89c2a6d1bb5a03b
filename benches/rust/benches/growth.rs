//! What a booking costs as the tables grow, up to a million appointments: on a file and on a PostgreSQL server.
//!
//! Each slot needs a resource, whose holds lie on both sides of it. The rows are made by the database itself, with all that belongs to an
//! appointment: slot, hold, event, audit record; and contacts, deliveries, messages, sessions.

use std::error::Error;
use std::time::Instant;

use softknack::{NewAppointment, NewService};
use softknack_benches::bookers::book_all;
use softknack_benches::database::Database;
use softknack_benches::program::Program;
use softknack_benches::{head, median, microseconds_each, row};

const SIZES: [u64; 4] = [1_000, 10_000, 100_000, 1_000_000];

const BOOKINGS: u64 = 1_400;
const IN_FLIGHT: usize = 8;

/// They are booked in so many parts. The first ones are not measured: after them all that is needed is in memory, as in a service that
/// runs.
const PARTS: usize = 7;
const WARMING: usize = 2;

/// From one booking to the next, by the order of their slots: it has no factor in common with how many there are.
const STRIDE: usize = 617;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// One engine, and what its figures were first and last.
struct Engine {
    name: &'static str,
    database: Database,
    tenant: String,
    first: Option<f64>,
    last: f64,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let measured = BOOKINGS as usize / PARTS * (PARTS - WARMING);
    println!(
        "{measured} bookings, {IN_FLIGHT} in flight; µs for each, the time as the median of {} parts\n",
        PARTS - WARMING
    );
    let cells = ["engine", "appointments", "time", "CPU, sandbox", "CPU, server", "CPU, together", "times the first"];
    head(&cells);
    let mut engines = Vec::new();
    for (name, database) in [("file", Database::in_a_file()?), ("PostgreSQL", Database::on_a_server()?)] {
        let tenant = tenant(&database).await?;
        engines.push(Engine { name, database, tenant, first: None, last: 0.0 });
    }
    let mut filled = 0;
    for (batch, size) in (0..).zip(SIZES) {
        fill(&engines, filled, size)?;
        filled = size;
        for engine in &mut engines {
            let bookings = engine.database.open(&engine.tenant, batch, BOOKINGS, size)?;
            let [time, sandbox, server] = measure(&engine.database, bookings).await?;
            engine.last = sandbox + server;
            let times = engine.last / *engine.first.get_or_insert(engine.last);
            let cells = [time, sandbox, server, engine.last].map(|figure| format!("{figure:.0}"));
            row(&[&engine.name, &size, &cells[0], &cells[1], &cells[2], &cells[3], &format!("{times:.2}")]);
        }
    }
    println!();
    let [least, .., most] = SIZES.map(|size| (size as f64).ln());
    let logarithm = most / least;
    for Engine { name, first, last, .. } in engines {
        let times = last / first.unwrap_or(last);
        let told = if times <= logarithm { "no faster than" } else { "faster than" };
        println!(
            "{name}: processor time grew {times:.2} times from the first to the last, {told} the logarithm ({logarithm:.2} times)"
        );
    }
    Ok(())
}

/// Fills all of them at once: the machine has more than one processor.
fn fill(engines: &[Engine], from: u64, to: u64) -> Outcome<()> {
    std::thread::scope(|scope| {
        let filling: Vec<_> =
            engines.iter().map(|engine| scope.spawn(move || engine.database.fill(&engine.tenant, from, to))).collect();
        filling.into_iter().try_for_each(|filled| filled.join().map_err(|_| "it cannot be filled")?)
    })
}

/// Whose appointments they are: the organisation that the sandbox makes, with a service.
async fn tenant(database: &Database) -> Outcome<String> {
    let sandbox = Program::start(Some(database), "--no-seed")?;
    sandbox.client.calendar().services().create(NewService::new("cut", "Cut", 30_u32)).await?;
    Ok(sandbox.tenant.clone())
}

/// What a booking takes: its time, and the processor time of the sandbox and of the server.
async fn measure(database: &Database, bookings: Vec<NewAppointment>) -> Outcome<[f64; 3]> {
    let sandbox = Program::start(Some(database), "--no-seed")?;
    // Each part lies all over the calendar, and those who book at the same time want different resources.
    let mut parts: Vec<Vec<NewAppointment>> = vec![Vec::new(); PARTS];
    for number in 0..bookings.len() {
        parts[number % PARTS].push(bookings[number * STRIDE % bookings.len()].clone());
    }
    let measured = parts.split_off(WARMING);
    for part in parts {
        book_all(&[&sandbox.client], part, IN_FLIGHT).await?;
    }
    let count: usize = measured.iter().map(Vec::len).sum();
    let before = (sandbox.cpu()?, database.cpu()?);
    let mut times = Vec::new();
    for part in measured {
        let (count, begin) = (part.len(), Instant::now());
        book_all(&[&sandbox.client], part, IN_FLIGHT).await?;
        times.push(microseconds_each(begin.elapsed(), count));
    }
    let used = [sandbox.cpu()?.saturating_sub(before.0), database.cpu()?.saturating_sub(before.1)];
    let [sandbox, server] = used.map(|used| microseconds_each(used, count));
    Ok([median(&mut times), sandbox, server])
}
