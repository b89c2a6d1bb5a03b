//! Deliveries: from the rows that a transaction left behind to requests, and from their outcomes back to rows.
//!
//! A delivery that is due is claimed in memory, attempted in a task of its own, and its outcome recorded. Claims keep one
//! delivery from being attempted twice at the same time. Only the record counts: what was attempted but not recorded when
//! the sandbox died is attempted again, so an endpoint hears of everything at least once.

mod attempt;
mod record;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::Value;
use softknack::webhook::Webhooks;
use softknack::{DeliveryId, EventId, Timestamp, WebUrl, WebhookId};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::refusal::{Outcome, Refusal};
use crate::state::Shared;
use crate::store::{Scope, args, statements};
use attempt::{Answer, Attempt};

/// How many attempts are under way at once.
const IN_FLIGHT: usize = 64;

/// How many of them go to one endpoint, so that a slow one does not hold up the others.
const IN_FLIGHT_TO_ONE: usize = 8;

/// Attempts what is due, and remembers what is under way.
#[derive(Default)]
pub(crate) struct Dispatcher {
    /// Made when something is due for the first time.
    http: Option<reqwest::Client>,
    /// What is under way, with the endpoint that it goes to.
    claims: HashMap<Claim, WebhookId>,
    finished: Arc<Finished>,
    /// What is finished, until its record is committed.
    unrecorded: Vec<Attempted>,
    /// Dropped with the dispatcher, they are broken off.
    tasks: JoinSet<()>,
}

/// A tenant's delivery.
type Claim = (String, DeliveryId);

/// Where attempts are put down when they are finished.
#[derive(Default)]
pub(crate) struct Finished {
    attempted: Mutex<Vec<Attempted>>,
    /// Tells those who wait that there is one more.
    pub(crate) notify: Notify,
}

/// An attempt that was made.
struct Attempted {
    delivery: Due,
    tenant: String,
    webhook_id: WebhookId,
    started_at: Timestamp,
    ended_at: Timestamp,
    answer: Answer,
}

/// An endpoint to which something is due.
#[derive(Deserialize)]
struct Endpoint {
    tenant: String,
    id: WebhookId,
    url: WebUrl,
}

/// A delivery that is due.
#[derive(Deserialize)]
struct Due {
    id: DeliveryId,
    event_id: EventId,
    event_type: String,
    attempts: Vec<Value>,
    attempted: u32,
    correlation_id: String,
    body: String,
}

impl Dispatcher {
    /// Where its attempts are put down.
    pub(crate) fn finished(&self) -> &Arc<Finished> {
        &self.finished
    }

    /// Whether nothing is under way.
    pub(crate) fn is_idle(&self) -> bool {
        self.claims.is_empty()
    }

    /// Records what is finished, all in one transaction.
    ///
    /// # Errors
    /// When the database fails: then it is recorded the next time, and not attempted again before.
    pub(crate) async fn record(&mut self, shared: &Shared) -> Outcome<()> {
        self.unrecorded.append(&mut self.finished.attempted.lock().unwrap_or_else(PoisonError::into_inner));
        while self.tasks.try_join_next().is_some() {}
        if self.unrecorded.is_empty() {
            return Ok(());
        }
        let mut tx = shared.store.write(Scope::Everything).await?;
        for attempted in &self.unrecorded {
            record::record(&mut tx, &shared.clock, attempted).await?;
        }
        tx.commit().await?;
        for attempted in self.unrecorded.drain(..) {
            self.claims.remove(&(attempted.tenant, attempted.delivery.id));
        }
        Ok(())
    }

