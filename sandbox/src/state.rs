//! What everything in a running sandbox shares.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use softknack::operation::Operation;
use softknack::{RequestId, Timestamp};
use tokio::sync::Notify;

use crate::clock::{Clock, Setting};
use crate::engine::{Caller, Context};
use crate::faults::Faults;
use crate::http::{Callers, Handlers, InProgress, RateLimiter};
use crate::organisations::SandboxSecret;
use crate::refusal::{Outcome, Refusal};
use crate::secrets::Secrets;
use crate::settings::Settings;
use crate::store::{Store, Tx};
use crate::timers::Timers;

/// What everything in a running sandbox shares.
pub(crate) struct Shared {
    pub(crate) store: Store,
    pub(crate) clock: Arc<Clock>,
    /// Where the clock stood at the start, and stands again after a reset.
    pub(crate) first_setting: Setting,
    pub(crate) settings: Settings,
    pub(crate) faults: Faults,
    pub(crate) handlers: Handlers,
    pub(crate) limits: RateLimiter,
    pub(crate) callers: Callers,
    pub(crate) in_progress: InProgress,
    pub(crate) secrets: Arc<Secrets>,
    pub(crate) secret: SandboxSecret,
    /// Wakes those who wait for timers: one may be due sooner than they think.
    pub(crate) wake: Notify,
    /// How long a receiver of webhooks may take to answer.
    pub(crate) delivery_timeout: Duration,
    pub(crate) timers: Timers,
    /// Whether the sandbox plays the live environment.
    pub(crate) live: bool,
    /// Where it is served.
    pub(crate) address: SocketAddr,
}

impl Shared {
    pub(crate) fn context(
        &self,
        tx: Tx,
        caller: Caller,
        operation: &'static Operation,
        request_id: RequestId,
        correlation_id: String,
    ) -> Context {
        Context::for_request(
            tx,
            caller,
            operation,
            request_id,
            correlation_id,
            self.clock.clone(),
            self.secrets.clone(),
        )
    }

    /// Wakes those who wait for timers, where they would sleep beyond `due`.
    pub(crate) fn wake_by(&self, due: Option<Timestamp>) {
        if due.is_some_and(|due| self.timers.sleep_beyond(due)) {
            self.wake.notify_waiters();
        }
    }

    /// For a timer of a tenant's own.
    pub(crate) fn timer_context(
        &self,
        tx: Tx,
        tenant: &str,
        action: &'static str,
        correlation_id: Option<String>,
    ) -> Outcome<Context> {
        let caller = Caller::system(tenant).ok_or_else(|| Refusal::Fault("a row is of no tenant".into()))?;
        Ok(Context::for_timer(tx, caller, action, correlation_id, self.clock.clone(), self.secrets.clone()))
    }
}
