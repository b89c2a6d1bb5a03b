//! Who calls: API keys, and guests' sessions.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, header};
use ring::digest;
use serde::Deserialize;
use softknack::{ErrorCode, Mode};

use super::limits;
use super::respond::Marks;
use crate::engine::Caller;
use crate::refusal::{Outcome, Refusal};
use crate::session::{Rejected, Session};
use crate::settings;
use crate::state::Shared;
use crate::store::{Scope, args, statements};

/// Finds out who calls, and counts the request: both by the settings that hold when it comes.
///
/// # Errors
/// When it is not known who calls, and `rate_limited`.
pub(super) async fn admit(headers: &HeaderMap, shared: &Shared, marks: &mut Marks) -> Outcome<Caller> {
    let mut counted = None;
    loop {
        let known = shared.settings.known();
        let caller = authenticate(headers, shared).await;
        if let (Ok(caller), None) = (&caller, &counted) {
            let (standing, allowed) = limits::count(shared, &caller.tenant()).await?;
            marks.standing = Some(standing);
            counted = Some(allowed);
        } else {
            settings::hear_of_others(shared).await?;
        }
        if shared.settings.known() == known {
            let caller = caller?;
            return counted.unwrap_or(Ok(())).map(|()| caller);
        }
    }
}

/// Finds out who calls, as far as this process knows the settings.
///
/// # Errors
/// `authentication_required` without a credential, `invalid_credential` with an unknown one, `token_expired` with a session
/// that is over.
async fn authenticate(headers: &HeaderMap, shared: &Shared) -> Outcome<Caller> {
    let required = || Refusal::new(ErrorCode::AuthenticationRequired, "Send `Authorization: Bearer <credential>`.");
    let credential = bearer(headers).ok_or_else(required)?;
    if credential.contains('.') { by_session(credential, shared).await } else { by_key(credential, shared).await }
}

async fn by_key(key: &str, shared: &Shared) -> Outcome<Caller> {
    if key.starts_with("sk_live_") && !shared.live {
        let detail = "This sandbox does not play the live environment: use a test key, or start it with --live.";
        return Err(Refusal::new(ErrorCode::InvalidCredential, detail));
    }
    let digest = digest_of(key);
    let settings = shared.settings.known();
    if let Some(caller) = shared.callers.get(settings, &digest) {
        return Ok(caller);
    }
    let found: Option<Found> =
        shared.store.read(Scope::Everything).await?.optional(SELECT_KEY, args![digest.as_str()]).await?;
    let invalid = || Refusal::new(ErrorCode::InvalidCredential, "The API key is not known here.");
    let found = found.ok_or_else(invalid)?;
    let system = Caller::system(&found.tenant).ok_or_else(invalid)?;
    let caller = Caller { actor: format!("key:{}", found.name), ..system };
    shared.callers.remember(settings, digest, caller.clone());
    Ok(caller)
}

/// The callers behind keys that were seen, which hold as long as the settings are the same.
#[derive(Debug, Default)]
pub(crate) struct Callers(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    settings: i64,
    callers: HashMap<String, Caller>,
}

impl Callers {
    fn get(&self, settings: i64, digest: &str) -> Option<Caller> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (seen.settings == settings).then(|| seen.callers.get(digest).cloned()).flatten()
    }

    fn remember(&self, settings: i64, digest: String, caller: Caller) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.settings < settings {
            *seen = Seen { settings, callers: HashMap::new() };
        }
        if seen.settings == settings {
            seen.callers.insert(digest, caller);
        }
    }
}

async fn by_session(token: &str, shared: &Shared) -> Outcome<Caller> {
    let session = Session::read(token, &shared.secrets, shared.clock.now()).map_err(|rejected| match rejected {
        Rejected::Invalid => Refusal::new(ErrorCode::InvalidCredential, "The session's token was not made here."),
        Rejected::Expired => Refusal::new(ErrorCode::TokenExpired, "The session is over: verify a new code."),
    })?;
    if session.mode == Mode::Live && !shared.live {
        return Err(Refusal::new(ErrorCode::InvalidCredential, "This sandbox does not play the live environment."));
    }
    let actor = format!("guest:{}", session.contact);
    let caller = Caller { org: session.org, mode: session.mode.clone(), actor, session: Some(session.clone()) };
    let tenant = caller.tenant();
    let mut tx = shared.store.read(Scope::Tenant(&tenant)).await?;
    let known: Option<i64> = tx.optional(SELECT_CONTACT, args![&tenant, session.contact]).await?;
    match known {
        Some(_) => Ok(caller),
        None => Err(Refusal::new(ErrorCode::InvalidCredential, "The session's contact is not known here.")),
    }
}

/// The credential of a request.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, credential) = text.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !credential.is_empty()).then_some(credential)
}

#[derive(Deserialize)]
struct Found {
    tenant: String,
    name: String,
}

/// What is stored of a key: it cannot be read back.
pub(crate) fn digest_of(key: &str) -> String {
    digest::digest(&digest::SHA256, key.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

statements! {
    SELECT_KEY: "SELECT tenant, name FROM api_keys WHERE digest = $1";
    SELECT_CONTACT: "SELECT 1 FROM contacts WHERE tenant = $1 AND id = $2";
}
