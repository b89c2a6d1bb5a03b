//! Bookers in processes of their own.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::task::JoinSet;

use super::{Api, processes};

const PROCESSES: usize = 5;

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

/// Sends all bookings at the same moment, from several processes, which run the test `booker_process`: it must call
/// [`run_process`].
pub async fn race(base_url: &str, api_key: &str, bookings: &[Booking]) -> Vec<Answer> {
    let share = bookings.len().div_ceil(PROCESSES);
    let job = |bookings: &[Booking]| Job {
        base_url: base_url.to_owned(),
        api_key: api_key.to_owned(),
        bookings: bookings.to_vec(),
    };
    let jobs: Vec<Job> = bookings.chunks(share).map(job).collect();
    let answers: Vec<Vec<Result<Answer, String>>> = processes::race("booker_process", jobs).await;
    answers.into_iter().flatten().map(|answer| answer.unwrap()).collect()
}

/// Books, where this process was started for that.
pub fn run_process() {
    processes::work(async |job: Job, start| {
        let api = Api::at(&job.base_url, &job.api_key);
        let mut booking = JoinSet::new();
        for Booking { key, body } in job.bookings {
            let (api, mut start) = (api.clone(), start.clone());
            booking.spawn(async move {
                start.wait().await;
                api.try_send(Method::POST, "/calendar/v1/appointments", Some(body), Some(&key)).await
            });
        }
        let answers = booking.join_all().await.into_iter().map(|reply| {
            let answer =
                reply.map(|reply| Answer { status: reply.status, replayed: reply.is_replayed(), body: reply.text });
            answer.map_err(|error| format!("{error:?}"))
        });
        answers.collect::<Vec<Result<Answer, String>>>()
    });
}
