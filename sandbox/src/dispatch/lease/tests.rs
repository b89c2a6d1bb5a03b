//! Several processes that take deliveries from one database, each played by a holder of leases of its own.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use super::*;
use crate::clock::{Clock, Setting};
use crate::dispatch::attempt::{Answer, Silence};
use crate::dispatch::{Attempted, record};
use crate::store::{Location, Store};

const TENANT: &str = "org_shop/test";
const ATTEMPT: Duration = Duration::from_secs(10);

statements! {
    WEBHOOK: "INSERT INTO webhooks (tenant, id, url, events, enabled, created_at, updated_at)
        VALUES ($1, $2, 'http://127.0.0.1:9/hook', '[\"*\"]', TRUE, $3, $3)";
    EVENT: "INSERT INTO events (tenant, id, type, correlation_id, body, created_at)
        VALUES ($1, $2, 'contact.updated', 'cor_1', '{}', $3)";
    DELIVERY: "INSERT INTO deliveries (tenant, id, event_id, event_type, webhook_id, status, attempts, attempted, next_attempt_at, created_at)
        VALUES ($1, $2, $3, 'contact.updated', $4, 'pending', '[]', 0, $5, $5)";
    FOUND: "SELECT status, attempts, lease FROM deliveries WHERE tenant = $1 AND id = $2";
}

/// A database with an endpoint, and what is due to it.
struct Place {
    store: Store,
    clock: Clock,
    webhook: WebhookId,
    /// The longest due first.
    due: Vec<DeliveryId>,
}

#[derive(Deserialize)]
struct Found {
    status: String,
    attempts: Vec<Value>,
    lease: Option<String>,
}

impl Place {
    async fn with_due(count: i64) -> Self {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let clock = Clock::new(Setting::Frozen(now));
        let store = Store::open(&Location::Memory).await.unwrap();
        let (webhook, event) = (clock.id(), clock.id::<softknack::kind::Event>());
        let mut tx = store.write(Scope::Everything).await.unwrap();
        tx.execute(WEBHOOK, args![TENANT, webhook, now]).await.unwrap();
        tx.execute(EVENT, args![TENANT, event, now]).await.unwrap();
        let mut due = Vec::new();
        // The later ones are longer due: the order is that of their times, not of their IDs.
        for number in 0..count {
            due.insert(0, clock.id());
            let since = now.plus_milliseconds(-number);
            tx.execute(DELIVERY, args![TENANT, due[0], event, webhook, since]).await.unwrap();
        }
        tx.commit().await.unwrap();
        Self { store, clock, webhook, due }
    }

    async fn take(&self, lease: &Lease, room: usize) -> Vec<Due> {
        let mut tx = self.store.write(Scope::Everything).await.unwrap();
        let mut taken = Vec::new();
        for endpoint in endpoints(&mut tx, self.clock.now()).await.unwrap() {
            taken.extend(lease.take(&mut tx, &endpoint, self.clock.now(), room).await.unwrap());
        }
        tx.commit().await.unwrap();
        taken
    }

