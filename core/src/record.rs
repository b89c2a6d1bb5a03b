//! What is known of a call, whether it succeeds or fails.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::idempotency::IdempotencyKey;
use crate::operation::{Method, Operation};

/// What is called.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    Declared(&'static Operation),
    Undeclared { method: Method, path: Arc<str>, name: Arc<str> },
}

impl Target {
    pub(crate) fn undeclared(method: Method, path: &str) -> Self {
        Self::Undeclared { method, path: path.into(), name: format!("{method} {path}").into() }
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Declared(operation) => operation.name,
            Self::Undeclared { name, .. } => name,
        }
    }

    pub(crate) fn method(&self) -> Method {
        match self {
            Self::Declared(operation) => operation.method,
            Self::Undeclared { method, .. } => *method,
        }
    }

    /// The path with its parameter in braces, so that calls of one kind have one name.
    pub(crate) fn template(&self) -> &str {
        match self {
            Self::Declared(operation) => operation.path,
            Self::Undeclared { path, .. } => path,
        }
    }
}

/// One call, as it went.
#[derive(Debug, Clone)]
pub(crate) struct CallRecord {
    pub(crate) target: Target,
    pub(crate) correlation_id: Option<HeaderValue>,
    pub(crate) idempotency_key: Option<IdempotencyKey>,
    pub(crate) attempts: Vec<Attempt>,
}

impl CallRecord {
    pub(crate) fn correlation_id(&self) -> Option<&str> {
        self.correlation_id.as_ref()?.to_str().ok()
    }
}

/// One attempt of a call.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Attempt {
    /// The HTTP status, where an answer came.
    pub status: Option<u16>,
    /// What came of it, in a few words: the machine-readable reason where there is one.
    pub result: Cow<'static, str>,
    /// How long it took.
    pub elapsed: Duration,
    /// How long was waited before the next one, where there was a next one.
    pub wait: Option<Duration>,
}

impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.result)?;
        if let Some(status) = self.status {
            write!(f, " ({status})")?;
        }
        write!(f, " after {:?}", Duration::from_millis(self.elapsed.as_millis().try_into().unwrap_or(u64::MAX)))?;
        match self.wait {
            Some(wait) => {
                write!(f, ", then waited {:?}", Duration::from_millis(wait.as_millis().try_into().unwrap_or(u64::MAX)))
            }
            None => Ok(()),
        }
    }
}
