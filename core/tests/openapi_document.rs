//! The committed document is the one that the declaration prints, and it says what the contract says.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use std::collections::BTreeSet;

use serde_json::{Value, json};
use softknack::ErrorCode;
use softknack::operation::OPERATIONS;
use softknack::webhook::EVENT_TYPES;

#[test]
fn the_committed_document_is_in_step() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/openapi.json");
    let committed: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert!(committed == softknack::openapi::document(), "spec/openapi.json is out of step: run `cargo xtask codegen`");
}

#[test]
fn every_operation_event_and_code_is_printed() {
    let document = softknack::openapi::document();
    for operation in OPERATIONS.iter() {
        let row = &document["paths"][operation.path][operation.method.as_str().to_ascii_lowercase()];
        assert_eq!(row["operationId"], operation.name);
        let responses = row["responses"].as_object().unwrap();
        assert!(responses.contains_key(&operation.status.to_string()), "{operation:?}");
        for code in operation.errors {
            let problem = &responses[&code.status().to_string()];
            // What several operations answer alike stands once, among the components.
            let shared = problem["$ref"].as_str().and_then(|reference| document.pointer(&reference[1..]));
            let problem = shared.unwrap_or(problem);
            assert!(problem.to_string().contains(&format!("\"{code}\"")), "{operation:?} {code}");
        }
        let takes_key = row["parameters"].to_string().contains("parameters/IdempotencyKey");
        assert_eq!(takes_key, operation.is_mutation(), "{operation:?}");
    }
    for event_type in EVENT_TYPES {
        assert!(document["webhooks"][event_type.name]["post"].is_object(), "{event_type:?}");
    }
    let text = document.to_string();
    for code in ErrorCode::KNOWN {
        assert!(text.contains(&format!("\"{code}\"")), "{code}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = softknack::openapi::document();
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    assert!(references.len() > 50);
    for reference in references {
        assert!(document.pointer(reference.strip_prefix('#').unwrap()).is_some(), "{reference}");
    }
}

#[test]
fn no_text_speaks_rust() {
    let text = softknack::openapi::document().to_string();
    for word in ["[`", "::", "`Option", "`Debug`"] {
        assert!(!text.contains(word), "{word}");
    }
}

fn collect<'a>(value: &'a Value, references: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(members) => {
            references.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|member| collect(member, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}

#[test]
fn the_document_says_which_operations_take_a_session() {
    let document = softknack::openapi::document();
    assert_eq!(document["security"], json!([{ "api_key": [] }]));
    for operation in OPERATIONS.iter() {
        let row = &document["paths"][operation.path][operation.method.as_str().to_ascii_lowercase()];
        let security = &row["security"];
        let expected =
            if operation.takes_session() { json!([{ "api_key": [] }, { "session": [] }]) } else { Value::Null };
        assert_eq!(*security, expected, "{}", operation.name);
        for scheme in security.as_array().into_iter().flatten().filter_map(Value::as_object).flat_map(|any| any.keys())
        {
            assert!(document["components"]["securitySchemes"][scheme].is_object(), "{scheme}");
        }
    }
}
