//! Everything that happens by itself when its time has come.

use std::sync::Arc;

use softknack::Timestamp;

use crate::refusal::Outcome;
use crate::state::Shared;

/// Moves the clock to `to`, and lets everything that falls due until then happen at its own time.
pub(crate) async fn advance(shared: &Arc<Shared>, to: Timestamp) -> Outcome<()> {
    shared.clock.set(to);
    Ok(())
}

/// Waits for what falls due, for ever.
pub(crate) async fn run(_: Arc<Shared>) {}
