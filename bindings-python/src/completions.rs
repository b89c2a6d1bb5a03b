//! The way from a runtime's thread into an asyncio event loop: one queue for each loop, emptied in one go.
//!
//! A call that ends puts its answer into the queue; the first to do so has the loop woken. So a burst of answers costs one
//! `call_soon_threadsafe`, and no thread of the runtime ever waits for the interpreter.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::{PyTraverseError, PyVisit, intern};
use softknack::{Error, RawResponse};

use crate::operation::{Finish, Operation};
use crate::process;

/// What came of a call, and the future that waits for it.
pub struct Done {
    pub future: Py<PyAny>,
    pub operation: Py<Operation>,
    pub result: Result<RawResponse, Error>,
    pub finish: Finish,
}

/// Makes a value out of what came, on the loop's own thread.
pub type Make = Box<dyn FnOnce(Python<'_>) -> PyResult<Py<PyAny>> + Send>;

#[allow(clippy::large_enum_variant, reason = "nearly all are answers: a box would cost each of them")]
enum Came {
    Answer(Done),
    Value { future: Py<PyAny>, make: Make },
}

/// The queue of one event loop, as its calls see it.
pub struct Inbox {
    state: Mutex<State>,
    pub wake: Py<PyAny>,
    drain: Py<PyAny>,
}

impl Came {
    fn future(&self) -> &Py<PyAny> {
        match self {
            Self::Answer(done) => &done.future,
            Self::Value { future, .. } => future,
        }
    }

    fn made(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        match self {
            Self::Answer(done) => done.operation.get().finish(py, done.result, done.finish),
            Self::Value { make, .. } => make(py),
        }
    }
}

#[derive(Default)]
struct State {
    came: Vec<Came>,
    woken: bool,
}

impl Inbox {
    /// Takes in the answer of a call.
    pub fn push(self: &Arc<Self>, done: Done) {
        self.take_in(Came::Answer(done));
    }

    /// Takes in what is made for `future` when the loop comes by.
    pub fn push_value(self: &Arc<Self>, future: Py<PyAny>, make: Make) {
        self.take_in(Came::Value { future, make });
    }

    fn take_in(self: &Arc<Self>, came: Came) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.came.push(came);
        if !mem::replace(&mut state.woken, true) {
            drop(state);
            process::wake(Arc::clone(self));
        }
    }

    fn take(&self) -> Vec<Came> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.woken = false;
        mem::take(&mut state.came)
    }

    /// Asks the loop to drain the queue. A loop that is closed has nobody left who waits.
    pub fn wake(&self, py: Python<'_>) {
        if self.wake.call1(py, (&self.drain,)).is_err() {
            drop(self.take());
        }
    }
}

/// The queue of one event loop.
///
/// It is made in two steps, since the function that drains it holds the queue itself.
#[pyclass(frozen, module = "softknack._native")]
pub struct Completions {
    inbox: Mutex<Option<Arc<Inbox>>>,
}

#[pymethods]
impl Completions {
    #[new]
    fn new() -> Self {
        Self { inbox: Mutex::new(None) }
    }

    /// Binds the queue to the loop's `call_soon_threadsafe`.
    fn bind(slf: &Bound<'_, Self>, call_soon_threadsafe: Py<PyAny>) -> PyResult<()> {
        let drain = slf.getattr(intern!(slf.py(), "drain"))?.unbind();
        let inbox = Inbox { state: Mutex::default(), wake: call_soon_threadsafe, drain };
        *slf.get().inbox.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(inbox));
        Ok(())
    }

    /// Hands every answer that is there to whoever waits for it. Called on the loop's own thread.
    fn drain(&self, py: Python<'_>) -> PyResult<()> {
        let Some(inbox) = self.inbox() else { return Ok(()) };
        for came in inbox.take() {
            let future = came.future().clone_ref(py).into_bound(py);
            // A future that was cancelled takes no answer any more.
            if future.call_method0(intern!(py, "done"))?.is_truthy()? {
                continue;
            }
            match came.made(py) {
                Ok(value) => future.call_method1(intern!(py, "set_result"), (value,))?,
                Err(error) => future.call_method1(intern!(py, "set_exception"), (error,))?,
            };
        }
        Ok(())
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        let Ok(guard) = self.inbox.try_lock() else { return Ok(()) };
        match &*guard {
            // While calls are running they hold the queue as well: it is then no garbage.
            Some(inbox) if Arc::strong_count(inbox) == 1 => {
                visit.call(&inbox.wake)?;
                visit.call(&inbox.drain)
            }
            _ => Ok(()),
        }
    }

    fn __clear__(&self) {
        if let Ok(mut guard) = self.inbox.try_lock() {
            guard.take();
        }
    }
}

impl Completions {
    pub fn inbox(&self) -> Option<Arc<Inbox>> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
