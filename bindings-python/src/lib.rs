//! The native half of the Python package `softknack`: a fixed, small door to the core, with no line for any resource.
//!
//! Idiom (classes, iterators, context managers, exceptions) is written in Python, once. What crosses here is an operation
//! with its parameters, and what came of it.

mod client;
mod completions;
mod config;
mod decode;
mod encode;
mod facts;
mod flow;
mod hooks;
mod instance;
mod operation;
mod process;
mod session;
mod shape;
mod submission;
mod webhooks;

use pyo3::prelude::*;

use crate::shape::Shape;

/// Where reading failed, and what was expected there.
type Fault = (String, String);

/// The module. It needs no global lock: its classes are frozen, what they and the process make once stands in `OnceLock`s, queues
/// are behind mutexes, what lasts for one call is of its thread, and an object that is being read is nobody else's until it is done.
#[pymodule(gil_used = false)]
mod _native {
    use super::*;

    #[pymodule_export]
    use crate::client::{Client, Pending};
    #[pymodule_export]
    use crate::completions::Completions;
    #[pymodule_export]
    use crate::flow::Flow;
    #[pymodule_export]
    use crate::operation::Operation;
    #[pymodule_export]
    use crate::session::Answer;
    #[pymodule_export]
    use crate::submission::Ticket;
    #[pymodule_export]
    use crate::webhooks::Verifier;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }

    /// The key that follows from `parts`, as every language of the SDK derives it.
    #[pyfunction]
    fn derive_key(parts: Vec<String>) -> String {
        softknack::IdempotencyKey::derive(parts).as_str().to_owned()
    }

    /// Reads `json` as `spec` says: a model's class, or what stands in its table of fields.
    ///
    /// Gives the value and none, or none and where reading failed with what was expected there.
    #[pyfunction]
    fn read<'py>(spec: &Bound<'py, PyAny>, json: &[u8]) -> PyResult<(Option<Bound<'py, PyAny>>, Option<Fault>)> {
        let shape = Shape::of(spec)?;
        Ok(match decode::read(spec.py(), &shape, json) {
            Ok(value) => (Some(value), None),
            Err(fault) => (None, Some((fault.pointer, fault.detail))),
        })
    }

    /// When an ID was made, in milliseconds since 1970, or none where it is no full ULID.
    #[pyfunction]
    fn id_time(id: &str) -> Option<i64> {
        let (prefix, _) = id.split_once('_')?;
        let known = softknack::id::PREFIXES.iter().any(|(known, _)| *known == prefix);
        if known { softknack::id::time_of(id, prefix).map(softknack::Timestamp::as_millisecond) } else { None }
    }

    /// To be called in a child after a fork.
    #[pyfunction]
    fn after_fork_in_child() {
        process::forked();
    }

    /// To be called before the interpreter ends: nothing calls into it from then on.
    #[pyfunction]
    fn shutdown(py: Python<'_>) {
        process::shutdown(py);
    }
}
