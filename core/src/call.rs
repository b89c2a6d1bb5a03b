//! One call.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::address;
use crate::client::Client;
use crate::error::Error;
use crate::idempotency::{IdempotencyKey, InvalidIdempotencyKey};
use crate::operation::{Endpoint, Method};
use crate::options::CallOptions;
use crate::problem::FieldError;
use crate::record::Target;
use crate::request::{self, Params, Parts, PathParameter, Request};
use crate::response::Response;
use crate::retry;

/// A call that is ready to be sent: `.await` it.
///
/// It is tried again where that is safe and may help, under one deadline; see [the tour](crate). Dropping the future
/// abandons the call at once.
#[must_use = "a call is sent when it is awaited"]
pub struct Call<T> {
    client: Client,
    request: Result<Request, Error>,
    options: CallOptions,
    answer: PhantomData<fn() -> T>,
}

impl<T> Call<T> {
    /// A fault in the parameters is kept and is the result of the call.
    pub(crate) fn new<K: PathParameter, P: Params>(
        client: &Client,
        endpoint: Endpoint<K, P, T>,
        key: &K,
        params: &P,
    ) -> Self {
        let target = Target::Declared(endpoint.operation);
        let request = match request::prepare(endpoint.operation, key, params) {
            Ok(parts) => Request::new(client.base(), target, parts),
            Err(faults) => Err(request::invalid(target, faults)),
        };
        Self::of(client.clone(), request, CallOptions::new())
    }

    pub(crate) fn of(client: Client, request: Result<Request, Error>, options: CallOptions) -> Self {
        Self { client, request, options, answer: PhantomData }
    }

    /// The key under which the platform remembers its answer. Default: a fresh one where the call changes something.
    pub fn idempotency_key(mut self, key: impl TryInto<IdempotencyKey, Error: Into<InvalidIdempotencyKey>>) -> Self {
        self.options = self.options.idempotency_key(key);
        self
    }

    /// What the call belongs to: 1 to 128 visible ASCII characters that the platform carries into everything it causes.
    pub fn correlation_id(mut self, id: impl AsRef<str>) -> Self {
        self.options = self.options.correlation_id(id);
        self
    }

    /// How long the call may take in all: attempts, waits and the answer's body.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.timeout(timeout);
        self
    }

    /// How long one attempt may take, the answer's body included.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.attempt_timeout(timeout);
        self
    }

    /// How often the call is tried again after its first attempt.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.options = self.options.max_retries(retries);
        self
    }

    /// A further header, such as `traceparent`. Those that the client sets by itself are refused.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.options = self.options.header(name, value);
        self
    }

    /// All options at once, in place of those set so far.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Sends the call and leaves the answer's body unread.
    pub(crate) fn bytes(self) -> impl Future<Output = Result<Response<Bytes>, Error>> + Send + use<T> {
        retry::run(self.client, self.request, self.options)
    }
}

impl<T: DeserializeOwned> Call<T> {
    /// Sends the call and gives, beside the value, status, headers and how it went.
    ///
    /// # Errors
    /// As the call itself.
    pub async fn with_response(self) -> Result<Response<T>, Error> {
        self.bytes().await?.decode()
    }
}

impl<T: DeserializeOwned + 'static> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        // Only the bytes cross an await: the value itself need not be `Send`.
        let bytes = self.bytes();
        Box::pin(async move { bytes.await?.decode().map(Response::into_value) })
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match &self.request {
            Ok(request) => request.target.name(),
            Err(error) => error.operation().unwrap_or_default(),
        };
        f.debug_struct("Call").field("operation", &name).field("options", &self.options).finish_non_exhaustive()
    }
}

/// A call to a path that this version does not declare. It has the same retries, keys and errors as any other.
#[must_use = "a request is sent by `send` and `.await`"]
pub struct UndeclaredRequest {
    client: Client,
    method: Method,
    path: String,
    query: String,
    body: Option<Bytes>,
    faults: Vec<FieldError>,
}

impl UndeclaredRequest {
    pub(crate) fn new(client: Client, method: Method, path: String) -> Self {
        let mut faults = Vec::new();
        if !address::is_plain_path(&path) {
            let detail = "must begin with one \"/\", have no \".\" or \"..\" segment, and be percent-encoded; a query is set by `query`";
            faults.push(FieldError::new("/path", "invalid", detail));
        }
        Self { client, method, path, query: String::new(), body: None, faults }
    }

    /// The query: a struct or map of texts, numbers, truth values and lists of those.
    pub fn query(mut self, params: &impl Serialize) -> Self {
        match request::query(params) {
            Ok(query) => self.query = query,
            Err(faults) => self.faults.extend(faults),
        }
        self
    }

    /// The body, as JSON.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.body = Some(json.into()),
            Err(_) => self.faults.push(FieldError::new("", "invalid", "cannot be written as JSON")),
        }
        self
    }

    /// The call, whose answer is read as `T`: a type of yours, or [`serde_json::Value`].
    pub fn send<T>(self) -> Call<T> {
        let target = Target::undeclared(self.method, &self.path);
        let request = if self.faults.is_empty() {
            let parts = Parts { path: self.path, query: self.query, body: self.body };
            Request::new(self.client.base(), target, parts)
        } else {
            Err(request::invalid(target, self.faults))
        };
        Call::of(self.client, request, CallOptions::new())
    }
}

impl fmt::Debug for UndeclaredRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UndeclaredRequest({} {})", self.method, self.path)
    }
}
