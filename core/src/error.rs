//! What went wrong, with every fact behind it.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use http::HeaderMap;

use crate::headers::{self, RateLimit};
use crate::idempotency::IdempotencyKey;
use crate::problem::{ErrorCode, FieldError, Problem};
use crate::record::{Attempt, CallRecord};
use crate::resources::calendar::Slot;
use crate::session::SharedCause;

/// Why a call gave no answer, or why a client could not be made.
///
/// `{}` is one line that a person can act on; `{:#}` and `{:?}` add every fact on further lines. Neither ever holds a
/// credential or what a request or an answer had in its body.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: Cow<'static, str>,
    source: Option<Source>,
    fields: Vec<FieldError>,
    problem: Option<Problem>,
    answer: Option<(u16, HeaderMap)>,
    retry_after: Option<Duration>,
    record: Option<CallRecord>,
    outcome: Outcome,
}

pub(crate) type Source = Box<dyn std::error::Error + Send + Sync>;

/// The kinds of [`Error`], by what can be done about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A client cannot be made of these options: correct them.
    Configuration,
    /// The request is not valid and was not sent: [`Error::field_errors`] names each fault.
    InvalidRequest,
    /// No answer came: no connection, or one that broke.
    Connection,
    /// No answer came in time.
    Timeout,
    /// The platform refused, or something in between did: [`Error::code`] and [`Error::status`] say why.
    Api,
    /// The platform accepted, but its answer is not of the form that this version expects.
    Decode,
    /// A list does not go on as it must: the platform gave a cursor twice, or none where there is more.
    Pagination,
    /// The session has expired, and the function that [renews](crate::ClientBuilder::renew_session) it gave no token.
    Renewal,
}

impl ErrorKind {
    /// The kind as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::InvalidRequest => "invalid_request",
            Self::Connection => "connection",
            Self::Timeout => "timeout",
            Self::Api => "api",
            Self::Decode => "decode",
            Self::Pagination => "pagination",
            Self::Renewal => "renewal",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What became of a change that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Nothing left this process, or nothing reached a server: nothing was changed.
    NotSent,
    /// It may have been changed. Send it again with the same idempotency key to learn which, or to have it done.
    MaybeApplied,
    /// The platform decided against it: nothing was changed.
    Refused,
}

impl Outcome {
    /// The outcome as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::MaybeApplied => "maybe_applied",
            Self::Refused => "refused",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What `slot_taken` adds.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct SlotTaken<'a> {
    /// Up to three open slots, soonest first.
    pub next_slots: &'a [Slot],
}

/// What `invalid_transition` adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidTransition<'a> {
    /// The state that the record is in.
    pub from: &'a str,
    /// The state that was asked for.
    pub to: &'a str,
}

impl Error {
    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The platform's machine-readable reason.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.0.problem.as_ref().map(|problem| &problem.code)
    }

    /// The HTTP status of the last answer.
    pub fn status(&self) -> Option<u16> {
        self.0.answer.as_ref().map(|(status, _)| *status)
    }

    /// The headers of the last answer.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(|(_, headers)| headers)
    }

    /// The platform's whole refusal.
    pub fn problem(&self) -> Option<&Problem> {
        self.0.problem.as_ref()
    }

    /// The members of the request that are at fault, found here or by the platform.
    pub fn field_errors(&self) -> &[FieldError] {
        match &self.0.problem {
            Some(problem) => &problem.errors,
            None => &self.0.fields,
        }
    }

    /// The operation, such as `calendar.appointments.book`, or method and path of an undeclared one.
    pub fn operation(&self) -> Option<&str> {
        self.0.record.as_ref().map(|record| record.target.name())
    }

    /// The platform's ID of the last request that it answered.
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(|headers| headers::text(headers, &headers::REQUEST_ID)).or_else(|| {
            let id = self.0.problem.as_ref()?.request_id.as_ref()?;
            Some(id.as_str())
        })
    }

    /// What the call belonged to.
    pub fn correlation_id(&self) -> Option<&str> {
        self.0.record.as_ref().and_then(CallRecord::correlation_id)
    }

    /// The key of the call: send the request again with it to have its effect once.
    pub fn idempotency_key(&self) -> Option<&IdempotencyKey> {
        self.0.record.as_ref()?.idempotency_key.as_ref()
    }

    /// How long the platform asked to wait before the next attempt, where it was not waited for.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How many requests the credential may still make, where the platform told it.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.headers().and_then(RateLimit::read)
    }

    /// Every attempt that was made, first to last.
    pub fn attempts(&self) -> &[Attempt] {
        self.0.record.as_ref().map_or(&[], |record| &record.attempts)
    }

    /// What became of the change that was asked for.
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// What `slot_taken` adds, where that is the reason.
    pub fn slot_taken(&self) -> Option<SlotTaken<'_>> {
        let problem = self.0.problem.as_ref().filter(|problem| problem.code == ErrorCode::SlotTaken)?;
        Some(SlotTaken { next_slots: problem.next_slots.as_deref().unwrap_or_default() })
    }

    /// What `invalid_transition` adds, where that is the reason.
    pub fn invalid_transition(&self) -> Option<InvalidTransition<'_>> {
        let problem = self.0.problem.as_ref().filter(|problem| problem.code == ErrorCode::InvalidTransition)?;
        let Problem { from, to, .. } = problem;
        Some(InvalidTransition { from: from.as_deref().unwrap_or_default(), to: to.as_deref().unwrap_or_default() })
    }

    /// What the function that [renews](crate::ClientBuilder::renew_session) the session failed with, where that is the
    /// reason: it can be downcast to the type that the function gave.
    pub fn renewal_cause(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.0.source.as_ref()?.downcast_ref::<SharedCause>().map(SharedCause::cause)
    }

    /// Whether no answer came in time.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether no answer came because there was no connection, or it broke.
    pub fn is_connection(&self) -> bool {
        self.0.kind == ErrorKind::Connection
    }

    /// Whether there is no such record, or it belongs to somebody else.
    pub fn is_not_found(&self) -> bool {
        self.code() == Some(&ErrorCode::NotFound)
    }

    /// Whether there were too many requests.
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(429)
    }
}

