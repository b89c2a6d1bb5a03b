//! Leases: who attempts which delivery, and until when nobody else does.
//!
//! A lease ends by the system's clock, since an attempt takes its time whatever the sandbox's clock does. It outlasts the longest
//! attempt, so it runs out only where its process died, or stood still.

#[cfg(test)]
mod tests;

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use softknack::{DeliveryId, EventId, Timestamp, WebUrl, WebhookId};

use super::attempt::DRAINING;
use crate::organisations::random_text;
use crate::refusal::Outcome;
use crate::state::Shared;
use crate::store::{Scope, Tx, args, statements};

/// How many attempts go to one endpoint at once, so that a slow one does not hold up the others.
const IN_FLIGHT_TO_ONE: usize = 8;

/// What recording an outcome may take, and by how much the clocks of machines may differ.
const ALLOWANCE: Duration = Duration::from_secs(5);

/// The leases that a process takes.
#[derive(Default)]
pub(super) struct Leases {
    holder: Option<String>,
    taken: u64,
}

/// What one process takes at one time. No two are alike, so that an outcome which comes too late is known as such though the
/// same process has taken the delivery again.
#[derive(Debug, Clone)]
pub(super) struct Lease {
    name: String,
    until: Timestamp,
}

/// An endpoint to which something can be taken.
#[derive(Deserialize)]
pub(super) struct Endpoint {
    pub(super) tenant: String,
    pub(super) id: WebhookId,
    pub(super) url: WebUrl,
    /// How many attempts are on their way to it, whoever makes them.
    #[serde(skip)]
    under_way: usize,
}

/// A delivery that is due.
#[derive(Debug, Deserialize)]
pub(super) struct Due {
    pub(super) id: DeliveryId,
    pub(super) event_id: EventId,
    pub(super) event_type: String,
    pub(super) attempts: Vec<Value>,
    pub(super) attempted: u32,
    pub(super) correlation_id: String,
    pub(super) body: String,
    next_attempt_at: Timestamp,
}

impl Leases {
    /// A lease for what is taken now. An attempt lasts as long as an endpoint may take to answer, and is recorded then.
    pub(super) fn next(&mut self, attempt: Duration) -> Outcome<Lease> {
        let holder = match self.holder.take() {
            Some(holder) => holder,
            None => random_text::<12>()?,
        };
        self.taken += 1;
        let name = format!("{}/{}", self.holder.insert(holder), self.taken);
        let length = attempt.saturating_add(DRAINING).saturating_add(ALLOWANCE);
        let milliseconds = i64::try_from(length.as_millis()).unwrap_or(i64::MAX);
        Ok(Lease { name, until: Timestamp::now().plus_milliseconds(milliseconds) })
    }
}

impl Leases {
    /// Gives back what was taken, for others to take at once.
    pub(super) async fn release(&mut self, tx: &mut Tx) -> Outcome<()> {
        if let Some(holder) = &self.holder {
            // The character after the one that ends a holder's name.
            tx.execute(RELEASE, args![format!("{holder}/"), format!("{holder}0")]).await?;
        }
        Ok(())
    }
}

impl Lease {
    /// What a row says that is leased so.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Takes what is due to an endpoint, the longest due first, at most `room` deliveries.
    pub(super) async fn take(
        &self,
        tx: &mut Tx,
        endpoint: &Endpoint,
        now: Timestamp,
        room: usize,
    ) -> Outcome<Vec<Due>> {
        let room = room.min(IN_FLIGHT_TO_ONE.saturating_sub(endpoint.under_way));
        if room == 0 {
            return Ok(Vec::new());
        }
        let room = i64::try_from(room).unwrap_or(i64::MAX);
        let args = args![&endpoint.tenant, endpoint.id, now, Timestamp::now(), room, self.name(), self.until];
        let mut due: Vec<Due> = tx.all(TAKE, args).await?;
        due.sort_by_key(|delivery| (delivery.next_attempt_at, delivery.id));
        Ok(due)
    }
}

