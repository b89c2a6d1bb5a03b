//! Runs `tests/vectors/`, which every language of the SDK runs: IDs, times, errors, pages, open values, patches. The format is
//! told in its README; signatures, events and derived keys have runners of their own.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::time::Duration;

use serde_json::{Map, Value, json};
use softknack::operation::Operation;
use softknack::resources::queue::{EntryStatus, MatchType, QueueEntry};
use softknack::{
    Appointment, AppointmentSource, AppointmentStatus, CallOptions, ContactId, Error, ErrorKind, Id, IdKind,
    NewAppointment, Resource, ResourceKind, Slot, SlotId, Timestamp, kind,
};
use support::{Answer, Server, answer, json as bodies};

fn entries(file: &str, section: &str) -> Vec<Value> {
    let path = format!("{}/../tests/vectors/{file}", env!("CARGO_MANIFEST_DIR"));
    let vectors: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let entries = vectors[section].as_array().unwrap().clone();
    assert!(!entries.is_empty());
    entries
}

fn text<'a>(entry: &'a Value, member: &str) -> &'a str {
    entry[member].as_str().unwrap_or_else(|| panic!("{member} in {entry}"))
}

/// What a text is as an ID of one kind: its time, or why it is none.
fn read_id<K: IdKind>(text: &str) -> Result<Option<String>, String> {
    let id: Id<K> = text.parse().map_err(|error: softknack::InvalidId| error.to_string())?;
    assert_eq!(id.as_str(), text, "kept as it came");
    assert_eq!(serde_json::from_value::<Id<K>>(json!(text)).unwrap(), id);
    Ok(id.time().map(|time| time.to_string()))
}

fn id_as(kind: &str, text: &str) -> Result<Option<String>, String> {
    match kind {
        "appointment" => read_id::<kind::Appointment>(text),
        "audit_record" => read_id::<kind::AuditRecord>(text),
        "booking_page" => read_id::<kind::BookingPage>(text),
        "contact" => read_id::<kind::Contact>(text),
        "correlation" => read_id::<kind::Correlation>(text),
        "dead_letter" => read_id::<kind::DeadLetter>(text),
        "delivery" => read_id::<kind::Delivery>(text),
        "event" => read_id::<kind::Event>(text),
        "message" => read_id::<kind::Message>(text),
        "organisation" => read_id::<kind::Organisation>(text),
        "otp_challenge" => read_id::<kind::OtpChallenge>(text),
        "queue_entry" => read_id::<kind::QueueEntry>(text),
        "request" => read_id::<kind::Request>(text),
        "resource" => read_id::<kind::Resource>(text),
        "schedule" => read_id::<kind::Schedule>(text),
        "service" => read_id::<kind::Service>(text),
        "slot" => read_id::<kind::Slot>(text),
        "webhook" => read_id::<kind::Webhook>(text),
        other => panic!("unknown kind {other}"),
    }
}

#[test]
fn ids() {
    let read = entries("ids.json", "read");
    for entry in &read {
        let time = id_as(text(entry, "kind"), text(entry, "text"));
        assert_eq!(time, Ok(entry["time"].as_str().map(str::to_owned)), "{}", text(entry, "name"));
    }
    for (prefix, _) in softknack::id::PREFIXES {
        assert!(
            read.iter().any(|entry| text(entry, "text").starts_with(&format!("{prefix}_01"))),
            "{prefix} is missing"
        );
    }
    for entry in entries("ids.json", "refused") {
        let refused = id_as(text(&entry, "kind"), text(&entry, "text"));
        assert_eq!(refused, Err(text(&entry, "message").to_owned()), "{}", text(&entry, "name"));
    }
}

#[test]
fn times() {
    for entry in entries("times.json", "accepted") {
        let at: Timestamp = text(&entry, "text").parse().unwrap_or_else(|error| panic!("{error}: {entry}"));
        assert_eq!(at.to_string(), text(&entry, "prints"), "{entry}");
        assert_eq!(serde_json::to_value(at).unwrap(), entry["prints"]);
    }
    for entry in entries("times.json", "refused") {
        assert!(text(&entry, "text").parse::<Timestamp>().is_err(), "{entry}");
        assert!(serde_json::from_value::<Timestamp>(entry["text"].clone()).is_err(), "{entry}");
    }
}

fn scripted(entry: &Value) -> Answer {
    let headers = entry["headers"].as_object().unwrap();
    let answer = answer(entry["status"].as_u64().unwrap().try_into().unwrap(), text(entry, "body"));
    headers.iter().fold(answer, |answer, (name, value)| answer.header(name, value.as_str().unwrap()))
}

async fn refused(entry: &Value) -> Error {
    let server = Server::start([scripted(entry)]);
    let (slot, contact): (SlotId, ContactId) = ("slt_1".parse().unwrap(), "ctc_1".parse().unwrap());
    let call = server.client().calendar().appointments().book(NewAppointment::new(slot, contact, "cut"));
    call.max_retries(0).await.expect_err(text(entry, "name"))
}

