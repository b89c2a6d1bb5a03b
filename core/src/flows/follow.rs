//! Every event, from a stored cursor: each is handed out again until it is done.

use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use crate::client::Client;
use crate::error::Error;
use crate::flows::cursor_store::CursorStore;
use crate::flows::happening::Happening;
use crate::flows::pace::Pace;
use crate::flows::tail::{Position, Tail};
use crate::id::EventId;
use crate::options::CallOptions;
use crate::resources::platform::ListEvents;
use crate::resources::platform::events::operation;
use crate::time::Timestamp;
use crate::value::EventPattern;
use crate::webhook::Event;

/// A reader of events, each at least once, in the order of their IDs.
///
/// How far it came is kept in a [`CursorStore`], after each event that is done: a process that comes back goes on there, and
/// reads again the one that it was at. Where an effect must happen once, hand the event to an
/// [`Inbox`](crate::webhook::Inbox).
///
/// What is committed later must have a higher ID to be seen. With one writer, as the sandbox has, IDs are made in the order
/// of the commits. Where several write at once, an event may be committed after one with a higher ID was read, and is then
/// passed over; so is what happens while a sandbox's clock is set back. Webhooks miss neither: let both come to one inbox.
#[must_use = "nothing is read until it is run"]
pub struct Follow<S, T = Event> {
    client: Client,
    store: S,
    pattern: Option<EventPattern>,
    since: Option<Timestamp>,
    pace: Pace,
    options: CallOptions,
    hands: PhantomData<fn() -> T>,
}

impl<S: CursorStore, T: Happening> Follow<S, T> {
    pub(crate) fn new(client: &Client, store: S) -> Self {
        let client = client.clone();
        let (pace, options, hands) = (Pace::default(), CallOptions::new(), PhantomData);
        Self { client, store, pattern: None, since: None, pace, options, hands }
    }

    /// Only events of this type, or of this pattern of types. A stored cursor is bound to it: another pattern needs another
    /// store, else the platform refuses the cursor as `invalid_cursor`.
    pub fn only(mut self, pattern: impl Into<EventPattern>) -> Self {
        self.pattern = Some(pattern.into());
        self
    }

    /// From what time on, where nothing is stored yet. Default: from the first event that there is.
    pub fn since(mut self, at: Timestamp) -> Self {
        self.since = Some(at);
        self
    }

    /// How often is looked for more: after anything up to `shortest`, and ever later, up to `longest`, while nothing comes.
    /// Default: 1 s and 15 s.
    pub fn poll_every(mut self, shortest: Duration, longest: Duration) -> Self {
        self.pace = Pace::new(shortest, longest);
        self
    }

    /// Options of the calls that read.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Hands every event that there is to `handler`, one after the other, and ends with the last: how many there were.
    ///
    /// # Errors
    /// As the handler, the store or a call. The event that was not done comes first the next time.
    pub async fn catch_up<E>(
        self,
        mut handler: impl AsyncFnMut(T) -> Result<(), E>,
    ) -> Result<u64, FollowError<S::Error, E>> {
        let mut feed = self.open().await.map_err(FollowError::widen)?;
        let mut count = 0;
        while let Some(event) = feed.try_next().await.map_err(FollowError::widen)? {
            feed.hand_to(&mut handler, event).await?;
            count += 1;
        }
        Ok(count)
    }

    /// Hands every event to `handler`, one after the other, and waits for more: it ends only with an error, or when it is
    /// dropped. Failures of the platform that pass are waited out.
    ///
    /// # Errors
    /// As [`catch_up`](Self::catch_up).
    pub async fn run<E>(
        self,
        mut handler: impl AsyncFnMut(T) -> Result<(), E>,
    ) -> Result<Infallible, FollowError<S::Error, E>> {
        let mut feed = self.open().await.map_err(FollowError::widen)?;
        loop {
            let event = feed.next().await.map_err(FollowError::widen)?;
            feed.hand_to(&mut handler, event).await?;
        }
    }

    /// The events one by one, for a loop of your own.
    ///
    /// # Errors
    /// The store fails, or what is stored there is no cursor.
    pub async fn open(self) -> Result<EventFeed<S, T>, FollowError<S::Error>> {
        let position = match self.store.load().await.map_err(FollowError::Store)? {
            Some(text) => serde_json::from_str(&text).map_err(|_| FollowError::UnreadableCursor)?,
            None => Position { since: self.since, ..Position::default() },
        };
        let tail = events(&self.client, self.pattern, position);
        Ok(EventFeed { tail, store: self.store, pace: self.pace, options: self.options })
    }
}

/// The events of a pattern, from a position on.
pub(super) fn events<T: Happening>(
    client: &Client,
    pattern: Option<EventPattern>,
    position: Position,
) -> Tail<ListEvents, T> {
    let filters = ListEvents { event_type: pattern, from: position.since, ..ListEvents::default() };
    Tail::new(client, operation::list.read_as(), filters, position)
}

