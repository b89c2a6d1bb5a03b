//! Making up for what was missed: dead letters, and events that no delivery was made of.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::flows::cursor_store::CursorStore;
use crate::flows::follow::{self, FollowError};
use crate::flows::happening::Happening;
use crate::flows::tail::{Position, Tail};
use crate::id::{DeadLetterId, WebhookId};
use crate::idempotency::IdempotencyKey;
use crate::options::CallOptions;
use crate::page::Order;
use crate::problem::ErrorCode;
use crate::resources::platform::dead_letters::operation;
use crate::resources::platform::{ListDeadLetters, events as feed};
use crate::response::Response;
use crate::time::Timestamp;
use crate::value::EventPattern;
use crate::webhook::Event;

/// Makes up for what a receiver missed: while it was down, or disabled, or not registered yet.
#[derive(Debug)]
#[must_use = "nothing happens until `replay` or `hand_to`"]
pub struct Reconcile {
    client: Client,
    webhook: Option<WebhookId>,
    pattern: Option<EventPattern>,
    since: Option<Timestamp>,
    options: CallOptions,
}

/// What was made up for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Reconciled {
    /// How many dead letters were replayed, or their events handed to the handler.
    pub dead_letters: u64,
    /// How many further events were handed to the handler.
    pub events: u64,
    /// The dead letters that were left alone: their endpoint is gone, somebody else was faster, or their event is no more.
    pub skipped: Vec<DeadLetterId>,
}

/// How far both lists were read.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Positions {
    dead_letters: Position,
    events: Position,
}

impl Reconcile {
    pub(crate) fn new(client: &Client) -> Self {
        Self { client: client.clone(), webhook: None, pattern: None, since: None, options: CallOptions::new() }
    }

    /// Only the dead letters of this endpoint.
    pub fn webhook(mut self, id: impl Into<WebhookId>) -> Self {
        self.webhook = Some(id.into());
        self
    }

    /// Only events of this type, or of this pattern of types. A stored cursor is bound to it, as to the endpoint.
    pub fn only(mut self, pattern: impl Into<EventPattern>) -> Self {
        self.pattern = Some(pattern.into());
        self
    }

    /// Events from what time on, where nothing is stored yet. Default: from the first that there is. Dead letters are looked
    /// at whatever their age.
    pub fn since(mut self, at: Timestamp) -> Self {
        self.since = Some(at);
        self
    }

    /// Options of each call. An idempotency key among them is passed over: each replay has its own.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Has the platform deliver every dead letter again that was not replayed yet, oldest first.
    ///
    /// Each is replayed under a key of its own: run again after a crash, or by two processes at once, none is replayed twice.
    ///
    /// # Errors
    /// As any call. What was replayed before stays so.
    pub async fn replay(mut self) -> Result<Reconciled, Error> {
        self.options.idempotency_key = None;
        let mut list = self.client.platform().dead_letters().list().replayed(false).order(Order::Ascending);
        if let Some(webhook) = self.webhook {
            list = list.webhook_id(webhook);
        }
        let mut letters = list.limit(100).options(self.options.clone()).stream();
        let mut done = Reconciled::default();
        while let Some(letter) = letters.try_next().await? {
            if !self.wants(&letter.event_type) {
                continue;
            }
            let key = IdempotencyKey::derive(("softknack", "replay", letter.id));
            let replay = self.client.platform().dead_letters().replay(letter.id);
            match replay.options(self.options.clone().idempotency_key(key)).await {
                Ok(_) => done.dead_letters += 1,
                Err(error) if error.code() == Some(&ErrorCode::InvalidTransition) => done.skipped.push(letter.id),
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }

    /// Hands to `handler` the event of every dead letter that was not replayed, and then every event since the stored
    /// cursors, oldest first. Cursors are stored after each, so that the next run goes on where this one ended.
    ///
    /// Most of those events were delivered before: where that matters, let the handler go through the
    /// [`Inbox`](crate::webhook::Inbox) of the receiver. The order in which events are read has the bounds of
    /// [`Follow`](crate::flows::Follow).
    ///
    /// # Errors
    /// As the handler, the store or a call. The event that was not done comes first the next time.
    pub async fn hand_to<S: CursorStore, E>(
        self,
        store: S,
        handler: impl AsyncFnMut(Event) -> Result<(), E>,
    ) -> Result<Reconciled, FollowError<S::Error, E>> {
        self.hand_as(store, handler).await
    }

    /// The same, with the events in whatever form.
    pub(crate) async fn hand_as<T: Happening, S: CursorStore, E>(
        mut self,
        store: S,
        mut handler: impl AsyncFnMut(T) -> Result<(), E>,
    ) -> Result<Reconciled, FollowError<S::Error, E>> {
        self.options.idempotency_key = None;
        let stored = match store.load().await.map_err(FollowError::Store)? {
            Some(text) => serde_json::from_str(&text).map_err(|_| FollowError::UnreadableCursor)?,
            None => Positions { events: Position { since: self.since, ..Position::default() }, ..Positions::default() },
        };
        let (mut done, mut handed) = (Reconciled::default(), HashSet::new());
        let filters = ListDeadLetters { webhook_id: self.webhook, replayed: Some(false) };
        let mut letters = Tail::new(&self.client, operation::list, filters, stored.dead_letters);
        let mut events = follow::events::<T>(&self.client, self.pattern.clone(), stored.events);

        while let Some(letter) = letters.peek(&self.options).await.map_err(FollowError::Call)? {
            if self.wants(&letter.event_type) && handed.insert(letter.event_id) {
                let get: Call<T> = Call::new(&self.client, feed::operation::get.read_as(), &letter.event_id, &());
                match get.options(self.options.clone()).with_response().await.map(Response::into_value) {
                    Ok(event) => {
                        hand(&mut handler, event).await?;
                        done.dead_letters += 1;
                    }
                    Err(error) if error.is_not_found() => done.skipped.push(letter.id),
                    Err(error) => return Err(FollowError::Call(error)),
                }
            }
            letters.done();
            save(&store, letters.position(), events.position()).await.map_err(FollowError::Store)?;
        }
        while let Some(event) = events.peek(&self.options).await.map_err(FollowError::Call)? {
            if !handed.contains(&event.event_id()) {
                hand(&mut handler, event).await?;
                done.events += 1;
            }
            events.done();
            save(&store, letters.position(), events.position()).await.map_err(FollowError::Store)?;
        }
        Ok(done)
    }

    fn wants(&self, event_type: &str) -> bool {
        self.pattern.as_ref().is_none_or(|pattern| pattern.matches(event_type))
    }
}

async fn hand<T: Happening, S, E>(
    handler: &mut impl AsyncFnMut(T) -> Result<(), E>,
    event: T,
) -> Result<(), FollowError<S, E>> {
    let event_id = event.event_id();
    handler(event).await.map_err(|error| FollowError::Handler { event_id, error })
}

async fn save<S: CursorStore>(store: &S, dead_letters: &Position, events: &Position) -> Result<(), S::Error> {
    let both = Positions { dead_letters: dead_letters.clone(), events: events.clone() };
    // A few texts cannot fail to be written.
    store.save(&serde_json::to_string(&both).unwrap_or_default()).await
}
