//! What can go wrong with the handles on a sandbox.

use std::fmt;

use softknack::{Problem, SignatureError};

use crate::refusal::Refusal;

/// Why a call to a handle on the sandbox did not succeed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The contract has no operation of that name.
    UnknownOperation {
        /// The name that was given.
        name: String,
        /// The operation whose name is nearest to it.
        nearest: &'static str,
    },
    /// The sandbox refuses it, and says why.
    Refused(Box<Problem>),
    /// Nothing came within the time that was given.
    TimedOut {
        /// What was waited for.
        waited_for: &'static str,
    },
    /// A delivery came whose signature is not right, or that cannot be read.
    Signature(SignatureError),
    /// The sandbox itself failed.
    Failed(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOperation { name, nearest } => {
                write!(f, "there is no operation {name:?}; did you mean {nearest:?}?")
            }
            Self::Refused(problem) => {
                write!(f, "{} ({})", problem.code, problem.status)?;
                problem.detail.as_ref().map_or(Ok(()), |detail| write!(f, ": {detail}"))
            }
            Self::TimedOut { waited_for } => write!(f, "no {waited_for} came in time"),
            Self::Signature(error) => write!(f, "a delivery cannot be trusted: {error}"),
            Self::Failed(error) => write!(f, "the sandbox failed: {error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Signature(error) => Some(error),
            Self::Failed(error) => Some(&**error),
            Self::UnknownOperation { .. } | Self::Refused(_) | Self::TimedOut { .. } => None,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Problem(problem) | Refusal::Later(problem, _) | Refusal::Kept(problem) => Self::Refused(problem),
            Refusal::Fault(error) => Self::Failed(error),
        }
    }
}

impl From<SignatureError> for Error {
    fn from(error: SignatureError) -> Self {
        Self::Signature(error)
    }
}
