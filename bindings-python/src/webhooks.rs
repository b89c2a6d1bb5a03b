//! Verifying deliveries, and signing them in tests.

use std::cell::Cell;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};
use softknack::webhook::{Form, Headers, InvalidSecret, SignatureError, VerifiedBody, WebhookSecret};
use softknack::{EventId, Timestamp};

use crate::decode;
use crate::encode::seconds;
use crate::shape::Shape;

thread_local! {
    /// What the caller's clock said, while a delivery is verified.
    static NOW: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// A verifier with its ring of secrets.
#[pyclass(frozen, module = "softknack._native")]
pub struct Webhooks {
    inner: softknack::Webhooks,
    events: Shape,
}

/// What is told of one that is refused: reason, skew and sentence.
type Refused = (&'static str, Option<i64>, String);

#[pymethods]
impl Webhooks {
    /// A verifier, or why it cannot be made, as data: the secrets stand in the frame that called.
    #[staticmethod]
    fn build<'py>(
        py: Python<'py>,
        secrets: Vec<(String, Option<String>)>,
        form: &str,
        header: &str,
        tolerance: f64,
        events: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let form = match form {
            "nexus" => Form::Nexus,
            "standard_webhooks" => Form::StandardWebhooks,
            "plain_hex" => match header.parse() {
                Ok(header) => Form::PlainHex { header },
                Err(_) => return usage(py, "header must be the name of a header: letters, digits and hyphens"),
            },
            _ => return usage(py, "form must be nexus, plain_hex or standard_webhooks"),
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
        match built {
            Ok(inner) => Ok(Bound::new(py, Self { inner, events: Shape::of(events)? })?.into_any()),
            Err(error) => refused_secret(py, &error),
        }
    }

    /// Checks a delivery. `now` is milliseconds since 1970, or none for the system's clock. Gives the event, or where it is
    /// not to be `read` the place and the label of the secret and when it was signed; or else why it is refused: reason,
    /// skew and sentence.
    fn verify<'py>(
        &self,
        body: &Bound<'py, PyBytes>,
        headers: &Bound<'py, PyAny>,
        now: Option<i64>,
        read: bool,
    ) -> PyResult<(Option<Bound<'py, PyAny>>, Option<Refused>)> {
        let py = body.py();
        let headers = Pairs::of(headers)?;
        NOW.set(now.and_then(|now| Timestamp::from_millisecond(now).ok()));
        let verified = self.inner.verify_raw(body.as_bytes(), &headers);
        NOW.set(None);
        let accepted = match verified {
            Ok(verified) if read => self.read(py, &verified),
            Ok(verified) => {
                let signed_at = verified.signed_at().map(|at| decode::datetime(py, at)).transpose()?;
                let secret = (verified.secret().index, verified.secret().label.as_deref(), signed_at);
                return Ok((Some(secret.into_pyobject(py)?.into_any()), None));
            }
            Err(error) => Err(error),
        };
        Ok(match accepted {
            Ok(event) => (Some(event), None),
            Err(error) => (None, Some((error.reason().as_str(), error.skew(), error.to_string()))),
        })
    }

    /// The headers of a delivery of `body` that is signed at `at`, in seconds since 1970; or none where `id` is no event's.
    fn sign(&self, id: &str, body: &[u8], at: i64) -> Option<Vec<(String, String)>> {
        let id: EventId = id.parse().ok()?;
        let at = Timestamp::from_millisecond(at.saturating_mul(1000)).ok()?;
        let headers = self.inner.sign(id, body, at);
        let pair = |(name, value): (&_, &_)| (text(name), text(value));
        fn text(part: &impl AsRef<[u8]>) -> String {
            String::from_utf8_lossy(part.as_ref()).into_owned()
        }
        Some(headers.iter().map(pair).collect())
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.inner)
    }
}

impl Webhooks {
    fn read<'py>(&self, py: Python<'py>, verified: &VerifiedBody<'_>) -> Result<Bound<'py, PyAny>, SignatureError> {
        let read = decode::read(py, &self.events, verified.text()?.as_bytes(), true);
        read.map_err(|fault| SignatureError::unreadable(fault.pointer, fault.detail))
    }
}

fn usage<'py>(py: Python<'py>, message: &str) -> PyResult<Bound<'py, PyAny>> {
    refusal(py, "usage", message)
}

fn refused_secret<'py>(py: Python<'py>, error: &InvalidSecret) -> PyResult<Bound<'py, PyAny>> {
    refusal(py, error.reason(), &error.to_string())
}

fn refusal<'py>(py: Python<'py>, reason: &str, message: &str) -> PyResult<Bound<'py, PyAny>> {
    let facts = PyDict::new(py);
    facts.set_item("reason", reason)?;
    facts.set_item("message", message)?;
    Ok(facts.into_any())
}

/// Headers as pairs of names and values, each a text or bytes.
struct Pairs<'py>(Vec<(Part<'py>, Part<'py>)>);

impl<'py> Pairs<'py> {
    fn of(headers: &Bound<'py, PyAny>) -> PyResult<Self> {
        let mut pairs = Vec::with_capacity(16);
        if let Ok(headers) = headers.cast::<PyDict>() {
            for (name, value) in headers.iter() {
                pairs.push((Part::of(name)?, Part::of(value)?));
            }
        } else {
            for pair in headers.try_iter()? {
                let (name, value) = pair?.extract()?;
                pairs.push((Part::of(name)?, Part::of(value)?));
            }
        }
        Ok(Self(pairs))
    }
}

impl Headers for Pairs<'_> {
    fn each(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        let matching = self.0.iter().filter(|(given, _)| given.bytes().eq_ignore_ascii_case(name.as_bytes()));
        matching.for_each(|(_, value)| found(value.bytes()));
    }
}

enum Part<'py> {
    Text(Bound<'py, PyString>),
    Bytes(Bound<'py, PyBytes>),
}

impl<'py> Part<'py> {
    fn of(part: Bound<'py, PyAny>) -> PyResult<Self> {
        match part.cast_into::<PyString>() {
            Ok(text) => Ok(Self::Text(text)),
            Err(other) => match other.into_inner().cast_into::<PyBytes>() {
                Ok(bytes) => Ok(Self::Bytes(bytes)),
                Err(_) => Err(PyTypeError::new_err("a header is a text or bytes")),
            },
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            // What is no Unicode is no signature either: it stays malformed.
            Self::Text(text) => text.to_str().map_or(b"\xff", str::as_bytes),
            Self::Bytes(bytes) => bytes.as_bytes(),
        }
    }
}
