//! The handle on a running sandbox.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use softknack::{Client, EventPattern, Secret, Slot};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::builder::{Builder, StartError};
use crate::control::{self, ClockHandle, FaultsHandle, OutboxHandle};
use crate::error::Error;
use crate::http::{listen, router};
use crate::organisations::{self, Organisation};
use crate::receiver::Receiver;
use crate::seed::{self, Seeded};
use crate::state::Shared;
use crate::timers;

/// A running sandbox. Dropped, it stops at once; [`shutdown`](Self::shutdown) lets what is running finish.
pub struct Sandbox {
    shared: Arc<Shared>,
    client: Client,
    organisation: Organisation,
    is_new: bool,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
    timers: JoinHandle<()>,
}

impl Sandbox {
    /// Begins to serve what was made ready.
    pub(crate) fn serve(
        shared: Arc<Shared>,
        listener: TcpListener,
        client: Client,
        organisation: Organisation,
        is_new: bool,
    ) -> Self {
        let (stop, stopped) = watch::channel(false);
        let server = tokio::spawn(listen(listener, router(shared.clone()), stopped));
        let timers = tokio::spawn(timers::run(shared.clone()));
        Self { shared, client, organisation, is_new, stop, server, timers }
    }

    /// Starts one in memory, on a free port.
    ///
    /// # Errors
    /// When it cannot listen.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// For another place, address, environment or clock.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Where it is served.
    pub fn base_url(&self) -> String {
        base_url(self.shared.address)
    }

    /// The organisation that it was first started with.
    pub fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    /// Whether it began with an empty database, rather than with a file that had been used before.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// A client for the test environment of [`organisation`](Self::organisation). For another credential, take its
    /// [`with_credential`](Client::with_credential).
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// The token that guards the control plane over HTTP.
    pub fn admin_token(&self) -> Secret {
        self.shared.secret.admin_token()
    }

    /// Makes another organisation: nothing of this one can be seen from there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_organisation(&self, name: &str) -> Result<Organisation, Error> {
        Ok(organisations::add(&self.shared, name).await?)
    }

    /// The sandbox's clock, which everything that waits goes by.
    pub fn clock(&self) -> ClockHandle<'_> {
        ClockHandle::new(&self.shared)
    }

    /// What shall go wrong with the requests to come.
    pub fn faults(&self) -> FaultsHandle<'_> {
        FaultsHandle::new(&self.shared)
    }

    /// The messages that would have been sent.
    pub fn outbox(&self) -> OutboxHandle<'_> {
        OutboxHandle::new(&self.shared)
    }

    /// Registers a webhook endpoint for the events that match `patterns`, such as `appointment.*`, and receives them.
    ///
    /// # Errors
    /// When a pattern is not of its form, or nothing can listen.
    pub async fn receiver(
        &self,
        patterns: impl IntoIterator<Item = impl Into<EventPattern>>,
    ) -> Result<Receiver, Error> {
        Receiver::start(&self.shared, &self.organisation, patterns.into_iter().map(Into::into).collect()).await
    }

    /// Sets up a demo business in the test environment. Called again, it answers the same.
    ///
    /// # Errors
    /// When records of the demo's names are there already.
    pub async fn seed(&self) -> Result<Seeded, Error> {
        Ok(seed::seed(&self.shared, &seed::test_caller(self.organisation.id)).await?)
    }

    /// What the demo business consists of, where it was set up before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn seeded(&self) -> Result<Option<Seeded>, Error> {
        Ok(seed::seeded(&self.shared, &seed::test_caller(self.organisation.id)).await?)
    }

    /// Open slots of a service, soonest first, at most 100.
    ///
    /// # Errors
    /// When there is no such service.
    pub async fn openings(&self, service: &str) -> Result<Vec<Slot>, Error> {
        Ok(seed::openings(&self.shared, &seed::test_caller(self.organisation.id), service).await?)
    }

    /// Removes everything but the organisation that the sandbox was first started with, and its keys.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reset(&self) -> Result<(), Error> {
        Ok(control::reset(&self.shared).await?)
    }

    /// Waits until everything that is due by now was done: deliveries, reminders, expiries.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settle(&self) -> Result<(), Error> {
        Ok(control::settle(&self.shared).await?)
    }

    /// Stops it: no new request is taken, those that are running finish, and the file is closed.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        // The server ends by itself, and says itself what was amiss.
        let _ = (&mut self.server).await;
        self.timers.abort();
        let _ = (&mut self.timers).await;
        timers::stop(&self.shared).await;
        self.shared.store.close().await;
    }
}

/// The address of a sandbox for callers on this machine.
pub(crate) fn base_url(address: SocketAddr) -> String {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(ip, address.port()))
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("address", &self.shared.address).finish_non_exhaustive()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
        self.timers.abort();
    }
}
