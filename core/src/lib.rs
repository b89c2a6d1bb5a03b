//! The Softknack SDK.

mod client;
mod config;
mod credential;
mod declare;
pub mod id;
pub mod operation;
mod page;
mod problem;
mod request;
pub mod resources;
mod time;
pub mod validation;
mod value;
pub mod webhook;

pub use client::Client;
pub use credential::Mode;
pub use id::*;
pub use page::List;
pub use problem::{ErrorCode, FieldError, Problem};
pub use request::Call;
pub use resources::calendar::*;
pub use resources::crm::*;
pub use time::{InvalidTimestamp, Timestamp};
pub use value::*;
pub use webhook::{Event, EventData, SignatureError, Webhooks};
