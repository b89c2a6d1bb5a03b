//! What can be set for a single call.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

use crate::headers;
use crate::idempotency::{IdempotencyKey, InvalidIdempotencyKey};
use crate::problem::FieldError;

/// Options of a single call. What is not set is as the client has it.
///
/// A value that cannot be used is an error of the call, which is then not sent.
#[derive(Debug, Clone, Default)]
pub struct CallOptions {
    pub(crate) idempotency_key: Option<IdempotencyKey>,
    pub(crate) correlation_id: Option<HeaderValue>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) faults: Vec<FieldError>,
}

impl CallOptions {
    /// Nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// The key under which the platform remembers its answer. Default: a fresh one for each call that changes something;
    /// a call that only reads takes none.
    #[must_use]
    pub fn idempotency_key(mut self, key: impl TryInto<IdempotencyKey, Error: Into<InvalidIdempotencyKey>>) -> Self {
        match key.try_into() {
            Ok(key) => self.idempotency_key = Some(key),
            Err(error) => self.fault("idempotency_key", error.into().to_string()),
        }
        self
    }

    /// What the call belongs to: 1 to 128 visible ASCII characters that the platform carries into everything it causes.
    /// Default: from the client's [source](crate::ClientBuilder::correlation), else a fresh one.
    #[must_use]
    pub fn correlation_id(mut self, id: impl AsRef<str>) -> Self {
        match headers::visible(id.as_ref(), 128) {
            Some(id) => self.correlation_id = Some(id),
            None => self.fault("correlation_id", "must be 1 to 128 visible ASCII characters"),
        }
        self
    }

    /// How long the call may take in all: attempts, waits and the answer's body.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = self.positive("timeout", timeout);
        self
    }

    /// How long one attempt may take, the answer's body included.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = self.positive("attempt_timeout", timeout);
        self
    }

    /// How often the call is tried again after its first attempt.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = Some(retries);
        self
    }

    /// A further header, such as `traceparent`. Those that the client sets by itself are refused.
    #[must_use]
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let name = HeaderName::from_bytes(name.as_ref().as_bytes());
        let value = HeaderValue::from_str(value.as_ref());
        match (name, value) {
            (Ok(name), _) if headers::is_reserved(&name) => {
                self.fault("headers", format!("{name} is set by the client: use the option or setting of its own"));
            }
            (Ok(name), Ok(value)) => self.headers.push((name, value)),
            (Ok(name), Err(_)) => {
                self.fault("headers", format!("{name} must have a value of visible ASCII characters"))
            }
            (Err(_), _) => self.fault("headers", "a header's name must be letters, digits and hyphens"),
        }
        self
    }

    fn positive(&mut self, option: &str, timeout: Duration) -> Option<Duration> {
        if timeout.is_zero() {
            self.fault(option, "must be longer than nothing");
        }
        Some(timeout)
    }

    fn fault(&mut self, option: &str, detail: impl Into<String>) {
        self.faults.push(FieldError::new(format!("/{option}"), "invalid", detail));
    }
}
