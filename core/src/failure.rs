//! What a failed attempt means: its error, whether another may help, and what became of the change.

use std::borrow::Cow;
use std::io;
use std::time::Duration;

use crate::backoff;
use crate::error::{Error, ErrorKind, Outcome};
use crate::problem::{ErrorCode, Problem};
use crate::transport::{Answer, Failure};

pub(crate) struct Failed {
    pub(crate) error: Error,
    /// The reason in a few words, for the log of attempts.
    pub(crate) text: Cow<'static, str>,
    pub(crate) retryable: bool,
    /// A connection out of the pool that turned out dead: nobody's fault, and soon known.
    pub(crate) stale_connection: bool,
    pub(crate) reached: Reached,
}

/// How far an attempt got, as far as one can know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reached {
    /// Nothing was sent.
    Nowhere,
    /// It was turned away before the platform looked at it; that says nothing of earlier attempts.
    Door,
    /// The platform looked and decided: under the key that holds for earlier attempts as well.
    Decision,
    /// It may have had its effect.
    Unknown,
}

impl Reached {
    /// What became of the change, where an earlier attempt may have had its effect or not.
    pub(crate) fn outcome(self, in_doubt: bool) -> Outcome {
        match self {
            Self::Decision => Outcome::Refused,
            Self::Unknown => Outcome::MaybeApplied,
            Self::Nowhere | Self::Door if in_doubt => Outcome::MaybeApplied,
            Self::Nowhere => Outcome::NotSent,
            Self::Door => Outcome::Refused,
        }
    }
}

impl Failed {
    /// An answer that is no success.
    pub(crate) fn refused(answer: Answer) -> Self {
        let Answer { status, headers, body } = answer;
        let problem = Problem::read(&body);
        let code = problem.as_ref().map(|problem| &problem.code);
        let in_progress = code == Some(&ErrorCode::IdempotencyInProgress);
        let retryable = in_progress || matches!(status, 408 | 429 | 500 | 502 | 503 | 504);
        let reached = match status {
            _ if in_progress => Reached::Unknown,
            401 | 403 | 429 => Reached::Door,
            408 | 500.. => Reached::Unknown,
            _ => Reached::Decision,
        };
        let text = match code {
            Some(code) => Cow::Owned(code.to_string()),
            None => Cow::Borrowed("no problem document"),
        };
        let message = match &problem {
            Some(problem) => Cow::Owned(one_line(problem.detail.as_deref().unwrap_or(problem.code.title()))),
            None if (300..400).contains(&status) => "a redirect, which is never followed: check the base URL".into(),
            None => "the answer is not the platform's: something between here and there may have given it".into(),
        };
        let error = Error::new(ErrorKind::Api, message)
            .with_retry_after(backoff::retry_after(&headers))
            .with_answer(status, headers)
            .with_problem(problem);
        Self { error, text, retryable, stale_connection: false, reached }
    }

    /// No whole answer. Where time ran out, it did so within the `timeout` of `what`.
    pub(crate) fn transport(failure: Failure, what: &'static str, timeout: Duration) -> Self {
        let mut stale_connection = false;
        let (text, error, retryable, reached): (_, Box<dyn std::error::Error + Send + Sync>, _, _) = match failure {
            Failure::TimedOut => {
                let error =
                    Error::new(ErrorKind::Timeout, format!("no answer within the {timeout:?} that {what} may take"));
                return Self {
                    error,
                    text: "timeout".into(),
                    retryable: true,
                    stale_connection,
                    reached: Reached::Unknown,
                };
            }
            Failure::TooLarge { status, headers } => {
                let error =
                    Error::new(ErrorKind::Decode, "the answer is larger than 64 MiB").with_answer(status, headers);
                let text = "answer too large".into();
                return Self { error, text, retryable: false, stale_connection, reached: Reached::Unknown };
            }
            Failure::Connect(error) => {
                let lasting = is_about_certificates(&error);
                ("no connection", error.into(), !lasting, Reached::Nowhere)
            }
            Failure::Broken { error, pooled } => {
                stale_connection = pooled;
                ("the connection broke before an answer", error.into(), true, Reached::Unknown)
            }
            Failure::Interrupted(error) => {
                ("the connection broke within the answer", error.into(), true, Reached::Unknown)
            }
        };
        let message = format!("{text}: {}", root(&*error));
        let error = Error::new(ErrorKind::Connection, message).with_source(error);
        Self { error, text: text.into(), retryable, stale_connection, reached }
    }
}

/// A text of the server's, fit for one line.
fn one_line(text: &str) -> String {
    text.chars().take(500).map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// A certificate that is refused now will be refused in a second, too.
fn is_about_certificates(error: &(dyn std::error::Error + 'static)) -> bool {
    causes(error).any(|cause| matches!(cause.downcast_ref(), Some(rustls::Error::InvalidCertificate(_))))
}

fn root(error: &(dyn std::error::Error + 'static)) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}

fn causes<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| match error.downcast_ref::<io::Error>() {
        // An I/O error leaves the error that it wraps out of its chain.
        Some(wrapper) => wrapper.get_ref().map(|wrapped| wrapped as _),
        None => error.source(),
    })
}
