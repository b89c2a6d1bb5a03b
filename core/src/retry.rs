//! The attempt loop of a call, under one deadline and one budget.

use std::borrow::Cow;
use std::future::Future;
use std::mem;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};
use http_body_util::Full;
use tokio::runtime::Handle;
use tokio::time::{Instant, timeout_at};
use tracing::{Instrument, Span, field};

use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::failure::{Failed, Reached};
use crate::headers;
use crate::hooks::{RequestInfo, ResponseInfo, RetryInfo};
use crate::idempotency::IdempotencyKey;
use crate::operation::Method;
use crate::options::CallOptions;
use crate::problem::ErrorCode;
use crate::random;
use crate::record::{Attempt, CallRecord};
use crate::request::{self, Request};
use crate::response::Response;
use crate::session::NotRenewed;
use crate::transport::Answer;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Sends `request` until it has an answer, or there is no point in trying again.
pub(crate) fn run(
    client: Client,
    request: Result<Request, Error>,
    options: CallOptions,
) -> impl Future<Output = Result<Response<Bytes>, Error>> + Send {
    // What a call needs is laid out once and boxed: else each future around it would hold and move it.
    let exchange = request.and_then(|request| {
        if options.faults.is_empty() {
            Ok(Box::new(Exchange::new(client, request, options)))
        } else {
            Err(request::invalid(request.target, options.faults))
        }
    });
    async {
        let exchange = exchange?;
        within_runtime()?;
        let span = exchange.span();
        exchange.run().instrument(span).await
    }
}

/// # Errors
/// There is no runtime, without which timers and sockets panic.
pub(crate) fn within_runtime() -> Result<(), Error> {
    match Handle::try_current() {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::configuration("a call must be awaited within a tokio runtime")),
    }
}

struct Exchange {
    client: Client,
    request: Request,
    extra_headers: Vec<(HeaderName, HeaderValue)>,
    record: CallRecord,
    timeout: Duration,
    /// Set when the call is first polled.
    deadline: Instant,
    attempt_timeout: Duration,
    retries_left: u32,
    retries_made: u32,
    free_retry: bool,
    /// The number of the token that the last attempt was made with.
    token: u64,
    may_renew: bool,
    /// Whether an attempt may have had its effect without telling.
    in_doubt: bool,
}

impl Exchange {
    fn new(client: Client, request: Request, options: CallOptions) -> Self {
        let [for_key, for_correlation] = random::pair();
        let correlation_id = options.correlation_id.or_else(|| current_correlation(&client));
        let correlation_id = correlation_id.unwrap_or_else(|| fresh_correlation(for_correlation));
        let idempotency_key = match request.target.method() {
            Method::Get => None,
            _ => Some(options.idempotency_key.unwrap_or_else(|| IdempotencyKey::of(for_key))),
        };
        let settings = &client.settings;
        let timeout = options.timeout.unwrap_or(settings.timeout);
        Self {
            extra_headers: options.headers,
            record: CallRecord {
                target: request.target.clone(),
                correlation_id: Some(correlation_id),
                idempotency_key,
                attempts: Vec::with_capacity(1),
            },
            request,
            timeout,
            deadline: Instant::now(),
            attempt_timeout: options.attempt_timeout.unwrap_or(settings.attempt_timeout),
            retries_left: options.max_retries.unwrap_or(settings.max_retries),
            retries_made: 0,
            free_retry: true,
            token: 0,
            may_renew: true,
            in_doubt: false,
            client,
        }
    }

    fn span(&self) -> Span {
        tracing::info_span!(
            "softknack.call",
            otel.name = self.record.target.name(),
            otel.kind = "client",
            operation = self.record.target.name(),
            http.request.method = self.record.target.method().as_str(),
            url.template = self.record.target.template(),
            server.address = self.request.uri.host(),
            correlation_id = self.record.correlation_id(),
            http.response.status_code = field::Empty,
            request_id = field::Empty,
            attempts = field::Empty,
        )
    }

