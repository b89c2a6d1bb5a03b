//! How a sandbox is started.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use softknack::{Client, Secret, Timestamp};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::clock::{Clock, Setting};
use crate::dispatch;
use crate::engine::handlers;
use crate::error::Error;
use crate::faults::Faults;
use crate::http::{Callers, InProgress, RateLimiter};
use crate::organisations::{self, SandboxSecret};
use crate::refusal::Refusal;
use crate::sandbox::{Sandbox, base_url};
use crate::secrets::Secrets;
use crate::settings::{self, Settings};
use crate::state::Shared;
use crate::store::{Location, Scope, Store, StoreError};
use crate::timers::Timers;

/// How a sandbox is to be started.
#[derive(Debug, Clone)]
pub struct Builder {
    location: Location,
    migrate_as: Option<Secret>,
    address: SocketAddr,
    live: bool,
    requests_per_minute: u32,
    delivery_timeout: Duration,
    clock_at: Option<Timestamp>,
    frozen: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            location: Location::Memory,
            migrate_as: None,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            live: false,
            requests_per_minute: 1_000_000,
            delivery_timeout: Duration::from_secs(10),
            clock_at: None,
            frozen: false,
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

    /// Keeps everything in a PostgreSQL database, which other sandboxes may share: `postgres://user:password@host:5432/name`.
    /// The role is a member of `softknack_server`, or the database's owner.
    #[must_use]
    pub fn database(mut self, url: impl Into<Secret>) -> Self {
        self.location = Location::Postgres { url: url.into(), migrate_as: self.migrate_as.clone() };
        self
    }

    /// Makes the tables of [`database`](Self::database) as another role, the database's owner, so that the sandbox itself
    /// owns nothing.
    #[must_use]
    pub fn migrate_as(mut self, url: impl Into<Secret>) -> Self {
        let owner = Some(url.into());
        if let Location::Postgres { migrate_as, .. } = &mut self.location {
            migrate_as.clone_from(&owner);
        }
        self.migrate_as = owner;
        self
    }

    /// Listens here: at a loopback address or, for callers on other machines, at every one (`0.0.0.0`). Default: a free port
    /// of 127.0.0.1.
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

    /// Sets the clock to `at`, from where it runs on. Default: the system's time, or what a file remembers.
    #[must_use]
    pub fn clock_at(mut self, at: Timestamp) -> Self {
        self.clock_at = Some(at);
        self
    }

    /// Makes the clock stand still: it moves only when it is told to. Default: it runs.
    #[must_use]
    pub fn frozen(mut self, frozen: bool) -> Self {
        self.frozen = frozen;
        self
    }

    /// Starts it.
    ///
    /// # Errors
    /// When the address is taken or the file cannot be opened.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let handlers = handlers();
        let missing = handlers.missing();
        if !missing.is_empty() {
            return Err(StartError::MissingHandlers(missing));
        }
        if !self.address.ip().is_loopback() && !self.address.ip().is_unspecified() {
            return Err(StartError::Address(self.address));
        }
        let store = Store::open(&self.location).await?;
        let listener = TcpListener::bind(self.address)
            .await
            .map_err(|source| StartError::Listen { address: self.address, source })?;
        let address = listener.local_addr().map_err(|source| StartError::Listen { address: self.address, source })?;

        // Of several that begin with an empty database, one makes what all of them then find.
        let _alone = store.alone("start").await?;
        let mut tx = store.write(Scope::Everything).await?;
        let secret = SandboxSecret::remembered(&mut tx).await?;
        let first_setting = self.clock_setting();
        let told = self.frozen || self.clock_at.is_some();
        if told || settings::remembered_clock(&mut tx).await?.is_none() {
            settings::write_clock(&mut tx, first_setting).await?;
        }
        if !store.is_shared() {
            dispatch::release_all(&mut tx).await?;
        }
        tx.commit().await?;

        let shared = Arc::new(Shared {
            store,
            clock: Arc::new(Clock::new(first_setting)),
            first_setting,
            settings: Settings::default(),
            faults: Faults::default(),
            handlers,
            limits: RateLimiter::new(self.requests_per_minute),
            callers: Callers::default(),
            in_progress: InProgress::default(),
            secrets: Arc::new(Secrets::new(&secret)),
            secret,
            wake: Notify::new(),
            delivery_timeout: self.delivery_timeout,
            timers: Timers::default(),
            live: self.live,
            address,
        });
        settings::catch_up(&shared).await?;
        let (organisation, is_new) = organisations::first(&shared).await?;
        let client = Client::builder()
            .credential(organisation.test_key.as_str())
            .base_url(base_url(address))
            .build()
            .map_err(StartError::Client)?;
        Ok(Sandbox::serve(shared, listener, client, organisation, is_new))
    }

    fn clock_setting(&self) -> Setting {
        let at = self.clock_at.unwrap_or_else(Timestamp::now);
        match (self.frozen, self.clock_at) {
            (true, _) => Setting::Frozen(at),
            (false, Some(at)) => Setting::running(at),
            (false, None) => Setting::Offset(0),
        }
    }
}

/// Why a sandbox did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The address is neither a loopback address nor every one: the SDK takes plain HTTP to this machine alone.
    Address(SocketAddr),
    /// It cannot listen at the address.
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The database cannot be opened, or was made by another version.
    Store(Box<dyn std::error::Error + Send + Sync>),
    /// No client for it can be made.
    Client(softknack::Error),
    /// Operations of the contract that this sandbox does not serve.
    MissingHandlers(Vec<&'static str>),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => {
                write!(
                    f,
                    "the sandbox listens at a loopback address such as 127.0.0.1, or at every one (0.0.0.0), not at {address}"
                )
            }
            Self::Client(error) => write!(f, "no client for the sandbox can be made: {error}"),
            Self::Listen { address, source } => write!(f, "the sandbox cannot listen at {address}: {source}"),
            Self::Store(error) => write!(f, "the sandbox cannot open its database: {error}"),
            Self::MissingHandlers(names) => write!(f, "the sandbox has no handler for {}", names.join(", ")),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Listen { source, .. } => Some(source),
            Self::Store(error) => Some(&**error),
            Self::Client(error) => Some(error),
            Self::Address(_) | Self::MissingHandlers(_) => None,
        }
    }
}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> Self {
        Self::Store(Box::new(error))
    }
}

impl From<Refusal> for StartError {
    fn from(refusal: Refusal) -> Self {
        Self::Store(Box::new(Error::from(refusal)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_of_the_contract_is_served() {
        assert_eq!(handlers().missing(), Vec::<&str>::new());
    }
}
