//! The handlers, each checked by the compiler against the row that it serves.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

use garde::Validate;
use serde::de::{self, DeserializeOwned, Deserializer, Visitor};
use serde::{Serialize, forward_to_deserialize_any};
use serde_json::{Map, Value};
use softknack::operation::{Endpoint, Method, OPERATIONS, Operation};
use softknack::{ErrorCode, FieldError, Id, IdKind, Slug, validation};

use super::query::{self, split_paging};
use crate::engine::retention::Kept;
use crate::engine::{Context, PageOf, Paging};
use crate::refusal::{Outcome, Refusal};

/// A future of a handler.
pub type Running<'a, T> = Pin<Box<dyn Future<Output = Outcome<T>> + Send + 'a>>;

/// A handler of an operation whose answer is one thing.
pub type Single<K, P, T> = for<'a> fn(&'a mut Context, K, P) -> Running<'a, T>;

/// A handler of an operation whose answer is a page.
pub type Paged<P, T> = for<'a> fn(&'a mut Context, P, Paging) -> Running<'a, PageOf<T>>;

/// Names the handler of a row: `on!(handlers, operation::book => book)`, or `paged operation::list => list`.
macro_rules! on {
    ($handlers:ident, paged $endpoint:path => $handler:path) => {
        $handlers.paged($endpoint, |cx, params, paging| Box::pin($handler(cx, params, paging)))
    };
    ($handlers:ident, $endpoint:path => $handler:path) => {
        $handlers.single($endpoint, |cx, key, params| Box::pin($handler(cx, key, params)))
    };
}
pub(crate) use on;

/// Every handler, by the name of its operation.
#[derive(Default)]
pub struct Handlers(HashMap<&'static str, Box<dyn Handle>>);

impl Handlers {
    /// Serves an operation whose answer is one thing.
    pub fn single<K: FromPath, P: FromRequest, T: Serialize + 'static>(
        &mut self,
        endpoint: Endpoint<K, P, T>,
        run: Single<K, P, T>,
    ) {
        self.0.insert(endpoint.operation.name, Box::new(SingleHandler { operation: endpoint.operation, run }));
    }

    /// Serves an operation whose answer is a page.
    pub fn paged<P: FromRequest, T: Serialize + 'static>(&mut self, endpoint: Endpoint<(), P, T>, run: Paged<P, T>) {
        self.0.insert(endpoint.operation.name, Box::new(PagedHandler { run }));
    }

    /// The handler of an operation.
    pub fn get(&self, operation: &str) -> Option<&dyn Handle> {
        self.0.get(operation).map(AsRef::as_ref)
    }

    /// The operations of the contract that have no handler.
    pub fn missing(&self) -> Vec<&'static str> {
        OPERATIONS.iter().map(|operation| operation.name).filter(|name| !self.0.contains_key(name)).collect()
    }
}

/// What a request brings.
#[derive(Debug, Clone, Copy)]
pub struct Input<'r> {
    /// The value of the path parameter, decoded.
    pub key: Option<&'r str>,
    /// The query, as it came.
    pub query: &'r str,
    /// The body, as it came.
    pub body: &'r [u8],
}

/// A handler whose types are hidden: it checks a request first, outside any transaction, and runs later.
pub trait Handle: Send + Sync {
    /// Checks a request against the declaration.
    ///
    /// # Errors
    /// What is wrong with it.
    fn check(&self, input: Input<'_>) -> Outcome<Box<dyn Checked>>;
}

/// A request that was found to be valid.
pub trait Checked: Send + Sync {
    /// Carries it out, and gives the body of the answer. It may be carried out again, in another transaction.
    fn run<'a>(&'a self, cx: &'a mut Context) -> Running<'a, Kept>;
}

struct SingleHandler<K, P, T> {
    operation: &'static Operation,
    run: Single<K, P, T>,
}

struct SingleRequest<K, P, T> {
    operation: &'static Operation,
    key: K,
    params: P,
    run: Single<K, P, T>,
}

impl<K: FromPath, P: FromRequest, T: Serialize + 'static> Handle for SingleHandler<K, P, T> {
    fn check(&self, input: Input<'_>) -> Outcome<Box<dyn Checked>> {
        let key = K::from_path(self.operation.path_parameter().unwrap_or_default(), input.key)?;
        let params = match self.operation.method {
            Method::Get => P::from_query(input.query)?,
            Method::Post | Method::Patch | Method::Delete => {
                query::refuse_any(input.query)?;
                P::from_body(input.body)?
            }
        };
        Ok(Box::new(SingleRequest { operation: self.operation, key, params, run: self.run }))
    }
}