    async fn run(mut self: Box<Self>) -> Result<Response<Bytes>, Error> {
        self.deadline = after(self.timeout);
        let result = self.attempts().await;
        let span = Span::current();
        if !span.is_disabled() {
            span.record("attempts", self.record.attempts.len());
            let (status, request_id) = match &result {
                Ok(answer) => (Some(answer.status), headers::text(&answer.headers, &headers::REQUEST_ID)),
                Err(error) => (error.status(), error.request_id()),
            };
            span.record("http.response.status_code", status);
            span.record("request_id", request_id);
        }
        match result {
            Ok(Answer { status, headers, body }) => Ok(Response { value: body, status, headers, record: self.record }),
            Err(error) => Err(error.with_record(self.record)),
        }
    }

    async fn attempts(&mut self) -> Result<Answer, Error> {
        loop {
            let failed = match self.attempt().await {
                Ok(answer) => return Ok(answer),
                Err(failed) => failed,
            };
            let failed = match self.renew_session(failed).await {
                Ok(()) => continue,
                Err(failed) => failed,
            };
            let Some(wait) = self.next_wait(&failed) else { return Err(self.give_up(failed)) };
            self.before_retry(&failed, wait);
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
            }
        }
    }

    /// Has the session renewed where the attempt failed for want of that, once in a call; else gives the failure back.
    async fn renew_session(&mut self, failed: Failed) -> Result<(), Failed> {
        if failed.error.code() != Some(&ErrorCode::TokenExpired) || !mem::take(&mut self.may_renew) {
            return Err(failed);
        }
        let begun = Instant::now();
        let (kind, message, source) = match timeout_at(self.deadline, self.client.access.renew(self.token)).await {
            Ok(None) => return Err(failed),
            Ok(Some(Ok(()))) => {
                self.before_retry(&failed, begun.elapsed());
                return Ok(());
            }
            Ok(Some(Err(why))) => {
                let message = format!("the session has expired and was not renewed: {why}");
                let source = if let NotRenewed::Caller(cause) = why { Some(cause) } else { None };
                (ErrorKind::Renewal, message, source)
            }
            Err(_) => {
                let message =
                    format!("the session was not renewed within the {:?} that the call may take", self.timeout);
                (ErrorKind::Timeout, message, None)
            }
        };
        let error = failed.error.retold(kind, message);
        let error = if let Some(source) = source { error.with_source(source) } else { error };
        Err(Failed { error, ..failed })
    }

    async fn attempt(&mut self) -> Result<Answer, Failed> {
        let settings = &self.client.settings;
        let started = Instant::now();
        let limit = started.checked_add(self.attempt_timeout).map_or(self.deadline, |limit| limit.min(self.deadline));
        for hook in &settings.hooks.request {
            hook(&self.info());
        }
        let (authorization, token) = self.client.access.authorization();
        self.token = token;
        let sent = settings.transport.send(self.build(authorization), limit).await;
        let elapsed = started.elapsed();

        let (status, result) = match sent {
            Ok(answer) => {
                for hook in &settings.hooks.response {
                    let request_id = headers::text(&answer.headers, &headers::REQUEST_ID);
                    hook(&ResponseInfo { request: self.info(), status: answer.status, request_id, elapsed });
                }
                (
                    Some(answer.status),
                    if (200..300).contains(&answer.status) { Ok(answer) } else { Err(Failed::refused(answer)) },
                )
            }
            Err(failure) if limit == self.deadline => (None, Err(Failed::transport(failure, "the call", self.timeout))),
            Err(failure) => (None, Err(Failed::transport(failure, "an attempt", self.attempt_timeout))),
        };
        let text = match &result {
            Ok(_) => {
                settings.budget.success();
                Cow::Borrowed("success")
            }
            Err(failed) => {
                self.in_doubt |= failed.reached == Reached::Unknown;
                failed.text.clone()
            }
        };
        tracing::debug!(attempt = self.number(), status, result = %text, elapsed_ms = elapsed.as_millis() as u64, "attempt");
        self.record.attempts.push(Attempt { status, result: text, elapsed, wait: None });
        result
    }

    /// How long to wait before the next attempt, or `None` where there is none.
    fn next_wait(&mut self, failed: &Failed) -> Option<Duration> {
        if mem::take(&mut self.free_retry) && failed.stale_connection && Instant::now() < self.deadline {
            return Some(Duration::ZERO);
        }
        if !failed.retryable || self.retries_left == 0 {
            return None;
        }
        let asked = failed.error.retry_after().unwrap_or_default();
        let wait = self.client.settings.backoff.wait(self.retries_made, random::bits()).max(asked);
        // Waiting past the deadline would only delay the bad news.
        let next = Instant::now().checked_add(wait)?;
        if next >= self.deadline || !self.client.settings.budget.pay(failed.error.is_timeout()) {
            return None;
        }
        self.retries_left -= 1;
        self.retries_made += 1;
        Some(wait)
    }

    fn before_retry(&mut self, failed: &Failed, wait: Duration) {
        let status = failed.error.status();
        let request = self.info_of(self.number() - 1);
        for hook in &self.client.settings.hooks.retry {
            hook(&RetryInfo { request, reason: &failed.text, status, wait });
        }
        tracing::info!(reason = %failed.text, status, wait_ms = wait.as_millis() as u64, "retry");
        if let Some(last) = self.record.attempts.last_mut() {
            last.wait = Some(wait);
        }
    }

    fn give_up(&self, failed: Failed) -> Error {
        failed.error.with_outcome(failed.reached.outcome(self.in_doubt))
    }

    /// The number of the attempt that is made next.
    fn number(&self) -> u32 {
        u32::try_from(self.record.attempts.len()).map_or(u32::MAX, |made| made.saturating_add(1))
    }

    fn info(&self) -> RequestInfo<'_> {
        self.info_of(self.number())
    }

    fn info_of(&self, attempt: u32) -> RequestInfo<'_> {
        RequestInfo {
            operation: self.record.target.name(),
            method: self.record.target.method(),
            path: self.request.uri.path(),
            correlation_id: self.record.correlation_id().unwrap_or_default(),
            idempotency_key: self.record.idempotency_key.as_ref().map(IdempotencyKey::as_str),
            attempt,
        }
    }

    fn build(&self, authorization: HeaderValue) -> http::Request<Full<Bytes>> {
        let method = match self.record.target.method() {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
            Method::Patch => http::Method::PATCH,
            Method::Delete => http::Method::DELETE,
        };
        let mut headers = HeaderMap::with_capacity(8 + self.extra_headers.len());
        headers.insert(ACCEPT, JSON);
        headers.insert(USER_AGENT, self.client.settings.user_agent.clone());
        headers.insert(AUTHORIZATION, authorization);
        headers.insert(headers::ATTEMPT, HeaderValue::from(self.number()));
        if let Some(id) = &self.record.correlation_id {
            headers.insert(headers::CORRELATION_ID, id.clone());
        }
        if let Some(key) = &self.record.idempotency_key {
            headers.insert(headers::IDEMPOTENCY_KEY, key.header());
        }
        if self.request.body.is_some() {
            headers.insert(CONTENT_TYPE, JSON);
        }
        for (name, value) in &self.extra_headers {
            headers.append(name, value.clone());
        }
        let mut request = http::Request::new(Full::new(self.request.body.clone().unwrap_or_default()));
        *request.method_mut() = method;
        *request.uri_mut() = self.request.uri.clone();
        *request.headers_mut() = headers;
        request
    }
}

/// The moment `timeout` from now; one that no clock reaches is far enough away.
pub(crate) fn after(timeout: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(timeout).unwrap_or_else(|| now + Duration::from_secs(60 * 60 * 24 * 365))
}

/// What several calls belong to that are one to the caller.
pub(crate) fn correlation_id(client: &Client) -> HeaderValue {
    current_correlation(client).unwrap_or_else(|| fresh_correlation(random::bits()))
}

/// What the client's source says, where that can be sent.
fn current_correlation(client: &Client) -> Option<HeaderValue> {
    let source = client.settings.correlation.as_ref()?;
    headers::visible(&source()?, 128)
}

fn fresh_correlation(random: u128) -> HeaderValue {
    let id = Bytes::from(random::ulid("cor", random));
    HeaderValue::from_maybe_shared(id).unwrap_or_else(|_| HeaderValue::from_static("cor"))
}
