//! A plain HTTP caller: what the sandbox serves is tested without the SDK in between.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests fail by panicking, and each uses a part of this"
)]

pub mod booker;
pub mod conformance;
pub mod consistency;
pub mod control;
pub mod customer;
pub mod database;
pub mod guests;
pub mod history;
pub mod pattern;
pub mod place;
pub mod postgres;
pub mod processes;
pub mod program;
pub mod proxy;
pub mod random;
pub mod receiver;
pub mod shop;
pub mod team;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use postgres::Fresh;
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::Value;
use softknack_sandbox::{Builder, Sandbox};

/// Calls a sandbox as one organisation in one mode.
#[derive(Clone)]
pub struct Api {
    http: reqwest::Client,
    base_url: String,
    key: String,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The body, where the request succeeded.
    pub fn ok(self) -> Value {
        assert!(self.status < 300, "{} {}", self.status, self.text);
        if self.text.is_empty() { Value::Null } else { self.json() }
    }

    /// Whether it is the answer to an earlier request with the same idempotency key.
    pub fn is_replayed(&self) -> bool {
        self.headers.get("idempotency-replayed").is_some_and(|value| value == "true")
    }

    /// The problem's code, where the request was refused.
    pub fn code(&self) -> String {
        assert!(self.status >= 400, "{} {}", self.status, self.text);
        self.json()["code"].as_str().expect("a problem has a code").to_owned()
    }
}

/// A sandbox on the engine that the tests are run on, with nothing in it.
pub async fn start() -> Sandbox {
    builder().start().await.unwrap()
}

/// For one that is started otherwise: with nothing in it.
pub fn builder() -> Builder {
    if !postgres::wanted() {
        return Sandbox::builder();
    }
    let fresh = fresh_tables();
    builder_on(&fresh.url, Some(&fresh.owner_url))
}

/// For one on a database of a server.
pub fn builder_on(url: &str, migrate_as: Option<&str>) -> Builder {
    let builder = Sandbox::builder().database(url);
    match migrate_as {
        Some(owner) => builder.migrate_as(owner),
        None => builder,
    }
}

/// A database on a server with the sandbox's tables and nothing in them: making them anew for each test would take longer
/// than the tests.
pub fn fresh_tables() -> Fresh {
    static MADE: OnceLock<Fresh> = OnceLock::new();
    let make = async || {
        let fresh = postgres::fresh_database();
        builder_on(&fresh.url, Some(&fresh.owner_url)).start().await.unwrap().shutdown().await;
        let begun = "DELETE FROM organisations; DELETE FROM api_keys; DELETE FROM meta WHERE name <> 'schema'";
        postgres::psql(&fresh.owner_url, begun).unwrap();
        fresh
    };
    // Away from the test's own runtime.
    let in_a_thread = || std::thread::spawn(move || tokio::runtime::Runtime::new().unwrap().block_on(make()));
    MADE.get_or_init(|| in_a_thread().join().unwrap()).copied()
}

/// Has so much time pass for the calling runtime, of one thread, and at once: a timeout within it, of the SDK or of the sandbox in
/// this process, is over. The sandbox's clock is another.
pub async fn pass(time: Duration) {
    // What has come by now is heard first.
    for _ in 0..32 {
        tokio::task::yield_now().await;
    }
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

/// A key that no other request of this process has.
pub fn fresh_key() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("test-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

impl Api {
    /// As the organisation that the sandbox was started with, in test mode.
    pub fn new(sandbox: &Sandbox) -> Self {
        Self::with_key(sandbox, sandbox.organisation().test_key.as_str())
    }

    pub fn with_key(sandbox: &Sandbox, key: &str) -> Self {
        Self::at(&sandbox.base_url(), key)
    }

    /// As whoever has the key `key`, of a sandbox wherever it runs.
    pub fn at(base_url: &str, key: &str) -> Self {
        Self { http: http_client(), base_url: base_url.to_owned(), key: key.to_owned() }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(Method::POST, path, Some(body), Some(&fresh_key())).await
    }

    pub async fn post_with_key(&self, path: &str, body: Value, key: &str) -> Reply {
        self.send(Method::POST, path, Some(body), Some(key)).await
    }

    /// As [`post_with_key`](Self::post_with_key), in a crowd: where too many write at once for this machine, it asks again with its
    /// key, as it is told to.
    pub async fn post_in_a_crowd(&self, path: &str, body: Value, key: &str) -> Reply {
        loop {
            let reply = self.post_with_key(path, body.clone(), key).await;
            if reply.status != 503 {
                return reply;
            }
        }
    }

    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        self.send(Method::PATCH, path, Some(body), Some(&fresh_key())).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, None, Some(&fresh_key())).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>, idempotency_key: Option<&str>) -> Reply {
        self.try_send(method, path, body, idempotency_key).await.unwrap()
    }

    /// As [`send`](Self::send), where there may be no answer.
    pub async fn try_send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        idempotency_key: Option<&str>,
    ) -> Result<Reply, reqwest::Error> {
        let verb = method.to_string();
        let mut request = self.http.request(method, format!("{}{path}", self.base_url)).bearer_auth(&self.key);
        if let Some(key) = idempotency_key {
            request = request.header("Idempotency-Key", key);
        }
        if let Some(body) = &body {
            request = request.header("Content-Type", "application/json").body(body.to_string());
        }
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await?;
        conformance::check(&verb, path, body.as_ref(), status, &text);
        Ok(Reply { status, headers, text })
    }

    /// Every item of a list, of all its pages.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut query = "limit=100".to_owned();
        loop {
            let page = self.get(&format!("{path}{}{query}", if path.contains('?') { '&' } else { '?' })).await.ok();
            items.extend(page["data"].as_array().unwrap().iter().cloned());
            let Some(cursor) = page["next_cursor"].as_str() else { return items };
            query = format!("limit=100&cursor={cursor}");
        }
    }
}

/// A client without TLS: every address of these tests is on this machine.
pub fn http_client() -> reqwest::Client {
    /// Far more than any answer takes: a call that hangs is told as one.
    const TOO_LONG: Duration = Duration::from_secs(120);
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder().tls_backend_preconfigured(tls).timeout(TOO_LONG).build().unwrap()
}

/// Registers an endpoint and gives its ID and secret.
pub async fn endpoint(api: &Api, url: &str, events: &[&str]) -> (String, String) {
    let webhook = api.post("/platform/v1/webhooks", serde_json::json!({ "url": url, "events": events })).await.ok();
    (text(&webhook, "id"), text(&webhook, "secret"))
}

/// Makes something happen: an event `contact.updated`.
pub async fn something(api: &Api) {
    let contact = api.post("/crm/v1/contacts", serde_json::json!({ "name": "Priya" })).await.ok();
    let path = format!("/crm/v1/contacts/{}", text(&contact, "id"));
    api.patch(&path, serde_json::json!({ "name": "Priya R" })).await.ok();
}

/// A member that is a text.
pub fn text(value: &Value, member: &str) -> String {
    value[member].as_str().unwrap_or_else(|| panic!("{member} is no text in {value}")).to_owned()
}
