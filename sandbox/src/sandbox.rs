//! Starting a sandbox, and the handle on a running one.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use softknack::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::clock::{Clock, Setting};
use crate::engine::handlers;
use crate::faults::Faults;
use crate::http::{InProgress, RateLimiter, router};
use crate::organisations::{self, Organisation, random_text};
use crate::refusal::Refusal;
use crate::secrets::Secrets;
use crate::state::Shared;
use crate::store::{Location, Store, StoreError};
use crate::timers::{self, Timers};

/// How a sandbox is to be started.
#[derive(Debug, Clone)]
pub struct Builder {
    location: Location,
    address: SocketAddr,
    live: bool,
    requests_per_minute: u32,
    delivery_timeout: Duration,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            location: Location::Memory,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            live: false,
            requests_per_minute: 1_000_000,
            delivery_timeout: Duration::from_secs(10),
        }
    }
}

impl Builder {
    /// Keeps everything in a file, across restarts. Default: in memory.
    #[must_use]
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.location = Location::File(path.into());
        self
    }

    /// Listens here. Default: a free port of 127.0.0.1.
    #[must_use]
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Plays the live environment too: `sk_live_` keys work. Default: they are refused.
    #[must_use]
    pub fn live(mut self, live: bool) -> Self {
        self.live = live;
        self
    }

    /// Allows each organisation so many requests a minute. Default: 1,000,000.
    #[must_use]
    pub fn requests_per_minute(mut self, requests: u32) -> Self {
        self.requests_per_minute = requests;
        self
    }

    /// Gives a receiver of webhooks so long to answer. Default: the contract's 10 seconds.
    #[must_use]
    pub fn delivery_timeout(mut self, timeout: Duration) -> Self {
        self.delivery_timeout = timeout;
        self
    }

    /// Starts it.
    ///
    /// # Errors
    /// When the address is taken or the file cannot be opened.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let store = Store::open(&self.location).await?;
        let listener = TcpListener::bind(self.address).await.map_err(StartError::Listen)?;
        let address = listener.local_addr().map_err(StartError::Listen)?;
        let mut tx = store.write().await?;
        let secret = match organisations::remembered(&mut tx, "secret").await? {
            Some(secret) => secret,
            None => {
                let secret = random_text::<32>()?;
                organisations::remember(&mut tx, "secret", &secret).await?;
                secret
            }
        };
        tx.commit().await?;
        let shared = Arc::new(Shared {
            store,
            clock: Arc::new(Clock::new(Setting::Offset(0))),
            faults: Arc::new(Faults::default()),
            handlers: handlers(),
            limits: RateLimiter::new(self.requests_per_minute),
            in_progress: InProgress::default(),
            secrets: Arc::new(Secrets::new(secret.as_bytes())),
            wake: Notify::new(),
            delivery_timeout: self.delivery_timeout,
            timers: Timers::default(),
            live: self.live,
        });
        let organisation = organisations::create(&shared, "Sandbox").await?;
        let app = router(shared.clone());
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                tracing::error!(%error, "the sandbox stopped listening");
            }
        });
        let timers = tokio::spawn(timers::run(shared.clone()));
        Ok(Sandbox { shared, address, organisation, server, timers })
    }
}

/// A running sandbox. Dropped, it stops.
pub struct Sandbox {
    shared: Arc<Shared>,
    address: SocketAddr,
    organisation: Organisation,
    server: JoinHandle<()>,
    timers: JoinHandle<()>,
}

impl Sandbox {
    /// Starts one in memory, on a free port.
    ///
    /// # Errors
    /// When it cannot listen.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// For another place, address or environment.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Where it is served.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The organisation that it was started with.
    pub fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    /// What the sandbox's clock says.
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// Moves the clock ahead, and lets everything that falls due meanwhile happen at its own time.
    pub async fn advance(&self, by: Duration) -> Result<(), StartError> {
        self.set_clock(self.now().plus_milliseconds(i64::try_from(by.as_millis()).unwrap_or(i64::MAX))).await
    }

    /// Sets the clock. Ahead, it stops at everything that falls due on the way there.
    pub async fn set_clock(&self, to: Timestamp) -> Result<(), StartError> {
        Ok(timers::advance(&self.shared, to).await?)
    }

    /// Waits until everything that is due by now was done: deliveries, reminders, expiries.
    pub async fn settle(&self) -> Result<(), StartError> {
        Ok(timers::settle(&self.shared).await?)
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
        self.timers.abort();
    }
}

/// Why a sandbox did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// It cannot listen at the address.
    Listen(std::io::Error),
    /// The database cannot be opened.
    Store(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen(error) => write!(f, "the sandbox cannot listen: {error}"),
            Self::Store(error) => write!(f, "the sandbox cannot open its database: {error}"),
        }
    }
}

impl std::error::Error for StartError {}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> Self {
        Self::Store(Box::new(error))
    }
}

impl From<Refusal> for StartError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Fault(error) => Self::Store(error),
            Refusal::Problem(problem) | Refusal::Later(problem, _) | Refusal::Kept(problem) => {
                Self::Store(problem.detail.unwrap_or_default().into())
            }
        }
    }
}
