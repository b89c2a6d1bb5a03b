//! The client, and the two ways to call: wait for the answer, or be told of it.

use std::borrow::Cow;
use std::future::Future;
use std::pin::pin;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use softknack::{Error, RawResponse};
use tokio::runtime::Handle;
use zeroize::Zeroizing;

use crate::completions::{Completions, Inbox};
use crate::config::{Config, Refused, accessed};
use crate::facts;
use crate::operation::{Finish, Operation};
use crate::process::{self, PerProcess};
use crate::session::{self, Renewal};
use crate::submission::{Submission, Ticket};

/// How often a waiting thread looks for Ctrl-C.
const SIGNALS: Duration = Duration::from_millis(50);

/// The pools of connections: one for each runtime, for a connection is served by the runtime that opened it.
struct Pools {
    inline: PerProcess<softknack::Client>,
    background: PerProcess<softknack::Client>,
}

impl Pools {
    const fn new() -> Self {
        Self { inline: PerProcess::new(), background: PerProcess::new() }
    }
}

struct Shared {
    config: Config,
    /// The connections of the background, which all clients share whatever their credential is.
    background: PerProcess<softknack::Client>,
    pools: Pools,
}

/// A credential in place of the configured one, and how it is renewed.
struct Own {
    credential: Zeroizing<String>,
    renewal: Option<Renewal>,
    pools: Pools,
}

/// A credential, its pools of connections, and how calls are made.
#[pyclass(frozen, module = "softknack._native")]
pub struct Client {
    shared: Arc<Shared>,
    own: Option<Own>,
}

#[pymethods]
impl Client {
    /// A client, or the facts of why it cannot be made. It does not raise by itself: the credential stands in the frame that
    /// called, and is to be gone from there before anything is raised.
    #[staticmethod]
    fn connect<'py>(options: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyAny>> {
        let shared = Shared { config: Config::read(options)?, background: PerProcess::new(), pools: Pools::new() };
        Self { shared: Arc::new(shared), own: None }.checked(options.py())
    }

    /// The same connections with another credential, which `renewal` renews where it is given; or the facts of why it cannot
    /// be used.
    fn with_credential<'py>(
        &self,
        py: Python<'py>,
        credential: String,
        renewal: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (credential, renewal) = (Zeroizing::new(credential), renewal.map(Arc::new));
        let own = Some(Own { credential, renewal, pools: Pools::new() });
        Self { shared: Arc::clone(&self.shared), own }.checked(py)
    }

    /// The address of the platform.
    #[getter]
    fn base_url(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.inline(py)?.base_url().to_owned())
    }

    /// The environment that the credential says it belongs to.
    #[getter]
    fn mode(&self, py: Python<'_>) -> PyResult<Option<String>> {
        Ok(self.inline(py)?.mode().map(ToString::to_string))
    }

    /// Makes a call and waits for its answer: the value, or with `with_response` a pair of it and the facts beside it.
    fn execute(
        &self,
        py: Python<'_>,
        operation: &Operation,
        params: &Bound<'_, PyDict>,
        options: &Bound<'_, PyAny>,
        with_response: bool,
    ) -> PyResult<Py<PyAny>> {
        let (params, options) = operation.prepare(params, options)?;
        let client = self.inline(py)?;
        let call = client.execute(operation.row(), params, options);
        operation.finish(py, wait(py, call)?, with_response.into())
    }

    /// Has a call begin with the next `send` of `completions`. Its answer, as of `execute`, is set on `future` when the loop comes by.
    #[allow(clippy::too_many_arguments, reason = "the face calls it at one place")]
    fn submit(
        &self,
        py: Python<'_>,
        completions: &Completions,
        future: Py<PyAny>,
        operation: &Bound<'_, Operation>,
        params: &Bound<'_, PyDict>,
        options: &Bound<'_, PyAny>,
        with_response: bool,
    ) -> PyResult<Ticket> {
        let (params, options) = operation.get().prepare(params, options)?;
        let inbox = completions.inbox().ok_or_else(|| PyRuntimeError::new_err("the queue is bound to no loop"))?;
        self.note_loop(py, &inbox)?;
        let client = self.background(py)?.into_owned();
        let (operation, finish) = (operation.clone().unbind(), with_response.into());
        let (ticket, progress) = Ticket::waiting();
        let submission = Submission { client, operation, params, options, future, finish, progress };
        // What cannot run is told to whoever calls, not at the end of the turn.
        process::background()?;
        inbox.outbox.put(submission);
        Ok(ticket)
    }

    /// Starts a call that is waited for later.
    fn start(
        &self,
        py: Python<'_>,
        operation: &Bound<'_, Operation>,
        params: &Bound<'_, PyDict>,
        options: &Bound<'_, PyAny>,
    ) -> PyResult<Pending> {
        let (params, options) = operation.get().prepare(params, options)?;
        let client = self.background(py)?.into_owned();
        let (row, operation) = (operation.get().row(), operation.clone().unbind());
        let (sender, receiver) = mpsc::channel();
        let task = process::background()?.spawn(async move {
            // Nobody waits any more where this fails.
            let _ = sender.send(client.execute(row, params, options).await);
        });
        let ticket = Ticket::of(&task);
        Ok(Pending { ticket, operation, answer: Mutex::new(Some(receiver)) })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("{:?}", self.inline(py)?))
    }
}

