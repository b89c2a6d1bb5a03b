//! An answer, with what came beside its value.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, ErrorKind, Outcome};
use crate::headers::{self, RateLimit};
use crate::idempotency::IdempotencyKey;
use crate::reading;
use crate::record::{Attempt, CallRecord};

/// An answer: its value, to which it dereferences, and everything else that came with it.
///
/// Its `Debug` form has no value in it: an answer may hold personal data.
#[derive(Clone)]
pub struct Response<T> {
    /// What the platform answered.
    pub value: T,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) record: CallRecord,
}

impl<T> Response<T> {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The platform's ID of the request.
    pub fn request_id(&self) -> Option<&str> {
        headers::text(&self.headers, &headers::REQUEST_ID)
    }

    /// What the call belonged to.
    pub fn correlation_id(&self) -> Option<&str> {
        self.record.correlation_id()
    }

    /// The key of the call, where it changed something.
    pub fn idempotency_key(&self) -> Option<&IdempotencyKey> {
        self.record.idempotency_key.as_ref()
    }

    /// Whether the platform gave the answer of an earlier request with the same key.
    pub fn replayed(&self) -> bool {
        headers::text(&self.headers, &headers::IDEMPOTENCY_REPLAYED) == Some("true")
    }

    /// How many requests the credential may still make, where the platform told it.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(&self.headers)
    }

    /// Every attempt that was made, first to last.
    pub fn attempts(&self) -> &[Attempt] {
        &self.record.attempts
    }

    /// Only the value.
    pub fn into_value(self) -> T {
        self.value
    }

    pub(crate) fn replace<U>(self, value: U) -> (Response<U>, T) {
        let Self { value: old, status, headers, record } = self;
        (Response { value, status, headers, record }, old)
    }
}

impl Response<Bytes> {
    /// Reads the value out of the body. An answer of 204, or without a body, is read as null.
    pub(crate) fn decode<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let body: &[u8] = if self.status == 204 || self.value.is_empty() { b"null" } else { &self.value };
        match serde_json::from_slice(body) {
            Ok(value) => Ok(self.replace(value).0),
            Err(error) => {
                let message = unreadable::<T>(body, error);
                Err(Error::new(ErrorKind::Decode, message)
                    .with_answer(self.status, self.headers)
                    .with_record(self.record)
                    .with_outcome(Outcome::MaybeApplied))
            }
        }
    }
}

/// Where reading fails; never what stands there.
fn unreadable<T: DeserializeOwned>(body: &[u8], error: serde_json::Error) -> String {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let (error, place) = match serde_path_to_error::deserialize::<_, Value>(&mut reader) {
        Err(error) => {
            let place = error.path().to_string();
            (error.into_inner(), place)
        }
        Ok(json) => match reading::read::<T>(json) {
            Err(fault) => (error, fault.place()),
            Ok(_) if reader.end().is_err() => return "the answer has something after its JSON".to_owned(),
            // It has a member twice, of which the parsed object kept one.
            Ok(_) => (error, ".".to_owned()),
        },
    };
    let (line, column) = (error.line(), error.column());
    let what = match error.classify() {
        serde_json::error::Category::Data => "is not what this version of the SDK expects",
        serde_json::error::Category::Eof => "ends too early",
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => "is not JSON",
    };
    format!("the answer was a success but its body {what}, at `{place}`, line {line}, column {column}")
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("correlation_id", &self.correlation_id())
            .field("idempotency_key", &self.idempotency_key())
            .field("attempts", &self.attempts())
            .finish_non_exhaustive()
    }
}
