//! What is told of a call, as JSON: the errors and responses themselves are made in TypeScript.
//!
//! Durations are milliseconds, as everywhere in JavaScript.

use std::time::Duration;

use http::HeaderMap;
use serde::{Serialize, Serializer};
use softknack::{Attempt, Error, FieldError, RateLimit, RawResponse, Response};

use crate::session::Thrown;

/// What came beside an answer's value.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResponseFacts<'a> {
    status: u16,
    headers: Headers<'a>,
    request_id: Option<&'a str>,
    correlation_id: Option<&'a str>,
    idempotency_key: Option<String>,
    replayed: bool,
    rate_limit: Option<RateLimitFacts>,
    attempts: Vec<AttemptFacts<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorFacts<'a> {
    kind: &'a str,
    message: &'a str,
    details: &'a str,
    code: Option<String>,
    status: Option<u16>,
    operation: Option<&'a str>,
    request_id: Option<&'a str>,
    correlation_id: Option<&'a str>,
    idempotency_key: Option<String>,
    retry_after: Option<f64>,
    rate_limit: Option<RateLimitFacts>,
    outcome: &'a str,
    field_errors: &'a [FieldError],
    attempts: Vec<AttemptFacts<'a>>,
    causes: Vec<String>,
    headers: Option<Headers<'a>>,
    problem: Option<&'a softknack::Problem>,
    /// The number of what the function threw that renews the session.
    thrown: Option<u32>,
}

#[derive(Serialize)]
struct AttemptFacts<'a> {
    status: Option<u16>,
    result: &'a str,
    elapsed: f64,
    wait: Option<f64>,
}

#[derive(Serialize)]
struct RateLimitFacts {
    limit: u64,
    remaining: u64,
    reset: f64,
}

/// Of a success whose body is no text.
pub fn of_unreadable(operation: &str, response: &RawResponse) -> String {
    let facts = response_facts(response);
    let details = format!("  operation {operation} · maybe_applied");
    failed(&ErrorFacts {
        kind: "decode",
        message: "softknack: decode: the answer was a success but is no UTF-8",
        details: &details,
        code: None,
        status: Some(facts.status),
        operation: Some(operation),
        request_id: facts.request_id,
        correlation_id: facts.correlation_id,
        idempotency_key: facts.idempotency_key,
        retry_after: None,
        rate_limit: facts.rate_limit,
        outcome: "maybe_applied",
        field_errors: &[],
        attempts: facts.attempts,
        causes: Vec::new(),
        headers: Some(facts.headers),
        problem: None,
        thrown: None,
    })
}

pub fn of_error(error: &Error) -> String {
    let detailed = format!("{error:#}");
    let (message, details) = detailed.split_once('\n').unwrap_or((&detailed, ""));
    let first = std::error::Error::source(error);
    failed(&ErrorFacts {
        kind: error.kind().as_str(),
        message,
        details,
        code: error.code().map(ToString::to_string),
        status: error.status(),
        operation: error.operation(),
        request_id: error.request_id(),
        correlation_id: error.correlation_id(),
        idempotency_key: error.idempotency_key().map(ToString::to_string),
        retry_after: error.retry_after().map(milliseconds),
        rate_limit: error.rate_limit().map(rate_limit),
        outcome: error.outcome().as_str(),
        field_errors: error.field_errors(),
        attempts: attempts(error.attempts()),
        causes: std::iter::successors(first, |cause| cause.source()).map(ToString::to_string).collect(),
        headers: error.headers().map(Headers),
        problem: error.problem(),
        thrown: error.renewal_cause().and_then(|cause| cause.downcast_ref::<Thrown>()).map(|thrown| thrown.number),
    })
}

/// Of two halves that do not belong together.
pub fn of_mismatch(message: &str) -> String {
    format!(
        "!{}",
        serde_json::json!({ "kind": "usage", "message": format!("softknack: {message}"), "outcome": "not_sent" })
    )
}

fn failed(facts: &ErrorFacts<'_>) -> String {
    format!("!{}", json(facts))
}

fn json(facts: &impl Serialize) -> String {
    // Nothing of it can fail to be written: every key is a text.
    serde_json::to_string(facts).unwrap_or_default()
}

/// What came beside an answer's value, as JSON.
pub fn beside<T>(response: &Response<T>) -> String {
    json(&response_facts(response))
}

fn response_facts<T>(response: &Response<T>) -> ResponseFacts<'_> {
    ResponseFacts {
        status: response.status(),
        headers: Headers(response.headers()),
        request_id: response.request_id(),
        correlation_id: response.correlation_id(),
        idempotency_key: response.idempotency_key().map(ToString::to_string),
        replayed: response.replayed(),
        rate_limit: response.rate_limit().map(rate_limit),
        attempts: attempts(response.attempts()),
    }
}

fn attempts(attempts: &[Attempt]) -> Vec<AttemptFacts<'_>> {
    fn facts(attempt: &Attempt) -> AttemptFacts<'_> {
        AttemptFacts {
            status: attempt.status,
            result: &attempt.result,
            elapsed: milliseconds(attempt.elapsed),
            wait: attempt.wait.map(milliseconds),
        }
    }
    attempts.iter().map(facts).collect()
}

fn rate_limit(limit: RateLimit) -> RateLimitFacts {
    RateLimitFacts { limit: limit.limit, remaining: limit.remaining, reset: milliseconds(limit.reset) }
}

pub fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// Headers as an object; those that came more than once in one text, as HTTP has them.
struct Headers<'a>(&'a HeaderMap);

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.keys().map(|name| {
            let mut values = self.0.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
            let first = values.next().unwrap_or_default();
            (name.as_str(), values.fold(first, |all, one| format!("{all}, {one}").into()))
        }))
    }
}
