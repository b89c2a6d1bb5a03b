//! The control plane over HTTP, under `/sandbox/v1`. It is no part of the contract: only a sandbox has it.
//!
//! Every call but `GET /healthz` and the sink takes `Authorization: Bearer <admin token>`. Errors are problem details with the
//! contract's codes. Idempotency keys are not needed.
//!
//! | call | does |
//! | --- | --- |
//! | `GET /healthz` | 200 as soon as the sandbox answers |
//! | `POST /sandbox/v1/organisations` `{name}` | makes an organisation; answers its ID and keys |
//! | `GET /sandbox/v1/organisations` | lists them, oldest first |
//! | `POST /sandbox/v1/organisations/{id}/keys` `{mode, name}` | makes one more key |
//! | `GET /sandbox/v1/clock` | `{now, frozen}` |
//! | `POST /sandbox/v1/clock` `{now?, advance_seconds?, frozen?}` | moves, stops or resumes the clock |
//! | `GET /sandbox/v1/outbox?organisation=&mode=&template=&contact_id=&limit=` | messages that would have been sent, newest first |
//! | `GET`, `POST`, `DELETE /sandbox/v1/faults` | lists, asks for, takes back [faults](super::FaultRule) |
//! | `POST /sandbox/v1/seed` `{organisation?, mode?}` | sets up a demo business |
//! | `POST /sandbox/v1/settle` | waits until everything that is due was done |
//! | `POST /sandbox/v1/reset` | removes everything but the first organisation and its keys |
//! | `POST /sandbox/v1/sink` | answers 204: where the demo business's webhooks go until you say otherwise |

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, Request, Response, StatusCode};
use axum::routing::{MethodRouter, get, post};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use softknack::{ErrorCode, Mode, OrganisationId, Secret};

use super::clock::{self, ClockChange, ClockState};
use super::faults::FaultRule;
use super::outbox::{self, OutboxQuery};
use crate::engine::Caller;
use crate::faults;
use crate::http::{self, Answer, FromPath, FromRequest, digest_of};
use crate::organisations::{self, Organisation};
use crate::refusal::{Outcome, Refusal};
use crate::seed::{self, Seeded};
use crate::settings;
use crate::state::Shared;
use crate::store::Scope;

/// The routes of the control plane.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/healthz", get(healthy))
        .route("/sandbox/v1/sink", post(async || StatusCode::NO_CONTENT))
        .route("/sandbox/v1/organisations", on_get(organisations).merge(on_post(201, create_organisation)))
        .route("/sandbox/v1/organisations/{id}/keys", on_post(201, create_key))
        .route("/sandbox/v1/clock", on_get(read_clock).merge(on_post(200, change_clock)))
        .route("/sandbox/v1/outbox", on_get(read_outbox))
        .route(
            "/sandbox/v1/faults",
            on_get(list_faults).merge(on_post(201, add_fault)).delete(answering(204, clear_faults)),
        )
        .route("/sandbox/v1/seed", on_post(200, seed_organisation))
        .route("/sandbox/v1/settle", on_post(204, settle))
        .route("/sandbox/v1/reset", on_post(204, reset))
}

/// What a call brings.
struct Given {
    key: Option<String>,
    query: String,
    body: axum::body::Bytes,
}

impl Given {
    fn body<P: FromRequest>(&self) -> Outcome<P> {
        http::refuse_any(&self.query)?;
        P::from_body(&self.body)
    }

    fn query<P: FromRequest>(&self) -> Outcome<P> {
        P::from_query(&self.query)
    }

    fn nothing(&self) -> Outcome<()> {
        self.body()
    }
}

