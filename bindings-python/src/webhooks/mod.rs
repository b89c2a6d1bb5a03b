//! Verifying deliveries, and signing them in tests.
//!
//! The methods of the public verifier are these: a check costs as much as a few calls of Python do, so none stands between. What
//! is raised is raised here, where no frame holds the body, which has personal data.

mod headers;
mod outcome;

use std::cell::Cell;
use std::sync::OnceLock;

use pyo3::exceptions::PyException;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyTuple};
use softknack::webhook::{Form, SignatureError, VerifiedBody, WebhookSecret};
use softknack::{EventId, Timestamp};

use crate::decode;
use crate::encode::seconds;
use crate::shape::Shape;
use crate::webhooks::headers::Pairs;

thread_local! {
    /// What the caller's clock said, while a delivery is verified.
    static NOW: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// What the public verifier is on the inside.
#[pyclass(frozen, subclass, module = "softknack._native")]
pub struct Verifier(OnceLock<Made>);

/// A ring of secrets, once it is known.
struct Made {
    inner: softknack::Webhooks,
    events: Shape,
    clock: Option<Py<PyAny>>,
}

/// Why a verifier cannot be made: reason and sentence.
type Refused = (String, String);

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(signature = (*_arguments, **_options))]
    fn new(_arguments: &Bound<'_, PyTuple>, _options: Option<&Bound<'_, PyDict>>) -> Self {
        Self(OnceLock::new())
    }

    /// Gives it its secrets, or says why not, as data: they stand in the frame that called.
    fn _make(
        &self,
        secrets: Vec<(String, Option<String>)>,
        form: &str,
        header: &str,
        tolerance: f64,
        clock: Option<Py<PyAny>>,
        events: &Bound<'_, PyAny>,
    ) -> PyResult<Option<Refused>> {
        let usage = |message: &str| Ok(Some(("usage".to_owned(), message.to_owned())));
        let form = match form {
            "nexus" => Form::Nexus,
            "standard_webhooks" => Form::StandardWebhooks,
            "plain_hex" => match header.parse() {
                Ok(header) => Form::PlainHex { header },
                Err(_) => return usage("header must be the name of a header: letters, digits and hyphens"),
            },
            _ => return usage("form must be nexus, plain_hex or standard_webhooks"),
        };
        let secrets = secrets.into_iter().map(|(secret, label)| match label {
            Some(label) => WebhookSecret::labelled(label, secret),
            None => WebhookSecret::from(secret),
        });
        let built = softknack::Webhooks::builder()
            .secrets(secrets)
            .form(form)
            .tolerance(seconds(tolerance))
            .clock(|| NOW.get().unwrap_or_else(Timestamp::now))
            .build();
        let inner = match built {
            Ok(inner) => inner,
            Err(error) => return Ok(Some((error.reason().to_owned(), error.to_string()))),
        };
        match self.0.set(Made { inner, events: Shape::of(events)?, clock }) {
            Ok(()) => Ok(None),
            Err(_) => usage("a verifier keeps the secrets that it was made with: make another"),
        }
    }

    /// Checks the signature over `body`, the bytes as they came, and reads the event.
    ///
    /// Raises:
    ///     SignatureError: The delivery is refused; `reason` says why.
    ///     UsageError: `body` are no bytes, or `headers` no headers.
    fn verify<'py>(&self, body: &Bound<'py, PyAny>, headers: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (py, made) = (body.py(), self.made(body.py())?);
        let body = bytes(body)?;
        let verified = made.check(&body, headers)?;
        made.read(py, &verified).map_err(|error| outcome::refused(py, &error))
    }

    /// Checks the signature over `body` and leaves it unread.
    ///
    /// Raises:
    ///     SignatureError: The delivery is refused; never for a `malformed_payload`.
    ///     UsageError: `body` are no bytes, or `headers` no headers.
    fn verify_raw<'py>(&self, body: &Bound<'py, PyAny>, headers: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let made = self.made(body.py())?;
        let body = bytes(body)?;
        let verified = made.check(&body, headers)?;
        outcome::verified(&body, &verified)
    }

    /// The headers that a delivery of `body` carries when it is signed at `at`, by default now, with every secret.
    ///
    /// Only Standard Webhooks signs the event's `id` along and sends it.
    #[pyo3(signature = (id, body, at = None))]
    fn sign<'py>(
        &self,
        py: Python<'py>,
        id: &str,
        body: &[u8],
        at: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let made = self.made(py)?;
        let at = match at {
            Some(at) => Some(milliseconds(at)?),
            None => made.now(py)?,
        };
        let at = at.map_or_else(|| Ok(Timestamp::now()), Timestamp::from_millisecond).ok();
        let (Ok(id), Some(at)) = (id.parse::<EventId>(), at) else {
            return Err(outcome::misused(
                py,
                "the ID is no event's, or the time is none of the years that can be written",
            ));
        };
        let signed = PyDict::new(py);
        for (name, value) in &made.inner.sign(id, body, at) {
            signed.set_item(name.as_str(), String::from_utf8_lossy(value.as_bytes()))?;
        }
        Ok(signed)
    }

    fn __repr__(&self) -> String {
        self.0.get().map_or_else(|| "Webhooks".to_owned(), |made| format!("{:?}", made.inner))
    }

    /// The clock may hold whoever holds the verifier.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        match self.0.get().and_then(|made| made.clock.as_ref()) {
            Some(clock) => visit.call(clock),
            None => Ok(()),
        }
    }
}

