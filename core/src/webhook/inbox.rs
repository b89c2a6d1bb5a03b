//! Effects that happen once, though an event is delivered more than once.
//!
//! Every delivery may come again: because an answer was lost, or because somebody replayed it. What happened is told by the
//! event's `id`, the one *inside the signed body*: headers are not signed. An [`Inbox`] claims the ID for a while, runs the
//! effect and notes that it is done. A handler that fails lets go of its claim; one that dies loses it when the lease ends.
//!
//! An effect and the note about it are two steps. Where both lie in one database, implement [`InboxStore`] so that `commit`
//! is part of the effect's own transaction, and a crash between the two is impossible. Where they do not, a crash there
//! repeats the effect, and it should carry a key of its own, such as an idempotency key derived from the event's ID.

use std::collections::HashMap;
use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::id::EventId;
use crate::time::Timestamp;

/// How long a claim holds, unless told otherwise.
pub const DEFAULT_LEASE: Duration = Duration::from_secs(60);

/// What is done once: the event's effect in one handler. Several handlers of one event do not stand in each other's way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub struct InboxKey {
    /// The name of the handler.
    pub handler: Arc<str>,
    /// The event.
    pub event_id: EventId,
}

/// What a store answers to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It is the caller's now. `attempt` counts the claims of the key from 1 and names this one.
    Won {
        /// The number of the claim.
        attempt: u32,
    },
    /// The effect has happened.
    Done,
    /// Another claim holds.
    Held {
        /// Until when, unless it is let go of earlier.
        until: Timestamp,
    },
}

/// Where claims and outcomes are kept.
///
/// Each method is one atomic step. In SQL `claim` is an `INSERT … ON CONFLICT DO UPDATE … WHERE` that takes a row which is new,
/// let go of, or past its lease, and adds one to its attempt. Keep what is done for longer than dead letters are kept.
pub trait InboxStore: Send + Sync {
    /// What can go wrong in the store.
    type Error: Error + Send + Sync + 'static;

    /// Claims the key until `until`, where it is neither done nor held at `now`.
    fn claim(
        &self,
        key: &InboxKey,
        now: Timestamp,
        until: Timestamp,
    ) -> impl Future<Output = Result<Claim, Self::Error>> + Send;

    /// Notes that the effect has happened; false where the claim of that `attempt` is no longer the key's.
    fn commit(&self, key: &InboxKey, attempt: u32) -> impl Future<Output = Result<bool, Self::Error>> + Send;

    /// Lets go of the claim, so that the next delivery tries again; false where it is no longer the key's.
    fn release(&self, key: &InboxKey, attempt: u32) -> impl Future<Output = Result<bool, Self::Error>> + Send;
}

type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Runs effects once for each event.
///
/// ```
/// use softknack::webhook::{Effect, Inbox, MemoryInbox};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let inbox = Inbox::new("send-confirmation", MemoryInbox::default());
/// let event_id = "evt_01J9X4T5V6W7X8Y9Z0A1B2C3D4".parse().unwrap();
///
/// let send = async || Ok::<_, std::io::Error>("sent");
/// assert_eq!(inbox.once(event_id, send).await.unwrap(), Effect::Applied("sent"));
/// assert_eq!(inbox.once(event_id, send).await.unwrap(), Effect::AppliedBefore);
/// # });
/// ```
#[derive(Clone)]
pub struct Inbox<S> {
    handler: Arc<str>,
    store: S,
    lease: Duration,
    clock: Clock,
}

/// What became of an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect<T> {
    /// It happened now.
    Applied(T),
    /// It happened on an earlier delivery: accept this one too.
    AppliedBefore,
    /// It is happening elsewhere: answer 503, so that the delivery comes again should that one fail.
    InProgress {
        /// When the other claim ends at the latest.
        until: Timestamp,
    },
}

impl<S: InboxStore> Inbox<S> {
    /// The effects of the handler of this name, which must stay the same from one release to the next.
    pub fn new(handler: impl Into<Arc<str>>, store: S) -> Self {
        Self { handler: handler.into(), store, lease: DEFAULT_LEASE, clock: Arc::new(Timestamp::now) }
    }

