//! Environment and options.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use hyper_util::client::proxy::matcher::Matcher;
use zeroize::Zeroizing;

use crate::address::Address;
use crate::backoff::{Backoff, Budget};
use crate::client::Client;
use crate::connector::Connector;
use crate::credential::Credential;
use crate::error::Error;
use crate::executor::{Background, Executor};
use crate::hooks::{Hooks, RequestInfo, ResponseInfo, RetryInfo};
use crate::request::Base;
use crate::session::{self, Access, Renew};
use crate::tls;
use crate::transport::Transport;
use crate::value::Secret;

const PLATFORM: &str = "https://api.softknack.com";

/// How calls are made: what a client and its clones share.
pub(crate) struct Settings {
    pub(crate) base: Base,
    pub(crate) user_agent: HeaderValue,
    pub(crate) transport: Transport,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) max_retries: u32,
    pub(crate) backoff: Backoff,
    pub(crate) budget: Budget,
    pub(crate) correlation: Option<Correlation>,
    pub(crate) hooks: Hooks,
}

type Correlation = Arc<dyn Fn() -> Option<String> + Send + Sync>;

/// Options of a [`Client`].
///
/// ```
/// use std::time::Duration;
///
/// let sk = softknack::Client::builder()
///     .credential("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
///     .base_url("http://127.0.0.1:4010")
///     .timeout(Duration::from_secs(10))
///     .max_retries(4)
///     .build()?;
/// # Ok::<(), softknack::Error>(())
/// ```
#[must_use = "`build` makes the client"]
pub struct ClientBuilder {
    credential: Option<Zeroizing<String>>,
    base_url: Option<String>,
    connect_timeout: Duration,
    attempt_timeout: Duration,
    timeout: Duration,
    max_retries: u32,
    backoff: Backoff,
    proxy: Option<Zeroizing<String>>,
    root_certificates: Vec<Vec<u8>>,
    client_certificate: Option<Zeroizing<Vec<u8>>>,
    user_agent: Option<String>,
    correlation: Option<Correlation>,
    hooks: Hooks,
    renew: Option<Renew>,
    executor: Executor,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            credential: None,
            base_url: None,
            connect_timeout: Duration::from_secs(5),
            attempt_timeout: Duration::from_secs(30),
            timeout: Duration::from_secs(60),
            max_retries: 2,
            backoff: Backoff { base: Duration::from_millis(250), cap: Duration::from_secs(8) },
            proxy: None,
            root_certificates: Vec::new(),
            client_certificate: None,
            user_agent: None,
            correlation: None,
            hooks: Hooks::default(),
            renew: None,
            executor: Executor::default(),
        }
    }
}

impl ClientBuilder {
    /// An API key (`sk_test_…`, `sk_live_…`) or a session token. Default: `SK_API_KEY`.
    pub fn credential(mut self, credential: impl Into<String>) -> Self {
        self.credential = Some(Zeroizing::new(credential.into()));
        self
    }

    /// How the next token is got when the platform says that the session's has expired.
    ///
    /// `renew` is called once for however many calls wait for it, and in a task of its own. Each of those calls is then sent
    /// again with the new token, under the same idempotency key, correlation ID and deadline, and at no cost of a retry.
    /// Where the platform refuses the new token as well, that is the call's error. Where `renew` fails, takes longer than an
    /// attempt may, or gives a token of the other environment, it is one of the kind `Renewal`.
    ///
    /// It must not call with the very client that it renews.
    ///
    /// ```no_run
    /// # use softknack::{Client, Secret};
    /// # async fn ask_the_back_office() -> Result<Secret, std::io::Error> { Ok(std::fs::read_to_string("session")?.into()) }
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let token = ask_the_back_office().await?;
    /// let guest = Client::builder().credential(token.as_str()).renew_session(ask_the_back_office).build()?;
    /// # Ok(()) }
    /// ```
    pub fn renew_session<F, T, E>(mut self, renew: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<T, E>> + Send + 'static,
        T: Into<Secret>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.renew = Some(session::renewing(renew));
        self
    }

