//! A receiver of webhooks that answers as it is told and remembers what came.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, Uri};
use softknack::webhook::{Event, Webhooks};
use softknack::{Timestamp, webhook::SignatureError};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinHandle;

/// What the receiver does with a request.
#[derive(Clone, Copy)]
pub enum Answer {
    Status(u16),
    /// A redirect to another path of the same receiver, which answers 200.
    Redirect,
    /// 200, after so long.
    After(Duration),
    /// 200, when it is [let go](Receiver::let_go).
    Held,
    /// Nothing at all, for ever.
    Never,
}

/// What came.
#[derive(Debug, Clone)]
pub struct Received {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no header {name}")).to_str().unwrap()
    }

    pub fn event(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The second at which it was signed.
    pub fn signed_at(&self) -> i64 {
        let signature = self.header("x-nexus-signature");
        signature.split(',').find_map(|part| part.strip_prefix("t=")).unwrap().parse().unwrap()
    }

    /// Verifies it with one secret, on the clock of `now`.
    pub fn verify(&self, secret: &str, now: Timestamp) -> Result<Event, SignatureError> {
        let webhooks = Webhooks::builder().secret(secret).clock(move || now).build().unwrap();
        webhooks.verify(&self.body, &self.headers)
    }
}

/// A receiver on a free port. Dropped, it stops.
pub struct Receiver {
    address: SocketAddr,
    url: String,
    inner: Arc<Inner>,
    server: JoinHandle<()>,
    /// Keeps the port while nobody listens there: who calls is refused, and nobody else gets it.
    kept: Option<TcpSocket>,
}

struct Inner {
    received: Mutex<Vec<Received>>,
    next: Mutex<VecDeque<Answer>>,
    otherwise: Mutex<Answer>,
    came: Notify,
    let_go: Semaphore,
}

/// Far more than anything takes to come.
const TOO_LONG: Duration = Duration::from_secs(60);

impl Receiver {
    /// One that answers 200 until it is told otherwise.
    pub async fn start() -> Self {
        let inner = Arc::new(Inner {
            received: Mutex::default(),
            next: Mutex::default(),
            otherwise: Mutex::new(Answer::Status(200)),
            came: Notify::new(),
            let_go: Semaphore::new(0),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = serve(listener, inner.clone());
        Self { address, url: format!("http://{address}/hook"), inner, server, kept: None }
    }

    /// Lets nobody connect any more. Whoever is connected already stays so.
    pub async fn go_away(&mut self) {
        if self.kept.is_none() {
            self.server.abort();
            let _ = (&mut self.server).await;
            let kept = TcpSocket::new_v4().unwrap();
            kept.set_reuseaddr(true).unwrap();
            kept.bind(self.address).unwrap();
            self.kept = Some(kept);
        }
    }

    /// Listens again where it did before.
    pub fn come_back(&mut self) {
        if let Some(kept) = self.kept.take() {
            self.server = serve(kept.listen(1024).unwrap(), self.inner.clone());
        }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Answers the next requests so, and then as it did otherwise.
    pub fn next(&self, answers: impl IntoIterator<Item = Answer>) {
        self.inner.next.lock().unwrap().extend(answers);
    }

    /// Answers so from now on.
    pub fn otherwise(&self, answer: Answer) {
        *self.inner.otherwise.lock().unwrap() = answer;
    }

    /// Answers one request that is held.
    pub fn let_go(&self) {
        self.inner.let_go.add_permits(1);
    }

    /// Everything that came, in that order.
    pub fn received(&self) -> Vec<Received> {
        self.inner.received.lock().unwrap().clone()
    }

    /// The types of the events that came, in that order.
    pub fn types(&self) -> Vec<String> {
        self.received().iter().map(|received| received.event()["type"].as_str().unwrap().to_owned()).collect()
    }

    /// Waits until `count` requests came.
    pub async fn wait_for(&self, count: usize) -> Vec<Received> {
        let waiting = async {
            loop {
                let mut came = std::pin::pin!(self.inner.came.notified());
                came.as_mut().enable();
                let received = self.received();
                if received.len() >= count {
                    return received;
                }
                came.await;
            }
        };
        tokio::time::timeout(TOO_LONG, waiting)
            .await
            .unwrap_or_else(|_| panic!("{} of {count} requests came", self.received().len()))
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn serve(listener: TcpListener, inner: Arc<Inner>) -> JoinHandle<()> {
    let app = Router::new().fallback(receive).with_state(inner);
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() })
}

async fn receive(State(inner): State<Arc<Inner>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let answer = inner.next.lock().unwrap().pop_front().unwrap_or(*inner.otherwise.lock().unwrap());
    inner.received.lock().unwrap().push(Received { path: uri.path().to_owned(), headers, body });
    inner.came.notify_waiters();
    let response = Response::builder();
    let response = match answer {
        Answer::Status(status) => response.status(status),
        Answer::Redirect => response.status(302).header("location", "/elsewhere"),
        Answer::After(delay) => {
            tokio::time::sleep(delay).await;
            response.status(200)
        }
        Answer::Held => {
            inner.let_go.acquire().await.unwrap().forget();
            response.status(200)
        }
        Answer::Never => std::future::pending().await,
    };
    response.body(Body::empty()).unwrap()
}
