//! Moving the sandbox's clock. Everything that waits follows it: deliveries, reminders, expiries.

use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span};
use serde::{Deserialize, Serialize};
use softknack::Timestamp;

use crate::error::Error;
use crate::refusal::{Outcome, Refusal};
use crate::state::Shared;
use crate::timers;

/// Ten years: further than anything waits.
const MAX_ADVANCE_SECONDS: i64 = 10 * 366 * 24 * 60 * 60;

/// Where the sandbox's clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockState {
    /// What time it is.
    pub now: Timestamp,
    /// Whether it stands still.
    pub frozen: bool,
}

/// How to change the clock: at most one of `now` and `advance_seconds`, and whether it stands still from then on.
#[derive(Debug, Clone, Default, Deserialize, Serialize, garde::Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClockChange {
    now: Option<Timestamp>,
    #[garde(range(min = 0, max = MAX_ADVANCE_SECONDS))]
    advance_seconds: Option<i64>,
    frozen: Option<bool>,
}

pub(crate) fn state(shared: &Shared) -> ClockState {
    ClockState { now: shared.clock.now(), frozen: shared.clock.is_frozen() }
}

pub(crate) async fn change(shared: &Arc<Shared>, change: ClockChange) -> Outcome<ClockState> {
    if change.now.is_some() && change.advance_seconds.is_some() {
        return Err(Refusal::invalid("/advance_seconds", "give either `now` or `advance_seconds`, not both"));
    }
    let mut mover = timers::mover(shared).await?;
    // Stopped before it is set, so that it stands exactly where it was set.
    if change.frozen == Some(true) {
        mover.freeze(true).await?;
    }
    if let Some(seconds) = change.advance_seconds {
        mover.advance(shared.clock.now().plus_milliseconds(seconds.saturating_mul(1000))).await?;
    }
    if let Some(to) = change.now {
        mover.advance(to).await?;
    }
    if change.frozen == Some(false) {
        mover.freeze(false).await?;
    }
    shared.wake.notify_waiters();
    Ok(state(shared))
}

/// A handle on the sandbox's clock.
#[derive(Clone, Copy)]
pub struct ClockHandle<'a> {
    shared: &'a Arc<Shared>,
}

impl<'a> ClockHandle<'a> {
    pub(crate) fn new(shared: &'a Arc<Shared>) -> Self {
        Self { shared }
    }

    /// What time it is in the sandbox.
    pub fn now(self) -> Timestamp {
        self.shared.clock.now()
    }

    /// Moves it on. What falls due on the way happens, each at its own time, before this returns.
    ///
    /// # Errors
    /// When `step` leads backwards or out of the years that can be written, or the database fails.
    pub async fn advance(self, step: impl Into<Step>) -> Result<(), Error> {
        let mut mover = timers::mover(self.shared).await?;
        let now = self.now();
        let to = step.into().after(now).filter(|to| *to >= now);
        let to = to.ok_or_else(|| {
            Refusal::invalid("/step", "the clock only advances, and not beyond the year 9999; use `set` to go back")
        })?;
        mover.advance(to).await?;
        self.changed()
    }

    /// Sets it to `to`. Forwards, what falls due on the way happens as with [`advance`](Self::advance); backwards, nothing
    /// happens again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set(self, to: Timestamp) -> Result<(), Error> {
        timers::mover(self.shared).await?.advance(to).await?;
        self.changed()
    }

    /// Stops it: it moves only when it is told to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn freeze(self) -> Result<(), Error> {
        timers::mover(self.shared).await?.freeze(true).await?;
        self.changed()
    }

    /// Lets it run on from where it stands.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resume(self) -> Result<(), Error> {
        timers::mover(self.shared).await?.freeze(false).await?;
        self.changed()
    }

    fn changed(self) -> Result<(), Error> {
        self.shared.wake.notify_waiters();
        Ok(())
    }
}

/// How far a clock is advanced: a [`std::time::Duration`], a [`jiff::SignedDuration`] or a [`jiff::Span`].
#[derive(Debug, Clone, Copy)]
pub struct Step(Length);

#[derive(Debug, Clone, Copy)]
enum Length {
    Exact(SignedDuration),
    Calendar(Span),
}

impl Step {
    fn after(self, now: Timestamp) -> Option<Timestamp> {
        let to = match self.0 {
            Length::Exact(duration) => now.to_jiff().checked_add(duration).ok()?,
            Length::Calendar(span) => now.to_jiff().to_zoned(TimeZone::UTC).checked_add(span).ok()?.timestamp(),
        };
        Timestamp::from_millisecond(to.as_millisecond()).ok()
    }
}

impl From<Duration> for Step {
    fn from(duration: Duration) -> Self {
        Self(Length::Exact(SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)))
    }
}

impl From<SignedDuration> for Step {
    fn from(duration: SignedDuration) -> Self {
        Self(Length::Exact(duration))
    }
}

impl From<Span> for Step {
    fn from(span: Span) -> Self {
        Self(Length::Calendar(span))
    }
}

/// So many seconds.
pub const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// So many minutes.
pub const fn minutes(minutes: u64) -> Duration {
    seconds(minutes.saturating_mul(60))
}

/// So many hours.
pub const fn hours(hours: u64) -> Duration {
    minutes(hours.saturating_mul(60))
}

/// So many times 24 hours.
pub const fn days(days: u64) -> Duration {
    hours(days.saturating_mul(24))
}
