//! What the sandbox does and refuses, operation by operation: one program, since each links the whole sandbox again.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod bad_input;
mod booking_first_of;
mod booking_page;
mod calendar_bookings;
mod calendar_cursors;
mod calendar_inventory;
mod calendar_resources;
mod contacts;
mod control_plane;
mod correlation;
mod deliveries;
mod event_feeds;
mod event_types;
mod events;
mod faults;
mod messages;
mod queue_estimates;
mod queue_lines;
mod queue_otp;
mod queue_sessions;
mod queue_waits;
mod reminders;
mod retention;
mod retention_bytes;
mod retention_webhooks;
mod session_renewal;
#[path = "../support/mod.rs"]
mod support;
mod tenancy;
mod tenant_bounds;
mod webhooks;