    /// How long a claim holds: longer than the effect ever takes. Default: [`DEFAULT_LEASE`].
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// What the time is. Default: the system's clock.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Runs `effect`, unless it has happened for this event or is happening.
    ///
    /// # Errors
    /// When the effect fails, the store fails, or the effect took longer than the lease.
    pub async fn once<T, E>(
        &self,
        event_id: EventId,
        effect: impl AsyncFnOnce() -> Result<T, E>,
    ) -> Result<Effect<T>, InboxError<E, S::Error>> {
        let key = InboxKey { handler: self.handler.clone(), event_id };
        let now = (self.clock)();
        let until = now.plus_milliseconds(i64::try_from(self.lease.as_millis()).unwrap_or(i64::MAX));
        let attempt = match self.store.claim(&key, now, until).await {
            Ok(Claim::Won { attempt }) => attempt,
            Ok(Claim::Done) => return Ok(Effect::AppliedBefore),
            Ok(Claim::Held { until }) => return Ok(Effect::InProgress { until }),
            Err(error) => return Err(InboxError::Store { error, applied: false }),
        };
        match effect().await {
            Ok(value) => match self.store.commit(&key, attempt).await {
                Ok(true) => Ok(Effect::Applied(value)),
                Ok(false) => Err(InboxError::LeaseLost),
                Err(error) => Err(InboxError::Store { error, applied: true }),
            },
            Err(failure) => {
                // The failure is what the caller has to hear of; a claim that could not be let go of ends with its lease.
                let _ = self.store.release(&key, attempt).await;
                Err(InboxError::Effect(failure))
            }
        }
    }
}

impl<S: fmt::Debug> fmt::Debug for Inbox<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox")
            .field("handler", &self.handler)
            .field("store", &self.store)
            .field("lease", &self.lease)
            .finish_non_exhaustive()
    }
}

/// Why an effect is not known to have happened once.
#[derive(Debug)]
pub enum InboxError<E, S> {
    /// The effect failed; the next delivery tries again.
    Effect(E),
    /// The store failed.
    Store {
        /// What went wrong.
        error: S,
        /// Whether the effect had happened by then, so that the next delivery may repeat it.
        applied: bool,
    },
    /// The effect happened, but it took longer than its lease and another delivery claimed it meanwhile.
    LeaseLost,
}

impl<E: fmt::Display, S: fmt::Display> fmt::Display for InboxError<E, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Effect(error) => write!(f, "the effect failed: {error}"),
            Self::Store { error, applied: false } => write!(f, "the inbox failed before the effect: {error}"),
            Self::Store { error, applied: true } => write!(f, "the inbox failed after the effect: {error}"),
            Self::LeaseLost => f.write_str("the effect took longer than its lease: another delivery has claimed it"),
        }
    }
}

impl<E: Error + 'static, S: Error + 'static> Error for InboxError<E, S> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Effect(error) => Some(error),
            Self::Store { error, .. } => Some(error),
            Self::LeaseLost => None,
        }
    }
}

/// A store in this process's memory: for tests, and for effects that need not outlive the process.
#[derive(Debug, Clone, Default)]
pub struct MemoryInbox(Arc<Mutex<HashMap<InboxKey, Entry>>>);

#[derive(Debug, Clone, Copy)]
struct Entry {
    attempt: u32,
    state: State,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Free,
    Held { until: Timestamp },
    Done,
}

impl MemoryInbox {
    /// Forgets the events that were made before `at`, to bound the memory. One that comes again is then new.
    pub fn forget_before(&self, at: Timestamp) {
        let is_recent = |key: &InboxKey| key.event_id.time().is_none_or(|time| time >= at);
        self.entries().retain(|key, entry| matches!(entry.state, State::Held { .. }) || is_recent(key));
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<InboxKey, Entry>> {
        // Every change is one assignment: a thread that panicked has left nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn settle(&self, key: &InboxKey, attempt: u32, state: State) -> bool {
        match self.entries().get_mut(key) {
            Some(entry) if entry.attempt == attempt && matches!(entry.state, State::Held { .. }) => {
                entry.state = state;
                true
            }
            _ => false,
        }
    }
}

impl InboxStore for MemoryInbox {
    type Error = Infallible;

    async fn claim(&self, key: &InboxKey, now: Timestamp, until: Timestamp) -> Result<Claim, Infallible> {
        let mut entries = self.entries();
        let entry = entries.entry(key.clone()).or_insert(Entry { attempt: 0, state: State::Free });
        Ok(match entry.state {
            State::Done => Claim::Done,
            State::Held { until } if until > now => Claim::Held { until },
            State::Free | State::Held { .. } => {
                *entry = Entry { attempt: entry.attempt.saturating_add(1), state: State::Held { until } };
                Claim::Won { attempt: entry.attempt }
            }
        })
    }

    async fn commit(&self, key: &InboxKey, attempt: u32) -> Result<bool, Infallible> {
        Ok(self.settle(key, attempt, State::Done))
    }

    async fn release(&self, key: &InboxKey, attempt: u32) -> Result<bool, Infallible> {
        Ok(self.settle(key, attempt, State::Free))
    }
}
