//! Verifying deliveries, and signing them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use crate::id::EventId;
use crate::time::Timestamp;
use crate::webhook::error::SignatureError;
use crate::webhook::event::Event;
use crate::webhook::headers::{Headers, Lookup};
use crate::webhook::payload;
use crate::webhook::secret::{InvalidSecret, KeyRing, MatchedSecret, WebhookSecret};
use crate::webhook::signature::Form;

/// How far the time of a signature may lie from now, unless told otherwise.
pub const DEFAULT_TOLERANCE: Duration = Duration::from_secs(300);

type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Verifies deliveries with every secret that is live, and signs them in tests. Cheap to clone.
///
/// ```
/// use softknack::webhook::{EventData, Webhooks};
///
/// # fn receive(secret: &str, body: &[u8], headers: &http::HeaderMap) -> Result<(), Box<dyn std::error::Error>> {
/// let webhooks = Webhooks::new([secret])?;
/// let event = webhooks.verify(body, headers)?;
/// match event.data {
///     EventData::AppointmentBooked(data) => println!("{} at {}", data.appointment.id, data.appointment.starts_at),
///     EventData::Unknown(_) => println!("{} is news to this version", event.event_type),
///     _ => {}
/// }
/// # Ok(())
/// # }
/// ```
///
/// The body must be the bytes as they came: what a framework parsed and wrote again is not what was signed. In axum take
/// `headers: HeaderMap, body: Bytes` as the handler's arguments and pass both on.
#[derive(Clone)]
pub struct Webhooks {
    keys: KeyRing,
    form: Form,
    tolerance: u64,
    clock: Clock,
}

impl Webhooks {
    /// Verifies the platform's own signatures, made with any of `secrets`.
    ///
    /// # Errors
    /// When there is no secret, or one has white space or fewer than 16 bytes of key material.
    pub fn new(secrets: impl IntoIterator<Item = impl Into<WebhookSecret>>) -> Result<Self, InvalidSecret> {
        Self::builder().secrets(secrets).build()
    }

    /// For another form of signature, another tolerance or another clock.
    pub fn builder() -> WebhooksBuilder {
        WebhooksBuilder {
            secrets: Vec::new(),
            form: Form::default(),
            tolerance: DEFAULT_TOLERANCE,
            clock: Arc::new(Timestamp::now),
        }
    }

    /// Checks the signature over `body`, the bytes as they came, and reads the event.
    ///
    /// # Errors
    /// Why the delivery is refused.
    pub fn verify(&self, body: impl AsRef<[u8]>, headers: &(impl Headers + ?Sized)) -> Result<Event, SignatureError> {
        self.verify_raw(body.as_ref(), headers)?.event()
    }

    /// Checks the signature over `body` and leaves it unread.
    ///
    /// # Errors
    /// Why the delivery is refused; never `malformed_payload`.
    pub fn verify_raw<'a>(
        &self,
        body: &'a [u8],
        headers: &(impl Headers + ?Sized),
    ) -> Result<VerifiedBody<'a>, SignatureError> {
        self.check(body, &|name, found| headers.each(name, found))
    }

    fn check<'a>(&self, body: &'a [u8], headers: &Lookup<'_>) -> Result<VerifiedBody<'a>, SignatureError> {
        let claim = self.form.read(headers)?;
        let Some(secret) = self.keys.find(&[&claim.prefix, body], &claim.macs) else {
            let hint = self.explain(&claim.prefix, body, &claim.macs);
            return Err(SignatureError::no_match().hint(hint));
        };
        // After the signature: the skew is then a fact about the sender's clock and ours, not about a forger's wishes.
        if let Some(second) = claim.timestamp {
            let skew = (self.clock)().as_second() - second;
            if skew.unsigned_abs() > self.tolerance {
                return Err(SignatureError::out_of_tolerance(skew, self.tolerance));
            }
        }
        let signed_at = claim.timestamp.and_then(|second| Timestamp::from_millisecond(second * 1000).ok());
        Ok(VerifiedBody { bytes: body, secret, signed_at })
    }

    /// The headers that a delivery of `body` carries when it is signed at `at` with every secret of the ring.
    ///
    /// Only Standard Webhooks signs the event's `id` along and sends it. A plain hex signature is one alone, by the first
    /// secret.
    pub fn sign(&self, id: EventId, body: impl AsRef<[u8]>, at: Timestamp) -> HeaderMap {
        self.form.write(&self.keys, id, body.as_ref(), at.as_second())
    }

    /// What can be told about a signature that does not match.
    fn explain(&self, prefix: &[u8], body: &[u8], macs: &[[u8; 32]]) -> Option<&'static str> {
        if body.is_empty() {
            return Some("the body is empty: was it read before?");
        }
        if matches!(body, b"[object Object]") {
            return Some("the body is an object that was turned into text: pass the raw bytes of the request");
        }
        let trimmed = body.trim_ascii_end();
        let newline = trimmed.len() < body.len() && self.keys.find(&[prefix, trimmed], macs).is_some();
        Some(if newline {
            "it matches without the white space at the end of the body: something added it on the way"
        } else {
            "check that the secret is this endpoint's, and that the body is the raw bytes of the request, not JSON written again"
        })
    }
}

