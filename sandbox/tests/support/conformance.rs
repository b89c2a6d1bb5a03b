//! Every exchange of the tests is held against the OpenAPI document: what was accepted, what was answered, and the status.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use jsonschema::Validator;
use serde_json::{Value, json};

static DOCUMENT: LazyLock<Value> = LazyLock::new(softknack::openapi::document);
static VALIDATORS: LazyLock<Mutex<HashMap<String, &'static Validator>>> = LazyLock::new(Mutex::default);

/// Panics where an exchange is not as the document says.
pub fn check(method: &str, target: &str, request: Option<&Value>, status: u16, answer: &str) {
    let path = target.split('?').next().unwrap_or_default();
    let Some((template, operation)) = find(method, path) else { return };
    let name = format!("{method} {template}");
    let responses = &operation["responses"];
    let response = resolved(&responses[status.to_string()]);
    assert!(response.is_object(), "{name}: the document has no status {status}");

    if let Some(content) = response["content"].as_object() {
        let (media_type, content) =
            content.iter().next().unwrap_or_else(|| panic!("{name}: no media type for {status}"));
        let answer: Value = serde_json::from_str(answer).unwrap_or_else(|error| panic!("{name}: {error}: {answer}"));
        validate(&format!("{name} {status} {media_type}"), &content["schema"], &answer);
    } else {
        assert_eq!(answer, "", "{name}: the document has no body for {status}");
    }
    if let (200..=299, Some(request)) = (status, request) {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_object() {
            validate(&format!("{name} request"), schema, request);
        }
    }
    if (200..=299).contains(&status) {
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let given: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
        for (parameter, value) in given {
            check_parameter(&name, operation, &parameter, &value);
        }
    }
}

/// A parameter of the query, which is a text in the request and may be a number or a truth value in the document.
fn check_parameter(name: &str, operation: &'static Value, parameter: &str, value: &str) {
    let mut parameters = operation["parameters"].as_array().into_iter().flatten().map(resolved);
    let declared = parameters.find(|declared| declared["in"] == "query" && declared["name"] == parameter);
    let declared = declared.unwrap_or_else(|| panic!("{name}: the document has no parameter {parameter}"));
    let validator = validator(&format!("{name} ?{parameter}"), &declared["schema"]);
    let readings = [Some(Value::from(value)), serde_json::from_str(value).ok()];
    let valid = readings.iter().flatten().any(|reading| validator.is_valid(reading));
    assert!(valid, "{name}: {parameter} must not be {value}");
}

/// What a reference points at, or the thing itself.
fn resolved(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(reference) => DOCUMENT.pointer(reference.trim_start_matches('#')).unwrap(),
        None => value,
    }
}

fn find(method: &str, path: &str) -> Option<(&'static str, &'static Value)> {
    let paths = DOCUMENT["paths"].as_object()?;
    let fits = |template: &str| {
        let (mut template, mut path) = (template.split('/'), path.split('/'));
        loop {
            match (template.next(), path.next()) {
                (None, None) => return true,
                (Some(expected), Some(given)) if expected == given || expected.starts_with('{') => {}
                _ => return false,
            }
        }
    };
    // A path without parameters is nearer than one with.
    let mut found: Vec<_> = paths.iter().filter(|(template, _)| fits(template)).collect();
    found.sort_by_key(|(template, _)| template.contains('{'));
    let (template, item) = found.into_iter().next()?;
    let operation = &item[method.to_ascii_lowercase()];
    operation.is_object().then_some((template.as_str(), operation))
}

fn validate(name: &str, schema: &Value, instance: &Value) {
    let validator = validator(name, schema);
    let faults: Vec<String> =
        validator.iter_errors(instance).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{name}: {faults:#?}\n{instance:#}");
}

/// The validator of a schema, made once for its name.
fn validator(name: &str, schema: &Value) -> &'static Validator {
    let mut validators = VALIDATORS.lock().unwrap();
    validators.entry(name.to_owned()).or_insert_with(|| {
        // The components stand beside the schema, where its references look for them.
        let root = json!({ "allOf": [schema], "components": DOCUMENT["components"] });
        Box::leak(Box::new(jsonschema::draft202012::new(&root).unwrap()))
    })
}
