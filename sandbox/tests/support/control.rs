//! Calls of the control plane.

use reqwest::Method;
use serde_json::Value;
use softknack_sandbox::Sandbox;

use super::{Api, Reply};

/// Calls a sandbox's control plane.
pub struct Control(Api);

impl Control {
    pub fn new(sandbox: &Sandbox) -> Self {
        Self(Api::with_key(sandbox, sandbox.admin_token().as_str()))
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.0.send(Method::GET, &format!("/sandbox/v1{path}"), None, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.0.send(Method::POST, &format!("/sandbox/v1{path}"), Some(body), None).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.0.send(Method::DELETE, &format!("/sandbox/v1{path}"), None, None).await
    }
}
