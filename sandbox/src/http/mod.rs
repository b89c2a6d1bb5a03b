//! The contract over HTTP: from a request to an operation's handler and back.

mod auth;
mod breakage;
mod handlers;
mod idempotency;
mod limits;
mod listen;
mod query;
mod respond;
mod serve;

pub(crate) use auth::{Callers, bearer, digest_of};
pub use handlers::{Checked, FromPath, FromRequest, Handlers, Input, Running};
pub(crate) use handlers::{on, to_body, to_kept};
pub(crate) use idempotency::{InProgress, expire as expire_idempotency_records, fingerprint};
pub use limits::RateLimiter;
pub(crate) use limits::count as count_request;
pub(crate) use listen::listen;
pub(crate) use query::refuse_any;
pub(crate) use respond::{Answer, Marks};
pub(crate) use serve::{Mutation, json, marks_or_default, problem, read_body, require_json, router};