impl Verifier {
    fn made(&self, py: Python<'_>) -> PyResult<&Made> {
        self.0.get().ok_or_else(|| outcome::misused(py, "the verifier has no secrets yet: its __init__ was not called"))
    }
}

impl Made {
    fn check<'a>(&self, body: &'a Bound<'_, PyBytes>, headers: &Bound<'_, PyAny>) -> PyResult<VerifiedBody<'a>> {
        let py = body.py();
        let headers = Pairs::of(headers).map_err(|error| no_headers(py, error))?;
        NOW.set(self.now(py)?.and_then(|now| Timestamp::from_millisecond(now).ok()));
        let verified = self.inner.verify_raw(body.as_bytes(), &headers);
        NOW.set(None);
        verified.map_err(|error| outcome::refused(py, &error))
    }

    /// What the caller's clock says, in milliseconds since 1970, where there is one.
    fn now(&self, py: Python<'_>) -> PyResult<Option<i64>> {
        self.clock.as_ref().map(|clock| milliseconds(&clock.bind(py).call0()?)).transpose()
    }

    fn read<'py>(&self, py: Python<'py>, verified: &VerifiedBody<'_>) -> Result<Bound<'py, PyAny>, SignatureError> {
        let read = decode::read_text(py, &self.events, verified.text()?, true);
        read.map_err(|fault| SignatureError::unreadable(fault.pointer, fault.detail))
    }
}

/// The bytes of a body, copied where they could be changed.
fn bytes<'py>(body: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    static BYTES: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    if let Ok(body) = body.cast_exact::<PyBytes>() {
        return Ok(body.clone());
    }
    let copied = BYTES.import(body.py(), "softknack._delivery", "as_bytes")?.call1((body,))?;
    // What could not be copied is the error that says so.
    copied.cast_into().map_err(|error| PyErr::from_value(error.into_inner()))
}

/// A `datetime` in milliseconds since 1970.
fn milliseconds(at: &Bound<'_, PyAny>) -> PyResult<i64> {
    let seconds: f64 = at.call_method0(intern!(at.py(), "timestamp"))?.extract()?;
    #[expect(clippy::cast_possible_truncation, reason = "what is no time of ours stays none")]
    Ok((seconds * 1000.0) as i64)
}

/// What came out of headers that are none is told in one way, but for Ctrl-C and its like.
fn no_headers(py: Python<'_>, error: PyErr) -> PyErr {
    if error.is_instance_of::<PyException>(py) {
        outcome::misused(py, "headers must be a mapping of names to values, or pairs of them, as the request has them")
    } else {
        error
    }
}
