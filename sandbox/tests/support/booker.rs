//! Bookers in processes of their own.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Api;

const PROCESSES: usize = 5;

/// Set for a process that is to book: the test [`run_process`] is called by does nothing otherwise.
const MARK: &str = "BOOKER_PROCESS";

/// Far more than a race takes.
const TOO_LONG: Duration = Duration::from_secs(120);

/// A booking, and the idempotency key that it is sent with.
#[derive(Clone, Serialize, Deserialize)]
pub struct Booking {
    pub key: String,
    pub body: Value,
}

/// What a booker was answered.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answer {
    pub status: u16,
    pub replayed: bool,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// What a process is to do.
#[derive(Serialize, Deserialize)]
struct Job {
    base_url: String,
    api_key: String,
    bookings: Vec<Booking>,
}

/// Sends all bookings at the same moment, from several processes: each is this very program, running only the test
/// `booker_process`, which must call [`run_process`].
pub fn race(base_url: &str, api_key: &str, bookings: &[Booking]) -> Vec<Answer> {
    let share = bookings.len().div_ceil(PROCESSES);
    let mut processes: Vec<Process> = bookings
        .chunks(share)
        .map(|bookings| {
            Process::start(&Job {
                base_url: base_url.to_owned(),
                api_key: api_key.to_owned(),
                bookings: bookings.to_vec(),
            })
        })
        .collect();
    for process in &mut processes {
        process.hear_until(|line| line == "ready");
    }
    for process in &mut processes {
        process.say("go");
    }
    processes.iter_mut().flat_map(Process::answers).collect()
}

/// A process of bookers. Dropped, it is killed.
struct Process {
    child: Child,
    told: ChildStdin,
    said: BufReader<ChildStdout>,
}

impl Process {
    fn start(job: &Job) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "booker_process", "--nocapture"]).env(MARK, "1");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (told, said) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut process = Self { child, told, said };
        process.say(&serde_json::to_string(job).unwrap());
        process
    }

    fn say(&mut self, line: &str) {
        writeln!(self.told, "{line}").unwrap();
    }

    /// The lines that it prints until `last`, that one included.
    fn hear_until(&mut self, last: impl Fn(&str) -> bool) -> Vec<String> {
        let mut lines = Vec::new();
        for line in (&mut self.said).lines() {
            lines.push(line.unwrap());
            if last(&lines[lines.len() - 1]) {
                return lines;
            }
        }
        panic!("it ended: {lines:?}");
    }

    fn answers(&mut self) -> Vec<Answer> {
        let lines = self.hear_until(|line| line == "done");
        // The test harness prints lines of its own.
        let answers = lines.iter().filter(|line| line.starts_with('{'));
        let answers: Vec<Result<Answer, String>> = answers.map(|line| serde_json::from_str(line).unwrap()).collect();
        answers.into_iter().map(|answer| answer.unwrap()).collect()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Books, where this process was started for that: its first line says what, and the second one when.
pub fn run_process() {
    if std::env::var_os(MARK).is_none() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut lines = std::io::stdin().lines().map(Result::unwrap);
        let job: Job = serde_json::from_str(&lines.next().unwrap()).unwrap();
        let api = Api::at(&job.base_url, &job.api_key);
        let (start, started) = watch::channel(false);
        let mut booking = JoinSet::new();
        for Booking { key, body } in job.bookings {
            let (api, mut started) = (api.clone(), started.clone());
            booking.spawn(async move {
                started.wait_for(|started| *started).await.unwrap();
                api.try_send(Method::POST, "/calendar/v1/appointments", Some(body), Some(&key)).await
            });
        }
        println!("\nready");
        assert_eq!(lines.next().as_deref(), Some("go"));
        start.send_replace(true);
        let replies = tokio::time::timeout(TOO_LONG, booking.join_all()).await.unwrap();
        for reply in replies {
            let answer =
                reply.map(|reply| Answer { status: reply.status, replayed: reply.is_replayed(), body: reply.text });
            println!("{}", serde_json::to_string(&answer.map_err(|error| format!("{error:?}"))).unwrap());
        }
        println!("done");
    });
}
