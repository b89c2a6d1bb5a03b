//! Pages: a list is read page by page, item by item, or up to a number of items.

use std::fmt;
use std::future::Future;
use std::ops::Deref;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::operation::{Endpoint, Operation};
use crate::options::CallOptions;
use crate::problem::FieldError;
use crate::record::Target;
use crate::request::{self, Params, Parts, Request};
use crate::response::Response;
use crate::stream::{Items, Pages};

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Order {
    /// First to last: the oldest or soonest first.
    #[serde(rename = "asc")]
    Ascending,
    /// Last to first: the newest or latest first.
    #[serde(rename = "desc")]
    Descending,
}

/// What every page takes beside the filters of its list.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct PageOptions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) order: Option<Order>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cursor: Option<String>,
}

impl PageOptions {
    /// Takes the options of a page out of untyped parameters.
    pub(crate) fn take(members: &mut Map<String, Value>) -> Result<Self, Vec<FieldError>> {
        fn member<T: DeserializeOwned>(
            members: &mut Map<String, Value>,
            name: &str,
            expected: &str,
        ) -> Result<Option<T>, Vec<FieldError>> {
            let Some(value) = members.shift_remove(name) else { return Ok(None) };
            let fault = |_| vec![FieldError::new(format!("/{name}"), "invalid", format!("expected {expected}"))];
            serde_json::from_value(value).map_err(fault)
        }
        Ok(Self {
            limit: member(members, "limit", "a number from 1 to 100")?,
            order: member(members, "order", "\"asc\" or \"desc\"")?,
            cursor: member(members, "cursor", "a string")?,
        })
    }

    /// Adds them to the query of a list.
    pub(crate) fn write(&self, query: &mut String) -> Result<(), Vec<FieldError>> {
        if self.limit.is_some_and(|limit| !(1..=100).contains(&limit)) {
            return Err(vec![FieldError::new("/limit", "invalid", "must be 1 to 100")]);
        }
        let options = request::query(self)?;
        if !query.is_empty() && !options.is_empty() {
            query.push('&');
        }
        query.push_str(&options);
        Ok(())
    }
}

/// A list that is read page by page. The methods named after its filters narrow it.
///
/// ```no_run
/// # async fn example(sk: softknack::Client) -> Result<(), softknack::Error> {
/// use softknack::AppointmentStatus::Booked;
///
/// let mut booked = sk.calendar().appointments().list().status(Booked).stream();
/// while let Some(appointment) = booked.try_next().await? {
///     println!("{} at {}", appointment.id, appointment.starts_at);
/// }
/// # Ok(()) }
/// ```
#[must_use = "a list is read by `first_page`, `pages`, `stream` or `to_vec`"]
pub struct List<P, T> {
    client: Client,
    endpoint: Endpoint<(), P, T>,
    pub(crate) filters: P,
    page: PageOptions,
    options: CallOptions,
}

impl<P, T> List<P, T> {
    pub(crate) fn new(client: &Client, endpoint: Endpoint<(), P, T>, filters: P) -> Self {
        Self { client: client.clone(), endpoint, filters, page: PageOptions::default(), options: CallOptions::new() }
    }

    /// How many items a page has: 1 to 100. Default: 25.
    pub fn limit(mut self, limit: u32) -> Self {
        self.page.limit = Some(limit);
        self
    }

    /// In which order. Default: newest first; open slots soonest first.
    pub fn order(mut self, order: Order) -> Self {
        self.page.order = Some(order);
        self
    }

    /// Begins where an earlier list of the same filters stood: at the `next_cursor` of one of its pages.
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.page.cursor = Some(cursor.into());
        self
    }

    /// How long reading one page may take in all: attempts, waits and the answer's body.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.timeout(timeout);
        self
    }

    /// Options of the calls that read the pages, in place of those set so far.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }
}

impl<P: Params, T: DeserializeOwned> List<P, T> {
    /// Reads the first page.
    pub fn first_page(self) -> impl Future<Output = Result<Page<T>, Error>> + Send {
        self.into_source().fetch(None)
    }

    /// All pages, one after the other. While one is looked at, the next is on its way.
    pub fn pages(self) -> Pages<T>
    where
        T: Send + 'static,
    {
        Pages::new(self.into_source())
    }

