//! Signed events: verifying, signing, and what is in them.

mod error;
mod event;
mod headers;
mod payload;
mod secret;
mod signature;
mod verifier;

pub use error::{SignatureError, SignatureReason};
pub use event::*;
pub use headers::Headers;
pub use secret::{InvalidSecret, MatchedSecret, WebhookSecret};
pub use signature::{Form, SIGNATURE_HEADER};
pub use verifier::{DEFAULT_TOLERANCE, VerifiedBody, Webhooks, WebhooksBuilder};
