//! Credentials and the environments they belong to.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

use crate::declare::open_enum;
use crate::error::Error;

open_enum! {
    /// An environment. Nothing crosses from the one to the other.
    pub enum Mode {
        /// For building: no real customer is touched.
        Test = "test",
        /// For real.
        Live = "live",
    }
}

/// The longest credential that is accepted, in bytes: servers refuse longer headers.
const MAX_LENGTH: usize = 8192;

/// An API key or a session token, in the one form in which it is needed: the value of the `Authorization` header.
///
/// It never prints. The header shares one buffer with every request in flight; the last owner zeroes it.
#[derive(Clone)]
pub(crate) struct Credential {
    authorization: HeaderValue,
    mode: Option<Mode>,
    is_token: bool,
}

impl Credential {
    /// # Errors
    /// Of no known form. What was given is not repeated.
    pub(crate) fn parse(text: &Zeroizing<String>) -> Result<Self, Error> {
        let text = text.as_str();
        let refused = |why: &'static str| Err(Error::configuration(why));
        if text.is_empty() {
            return refused("the credential is empty: set SK_API_KEY, or pass a key");
        }
        if text.len() > MAX_LENGTH {
            return refused("the credential is longer than 8192 characters");
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return refused(
                "the credential has white space, control characters or non-ASCII characters in it: copy it again",
            );
        }
        let key_mode = key_mode(text);
        let is_token = key_mode.is_none();
        let Some(mode) = key_mode.map(Some).or_else(|| token_mode(text)) else {
            return refused("the credential is neither an API key (sk_test_…, sk_live_…) nor a JWT");
        };
        let mut header = Zeroizing::new(Vec::with_capacity("Bearer ".len() + text.len()));
        header.extend_from_slice(b"Bearer ");
        header.extend_from_slice(text.as_bytes());
        let Ok(mut authorization) = HeaderValue::from_maybe_shared(Bytes::from_owner(header)) else {
            return refused("the credential cannot be sent in a header");
        };
        authorization.set_sensitive(true);
        Ok(Self { authorization, mode, is_token })
    }

    /// The environment that the credential says it belongs to; a token without a `mode` claim says none.
    pub(crate) fn mode(&self) -> Option<&Mode> {
        self.mode.as_ref()
    }

    /// Whether it is a session's token, which ends, and no API key.
    pub(crate) fn is_token(&self) -> bool {
        self.is_token
    }

    /// The header of one attempt.
    pub(crate) fn authorization(&self) -> HeaderValue {
        self.authorization.clone()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

fn key_mode(text: &str) -> Option<Mode> {
    let (mode, rest) = text.strip_prefix("sk_")?.split_once('_')?;
    match (mode, rest) {
        (_, "") => None,
        ("test", _) => Some(Mode::Test),
        ("live", _) => Some(Mode::Live),
        _ => None,
    }
}

/// The `mode` claim of a JWT, or `None` where the text is no JWT.
fn token_mode(text: &str) -> Option<Option<Mode>> {
    #[derive(serde::Deserialize)]
    struct Claims {
        mode: Option<Mode>,
    }
    let parts: Vec<Zeroizing<Vec<u8>>> =
        text.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).map(Zeroizing::new)).collect::<Result<_, _>>().ok()?;
    let [header, claims, signature] = &parts[..] else { return None };
    if signature.is_empty() || serde_json::from_slice::<serde::de::IgnoredAny>(header).is_err() {
        return None;
    }
    let claims: Claims = serde_json::from_slice(claims).ok()?;
    Some(claims.mode)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

    use super::*;

    fn parse(text: &str) -> Result<Credential, Error> {
        Credential::parse(&Zeroizing::new(text.to_owned()))
    }

    fn token(claims: &str) -> String {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.{}", part(r#"{"alg":"HS256"}"#), part(claims), part("signature"))
    }

    #[test]
    fn a_key_and_a_token_tell_their_mode() {
        assert_eq!(parse("sk_test_a1").unwrap().mode(), Some(&Mode::Test));
        assert_eq!(parse("sk_live_a1").unwrap().mode(), Some(&Mode::Live));
        assert_eq!(parse(&token(r#"{"mode":"live","sub":"ctc_1"}"#)).unwrap().mode(), Some(&Mode::Live));
        assert_eq!(parse(&token(r#"{"sub":"ctc_1"}"#)).unwrap().mode(), None);
    }

    #[test]
    fn what_is_no_credential_is_refused_and_never_repeated() {
        let tokens = [token("[]"), token("not json"), "e30.e30".to_owned(), "e30.e30.".to_owned()];
        let texts = [
            "",
            "hunter2",
            "sk_test_",
            "sk_prod_hunter2",
            "sk_test_hunter2\n",
            "sk_test_hun ter2",
            "sk_test_hünter2",
            "pk_test_hunter2",
        ];
        for text in texts.into_iter().map(str::to_owned).chain(tokens).chain([format!("sk_test_{}", "x".repeat(9000))])
        {
            let error = parse(&text).expect_err(&text);
            let printed = format!("{error} {error:#} {error:?}");
            assert!(text.is_empty() || text == "sk_test_" || !printed.contains(&text), "{printed}");
            assert!(!printed.contains("hunter2"), "{printed}");
        }
    }

    #[test]
    fn it_is_sent_as_a_bearer_and_never_printed() {
        let credential = parse("sk_test_hunter2").unwrap();
        assert_eq!(credential.authorization().as_bytes(), b"Bearer sk_test_hunter2");
        assert!(!format!("{credential:?} {:?}", credential.authorization()).contains("hunter2"));
    }
}
