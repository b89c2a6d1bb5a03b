//! JSON into Python objects, in one pass: each value is made as the model's table says, and nothing is made twice.
//!
//! Reading is as strict as the core's: a member that is missing, of another type or an ID of another kind is told by its place
//! and by what was expected there, never by what stands there. What this version does not know is kept.

mod making;
mod reader;
mod time;
mod trail;

use pyo3::prelude::*;
use serde::de::{Deserialize, DeserializeSeed};
use serde_json::Value;

use crate::decode::reader::{Object, Reader};
use crate::decode::trail::Trail;
use crate::shape::Shape;

pub use crate::decode::time::datetime;

/// Where reading failed (a JSON pointer), and what was expected there.
pub struct Fault {
    pub pointer: String,
    pub detail: String,
}

/// Reads a whole document. It may be nested as deeply as a thread bears: 127 levels.
pub fn read<'py>(py: Python<'py>, shape: &Shape, json: &[u8]) -> Result<Object<'py>, Fault> {
    // As a whole its encoding is checked faster than text by text. Where it is wrong is found the other way.
    match std::str::from_utf8(json) {
        Ok(text) => read_text(py, shape, text, false),
        Err(_) => read_by_value(py, shape, json, false),
    }
}

/// Reads a whole text, nested 127 levels deep at most, unless its depth `is_bounded` already.
pub fn read_text<'py>(py: Python<'py>, shape: &Shape, text: &str, is_bounded: bool) -> Result<Object<'py>, Fault> {
    let trail = Trail::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    if is_bounded {
        deserializer.disable_recursion_limit();
    }
    let reader = Reader { py, trail: &trail, shape, nullable: false };
    match reader.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value)) {
        Ok(value) => Ok(value),
        // What stood in the way may be the first of two duplicates.
        Err(_) => read_by_value(py, shape, text.as_bytes(), is_bounded),
    }
}

/// Reads by way of a value, in which the last of duplicate members has won already.
fn read_by_value<'py>(py: Python<'py>, shape: &Shape, json: &[u8], is_bounded: bool) -> Result<Object<'py>, Fault> {
    let trail = Trail::default();
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    if is_bounded {
        deserializer.disable_recursion_limit();
    }
    let value = Value::deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| trail.fault(&error))?;
    Reader { py, trail: &trail, shape, nullable: false }.deserialize(value).map_err(|error| trail.fault(&error))
}
