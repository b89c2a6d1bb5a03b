//! Sessions that renew themselves: the caller's function, as the core takes it.
//!
//! It runs on a thread of its own. Renewing must not wait for a thread that waits for it, which may be any that calls; nor may
//! the thread of a runtime wait for the interpreter.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::thread;

use pyo3::intern;
use pyo3::prelude::*;
use softknack::Secret;
use tokio::sync::oneshot;

use crate::process;

/// The face's wrapper around the function: called, it gives a token; `is_within` says whether it is what calls.
pub type Renewal = Arc<Py<PyAny>>;

type Renewed = Result<Secret, Box<dyn Error + Send + Sync>>;

/// Gets the next token.
pub async fn renew(renewal: Renewal) -> Renewed {
    let (tell, told) = oneshot::channel();
    thread::Builder::new().name("softknack-renew".to_owned()).spawn(move || {
        // Nobody waits any more where this fails.
        let _ = tell.send(call(&renewal));
    })?;
    told.await?
}

fn call(renewal: &Py<PyAny>) -> Renewed {
    let ended = || Err("the interpreter is ending".into());
    if process::is_closed() {
        return ended();
    }
    let called = Python::try_attach(|py| {
        let token = renewal.call0(py).and_then(|token| token.extract::<String>(py));
        token.map(Secret::from).map_err(|exception| {
            let class = exception.get_type(py).name().map(|name| name.to_string());
            Raised { class: class.unwrap_or_default(), exception }.into()
        })
    });
    called.unwrap_or_else(ended)
}

/// Whether the function that renews the session is what calls.
pub fn is_within(py: Python<'_>, renewal: &Renewal) -> PyResult<bool> {
    renewal.bind(py).call_method0(intern!(py, "is_within"))?.is_truthy()
}

/// Notes the loop whose call may have to wait for a renewal, which is then made there.
pub fn note(py: Python<'_>, renewal: &Renewal, wake: &Py<PyAny>) -> PyResult<()> {
    let the_loop = wake.bind(py).getattr(intern!(py, "__self__"))?;
    renewal.bind(py).setattr(intern!(py, "loop"), the_loop)
}

/// What the function raised. Its own words may hold anything, and are left to the exception itself.
pub struct Raised {
    class: String,
    pub exception: PyErr,
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
