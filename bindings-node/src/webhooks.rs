//! Verifying deliveries, and signing them in tests.

use std::cell::{Cell, RefCell};

use napi::bindgen_prelude::{Either, Error, Result};
use napi_derive::napi;
use serde_json::json;
use softknack::webhook::{Form, SIGNATURE_HEADER, SignatureError, VerifiedBody, WebhookSecret};
use softknack::{EventId, Timestamp};
use zeroize::Zeroizing;

use crate::options::duration;

thread_local! {
    /// What the caller's clock said, while a delivery is verified.
    static NOW: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// A verifier with its ring of secrets.
#[napi]
pub struct Webhooks {
    inner: softknack::Webhooks,
    /// The header in which the signature stands, where it is one alone.
    header: String,
    last: RefCell<Last>,
}

/// What more is known of the delivery that was looked at last. It crosses when it is asked for, which it mostly is not.
#[derive(Default)]
struct Last {
    signed_at: Option<Timestamp>,
    refusal: Option<SignatureError>,
}

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
        let header = match &form {
            Form::PlainHex { header } => header.as_str().to_owned(),
            _ => SIGNATURE_HEADER.as_str().to_owned(),
        };
        let inner = softknack::Webhooks::builder()
            .secrets(secrets)
            .form(form)
            .tolerance(duration(tolerance))
            .clock(|| NOW.get().unwrap_or_else(Timestamp::now))
            .build()
            .map_err(|error| refusal(error.reason(), &error.to_string()))?;
        Ok(Self { inner, header, last: RefCell::default() })
    }

    /// The place of the secret that a delivery was signed with, or less than 0 where it is refused. `headers` are names and values in
    /// turn, or the value of the one header that matters. `now` is milliseconds since 1970, or none for the system's clock.
    #[napi]
    pub fn check(&self, body: &[u8], headers: Either<String, Vec<String>>, now: Option<f64>) -> i32 {
        let place = self
            .verified(body, &headers, now)
            .map(|verified| i32::try_from(verified.secret().index).unwrap_or(i32::MAX));
        place.unwrap_or(-1)
    }

    /// The text of a delivery that is checked as by `check`, or none where it is refused.
    #[napi]
    pub fn read(&self, body: &[u8], headers: Either<String, Vec<String>>, now: Option<f64>) -> Option<String> {
        let text = self.verified(body, &headers, now)?.text();
        match text {
            Ok(text) => Some(text.to_owned()),
            Err(error) => {
                self.last.borrow_mut().refusal = Some(error);
                None
            }
        }
    }

    /// When the last delivery that was accepted was signed, in milliseconds since 1970, where its form says so.
    #[napi(getter)]
    pub fn signed_at(&self) -> Option<i64> {
        self.last.borrow().signed_at.map(Timestamp::as_millisecond)
    }

    /// Why the last delivery that was refused was, as JSON.
    #[napi(getter)]
    pub fn refusal(&self) -> Option<String> {
        let last = self.last.borrow();
        let error = last.refusal.as_ref()?;
        let (reason, skew) = (error.reason().as_str(), error.skew());
        Some(json!({ "reason": reason, "skew": skew, "message": error.to_string() }).to_string())
    }

    /// The headers of a delivery of `body` that is signed at `at`, in milliseconds since 1970, names and values in turn; or none
    /// where `id` is no event's or `at` no time.
    #[napi]
    pub fn sign(&self, id: String, body: &[u8], at: f64) -> Option<Vec<String>> {
        let headers = self.inner.sign(id.parse::<EventId>().ok()?, body, timestamp(at)?);
        fn text(part: &impl AsRef<[u8]>) -> String {
            String::from_utf8_lossy(part.as_ref()).into_owned()
        }
        Some(headers.iter().flat_map(|(name, value)| [text(&name.as_str()), text(value)]).collect())
    }
}

impl Webhooks {
    fn verified<'a>(
        &self,
        body: &'a [u8],
        headers: &Either<String, Vec<String>>,
        now: Option<f64>,
    ) -> Option<VerifiedBody<'a>> {
        NOW.set(now.and_then(timestamp));
        let verified = match headers {
            Either::A(value) => self.inner.verify_raw(body, &[(&self.header, value)]),
            Either::B(pairs) => {
                let pairs: Vec<(&str, &str)> = pairs.chunks_exact(2).map(|pair| (&*pair[0], &*pair[1])).collect();
                self.inner.verify_raw(body, pairs.as_slice())
            }
        };
        NOW.set(None);
        let mut last = self.last.borrow_mut();
        match verified {
            Ok(verified) => {
                last.signed_at = verified.signed_at();
                Some(verified)
            }
            Err(error) => {
                last.refusal = Some(error);
                None
            }
        }
    }
}

#[allow(clippy::cast_possible_truncation, reason = "what is no time at all is refused by the check of its range")]
fn timestamp(milliseconds: f64) -> Option<Timestamp> {
    if milliseconds.is_finite() { Timestamp::from_millisecond(milliseconds as i64).ok() } else { None }
}

/// A refusal that crosses as data, for the face to make an error of.
fn refusal(reason: &str, message: &str) -> Error {
    Error::from_reason(json!({ "reason": reason, "message": message }).to_string())
}
