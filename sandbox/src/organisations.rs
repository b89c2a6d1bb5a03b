//! Organisations and their API keys, and the sandbox's own secrets.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};
use softknack::{OrganisationId, Secret, Timestamp};

use crate::http::digest_of;
use crate::refusal::{Outcome, Refusal};
use crate::state::Shared;
use crate::store::{Tx, args, statements};

/// An organisation with the keys that were made for it: they are shown only here.
#[derive(Debug, Clone, Serialize)]
pub struct Organisation {
    /// The organisation's ID.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// A key for the test environment.
    pub test_key: Secret,
    /// A key for the live environment, which works where the sandbox plays it.
    pub live_key: Secret,
}

/// An organisation, as it is listed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OrganisationSummary {
    /// The organisation's ID.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Makes an organisation with a key for each environment.
pub(crate) async fn create(shared: &Shared, name: &str) -> Outcome<Organisation> {
    let id: OrganisationId = shared.clock.id();
    let now = shared.clock.now();
    let mut tx = shared.store.write().await?;
    tx.execute(INSERT_ORGANISATION, args![id, name, now]).await?;
    let test_key = add_key(&mut tx, id, "test", "default", now).await?;
    let live_key = add_key(&mut tx, id, "live", "default", now).await?;
    tx.commit().await?;
    Ok(Organisation { id, name: name.to_owned(), test_key, live_key })
}

/// Every organisation, oldest first.
pub(crate) async fn list(shared: &Shared) -> Outcome<Vec<OrganisationSummary>> {
    let mut tx = shared.store.read().await?;
    Ok(tx.all(SELECT_ORGANISATIONS, Vec::new()).await?)
}

/// Makes one more key for an organisation.
pub(crate) async fn add_key(
    tx: &mut Tx,
    org: OrganisationId,
    mode: &str,
    name: &str,
    now: Timestamp,
) -> Outcome<Secret> {
    let key = format!("sk_{mode}_{}", random_text::<24>()?);
    tx.execute(INSERT_KEY, args![digest_of(&key), format!("{org}/{mode}"), name, now]).await?;
    Ok(Secret::from(key))
}

/// `BYTES` random bytes as text that fits into a header, a URL and a shell.
pub(crate) fn random_text<const BYTES: usize>() -> Outcome<String> {
    let mut bytes = [0; BYTES];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Refusal::Fault("the system has no randomness".into()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// A value that the sandbox remembers across restarts.
pub(crate) async fn remembered(tx: &mut Tx, name: &str) -> Outcome<Option<String>> {
    Ok(tx.optional(SELECT_META, args![name]).await?)
}

/// Remembers a value across restarts.
pub(crate) async fn remember(tx: &mut Tx, name: &str, value: &str) -> Outcome<()> {
    tx.execute(UPSERT_META, args![name, value]).await?;
    Ok(())
}

statements! {
    INSERT_ORGANISATION: "INSERT INTO organisations (id, name, created_at) VALUES ($1, $2, $3)";
    SELECT_ORGANISATIONS: "SELECT id, name, created_at FROM organisations ORDER BY id";
    INSERT_KEY: "INSERT INTO api_keys (digest, tenant, name, created_at) VALUES ($1, $2, $3, $4)";
    SELECT_META: "SELECT value FROM meta WHERE name = $1";
    UPSERT_META: "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
}