/// How errors are made: a kind and a sentence, then what else is known.
impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            source: None,
            fields: Vec::new(),
            problem: None,
            answer: None,
            retry_after: None,
            record: None,
            outcome: Outcome::NotSent,
        }))
    }

    /// The same failure of a call, told as another kind: what was answered stays on it.
    pub(crate) fn retold(mut self, kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        self.0.kind = kind;
        self.0.message = message.into();
        self
    }

    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    pub(crate) fn configuration(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    pub(crate) fn invalid_request(fields: Vec<FieldError>) -> Self {
        let faults: Vec<String> = fields.iter().map(|fault| format!("{} {}", fault.param, fault.detail)).collect();
        let mut error = Self::new(ErrorKind::InvalidRequest, faults.join("; "));
        error.0.fields = fields;
        error
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_record(mut self, record: CallRecord) -> Self {
        self.0.record = Some(record);
        self
    }

    pub(crate) fn with_answer(mut self, status: u16, headers: HeaderMap) -> Self {
        self.0.answer = Some((status, headers));
        self
    }

    pub(crate) fn with_problem(mut self, problem: Option<Problem>) -> Self {
        self.0.problem = problem;
        self
    }

    pub(crate) fn with_retry_after(mut self, retry_after: Option<Duration>) -> Self {
        self.0.retry_after = retry_after;
        self
    }

    pub(crate) fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.0.outcome = outcome;
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("softknack: ")?;
        match (self.code(), self.status()) {
            (Some(code), Some(status)) => write!(f, "{code} ({status})")?,
            (None, Some(status)) if self.0.kind == ErrorKind::Api => write!(f, "status {status}")?,
            _ => f.write_str(self.0.kind.as_str())?,
        }
        write!(f, ": {}", self.0.message)?;
        if let Some(SlotTaken { next_slots: [first, rest @ ..] }) = self.slot_taken() {
            write!(f, "; next openings: {}", first.starts_at)?;
            rest.iter().try_for_each(|slot| write!(f, ", {}", slot.starts_at))?;
        }
        if f.alternate() { self.write_facts(f) } else { Ok(()) }
    }
}

impl Error {
    fn write_facts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(record) = &self.0.record {
            write!(f, "\n  operation {}", record.target.name())?;
            if let Some(id) = self.request_id() {
                write!(f, " · request {id}")?;
            }
            if let Some(id) = record.correlation_id() {
                write!(f, " · correlation {id}")?;
            }
            if let Some(key) = &record.idempotency_key {
                write!(f, " · key {key}")?;
            }
            let count = record.attempts.len();
            write!(f, " · {count} {} · {}", if count == 1 { "attempt" } else { "attempts" }, self.0.outcome)?;
        }
        if let Some(wait) = self.0.retry_after {
            write!(f, "\n  retry after {wait:?}")?;
        }
        for fault in self.field_errors() {
            write!(f, "\n  {} {}", fault.param, fault.detail)?;
        }
        let attempts = self.attempts();
        if attempts.len() > 1 {
            for (number, attempt) in (1..).zip(attempts) {
                write!(f, "\n  attempt {number}: {attempt}")?;
            }
        }
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            write!(f, "\n  because: {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#}")
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