/// Whether anything is due, though somebody may be at it.
pub(crate) async fn is_anything_due(shared: &Shared) -> Outcome<bool> {
    let mut tx = shared.store.read(Scope::Everything).await?;
    Ok(tx.optional::<i64>(IS_ANYTHING_DUE, args![shared.clock.now()]).await?.is_some())
}

/// The endpoints to which something can be taken, the least busy first. Until the transaction ends nobody else takes anything to
/// them: so what is under way is counted right.
pub(super) async fn endpoints(tx: &mut Tx, now: Timestamp) -> Outcome<Vec<Endpoint>> {
    let today = Timestamp::now();
    let mut endpoints: Vec<Endpoint> = tx.all(SELECT_ENDPOINTS, args![now, today]).await?;
    for endpoint in &mut endpoints {
        let under_way: i64 = tx.one(COUNT_LEASED, args![&endpoint.tenant, endpoint.id, today]).await?;
        endpoint.under_way = usize::try_from(under_way).unwrap_or(usize::MAX);
    }
    endpoints.sort_by_key(|endpoint| endpoint.under_way);
    Ok(endpoints)
}

/// Ends every lease: where one process is all there can be, those that are there at its start are of one that is gone.
pub(crate) async fn release_all(tx: &mut Tx) -> Outcome<()> {
    tx.execute(RELEASE_ALL, Vec::new()).await?;
    Ok(())
}

statements! {
    IS_ANYTHING_DUE: "SELECT 1 FROM deliveries d JOIN webhooks w ON w.tenant = d.tenant AND w.id = d.webhook_id AND w.enabled
        WHERE d.status = 'pending' AND d.next_attempt_at <= $1 LIMIT 1";
    /// Locked in one order, so that two who take at once wait for each other at most once.
    SELECT_ENDPOINTS: "SELECT w.tenant, w.id, w.url FROM webhooks w
        WHERE w.enabled AND EXISTS (SELECT 1 FROM deliveries d
            WHERE d.tenant = w.tenant AND d.webhook_id = w.id AND d.status = 'pending' AND d.next_attempt_at <= $1
                AND (d.leased_until IS NULL OR d.leased_until <= $2))
        ORDER BY w.tenant, w.id /*postgres FOR UPDATE OF w */";
    COUNT_LEASED: "SELECT COUNT(*) FROM deliveries WHERE tenant = $1 AND webhook_id = $2 AND leased_until > $3";
    /// What is taken is chosen once, apart: within the update PostgreSQL may choose again for each row, and take more than the limit.
    TAKE: "WITH taken AS MATERIALIZED (SELECT d.id FROM deliveries d
            WHERE d.tenant = $1 AND d.webhook_id = $2 AND d.status = 'pending' AND d.next_attempt_at <= $3
                AND (d.leased_until IS NULL OR d.leased_until <= $4)
            ORDER BY d.next_attempt_at, d.id LIMIT $5 /*postgres FOR UPDATE SKIP LOCKED */)
        UPDATE deliveries SET lease = $6, leased_until = $7 WHERE tenant = $1 AND id IN (SELECT id FROM taken)
        RETURNING id, event_id, event_type, attempts, attempted, next_attempt_at,
            (SELECT e.correlation_id FROM events e WHERE e.tenant = deliveries.tenant AND e.id = deliveries.event_id) AS correlation_id,
            (SELECT e.body FROM told_events e WHERE e.tenant = deliveries.tenant AND e.id = deliveries.event_id) AS body";
    RELEASE: "UPDATE deliveries SET lease = NULL, leased_until = NULL WHERE leased_until IS NOT NULL AND lease >= $1 AND lease < $2";
    RELEASE_ALL: "UPDATE deliveries SET lease = NULL, leased_until = NULL WHERE leased_until IS NOT NULL";
}
