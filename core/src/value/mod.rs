//! The contract's values that are more than a string: slugs, phone numbers, dates, metadata, the three states of a change.
//!
//! A text type accepts any string where it is built, so that a server may widen its rules without breaking a reader; the
//! rules are checked where a *request* is validated, by the caller's client and again by the server.

mod metadata;
mod patch;
mod personal;
mod text;
mod vars;

pub use metadata::*;
pub use patch::*;
pub use personal::{redacted, sanitised, writes_personal};
pub use text::*;
pub use vars::*;