async fn healthy() -> Response<Body> {
    http::json(r#"{"status":"ok"}"#)
}

#[derive(Clone, Deserialize, Serialize, garde::Validate)]
#[serde(deny_unknown_fields)]
struct NewOrganisation {
    #[garde(length(chars, min = 1, max = 200))]
    name: String,
}

async fn create_organisation(shared: Arc<Shared>, given: Given) -> Outcome<Organisation> {
    let new: NewOrganisation = given.body()?;
    organisations::add(&shared, &new.name).await
}

async fn organisations(shared: Arc<Shared>, given: Given) -> Outcome<Value> {
    given.query::<()>()?;
    Ok(json!({ "data": organisations::list(&shared).await? }))
}

#[derive(Clone, Deserialize, Serialize, garde::Validate)]
#[serde(deny_unknown_fields)]
struct NewKey {
    #[garde(dive)]
    mode: Mode,
    #[garde(length(chars, min = 1, max = 64))]
    name: String,
}

#[derive(Serialize)]
struct Key {
    mode: Mode,
    name: String,
    key: Secret,
}

async fn create_key(shared: Arc<Shared>, given: Given) -> Outcome<Key> {
    let org = OrganisationId::from_path("id", given.key.as_deref())?;
    let NewKey { mode, name } = given.body()?;
    let key = organisations::add_key(&shared, org, &mode, &name).await?;
    Ok(Key { mode, name, key })
}

async fn read_clock(shared: Arc<Shared>, given: Given) -> Outcome<ClockState> {
    given.query::<()>()?;
    settings::hear_of_others(&shared).await?;
    Ok(clock::state(&shared))
}

async fn change_clock(shared: Arc<Shared>, given: Given) -> Outcome<ClockState> {
    clock::change(&shared, given.body::<ClockChange>()?).await
}

async fn read_outbox(shared: Arc<Shared>, given: Given) -> Outcome<Value> {
    Ok(json!({ "data": outbox::read(&shared, given.query::<OutboxQuery>()?).await? }))
}

async fn list_faults(shared: Arc<Shared>, given: Given) -> Outcome<Value> {
    given.query::<()>()?;
    let pending: Vec<FaultRule> = faults::pending(&shared).await?.iter().map(FaultRule::from).collect();
    Ok(json!({ "data": pending }))
}

async fn add_fault(shared: Arc<Shared>, given: Given) -> Outcome<FaultRule> {
    let rule = given.body::<FaultRule>()?.read()?;
    let written = FaultRule::from(&rule);
    faults::add(&shared, rule).await?;
    Ok(written)
}

async fn clear_faults(shared: Arc<Shared>, given: Given) -> Outcome<()> {
    given.nothing()?;
    faults::clear(&shared).await
}

#[derive(Clone, Deserialize, Serialize, garde::Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
struct SeedRequest {
    organisation: Option<OrganisationId>,
    #[garde(dive)]
    mode: Option<Mode>,
}

async fn seed_organisation(shared: Arc<Shared>, given: Given) -> Outcome<Seeded> {
    let SeedRequest { organisation, mode } = given.body()?;
    seed::seed(&shared, &caller(&shared, organisation, mode).await?).await
}

async fn settle(shared: Arc<Shared>, given: Given) -> Outcome<()> {
    given.nothing()?;
    super::settle(&shared).await
}

async fn reset(shared: Arc<Shared>, given: Given) -> Outcome<()> {
    given.nothing()?;
    super::reset(&shared).await
}

/// The tenant that a call means: where it names none, the first organisation's test environment.
pub(super) async fn caller(shared: &Shared, org: Option<OrganisationId>, mode: Option<Mode>) -> Outcome<Caller> {
    let org = match org {
        Some(org) => {
            organisations::require(&mut shared.store.read(Scope::Everything).await?, org).await?;
            org
        }
        None => organisations::first(shared).await?.0.id,
    };
    Ok(Caller { org, mode: mode.unwrap_or(Mode::Test), actor: "sandbox".to_owned(), session: None })
}

fn on_get<T, F, Running>(run: F) -> MethodRouter<Arc<Shared>>
where
    T: Serialize + 'static,
    F: Fn(Arc<Shared>, Given) -> Running + Clone + Send + Sync + 'static,
    Running: Future<Output = Outcome<T>> + Send + 'static,
{
    get(answering(200, run))
}

fn on_post<T, F, Running>(status: u16, run: F) -> MethodRouter<Arc<Shared>>
where
    T: Serialize + 'static,
    F: Fn(Arc<Shared>, Given) -> Running + Clone + Send + Sync + 'static,
    Running: Future<Output = Outcome<T>> + Send + 'static,
{
    post(answering(status, run))
}

/// An answer on its way.
type Answering = Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

/// Wraps an action: who may call it, what it is given, and its outcome as an answer.
fn answering<T, F, Running>(
    status: u16,
    run: F,
) -> impl Fn(State<Arc<Shared>>, RawPathParams, Request<Body>) -> Answering + Clone + Send + Sync + 'static
where
    T: Serialize + 'static,
    F: Fn(Arc<Shared>, Given) -> Running + Clone + Send + Sync + 'static,
    Running: Future<Output = Outcome<T>> + Send + 'static,
{
    move |State(shared): State<Arc<Shared>>, params: RawPathParams, request: Request<Body>| {
        let run = run.clone();
        let key = params.iter().next().map(|(_, value)| value.to_owned());
        Box::pin(async move {
            let marks = http::marks_or_default(&shared, &request);
            let outcome = async {
                let (parts, body) = request.into_parts();
                admit(&shared, &parts.headers)?;
                let body = http::read_body(body).await?;
                http::require_json(&parts.headers, &body)?;
                let query = parts.uri.query().unwrap_or_default().to_owned();
                Ok(http::to_body(&run(shared.clone(), Given { key, query, body }).await?)?)
            };
            let answer = match outcome.await {
                Ok(body) => Answer::success(status, body),
                Err(refusal) => http::problem(refusal, &marks),
            };
            answer.into_response(&marks)
        })
    }
}

/// Lets in who has the admin token.
fn admit(shared: &Shared, headers: &HeaderMap) -> Outcome<()> {
    let required = || {
        let detail = "Send `Authorization: Bearer <admin token>`; the sandbox prints the token when it starts.";
        Refusal::new(ErrorCode::AuthenticationRequired, detail)
    };
    let token = http::bearer(headers).ok_or_else(required)?;
    // Digests are compared, so the time that it takes tells nothing about the token.
    if digest_of(token) == digest_of(shared.secret.admin_token().as_str()) {
        return Ok(());
    }
    if token.starts_with("sk_test_") || token.starts_with("sk_live_") {
        let detail = "The control plane takes the sandbox's admin token, not an organisation's API key.";
        return Err(Refusal::new(ErrorCode::PermissionDenied, detail));
    }
    Err(Refusal::new(ErrorCode::InvalidCredential, "This is not the sandbox's admin token."))
}
