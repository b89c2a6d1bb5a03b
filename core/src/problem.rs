//! What the platform answers when it refuses: RFC 9457 problem details, and the table of codes.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::id::RequestId;
use crate::resources::calendar::Slot;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $status:literal $text:literal, $title:literal;)+) => {
        /// The machine-readable reason of a refusal.
        ///
        /// The set is open: a code that this version does not know is kept as it came.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $variant,)+
            /// A code that this version does not know.
            Unknown(String),
        }

        impl ErrorCode {
            /// Every code that this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// The code as it stands on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Unknown(text) => text,
                }
            }

            /// The HTTP status that it comes with; 500 for a code that this version does not know.
            pub fn status(&self) -> u16 {
                match self {
                    $(Self::$variant => $status,)+
                    Self::Unknown(_) => 500,
                }
            }

            /// The title of the problem, the same for every occurrence.
            pub fn title(&self) -> &str {
                match self {
                    $(Self::$variant => $title,)+
                    Self::Unknown(text) => text,
                }
            }

            /// What it means and what to do, as Markdown.
            pub fn doc(&self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc, "\n"),+),)+
                    Self::Unknown(_) => "A code that this version does not know.",
                }
            }
        }

        impl From<&str> for ErrorCode {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)+
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }
    };
}

codes! {
    /// The body is no JSON.
    MalformedJson = 400 "malformed_json", "The body is not JSON";
    /// A query, path or header parameter is not of its form.
    InvalidParameter = 400 "invalid_parameter", "A parameter is invalid";
    /// The cursor was altered, is of another version, or was made for other filters: list again from the start.
    InvalidCursor = 400 "invalid_cursor", "The cursor is invalid";
    /// A mutation came without an `Idempotency-Key`.
    IdempotencyKeyMissing = 400 "idempotency_key_missing", "The idempotency key is missing";
    /// The `Idempotency-Key` is not 1 to 255 visible ASCII characters.
    IdempotencyKeyInvalid = 400 "idempotency_key_invalid", "The idempotency key is invalid";
    /// No credential was sent.
    AuthenticationRequired = 401 "authentication_required", "Authentication is required";
    /// The credential is unknown, revoked, or of the other environment.
    InvalidCredential = 401 "invalid_credential", "The credential is invalid";
    /// The session token has expired: renew it.
    TokenExpired = 401 "token_expired", "The token has expired";
    /// The credential may not do this within its own organisation.
    PermissionDenied = 403 "permission_denied", "Permission denied";
    /// There is no such record, or it belongs to somebody else.
    NotFound = 404 "not_found", "Not found";
    /// The key was used before with another body, method or path: use a new key for a new intent.
    IdempotencyKeyReused = 409 "idempotency_key_reused", "The idempotency key was used for another request";
    /// The first request with this key is still running; a client waits and tries again by itself.
    IdempotencyInProgress = 409 "idempotency_in_progress", "The first request with this key is still running";
    /// The slot is no longer open: somebody else won it, or it was closed, or it has begun. `next_slots` has the next openings.
    SlotTaken = 409 "slot_taken", "The slot is taken";
    /// A resource that the slot needs is held by another appointment at that time, or does not fit.
    ResourceTaken = 409 "resource_taken", "A resource is taken";
    /// The record is in a state that does not allow this step: `from` and `to` tell which.
    InvalidTransition = 409 "invalid_transition", "The state does not allow this";
    /// The name is in use: a slug, for one, names one record.
    AlreadyExists = 409 "already_exists", "There is one already";
    /// The party stands in this line already.
    AlreadyInQueue = 409 "already_in_queue", "Already in the queue";
    /// The one-time code has expired or was used: request a new one.
    OtpExpired = 410 "otp_expired", "The code has expired";
    /// The body is larger than 1 MiB.
    PayloadTooLarge = 413 "payload_too_large", "The body is too large";
    /// The body is not `application/json`.
    UnsupportedMediaType = 415 "unsupported_media_type", "The media type is not supported";
    /// The body has members that are missing, unknown or out of bounds: `errors` names each.
    ValidationFailed = 422 "validation_failed", "The request is not valid";
    /// The one-time code is wrong: `attempts_left` says how often it may still be tried.
    OtpIncorrect = 422 "otp_incorrect", "The code is incorrect";
    /// Too many requests: wait for `Retry-After`.
    RateLimited = 429 "rate_limited", "Too many requests";
    /// The platform failed; nothing was stored under the key, so the request may be sent again with it.
    Internal = 500 "internal", "Internal error";
    /// The platform is not available for now: wait for `Retry-After`.
    Unavailable = 503 "unavailable", "Temporarily unavailable";
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Ok(Self::from(text.as_ref()))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ErrorCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ErrorCode".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let known: Vec<&str> = Self::KNOWN.iter().map(Self::as_str).collect();
        schemars::json_schema!({
            "type": "string",
            "description": "The machine-readable reason of a refusal. The set is open.",
            "examples": known,
        })
    }
}

