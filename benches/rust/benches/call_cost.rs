//! The processor time of one `appointments.book`, beside a bare reqwest call that sends and parses the same.
//!
//! The server is another process, the responder, so that only the client is measured.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use cpu_time::ProcessTime;
use softknack::{Appointment, Client, ContactId, NewAppointment, SlotId};
use softknack_benches::{bare_client, head, median, microseconds_each, row};

const CALLS: usize = 4_000;
const ROUNDS: usize = 11;
const SLOT: &str = "slt_01J9X4T5V6W7X8Y9Z0A1B2C3D4";
const CONTACT: &str = "ctc_01J9X4T5V6W7X8Y9Z0A1B2C3D4";

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let mut responder = Responder::start()?;
    let base_url = responder.base_url()?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(compare(&base_url))
}

async fn compare(base_url: &str) -> Outcome<()> {
    let sdk = Client::builder().credential("sk_test_benchmark").base_url(base_url).build()?;
    let bare = bare_client().map_err(|error| error.to_string())?;
    let url: Arc<str> = format!("{base_url}/calendar/v1/appointments").into();

    println!("CPU of one `appointments.book`, {CALLS} calls a round, {ROUNDS} rounds in turn\n");
    head(&["in flight", "bare reqwest, µs", "softknack, µs", "ratio of medians", "median ratio of rounds"]);
    for in_flight in [1, 16, 64] {
        let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for round in 0..=ROUNDS {
            let theirs_now = measure(in_flight, || book_bare(bare.clone(), url.clone())).await?;
            let ours_now = measure(in_flight, || book_with_sdk(sdk.clone())).await?;
            // The first round fills the pools.
            if round > 0 {
                theirs.push(theirs_now);
                ours.push(ours_now);
                ratios.push(ours_now / theirs_now);
            }
        }
        let (ours, theirs) = (median(&mut ours), median(&mut theirs));
        let cells: [String; 5] = [
            in_flight.to_string(),
            format!("{theirs:.1}"),
            format!("{ours:.1}"),
            format!("{:.2}", ours / theirs),
            format!("{:.2}", median(&mut ratios)),
        ];
        row(&cells.each_ref().map(|cell| cell as &dyn std::fmt::Display));
    }
    Ok(())
}

/// The processor time of a call, with so many in flight.
async fn measure<F: Future<Output = Outcome<()>> + Send + 'static>(
    in_flight: usize,
    call: impl Fn() -> F,
) -> Outcome<f64> {
    let begin = ProcessTime::now();
    if in_flight == 1 {
        for _ in 0..CALLS {
            call().await?;
        }
        return Ok(microseconds_each(begin.elapsed(), CALLS));
    }
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..CALLS {
        if running.len() == in_flight {
            running.join_next().await.ok_or("no call was running")???;
        }
        running.spawn(call());
    }
    while let Some(done) = running.join_next().await {
        done??;
    }
    Ok(microseconds_each(begin.elapsed(), CALLS))
}

async fn book_with_sdk(sdk: Client) -> Outcome<()> {
    let slot: SlotId = SLOT.parse()?;
    let contact: ContactId = CONTACT.parse()?;
    let appointment = sdk.calendar().appointments().book(NewAppointment::new(slot, contact, "ac_service")).await?;
    std::hint::black_box(appointment);
    Ok(())
}

/// What somebody would write by hand: the same headers, a key of its own for each call, the answer into the same type.
async fn book_bare(http: reqwest::Client, url: Arc<str>) -> Outcome<()> {
    let body =
        serde_json::to_vec(&NewAppointment::new(SLOT.parse::<SlotId>()?, CONTACT.parse::<ContactId>()?, "ac_service"))?;
    let key = softknack::IdempotencyKey::generate();
    let response = http
        .post(&*url)
        .header("Authorization", "Bearer sk_test_benchmark")
        .header("Idempotency-Key", key.as_str())
        .header("X-Correlation-Id", key.as_str())
        .header("User-Agent", "bare/1")
        .header("Accept", "application/json")
        .header("Content-Type", "application/json")
        .body(body)
        .send()
        .await?
        .error_for_status()?;
    let appointment: Appointment = serde_json::from_slice(&response.bytes().await?)?;
    std::hint::black_box(appointment);
    Ok(())
}

/// The server's process.
struct Responder(Child);

impl Responder {
    fn start() -> Outcome<Self> {
        Ok(Self(Command::new(env!("CARGO_BIN_EXE_responder")).stdout(Stdio::piped()).spawn()?))
    }

    fn base_url(&mut self) -> Outcome<String> {
        let mut line = String::new();
        BufReader::new(self.0.stdout.take().ok_or("the responder has no output")?).read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
