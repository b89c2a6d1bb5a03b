//! The Softknack platform in a box: the same contract, on a laptop, with no account and no network.
//!
//! # In a test
//!
//! [`Sandbox::start`] serves the whole contract in memory, on a free port, within a few milliseconds. Everything that waits
//! goes by its clock, which is moved instead of slept by; faults are asked for; webhooks are received and verified.
//!
//! ```
//! use std::time::Duration;
//!
//! use softknack::{EventData, NewAppointment};
//! use softknack_sandbox::{Sandbox, hours};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::start().await?;
//! let sk = sandbox.client();
//! let demo = sandbox.seed().await?;
//! let receiver = sandbox.receiver(["appointment.*"]).await?;
//!
//! // The connection breaks off when the booking is made; the client sends it again with the same key.
//! sandbox.faults().next("calendar.appointments.book").disconnect_after_commit().await?;
//! let open = sk.calendar().availability().list("ac_service").first_page().await?;
//! let booking = NewAppointment::new(open[10].id, demo.contacts[0], "ac_service");
//! let appointment = sk.calendar().appointments().book(booking).await?;
//!
//! let event = receiver.next_event(Duration::from_secs(30)).await?;
//! let EventData::AppointmentBooked(booked) = event.data else { panic!("{}", event.event_type) };
//! assert_eq!(booked.appointment.id, appointment.id);
//!
//! sandbox.clock().set(appointment.starts_at).await?;
//! sandbox.clock().advance(hours(1)).await?;
//! assert_eq!(sandbox.outbox().last().await?.map(|message| message.template).as_deref(), Some("appt_reminder"));
//! # sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # As a program
//!
//! `softknack-sandbox` serves the same, prints its keys and a `curl` line that books a slot, and with `--file` keeps all of it
//! across restarts. What the handles above do is done there over HTTP: the control plane under `/sandbox/v1`, which
//! `docs/sandbox.md` describes call by call.

#![forbid(unsafe_code)]

mod attempts;
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
mod settings;

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
