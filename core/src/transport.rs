//! One attempt on the wire. It knows nothing of retries; it says how far the attempt got.

use std::future::Future;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper_util::client::legacy::{Client, Error, ResponseFuture};
use hyper_util::rt::TokioTimer;
use tokio::time::{Instant, timeout_at};

use crate::connector::Connector;
use crate::executor::Executor;

/// How long a connection may lie idle: below the limit of the usual load balancer, so that it is this end that lets go.
const POOL_IDLE: Duration = Duration::from_secs(20);

/// The largest answer that is read.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// How much memory is taken for an answer because it says how large it is.
const MAX_RESERVED: usize = 1024 * 1024;

pub(crate) struct Transport {
    http: Client<Connector, Full<Bytes>>,
    connector: Connector,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Why no whole answer came, by how far the attempt got.
#[derive(Debug)]
pub(crate) enum Failure {
    /// There was no connection: nothing was sent.
    Connect(Error),
    /// The connection broke before the answer began. `pooled`: it had been opened before this attempt.
    Broken { error: Error, pooled: bool },
    /// The connection broke within the answer.
    Interrupted(hyper::Error),
    /// Time ran out.
    TimedOut,
    /// The answer is larger than any that is expected.
    TooLarge { status: u16, headers: HeaderMap },
}

impl Transport {
    pub(crate) fn new(connector: Connector, executor: Executor) -> Self {
        let http = Client::builder(executor)
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(POOL_IDLE)
            .build(connector.clone());
        Self { http, connector }
    }

    /// Sends `request` and reads the whole answer, until `limit`.
    pub(crate) fn send(
        &self,
        request: http::Request<Full<Bytes>>,
        limit: Instant,
    ) -> impl Future<Output = Result<Answer, Failure>> + Send {
        let begun = self.connector.begun();
        let sent = self.http.request(request);
        async move {
            match timeout_at(limit, self.receive(sent, begun)).await {
                Ok(result) => result,
                Err(_) => Err(Failure::TimedOut),
            }
        }
    }

    async fn receive(&self, sent: ResponseFuture, begun: u64) -> Result<Answer, Failure> {
        let response = match sent.await {
            Ok(response) => response,
            Err(error) if error.is_connect() => return Err(Failure::Connect(error)),
            Err(error) => return Err(Failure::Broken { error, pooled: self.connector.begun() == begun }),
        };
        let (head, mut rest) = response.into_parts();
        let status = head.status.as_u16();

        let first = chunk(&mut rest).await?.unwrap_or_default();
        let announced = usize::try_from(rest.size_hint().lower()).unwrap_or(usize::MAX);
        let second = if rest.is_end_stream() { None } else { chunk(&mut rest).await? };
        // An answer mostly comes in one piece, which is then not copied.
        let Some(second) = second else { return Ok(Answer { status, headers: head.headers, body: first }) };
        let mut body = BytesMut::with_capacity(first.len() + announced.min(MAX_RESERVED));
        body.extend_from_slice(&first);
        body.extend_from_slice(&second);
        while let Some(more) = chunk(&mut rest).await? {
            if body.len() + more.len() > MAX_BODY {
                return Err(Failure::TooLarge { status, headers: head.headers });
            }
            body.extend_from_slice(&more);
        }
        Ok(Answer { status, headers: head.headers, body: body.freeze() })
    }
}

/// The next piece of an answer, or none at its end.
async fn chunk(body: &mut Incoming) -> Result<Option<Bytes>, Failure> {
    while let Some(frame) = body.frame().await {
        // What is no data are trailers, in which nothing is told.
        if let Ok(data) = frame.map_err(Failure::Interrupted)?.into_data() {
            return Ok(Some(data));
        }
    }
    Ok(None)
}