/// One member of a request that is not valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FieldError {
    /// Where it stands: a JSON pointer into the request.
    pub param: String,
    /// What kind of fault it is: `missing`, `unknown`, `invalid`.
    pub code: String,
    /// What is wrong, and what would be right.
    pub detail: String,
}

impl FieldError {
    /// A fault of the kind `code` at `param`.
    pub fn new(param: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { param: param.into(), code: code.into(), detail: detail.into() }
    }
}

/// A refusal as the platform writes it: `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Problem {
    /// A link to the documentation of the code.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// The code in words.
    #[serde(default)]
    pub title: String,
    /// The HTTP status.
    #[serde(default)]
    pub status: u16,
    /// What happened this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Where it happened: the path of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The machine-readable reason.
    pub code: ErrorCode,
    /// The member at fault: a JSON pointer into the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub param: Option<String>,
    /// Every member at fault, where the request is not valid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// On `slot_taken`: up to three open slots, soonest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_slots: Option<Vec<Slot>>,
    /// On `invalid_transition`: the state that the record is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// On `invalid_transition`: the state that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// On `otp_incorrect`: how often the code may still be tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts_left: Option<u32>,
    /// The request that was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<RequestId>,
    /// What the request belonged to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
    /// Members that this version does not know.
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub extra: Map<String, Value>,
}

impl Problem {
    /// A refusal for the reason `code`; `detail` says what happened this time.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("https://docs.softknack.com/errors/{code}"),
            title: code.title().to_owned(),
            status: code.status(),
            detail: Some(detail.into()),
            instance: None,
            code,
            param: None,
            errors: Vec::new(),
            next_slots: None,
            from: None,
            to: None,
            attempts_left: None,
            request_id: None,
            correlation_id: None,
            extra: Map::new(),
        }
    }

    /// Reads a refusal, or `None` where `body` is none. A member that is not of its form is passed over: what matters is the
    /// code, and a refusal must not turn into another error.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let problem = Self::read_leniently(body)?;
        let code = problem.code.as_str();
        // A code is for machines and goes into logs: what is no such word comes from somewhere else.
        let is_word = (1..=64).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
        is_word.then_some(problem)
    }

    fn read_leniently(body: &[u8]) -> Option<Self> {
        if let Ok(problem) = serde_json::from_slice(body) {
            return Some(problem);
        }
        let members: Map<String, Value> = serde_json::from_slice(body).ok()?;
        let mut sound = Map::new();
        sound.insert("code".to_owned(), Value::from(members.get("code")?.as_str()?));
        // What a platform adds to a problem is counted in handfuls; more is not worth the repeated reading.
        for (name, value) in members.into_iter().take(64) {
            sound.insert(name.clone(), value);
            if serde_json::from_value::<Self>(Value::Object(sound.clone())).is_err() {
                sound.shift_remove(&name);
            }
        }
        serde_json::from_value(Value::Object(sound)).ok()
    }

    /// The same, at the member `param` of the request.
    #[must_use]
    pub fn at(mut self, param: impl Into<String>) -> Self {
        self.param = Some(param.into());
        self
    }
}
