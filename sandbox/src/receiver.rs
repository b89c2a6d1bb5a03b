//! A receiver of webhooks for tests: it listens, verifies and collects.

use std::collections::VecDeque;
use std::fmt;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use softknack::resources::platform::webhooks::{NewWebhook, operation};
use softknack::{Event, EventPattern, Secret, SignatureError, WebhookId, Webhooks};
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};

use crate::engine::{Context, perform_plain};
use crate::error::Error;
use crate::http::listen;
use crate::organisations::Organisation;
use crate::seed::test_caller;
use crate::state::Shared;
use crate::store::Scope;

/// What a receiver answers unless it is told otherwise.
const ACCEPTED: u16 = 204;

/// What it answers to a delivery that it cannot trust.
const DISTRUSTED: u16 = 400;

/// One attempt of a delivery, as it came.
#[derive(Clone)]
pub struct Received {
    /// The headers.
    pub headers: HeaderMap,
    /// The body, byte for byte.
    pub body: Bytes,
    /// What it was answered with.
    pub status: u16,
}

/// Without the body, which may hold personal data.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A webhook endpoint of a sandbox, and everything that it received. Dropped, it stops listening.
pub struct Receiver {
    inbox: Arc<Inbox>,
    webhook: WebhookId,
    secret: Secret,
    url: String,
    _listening: watch::Sender<bool>,
}

#[derive(Default)]
struct Inbox {
    state: Mutex<Collected>,
    arrived: Notify,
}

#[derive(Default)]
struct Collected {
    verifier: Option<Webhooks>,
    answers: VecDeque<u16>,
    received: Vec<Received>,
    accepted: Vec<Result<Event, SignatureError>>,
    taken: usize,
}

impl Inbox {
    fn state(&self) -> MutexGuard<'_, Collected> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Receiver {
    pub(crate) async fn start(
        shared: &Arc<Shared>,
        organisation: &Organisation,
        patterns: Vec<EventPattern>,
    ) -> Result<Self, Error> {
        let failed = |error: std::io::Error| Error::Failed(Box::new(error));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(failed)?;
        let url = format!("http://{}/webhooks", listener.local_addr().map_err(failed)?);

        let inbox = Arc::new(Inbox::default());
        let (stop, stopped) = watch::channel(false);
        let app = Router::new().fallback(receive).with_state(inbox.clone());
        tokio::spawn(listen(listener, app, stopped));

        let caller = test_caller(organisation.id);
        let tx = shared.store.write(Scope::Tenant(&caller.tenant())).await.map_err(crate::control::failed)?;
        let (clock, secrets) = (shared.clock.clone(), shared.secrets.clone());
        let mut cx = Context::for_timer(tx, caller, "sandbox.receiver", None, clock.clone(), secrets);
        let new = NewWebhook::new(url.clone(), patterns);
        let webhook = perform_plain(&shared.handlers, &mut cx, operation::create, &new).await?;
        let secret = webhook.secret.ok_or_else(|| Error::Failed("the endpoint has no secret".into()))?;
        let verifier = Webhooks::builder().secret(secret.as_str()).clock(move || clock.now()).build();
        inbox.state().verifier = Some(verifier.map_err(|error| Error::Failed(Box::new(error)))?);
        cx.commit().await?;
        Ok(Self { inbox, webhook: webhook.id, secret, url, _listening: stop })
    }

    /// The endpoint's ID.
    pub fn webhook(&self) -> WebhookId {
        self.webhook
    }

    /// What signs its deliveries.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Answers the next deliveries with these statuses in turn, and accepts again after that.
    pub fn answer_with(&self, statuses: impl IntoIterator<Item = u16>) {
        self.inbox.state().answers.extend(statuses);
    }

    /// The next event that was accepted and not taken yet; waits for it as long as `timeout`.
    ///
    /// # Errors
    /// When none came in time, or what came cannot be trusted.
    pub async fn next_event(&self, timeout: Duration) -> Result<Event, Error> {
        let next = async {
            loop {
                // Listening begins before the look, so that nothing slips in between.
                let mut arrived = std::pin::pin!(self.inbox.arrived.notified());
                arrived.as_mut().enable();
                if let Some(next) = self.take() {
                    return next;
                }
                arrived.await;
            }
        };
        let next = tokio::time::timeout(timeout, next).await;
        Ok(next.map_err(|_| Error::TimedOut { waited_for: "event" })??)
    }

    fn take(&self) -> Option<Result<Event, SignatureError>> {
        let mut state = self.inbox.state();
        let next = state.accepted.get(state.taken).cloned()?;
        state.taken += 1;
        Some(next)
    }

    /// Every event that was accepted until now, taken or not.
    pub fn events(&self) -> Vec<Event> {
        self.inbox.state().accepted.iter().filter_map(|event| event.as_ref().ok().cloned()).collect()
    }

    /// Every attempt that came until now, whatever it was answered with.
    pub fn received(&self) -> Vec<Received> {
        self.inbox.state().received.clone()
    }
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("webhook", &self.webhook).field("url", &self.url).finish_non_exhaustive()
    }
}

async fn receive(State(inbox): State<Arc<Inbox>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut state = inbox.state();
    let event = state.verifier.as_ref().map(|verifier| verifier.verify(&body, &headers));
    let status = match &event {
        Some(Ok(_)) => state.answers.pop_front().unwrap_or(ACCEPTED),
        Some(Err(_)) => DISTRUSTED,
        None => StatusCode::SERVICE_UNAVAILABLE.as_u16(),
    };
    state.received.push(Received { headers, body, status });
    if let Some(event) = event.filter(|event| event.is_err() || (200..300).contains(&status)) {
        state.accepted.push(event);
    }
    drop(state);
    inbox.arrived.notify_waiters();
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