#[tokio::test]
async fn errors() {
    for entry in entries("errors.json", "answers") {
        let (name, expect) = (text(&entry, "name"), entry["expect"].as_object().unwrap());
        let error = refused(&entry).await;
        let problem = error.problem();
        for (member, expected) in expect {
            let found = match member.as_str() {
                "kind" => json!(error.kind().as_str()),
                "code" => json!(error.code().map(|code| code.as_str())),
                "outcome" => json!(error.outcome().as_str()),
                "next_slots" => {
                    json!(error.slot_taken().unwrap().next_slots.iter().map(|slot| slot.id).collect::<Vec<_>>())
                }
                "from" => json!(error.invalid_transition().unwrap().from),
                "to" => json!(error.invalid_transition().unwrap().to),
                "attempts_left" => json!(problem.unwrap().attempts_left),
                "errors" => json!(error.field_errors()),
                "retry_after_seconds" => json!(error.retry_after().map(|wait| wait.as_secs())),
                "request_id" => json!(error.request_id()),
                "extra" => json!(problem.unwrap().extra),
                "must_not_show" => {
                    let printed = format!("{error} {error:?}");
                    let shown =
                        expected.as_array().unwrap().iter().find(|text| printed.contains(text.as_str().unwrap()));
                    assert_eq!(shown, None, "{name}: {printed}");
                    continue;
                }
                other => panic!("unknown expectation {other}"),
            };
            assert_eq!(&found, expected, "{name}: {member}");
        }
        assert_eq!(json!(error.status()), entry["status"], "{name}");
    }
}

#[tokio::test]
async fn pages() {
    for entry in entries("pages.json", "lists") {
        let (name, expect) = (text(&entry, "name"), &entry["expect"]);
        let answers = entry["pages"].as_array().unwrap().iter().map(|page| {
            let mut body = page.clone();
            let ids = body.as_object_mut().unwrap().shift_remove("ids").unwrap();
            let data = ids.as_array().unwrap().iter().map(|id| bodies::appointment(id.as_str().unwrap()));
            body["data"] = data.map(|text| serde_json::from_str::<Value>(&text).unwrap()).collect();
            answer(200, &body.to_string())
        });
        let server = Server::start(answers);
        let list = server.client().calendar().appointments().list();
        let mut items = match entry["cursor"].as_str() {
            Some(cursor) => list.cursor(cursor),
            None => list,
        }
        .stream();
        let mut ids = Vec::new();
        let error = loop {
            match items.try_next().await {
                Ok(Some(appointment)) => ids.push(appointment.id),
                Ok(None) => break None,
                Err(error) => break Some(error.kind().as_str()),
            }
        };
        assert_eq!((json!(ids), json!(error)), (expect["ids"].clone(), expect["error"].clone()), "{name}");
        let cursors = server.seen().into_iter().map(|seen| {
            let url = url::Url::parse(&format!("http://x{}", seen.target)).unwrap();
            let cursor = url.query_pairs().find(|(name, _)| name == "cursor").map(|(_, cursor)| cursor.into_owned());
            json!(cursor)
        });
        assert_eq!(cursors.collect::<Value>(), expect["cursors"], "{name}");
    }
}

/// An answer that was read and written back, and its words that this version does not know.
fn read_and_written(operation: &str, value: &Value) -> (Value, Map<String, Value>) {
    let mut unknown = Map::new();
    let written = match operation {
        "calendar.appointments.get" => {
            let read: Appointment = serde_json::from_value(value.clone()).unwrap();
            if let AppointmentStatus::Unknown(word) = &read.status {
                unknown.insert("status".to_owned(), json!(word));
            }
            if let AppointmentSource::Unknown(word) = &read.source {
                unknown.insert("source".to_owned(), json!(word));
            }
            serde_json::to_value(read)
        }
        "queue.entries.get" => {
            let read: QueueEntry = serde_json::from_value(value.clone()).unwrap();
            if let EntryStatus::Unknown(word) = &read.status {
                unknown.insert("status".to_owned(), json!(word));
            }
            if let MatchType::Unknown(word) = &read.match_type {
                unknown.insert("matchType".to_owned(), json!(word));
            }
            serde_json::to_value(read)
        }
        "calendar.slots.get" => serde_json::to_value(serde_json::from_value::<Slot>(value.clone()).unwrap()),
        "calendar.resources.get" => {
            let read: Resource = serde_json::from_value(value.clone()).unwrap();
            if let ResourceKind::Unknown(word) = &read.kind {
                unknown.insert("kind".to_owned(), json!(word));
            }
            serde_json::to_value(read)
        }
        other => panic!("unknown operation {other}"),
    };
    (written.unwrap(), unknown)
}

#[tokio::test]
async fn open_values() {
    for entry in entries("open_values.json", "answers") {
        let (name, operation) = (text(&entry, "name"), text(&entry, "operation"));
        let (written, unknown) = read_and_written(operation, &entry["value"]);
        assert_eq!(written, entry["value"], "{name}");
        assert_eq!(json!(unknown), *entry.get("unknown").unwrap_or(&json!({})), "{name}");
        // The bindings' door gives the bytes on as they came.
        let server = Server::start([answer(200, &entry["value"].to_string())]);
        let params = Map::from_iter([("id".to_owned(), entry["id"].clone())]);
        let operation = Operation::find(operation).unwrap();
        let raw = server.client().execute(operation, params, CallOptions::new()).await.unwrap();
        assert_eq!(raw.value, entry["value"].to_string().as_bytes(), "{name}");
    }
}

#[tokio::test]
async fn patches() {
    for entry in entries("patches.json", "changes") {
        let name = text(&entry, "name");
        let server = Server::start([answer(200, "{}")]);
        let operation = Operation::find(text(&entry, "operation")).unwrap();
        let options = CallOptions::new().timeout(Duration::from_secs(60));
        let result = server.client().execute(operation, entry["params"].as_object().unwrap().clone(), options).await;
        match entry.get("refused") {
            Some(param) => {
                let error = result.expect_err(name);
                assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{name}");
                assert_eq!(json!(error.field_errors()[0].param), *param, "{name}");
                assert_eq!(server.seen().len(), 0, "{name}");
            }
            None => {
                result.unwrap_or_else(|error| panic!("{name}: {error}"));
                let body: Value = serde_json::from_str(&server.seen()[0].body).unwrap();
                assert_eq!(body, entry["body"], "{name}");
            }
        }
    }
}