impl fmt::Debug for Webhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhooks")
            .field("secrets", &self.keys)
            .field("form", &self.form)
            .field("tolerance", &Duration::from_secs(self.tolerance))
            .finish_non_exhaustive()
    }
}

/// Makes a [`Webhooks`].
pub struct WebhooksBuilder {
    secrets: Vec<WebhookSecret>,
    form: Form,
    tolerance: Duration,
    clock: Clock,
}

impl WebhooksBuilder {
    /// Adds a secret to the ring.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<WebhookSecret>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// Adds several secrets to the ring.
    #[must_use]
    pub fn secrets(mut self, secrets: impl IntoIterator<Item = impl Into<WebhookSecret>>) -> Self {
        self.secrets.extend(secrets.into_iter().map(Into::into));
        self
    }

    /// How deliveries are signed. Default: [`Form::Nexus`].
    #[must_use]
    pub fn form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    /// How far the time of a signature may lie from now, either way, in whole seconds. Default: [`DEFAULT_TOLERANCE`].
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// What the time is. Default: the system's clock.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The verifier.
    ///
    /// # Errors
    /// When there is no secret, or one has white space or fewer than 16 bytes of key material.
    pub fn build(self) -> Result<Webhooks, InvalidSecret> {
        let keys = KeyRing::new(&self.secrets, &self.form)?;
        Ok(Webhooks { keys, form: self.form, tolerance: self.tolerance.as_secs(), clock: self.clock })
    }
}

impl fmt::Debug for WebhooksBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhooksBuilder")
            .field("secrets", &self.secrets)
            .field("form", &self.form)
            .field("tolerance", &self.tolerance)
            .finish_non_exhaustive()
    }
}

/// A body whose signature is right.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedBody<'a> {
    bytes: &'a [u8],
    secret: MatchedSecret,
    signed_at: Option<Timestamp>,
}

impl<'a> VerifiedBody<'a> {
    /// The bytes as they came.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The secret that it was signed with.
    pub fn secret(&self) -> &MatchedSecret {
        &self.secret
    }

    /// When it was signed, where its form says so.
    pub fn signed_at(&self) -> Option<Timestamp> {
        self.signed_at
    }

    /// Reads the event.
    ///
    /// # Errors
    /// `malformed_payload`, where the body is no event.
    pub fn event(&self) -> Result<Event, SignatureError> {
        payload::read(self.bytes)
    }

    /// Its text without a byte-order mark, nested no deeper than 128: for a reader of its own, which tells of what it cannot
    /// read by [`SignatureError::unreadable`].
    ///
    /// # Errors
    /// `malformed_payload`, where the body is no UTF-8 or nested deeper.
    pub fn text(&self) -> Result<&'a str, SignatureError> {
        payload::text(self.bytes)
    }
}

/// Without the body, which may hold personal data.
impl fmt::Debug for VerifiedBody<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedBody")
            .field("length", &self.bytes.len())
            .field("secret", &self.secret)
            .field("signed_at", &self.signed_at)
            .finish()
    }
}
