//! What a binding needs of sessions beyond a program in Rust: its runtimes are several, and its functions run elsewhere.

use std::error::Error as StdError;
use std::sync::Arc;

use tokio::runtime::Handle;

use crate::client::Client;
use crate::error::Error;
use crate::session::{Access, renewing};
use crate::value::Secret;

impl Client {
    /// As [`with_session`](Self::with_session), but the session is renewed on `runtime`, whichever runtime its calls run on:
    /// that of a call may rest as soon as the call is abandoned.
    ///
    /// # Errors
    /// Of the kind `Configuration`: the token is none.
    pub fn with_session_on<F, T, E>(
        &self,
        runtime: Handle,
        token: impl Into<Secret>,
        renew: impl Fn() -> F + Send + Sync + 'static,
    ) -> Result<Self, Error>
    where
        F: Future<Output = Result<T, E>> + Send + 'static,
        T: Into<Secret>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.session(Some(runtime), token.into(), renewing(renew))
    }

    /// The same connections with the credential of `other`: where that is a session, both renew it as one.
    #[must_use]
    pub fn with_access_of(&self, other: &Self) -> Self {
        Self { settings: Arc::clone(&self.settings), access: Arc::clone(&other.access) }
    }

    /// The same client for the very function that renews its session: its calls never wait for a renewal.
    ///
    /// In Rust that is seen by itself. A function that runs outside of the renewal's task has to say so.
    #[must_use]
    pub fn for_renewal(&self) -> Self {
        let access = match &*self.access {
            Access::Session(session) => Arc::new(Access::Renewing(Arc::clone(session))),
            Access::Fixed(_) | Access::Renewing(_) => Arc::clone(&self.access),
        };
        Self { settings: Arc::clone(&self.settings), access }
    }
}
