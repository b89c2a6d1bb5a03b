//! One request, from the wire to its operation and back.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, Request, Response, header};
use axum::routing::{MethodFilter, MethodRouter, get, on};
use softknack::operation::{Method, OPERATIONS, Operation};
use softknack::{ErrorCode, Problem, RequestId};

use super::respond::{Answer, Marks};
use super::{Input, auth, breakage, idempotency};
use crate::attempts::Attempts;
use crate::booking_page;
use crate::control;
use crate::engine::retention::Kept;
use crate::engine::{Caller, Context};
use crate::faults::{self, Fault, Moment, RetryAfter};
use crate::refusal::{Outcome, Refusal};
use crate::state::Shared;
use crate::store::Scope;

/// The largest body that is read.
const MAX_BODY: usize = 1024 * 1024;

/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// A route for every operation of the contract.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let mut router = Router::new();
    for &operation in OPERATIONS.iter() {
        router = router.route(operation.path, route(operation));
    }
    router = router.route("/openapi.json", get(openapi)).merge(control::routes()).merge(booking_page::routes());
    router.fallback(unknown_path).method_not_allowed_fallback(unknown_path).with_state(shared)
}

/// The contract in its machine-readable form, which never changes while the program runs.
async fn openapi() -> Response<Body> {
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| softknack::openapi::document().to_string());
    json(DOCUMENT.as_str())
}

/// An answer of success outside the contract.
pub(crate) fn json(body: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    response
}

fn route(operation: &'static Operation) -> MethodRouter<Arc<Shared>> {
    let filter = match operation.method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Patch => MethodFilter::PATCH,
        Method::Delete => MethodFilter::DELETE,
    };
    on(filter, move |State(shared): State<Arc<Shared>>, params: RawPathParams, request: Request<Body>| async move {
        let key = params.iter().next().map(|(_, value)| value.to_owned());
        serve(&shared, operation, key, request).await
    })
}

async fn unknown_path(State(shared): State<Arc<Shared>>, request: Request<Body>) -> Response<Body> {
    let marks = marks_or_default(&shared, &request);
    let detail = "The contract has no such operation. Check the path and the method.";
    Answer::problem(Problem::new(ErrorCode::NotFound, detail), &marks).into_response(&marks)
}

async fn serve(
    shared: &Arc<Shared>,
    operation: &'static Operation,
    key: Option<String>,
    request: Request<Body>,
) -> Response<Body> {
    let (mut marks, refused) = marks(shared, request.headers(), request.uri().path());
    let outcome = match refused {
        Some(refusal) => Err(refusal),
        None => answer(shared, operation, key, request, &mut marks).await,
    };
    match outcome {
        Ok(Reply::Answer(answer)) => answer.into_response(&marks),
        Ok(Reply::Stall(answer)) => breakage::stalled(answer.into_response(&marks)),
        Ok(Reply::Disconnect) => breakage::disconnected(),
        Err(refusal) => problem(refusal, &marks).into_response(&marks),
    }
}

/// What becomes of a request.
enum Reply {
    Answer(Answer),
    /// Its head is sent and its body never arrives: a fault that somebody asked for.
    Stall(Answer),
    /// The connection breaks off without an answer: a fault that somebody asked for.
    Disconnect,
}

