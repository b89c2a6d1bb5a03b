//! What each operation does: one function for each, in one transaction.
//!
//! A handler is given the transaction in its [`Context`] and changes, audits and announces within it. What it returns is
//! committed together with the idempotency record; what it refuses leaves no trace but that record, unless the
//! refusal says that what was done stands.

mod context;
mod list;
mod perform;
pub(crate) mod retention;

pub mod calendar;
pub mod crm;
pub mod notifications;
pub mod platform;
pub mod queue;

pub use context::{Caller, Context};
pub use list::{Filters, Listing, Order, PageOf, Paging};
pub(crate) use perform::{perform, perform_list, perform_plain};

use crate::http::Handlers;

/// Every handler, by operation.
pub fn handlers() -> Handlers {
    let mut handlers = Handlers::default();
    calendar::register(&mut handlers);
    crm::register(&mut handlers);
    notifications::register(&mut handlers);
    platform::register(&mut handlers);
    queue::register(&mut handlers);
    handlers
}
