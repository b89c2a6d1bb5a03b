//! The headers of the contract, and how they are read.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
pub(crate) const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
pub(crate) const CORRELATION_ID: HeaderName = HeaderName::from_static("x-correlation-id");
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
pub(crate) const ATTEMPT: HeaderName = HeaderName::from_static("x-softknack-attempt");
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const RATE_REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RATE_RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// What the client sets by itself, or what would change the framing of a message: a caller may not.
const RESERVED: &[&str] = &[
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "idempotency-key",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-correlation-id",
    "x-softknack-attempt",
];

pub(crate) fn is_reserved(name: &HeaderName) -> bool {
    RESERVED.contains(&name.as_str())
}

/// A text that a correlation ID or an idempotency key may be: 1 to `longest` visible ASCII characters.
pub(crate) fn visible(text: &str, longest: usize) -> Option<HeaderValue> {
    let visible = !text.is_empty() && text.len() <= longest && text.bytes().all(|byte| byte.is_ascii_graphic());
    if visible { HeaderValue::from_str(text).ok() } else { None }
}

pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// How many requests the credential may still make, as the platform told it with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests are allowed in a window.
    pub limit: u64,
    /// How many of them are left.
    pub remaining: u64,
    /// How long it takes until all of them are allowed again.
    pub reset: Duration,
}

impl RateLimit {
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        let number = |name| text(headers, name)?.trim().parse::<u64>().ok();
        Some(Self {
            limit: number(&RATE_LIMIT)?,
            remaining: number(&RATE_REMAINING)?,
            reset: Duration::from_secs(number(&RATE_RESET)?),
        })
    }
}
