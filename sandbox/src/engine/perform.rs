//! Carrying operations out from within: what a request would do, through the same check and the same handler.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use softknack::operation::{Endpoint, Method, Operation};

use super::Context;
use crate::http::{Handlers, Input};
use crate::refusal::{Outcome, Refusal};

/// Carries an operation out, and gives its answer.
///
/// # Errors
/// What a request would be refused for.
pub(crate) async fn perform<K: AsRef<str>, P: Serialize, T: DeserializeOwned>(
    handlers: &Handlers,
    cx: &mut Context,
    endpoint: Endpoint<K, P, T>,
    key: K,
    params: &P,
) -> Outcome<T> {
    Ok(serde_json::from_str(&run(handlers, cx, endpoint.operation, Some(key.as_ref()), params, "").await?)?)
}

/// As [`perform`], for an operation without a path parameter.
///
/// # Errors
/// What a request would be refused for.
pub(crate) async fn perform_plain<P: Serialize, T: DeserializeOwned>(
    handlers: &Handlers,
    cx: &mut Context,
    endpoint: Endpoint<(), P, T>,
    params: &P,
) -> Outcome<T> {
    Ok(serde_json::from_str(&run(handlers, cx, endpoint.operation, None, params, "").await?)?)
}

/// The first items of a list, at most 100.
///
/// # Errors
/// What a request would be refused for.
pub(crate) async fn perform_list<P: Serialize, T: DeserializeOwned>(
    handlers: &Handlers,
    cx: &mut Context,
    endpoint: Endpoint<(), P, T>,
    params: &P,
) -> Outcome<Vec<T>> {
    #[derive(Deserialize)]
    #[serde(bound = "T: DeserializeOwned")]
    struct First<T> {
        data: Vec<T>,
    }

    let page = run(handlers, cx, endpoint.operation, None, params, "limit=100").await?;
    Ok(serde_json::from_str::<First<T>>(&page)?.data)
}

async fn run<P: Serialize>(
    handlers: &Handlers,
    cx: &mut Context,
    operation: &'static Operation,
    key: Option<&str>,
    params: &P,
    paging: &str,
) -> Outcome<String> {
    let (query, body) = match operation.method {
        Method::Get => {
            let query = serde_urlencoded::to_string(params).map_err(|error| Refusal::Fault(Box::new(error)))?;
            (format!("{query}&{paging}"), Vec::new())
        }
        Method::Post | Method::Patch | Method::Delete => (String::new(), serde_json::to_vec(params)?),
    };
    let handler = handlers.get(operation.name).ok_or_else(|| Refusal::Fault("an operation has no handler".into()))?;
    cx.action = operation.name;
    Ok(handler.check(Input { key, query: &query, body: &body })?.run(cx).await?.text)
}
