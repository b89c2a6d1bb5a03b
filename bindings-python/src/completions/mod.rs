//! The way from a runtime's thread into an asyncio event loop: one queue for each loop, emptied in one go.
//!
//! A call that ends puts its answer into the queue. The loop is woken when the thread of the calls has nothing else to do, so that
//! answers which came at the same time cost one turn of the loop; and that thread never waits for the interpreter.

mod waking;

use std::cell::RefCell;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::{PyTraverseError, PyVisit, intern};
use softknack::{Error, RawResponse};

use crate::completions::waking::Waking;
use crate::operation::{Finish, Operation};
use crate::process;
use crate::submission::{self, Outbox};

/// How many answers at most wait for the thread to have nothing else to do.
const BURST: usize = 16;

thread_local! {
    /// The queues that have answers of which their loops were not told.
    static TO_TELL: RefCell<Vec<Arc<Inbox>>> = const { RefCell::new(Vec::new()) };
}

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

/// The queue of one event loop, as its calls see it.
pub struct Inbox {
    state: Mutex<State>,
    pub the_loop: Py<PyAny>,
    drain: Py<PyAny>,
    waking: Waking,
    pub outbox: Outbox,
}

#[derive(Default)]
struct State {
    came: Vec<Came>,
    /// Whether the loop was told of what came.
    told: bool,
}

impl Inbox {
    /// Takes in the answer of a call, on the thread of the calls.
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
        let count = state.came.len();
        drop(state);
        match count {
            1 => TO_TELL.with_borrow_mut(|queues| queues.push(Arc::clone(self))),
            BURST => self.tell(),
            _ => {}
        }
    }

    fn tell(self: &Arc<Self>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // It may have fetched all that came, or be about to.
        if !state.came.is_empty() && !mem::replace(&mut state.told, true) {
            drop(state);
            self.waking.wake(self);
        }
    }

    fn take(&self) -> Vec<Came> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if mem::take(&mut state.told) {
            self.waking.is_awake();
        }
        mem::take(&mut state.came)
    }

    /// Asks the loop to drain the queue. A loop that is closed has nobody left who waits.
    pub fn call_drain(&self, py: Python<'_>) {
        let call = intern!(py, "call_soon_threadsafe");
        if self.the_loop.call_method1(py, call, (&self.drain,)).is_err() {
            drop(self.take());
        }
    }
}

/// Tells the loops of what came since the thread of the calls last had nothing else to do.
pub fn tell_loops() {
    TO_TELL.take().iter().for_each(Inbox::tell);
}

/// The queue of one event loop.
///
/// It is made in two steps, since the function that the loop calls holds the queue itself. What the loop is asked for is asked in
/// Python: a thread that the end of the interpreter stops in the loop's own code must have no frame of this half below it.
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

    /// Binds the queue to a loop, which is to watch the file that this gives, and to call `drain` then. Where it gives none,
    /// or where the loop `watches` none, the loop is called.
    fn bind(slf: &Bound<'_, Self>, the_loop: Py<PyAny>, watches: bool) -> PyResult<Option<i32>> {
        let drain = slf.getattr(intern!(slf.py(), "drain"))?.unbind();
        let waking = if watches { Waking::pipe()? } else { Waking::Call };
        let watched = waking.watched();
        let inbox = Inbox { state: Mutex::default(), the_loop, drain, waking, outbox: Outbox::default() };
        *slf.get().inbox.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(inbox));
        Ok(watched)
    }

    /// Whether no call waits for the end of the turn: `send` is then to be called there.
    #[getter]
    fn is_idle(&self) -> bool {
        self.inbox().is_none_or(|inbox| inbox.outbox.is_empty())
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

    /// Begins the calls of a turn. Called on the loop's own thread.
    fn send(&self) -> PyResult<()> {
        if let Some(inbox) = self.inbox() {
            submission::begin(process::background()?, inbox.outbox.take(), &inbox);
        }
        Ok(())
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        let Ok(guard) = self.inbox.try_lock() else { return Ok(()) };
        match &*guard {
            // While calls are running they hold the queue as well: it is then no garbage.
            Some(inbox) if Arc::strong_count(inbox) == 1 => {
                visit.call(&inbox.the_loop)?;
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
