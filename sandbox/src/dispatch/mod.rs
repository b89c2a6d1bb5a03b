//! Deliveries: from the rows that a transaction left behind to requests, and from their outcomes back to rows.
//!
//! A delivery that is due is leased, attempted in a task of its own, and its outcome recorded by whoever still holds the lease.
//! So one delivery is not attempted twice at the same time, by however many processes. Only the record counts: what was
//! attempted but not recorded when a process died is attempted again when its lease has run out, so an endpoint hears of
//! everything at least once.

mod attempt;
mod lease;
mod record;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use softknack::webhook::Webhooks;
use softknack::{Timestamp, WebhookId};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::refusal::{Outcome, Refusal};
use crate::state::Shared;
use crate::store::{Scope, args, statements};
use attempt::{Answer, Attempt};
use lease::{Due, Endpoint, Lease, Leases};

pub(crate) use lease::{is_anything_due, release_all};

/// How many attempts are under way at once.
const IN_FLIGHT: usize = 64;

/// How long attempts that are under way may take when the sandbox stops.
const LAST_ATTEMPTS: Duration = Duration::from_secs(1);

/// Attempts what is due, and remembers what is under way.
#[derive(Default)]
pub(crate) struct Dispatcher {
    /// Made when something is due for the first time.
    http: Option<reqwest::Client>,
    leases: Leases,
    /// How many attempts are not recorded yet.
    under_way: usize,
    finished: Arc<Finished>,
    /// What is finished, until its record is committed.
    unrecorded: Vec<Attempted>,
    /// Dropped with the dispatcher, they are broken off.
    tasks: JoinSet<()>,
}

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
    lease: Lease,
    started_at: Timestamp,
    ended_at: Timestamp,
    answer: Answer,
}

impl Dispatcher {
    /// Where its attempts are put down.
    pub(crate) fn finished(&self) -> &Arc<Finished> {
        &self.finished
    }

    /// Whether nothing is under way from here.
    pub(crate) fn is_idle(&self) -> bool {
        self.under_way == 0
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
        let mut tx = shared.store.write_by_statement(Scope::Everything).await?;
        for attempted in &self.unrecorded {
            record::record(&mut tx, &shared.clock, attempted).await?;
        }
        tx.commit().await?;
        self.under_way = self.under_way.saturating_sub(self.unrecorded.len());
        self.unrecorded.clear();
        Ok(())
    }

    /// Begins to attempt what is due, the longest due first, as far as there is room.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn start(&mut self, shared: &Shared) -> Outcome<()> {
        let mut room = IN_FLIGHT.saturating_sub(self.under_way);
        if room == 0 || !is_anything_due(shared).await? {
            return Ok(());
        }
        let now = shared.clock.now();
        let mut tx = shared.store.write_by_statement(Scope::Everything).await?;
        let lease = self.leases.next(shared.delivery_timeout)?;
        let (mut leased, mut unsigned) = (Vec::new(), Ok(()));
        for endpoint in lease::endpoints(&mut tx, now).await? {
            let secrets: Vec<String> = tx.all(SELECT_SECRETS, args![&endpoint.tenant, endpoint.id, now]).await?;
            match Webhooks::new(secrets) {
                Ok(signer) => {
                    let due = lease.take(&mut tx, &endpoint, now, room).await?;
                    room -= due.len();
                    leased.push((endpoint, signer, due));
                }
                // The others are not to wait for it.
                Err(error) => unsigned = Err(Refusal::Fault(Box::new(error))),
            }
        }
        tx.commit().await?;
        for (endpoint, signer, due) in leased {
            for delivery in due {
                self.attempt(shared, &endpoint, &signer, lease.clone(), delivery)?;
            }
        }
        unsigned
    }

    /// Waits a moment for what is under way, and leaves the rest to others.
    ///
    /// # Errors
    /// When the database fails: others then wait for the leases to run out.
    pub(crate) async fn stop(&mut self, shared: &Shared) -> Outcome<()> {
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(LAST_ATTEMPTS, all).await.is_err() {
            self.tasks.shutdown().await;
        }
        self.record(shared).await?;
        let mut tx = shared.store.write_by_statement(Scope::Everything).await?;
        self.leases.release(&mut tx).await?;
        Ok(tx.commit().await?)
    }

    fn attempt(
        &mut self,
        shared: &Shared,
        endpoint: &Endpoint,
        signer: &Webhooks,
        lease: Lease,
        delivery: Due,
    ) -> Outcome<()> {
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
        self.under_way += 1;
        self.tasks.spawn(async move {
            let answer = attempt.make().await;
            let ended_at = clock.now();
            let attempted = Attempted { delivery, tenant, webhook_id, lease, started_at, ended_at, answer };
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
    /// No more than a verifier looks at.
    SELECT_SECRETS: "SELECT secret FROM webhook_secrets
        WHERE tenant = $1 AND webhook_id = $2 AND (expires_at IS NULL OR expires_at > $3)
        ORDER BY created_at DESC LIMIT 64";
}