async fn answer(
    shared: &Arc<Shared>,
    operation: &'static Operation,
    key: Option<String>,
    request: Request<Body>,
    marks: &mut Marks,
) -> Outcome<Reply> {
    let (parts, body) = request.into_parts();
    let caller = auth::admit(&parts.headers, shared, marks).await?;
    if caller.session.is_some() && !operation.takes_session() {
        let detail =
            "A guest's session may join the queue, and read, confirm and cancel its own entry. Use an API key.";
        return Err(Refusal::new(ErrorCode::PermissionDenied, detail));
    }

    let faults = faults::matching(shared, operation.name).await?;
    for fault in &faults {
        match fault {
            Fault::Latency(duration) => tokio::time::sleep(*duration).await,
            Fault::Status { status, retry_after } => {
                return Ok(Reply::Answer(breakage::status(*status, *retry_after, marks)));
            }
            Fault::Disconnect(Moment::BeforeCommit) => return Ok(Reply::Disconnect),
            Fault::Disconnect(Moment::AfterCommit) | Fault::Stall | Fault::Merge(_) => {}
        }
    }

    let body = read_body(body).await?;
    let handler =
        shared.handlers.get(operation.name).ok_or_else(|| Refusal::Fault("an operation has no handler".into()))?;
    let input = Input { key: key.as_deref(), query: parts.uri.query().unwrap_or_default(), body: &body };
    let mut answer = if operation.is_mutation() {
        let idempotency_key = idempotency::key_of(&parts.headers)?;
        require_json(&parts.headers, &body)?;
        let fingerprint = idempotency::fingerprint(operation.method.as_str(), parts.uri.path(), &body);
        let checked = handler.check(input);
        let mutation = Mutation { operation, caller, marks: marks.clone(), key: idempotency_key, fingerprint };
        mutation.run(shared.clone(), checked).await?
    } else {
        let tx = shared.store.read(Scope::Tenant(&caller.tenant())).await?;
        let mut cx = shared.context(tx, caller, operation, marks.request_id, marks.correlation_id.clone());
        let body = handler.check(input)?.run(&mut cx).await?.text;
        Answer::success(operation.status, body)
    };
    for fault in &faults {
        if let Fault::Merge(members) = fault {
            answer.merge(members)?;
        }
    }
    let carried_out =
        faults.iter().find(|fault| matches!(fault, Fault::Disconnect(Moment::AfterCommit) | Fault::Stall));
    Ok(match carried_out {
        Some(Fault::Stall) => Reply::Stall(answer),
        Some(_) => Reply::Disconnect,
        None => Reply::Answer(answer),
    })
}

/// A mutation: its effect and the record of its outcome commit together, once for its key.
pub(crate) struct Mutation {
    pub(crate) operation: &'static Operation,
    pub(crate) caller: Caller,
    pub(crate) marks: Marks,
    pub(crate) key: String,
    pub(crate) fingerprint: String,
}

impl Mutation {
    /// Carries it out, or gives the answer that was given before.
    ///
    /// It runs to its end in a task of its own, whether or not the caller still waits: a caller that goes away in the middle
    /// neither leaves a transaction open nor keeps what was committed from being announced.
    pub(crate) async fn run(self, shared: Arc<Shared>, checked: Outcome<Box<dyn super::Checked>>) -> Outcome<Answer> {
        let finished = tokio::spawn(async move { self.carry_out(&shared, checked).await }).await;
        finished.unwrap_or_else(|error| Err(Refusal::Fault(Box::new(error))))
    }

    async fn carry_out(self, shared: &Arc<Shared>, checked: Outcome<Box<dyn super::Checked>>) -> Outcome<Answer> {
        let tenant = self.caller.tenant();
        let _running = shared.in_progress.enter(&tenant, &self.key)?;
        let mut attempts = Attempts::default();
        if let Some(answer) = self.replayed(shared, &tenant).await? {
            return Ok(answer);
        }
        // A request that is not valid is refused after the key was looked up: a reused key is the graver fault.
        let checked = checked?;
        loop {
            match self.attempt(shared, &tenant, &*checked).await {
                Err(refusal) => attempts.again(refusal).await?,
                answered => return answered,
            }
            // Whoever was faster may have been the same request.
            if let Some(answer) = self.replayed(shared, &tenant).await? {
                return Ok(answer);
            }
        }
    }

    /// The answer that was given before under the key.
    async fn replayed(&self, shared: &Shared, tenant: &str) -> Outcome<Option<Answer>> {
        let now = shared.clock.now();
        let recorded = idempotency::recorded(&shared.store, tenant, &self.key, &self.fingerprint, now).await?;
        Ok(recorded.map(|recorded| {
            let mut answer = Answer::success(recorded.status, recorded.body);
            answer.problem = recorded.status >= 400;
            answer.replayed = true;
            answer
        }))
    }

