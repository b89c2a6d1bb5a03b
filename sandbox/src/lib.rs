//! The Softknack platform in a box: the same contract, on a laptop, with no account and no network.

#![forbid(unsafe_code)]

mod booking_page;
mod builder;
mod clock;
mod control;
mod dispatch;
mod engine;
mod error;
mod faults;
mod http;
mod organisations;
mod receiver;
mod refusal;
mod sandbox;

mod secrets;
mod seed;
mod session;

mod state;
mod store;
mod timers;

pub use builder::{Builder, StartError};
pub use control::{
    ClockHandle, ClockState, FaultRule, FaultsHandle, NextRequest, OutboxHandle, PlannedFault, Step, days, hours,
    minutes, seconds,
};
pub use engine::notifications::OutboxMessage;
pub use error::Error;
pub use faults::Moment;
pub use organisations::{Organisation, OrganisationSummary};
pub use receiver::{Received, Receiver};
pub use sandbox::Sandbox;
pub use seed::Seeded;
