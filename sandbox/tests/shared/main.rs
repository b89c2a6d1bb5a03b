//! Several sandboxes on one PostgreSQL database: whatever matters is true for all of them, and survives each.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod bookings;
mod crashes;
mod deliveries;
mod requests;
mod settings;
#[path = "../support/mod.rs"]
mod support;