    /// All items, one after the other. While those of one page are looked at, the next page is on its way.
    pub fn stream(self) -> Items<T>
    where
        T: Send + 'static,
    {
        Items::new(self.pages())
    }

    /// The first `most` items, from as many pages as that takes.
    ///
    /// # Errors
    /// As reading a page; what was read before is then dropped.
    pub async fn to_vec(self, most: usize) -> Result<Vec<T>, Error>
    where
        T: Send + 'static,
    {
        let mut source = self.into_source();
        if source.page.limit.is_none() {
            source.page.limit = Some(u32::try_from(most).map_or(100, |most| most.clamp(1, 100)));
        }
        let mut pages = Pages::new(source);
        let mut items = Vec::new();
        while items.len() < most {
            // The page after the last that is needed is not asked for.
            let enough = |page: &Page<T>| items.len() + page.len() >= most;
            let Some(page) = pages.next_unless(enough).await? else { break };
            items.extend(page.into_iter().take(most - items.len()));
        }
        Ok(items)
    }

    fn into_source(self) -> Source<T> {
        let query = request::prepare(self.endpoint.operation, &(), &self.filters).map(|parts| parts.query);
        Source {
            client: self.client,
            operation: self.endpoint.operation,
            query,
            page: self.page,
            options: self.options,
            item: std::marker::PhantomData,
        }
    }
}

/// What the pages of a list are read from: everything but the cursor stays the same.
pub(crate) struct Source<T> {
    client: Client,
    operation: &'static Operation,
    query: Result<String, Vec<FieldError>>,
    pub(crate) page: PageOptions,
    options: CallOptions,
    item: std::marker::PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Source<T> {
    /// Reads the page at `cursor`, or the first.
    pub(crate) fn fetch(&self, cursor: Option<String>) -> impl Future<Output = Result<Page<T>, Error>> + Send + use<T> {
        let call: Call<Data<T>> = Call::of(self.client.clone(), self.request(cursor), self.options.clone());
        let bytes = call.bytes();
        async move {
            let (meta, data) = bytes.await?.decode::<Data<T>>()?.replace(());
            Ok(Page { items: data.data, has_more: data.has_more, next_cursor: data.next_cursor, meta })
        }
    }

    fn request(&self, cursor: Option<String>) -> Result<Request, Error> {
        let target = Target::Declared(self.operation);
        let mut page = self.page.clone();
        page.cursor = cursor.or(page.cursor);
        let query = self.query.clone().and_then(|mut query| page.write(&mut query).map(|()| query));
        match query {
            Ok(query) => {
                let parts = Parts { path: self.operation.path.to_owned(), query, body: None };
                Request::new(self.client.base(), target, parts)
            }
            Err(faults) => Err(request::invalid(target, faults)),
        }
    }

    /// An error of the list itself.
    pub(crate) fn out_of_step(&self, message: &'static str, page: &Page<T>) -> Error {
        Error::new(crate::error::ErrorKind::Pagination, message)
            .with_answer(page.meta.status, page.meta.headers.clone())
            .with_record(page.meta.record.clone())
    }
}

#[derive(Deserialize)]
struct Data<T> {
    data: Vec<T>,
    has_more: bool,
    #[serde(default)]
    next_cursor: Option<String>,
}

/// Some items of a list, and where it goes on.
#[derive(Clone)]
pub struct Page<T> {
    items: Vec<T>,
    /// Whether there are more. A page may be empty and yet not the last.
    pub has_more: bool,
    /// Where the next page begins: pass it to [`List::cursor`] to go on later.
    pub next_cursor: Option<String>,
    meta: Response<()>,
}

impl<T> Page<T> {
    /// What came with the items: status, headers, how the call went.
    pub fn response(&self) -> &Response<()> {
        &self.meta
    }

    /// Only the items.
    pub fn into_vec(self) -> Vec<T> {
        self.items
    }
}

impl<T> Deref for Page<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("items", &self.items)
            .field("has_more", &self.has_more)
            .field("next_cursor", &self.next_cursor)
            .finish_non_exhaustive()
    }
}

impl<P, T> fmt::Debug for List<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List")
            .field("operation", &self.endpoint.operation.name)
            .field("page", &self.page)
            .finish_non_exhaustive()
    }
}
