//! One callback of JavaScript as the core's hooks.

use std::sync::Arc;

use napi::Status;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use serde_json::{Value, json};
use softknack::{ClientBuilder, RequestInfo, ResponseInfo, RetryInfo};

use crate::facts::milliseconds;

/// A callback that takes the name of a hook and its facts as JSON. It is weak: a client with hooks keeps no process alive.
pub type Hook = ThreadsafeFunction<String, (), String, Status, false, true>;

pub fn add(builder: ClientBuilder, hook: &Arc<Hook>) -> ClientBuilder {
    let (request_hook, response_hook, retry_hook) = (Arc::clone(hook), Arc::clone(hook), Arc::clone(hook));
    builder
        .on_request(move |info| tell(&request_hook, "onRequest", request(info)))
        .on_response(move |info: &ResponseInfo<'_>| {
            let mut facts = request(&info.request);
            facts["status"] = info.status.into();
            facts["requestId"] = info.request_id.into();
            facts["elapsed"] = milliseconds(info.elapsed).into();
            tell(&response_hook, "onResponse", facts);
        })
        .on_retry(move |info: &RetryInfo<'_>| {
            let mut facts = request(&info.request);
            facts["reason"] = info.reason.into();
            facts["status"] = info.status.into();
            facts["wait"] = milliseconds(info.wait).into();
            tell(&retry_hook, "onRetry", facts);
        })
}

fn request(info: &RequestInfo<'_>) -> Value {
    json!({
        "operation": info.operation,
        "method": info.method.as_str(),
        "path": info.path,
        "correlationId": info.correlation_id,
        "idempotencyKey": info.idempotency_key,
        "attempt": info.attempt,
    })
}

/// Queues it for the event loop: a hook watches, and no call waits for it.
fn tell(hook: &Hook, name: &str, facts: Value) {
    let text = json!([name, facts]).to_string();
    // It fails only while the environment ends, when nobody watches any more.
    hook.call(text, ThreadsafeFunctionCallMode::NonBlocking);
}
