//! The Softknack SDK.

#![forbid(unsafe_code)]

mod backoff;
mod call;
mod client;
mod config;
mod credential;
mod declare;
mod error;
mod failure;
mod headers;
mod hooks;
pub mod id;
mod idempotency;
#[cfg(feature = "schema")]
pub mod openapi;
pub mod operation;
mod options;
mod page;
mod problem;
mod random;
mod raw;
mod record;
mod request;
pub mod resources;
mod response;
mod retry;
mod stream;
mod time;
mod tls;
mod transport;
pub mod validation;
mod value;
pub mod webhook;

pub use call::{Call, UndeclaredRequest};
pub use client::Client;
pub use config::ClientBuilder;
pub use credential::Mode;
pub use error::{Error, ErrorKind, InvalidTransition, Outcome, SlotTaken};
pub use headers::RateLimit;
pub use hooks::{RequestInfo, ResponseInfo, RetryInfo};
pub use id::*;
pub use idempotency::{IdempotencyKey, InvalidIdempotencyKey, KeyParts};
pub use operation::Method;
pub use options::CallOptions;
pub use page::{List, Order, Page};
pub use problem::{ErrorCode, FieldError, Problem};
pub use raw::RawResponse;
pub use record::Attempt;
pub use resources::calendar::*;
pub use resources::crm::*;
pub use response::Response;
pub use stream::{Items, Pages};
pub use time::{InvalidTimestamp, Timestamp};
pub use value::*;
pub use webhook::{Event, EventData, SignatureError, Webhooks};
