//! Stands between the SDK and a sandbox, and holds every exchange against the OpenAPI document.

use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, header};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use softknack::{Client, ClientBuilder};
use softknack_sandbox::Sandbox;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::{conformance, http_client};

/// A client whose every exchange is checked. Dropped, it fails the test where one was not as the document says, or where it was
/// never used.
pub struct CheckedClient {
    client: Client,
    base_url: String,
    seen: Arc<Seen>,
    server: JoinHandle<()>,
}

#[derive(Default)]
struct Seen {
    exchanges: AtomicUsize,
    at_fault: AtomicBool,
}

/// A client of the sandbox's first organisation, like [`Sandbox::client`].
pub async fn client(sandbox: &Sandbox) -> CheckedClient {
    client_with(sandbox, |builder| builder).await
}

/// The same, built otherwise.
pub async fn client_with(sandbox: &Sandbox, build: impl FnOnce(ClientBuilder) -> ClientBuilder) -> CheckedClient {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Seen::default());
    let server = tokio::spawn(serve(listener, sandbox.base_url(), seen.clone()));
    let builder = Client::builder().credential(sandbox.organisation().test_key.as_str()).base_url(&base_url);
    CheckedClient { client: build(builder).build().unwrap(), base_url, seen, server }
}

impl CheckedClient {
    /// Where the proxy listens.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }
}

impl Deref for CheckedClient {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for CheckedClient {
    fn drop(&mut self) {
        self.server.abort();
        if !std::thread::panicking() {
            assert!(!self.seen.at_fault.load(Ordering::Relaxed), "an exchange is not as the OpenAPI document says");
            assert!(self.seen.exchanges.load(Ordering::Relaxed) > 0, "nothing went through the proxy");
        }
    }
}

async fn serve(listener: TcpListener, upstream: String, seen: Arc<Seen>) {
    let http = http_client();
    while let Ok((stream, _)) = listener.accept().await {
        let (http, upstream, seen) = (http.clone(), upstream.clone(), seen.clone());
        tokio::spawn(async move {
            let service = service_fn(|request| forward(&http, &upstream, &seen, request));
            // An error of the service breaks the connection, as the sandbox broke its own.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn forward(
    http: &reqwest::Client,
    upstream: &str,
    seen: &Seen,
    request: Request<hyper::body::Incoming>,
) -> Result<Response<Body>, reqwest::Error> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(Body::new(body), usize::MAX).await.unwrap();
    let target = parts.uri.path_and_query().unwrap().as_str().to_owned();
    let mut headers = parts.headers.clone();
    headers.remove(header::HOST);
    let answer = http
        .request(parts.method.clone(), format!("{upstream}{target}"))
        .headers(headers)
        .body(body.clone())
        .send()
        .await?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let text = answer.text().await?;
    let request = (!body.is_empty()).then(|| serde_json::from_slice::<Value>(&body).unwrap());
    let check = || conformance::check(parts.method.as_str(), &target, request.as_ref(), status.as_u16(), &text);
    seen.exchanges.fetch_add(1, Ordering::Relaxed);
    if catch_unwind(AssertUnwindSafe(check)).is_err() {
        seen.at_fault.store(true, Ordering::Relaxed);
    }
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}
