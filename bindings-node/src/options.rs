//! Options as the face writes them: JSON, with durations in milliseconds.

use std::collections::BTreeMap;
use std::time::Duration;

use napi::bindgen_prelude::{Error, Result};
use serde::Deserialize;
use softknack::{CallOptions, ClientBuilder};
use zeroize::Zeroizing;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ClientSettings {
    base_url: Option<String>,
    connect_timeout: Option<f64>,
    attempt_timeout: Option<f64>,
    timeout: Option<f64>,
    max_retries: Option<u32>,
    backoff: Option<(f64, f64)>,
    proxy: Option<String>,
    #[serde(default)]
    root_certificates: Vec<String>,
    client_certificate: Option<String>,
    user_agent: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CallSettings {
    idempotency_key: Option<String>,
    correlation_id: Option<String>,
    timeout: Option<f64>,
    attempt_timeout: Option<f64>,
    max_retries: Option<u32>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

/// A builder with these options. What the environment says was read in JavaScript: a worker has one of its own.
pub fn client(credential: Option<Zeroizing<String>>, options: &str) -> Result<ClientBuilder> {
    let set: ClientSettings = serde_json::from_str(options).map_err(|error| Error::from_reason(error.to_string()))?;
    let ours = concat!("softknack-node/", env!("CARGO_PKG_VERSION"));
    let user_agent = set.user_agent.map_or_else(|| ours.to_owned(), |name| format!("{ours} {name}"));
    let mut builder = softknack::Client::builder().user_agent(user_agent);
    if let Some(credential) = credential {
        builder = builder.credential(credential.as_str());
    }
    if let Some(url) = set.base_url {
        builder = builder.base_url(url);
    }
    if let Some(timeout) = set.connect_timeout {
        builder = builder.connect_timeout(duration(timeout));
    }
    if let Some(timeout) = set.attempt_timeout {
        builder = builder.attempt_timeout(duration(timeout));
    }
    if let Some(timeout) = set.timeout {
        builder = builder.timeout(duration(timeout));
    }
    if let Some(retries) = set.max_retries {
        builder = builder.max_retries(retries);
    }
    if let Some((base, cap)) = set.backoff {
        builder = builder.backoff(duration(base), duration(cap));
    }
    if let Some(url) = set.proxy {
        builder = builder.proxy(url);
    }
    for pem in set.root_certificates {
        builder = builder.root_certificate(pem);
    }
    if let Some(pem) = set.client_certificate.map(Zeroizing::new) {
        builder = builder.client_certificate(pem.as_bytes());
    }
    Ok(builder)
}

/// The options of a call.
pub fn call(options: Option<&str>) -> std::result::Result<CallOptions, serde_json::Error> {
    let mut call = CallOptions::new();
    let Some(options) = options else { return Ok(call) };
    let set: CallSettings = serde_json::from_str(options)?;
    if let Some(key) = set.idempotency_key {
        call = call.idempotency_key(key);
    }
    if let Some(id) = set.correlation_id {
        call = call.correlation_id(id);
    }
    if let Some(timeout) = set.timeout {
        call = call.timeout(duration(timeout));
    }
    if let Some(timeout) = set.attempt_timeout {
        call = call.attempt_timeout(duration(timeout));
    }
    if let Some(retries) = set.max_retries {
        call = call.max_retries(retries);
    }
    for (name, value) in set.headers {
        call = call.header(name, value);
    }
    Ok(call)
}

/// A time that cannot be waited for is none at all, which the check of the options refuses.
pub fn duration(milliseconds: f64) -> Duration {
    Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or(Duration::ZERO)
}
