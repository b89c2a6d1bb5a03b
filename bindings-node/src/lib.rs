//! The native half of the Node package `softknack`: a fixed, small door to the core, with no line for any resource.
//!
//! Idiom (classes, promises, iterators, errors) is written in TypeScript, once. What crosses here is text: an operation with
//! its parameters as JSON one way, facts and the platform's JSON the other, which V8 parses faster than objects are built from here.

mod answers;
mod arguments;
mod client;
mod doubt;
mod facts;
mod flow;
mod hooks;
mod options;
mod runtime;
mod session;
mod shape;
mod text;
mod webhooks;

use napi_derive::napi;

/// The version of the native half.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The key that follows from `parts`, as every language of the SDK derives it.
#[napi]
pub fn derive_key(parts: Vec<String>) -> String {
    softknack::IdempotencyKey::derive(parts).as_str().to_owned()
}

/// When an ID was made, in milliseconds since 1970, or none where it is no full ULID.
#[napi]
pub fn id_time(id: String) -> Option<i64> {
    let (prefix, _) = id.split_once('_')?;
    let known = softknack::id::PREFIXES.iter().any(|(known, _)| *known == prefix);
    if known { softknack::id::time_of(&id, prefix).map(softknack::Timestamp::as_millisecond) } else { None }
}
