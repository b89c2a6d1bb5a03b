//! Hooks: what a caller can watch without taking part.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::operation::Method;

/// An attempt that is about to be made. No credential, query or body is in it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RequestInfo<'a> {
    /// The operation, such as `calendar.appointments.book`, or method and path of an undeclared one.
    pub operation: &'a str,
    /// The HTTP method.
    pub method: Method,
    /// The path, with IDs.
    pub path: &'a str,
    /// What the call belongs to.
    pub correlation_id: &'a str,
    /// The key of the call, where it changes something.
    pub idempotency_key: Option<&'a str>,
    /// The number of the attempt, from 1.
    pub attempt: u32,
}

/// An answer, of whatever status.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ResponseInfo<'a> {
    /// The attempt that was answered.
    pub request: RequestInfo<'a>,
    /// The HTTP status.
    pub status: u16,
    /// The platform's ID of the request.
    pub request_id: Option<&'a str>,
    /// How long the attempt took.
    pub elapsed: Duration,
}

/// An attempt that failed and will be followed by another.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RetryInfo<'a> {
    /// The attempt that failed.
    pub request: RequestInfo<'a>,
    /// Why, in a few words: the machine-readable reason where there is one.
    pub reason: &'a str,
    /// The HTTP status, where an answer came.
    pub status: Option<u16>,
    /// How long is waited now; where the session was renewed, how long that took.
    pub wait: Duration,
}

type RequestHook = Arc<dyn Fn(&RequestInfo<'_>) + Send + Sync>;
type ResponseHook = Arc<dyn Fn(&ResponseInfo<'_>) + Send + Sync>;
type RetryHook = Arc<dyn Fn(&RetryInfo<'_>) + Send + Sync>;

#[derive(Clone, Default)]
pub(crate) struct Hooks {
    pub(crate) request: Vec<RequestHook>,
    pub(crate) response: Vec<ResponseHook>,
    pub(crate) retry: Vec<RetryHook>,
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.request.len() + self.response.len() + self.retry.len())
    }
}
