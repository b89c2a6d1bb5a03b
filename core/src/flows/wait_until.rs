//! Waiting until a party in line stands where it is wanted.

use std::fmt;
use std::future::ready;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use crate::client::Client;
use crate::error::Error;
use crate::flows::follow;
use crate::flows::happening::{Happening, UnreadEvent};
use crate::flows::pace::Pace;
use crate::flows::tail::{Position, Tail};
use crate::id::QueueEntryId;
use crate::options::CallOptions;
use crate::page::{List, Order};
use crate::problem::ErrorCode;
use crate::reading;
use crate::resources::platform::ListEvents;
use crate::resources::platform::events::operation;
use crate::resources::queue::{EntryStatus, QueueEntry};
use crate::retry;
use crate::value::EventPattern;

/// Every event of a party in line.
const EVENTS: &str = "queue.entry.*";

/// An event may be older than one with a lower ID, by as long as the change took that caused it.
const LEEWAY_MINUTES: i64 = 1;

/// Every so many looks the entry itself is read, whatever the events say.
const LOOKS_FOR_ONE_READ: u32 = 8;

/// Whether an entry is as it was waited for. It may take a while to say: a caller in another language is asked.
pub(crate) type Condition = Box<dyn Fn(&QueueEntry) -> Judging + Send + Sync>;
pub(crate) type Judging = Pin<Box<dyn Future<Output = bool> + Send>>;

/// A wait for a party in line: `.await` it. Dropped, it ends at once; nothing of it runs elsewhere.
///
/// It looks for the events of the line, so that a state is seen in which the party stood for a moment only; where the
/// credential may not list events, as a guest's session, it reads the entry itself. Failures that pass are waited out.
#[must_use = "nothing is waited for until it is awaited"]
pub struct WaitUntil {
    client: Client,
    id: QueueEntryId,
    condition: Condition,
    timeout: Duration,
    pace: Pace,
    options: CallOptions,
}

impl WaitUntil {
    pub(crate) fn new(client: &Client, id: QueueEntryId, condition: Condition) -> Self {
        let (client, timeout) = (client.clone(), Duration::from_secs(60 * 60));
        Self { client, id, condition, timeout, pace: Pace::default(), options: CallOptions::new() }
    }

    pub(crate) fn when(
        client: &Client,
        id: QueueEntryId,
        condition: impl Fn(&QueueEntry) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self::new(client, id, Box::new(move |entry| Box::pin(ready(condition(entry)))))
    }

    pub(crate) fn for_status(client: &Client, id: QueueEntryId, status: EntryStatus) -> Self {
        Self::when(client, id, move |entry| has_reached(&entry.status, &status))
    }

    /// How long to wait in all. Default: one hour.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How often to look: after anything up to `shortest`, and ever later, up to `longest`, while nothing happens.
    /// Default: 1 s and 15 s.
    pub fn poll_every(mut self, shortest: Duration, longest: Duration) -> Self {
        self.pace = Pace::new(shortest, longest);
        self
    }