    /// Begins to attempt what is due, the longest due first, as far as there is room.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn start(&mut self, shared: &Shared) -> Outcome<()> {
        let now = shared.clock.now();
        let mut room = IN_FLIGHT.saturating_sub(self.claims.len());
        if room == 0 {
            return Ok(());
        }
        let mut tx = shared.store.read(Scope::Everything).await?;
        let mut endpoints: Vec<Endpoint> = tx.all(SELECT_ENDPOINTS, args![now]).await?;
        endpoints.sort_by_key(|endpoint| self.under_way_to(endpoint));
        for endpoint in endpoints {
            let under_way = self.under_way_to(&endpoint);
            let room_here = room.min(IN_FLIGHT_TO_ONE.saturating_sub(under_way));
            if room_here == 0 {
                continue;
            }
            // Among the first so many there is enough that is not under way already.
            let limit = i64::try_from(under_way + room_here).unwrap_or(i64::MAX);
            let mut due: Vec<Due> = tx.all(SELECT_DUE, args![&endpoint.tenant, endpoint.id, now, limit]).await?;
            due.retain(|delivery| !self.claims.contains_key(&(endpoint.tenant.clone(), delivery.id)));
            due.truncate(room_here);
            if due.is_empty() {
                continue;
            }
            room -= due.len();
            let secrets: Vec<String> = tx.all(SELECT_SECRETS, args![&endpoint.tenant, endpoint.id, now]).await?;
            let signer = match Webhooks::new(secrets) {
                Ok(signer) => signer,
                Err(error) => {
                    tracing::error!(webhook_id = %endpoint.id, %error, "deliveries cannot be signed");
                    continue;
                }
            };
            for delivery in due {
                self.attempt(shared, &endpoint, &signer, delivery)?;
            }
        }
        Ok(())
    }

    fn under_way_to(&self, endpoint: &Endpoint) -> usize {
        self.claims.iter().filter(|((tenant, _), id)| **id == endpoint.id && *tenant == endpoint.tenant).count()
    }

    fn attempt(&mut self, shared: &Shared, endpoint: &Endpoint, signer: &Webhooks, delivery: Due) -> Outcome<()> {
        let started_at = shared.clock.now();
        let attempt = Attempt {
            http: self.client()?,
            url: endpoint.url.clone(),
            headers: attempt::headers(signer, &delivery, started_at),
            body: delivery.body.clone(),
            timeout: shared.delivery_timeout,
        };
        let clock = shared.clock.clone();
        let finished = self.finished.clone();
        let (tenant, webhook_id) = (endpoint.tenant.clone(), endpoint.id);
        self.claims.insert((tenant.clone(), delivery.id), webhook_id);
        self.tasks.spawn(async move {
            let answer = attempt.make().await;
            let ended_at = clock.now();
            let attempted = Attempted { delivery, tenant, webhook_id, started_at, ended_at, answer };
            finished.attempted.lock().unwrap_or_else(PoisonError::into_inner).push(attempted);
            finished.notify.notify_waiters();
        });
        Ok(())
    }

    fn client(&mut self) -> Outcome<reqwest::Client> {
        let client = match self.http.take() {
            Some(client) => client,
            None => attempt::client().map_err(|error| Refusal::Fault(Box::new(error)))?,
        };
        Ok(self.http.insert(client).clone())
    }
}

statements! {
    SELECT_ENDPOINTS: "SELECT w.tenant, w.id, w.url FROM webhooks w
        WHERE w.enabled AND EXISTS (SELECT 1 FROM deliveries d
            WHERE d.tenant = w.tenant AND d.webhook_id = w.id AND d.status = 'pending' AND d.next_attempt_at <= $1)";
    SELECT_DUE: "SELECT d.id, d.event_id, d.event_type, d.attempts, d.attempted, e.correlation_id, e.body
        FROM deliveries d JOIN told_events e ON e.tenant = d.tenant AND e.id = d.event_id
        WHERE d.tenant = $1 AND d.webhook_id = $2 AND d.status = 'pending' AND d.next_attempt_at <= $3
        ORDER BY d.next_attempt_at, d.id LIMIT $4";
    /// No more than a verifier looks at.
    SELECT_SECRETS: "SELECT secret FROM webhook_secrets
        WHERE tenant = $1 AND webhook_id = $2 AND (expires_at IS NULL OR expires_at > $3)
        ORDER BY created_at DESC LIMIT 64";
}
