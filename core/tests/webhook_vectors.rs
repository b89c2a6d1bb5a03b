//! Runs `tests/vectors/`, which every language of the SDK runs byte for byte. The format is told in its README.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use std::time::Duration;

use base64::Engine;
use serde_json::{Value, json};
use softknack::webhook::{Event, EventData, Form, Webhooks};
use softknack::{EventId, Timestamp};

fn vectors(file: &str) -> Value {
    let path = format!("{}/../tests/vectors/{file}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn entries<'a>(vectors: &'a Value, section: &str) -> &'a [Value] {
    let entries = vectors[section].as_array().unwrap();
    assert!(!entries.is_empty());
    entries
}

fn form(entry: &Value) -> Form {
    match entry["form"].as_str().unwrap() {
        "nexus" => Form::Nexus,
        "standard_webhooks" => Form::StandardWebhooks,
        "plain_hex" => Form::PlainHex { header: entry["header"].as_str().unwrap_or("x-signature").parse().unwrap() },
        other => panic!("unknown form {other}"),
    }
}

fn secrets(entry: &Value) -> Vec<&str> {
    entry["secrets"].as_array().unwrap().iter().map(|secret| secret.as_str().unwrap()).collect()
}

fn body(entry: &Value) -> Vec<u8> {
    match entry["body_base64"].as_str() {
        Some(text) => base64::engine::general_purpose::STANDARD.decode(text).unwrap(),
        None => entry["body"].as_str().unwrap().as_bytes().to_vec(),
    }
}

fn second(value: &Value) -> Timestamp {
    Timestamp::from_millisecond(value.as_i64().unwrap() * 1000).unwrap()
}

#[test]
fn verify() {
    for entry in entries(&vectors("signatures.json"), "verify") {
        let name = entry["name"].as_str().unwrap();
        let now = second(&entry["now"]);
        let webhooks = Webhooks::builder()
            .secrets(secrets(entry))
            .form(form(entry))
            .tolerance(Duration::from_secs(entry["tolerance"].as_u64().unwrap()))
            .clock(move || now)
            .build()
            .unwrap();
        let headers: Vec<(String, String)> = serde_json::from_value(entry["headers"].clone()).unwrap();
        let body = body(entry);

        let found = match webhooks.verify_raw(&body, &headers).and_then(|body| Ok((body.event()?, body))) {
            Ok((event, body)) => json!({ "accepted": { "secret": body.secret().index, "type": event.event_type } }),
            Err(error) => match error.skew() {
                Some(skew) => json!({ "refused": { "reason": error.reason().as_str(), "skew": skew } }),
                None => json!({ "refused": { "reason": error.reason().as_str() } }),
            },
        };
        assert_eq!(found, entry["expect"], "{name}");
    }
}

#[test]
fn secrets_are_accepted_or_refused() {
    for entry in entries(&vectors("signatures.json"), "secrets") {
        let secret = entry["secret"].as_str().unwrap();
        let found = Webhooks::builder().secret(secret).form(form(entry)).build();
        match entry["refused"].as_str() {
            Some(reason) => assert_eq!(found.expect_err(&entry.to_string()).reason(), reason, "{entry}"),
            None => assert!(found.is_ok(), "{entry}"),
        }
    }
}

#[test]
fn sign() {
    for entry in entries(&vectors("signatures.json"), "sign") {
        let webhooks = Webhooks::builder().secrets(secrets(entry)).form(form(entry)).build().unwrap();
        let id: EventId = entry["id"].as_str().unwrap().parse().unwrap();
        let headers = webhooks.sign(id, body(entry), second(&entry["at"]));
        let found: serde_json::Map<String, Value> =
            headers.iter().map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap()))).collect();
        assert_eq!(Value::Object(found), entry["headers"]);
    }
}

#[test]
fn events() {
    let secret = "whsec_0123456789abcdef";
    let webhooks = Webhooks::new([secret]).unwrap();
    for entry in entries(&vectors("events.json"), "events") {
        let name = entry["name"].as_str().unwrap();
        let body = body(entry);
        let headers = webhooks.sign("evt_1".parse().unwrap(), &body, Timestamp::now());
        match webhooks.verify(&body, &headers) {
            Ok(event) => {
                assert_eq!(event.event_type, entry["type"].as_str().expect(name), "{name}");
                let knows = !matches!(event.data, EventData::Unknown(_));
                assert_eq!(knows, entry["knows"].as_bool().unwrap(), "{name}");
                assert_eq!(serde_json::to_value(&event).unwrap(), entry["value"], "{name}");
                let again: Event = serde_json::from_value(entry["value"].clone()).unwrap();
                assert_eq!(again, event, "{name}");
            }
            Err(error) => {
                let text = error.to_string();
                let member = entry["refused"].as_str().unwrap_or_else(|| panic!("{name}: {error}"));
                assert_eq!(error.reason().as_str(), "malformed_payload", "{name}");
                assert!(text.contains(&format!(" at {member}: ")), "{name}: {text}");
                let secret = entry["must_not_show"].as_str().unwrap();
                assert!(!text.contains(secret) && !format!("{error:?}").contains(secret), "{name}: {text}");
            }
        }
    }
}
