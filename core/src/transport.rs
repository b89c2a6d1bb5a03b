//! One attempt on the wire. It knows nothing of retries; it says how far the attempt got.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use tokio::time::{Instant, timeout_at};
use tower_layer::Layer;
use tower_service::Service;

/// The largest answer that is read.
const MAX_BODY: usize = 64 * 1024 * 1024;

#[derive(Clone)]
pub(crate) struct Transport {
    http: reqwest::Client,
    connections: Connections,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Why no whole answer came, by how far the attempt got.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The request cannot be put on a wire.
    Unsendable(reqwest::Error),
    /// There was no connection: nothing was sent.
    Connect(reqwest::Error),
    /// The connection broke before the answer began. `pooled`: it had been opened before this attempt.
    Broken { error: reqwest::Error, pooled: bool },
    /// The connection broke within the answer.
    Interrupted(reqwest::Error),
    /// Time ran out.
    TimedOut,
    /// The answer is larger than any that is expected.
    TooLarge { status: u16, headers: HeaderMap },
}

impl Transport {
    pub(crate) fn new(builder: reqwest::ClientBuilder) -> Result<Self, reqwest::Error> {
        let connections = Connections::default();
        let http = builder.connector_layer(connections.clone()).build()?;
        Ok(Self { http, connections })
    }

    /// Sends `request` and reads the whole answer, until `limit`.
    pub(crate) fn send(
        &self,
        request: reqwest::Request,
        limit: Instant,
    ) -> impl Future<Output = Result<Answer, Failure>> + Send {
        let opened = self.connections.opened();
        let sent = self.http.execute(request);
        async move {
            match timeout_at(limit, self.receive(sent, opened)).await {
                Ok(result) => result,
                Err(_) => Err(Failure::TimedOut),
            }
        }
    }

    async fn receive(
        &self,
        sent: impl Future<Output = reqwest::Result<reqwest::Response>>,
        opened: u64,
    ) -> Result<Answer, Failure> {
        let mut response = match sent.await {
            Ok(response) => response,
            Err(error) if error.is_builder() => return Err(Failure::Unsendable(error.without_url())),
            Err(error) if error.is_connect() => return Err(Failure::Connect(error.without_url())),
            Err(error) => {
                let pooled = self.connections.opened() == opened;
                return Err(Failure::Broken { error: error.without_url(), pooled });
            }
        };
        let status = response.status().as_u16();
        let headers = std::mem::take(response.headers_mut());
        let interrupted = |error: reqwest::Error| Failure::Interrupted(error.without_url());

        let first = response.chunk().await.map_err(interrupted)?.unwrap_or_default();
        // An answer mostly comes in one piece, which is then not copied.
        let Some(second) = response.chunk().await.map_err(interrupted)? else {
            return Ok(Answer { status, headers, body: first });
        };
        let mut body = BytesMut::from(first);
        body.extend_from_slice(&second);
        while let Some(more) = response.chunk().await.map_err(interrupted)? {
            if body.len() + more.len() > MAX_BODY {
                return Err(Failure::TooLarge { status, headers });
            }
            body.extend_from_slice(&more);
        }
        Ok(Answer { status, headers, body: body.freeze() })
    }
}

/// Counts the connections that a client begins to open. When none was begun while an attempt was under way, the attempt
/// rode on one from the pool; the pool itself does not tell.
#[derive(Clone, Default)]
struct Connections(Arc<AtomicU64>);

impl Connections {
    fn opened(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

impl<S> Layer<S> for Connections {
    type Service = Counted<S>;

    fn layer(&self, connect: S) -> Counted<S> {
        Counted { connect, connections: self.clone() }
    }
}

#[derive(Clone)]
struct Counted<S> {
    connect: S,
    connections: Connections,
}

impl<S: Service<R>, R> Service<R> for Counted<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.connect.poll_ready(context)
    }

    fn call(&mut self, destination: R) -> S::Future {
        self.connections.0.fetch_add(1, Ordering::AcqRel);
        self.connect.call(destination)
    }
}
