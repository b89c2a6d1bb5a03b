//! Python objects into the JSON of a request, in one pass.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDate, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple};
use std::time::Duration;

use pyo3::intern;
use serde_json::{Map, Number, Value};
use softknack::{CallOptions, FieldError};

/// How deep an argument may be nested.
const MAX_DEPTH: usize = 64;

/// The arguments of a call as its parameters. An argument that is None was not given, unless the operation `clears` by it;
/// `...` was never given.
pub fn params(arguments: &Bound<'_, PyDict>, clears: bool) -> Result<Map<String, Value>, FieldError> {
    let mut members = Map::with_capacity(arguments.len());
    let omitted = arguments.py().Ellipsis();
    for (name, value) in arguments.iter() {
        if value.is(&omitted) || (value.is_none() && !clears) {
            continue;
        }
        let name: String = name.extract().unwrap_or_default();
        let mut pointer = format!("/{name}");
        let value = json(&value, &mut pointer, 0)?;
        members.insert(name, value);
    }
    Ok(members)
}

fn json(value: &Bound<'_, PyAny>, pointer: &mut String, depth: usize) -> Result<Value, FieldError> {
    if depth > MAX_DEPTH {
        return Err(invalid(pointer, "is nested too deeply, or holds itself"));
    }
    if value.is_none() {
        Ok(Value::Null)
    } else if let Ok(text) = value.cast::<PyString>() {
        // Open enums are strings as well.
        text.to_str().map(Value::from).map_err(|_| invalid(pointer, "has characters that are no Unicode text"))
    } else if let Ok(truth) = value.cast::<PyBool>() {
        Ok(truth.is_true().into())
    } else if value.is_instance_of::<PyInt>() {
        integer(value).ok_or_else(|| invalid(pointer, "must be a whole number of at most 64 bits"))
    } else if let Ok(number) = value.cast::<PyFloat>() {
        Number::from_f64(number.value()).map(Value::Number).ok_or_else(|| invalid(pointer, "must be a finite number"))
    } else if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        list(value, pointer, depth)
    } else if value.is_instance_of::<PyDate>() {
        // A datetime is a date, too. One without its offset is refused by the check of the request.
        let text = value.call_method0(intern!(value.py(), "isoformat"));
        text.and_then(|text| text.extract::<String>()).map(Value::from).map_err(|_| unsuitable(value, pointer))
    } else if let Ok(mapping) = value.cast::<PyMapping>() {
        object(mapping, pointer, depth)
    } else {
        // A model knows its own form.
        let written = value.call_method0(intern!(value.py(), "to_dict")).map_err(|_| unsuitable(value, pointer))?;
        object(written.cast().map_err(|_| unsuitable(value, pointer))?, pointer, depth)
    }
}

fn integer(value: &Bound<'_, PyAny>) -> Option<Value> {
    value.extract::<i64>().map(Value::from).or_else(|_| value.extract::<u64>().map(Value::from)).ok()
}

fn list(items: &Bound<'_, PyAny>, pointer: &mut String, depth: usize) -> Result<Value, FieldError> {
    let mut written = Vec::new();
    for (index, item) in items.try_iter().map_err(|_| unsuitable(items, pointer))?.enumerate() {
        let item = item.map_err(|_| unsuitable(items, pointer))?;
        written.push(within(pointer, &index.to_string(), |pointer| json(&item, pointer, depth + 1))?);
    }
    Ok(written.into())
}

fn object(mapping: &Bound<'_, PyMapping>, pointer: &mut String, depth: usize) -> Result<Value, FieldError> {
    let mut members = Map::new();
    for item in mapping.items().map_err(|_| unsuitable(mapping, pointer))?.iter() {
        let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) =
            item.extract().map_err(|_| unsuitable(mapping, pointer))?;
        let name: String = name.extract().map_err(|_| invalid(pointer, "must have texts as its keys"))?;
        let value = within(pointer, &name, |pointer| json(&value, pointer, depth + 1))?;
        members.insert(name, value);
    }
    Ok(members.into())
}

/// Goes a step further, and back where nothing was found wrong.
fn within<T>(
    pointer: &mut String,
    step: &str,
    inner: impl FnOnce(&mut String) -> Result<T, FieldError>,
) -> Result<T, FieldError> {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
    let value = inner(pointer)?;
    pointer.truncate(length);
    Ok(value)
}

fn invalid(pointer: &str, detail: &str) -> FieldError {
    FieldError::new(pointer, "invalid", detail)
}

fn unsuitable(value: &Bound<'_, PyAny>, pointer: &str) -> FieldError {
    let class = value.get_type().name().map(|name| name.to_string()).unwrap_or_default();
    invalid(pointer, &format!("is of the type {class}, which cannot be sent"))
}

/// The options of a call, in the order in which the face passes them.
pub fn options(options: &Bound<'_, PyAny>) -> Result<CallOptions, FieldError> {
    let mut set = CallOptions::new();
    if options.is_none() {
        return Ok(set);
    }
    if let Some(key) = option::<String>(options, 0, "idempotency_key", "must be a text")? {
        set = set.idempotency_key(key);
    }
    if let Some(id) = option::<String>(options, 1, "correlation_id", "must be a text")? {
        set = set.correlation_id(id);
    }
    const SECONDS: &str = "must be a number of seconds";
    if let Some(timeout) = option(options, 2, "timeout", SECONDS)? {
        set = set.timeout(seconds(timeout));
    }
    if let Some(timeout) = option(options, 3, "attempt_timeout", SECONDS)? {
        set = set.attempt_timeout(seconds(timeout));
    }
    if let Some(retries) = option(options, 4, "max_retries", "must be a whole number, from 0")? {
        set = set.max_retries(retries);
    }
    let pairs: Option<Vec<(String, String)>> = option(options, 5, "headers", "must be a mapping of texts to texts")?;
    for (name, value) in pairs.unwrap_or_default() {
        set = set.header(name, value);
    }
    Ok(set)
}

fn option<T>(options: &Bound<'_, PyAny>, place: usize, name: &str, expected: &str) -> Result<Option<T>, FieldError>
where
    T: for<'a, 'py> FromPyObject<'a, 'py>,
{
    let value = options.get_item(place).map_err(|_| invalid(&format!("/{name}"), expected))?;
    if value.is_none() {
        return Ok(None);
    }
    value.extract().map(Some).map_err(|_| invalid(&format!("/{name}"), expected))
}

/// A time that cannot be waited for is none at all, which the check of the options refuses; one without end is the longest.
pub fn seconds(seconds: f64) -> Duration {
    if seconds == f64::INFINITY {
        Duration::MAX
    } else {
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::ZERO)
    }
}
