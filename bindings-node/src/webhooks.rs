//! Verifying deliveries, and signing them in tests.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use napi::bindgen_prelude::{Env, Error, Function, FunctionCallContext, Null, Result, ToNapiValue};
use napi::sys::napi_value;
use napi_derive::napi;
use serde_json::json;
use softknack::webhook::{Form, SIGNATURE_HEADER, SignatureError, VerifiedBody, WebhookSecret};
use softknack::{EventId, Timestamp};
use zeroize::Zeroizing;

use crate::options::duration;
use crate::shape::Shape;
use crate::{arguments, doubt, text};

thread_local! {
    /// What the caller's clock said, while a delivery is verified.
    static NOW: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// A verifier with its ring of secrets.
#[napi]
pub struct Webhooks(Rc<Verifier>);

struct Verifier {
    inner: softknack::Webhooks,
    /// The header in which the signature stands, where it is one alone.
    header: String,
    last: RefCell<Last>,
}

/// What more is known of the delivery that was looked at last. It crosses when it is asked for, which it mostly is not.
#[derive(Default)]
struct Last {
    secret: usize,
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
        Ok(Self(Rc::new(Verifier { inner, header, last: RefCell::default() })))
    }

    // What follows are functions that carry their verifier along: to find it through an object costs as much as the rest of a call.

    /// `(body, headers, now?)`: when a delivery was signed, in milliseconds since 1970, or not a number where its form does not
    /// say; less than 0 where it is refused. `headers` are names and values in turn, or the value of the one header that matters.
    /// `now` is milliseconds since 1970; the system's clock, where it is not given.
    #[napi(ts_return_type = "Check")]
    pub fn checker<'a>(&self, env: &'a Env) -> Result<Function<'a, (), f64>> {
        let verifier = Rc::clone(&self.0);
        env.create_function_from_closure("check", move |context| {
            let signed_at = verifier.verified(&context, |verified| verified.signed_at())?;
            Ok(match signed_at {
                #[allow(clippy::cast_precision_loss, reason = "a number of twelve digits, and three zeros, is exact")]
                Some(Some(at)) => at.as_millisecond() as f64,
                Some(None) => f64::NAN,
                None => -1.0,
            })
        })
    }

    /// The same, but for the text of a delivery, packed where it is plainly of the `shape` of events, which JSON.parse reads as strictly
    /// as the core then; or null where it is refused.
    #[napi(ts_return_type = "Read")]
    pub fn reader<'a>(&self, env: &'a Env, shape: &Shape) -> Result<Function<'a, (), napi_value>> {
        let verifier = Rc::clone(&self.0);
        let shape = Arc::clone(&shape.0);
        env.create_function_from_closure("read", move |context| {
            let text = verifier.verified(&context, |verified| {
                let text = verified.text()?;
                if doubt::is_strict(text) { Ok(text) } else { Err(SignatureError::unreadable("", "it is not JSON")) }
            })?;
            let text = text.and_then(|text| text.map_err(|error| verifier.refuse(error)).ok());
            // SAFETY: it is the environment of the call that is under way.
            unsafe {
                match text {
                    Some(text) => text::of(context.env.raw(), text, &shape),
                    None => Null::to_napi_value(context.env.raw(), Null),
                }
            }
        })
    }

    /// The place of the secret that the last delivery that was accepted was signed with.
    #[napi(getter)]
    pub fn secret(&self) -> u32 {
        u32::try_from(self.0.last.borrow().secret).unwrap_or(u32::MAX)
    }

    /// Why the last delivery that was refused was, as JSON.
    #[napi(getter)]
    pub fn refusal(&self) -> Option<String> {
        let last = self.0.last.borrow();
        let error = last.refusal.as_ref()?;
        let (reason, skew) = (error.reason().as_str(), error.skew());
        Some(json!({ "reason": reason, "skew": skew, "message": error.to_string() }).to_string())
    }

    /// The headers of a delivery of `body` that is signed at `at`, in milliseconds since 1970, names and values in turn; or none
    /// where `id` is no event's or `at` no time.
    #[napi]
    pub fn sign(&self, id: String, body: &[u8], at: f64) -> Option<Vec<String>> {
        let headers = self.0.inner.sign(id.parse::<EventId>().ok()?, body, timestamp(at)?);
        fn text(part: &impl AsRef<[u8]>) -> String {
            String::from_utf8_lossy(part.as_ref()).into_owned()
        }
        Some(headers.iter().flat_map(|(name, value)| [text(&name.as_str()), text(value)]).collect())
    }
}

impl Verifier {
    /// What `take` gives of the delivery, where it is accepted.
    fn verified<'a, T>(
        &self,
        context: &'a FunctionCallContext<'_>,
        take: impl FnOnce(&VerifiedBody<'a>) -> T,
    ) -> Result<Option<T>> {
        let body = arguments::bytes(context, 0)?;
        let now = if context.length() > 2 { timestamp(context.get(2)?) } else { None };
        NOW.set(now);
        // By its name alone, it is found without a look at how that is spelled.
        let one = |value: &[u8]| self.inner.verify_raw(body, &|name: &str| (name == self.header).then_some(value));
        let verified = arguments::text(context, 1, one).and_then(|verified| match verified {
            Some(verified) => Ok(verified),
            None => {
                let pairs: Vec<String> = context.get(1)?;
                let pairs = pairs.chunks_exact(2).map(|pair| (pair[0].as_str(), pair[1].as_bytes()));
                Ok(self.inner.verify_raw(body, &pairs.collect::<Vec<_>>()))
            }
        });
        NOW.set(None);
        Ok(match verified? {
            Ok(verified) => {
                self.last.borrow_mut().secret = verified.secret().index;
                Some(take(&verified))
            }
            Err(error) => {
                self.refuse(error);
                None
            }
        })
    }

    fn refuse(&self, error: SignatureError) {
        self.last.borrow_mut().refusal = Some(error);
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