impl Client {
    fn checked<'py>(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self.find_inline() {
            Ok(_) => Ok(Bound::new(py, self)?.into_any()),
            Err(Refused::Error(error)) => Ok(facts::of_error(py, &error)?.into_any()),
            Err(Refused::Raised(error)) => Err(error),
        }
    }

    /// The client of calls that are waited for.
    pub fn inline(&self, py: Python<'_>) -> PyResult<Cow<'_, softknack::Client>> {
        self.calling(py, self.find_inline())
    }

    /// The client of calls that nobody blocks for.
    pub fn background(&self, py: Python<'_>) -> PyResult<Cow<'_, softknack::Client>> {
        self.calling(py, self.find_background())
    }

    fn calling<'a>(
        &self,
        py: Python<'_>,
        found: Result<&'a softknack::Client, Refused>,
    ) -> PyResult<Cow<'a, softknack::Client>> {
        let client = found.map_err(|refused| match refused {
            Refused::Error(error) => facts::exception(py, facts::of_error(py, &error)),
            Refused::Raised(error) => error,
        })?;
        match self.renewal() {
            Some(renewal) if session::is_within(py, renewal)? => Ok(Cow::Owned(client.for_renewal())),
            _ => Ok(Cow::Borrowed(client)),
        }
    }

    /// Notes the loop that calls: there the session is renewed.
    pub fn note_loop(&self, py: Python<'_>, inbox: &Inbox) -> PyResult<()> {
        self.renewal().map_or(Ok(()), |renewal| session::note(py, renewal, &inbox.the_loop))
    }

    fn renewal(&self) -> Option<&Renewal> {
        match &self.own {
            Some(own) => own.renewal.as_ref(),
            None => self.shared.config.renewal.as_ref(),
        }
    }

    fn find_inline(&self) -> Result<&softknack::Client, Refused> {
        let shared = || self.shared.pools.inline.get_or_make(|| self.shared.config.inline());
        match &self.own {
            None => shared(),
            Some(own) => own.pools.inline.get_or_make(|| accessed(shared()?, &own.credential, own.renewal.as_ref())),
        }
    }

    /// It has connections of its own, but the session is one.
    fn find_background(&self) -> Result<&softknack::Client, Refused> {
        let pools = self.own.as_ref().map_or(&self.shared.pools, |own| &own.pools);
        pools.background.get_or_make(|| {
            let connected = self.shared.background.get_or_make(|| self.shared.config.build())?;
            Ok(connected.with_access_of(self.find_inline()?))
        })
    }
}

/// Waits on the caller's thread, without the interpreter's lock, and looks for Ctrl-C now and then.
pub fn wait<T: Send>(py: Python<'_>, call: impl Future<Output = T> + Send) -> PyResult<T> {
    if Handle::try_current().is_ok() {
        return Err(PyRuntimeError::new_err("a hook must not make a synchronous call: it runs within one"));
    }
    let runtime = process::inline()?;
    let mut call = pin!(call);
    loop {
        let slice = async { tokio::time::timeout(SIGNALS, call.as_mut()).await };
        match py.detach(|| runtime.block_on(slice)) {
            Ok(answer) => return Ok(answer),
            // Where a handler raises, the call is dropped, which cancels it.
            Err(_) => py.check_signals()?,
        }
    }
}

/// A call under way that can be waited for, once.
#[pyclass(frozen, module = "softknack._native")]
pub struct Pending {
    ticket: Ticket,
    operation: Py<Operation>,
    answer: Mutex<Option<Receiver<Result<RawResponse, Error>>>>,
}

#[pymethods]
impl Pending {
    /// Waits for the answer: a pair of its value and the facts beside it.
    fn wait(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let answer = self.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut answer = answer.ok_or_else(|| PyRuntimeError::new_err("the answer was waited for already"))?;
        loop {
            // A receiver goes with whoever waits on it.
            let (received, given_back) = py.detach(move || (answer.recv_timeout(SIGNALS), answer));
            answer = given_back;
            match received {
                Ok(result) => return self.operation.get().finish(py, result, Finish::Response),
                Err(RecvTimeoutError::Timeout) => py.check_signals().inspect_err(|_| self.cancel())?,
                Err(RecvTimeoutError::Disconnected) => return Err(PyRuntimeError::new_err("the call was cancelled")),
            }
        }
    }

    /// Abandons the call at once.
    fn cancel(&self) {
        self.ticket.cancel();
    }
}