impl<K: FromPath, P: FromRequest, T: Serialize + 'static> Checked for SingleRequest<K, P, T> {
    fn run<'a>(&'a self, cx: &'a mut Context) -> Running<'a, Kept> {
        Box::pin(async move {
            let answer = (self.run)(cx, self.key.clone(), self.params.clone()).await?;
            if self.operation.is_mutation() { to_kept(&answer) } else { Ok(Kept::whole(to_body(&answer)?)) }
        })
    }
}

struct PagedHandler<P, T> {
    run: Paged<P, T>,
}

struct PagedRequest<P, T> {
    params: P,
    paging: Paging,
    run: Paged<P, T>,
}

impl<P: FromRequest, T: Serialize + 'static> Handle for PagedHandler<P, T> {
    fn check(&self, input: Input<'_>) -> Outcome<Box<dyn Checked>> {
        let (paging, rest) = split_paging(input.query)?;
        Ok(Box::new(PagedRequest { params: P::from_query(&rest)?, paging, run: self.run }))
    }
}

impl<P: FromRequest, T: Serialize + 'static> Checked for PagedRequest<P, T> {
    fn run<'a>(&'a self, cx: &'a mut Context) -> Running<'a, Kept> {
        Box::pin(
            async move { Ok(Kept::whole(to_body(&(self.run)(cx, self.params.clone(), self.paging.clone()).await?)?)) },
        )
    }
}

/// An answer of nothing has an empty body.
pub(crate) fn to_body<T: Serialize>(answer: &T) -> serde_json::Result<String> {
    let body = serde_json::to_string(answer)?;
    Ok(if body == "null" { String::new() } else { body })
}

/// The same, for an answer that is kept under its idempotency key.
pub(crate) fn to_kept<T: Serialize>(answer: &T) -> Outcome<Kept> {
    Ok(Kept::of(|| to_body(answer))?)
}

/// A path parameter.
pub trait FromPath: Clone + Send + Sync + 'static {
    /// Reads the one called `name`.
    ///
    /// # Errors
    /// When it is not of its form.
    fn from_path(name: &str, text: Option<&str>) -> Outcome<Self>;
}

impl FromPath for () {
    fn from_path(_: &str, _: Option<&str>) -> Outcome<Self> {
        Ok(())
    }
}

impl<K: IdKind> FromPath for Id<K> {
    fn from_path(name: &str, text: Option<&str>) -> Outcome<Self> {
        Self::from_str(text.unwrap_or_default()).map_err(|error| invalid_key(name, &error.to_string()))
    }
}

impl FromPath for Slug {
    fn from_path(name: &str, text: Option<&str>) -> Outcome<Self> {
        let slug = Self::from(text.unwrap_or_default());
        validation::check(&slug)
            .map_err(|errors| invalid_key(name, errors.first().map_or("", |error| &error.detail)))?;
        Ok(slug)
    }
}

fn invalid_key(name: &str, detail: &str) -> Refusal {
    Refusal::fields(ErrorCode::InvalidParameter, vec![FieldError::new(format!("/{name}"), "invalid", detail)])
}

/// The parameters of a request besides the path's.
pub trait FromRequest: Clone + Send + Sync + 'static {
    /// Reads them out of a query.
    ///
    /// # Errors
    /// `invalid_parameter`.
    fn from_query(query: &str) -> Outcome<Self>;

    /// Reads them out of a body.
    ///
    /// # Errors
    /// `malformed_json` or `validation_failed`.
    fn from_body(body: &[u8]) -> Outcome<Self>;
}

impl<P: DeserializeOwned + Serialize + Validate<Context = ()> + Clone + Send + Sync + 'static> FromRequest for P {
    fn from_query(query: &str) -> Outcome<Self> {
        validation::read(query::deserializer(query))
            .map_err(|errors| Refusal::fields(ErrorCode::InvalidParameter, errors))
    }

    fn from_body(body: &[u8]) -> Outcome<Self> {
        let members = if body.is_empty() { Map::new() } else { parse(body)? };
        validation::read(Members(members)).map_err(Refusal::invalid_fields)
    }
}

/// The members of a body, parsed first, so that of duplicate ones the last wins as everywhere. Read as `()`, for operations
/// that take none, there must be none.
struct Members(Map<String, Value>);

impl<'de> Deserializer<'de> for Members {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        Value::Object(self.0).deserialize_any(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0.keys().next() {
            None => visitor.visit_unit(),
            Some(name) => Err(de::Error::unknown_field(name, &[])),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

fn parse(body: &[u8]) -> Outcome<Map<String, Value>> {
    serde_json::from_slice(body).map_err(|error| {
        let detail = format!("The body is not a JSON object: line {}, column {}.", error.line(), error.column());
        Refusal::new(ErrorCode::MalformedJson, detail)
    })
}
