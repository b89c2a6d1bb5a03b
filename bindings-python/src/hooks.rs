//! Callables of Python as the core's hooks.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use softknack::{ClientBuilder, RequestInfo, ResponseInfo, RetryInfo};

use crate::process;

/// A callable that can be shared without the interpreter.
pub type Hook = Arc<Py<PyAny>>;

pub fn on_request(builder: ClientBuilder, hook: Hook) -> ClientBuilder {
    builder.on_request(move |info| call(&hook, |facts| request(facts, info)))
}

pub fn on_response(builder: ClientBuilder, hook: Hook) -> ClientBuilder {
    builder.on_response(move |info: &ResponseInfo<'_>| {
        call(&hook, |facts| {
            request(facts, &info.request)?;
            facts.set_item("status", info.status)?;
            facts.set_item("request_id", info.request_id)?;
            facts.set_item("elapsed", info.elapsed.as_secs_f64())
        });
    })
}

pub fn on_retry(builder: ClientBuilder, hook: Hook) -> ClientBuilder {
    builder.on_retry(move |info: &RetryInfo<'_>| {
        call(&hook, |facts| {
            request(facts, &info.request)?;
            facts.set_item("reason", info.reason)?;
            facts.set_item("status", info.status)?;
            facts.set_item("wait", info.wait.as_secs_f64())
        });
    })
}

fn request(facts: &Bound<'_, PyDict>, info: &RequestInfo<'_>) -> PyResult<()> {
    facts.set_item("operation", info.operation)?;
    facts.set_item("method", info.method.as_str())?;
    facts.set_item("path", info.path)?;
    facts.set_item("correlation_id", info.correlation_id)?;
    facts.set_item("idempotency_key", info.idempotency_key)?;
    facts.set_item("attempt", info.attempt)
}

/// Calls a hook. What it raises is reported as from a destructor: a hook watches, it takes no part.
fn call(hook: &Py<PyAny>, fill: impl FnOnce(&Bound<'_, PyDict>) -> PyResult<()>) {
    if process::is_closed() {
        return;
    }
    Python::try_attach(|py| {
        let facts = PyDict::new(py);
        if let Err(error) = fill(&facts).and_then(|()| hook.call(py, (), Some(&facts)).map(drop)) {
            error.write_unraisable(py, Some(hook.bind(py)));
        }
    });
}
