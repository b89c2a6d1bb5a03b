//! Reading a list to its end, one page ahead.

use std::collections::HashSet;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tracing::Instrument;

use crate::error::Error;
use crate::page::{Page, Source};

type Fetch<T> = Pin<Box<dyn Future<Output = Result<Page<T>, Error>> + Send>>;

/// The pages of a list.
///
/// When a page is given out, the next is already on its way: a task of the runtime reads it, and ends when this is dropped.
/// A page that was asked for ahead and failed for want of time or connection is asked for once more when it is needed.
#[must_use = "pages are read by `try_next`, or as a `Stream`"]
pub struct Pages<T> {
    source: Source<T>,
    state: State<T>,
    seen: HashSet<String>,
    cursor: Option<String>,
}

enum State<T> {
    Start,
    /// The page at the cursor is needed and on its way.
    Fetching(Fetch<T>),
    /// The page at the cursor was asked for before it is needed.
    Ahead(Ahead<T>),
    End,
}

/// A task that ends with its owner.
struct Ahead<T>(JoinHandle<Result<Page<T>, Error>>);

impl<T> Drop for Ahead<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl<T: DeserializeOwned + Send + 'static> Pages<T> {
    pub(crate) fn new(source: Source<T>) -> Self {
        let cursor = source.page.cursor.clone();
        Self { source, state: State::Start, seen: HashSet::from_iter(cursor.clone()), cursor }
    }

    /// The next page, or `None` after the last.
    ///
    /// # Errors
    /// As any call: asking again then reads the same page again. Of the kind `Pagination` where the platform gives a cursor
    /// twice, which is the end.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        self.next_unless(|_| false).await
    }

    /// Where the page begins that is read next, or `None` at the very start and after the last.
    pub fn next_cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// The next page, after which no further one is asked for when it is `enough`.
    pub(crate) async fn next_unless(&mut self, enough: impl Fn(&Page<T>) -> bool) -> Result<Option<Page<T>>, Error> {
        poll_fn(|context| self.poll_page(context, &enough)).await.transpose()
    }

    fn poll_page(
        &mut self,
        context: &mut Context<'_>,
        enough: &dyn Fn(&Page<T>) -> bool,
    ) -> Poll<Option<Result<Page<T>, Error>>> {
        loop {
            let page = match &mut self.state {
                State::End => return Poll::Ready(None),
                State::Start => {
                    self.state = State::Fetching(Box::pin(self.source.fetch(self.cursor.clone())));
                    continue;
                }
                State::Fetching(fetch) => ready!(fetch.as_mut().poll(context)),
                State::Ahead(Ahead(task)) => match ready!(Pin::new(task).poll(context)) {
                    Ok(Err(error)) if !error.is_timeout() && !error.is_connection() => Err(error),
                    Ok(Ok(page)) => Ok(page),
                    // For want of time or connection, or because the task could not end: once more, by ourselves.
                    Ok(Err(_)) | Err(_) => {
                        self.state = State::Start;
                        continue;
                    }
                },
            };
            self.state = State::Start;
            return Poll::Ready(Some(page.and_then(|page| self.advance(page, enough))));
        }
    }

    /// Moves on to what follows `page`.
    fn advance(&mut self, page: Page<T>, enough: &dyn Fn(&Page<T>) -> bool) -> Result<Page<T>, Error> {
        if !page.has_more {
            self.state = State::End;
            self.cursor = None;
            return Ok(page);
        }
        self.state = State::End;
        let Some(cursor) = page.next_cursor.clone() else {
            return Err(self.source.out_of_step("the platform says that there is more, but not where", &page));
        };
        if !self.seen.insert(cursor.clone()) {
            return Err(self.source.out_of_step("the platform gave a cursor twice: the list would never end", &page));
        }
        self.cursor = Some(cursor);
        self.state = State::Start;
        if let (false, Ok(runtime)) = (enough(&page), Handle::try_current()) {
            let fetch = self.source.fetch(self.cursor.clone()).in_current_span();
            self.state = State::Ahead(Ahead(runtime.spawn(fetch)));
        }
        Ok(page)
    }
}

// What is pinned is boxed.
impl<T> Unpin for Pages<T> {}
impl<T> Unpin for Items<T> {}

impl<T: DeserializeOwned + Send + 'static> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context, &|_| false)
    }
}

/// The items of a list.
#[must_use = "items are read by `try_next`, or as a `Stream`"]
pub struct Items<T> {
    pages: Pages<T>,
    page: std::vec::IntoIter<T>,
    cursor: Option<String>,
}

impl<T: DeserializeOwned + Send + 'static> Items<T> {
    pub(crate) fn new(pages: Pages<T>) -> Self {
        let cursor = pages.cursor.clone();
        Self { pages, page: Vec::new().into_iter(), cursor }
    }

    /// The next item, or `None` after the last.
    ///
    /// # Errors
    /// As [`Pages::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// Where to go on later without missing an item, by [`List::cursor`](crate::List::cursor): at the page of the item
    /// that comes next. The items of that page that were given out already are then given out again. `None` at the very
    /// start and after the last page.
    pub fn next_cursor(&self) -> Option<&str> {
        if self.page.len() == 0 { self.pages.next_cursor() } else { self.cursor.as_deref() }
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let cursor = self.pages.cursor.clone();
            match ready!(self.pages.poll_page(context, &|_| false)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                // An empty page is passed over: it says nothing about an end.
                Some(Ok(page)) => {
                    self.cursor = cursor;
                    self.page = page.into_iter();
                }
            }
        }
    }
}

impl<T: DeserializeOwned + Send + 'static> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("next_cursor", &self.cursor).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
