//! What a client is made of, and making it.

use std::env;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use softknack::Error;
use zeroize::Zeroizing;

use crate::encode::seconds;
use crate::hooks::{self, Hook};
use crate::process;
use crate::session::{self, Renewal};

/// What a client is made of, so that it can be made again after a fork.
pub struct Config {
    credential: Zeroizing<String>,
    base_url: Option<String>,
    connect_timeout: Option<f64>,
    attempt_timeout: Option<f64>,
    timeout: Option<f64>,
    max_retries: Option<u32>,
    backoff: Option<(f64, f64)>,
    proxy: Option<Zeroizing<String>>,
    root_certificates: Vec<Vec<u8>>,
    client_certificate: Option<Zeroizing<Vec<u8>>>,
    user_agent: String,
    on_request: Option<Hook>,
    on_response: Option<Hook>,
    on_retry: Option<Hook>,
    pub renewal: Option<Renewal>,
}

impl Config {
    pub fn read(options: &Bound<'_, PyDict>) -> PyResult<Self> {
        fn get<T>(options: &Bound<'_, PyDict>, name: &str) -> PyResult<Option<T>>
        where
            T: for<'a, 'py> FromPyObject<'a, 'py, Error: Into<PyErr>>,
        {
            options.get_item(name)?.map(|value| value.extract().map_err(Into::into)).transpose()
        }
        let hook = |name| get::<Py<PyAny>>(options, name).map(|hook| hook.map(Arc::new));
        // Read once: what the environment says later is not this client's.
        let credential = get::<String>(options, "credential")?.or_else(|| env::var("SK_API_KEY").ok());
        let base_url = get(options, "base_url")?.or_else(|| env::var("SK_BASE_URL").ok().filter(|url| !url.is_empty()));
        let user_agent: Option<String> = get(options, "user_agent")?;
        let ours = concat!("softknack-python/", env!("CARGO_PKG_VERSION"));
        Ok(Self {
            credential: Zeroizing::new(credential.unwrap_or_default()),
            base_url,
            connect_timeout: get(options, "connect_timeout")?,
            attempt_timeout: get(options, "attempt_timeout")?,
            timeout: get(options, "timeout")?,
            max_retries: get(options, "max_retries")?,
            backoff: get(options, "backoff")?,
            proxy: get::<String>(options, "proxy")?.map(Zeroizing::new),
            root_certificates: get(options, "root_certificates")?.unwrap_or_default(),
            client_certificate: get::<Vec<u8>>(options, "client_certificate")?.map(Zeroizing::new),
            user_agent: user_agent.map_or_else(|| ours.to_owned(), |name| format!("{ours} {name}")),
            on_request: hook("on_request")?,
            on_response: hook("on_response")?,
            on_retry: hook("on_retry")?,
            renewal: hook("renew_session")?,
        })
    }

    /// The client of calls that are waited for.
    pub fn inline(&self) -> Result<softknack::Client, Refused> {
        let client = self.build()?;
        if self.renewal.is_none() { Ok(client) } else { accessed(&client, &self.credential, self.renewal.as_ref()) }
    }

    pub fn build(&self) -> Result<softknack::Client, Error> {
        let mut builder = softknack::Client::builder().credential(&**self.credential).user_agent(&self.user_agent);
        if let Some(url) = &self.base_url {
            builder = builder.base_url(url);
        }
        if let Some(timeout) = self.connect_timeout {
            builder = builder.connect_timeout(seconds(timeout));
        }
        if let Some(timeout) = self.attempt_timeout {
            builder = builder.attempt_timeout(seconds(timeout));
        }
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(seconds(timeout));
        }
        if let Some(retries) = self.max_retries {
            builder = builder.max_retries(retries);
        }
        if let Some((base, cap)) = self.backoff {
            builder = builder.backoff(seconds(base), seconds(cap));
        }
        if let Some(url) = &self.proxy {
            builder = builder.proxy(&***url);
        }
        for pem in &self.root_certificates {
            builder = builder.root_certificate(pem.clone());
        }
        if let Some(pem) = &self.client_certificate {
            builder = builder.client_certificate(pem.to_vec());
        }
        if let Some(hook) = &self.on_request {
            builder = hooks::on_request(builder, Arc::clone(hook));
        }
        if let Some(hook) = &self.on_response {
            builder = hooks::on_response(builder, Arc::clone(hook));
        }
        if let Some(hook) = &self.on_retry {
            builder = hooks::on_retry(builder, Arc::clone(hook));
        }
        builder.build()
    }
}

/// Why there is no client.
pub enum Refused {
    Error(Error),
    Raised(PyErr),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<PyErr> for Refused {
    fn from(error: PyErr) -> Self {
        Self::Raised(error)
    }
}

/// `client` with a credential, or with a session that `renewal` renews. It is renewed in the background, where somebody is
/// always at work: who waits for it may go away.
pub fn accessed(
    client: &softknack::Client,
    credential: &str,
    renewal: Option<&Renewal>,
) -> Result<softknack::Client, Refused> {
    let Some(renewal) = renewal.cloned() else { return Ok(client.with_credential(credential)?) };
    let renew = move || session::renew(Arc::clone(&renewal));
    Ok(client.with_session_on(process::background()?.clone(), credential.to_owned(), renew)?)
}