    /// Options of the calls that look.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    async fn run(self) -> Result<QueueEntry, WaitError> {
        retry::within_runtime().map_err(WaitError::Call)?;
        let deadline = retry::after(self.timeout);
        let mut pace = self.pace;
        let mut watch = Watch { source: Source::Unknown, looks: 0, stirred: true, seen: None };
        let mut failure = None;
        loop {
            let wait = match timeout_at(deadline, self.look(&mut watch)).await {
                Ok(Ok(Look::Met(entry))) => return Ok(entry),
                Ok(Ok(Look::Over(entry))) => return Err(WaitError::Ended(Box::new(entry))),
                Ok(Ok(Look::News)) => {
                    failure = None;
                    pace.quicken();
                    pace.wait()
                }
                Ok(Ok(Look::Nothing)) => {
                    failure = None;
                    pace.wait()
                }
                Ok(Err(error)) => match pace.wait_after(&error) {
                    Some(wait) => {
                        failure = Some(error);
                        wait
                    }
                    None => return Err(WaitError::Call(error)),
                },
                Err(_) => Duration::MAX,
            };
            let left = deadline.saturating_duration_since(Instant::now());
            sleep(wait.min(left)).await;
            if wait >= left {
                return Err(WaitError::TimedOut { after: self.timeout, entry: watch.seen.map(Box::new), failure });
            }
        }
    }

    async fn look(&self, watch: &mut Watch) -> Result<Look, Error> {
        if matches!(watch.source, Source::Unknown) {
            // Before the entry is read: what happens in between is then among the events.
            watch.source = self.source().await?;
        }
        watch.stirred |= matches!(watch.source, Source::Entry) || watch.looks.is_multiple_of(LOOKS_FOR_ONE_READ);
        let mut news = false;
        if let Some(end) = self.read_events(watch, &mut news).await? {
            return Ok(end);
        }
        if watch.stirred {
            let entry = self.client.queue().entries().get(self.id).options(self.options.clone()).await?;
            if let Some(end) = self.judge(&entry).await {
                // On its way to where it is over, it may have been where it is wanted.
                let before =
                    if matches!(end, Look::Over(_)) { self.read_events(watch, &mut news).await? } else { None };
                return Ok(before.unwrap_or(end));
            }
            news |= watch.seen.as_ref().is_some_and(|seen| *seen != entry);
            watch.seen = Some(entry);
            watch.stirred = false;
        }
        watch.looks = watch.looks.wrapping_add(1);
        Ok(if news { Look::News } else { Look::Nothing })
    }

    /// Looks at the party in every state in which it stood since the last look.
    async fn read_events(&self, watch: &mut Watch, news: &mut bool) -> Result<Option<Look>, Error> {
        let Source::Events(events) = &mut watch.source else { return Ok(None) };
        while let Some(event) = events.peek(&self.options).await? {
            events.done();
            let Some(entry) = entry_of(event) else {
                // Whatever it tells of, the entry itself is right.
                watch.stirred = true;
                continue;
            };
            // Who leaves the line moves those behind: that is no event of theirs.
            watch.stirred |= watch.seen.as_ref().is_some_and(|seen| seen.resource_type == entry.resource_type);
            if entry.id == self.id {
                *news = true;
                if let Some(end) = self.judge(&entry).await {
                    return Ok(Some(end));
                }
            }
        }
        events.narrow(&self.options).await?;
        Ok(None)
    }

    async fn judge(&self, entry: &QueueEntry) -> Option<Look> {
        if (self.condition)(entry).await {
            return Some(Look::Met(entry.clone()));
        }
        let is_over = matches!(entry.status, EntryStatus::Completed | EntryStatus::Cancelled);
        is_over.then(|| Look::Over(entry.clone()))
    }

    /// The events from now on, or the entry where those are not for this caller.
    async fn source(&self) -> Result<Source, Error> {
        let filters = ListEvents::default().event_type(EVENTS);
        let list = List::<_, UnreadEvent>::new(&self.client, operation::list.read_as(), filters);
        let list = list.order(Order::Descending).limit(1);
        let newest = match list.options(self.options.clone()).first_page().await {
            Ok(page) => page.into_iter().next(),
            Err(error) if error.code() == Some(&ErrorCode::PermissionDenied) => return Ok(Source::Entry),
            Err(error) => return Err(error),
        };
        let position = newest.map(|event| Position {
            since: event.created_at().map(|at| at.plus_minutes(-LEEWAY_MINUTES)),
            cursor: None,
            last: Some(event.event_id().to_string()),
        });
        let pattern = Some(EventPattern::from(EVENTS));
        Ok(Source::Events(Box::new(follow::events(&self.client, pattern, position.unwrap_or_default()))))
    }
}

struct Watch {
    source: Source,
    looks: u32,
    /// Whether the entry is to be read: it may have moved in its line.
    stirred: bool,
    seen: Option<QueueEntry>,
}

enum Source {
    Unknown,
    Events(Box<Tail<ListEvents, UnreadEvent>>),
    Entry,
}

enum Look {
    Met(QueueEntry),
    Over(QueueEntry),
    News,
    Nothing,
}

/// Every event of a party in line has the entry. The rest of it is not read.
fn entry_of(event: UnreadEvent) -> Option<QueueEntry> {
    reading::read(event.into_data("entry")).ok()
}

/// Whether a party that stands at `now` stands at `wanted`, or passed it on the way that leads through all states but
/// `cancelled`.
fn has_reached(now: &EntryStatus, wanted: &EntryStatus) -> bool {
    let place = |status: &EntryStatus| match status {
        EntryStatus::Waiting => Some(0),
        EntryStatus::Allocated => Some(1),
        EntryStatus::Seated => Some(2),
        EntryStatus::Completed => Some(3),
        EntryStatus::Cancelled | EntryStatus::Unknown(_) => None,
    };
    now == wanted || matches!((place(now), place(wanted)), (Some(now), Some(wanted)) if now > wanted)
}

impl IntoFuture for WaitUntil {
    type Output = Result<QueueEntry, WaitError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for WaitUntil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitUntil").field("id", &self.id).field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

/// Why a wait ended without what was waited for.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError {
    /// The party has gone: this is how its entry ended.
    Ended(Box<QueueEntry>),
    /// It took too long.
    TimedOut {
        /// How long was waited.
        after: Duration,
        /// The entry as it was read last.
        entry: Option<Box<QueueEntry>>,
        /// Why the last look failed, where it did.
        failure: Option<Error>,
    },
    /// A call failed, and would fail again.
    Call(Error),
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended(entry) => {
                write!(f, "{} is {} before what was waited for", entry.id, entry.status)?;
                entry.reason.as_ref().map_or(Ok(()), |reason| write!(f, ": {reason}"))
            }
            Self::TimedOut { after, entry, failure } => {
                write!(f, "what was waited for did not happen within {after:?}")?;
                entry.as_ref().map_or(Ok(()), |entry| write!(f, "; {} is {}", entry.id, entry.status))?;
                failure.as_ref().map_or(Ok(()), |error| write!(f, "; the last look failed: {error}"))
            }
            Self::Call(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl std::error::Error for WaitError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => Some(error),
            Self::TimedOut { failure, .. } => failure.as_ref().map(|error| error as _),
            Self::Ended(_) => None,
        }
    }
}
