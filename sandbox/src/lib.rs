//! The Softknack platform in a box: the same contract, on a laptop, with no account and no network.

#![forbid(unsafe_code)]

mod clock;
mod dispatch;
mod engine;
mod faults;
mod http;
mod organisations;
mod refusal;
mod sandbox;
mod secrets;
mod session;
mod state;
mod store;
mod timers;

pub use clock::Clock;
pub use engine::notifications::OutboxMessage;
pub use faults::{Fault, Moment, Rule};
pub use organisations::{Organisation, OrganisationSummary};
pub use sandbox::{Builder, Sandbox, StartError};
