//! One attempt: a signed POST, and what the endpoint made of it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use softknack::webhook::Webhooks;
use softknack::{Timestamp, WebUrl};

use super::lease::Due;

/// How much of an answer is read, and for how long: only so that the connection can be used again.
const DRAINED_BYTES: usize = 16 * 1024;
pub(super) const DRAINING: Duration = Duration::from_secs(1);

/// A request that is ready to be sent.
pub(super) struct Attempt {
    pub(super) http: reqwest::Client,
    pub(super) url: WebUrl,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
    pub(super) timeout: Duration,
}

/// What became of it.
pub(super) enum Answer {
    /// Any 2xx.
    Accepted(u16),
    /// Another status.
    Refused(u16),
    /// There was none, and why.
    None(Silence),
}

/// Why there was no answer.
pub(super) enum Silence {
    TimedOut(Duration),
    NotConnected,
    BrokenOff,
}

/// The client of all attempts. It follows no redirect, and no proxy stands between it and the endpoints.
pub(super) fn client() -> Result<reqwest::Client, reqwest::Error> {
    let roots = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect::<rustls::RootCertStore>();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .pool_idle_timeout(Duration::from_secs(20));
    // The versions that rustls holds for safe are always among those of its own provider.
    if let Ok(tls) = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions() {
        client = client.tls_backend_preconfigured(tls.with_root_certificates(roots).with_no_client_auth());
    }
    client.build()
}

/// The headers of a delivery's next attempt, signed at `at`.
pub(super) fn headers(signer: &Webhooks, delivery: &Due, at: Timestamp) -> HeaderMap {
    let mut headers = signer.sign(delivery.event_id, &delivery.body, at);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::USER_AGENT, HeaderValue::from_static("Softknack-Webhooks/1"));
    let mut insert = |name: &'static str, value: &str| {
        // IDs, digits and correlation IDs are visible ASCII, which a header value always takes.
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    insert("x-nexus-event-id", delivery.event_id.as_str());
    insert("x-nexus-delivery-id", delivery.id.as_str());
    insert("x-nexus-attempt", &(delivery.attempted + 1).to_string());
    insert("x-correlation-id", &delivery.correlation_id);
    headers
}

impl Attempt {
    /// Sends it, once.
    pub(super) async fn make(self) -> Answer {
        let request = self.http.post(self.url.as_str()).headers(self.headers).body(self.body).send();
        let response = match tokio::time::timeout(self.timeout, request).await {
            Err(_) => return Answer::None(Silence::TimedOut(self.timeout)),
            Ok(Err(error)) if error.is_connect() => return Answer::None(Silence::NotConnected),
            Ok(Err(_)) => return Answer::None(Silence::BrokenOff),
            Ok(Ok(response)) => response,
        };
        let status = response.status();
        // The status is the whole answer: how the body ends makes no difference.
        let _ = tokio::time::timeout(DRAINING, drain(response)).await;
        if status.is_success() { Answer::Accepted(status.as_u16()) } else { Answer::Refused(status.as_u16()) }
    }
}

async fn drain(mut response: reqwest::Response) {
    let mut room = DRAINED_BYTES;
    while let Ok(Some(chunk)) = response.chunk().await {
        match room.checked_sub(chunk.len()) {
            Some(rest) => room = rest,
            None => break,
        }
    }
}

impl Answer {
    /// The status, where there is one.
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Self::Accepted(status) | Self::Refused(status) => Some(*status),
            Self::None(_) => None,
        }
    }

    /// Why the attempt failed, where it did. It never repeats the address, which may hold a secret of the receiver's.
    pub(super) fn failure(&self) -> Option<String> {
        match self {
            Self::Accepted(_) => None,
            Self::Refused(status @ 300..=399) => {
                Some(format!("the endpoint answered {status}, and redirects are not followed"))
            }
            Self::Refused(status) => Some(format!("the endpoint answered {status}")),
            Self::None(silence) => Some(silence.to_string()),
        }
    }
}

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut(timeout) => write!(f, "the endpoint did not answer within {} s", timeout.as_secs_f32()),
            Self::NotConnected => f.write_str("the endpoint could not be reached"),
            Self::BrokenOff => f.write_str("the connection broke off before the endpoint answered"),
        }
    }
}
