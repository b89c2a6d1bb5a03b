//! The client.

use std::fmt;
use std::sync::Arc;

use tokio::runtime::Handle;
use zeroize::Zeroizing;

use crate::call::UndeclaredRequest;
use crate::config::{ClientBuilder, Settings};
use crate::credential::{Credential, Mode};
use crate::error::Error;
use crate::operation::Method;
use crate::request::Base;
use crate::session::{Access, Renew, renewing};
use crate::value::Secret;

/// A client of the platform: a credential, a pool of connections, and how calls are made.
///
/// Making one takes no connection and reads no file. A clone shares everything with its original: make one client and pass
/// it around.
///
/// ```no_run
/// # async fn example() -> Result<(), softknack::Error> {
/// let sk = softknack::Client::from_env()?; // SK_API_KEY
/// let open = sk.calendar().availability().list("ac_service").timezone("Asia/Kolkata").first_page().await?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) settings: Arc<Settings>,
    pub(crate) access: Arc<Access>,
}

impl Client {
    /// A client with the credential in `SK_API_KEY`, of the platform at `SK_BASE_URL` where that is set.
    ///
    /// # Errors
    /// Of the kind `Configuration`: no credential, or one that cannot be used, or an address that cannot.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// A client with the API key or session token `credential`.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn new(credential: impl Into<String>) -> Result<Self, Error> {
        Self::builder().credential(credential).build()
    }

    /// A client with options. Credential and address are taken from the environment where they are not set.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The same client, connections included, with another credential: a guest's session token, for one.
    ///
    /// # Errors
    /// Of the kind `Configuration`: the credential cannot be used.
    pub fn with_credential(&self, credential: impl Into<String>) -> Result<Self, Error> {
        let credential = Credential::parse(&Zeroizing::new(credential.into()))?;
        Ok(self.with_access(Access::Fixed(credential)))
    }

    /// The same client, connections included, with a session whose token is renewed when it expires: see
    /// [`ClientBuilder::renew_session`].
    ///
    /// ```no_run
    /// # async fn example(sk: softknack::Client, token: softknack::Secret) -> Result<(), softknack::Error> {
    /// # async fn ask_the_back_office() -> Result<softknack::Secret, std::io::Error> { Ok(std::fs::read_to_string("session")?.into()) }
    /// let guest = sk.with_session(token, ask_the_back_office)?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Of the kind `Configuration`: the token is none.
    pub fn with_session<F, T, E>(
        &self,
        token: impl Into<Secret>,
        renew: impl Fn() -> F + Send + Sync + 'static,
    ) -> Result<Self, Error>
    where
        F: Future<Output = Result<T, E>> + Send + 'static,
        T: Into<Secret>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.session(None, token.into(), renewing(renew))
    }

    pub(crate) fn session(&self, runtime: Option<Handle>, token: Secret, renew: Renew) -> Result<Self, Error> {
        let token = Credential::parse(&Zeroizing::new(token.into_string()))?;
        Ok(self.with_access(Access::session(token, renew, self.settings.attempt_timeout, runtime)?))
    }

    fn with_access(&self, access: Access) -> Self {
        Self { settings: Arc::clone(&self.settings), access: Arc::new(access) }
    }

    /// The environment that the credential says it belongs to; a session token may say none.
    pub fn mode(&self) -> Option<&Mode> {
        self.access.mode()
    }

    /// The address of the platform, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.settings.base.as_str()
    }

    /// A call to a path that this version does not declare, such as `/calendar/v1/waitlists`.
    ///
    /// ```no_run
    /// # async fn example(sk: softknack::Client) -> Result<(), softknack::Error> {
    /// use softknack::operation::Method;
    ///
    /// let body = serde_json::json!({"service": "ac_service"});
    /// let made: serde_json::Value = sk.request(Method::Post, "/calendar/v1/waitlists").json(&body).send().await?;
    /// # Ok(()) }
    /// ```
    pub fn request(&self, method: Method, path: impl Into<String>) -> UndeclaredRequest {
        UndeclaredRequest::new(self.clone(), method, path.into())
    }

    pub(crate) fn base(&self) -> &Base {
        &self.settings.base
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.base_url())
            .field("credential", &self.access)
            .field("mode", &self.mode())
            .finish_non_exhaustive()
    }
}
