//! How soon a sandbox is ready: in a test, and as a program.

use std::error::Error;
use std::time::{Duration, Instant};

use softknack_benches::database::Database;
use softknack_benches::program::Program;
use softknack_benches::{head, median, row};
use softknack_sandbox::Sandbox;

const ROUNDS: usize = 21;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    println!("Medians of {ROUNDS} starts\n");
    head(&["", "ready after, ms"]);
    let mut figures = Vec::new();
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        let sandbox = Sandbox::start().await?;
        figures.push(milliseconds(begin.elapsed()));
        sandbox.shutdown().await;
    }
    tell("Sandbox::start(), in memory", &mut figures);
    for (name, in_file, seed) in [
        ("the program, in memory", false, "--no-seed"),
        ("the program, in memory, with its demo business", false, "--seed"),
        ("the program, in a new file", true, "--no-seed"),
        ("the program, in a new file, with its demo business", true, "--seed"),
    ] {
        for _ in 0..ROUNDS {
            let database = if in_file { Some(Database::in_a_file()?) } else { None };
            figures.push(milliseconds(Program::start(database.as_ref(), seed)?.ready));
        }
        tell(name, &mut figures);
    }
    Ok(())
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn tell(name: &str, figures: &mut Vec<f64>) {
    row(&[&name, &format!("{:.1}", median(figures))]);
    figures.clear();
}
