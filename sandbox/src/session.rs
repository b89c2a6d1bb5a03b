//! Guests' sessions: JSON Web Tokens that the sandbox signs and reads itself.
//!
//! One algorithm is spoken, HS256, whatever a token's header says; so there is nothing to downgrade to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde::{Deserialize, Serialize};
use softknack::{ContactId, Mode, OrganisationId, Secret, Timestamp};

use crate::secrets::Secrets;

const ISSUER: &str = "https://api.softknack.com";
const SCOPE: &str = "queue:guest";
const LIFETIME_SECONDS: i64 = 2 * 60 * 60;

/// What a session's token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    iss: String,
    /// The contact that it acts for.
    #[serde(rename = "sub")]
    pub contact: ContactId,
    /// The organisation.
    pub org: OrganisationId,
    /// The environment.
    pub mode: Mode,
    scope: String,
    /// When it began, in seconds. A phone gets one code a minute, so no two sessions of a contact begin in one second.
    #[serde(rename = "iat")]
    pub began: i64,
    exp: i64,
}

/// Why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejected {
    /// It is not one of ours.
    Invalid,
    /// It was one of ours.
    Expired,
}

#[derive(Serialize, Deserialize)]
struct Header {
    alg: String,
    typ: String,
}

impl Session {
    /// A session that begins now.
    pub fn begin(contact: ContactId, org: OrganisationId, mode: Mode, now: Timestamp) -> Self {
        let began = now.as_second();
        let exp = began + LIFETIME_SECONDS;
        Self { iss: ISSUER.to_owned(), contact, org, mode, scope: SCOPE.to_owned(), began, exp }
    }

    /// Until when it is good.
    pub fn expires_at(&self) -> Timestamp {
        Timestamp::from_millisecond(self.exp.saturating_mul(1000)).unwrap_or(Timestamp::from(jiff::Timestamp::MAX))
    }

    /// What no other session of the tenant has.
    pub fn id(&self) -> String {
        format!("{}/{}", self.contact, self.began)
    }

    /// The token.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which its types rule out.
    pub fn token(&self, secrets: &Secrets) -> serde_json::Result<Secret> {
        let header = Header { alg: "HS256".to_owned(), typ: "JWT".to_owned() };
        let part = |json: String| URL_SAFE_NO_PAD.encode(json);
        let signed = format!("{}.{}", part(serde_json::to_string(&header)?), part(serde_json::to_string(self)?));
        let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&secrets.sessions, signed.as_bytes()));
        Ok(Secret::from(format!("{signed}.{signature}")))
    }

    /// Reads a token. Its signature is checked before anything in it is believed.
    ///
    /// # Errors
    /// When it is not one of ours, or has expired.
    pub fn read(token: &str, secrets: &Secrets, now: Timestamp) -> Result<Self, Rejected> {
        let (signed, signature) = token.rsplit_once('.').ok_or(Rejected::Invalid)?;
        let (header, claims) = signed.split_once('.').ok_or(Rejected::Invalid)?;
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| Rejected::Invalid);
        hmac::verify(&secrets.sessions, signed.as_bytes(), &decode(signature)?).map_err(|_| Rejected::Invalid)?;
        let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| Rejected::Invalid)?;
        let session: Self = serde_json::from_slice(&decode(claims)?).map_err(|_| Rejected::Invalid)?;
        if header.alg != "HS256" || header.typ != "JWT" || session.iss != ISSUER || session.scope != SCOPE {
            return Err(Rejected::Invalid);
        }
        if now.as_second() >= session.exp { Err(Rejected::Expired) } else { Ok(session) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use crate::organisations::SandboxSecret;

    fn session() -> (Session, Secrets, Timestamp) {
        let now: Timestamp = "2026-11-22T12:00:00.400Z".parse().unwrap();
        let session = Session::begin("ctc_1".parse().unwrap(), "org_1".parse().unwrap(), Mode::Test, now);
        (session, Secrets::new(&SandboxSecret::new(b"the sandbox's own secret")), now)
    }

    fn signed(secrets: &Secrets, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&secrets.sessions, signed.as_bytes()));
        format!("{signed}.{signature}")
    }

    #[test]
    fn a_session_is_good_for_two_hours() {
        let (session, secrets, now) = session();
        let token = session.token(&secrets).unwrap();
        assert!(token.is_valid(), "it is written as the contract says");
        let at = |milliseconds| Session::read(token.as_str(), &secrets, now.plus_milliseconds(milliseconds));
        assert_eq!(at(0), Ok(session.clone()));
        assert_eq!(at(7_199_599), Ok(session.clone()));
        assert_eq!(at(7_199_600), Err(Rejected::Expired));
        assert_eq!(session.expires_at().to_string(), "2026-11-22T14:00:00.000Z");
    }

    #[test]
    fn a_token_that_was_touched_anywhere_is_refused() {
        let (session, secrets, now) = session();
        let token = session.token(&secrets).unwrap();
        for place in 0..token.as_str().len() {
            let mut touched = token.as_str().as_bytes().to_vec();
            touched[place] = if touched[place] == b'A' { b'B' } else { b'A' };
            let touched = String::from_utf8(touched).unwrap();
            assert_eq!(Session::read(&touched, &secrets, now), Err(Rejected::Invalid), "at {place}");
        }
        for end in 0..token.as_str().len() {
            assert_eq!(Session::read(&token.as_str()[..end], &secrets, now), Err(Rejected::Invalid));
        }
        let other = Secrets::new(&SandboxSecret::new(b"another sandbox's secret"));
        assert_eq!(Session::read(token.as_str(), &other, now), Err(Rejected::Invalid));
    }

    #[test]
    fn no_other_algorithm_issuer_or_scope_is_accepted() {
        let (session, secrets, now) = session();
        let claims = serde_json::to_string(&session).unwrap();
        let read = |header: &str, claims: &str| Session::read(&signed(&secrets, header, claims), &secrets, now);
        let header = r#"{"alg":"HS256","typ":"JWT"}"#;
        assert_eq!(read(header, &claims), Ok(session));
        for other in ["none", "None", "HS512", "RS256", "hs256", ""] {
            assert_eq!(read(&header.replace("HS256", other), &claims), Err(Rejected::Invalid), "{other}");
        }
        assert_eq!(read(header, &claims.replace(SCOPE, "queue:staff")), Err(Rejected::Invalid));
        assert_eq!(read(header, &claims.replace(ISSUER, "https://example.com")), Err(Rejected::Invalid));
        let unsigned = signed(&secrets, r#"{"alg":"none","typ":"JWT"}"#, &claims);
        let (unsigned, _) = unsigned.rsplit_once('.').unwrap();
        assert_eq!(Session::read(&format!("{unsigned}."), &secrets, now), Err(Rejected::Invalid));
    }
}
