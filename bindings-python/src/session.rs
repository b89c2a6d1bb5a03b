//! Sessions that renew themselves: the caller's function, as the core takes it.
//!
//! It runs on a thread or a loop of Python's own. Renewing must not wait for a thread that waits for it, which may be any that
//! calls; nor may the thread of a runtime wait for the interpreter.

use std::error::Error;
use std::fmt;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::PyBaseException;
use pyo3::intern;
use pyo3::prelude::*;
use softknack::Secret;
use tokio::sync::oneshot;

use crate::process;

/// The face's wrapper around the function: `begin` has it called, and `is_within` says whether it is what calls.
pub type Renewal = Arc<Py<PyAny>>;

type Renewed = Result<Secret, Box<dyn Error + Send + Sync>>;

/// Gets the next token.
pub async fn renew(renewal: Renewal) -> Renewed {
    let (tell, told) = oneshot::channel();
    process::send_on(Box::new(move |py| begin(py, &renewal, tell)));
    told.await.unwrap_or_else(|_| Err("the interpreter is ending".into()))
}

fn begin(py: Python<'_>, renewal: &Renewal, tell: oneshot::Sender<Renewed>) {
    let answer = Answer { tell: Mutex::new(Some(tell)) };
    let begun = Bound::new(py, answer).and_then(|answer| {
        let begun = renewal.bind(py).call_method1(intern!(py, "begin"), (&answer,));
        begun.map(drop).or_else(|error| {
            answer.get().tell(Err(Raised::of(py, error).into()));
            Ok(())
        })
    });
    if let Err(error) = begun {
        error.write_unraisable(py, None);
    }
}

/// Where the next token is given, or why there is none.
#[pyclass(frozen, module = "softknack._native")]
pub struct Answer {
    tell: Mutex<Option<oneshot::Sender<Renewed>>>,
}

#[pymethods]
impl Answer {
    fn give(&self, token: String) {
        self.tell(Ok(Secret::from(token)));
    }

    fn fail(&self, py: Python<'_>, error: &Bound<'_, PyBaseException>) {
        self.tell(Err(Raised::of(py, PyErr::from_value(error.clone().into_any())).into()));
    }
}

impl Answer {
    fn tell(&self, renewed: Renewed) {
        let tell = mem::take(&mut *self.tell.lock().unwrap_or_else(PoisonError::into_inner));
        // Nobody waits any more where this fails.
        let _ = tell.map(|tell| tell.send(renewed));
    }
}

/// Whether the function that renews the session is what calls.
pub fn is_within(py: Python<'_>, renewal: &Renewal) -> PyResult<bool> {
    renewal.bind(py).call_method0(intern!(py, "is_within"))?.is_truthy()
}

/// Notes the loop whose call may have to wait for a renewal, which is then made there.
pub fn note(py: Python<'_>, renewal: &Renewal, the_loop: &Py<PyAny>) -> PyResult<()> {
    renewal.bind(py).setattr(intern!(py, "loop"), the_loop)
}

/// What the function raised. Its own words may hold anything, and are left to the exception itself.
pub struct Raised {
    class: String,
    pub exception: PyErr,
}

impl Raised {
    fn of(py: Python<'_>, exception: PyErr) -> Self {
        let class = exception.get_type(py).name().map(|name| name.to_string());
        Self { class: class.unwrap_or_default(), exception }
    }
}

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the function that renews it raised {}", self.class)
    }
}

impl fmt::Debug for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Raised {}
