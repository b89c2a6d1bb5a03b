//! Organisations and their API keys, and what the sandbox remembers across restarts.
//!
//! Only digests of keys are stored. A key is made from the sandbox's own secret, the organisation, the mode and the key's
//! name, so that it can be shown again after a restart, and is the same as before.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};
use softknack::{ErrorCode, Mode, OrganisationId, Problem, Secret, Timestamp};

use crate::attempts::rerun;
use crate::http::digest_of;
use crate::refusal::{Outcome, Refusal};
use crate::state::Shared;
use crate::store::{Scope, Tx, args, statements};

/// The name of the keys that every organisation has.
const DEFAULT_KEY: &str = "default";

/// An organisation with the keys that were made for it: they are shown only here.
#[derive(Debug, Clone, Serialize, Deserialize)]
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

/// The secret of a sandbox, from which its keys, its admin token and its cursors' signatures are made.
pub(crate) struct SandboxSecret(hmac::Key);

impl SandboxSecret {
    pub(crate) fn new(text: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, text))
    }

    /// The one that is remembered, or a new one that is from now on.
    pub(crate) async fn remembered(tx: &mut Tx) -> Outcome<Self> {
        let text = match remembered(tx, "secret").await? {
            Some(text) => text,
            None => {
                let text = random_text::<32>()?;
                remember(tx, "secret", &text).await?;
                text
            }
        };
        Ok(Self::new(text.as_bytes()))
    }

    /// Secret bytes for one purpose: they tell nothing about those for another.
    pub(crate) fn derive(&self, purpose: &str) -> impl AsRef<[u8]> {
        hmac::sign(&self.0, purpose.as_bytes())
    }

    /// The token that guards the control plane.
    pub(crate) fn admin_token(&self) -> Secret {
        Secret::from(format!("sk_admin_{}", self.text("admin")))
    }

    fn key(&self, org: OrganisationId, mode: &Mode, name: &str) -> Secret {
        Secret::from(format!("sk_{mode}_{}", self.text(&format!("key\n{org}\n{mode}\n{name}"))))
    }

    /// Text that fits into a header, a URL and a shell.
    fn text(&self, purpose: &str) -> String {
        URL_SAFE_NO_PAD.encode(&self.derive(purpose).as_ref()[..24])
    }
}

/// The organisation that the sandbox was first started with, or a new one; and whether it is new.
pub(crate) async fn first(shared: &Shared) -> Outcome<(Organisation, bool)> {
    let mut tx = shared.store.write(Scope::Everything).await?;
    if let Some(first) = tx.optional::<OrganisationSummary>(SELECT_FIRST, Vec::new()).await? {
        return Ok((with_keys(shared, first.id, first.name), false));
    }
    let organisation = create(shared, &mut tx, "Sandbox").await?;
    remember(&mut tx, "organisation", organisation.id.as_str()).await?;
    tx.commit().await?;
    Ok((organisation, true))
}

/// Makes an organisation in a transaction of its own.
pub(crate) async fn add(shared: &Shared, name: &str) -> Outcome<Organisation> {
    rerun(async || {
        let mut tx = shared.store.write(Scope::Everything).await?;
        let organisation = create(shared, &mut tx, name).await?;
        tx.commit().await?;
        Ok(organisation)
    })
    .await
}

/// Makes an organisation with a key for each environment.
async fn create(shared: &Shared, tx: &mut Tx, name: &str) -> Outcome<Organisation> {
    let organisation = with_keys(shared, shared.clock.id(), name.to_owned());
    tx.execute(INSERT_ORGANISATION, args![organisation.id, name, shared.clock.now()]).await?;
    for mode in [Mode::Test, Mode::Live] {
        insert_key(shared, tx, organisation.id, &mode, DEFAULT_KEY).await?;
    }
    Ok(organisation)
}

fn with_keys(shared: &Shared, id: OrganisationId, name: String) -> Organisation {
    let key = |mode| shared.secret.key(id, &mode, DEFAULT_KEY);
    Organisation { id, name, test_key: key(Mode::Test), live_key: key(Mode::Live) }
}

/// Every organisation, oldest first.
pub(crate) async fn list(shared: &Shared) -> Outcome<Vec<OrganisationSummary>> {
    let mut tx = shared.store.read(Scope::Everything).await?;
    Ok(tx.all(SELECT_ORGANISATIONS, Vec::new()).await?)
}

/// Whether there is such an organisation.
///
/// # Errors
/// `not_found`.
pub(crate) async fn require(tx: &mut Tx, org: OrganisationId) -> Outcome<()> {
    let found: Option<String> = tx.optional(SELECT_ORGANISATION, args![org]).await?;
    found.map(|_| ()).ok_or_else(|| Refusal::not_found("organisation"))
}

/// Makes one more key for an organisation, in a transaction of its own.
///
/// # Errors
/// `not_found` where there is no such organisation, `already_exists` where it has a key of that name.
pub(crate) async fn add_key(shared: &Shared, org: OrganisationId, mode: &Mode, name: &str) -> Outcome<Secret> {
    rerun(async || {
        let mut tx = shared.store.write(Scope::Everything).await?;
        require(&mut tx, org).await?;
        let key = insert_key(shared, &mut tx, org, mode, name).await?;
        tx.commit().await?;
        Ok(key)
    })
    .await
}

async fn insert_key(shared: &Shared, tx: &mut Tx, org: OrganisationId, mode: &Mode, name: &str) -> Outcome<Secret> {
    let key = shared.secret.key(org, mode, name);
    let args = args![digest_of(key.as_str()), format!("{org}/{mode}"), name, shared.clock.now()];
    if tx.execute(INSERT_KEY, args).await? == 0 {
        let detail = "The organisation has a key of that name in this mode. Choose another name.";
        return Err(Problem::new(ErrorCode::AlreadyExists, detail).at("/name").into());
    }
    Ok(key)
}

/// Removes every organisation but the first, and every key but its default ones.
pub(crate) async fn reset(tx: &mut Tx) -> Outcome<()> {
    tx.execute(DELETE_OTHERS, Vec::new()).await?;
    tx.execute(DELETE_OTHER_KEYS, args![DEFAULT_KEY]).await?;
    tx.execute(DELETE_SEEDS, Vec::new()).await?;
    Ok(())
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
    SELECT_FIRST: "SELECT o.id, o.name, o.created_at FROM organisations o JOIN meta m ON m.name = 'organisation' AND m.value = o.id";
    SELECT_ORGANISATION: "SELECT id FROM organisations WHERE id = $1";
    DELETE_OTHERS: "DELETE FROM organisations WHERE id <> (SELECT value FROM meta WHERE name = 'organisation')";
    INSERT_KEY: "INSERT INTO api_keys (digest, tenant, name, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (digest) DO NOTHING";
    DELETE_OTHER_KEYS: "DELETE FROM api_keys WHERE name <> $1 OR NOT EXISTS (
        SELECT 1 FROM meta m WHERE m.name = 'organisation' AND tenant IN (m.value || '/test', m.value || '/live'))";
    DELETE_SEEDS: "DELETE FROM meta WHERE name LIKE 'seed:%'";
    SELECT_META: "SELECT value FROM meta WHERE name = $1";
    UPSERT_META: "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
}
