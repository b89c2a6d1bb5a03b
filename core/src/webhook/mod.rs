//! Signed events: verifying, signing, and what is in them.
//!
//! [`Webhooks`] checks a delivery and reads its [`Event`]; a [`Router`] sends the event to the handler of its type; an
//! [`Inbox`] makes the handler's effect happen once, though deliveries come at least once.
//!
//! ```
//! use std::io;
//! use std::sync::Arc;
//!
//! use bytes::Bytes;
//! use http::{HeaderMap, StatusCode};
//! use softknack::webhook::{BoxFuture, Effect, Inbox, MemoryInbox, Router, Webhooks};
//!
//! struct App {
//!     webhooks: Webhooks,
//!     inbox: Inbox<MemoryInbox>,
//!     router: Router<BoxFuture<io::Result<()>>>,
//! }
//!
//! // In axum the first argument reads `State(app): State<Arc<App>>`, and this is a handler.
//! async fn receive(app: Arc<App>, headers: HeaderMap, body: Bytes) -> StatusCode {
//!     let event = match app.webhooks.verify(&body, &headers) {
//!         Ok(event) => event,
//!         Err(error) => {
//!             eprintln!("webhook refused: {error}");
//!             return StatusCode::BAD_REQUEST;
//!         }
//!     };
//!     match app.inbox.once(event.id, async || app.router.route(event).await).await {
//!         Ok(Effect::Applied(()) | Effect::AppliedBefore) => StatusCode::NO_CONTENT,
//!         // Whatever is no 2xx is delivered again.
//!         Ok(Effect::InProgress { .. }) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
//!     }
//! }
//!
//! # fn is_send(app: Arc<App>) -> impl Future + Send {
//! #     receive(app, HeaderMap::new(), Bytes::new())
//! # }
//! ```

mod error;
mod event;
mod headers;
mod hex;
mod inbox;
mod payload;
mod router;
mod secret;
mod signature;
mod verifier;

pub use error::{SignatureError, SignatureReason};
pub use event::*;
pub use headers::Headers;
pub use inbox::{Claim, DEFAULT_LEASE, Effect, Inbox, InboxError, InboxKey, InboxStore, MemoryInbox};
pub use router::{BoxFuture, Router};
pub use secret::{InvalidSecret, MatchedSecret, WebhookSecret};
pub use signature::{Form, SIGNATURE_HEADER};
pub use verifier::{DEFAULT_TOLERANCE, VerifiedBody, Webhooks, WebhooksBuilder};
