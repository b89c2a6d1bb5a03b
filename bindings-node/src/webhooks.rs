//! Verifying deliveries, and signing them in tests.

use std::cell::Cell;

use napi::bindgen_prelude::{Error, Result};
use napi_derive::napi;
use serde_json::json;
use softknack::webhook::{Form, SignatureError, VerifiedBody, WebhookSecret};
use softknack::{EventId, Timestamp};
use zeroize::Zeroizing;

use crate::options::duration;

thread_local! {
    /// What the caller's clock said, while a delivery is verified.
    static NOW: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// A verifier with its ring of secrets.
#[napi]
pub struct Webhooks(softknack::Webhooks);

#[napi]
impl Webhooks {
    /// A verifier; or an error whose message is the facts of why it cannot be made. `labels` has an empty text where a
    /// secret has no label.
    #[napi(factory)]
    pub fn build(
        secrets: Vec<String>,
        labels: Vec<String>,
        form: String,
        header: String,
        tolerance: f64,
    ) -> Result<Self> {
        let form = match form.as_str() {
            "nexus" => Form::Nexus,
            "standardWebhooks" => Form::StandardWebhooks,
            "plainHex" => Form::PlainHex {
                header: header.parse().map_err(|_| {
                    refusal("usage", "header must be the name of a header: letters, digits and hyphens")
                })?,
            },
            _ => return Err(refusal("usage", "form must be nexus, plainHex or standardWebhooks")),
        };
        let secrets = secrets.into_iter().map(Zeroizing::new).zip(labels).map(|(secret, label)| match label.as_str() {
            "" => WebhookSecret::from(secret.as_str()),
            _ => WebhookSecret::labelled(label, secret.as_str()),
        });
        softknack::Webhooks::builder()
            .secrets(secrets)
            .form(form)
            .tolerance(duration(tolerance))
            .clock(|| NOW.get().unwrap_or_else(Timestamp::now))
            .build()
            .map(Self)
            .map_err(|error| refusal(error.reason(), &error.to_string()))
    }

    /// Checks a delivery with `headers`, which are names and values in turn. `now` is milliseconds since 1970, or none for the
    /// system's clock. Gives a line of facts, with the body's text after it where `read` says so; or `!` and why it is refused.
    #[napi]
    pub fn verify(&self, body: &[u8], headers: Vec<String>, now: Option<f64>, read: bool) -> String {
        let pairs: Vec<(&str, &str)> = headers.chunks_exact(2).map(|pair| (&*pair[0], &*pair[1])).collect();
        NOW.set(now.and_then(timestamp));
        let verified = self.0.verify_raw(body, pairs.as_slice());
        NOW.set(None);
        match verified.and_then(|verified| accepted(&verified, read)) {
            Ok(text) => text,
            Err(error) => {
                let (reason, skew) = (error.reason().as_str(), error.skew());
                format!("!{}", json!({ "reason": reason, "skew": skew, "message": error.to_string() }))
            }
        }
    }

    /// The headers of a delivery of `body` that is signed at `at`, in milliseconds since 1970, names and values in turn; or none
    /// where `id` is no event's or `at` no time.
    #[napi]
    pub fn sign(&self, id: String, body: &[u8], at: f64) -> Option<Vec<String>> {
        let headers = self.0.sign(id.parse::<EventId>().ok()?, body, timestamp(at)?);
        fn text(part: &impl AsRef<[u8]>) -> String {
            String::from_utf8_lossy(part.as_ref()).into_owned()
        }
        Some(headers.iter().flat_map(|(name, value)| [text(&name.as_str()), text(value)]).collect())
    }
}

fn accepted(verified: &VerifiedBody<'_>, read: bool) -> std::result::Result<String, SignatureError> {
    let secret = verified.secret();
    let facts = json!([secret.index, secret.label.as_deref(), verified.signed_at().map(Timestamp::as_millisecond)]);
    let text = if read { verified.text()? } else { "" };
    Ok(format!("{facts}\n{text}"))
}

#[allow(clippy::cast_possible_truncation, reason = "what is no time at all is refused by the check of its range")]
fn timestamp(milliseconds: f64) -> Option<Timestamp> {
    if milliseconds.is_finite() { Timestamp::from_millisecond(milliseconds as i64).ok() } else { None }
}

/// A refusal that crosses as data, for the face to make an error of.
fn refusal(reason: &str, message: &str) -> Error {
    Error::from_reason(json!({ "reason": reason, "message": message }).to_string())
}
