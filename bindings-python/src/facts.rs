//! What is told of a call, as plain data: the exceptions and responses themselves are made in Python.

use std::time::Duration;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict};
use softknack::{Attempt, Error, FieldError, RateLimit, RawResponse, Response};

use crate::decode;
use crate::session::Raised;

type Facts<'py> = PyResult<Bound<'py, PyDict>>;

/// The exception that the facts of an error make.
pub fn exception(py: Python<'_>, facts: Facts<'_>) -> PyErr {
    static ERROR_OF: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make = || {
        let facts = facts?;
        let error_of = ERROR_OF.import(py, "softknack._errors", "error_of")?;
        error_of.call1((facts,))
    };
    match make() {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

pub fn of_error<'py>(py: Python<'py>, error: &Error) -> Facts<'py> {
    let facts = PyDict::new(py);
    let detailed = format!("{error:#}");
    let (message, details) = detailed.split_once('\n').unwrap_or((&detailed, ""));
    facts.set_item("kind", error.kind().as_str())?;
    facts.set_item("message", message)?;
    facts.set_item("details", details)?;
    facts.set_item("code", error.code().map(ToString::to_string))?;
    facts.set_item("status", error.status())?;
    facts.set_item("operation", error.operation())?;
    facts.set_item("request_id", error.request_id())?;
    facts.set_item("correlation_id", error.correlation_id())?;
    facts.set_item("idempotency_key", error.idempotency_key().map(ToString::to_string))?;
    facts.set_item("retry_after", error.retry_after().as_ref().map(Duration::as_secs_f64))?;
    facts.set_item("rate_limit", rate_limit(error.rate_limit()))?;
    facts.set_item("outcome", error.outcome().as_str())?;
    facts.set_item("field_errors", field_errors(error.field_errors()))?;
    facts.set_item("attempts", attempts(error.attempts()))?;
    facts.set_item("causes", causes(error))?;
    if let Some(raised) = error.renewal_cause().and_then(|cause| cause.downcast_ref::<Raised>()) {
        // With its traceback, which the exception itself has only then.
        facts.set_item("cause", raised.exception.clone_ref(py).into_value(py))?;
    }
    if let Some(headers) = error.headers() {
        facts.set_item("headers", header_pairs(headers.iter()))?;
    }
    if let Some(problem) = error.problem() {
        let problem = serde_json::to_vec(problem).unwrap_or_default();
        facts.set_item("problem", PyBytes::new(py, &problem))?;
    }
    Ok(facts)
}

/// Of arguments that cannot be sent.
pub fn of_arguments<'py>(py: Python<'py>, operation: &str, fault: &FieldError) -> Facts<'py> {
    let facts = PyDict::new(py);
    facts.set_item("kind", "invalid_request")?;
    facts.set_item("message", format!("softknack: invalid_request: {} {}", fault.param, fault.detail))?;
    facts.set_item("details", format!("  operation {operation} · not_sent"))?;
    facts.set_item("operation", operation)?;
    facts.set_item("outcome", "not_sent")?;
    facts.set_item("field_errors", field_errors(std::slice::from_ref(fault)))?;
    Ok(facts)
}

/// Of an answer that is a success but not of the form that this version expects.
pub fn of_unreadable<'py>(
    py: Python<'py>,
    operation: &str,
    response: &RawResponse,
    fault: &decode::Fault,
) -> Facts<'py> {
    let facts = of_response(py, response)?;
    let place = if fault.pointer.is_empty() { "its top" } else { &fault.pointer };
    let message = format!("the answer was a success but cannot be read at {place}: {}", fault.detail);
    facts.set_item("kind", "decode")?;
    facts.set_item("message", format!("softknack: decode: {message}"))?;
    facts.set_item("details", format!("  operation {operation} · maybe_applied"))?;
    facts.set_item("operation", operation)?;
    facts.set_item("outcome", "maybe_applied")?;
    facts.del_item("replayed")?;
    Ok(facts)
}

/// Of an answer, beside its value.
pub fn of_response<'py, T>(py: Python<'py>, response: &Response<T>) -> Facts<'py> {
    let facts = PyDict::new(py);
    facts.set_item("status", response.status())?;
    facts.set_item("headers", header_pairs(response.headers().iter()))?;
    facts.set_item("request_id", response.request_id())?;
    facts.set_item("correlation_id", response.correlation_id())?;
    facts.set_item("idempotency_key", response.idempotency_key().map(ToString::to_string))?;
    facts.set_item("replayed", response.replayed())?;
    facts.set_item("rate_limit", rate_limit(response.rate_limit()))?;
    facts.set_item("attempts", attempts(response.attempts()))?;
    Ok(facts)
}

type AttemptFacts<'a> = (Option<u16>, &'a str, f64, Option<f64>);

fn attempts(attempts: &[Attempt]) -> Vec<AttemptFacts<'_>> {
    fn facts(attempt: &Attempt) -> AttemptFacts<'_> {
        let wait = attempt.wait.as_ref().map(Duration::as_secs_f64);
        (attempt.status, &attempt.result, attempt.elapsed.as_secs_f64(), wait)
    }
    attempts.iter().map(facts).collect()
}

fn field_errors(faults: &[FieldError]) -> Vec<(&str, &str, &str)> {
    faults.iter().map(|fault| (&*fault.param, &*fault.code, &*fault.detail)).collect()
}

fn rate_limit(limit: Option<RateLimit>) -> Option<(u64, u64, f64)> {
    limit.map(|limit| (limit.limit, limit.remaining, limit.reset.as_secs_f64()))
}

fn header_pairs<'a, N: AsRef<str> + 'a, V: AsRef<[u8]> + 'a>(
    headers: impl Iterator<Item = (&'a N, &'a V)>,
) -> Vec<(String, String)> {
    // A header is bytes; one that is no UTF-8 is shown as well as can be.
    headers
        .map(|(name, value)| (name.as_ref().to_owned(), String::from_utf8_lossy(value.as_ref()).into_owned()))
        .collect()
}

fn causes(error: &Error) -> Vec<String> {
    let first = std::error::Error::source(error);
    std::iter::successors(first, |cause| cause.source()).map(ToString::to_string).collect()
}