    async fn record(&self, lease: &Lease, delivery: Due, answer: Answer) {
        let now = self.clock.now();
        let attempted = Attempted {
            delivery,
            tenant: TENANT.to_owned(),
            webhook_id: self.webhook,
            lease: lease.clone(),
            started_at: now,
            ended_at: now,
            answer,
        };
        let mut tx = self.store.write(Scope::Everything).await.unwrap();
        record::record(&mut tx, &self.clock, &attempted).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn found(&self, delivery: DeliveryId) -> Found {
        self.store.read(Scope::Everything).await.unwrap().one(FOUND, args![TENANT, delivery]).await.unwrap()
    }
}

fn ids(taken: &[Due]) -> Vec<DeliveryId> {
    taken.iter().map(|delivery| delivery.id).collect()
}

/// A lease of a process that died so long ago that it has run out.
fn run_out(leases: &mut Leases) -> Lease {
    let mut lease = leases.next(ATTEMPT).unwrap();
    lease.until = Timestamp::now().plus_milliseconds(-1);
    lease
}

#[tokio::test]
async fn what_one_process_has_taken_no_other_takes() {
    let place = Place::with_due(3).await;
    let (mut here, mut there) = (Leases::default(), Leases::default());
    let one = place.take(&here.next(ATTEMPT).unwrap(), 2).await;
    let other = place.take(&there.next(ATTEMPT).unwrap(), 64).await;
    assert_eq!(ids(&one), place.due[..2], "the longest due first");
    assert_eq!(ids(&other), place.due[2..]);
    assert!(place.take(&here.next(ATTEMPT).unwrap(), 64).await.is_empty());
}

#[tokio::test]
async fn a_lease_outlasts_the_longest_attempt_and_a_dead_process_s_is_taken_over_when_it_has_run_out() {
    let lease = Leases::default().next(ATTEMPT).unwrap();
    let left = lease.until.as_millisecond() - Timestamp::now().as_millisecond();
    assert!(left > 11_000, "an attempt of ten seconds, the rest of its answer, and its record: {left}");

    let place = Place::with_due(2).await;
    let (mut dead, mut alive) = (Leases::default(), Leases::default());
    let lost = place.take(&run_out(&mut dead), 64).await;
    let taken = place.take(&alive.next(ATTEMPT).unwrap(), 64).await;
    assert_eq!(ids(&taken), ids(&lost));
    assert_eq!(taken[0].attempted, 0, "what was not recorded is attempted again under the same number");
}

#[tokio::test]
async fn an_outcome_counts_only_from_whoever_still_has_the_lease() {
    let place = Place::with_due(1).await;
    let (mut late, mut there) = (Leases::default(), Leases::default());
    let (old, new) = (run_out(&mut late), there.next(ATTEMPT).unwrap());
    let by_old = place.take(&old, 64).await.remove(0);
    let by_new = place.take(&new, 64).await.remove(0);
    let id = by_new.id;

    place.record(&old, by_old, Answer::Accepted(204)).await;
    let found = place.found(id).await;
    assert_eq!((found.status.as_str(), found.lease.as_deref()), ("pending", Some(new.name())));
    place.record(&new, by_new, Answer::None(Silence::NotConnected)).await;
    let found = place.found(id).await;
    assert_eq!((found.status.as_str(), found.attempts.len(), found.lease), ("pending", 1, None));

    // Neither does one from the same process that took it anew.
    let again = run_out(&mut late);
    assert_ne!(again.name(), old.name());
    assert!(place.take(&again, 64).await.is_empty(), "the second attempt is not due yet");
}

#[tokio::test]
async fn one_endpoint_has_eight_attempts_at_once_from_all_processes_together() {
    let place = Place::with_due(20).await;
    let (mut here, mut there) = (Leases::default(), Leases::default());
    let one = here.next(ATTEMPT).unwrap();
    let mut taken = place.take(&one, 5).await;
    assert_eq!(ids(&taken), place.due[..5]);
    assert_eq!(ids(&place.take(&there.next(ATTEMPT).unwrap(), 64).await), place.due[5..8]);
    assert!(place.take(&here.next(ATTEMPT).unwrap(), 64).await.is_empty());
    place.record(&one, taken.remove(0), Answer::Accepted(200)).await;
    assert_eq!(
        ids(&place.take(&there.next(ATTEMPT).unwrap(), 64).await),
        place.due[8..9],
        "one is done, one more goes"
    );
}

#[tokio::test]
async fn where_there_is_one_process_it_begins_with_no_leases() {
    let place = Place::with_due(1).await;
    assert_eq!(place.take(&Leases::default().next(ATTEMPT).unwrap(), 64).await.len(), 1);
    let mut tx = place.store.write(Scope::Everything).await.unwrap();
    release_all(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(place.take(&Leases::default().next(ATTEMPT).unwrap(), 64).await.len(), 1);
}
