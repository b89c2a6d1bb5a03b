//! How a connection is opened: straight to the platform or through a proxy, then TLS, all of it within one timeout.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_rustls::{DefaultServerNameResolver, HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::net::TcpStream;
use tower_service::Service;

/// When a connection that is silent is asked whether it still stands, and how often before it is given up.
const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVE_RETRIES: u32 = 3;

/// How long what was sent may stay unacknowledged.
#[cfg(any(target_os = "linux", target_os = "android"))]
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Connecting<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;

/// What goes to the platform or, where TLS is spoken with it, to a proxy.
type Stream = MaybeHttpsStream<TokioIo<TcpStream>>;

/// Opens connections, and counts them. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Connector(Arc<Shared>);

struct Shared {
    tls: HttpsConnector<Route>,
    timeout: Duration,
    begun: AtomicU64,
}

impl Connector {
    pub(crate) fn new(tls: ClientConfig, proxies: Option<Matcher>, timeout: Duration) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(timeout));
        tcp.set_keepalive(Some(KEEPALIVE));
        tcp.set_keepalive_interval(Some(KEEPALIVE));
        tcp.set_keepalive_retries(Some(KEEPALIVE_RETRIES));
        #[cfg(any(target_os = "linux", target_os = "android"))]
        tcp.set_tcp_user_timeout(Some(UNACKNOWLEDGED));
        // A tunnel is asked for by the first HTTP.
        let mut to_proxy = tls.clone();
        to_proxy.alpn_protocols = vec![b"http/1.1".to_vec()];
        let route = Route { direct: tcp.clone(), to_proxy: https(tcp, to_proxy), proxies: proxies.map(Arc::new) };
        Self(Arc::new(Shared { tls: https(route, tls), timeout, begun: AtomicU64::new(0) }))
    }

    /// How many connections it has begun to open. When none was begun while an attempt was under way, the attempt rode on one
    /// from the pool; the pool itself does not tell.
    pub(crate) fn begun(&self) -> u64 {
        self.0.begun.load(Ordering::Acquire)
    }
}

fn https<T>(connect: T, tls: ClientConfig) -> HttpsConnector<T> {
    HttpsConnector::new(connect, tls, false, Arc::new(DefaultServerNameResolver::default()))
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<Stream>;
    type Error = BoxError;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, platform: Uri) -> Self::Future {
        self.0.begun.fetch_add(1, Ordering::AcqRel);
        let timeout = self.0.timeout;
        let connecting = self.0.tls.clone().call(platform);
        Box::pin(async move {
            match tokio::time::timeout(timeout, connecting).await {
                Ok(connected) => connected,
                Err(_) => {
                    let message = format!("it was not open within the {timeout:?} that opening it may take");
                    Err(io::Error::new(io::ErrorKind::TimedOut, message).into())
                }
            }
        })
    }
}

/// Where a connection goes first.
#[derive(Clone)]
struct Route {
    direct: HttpConnector,
    to_proxy: HttpsConnector<HttpConnector>,
    proxies: Option<Arc<Matcher>>,
}

impl Service<Uri> for Route {
    type Response = Stream;
    type Error = BoxError;
    type Future = Connecting<Stream>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, platform: Uri) -> Self::Future {
        let Some(proxy) = self.proxies.as_ref().and_then(|proxies| proxies.intercept(&platform)) else {
            let connecting = self.direct.call(platform);
            return Box::pin(async move { Ok(MaybeHttpsStream::Http(connecting.await?)) });
        };
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.to_proxy.clone());
        if let Some(authorization) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(authorization.clone());
        }
        let tunnelling = tunnel.call(platform);
        Box::pin(async move { Ok(tunnelling.await?) })
    }
}