    /// The address of the platform: https, or http to a loopback host. Default: `SK_BASE_URL`, else the public platform.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// How long opening a connection may take. Default: 5 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long one attempt may take, the answer's body included. Default: 30 s.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// How long a call may take in all: attempts, waits and the answer's body. Default: 60 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How often a call is tried again after its first attempt. Default: 2.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// How long is waited before a retry: anything up to `base`, twice that before the next, and so on up to `cap`.
    /// Default: 0.25 s and 8 s. What the platform asks for in `Retry-After` is never undercut.
    pub fn backoff(mut self, base: Duration, cap: Duration) -> Self {
        self.backoff = Backoff { base, cap };
        self
    }

    /// A proxy for all calls, `http://` or `https://`, with user and password where it asks for them. Default: what
    /// `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(Zeroizing::new(url.into()));
        self
    }

    /// Certificates in PEM to trust beside those of the operating system.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// A certificate chain and its private key, both in PEM, to show to a server that asks.
    pub fn client_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.client_certificate = Some(Zeroizing::new(pem.into()));
        self
    }

    /// The name and version of your program, such as `frontdesk/2.1`, for the `User-Agent` header.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Where a call's correlation ID comes from when the call sets none: the current span of your tracing, for one.
    /// A text that is not 1 to 128 visible ASCII characters is passed over, and a fresh ID made.
    pub fn correlation(mut self, source: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        self.correlation = Some(Arc::new(source));
        self
    }

    /// Sees every attempt before it is made. Hooks run on the way of the call: be quick.
    pub fn on_request(mut self, hook: impl Fn(&RequestInfo<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.request.push(Arc::new(hook));
        self
    }

    /// Sees every answer, of whatever status.
    pub fn on_response(mut self, hook: impl Fn(&ResponseInfo<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.response.push(Arc::new(hook));
        self
    }

    /// Sees every retry before its wait.
    pub fn on_retry(mut self, hook: impl Fn(&RetryInfo<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.retry.push(Arc::new(hook));
        self
    }

    /// What runs the connections, where it is not to be the tokio runtime of the call that opens one.
    ///
    /// `spawn` is given one future for each connection, and at times one for an answer. It must have them polled to their end, in
    /// the context of a tokio runtime whose driver runs.
    pub fn executor(mut self, spawn: impl Fn(Background) + Send + Sync + 'static) -> Self {
        self.executor = Executor::new(spawn);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// Of the kind `Configuration`: an option that cannot be used, with the remedy.
    pub fn build(self) -> Result<Client, Error> {
        self.build_with(|name| std::env::var(name).ok())
    }

    fn build_with(mut self, environment: impl Fn(&str) -> Option<String>) -> Result<Client, Error> {
        let given = self.credential.take().or_else(|| environment("SK_API_KEY").map(Zeroizing::new));
        let credential = Credential::parse(&given.unwrap_or_default())?;
        let base_url = self.base_url.take().or_else(|| environment("SK_BASE_URL").filter(|url| !url.is_empty()));
        let base = Base::parse(base_url.as_deref().unwrap_or(PLATFORM)).map_err(Error::configuration)?;
        for (name, timeout) in [
            ("connect_timeout", self.connect_timeout),
            ("attempt_timeout", self.attempt_timeout),
            ("timeout", self.timeout),
        ] {
            if timeout.is_zero() {
                return Err(Error::configuration(format!("{name} must be longer than nothing")));
            }
        }
        let settings = Settings {
            transport: self.transport(&base)?,
            base,
            user_agent: user_agent(self.user_agent.as_deref())?,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            max_retries: self.max_retries,
            backoff: self.backoff,
            budget: Budget::full(),
            correlation: self.correlation,
            hooks: self.hooks,
        };
        let access = match self.renew {
            Some(renew) => Access::session(credential, renew, self.attempt_timeout, None)?,
            None => Access::Fixed(credential),
        };
        Ok(Client { settings: Arc::new(settings), access: Arc::new(access) })
    }

    fn transport(&self, base: &Base) -> Result<Transport, Error> {
        let identity = self.client_certificate.as_ref().map(|pem| pem.as_slice());
        let tls = tls::config(&self.root_certificates, identity)?;
        let proxies = match &self.proxy {
            Some(url) => Some(proxy(url, base)?),
            // Cleartext stays on this machine, whatever the environment says of proxies.
            None if !base.is_https() => None,
            None => Some(Matcher::from_env()),
        };
        Ok(Transport::new(Connector::new(tls, proxies, self.connect_timeout), self.executor.clone()))
    }
}

fn proxy(text: &str, base: &Base) -> Result<Matcher, Error> {
    if !base.is_https() {
        return Err(Error::configuration("a proxy cannot be used with an http base URL: it would see the credential"));
    }
    let text = text.trim();
    let proxies = Address::parse(text).map(|_| Matcher::builder().all(text).build());
    // What it cannot read it passes over.
    let is_used = |proxies: &Matcher| base.as_str().parse().is_ok_and(|base| proxies.intercept(&base).is_some());
    let unusable = || Error::configuration("the proxy must be an absolute http or https URL");
    proxies.filter(is_used).ok_or_else(unusable)
}

fn user_agent(name: Option<&str>) -> Result<HeaderValue, Error> {
    const OURS: &str = concat!("softknack-rust/", env!("CARGO_PKG_VERSION"));
    let Some(name) = name else { return Ok(HeaderValue::from_static(OURS)) };
    let printable = (1..=200).contains(&name.len()) && name.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    let header = if printable { HeaderValue::from_str(&format!("{OURS} {name}")).ok() } else { None };
    header.ok_or_else(|| Error::configuration("user_agent must be 1 to 200 printable ASCII characters"))
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = |is_given: bool| if is_given { "[given]" } else { "[not given]" };
        f.debug_struct("ClientBuilder")
            .field("credential", &given(self.credential.is_some()))
            .field("renew_session", &given(self.renew.is_some()))
            .field("base_url", &given(self.base_url.is_some()))
            .field("proxy", &given(self.proxy.is_some()))
            .field("client_certificate", &given(self.client_certificate.is_some()))
            .field("connect_timeout", &self.connect_timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("timeout", &self.timeout)
            .field("max_retries", &self.max_retries)
            .field("backoff", &self.backoff)
            .field("hooks", &self.hooks)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

    use super::*;
    use crate::credential::Mode;

    fn build(builder: ClientBuilder, environment: &[(&str, &str)]) -> Result<Client, Error> {
        builder.build_with(|name| {
            environment.iter().find(|(given, _)| *given == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn what_is_not_set_comes_from_the_environment() {
        let environment = [("SK_API_KEY", "sk_live_env"), ("SK_BASE_URL", "http://localhost:4010/")];
        let client = build(Client::builder(), &environment).unwrap();
        assert_eq!((client.mode(), client.base_url()), (Some(&Mode::Live), "http://localhost:4010"));

        let set = Client::builder().credential("sk_test_set").base_url("https://example.com");
        let client = build(set, &environment).unwrap();
        assert_eq!((client.mode(), client.base_url()), (Some(&Mode::Test), "https://example.com"));

        let client = build(Client::builder(), &[("SK_API_KEY", "sk_test_a"), ("SK_BASE_URL", "")]).unwrap();
        assert_eq!(client.base_url(), "https://api.softknack.com");
    }

    #[test]
    fn a_missing_key_is_told_with_the_remedy() {
        for environment in [&[][..], &[("SK_API_KEY", "")]] {
            let error = build(Client::builder(), environment).expect_err("no key");
            assert!(error.to_string().contains("SK_API_KEY"), "{error}");
        }
    }
}
