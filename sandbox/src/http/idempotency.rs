//! One effect for each idempotency key.
//!
//! The record of an outcome commits in the transaction of its effect: after a crash there are both or neither. Bodies are
//! compared as JSON values, so the order of members and white space do not matter.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use ring::digest;
use serde::Deserialize;
use softknack::{ErrorCode, Problem, Timestamp};

use crate::engine::retention::Kept;
use crate::refusal::{Outcome, Refusal};
use crate::store::{Scope, Store, Tx, args, statements};

/// How long a key is remembered.
const WINDOW_MILLISECONDS: i64 = 24 * 60 * 60 * 1000;

/// The key of a request, or why it cannot be carried out.
pub(super) fn key_of(headers: &HeaderMap) -> Outcome<String> {
    let Some(value) = headers.get("idempotency-key") else {
        let detail =
            "Every mutation takes an `Idempotency-Key`: send one, and the same one when you send the request again.";
        return Err(Refusal::new(ErrorCode::IdempotencyKeyMissing, detail));
    };
    let bytes = value.as_bytes();
    if !(1..=255).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_graphic) {
        return Err(Refusal::new(
            ErrorCode::IdempotencyKeyInvalid,
            "The key must be 1 to 255 visible ASCII characters.",
        ));
    }
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

/// What makes two requests the same: method, path, and the body as a JSON value.
pub(crate) fn fingerprint(method: &str, path: &str, body: &[u8]) -> String {
    let body = serde_json::from_slice::<serde_json::Value>(body).map(canonical).unwrap_or_default().to_string();
    let hash = digest::digest(&digest::SHA256, format!("{method} {path}\n{body}").as_bytes());
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn canonical(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(members) => {
            let mut members: Vec<_> = members.into_iter().map(|(name, value)| (name, canonical(value))).collect();
            members.sort_by(|(a, _), (b, _)| a.cmp(b));
            serde_json::Value::Object(members.into_iter().collect())
        }
        serde_json::Value::Array(items) => serde_json::Value::Array(items.into_iter().map(canonical).collect()),
        other => other,
    }
}

/// What was answered before.
#[derive(Debug, Deserialize)]
pub(super) struct Recorded {
    fingerprint: String,
    pub(super) status: u16,
    pub(super) body: String,
    created_at: Timestamp,
}

/// What was answered before under this key, where it was the same request.
///
/// It is looked for outside of the transaction that records it: whoever is faster meanwhile has the key, which only one can.
///
/// # Errors
/// `idempotency_key_reused` where it was another one.
pub(super) async fn recorded(
    store: &Store,
    tenant: &str,
    key: &str,
    fingerprint: &str,
    now: Timestamp,
) -> Outcome<Option<Recorded>> {
    let since = now.plus_milliseconds(-WINDOW_MILLISECONDS);
    let mut tx = store.read(Scope::Tenant(tenant)).await?;
    let found: Option<Recorded> = tx.optional(SELECT, args![tenant, key]).await?;
    drop(tx);
    if found.as_ref().is_some_and(|recorded| recorded.created_at <= since) {
        // The key is free again, though its old record is still there.
        let mut tx = store.write(Scope::Tenant(tenant)).await?;
        tx.execute(FREE, args![tenant, key, since]).await?;
        tx.commit().await?;
        return Ok(None);
    }
    if found.as_ref().is_some_and(|recorded| recorded.fingerprint != fingerprint) {
        return Err(Refusal::from(Problem::new(
            ErrorCode::IdempotencyKeyReused,
            "This key was used for another request. Use a new key for a new intent, and the old one only to send the same request again.",
        )));
    }
    Ok(found)
}

/// Records an outcome, in the transaction of its effect. Where there is one under the key already, the transaction fails.
pub(super) fn record(
    tx: &mut Tx,
    tenant: &str,
    key: &str,
    fingerprint: &str,
    status: u16,
    body: &Kept,
    now: Timestamp,
) {
    let body = body.store(tx, tenant, &format!("{now} {key}"), Some(now.plus_milliseconds(WINDOW_MILLISECONDS)));
    tx.write_later(INSERT, args![tenant, key, fingerprint, status, body, now]);
}

/// Forgets what is older than the window.
pub(crate) async fn expire(tx: &mut Tx, now: Timestamp) -> Outcome<u64> {
    Ok(tx.execute(EXPIRE, args![now.plus_milliseconds(-WINDOW_MILLISECONDS)]).await?)
}

/// The requests that are running now, by tenant and key.
#[derive(Debug, Clone, Default)]
pub(crate) struct InProgress(Arc<Mutex<HashSet<(String, String)>>>);

impl InProgress {
    /// Marks a request as running until the guard is dropped.
    ///
    /// # Errors
    /// `idempotency_in_progress` where one with this key runs already.
    pub(super) fn enter(&self, tenant: &str, key: &str) -> Outcome<Running> {
        let entry = (tenant.to_owned(), key.to_owned());
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !running.insert(entry.clone()) {
            let detail = "The first request with this key is still running. Send this one again after `Retry-After`.";
            return Err(Refusal::new(ErrorCode::IdempotencyInProgress, detail));
        }
        Ok(Running { all: self.clone(), entry })
    }
}

/// A request that is running.
#[derive(Debug)]
pub(super) struct Running {
    all: InProgress,
    entry: (String, String),
}

impl Drop for Running {
    fn drop(&mut self) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.entry);
    }
}

statements! {
    // The whole answer, where it said more than is kept of it, is read from its copy.
    SELECT: "SELECT fingerprint, status, created_at,
            COALESCE((SELECT c.body FROM personal_copies c WHERE c.tenant = $1
                AND c.id = created_at || ' ' || idempotency_key), body) AS body
        FROM idempotency_records WHERE tenant = $1 AND idempotency_key = $2";
    INSERT: "INSERT INTO idempotency_records (tenant, idempotency_key, fingerprint, status, body, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    FREE: "DELETE FROM idempotency_records WHERE tenant = $1 AND idempotency_key = $2 AND created_at <= $3";
    EXPIRE: "DELETE FROM idempotency_records WHERE created_at <= $1";
}
