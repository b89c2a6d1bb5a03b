//! The contract over HTTP: from a request to an operation's handler and back.

mod auth;
mod handlers;
mod idempotency;
mod limits;
mod query;
mod respond;
mod serve;

pub(crate) use auth::digest_of;
pub(crate) use handlers::on;
pub use handlers::{Checked, Handlers, Input};
pub(crate) use idempotency::{InProgress, expire as expire_idempotency_records};
pub use limits::RateLimiter;
pub(crate) use serve::router;
