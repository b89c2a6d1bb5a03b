//! Reading a list that grows at its end: from a position on, item by item, and again when there may be more.
//!
//! In ascending order what is new comes last. A page gives a cursor only when more follows it.
//! So a position is a cursor together with the last item that was done: the page behind the cursor is read again, and
//! what was done on it is passed over.

use std::collections::VecDeque;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::operation::Endpoint;
use crate::options::CallOptions;
use crate::page::{List, Order, Page};
use crate::request::Params;
use crate::resources::platform::DeadLetter;
use crate::time::Timestamp;

/// The most that a page holds.
const PAGE: usize = 100;

/// What an item is known by.
pub trait Keyed {
    /// By which it is found again.
    fn key(&self) -> &str;
}

impl Keyed for DeadLetter {
    fn key(&self) -> &str {
        self.id.as_str()
    }
}

/// How far a list was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Position {
    /// From what time on it is read. A cursor is bound to it, so it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) since: Option<Timestamp>,
    /// Where the page begins that is being read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<String>,
    /// The last item on that page that was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last: Option<String>,
}

pub(crate) struct Tail<P, T> {
    client: Client,
    endpoint: Endpoint<(), P, T>,
    filters: P,
    position: Position,
    /// What was read and is not done.
    page: VecDeque<T>,
    /// Where the page after that one begins, where there is one.
    next: Option<String>,
    /// How many items of the list's last page are read again each time.
    again: usize,
}

impl<P: Params + Clone, T: Keyed + Clone + DeserializeOwned> Tail<P, T> {
    pub(crate) fn new(client: &Client, endpoint: Endpoint<(), P, T>, filters: P, position: Position) -> Self {
        Self { client: client.clone(), endpoint, filters, position, page: VecDeque::new(), next: None, again: 0 }
    }

    pub(crate) fn position(&self) -> &Position {
        &self.position
    }

    /// The first item that is not done, or `None` where there is none for now.
    pub(crate) async fn peek(&mut self, options: &CallOptions) -> Result<Option<T>, Error> {
        while self.page.is_empty() {
            let page = self.read(PAGE, options).await?;
            let (has_more, next) = (page.has_more, page.next_cursor.clone());
            self.again = if has_more { 0 } else { page.len() };
            let last = self.position.last.as_deref().unwrap_or_default();
            if has_more && (next.is_none() || next == self.position.cursor) {
                let message = "the platform gave a cursor twice, or none where there is more";
                return Err(Error::new(ErrorKind::Pagination, message));
            }
            self.page = match page.iter().position(|item| item.key() == last) {
                // Whatever its ID is: many write at once, and the list is in the order in which they came through.
                Some(done) => page.into_iter().skip(done + 1).collect(),
                // It was removed meanwhile.
                None => page.into_iter().filter(|item| item.key() > last).collect(),
            };
            match next.filter(|_| has_more) {
                Some(next) if self.page.is_empty() => self.go_on_at(next),
                next => {
                    self.next = next;
                    break;
                }
            }
        }
        Ok(self.page.front().cloned())
    }

    /// The item that was looked at is done: it never comes again.
    pub(crate) fn done(&mut self) {
        let Some(item) = self.page.pop_front() else { return };
        self.position.last = Some(item.key().to_owned());
        if self.page.is_empty()
            && let Some(next) = self.next.take()
        {
            self.go_on_at(next);
        }
    }

    /// Goes on behind all that was read: nothing there was done yet.
    fn go_on_at(&mut self, cursor: String) {
        self.position.cursor = Some(cursor);
        self.position.last = None;
    }

    /// Before a long wait: moves the cursor up to the last item that was done, so that each look reads that one alone again,
    /// and not a page of them.
    pub(crate) async fn narrow(&mut self, options: &CallOptions) -> Result<(), Error> {
        if self.again < 2 || !self.page.is_empty() {
            return Ok(());
        }
        let page = self.read(self.again - 1, options).await?;
        // Where items were removed meanwhile, the page may reach beyond what is done: then the cursor stays where it is.
        let is_done = page.last().is_some_and(|item| Some(item.key()) <= self.position.last.as_deref());
        if page.has_more && page.next_cursor.is_some() && is_done {
            self.position.cursor = page.next_cursor;
        }
        self.again = 0;
        Ok(())
    }

    fn read(
        &self,
        limit: usize,
        options: &CallOptions,
    ) -> impl Future<Output = Result<Page<T>, Error>> + Send + use<P, T> {
        let list = List::new(&self.client, self.endpoint, self.filters.clone());
        let list = list.order(Order::Ascending).limit(u32::try_from(limit).unwrap_or(1)).options(options.clone());
        match &self.position.cursor {
            Some(cursor) => list.cursor(cursor),
            None => list,
        }
        .first_page()
    }
}
