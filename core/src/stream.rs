//! Reading a list to its end, one page ahead.

use std::collections::HashSet;
use std::fmt;
use std::future::{Future, poll_fn};
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::page::{Page, Source};

type Fetch<T> = Pin<Box<dyn Future<Output = Result<Page<T>, Error>> + Send>>;

/// The pages of a list.
///
/// When a page is given out, the request for the next is already sent; it goes on as the connection's own task reads it,
/// and as this is polled. Nothing is spawned, and dropping this abandons it. A page that was asked for ahead and
/// failed for want of time or connection is asked for once more when it is needed.
#[must_use = "pages are read by `try_next`, or as a `Stream`"]
pub struct Pages<T> {
    source: Source<T>,
    state: State<T>,
    seen: HashSet<String>,
    cursor: Option<String>,
}

enum State<T> {
    Start,
    /// The page at the cursor is on its way; `ahead` of its need, or asked for because of it.
    Fetching {
        fetch: Fetch<T>,
        ahead: bool,
    },
    /// The page was asked for ahead and is there.
    Arrived(Box<Result<Page<T>, Error>>),
    End,
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
            let (result, ahead) = match mem::replace(&mut self.state, State::Start) {
                State::End => {
                    self.state = State::End;
                    return Poll::Ready(None);
                }
                State::Start => {
                    self.begin(false);
                    continue;
                }
                State::Arrived(result) => (*result, true),
                State::Fetching { mut fetch, ahead } => match fetch.as_mut().poll(context) {
                    Poll::Ready(result) => (result, ahead),
                    Poll::Pending => {
                        self.state = State::Fetching { fetch, ahead };
                        return Poll::Pending;
                    }
                },
            };
            let page = match result {
                Ok(page) => page,
                Err(error) if ahead && (error.is_timeout() || error.is_connection()) => continue,
                Err(error) => return Poll::Ready(Some(Err(error))),
            };
            return Poll::Ready(Some(self.advance(page, context, enough)));
        }
    }

    /// Moves on to what follows `page`.
    fn advance(
        &mut self,
        page: Page<T>,
        context: &mut Context<'_>,
        enough: &dyn Fn(&Page<T>) -> bool,
    ) -> Result<Page<T>, Error> {
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
        if !enough(&page) {
            self.begin(true);
            self.nudge(context);
        }
        Ok(page)
    }

    fn begin(&mut self, ahead: bool) {
        self.state = State::Fetching { fetch: Box::pin(self.source.fetch(self.cursor.clone())), ahead };
    }

    /// Lets a page that was asked for ahead make progress.
    fn nudge(&mut self, context: &mut Context<'_>) {
        let State::Fetching { fetch, .. } = &mut self.state else { return };
        if let Poll::Ready(result) = fetch.as_mut().poll(context) {
            self.state = State::Arrived(Box::new(result));
        }
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
                self.pages.nudge(context);
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