    /// Carries it out in one transaction.
    async fn attempt(&self, shared: &Arc<Shared>, tenant: &str, checked: &dyn super::Checked) -> Outcome<Answer> {
        let Self { operation, caller, marks, key, fingerprint } = self;
        let tx = shared.store.write(Scope::Tenant(tenant)).await?;
        let mut cx = shared.context(tx, caller.clone(), operation, marks.request_id, marks.correlation_id.clone());
        match checked.run(&mut cx).await {
            Ok(body) => {
                idempotency::record(&mut cx.tx, tenant, key, fingerprint, operation.status, &body, cx.now);
                shared.wake_by(cx.commit().await?);
                Ok(Answer::success(operation.status, body.text))
            }
            Err(Refusal::Kept(problem)) => {
                let answer = Answer::problem(*problem, marks);
                let body = Kept::whole(answer.body.clone());
                idempotency::record(&mut cx.tx, tenant, key, fingerprint, answer.status, &body, cx.now);
                shared.wake_by(cx.commit().await?);
                Ok(answer)
            }
            Err(Refusal::Problem(problem)) if is_recorded(&problem.code) => {
                // What the handler had begun is undone; the outcome itself stands.
                let now = cx.now;
                cx.tx.rollback();
                let answer = Answer::problem(*problem, marks);
                let body = Kept::whole(answer.body.clone());
                let mut tx = shared.store.write(Scope::Tenant(tenant)).await?;
                idempotency::record(&mut tx, tenant, key, fingerprint, answer.status, &body, now);
                tx.commit().await?;
                Ok(answer)
            }
            Err(refusal) => {
                cx.tx.rollback();
                Err(refusal)
            }
        }
    }
}

/// Whether an outcome was decided by the operation, and so stands under its key.
fn is_recorded(code: &ErrorCode) -> bool {
    !matches!(code.status(), 400 | 401 | 403 | 413 | 415 | 422 | 429 | 500..)
        && *code != ErrorCode::IdempotencyInProgress
}

pub(crate) async fn read_body(body: Body) -> Outcome<axum::body::Bytes> {
    let read = tokio::time::timeout(BODY_TIMEOUT, to_bytes(body, MAX_BODY)).await;
    let read = read.map_err(|_| Refusal::new(ErrorCode::MalformedJson, "The body did not arrive in time."))?;
    read.map_err(|_| Refusal::new(ErrorCode::PayloadTooLarge, "The body is larger than 1 MiB."))
}

pub(crate) fn require_json(headers: &HeaderMap, body: &[u8]) -> Outcome<()> {
    if body.is_empty() {
        return Ok(());
    }
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Refusal::new(ErrorCode::UnsupportedMediaType, "Send the body as `Content-Type: application/json`."))
}

/// What an answer to this request carries, where a correlation ID that is not of its form is simply replaced.
pub(crate) fn marks_or_default(shared: &Shared, request: &Request<Body>) -> Marks {
    marks(shared, request.headers(), request.uri().path()).0
}

/// What an answer to this request carries; with the refusal where the caller's correlation ID is not of its form.
fn marks(shared: &Shared, headers: &HeaderMap, path: &str) -> (Marks, Option<Refusal>) {
    let request_id: RequestId = shared.clock.id();
    let given = headers.get("x-correlation-id");
    let valid = given
        .and_then(|value| value.to_str().ok())
        .filter(|text| (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()));
    let correlation_id = valid.map_or_else(|| Context::correlation(&shared.clock).to_string(), str::to_owned);
    let marks = Marks { request_id, correlation_id, standing: None, path: path.to_owned() };
    if given.is_some() && valid.is_none() {
        let error =
            softknack::FieldError::new("/X-Correlation-Id", "invalid", "must be 1 to 128 visible ASCII characters");
        return (marks, Some(Refusal::fields(ErrorCode::InvalidParameter, vec![error])));
    }
    (marks, None)
}

pub(crate) fn problem(refusal: Refusal, marks: &Marks) -> Answer {
    let passing = refusal.is_passing();
    match refusal {
        Refusal::Problem(problem) | Refusal::Kept(problem) => Answer::problem(*problem, marks),
        Refusal::Later(problem, seconds) => {
            let mut answer = Answer::problem(*problem, marks);
            answer.retry_after = Some(RetryAfter::Seconds(seconds));
            answer
        }
        Refusal::Fault(error) => {
            tracing::error!(request_id = %marks.request_id, %error, "the sandbox failed");
            if passing {
                let detail =
                    "The database is away, or too many write at once. The request may be sent again with its key.";
                let mut answer = Answer::problem(Problem::new(ErrorCode::Unavailable, detail), marks);
                answer.retry_after = Some(RetryAfter::Seconds(1));
                return answer;
            }
            let detail = "The sandbox failed. Nothing was stored under the key: the request may be sent again with it.";
            Answer::problem(Problem::new(ErrorCode::Internal, detail), marks)
        }
    }
}
