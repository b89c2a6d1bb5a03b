//! The client, and the two ways to call: wait for the answer, or be told of it.

use std::borrow::Cow;
use std::env;
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
use tokio::task::{AbortHandle, JoinHandle};
use zeroize::Zeroizing;

use crate::completions::{Completions, Done, Inbox};
use crate::encode::seconds;
use crate::facts;
use crate::hooks::{self, Hook};
use crate::operation::{Finish, Operation};
use crate::process::{self, PerProcess};
use crate::session::{self, Renewal};

/// How often a waiting thread looks for Ctrl-C.
const SIGNALS: Duration = Duration::from_millis(50);

/// What a client is made of, so that it can be made again after a fork.
struct Config {
    credential: Zeroizing<String>,
    base_url: Option<String>,
    connect_timeout: Option<f64>,
    attempt_timeout: Option<f64>,
    timeout: Option<f64>,
    max_retries: Option<u32>,
    backoff: Option<(f64, f64)>,
    proxy: Option<Zeroizing<String>>,
    root_certificates: Vec<Vec<u8>>,
    client_certificate: Option<Zeroizing<Vec<u8>>>,
    user_agent: String,
    on_request: Option<Hook>,
    on_response: Option<Hook>,
    on_retry: Option<Hook>,
    renewal: Option<Renewal>,
}

impl Config {
    fn read(options: &Bound<'_, PyDict>) -> PyResult<Self> {
        fn get<T>(options: &Bound<'_, PyDict>, name: &str) -> PyResult<Option<T>>
        where
            T: for<'a, 'py> FromPyObject<'a, 'py, Error: Into<PyErr>>,
        {
            options.get_item(name)?.map(|value| value.extract().map_err(Into::into)).transpose()
        }
        let hook = |name| get::<Py<PyAny>>(options, name).map(|hook| hook.map(Arc::new));
        // Read once: what the environment says later is not this client's.
        let credential = get::<String>(options, "credential")?.or_else(|| env::var("SK_API_KEY").ok());
        let base_url = get(options, "base_url")?.or_else(|| env::var("SK_BASE_URL").ok().filter(|url| !url.is_empty()));
        let user_agent: Option<String> = get(options, "user_agent")?;
        let ours = concat!("softknack-python/", env!("CARGO_PKG_VERSION"));
        Ok(Self {
            credential: Zeroizing::new(credential.unwrap_or_default()),
            base_url,
            connect_timeout: get(options, "connect_timeout")?,
            attempt_timeout: get(options, "attempt_timeout")?,
            timeout: get(options, "timeout")?,
            max_retries: get(options, "max_retries")?,
            backoff: get(options, "backoff")?,
            proxy: get::<String>(options, "proxy")?.map(Zeroizing::new),
            root_certificates: get(options, "root_certificates")?.unwrap_or_default(),
            client_certificate: get::<Vec<u8>>(options, "client_certificate")?.map(Zeroizing::new),
            user_agent: user_agent.map_or_else(|| ours.to_owned(), |name| format!("{ours} {name}")),
            on_request: hook("on_request")?,
            on_response: hook("on_response")?,
            on_retry: hook("on_retry")?,
            renewal: hook("renew_session")?,
        })
    }

    /// The client of calls that are waited for.
    fn inline(&self) -> Result<softknack::Client, Refused> {
        let client = self.build()?;
        if self.renewal.is_none() { Ok(client) } else { accessed(&client, &self.credential, self.renewal.as_ref()) }
    }

    fn build(&self) -> Result<softknack::Client, Error> {
        let mut builder = softknack::Client::builder().credential(&**self.credential).user_agent(&self.user_agent);
        if let Some(url) = &self.base_url {
            builder = builder.base_url(url);
        }
        if let Some(timeout) = self.connect_timeout {
            builder = builder.connect_timeout(seconds(timeout));
        }
        if let Some(timeout) = self.attempt_timeout {
            builder = builder.attempt_timeout(seconds(timeout));
        }
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(seconds(timeout));
        }
        if let Some(retries) = self.max_retries {
            builder = builder.max_retries(retries);
        }
        if let Some((base, cap)) = self.backoff {
            builder = builder.backoff(seconds(base), seconds(cap));
        }
        if let Some(url) = &self.proxy {
            builder = builder.proxy(&***url);
        }
        for pem in &self.root_certificates {
            builder = builder.root_certificate(pem.clone());
        }
        if let Some(pem) = &self.client_certificate {
            builder = builder.client_certificate(pem.to_vec());
        }
        if let Some(hook) = &self.on_request {
            builder = hooks::on_request(builder, Arc::clone(hook));
        }
        if let Some(hook) = &self.on_response {
            builder = hooks::on_response(builder, Arc::clone(hook));
        }
        if let Some(hook) = &self.on_retry {
            builder = hooks::on_retry(builder, Arc::clone(hook));
        }
        builder.build()
    }
}

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

/// Why there is no client.
enum Refused {
    Error(Error),
    Raised(PyErr),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<PyErr> for Refused {
    fn from(error: PyErr) -> Self {
        Self::Raised(error)
    }
}

/// `client` with a credential, or with a session that `renewal` renews. It is renewed in the background, where somebody is
/// always at work: who waits for it may go away.
fn accessed(
    client: &softknack::Client,
    credential: &str,
    renewal: Option<&Renewal>,
) -> Result<softknack::Client, Refused> {
    let Some(renewal) = renewal.cloned() else { return Ok(client.with_credential(credential)?) };
    let renew = move || session::renew(Arc::clone(&renewal));
    Ok(client.with_session_on(process::background()?.clone(), credential.to_owned(), renew)?)
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

    /// Starts a call whose answer, as of `execute`, is set on `future` when the loop of `completions` comes by.
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
        let (row, operation) = (operation.get().row(), operation.clone().unbind());
        let task = process::background()?.spawn(async move {
            let result = client.execute(row, params, options).await;
            inbox.push(Done { future, operation, result, finish: with_response.into() });
        });
        Ok(Ticket::of(&task))
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
        self.renewal().map_or(Ok(()), |renewal| session::note(py, renewal, &inbox.wake))
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

/// A call under way.
#[pyclass(frozen, module = "softknack._native")]
pub struct Ticket {
    task: AbortHandle,
}

impl Ticket {
    pub fn of<T>(task: &JoinHandle<T>) -> Self {
        Self { task: task.abort_handle() }
    }
}

#[pymethods]
impl Ticket {
    /// Abandons the call at once.
    fn cancel(&self) {
        self.task.abort();
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
