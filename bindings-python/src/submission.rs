//! Calls on their way from an event loop to the thread that makes them: those of one turn go together, and wake it once.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use serde_json::{Map, Value};
use softknack::CallOptions;
use tokio::runtime::Handle;
use tokio::task::{AbortHandle, JoinHandle};

use crate::completions::{Done, Inbox};
use crate::operation::{Finish, Operation};

/// A call that is to be made, and the future that waits for it.
pub struct Submission {
    pub client: softknack::Client,
    pub operation: Py<Operation>,
    pub params: Map<String, Value>,
    pub options: CallOptions,
    pub future: Py<PyAny>,
    pub finish: Finish,
    pub progress: Arc<Mutex<Progress>>,
}

impl Submission {
    /// Begins the call, on the thread that makes it.
    fn begin(self, inbox: Arc<Inbox>) {
        let Self { client, operation, params, options, future, finish, progress } = self;
        let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*progress, Progress::Waits) {
            let row = operation.get().row();
            let task = tokio::spawn(async move {
                let result = client.execute(row, params, options).await;
                inbox.push(Done { future, operation, result, finish });
            });
            *progress = Progress::Runs(task.abort_handle());
        }
    }
}

/// How far a call has come.
pub enum Progress {
    Waits,
    Runs(AbortHandle),
    Cancelled,
}

/// A call under way.
#[pyclass(frozen, module = "softknack._native")]
pub struct Ticket(Arc<Mutex<Progress>>);

impl Ticket {
    /// The ticket of a call that has not begun.
    pub fn waiting() -> (Self, Arc<Mutex<Progress>>) {
        let progress = Arc::new(Mutex::new(Progress::Waits));
        (Self(Arc::clone(&progress)), progress)
    }

    pub fn of<T>(task: &JoinHandle<T>) -> Self {
        Self(Arc::new(Mutex::new(Progress::Runs(task.abort_handle()))))
    }
}

#[pymethods]
impl Ticket {
    /// Abandons the call at once.
    pub fn cancel(&self) {
        let mut progress = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Progress::Runs(task) = mem::replace(&mut *progress, Progress::Cancelled) {
            task.abort();
        }
    }
}

/// The calls of a loop's turn.
#[derive(Default)]
pub struct Outbox(Mutex<Vec<Submission>>);

impl Outbox {
    pub fn put(&self, submission: Submission) {
        self.waiting().push(submission);
    }

    pub fn take(&self) -> Vec<Submission> {
        mem::take(&mut *self.waiting())
    }

    pub fn is_empty(&self) -> bool {
        self.waiting().is_empty()
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Submission>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Has the thread begin these calls.
pub fn begin(runtime: &Handle, submissions: Vec<Submission>, inbox: &Arc<Inbox>) {
    let inbox = Arc::clone(inbox);
    runtime.spawn(async move {
        for submission in submissions {
            submission.begin(Arc::clone(&inbox));
        }
    });
}
