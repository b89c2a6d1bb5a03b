//! Who calls: API keys.

use axum::http::{HeaderMap, header};
use ring::digest;
use serde::Deserialize;
use softknack::ErrorCode;

use crate::engine::Caller;
use crate::refusal::{Outcome, Refusal};
use crate::store::{Tx, args, statements};

/// Finds out who calls.
///
/// # Errors
/// `authentication_required` without a credential, `invalid_credential` with an unknown one.
pub(super) async fn authenticate(headers: &HeaderMap, tx: &mut Tx, live: bool) -> Outcome<Caller> {
    let required = || Refusal::new(ErrorCode::AuthenticationRequired, "Send `Authorization: Bearer <API key>`.");
    let key = bearer(headers).ok_or_else(required)?;
    if key.starts_with("sk_live_") && !live {
        let detail = "This sandbox does not play the live environment: use a test key, or start it with --live.";
        return Err(Refusal::new(ErrorCode::InvalidCredential, detail));
    }
    let found: Option<Found> = tx.optional(SELECT_KEY, args![digest_of(key)]).await?;
    let invalid = || Refusal::new(ErrorCode::InvalidCredential, "The API key is not known here.");
    let found = found.ok_or_else(invalid)?;
    let system = Caller::system(&found.tenant).ok_or_else(invalid)?;
    Ok(Caller { actor: format!("key:{}", found.name), ..system })
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
}
