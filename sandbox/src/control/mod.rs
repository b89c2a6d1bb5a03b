//! The control plane: what a test does to the sandbox itself, as handles in this process and over HTTP.
//!
//! Each action is written once, here; the handles on [`Sandbox`](crate::Sandbox) and the [routes](routes) call the same.

pub(crate) mod clock;
mod faults;
mod outbox;
mod routes;

use std::sync::Arc;

pub use clock::{ClockHandle, ClockState, Step, days, hours, minutes, seconds};
pub use faults::{FaultRule, FaultsHandle, NextRequest, PlannedFault};
pub use outbox::OutboxHandle;
pub(crate) use routes::routes;

use crate::attempts::rerun;
use crate::error::Error;
use crate::organisations;
use crate::refusal::{Outcome, Refusal};
use crate::settings;
use crate::state::Shared;
use crate::store::StoreError;
use crate::timers;

/// What a reset leaves alone: who may call, and what the sandbox's secrets are made of.
const KEPT: &[&str] = &["meta", "organisations", "api_keys"];

/// Removes everything but the organisation that the sandbox was first started with and its default keys, takes every fault
/// back, and sets the clock to where it stood at the start.
pub(crate) async fn reset(shared: &Arc<Shared>) -> Outcome<()> {
    let _mover = timers::mover(shared).await?;
    // What others are at may hold some tables and wait for those that are emptied already.
    rerun(|| async {
        let mut tx = shared.store.cleared(KEPT).await?;
        organisations::reset(&mut tx).await?;
        settings::write_clock(&mut tx, shared.first_setting).await?;
        Ok(tx.commit().await?)
    })
    .await?;
    shared.limits.clear();
    settings::catch_up(shared).await?;
    shared.wake.notify_waiters();
    Ok(())
}

/// Waits until everything that is due by now was done.
pub(crate) async fn settle(shared: &Arc<Shared>) -> Outcome<()> {
    timers::settle(shared).await
}

pub(crate) fn failed(error: StoreError) -> Error {
    Error::from(Refusal::from(error))
}
