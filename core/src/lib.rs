//! The Softknack SDK: book, queue and receive signed webhooks, with one typed client.
//!
//! # Book a slot
//!
//! A [`Client`] needs a key. [`Client::from_env`] reads it from `SK_API_KEY`; `SK_BASE_URL` points it at another server, such
//! as the sandbox. Products, resources and operations are methods, and a call is sent when it is awaited.
//!
//! ```no_run
//! use softknack::{Client, ContactId, NewAppointment, Slot};
//!
//! # fn offer(slots: &[Slot]) {}
//! # async fn example(contact: ContactId, today: softknack::Timestamp) -> Result<(), softknack::Error> {
//! let sk = Client::from_env()?;
//! let open = sk.calendar().availability().list("ac_service").from(today).timezone("Asia/Kolkata").first_page().await?;
//! let Some(slot) = open.first() else { return Ok(()) };
//!
//! match sk.calendar().appointments().book(NewAppointment::new(slot.id, contact, "ac_service")).await {
//!     Ok(appointment) => println!("{} at {}", appointment.id, appointment.starts_at),
//!     Err(error) => match error.slot_taken() {
//!         Some(taken) => offer(taken.next_slots), // somebody was faster: here is what is still open
//!         None => return Err(error),
//!     },
//! }
//! # Ok(()) }
//! ```
//!
//! # Have an effect once
//!
//! Every call that changes something carries an [`IdempotencyKey`], the same on all its attempts, so a retry never books
//! twice. A key [derived](IdempotencyKey::derive) from facts of your business goes further: a process that crashed before it
//! saw the answer asks again, and gets that answer.
//!
//! ```no_run
//! # use softknack::{Client, IdempotencyKey, NewAppointment};
//! # async fn example(sk: Client, call_id: &str, booking: NewAppointment) -> Result<(), softknack::Error> {
//! let key = IdempotencyKey::derive(("booking", call_id, booking.slot_id));
//! let response = sk.calendar().appointments().book(booking).idempotency_key(key).with_response().await?;
//! if response.replayed() {
//!     println!("{} was booked before", response.id);
//! }
//! # Ok(()) }
//! ```
//!
//! # When things go wrong
//!
//! An [`Error`] is one line that a person can act on, and every fact behind it: the platform's [code](Error::code), the IDs
//! that support asks for, [each attempt](Error::attempts), and [what became](Error::outcome) of the change.
//!
//! ```no_run
//! # use softknack::{AppointmentId, Client, Outcome};
//! # async fn example(sk: Client, id: AppointmentId) {
//! if let Err(error) = sk.calendar().appointments().cancel(id, "ill").await {
//!     match error.outcome() {
//!         Outcome::Refused | Outcome::NotSent => eprintln!("{error}"),
//!         Outcome::MaybeApplied => eprintln!("ask again with {:?}: {error:#}", error.idempotency_key()),
//!     }
//! }
//! # }
//! ```
//!
//! A call is tried again, twice by default, when the connection fails, when time runs out, on 408, 429, 500, 502, 503 and
//! 504, and while the first request with its key is still running. A lost slot race is decided and is not. Waits are random
//! below a bound that doubles from 0.25 s to 8 s; what `Retry-After` asks for is never undercut, and where it would pass
//! the deadline the call fails at once. One deadline, 60 s by default, covers attempts, waits and the answer's body. All of
//! it is set on the [client](ClientBuilder), or on the call:
//!
//! ```no_run
//! # use std::time::Duration;
//! # async fn example(sk: softknack::Client, id: softknack::SlotId) -> Result<(), softknack::Error> {
//! let slot = sk.calendar().slots().get(id).timeout(Duration::from_secs(3)).max_retries(0).await?;
//! # Ok(()) }
//! ```
//!
//! # Page
//!
//! A [`List`] is narrowed by the methods named after its filters, and read as items, as pages, or up to a number.
//!
//! ```no_run
//! use softknack::AppointmentStatus::Booked;
//!
//! # fn save(cursor: Option<&str>) {}
//! # async fn example(sk: softknack::Client) -> Result<(), softknack::Error> {
//! let mut booked = sk.calendar().appointments().list().status(Booked).stream();
//! while let Some(appointment) = booked.try_next().await? {
//!     println!("{} at {}", appointment.id, appointment.starts_at);
//!     save(booked.next_cursor()); // `.cursor(…)` goes on from here
//! }
//! let latest = sk.calendar().appointments().list().to_vec(10).await?;
//! # Ok(()) }
//! ```
//!
//! # Book for people
//!
//! [`flows`] has what takes more than one call: the first of several slots under one deadline, a wait in line, events from a
//! stored cursor, dead letters made up for. A guest's session [renews](ClientBuilder::renew_session) itself.
//!
//! # Watch
//!
//! Each call is a [`tracing`] span named after its operation, with an event for each attempt; [hooks](ClientBuilder::on_retry)
//! see the same. No key, no body and no query ever reaches a log, an error or a `Debug` form.
//!
//! # Beyond the declaration
//!
//! Fields and values that this version does not know are kept: see `extra` on every answer, and `Unknown` on every
//! enum. A path that it does not know is called by [`Client::request`], with the same retries, keys and errors.

#![forbid(unsafe_code)]

mod address;
mod backoff;
mod call;
mod client;
mod config;
mod connector;
mod credential;
mod declare;
mod error;
mod executor;
mod failure;
pub mod flows;
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
pub mod raw;
mod reading;
mod record;
mod request;
pub mod resources;
mod response;
mod retry;
mod session;
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

/// The README's snippets compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

/// So do the guide's.
#[cfg(doctest)]
#[doc = include_str!("../../docs/booking.md")]
mod booking_guide {}