/// Events, one by one. An event is handed out until [`done`](Self::done) says that it was dealt with.
///
/// ```no_run
/// # fn deal_with(event: softknack::Event) {}
/// # async fn example(sk: softknack::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use softknack::flows::FileCursor;
///
/// let mut feed = sk.platform().events().follow(FileCursor::new("events.cursor")).open().await?;
/// loop {
///     deal_with(feed.next().await?);
///     feed.done().await?;
/// }
/// # }
/// ```
pub struct EventFeed<S, T = Event> {
    tail: Tail<ListEvents, T>,
    store: S,
    pace: Pace,
    options: CallOptions,
}

impl<S: CursorStore, T: Happening> EventFeed<S, T> {
    /// The first event that is not done, or `None` where there is none for now.
    ///
    /// # Errors
    /// As any call.
    pub async fn try_next(&mut self) -> Result<Option<T>, FollowError<S::Error>> {
        self.tail.peek(&self.options).await.map_err(FollowError::Call)
    }

    /// The first event that is not done; waits for one where there is none.
    ///
    /// # Errors
    /// As any call, but for failures that pass.
    pub async fn next(&mut self) -> Result<T, FollowError<S::Error>> {
        loop {
            let wait = match self.look().await {
                Ok(Some(event)) => {
                    self.pace.quicken();
                    return Ok(event);
                }
                Ok(None) => self.pace.wait(),
                Err(error) => match self.pace.wait_after(&error) {
                    Some(wait) => {
                        tracing::warn!(%error, wait_ms = wait.as_millis() as u64, "events cannot be read for now");
                        wait
                    }
                    None => return Err(FollowError::Call(error)),
                },
            };
            tokio::time::sleep(wait).await;
        }
    }

    async fn look(&mut self) -> Result<Option<T>, Error> {
        let event = self.tail.peek(&self.options).await?;
        if event.is_none() {
            self.tail.narrow(&self.options).await?;
        }
        Ok(event)
    }

    /// The event that was handed out last is done: the cursor behind it is stored.
    ///
    /// # Errors
    /// The store fails. The event is not handed out again by this feed, but by one that begins at the stored cursor.
    pub async fn done(&mut self) -> Result<(), FollowError<S::Error>> {
        self.tail.done();
        self.store.save(&self.cursor()).await.map_err(FollowError::Store)
    }

    /// What [`done`](Self::done) stores: how far this feed came.
    pub fn cursor(&self) -> String {
        // Three texts cannot fail to be written.
        serde_json::to_string(self.tail.position()).unwrap_or_default()
    }

    async fn hand_to<E>(
        &mut self,
        handler: &mut impl AsyncFnMut(T) -> Result<(), E>,
        event: T,
    ) -> Result<(), FollowError<S::Error, E>> {
        let event_id = event.event_id();
        handler(event).await.map_err(|error| FollowError::Handler { event_id, error })?;
        self.done().await.map_err(FollowError::widen)
    }
}

impl<S, T> fmt::Debug for Follow<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Follow").field("only", &self.pattern).field("since", &self.since).finish_non_exhaustive()
    }
}

impl<S, T> fmt::Debug for EventFeed<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventFeed").finish_non_exhaustive()
    }
}

/// Why events are not read on: by a store that fails with `S` and a handler that fails with `E`.
#[derive(Debug)]
#[non_exhaustive]
pub enum FollowError<S, E = Infallible> {
    /// A call failed.
    Call(Error),
    /// The store failed.
    Store(S),
    /// What is in the store was not written by a reader of this kind.
    UnreadableCursor,
    /// The handler failed; the event comes again.
    Handler {
        /// The event.
        event_id: EventId,
        /// What went wrong.
        error: E,
    },
}

impl<S> FollowError<S> {
    /// The same, where a handler could fail, too.
    pub(super) fn widen<E>(self) -> FollowError<S, E> {
        match self {
            Self::Call(error) => FollowError::Call(error),
            Self::Store(error) => FollowError::Store(error),
            Self::UnreadableCursor => FollowError::UnreadableCursor,
            Self::Handler { error, .. } => match error {},
        }
    }
}

impl<S: fmt::Display, E: fmt::Display> fmt::Display for FollowError<S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => fmt::Display::fmt(error, f),
            Self::Store(error) => write!(f, "the cursor store failed: {error}"),
            Self::UnreadableCursor => f.write_str(
                "what is in the cursor store is no cursor of this reader: give it a store of its own, or empty that one",
            ),
            Self::Handler { event_id, error } => write!(f, "the handler of {event_id} failed: {error}"),
        }
    }
}

impl<S: StdError + 'static, E: StdError + 'static> StdError for FollowError<S, E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Call(error) => Some(error),
            Self::Store(error) => Some(error),
            Self::Handler { error, .. } => Some(error),
            Self::UnreadableCursor => None,
        }
    }
}
