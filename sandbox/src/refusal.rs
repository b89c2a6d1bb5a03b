//! Why a request is not carried out.

use softknack::{ErrorCode, FieldError, Problem};

use crate::store::StoreError;

/// Why a request is not carried out: an answer for the caller, or a fault of our own.
#[derive(Debug)]
pub enum Refusal {
    /// The request is refused, with what the caller is told.
    Problem(Box<Problem>),
    /// The request is refused for so many seconds.
    Later(Box<Problem>, u32),
    /// The request is refused, and what was done on the way stands: it commits, and the outcome is recorded under the key,
    /// so that a retry does not do it again.
    Kept(Box<Problem>),
    /// The database failed, or something else of our own: the caller is told no more than that.
    Fault(Box<dyn std::error::Error + Send + Sync>),
}

/// What a handler gives.
pub type Outcome<T> = Result<T, Refusal>;

impl Refusal {
    /// A refusal for the reason `code`; `detail` says what happened and what to do.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self::from(Problem::new(code, detail))
    }

    /// There is no such record: the same words whether it never was or belongs to somebody else.
    pub fn not_found(noun: &str) -> Self {
        Self::new(ErrorCode::NotFound, format!("There is no such {noun}."))
    }

    /// The request is not valid at `param`, though each member is by itself.
    pub fn invalid(param: &str, detail: impl Into<String>) -> Self {
        Self::invalid_fields(vec![FieldError::new(param, "invalid", detail)])
    }

    /// The request is not valid; `errors` names each member at fault.
    pub fn invalid_fields(errors: Vec<FieldError>) -> Self {
        Self::fields(ErrorCode::ValidationFailed, errors)
    }

    /// A refusal for the reason `code` because of `errors`.
    pub fn fields(code: ErrorCode, errors: Vec<FieldError>) -> Self {
        let detail =
            errors.iter().map(|error| format!("{}: {}", error.param, error.detail)).collect::<Vec<_>>().join("; ");
        let mut problem = Problem::new(code, detail);
        problem.param = errors.first().map(|error| error.param.clone());
        problem.errors = errors;
        Self::from(problem)
    }

    /// The same, where what was done on the way stands.
    #[must_use]
    pub fn kept(self) -> Self {
        match self {
            Self::Problem(problem) => Self::Kept(problem),
            other => other,
        }
    }

    /// Whether others came in between, so that the whole transaction may fare otherwise when it is run again.
    ///
    /// A row that was there already is told to the caller where it is theirs; where it is not, somebody was faster.
    pub fn is_conflict(&self) -> bool {
        self.of_store().is_some_and(|error| error.is_conflict() || error.is_unique_violation())
    }

    /// Whether the database was away, or others were in the way: the same may succeed a little later.
    pub fn is_passing(&self) -> bool {
        self.of_store().is_some_and(StoreError::is_passing)
    }

    fn of_store(&self) -> Option<&StoreError> {
        match self {
            Self::Fault(error) => error.downcast_ref(),
            Self::Problem(_) | Self::Later(..) | Self::Kept(_) => None,
        }
    }

    /// The record is in the state `from`, which does not allow `to`.
    pub fn transition(from: &str, to: &str, detail: impl Into<String>) -> Self {
        let mut problem = Problem::new(ErrorCode::InvalidTransition, detail);
        problem.from = Some(from.to_owned());
        problem.to = Some(to.to_owned());
        Self::from(problem)
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Fault(Box::new(error))
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(Box::new(error))
    }
}
