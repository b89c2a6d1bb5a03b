//! Flows: what takes more than one call runs in the core, step by step, and the face does what a step asks.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::{PyLookupError, PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict};
use serde_json::Value;
use softknack::raw::{self, FlowFailure, FlowValue, RawFlow, Step};

use crate::client::{Client, wait};
use crate::completions::Completions;
use crate::submission::Ticket;
use crate::{encode, facts, process};

/// A flow under way.
#[pyclass(frozen, module = "softknack._native")]
pub struct Flow {
    /// None while a step runs, and when the flow has ended.
    running: Arc<Mutex<Option<RawFlow>>>,
}

#[pymethods]
impl Flow {
    /// Begins a flow whose steps are waited for, or set on futures of the loop of `completions`.
    #[staticmethod]
    fn begin(
        py: Python<'_>,
        client: &Client,
        name: &str,
        params: &Bound<'_, PyDict>,
        options: &Bound<'_, PyAny>,
        completions: Option<&Completions>,
    ) -> PyResult<Self> {
        let row = raw::Flow::find(name).ok_or_else(|| {
            PyLookupError::new_err(format!("the native half of softknack knows no flow {name}: install it again"))
        })?;
        let prepared = encode::params(params, false).and_then(|params| Ok((params, encode::options(options)?)));
        let (params, options) =
            prepared.map_err(|fault| facts::exception(py, facts::of_arguments(py, name, &fault)))?;
        let client = match completions.and_then(Completions::inbox) {
            Some(inbox) => {
                client.note_loop(py, &inbox)?;
                client.background(py)?
            }
            None => client.inline(py)?,
        };
        match client.flow(row, params, options) {
            Ok(flow) => Ok(Self { running: Arc::new(Mutex::new(Some(flow))) }),
            Err(error) => Err(facts::exception(py, facts::of_error(py, &error))),
        }
    }

    /// Tells the flow what its last step asked, and waits for its next step: what it asks or how it ended, a value as JSON,
    /// the facts beside it, a message, and the errors that it names.
    fn resume(&self, py: Python<'_>, answer: &Bound<'_, PyAny>) -> PyResult<Told> {
        let step = self.step(value(answer)?)?;
        told(py, wait(py, step)?)
    }

    /// The same, set on `future` when the loop of `completions` comes by.
    fn submit(&self, completions: &Completions, future: Py<PyAny>, answer: &Bound<'_, PyAny>) -> PyResult<Ticket> {
        let step = self.step(value(answer)?)?;
        let inbox = completions.inbox().ok_or_else(|| PyRuntimeError::new_err("the queue is bound to no loop"))?;
        let task = process::background()?.spawn(async move {
            let step = step.await;
            inbox.push_value(future, Box::new(move |py| Ok(told(py, step)?.into_pyobject(py)?.into_any().unbind())));
        });
        Ok(Ticket::of(&task))
    }
}

type Stepped = Result<Step, FlowFailure>;
type Told = (&'static str, Py<PyBytes>, Option<Py<PyDict>>, Option<String>, Vec<Py<PyAny>>);

impl Flow {
    /// The next step. Where it is abandoned the flow is, too.
    fn step(&self, answer: Value) -> PyResult<impl Future<Output = Stepped> + Send + use<>> {
        let running = Arc::clone(&self.running);
        let taken = running.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut flow = taken.ok_or_else(|| PyRuntimeError::new_err("the flow has ended, or is at a step"))?;
        Ok(async move {
            let step = flow.resume(answer).await;
            if matches!(step, Ok(Step::Asks { .. })) {
                *running.lock().unwrap_or_else(PoisonError::into_inner) = Some(flow);
            }
            step
        })
    }
}

/// What a face answers: a text, a truth value or nothing.
fn value(answer: &Bound<'_, PyAny>) -> PyResult<Value> {
    if answer.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(truth) = answer.cast::<PyBool>() {
        return Ok(truth.is_true().into());
    }
    answer.extract::<String>().map(Value::from).map_err(|_| {
        let class = answer.get_type().name().map(|name| name.to_string()).unwrap_or_default();
        PyTypeError::new_err(format!("softknack: a stored cursor is a text or None, and not of the type {class}"))
    })
}

fn told(py: Python<'_>, step: Stepped) -> PyResult<Told> {
    let json = |text: &str| PyBytes::new(py, text.as_bytes()).unbind();
    match step {
        Ok(Step::Asks { what, about }) => Ok((what, json(&about), None, None, Vec::new())),
        Ok(Step::Done(value)) => beside(py, "done", None, &value),
        Err(FlowFailure::Ended { kind, message, about }) => beside(py, kind, Some(message), &about),
        Err(FlowFailure::Call(error)) => Err(facts::exception(py, facts::of_error(py, &error))),
    }
}

fn beside(py: Python<'_>, kind: &'static str, message: Option<String>, value: &FlowValue) -> PyResult<Told> {
    let exception = |error| facts::exception(py, facts::of_error(py, error)).into_value(py).into_any();
    let response = value.response.as_ref().map(|response| facts::of_response(py, response)).transpose()?;
    let json = PyBytes::new(py, value.json.as_bytes()).unbind();
    Ok((kind, json, response.map(Bound::unbind), message, value.errors.iter().map(exception).collect()))
}
