//! The program, from its first line to its end.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::process::Command;

use serde_json::Value;
use support::program::Program;

/// Runs a line as a shell would, and gives the status and the body.
fn in_a_shell(line: &str) -> (String, Value) {
    let done = Command::new("sh").args(["-c", &format!("{line} -s -w '\\n%{{http_code}}'")]).output().unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    let (body, status) = text.rsplit_once('\n').unwrap();
    (status.to_owned(), serde_json::from_str(body).unwrap())
}

#[test]
fn the_line_that_it_prints_books_a_slot() {
    let mut program = Program::start(&["--port", "0"]);
    let printed = program.printed_until("Stop it");
    let start = printed.iter().position(|line| line.starts_with("curl")).unwrap();
    let curl = printed[start..].iter().take_while(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join("\n");
    let (status, booked) = in_a_shell(&curl);
    assert_eq!((status.as_str(), booked["status"].as_str()), ("201", Some("booked")), "{booked}");
    let (status, again) = in_a_shell(&curl);
    assert_eq!((status.as_str(), &again), ("201", &booked), "pasted again, it is the same booking");
    let named = |name: &str| printed.iter().any(|line| line.trim_start().starts_with(name));
    assert!(named("base URL") && named("test key") && named("admin token") && named("webhook secret"), "{printed:?}");
    assert!(!named("live key"));
    assert_eq!(program.terminate().0, Some(0));
}

#[test]
fn a_file_keeps_its_keys_and_its_bookings_across_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let arguments = ["--port", "0", "--json", "--live", "--file", file.to_str().unwrap()];
    let mut first = Program::start(&arguments);
    let before = first.ready();
    let (status, _) = in_a_shell(before["curl"].as_str().unwrap());
    assert_eq!(status, "201");
    assert_eq!(first.terminate().0, Some(0));

    let mut second = Program::start(&arguments);
    let after = second.ready();
    for name in ["organisation_id", "test_key", "live_key", "admin_token", "webhook_secret", "seed"] {
        assert!(!before[name].is_null(), "{name}");
        assert_eq!(after[name], before[name], "{name}");
    }
    let (status, booked) = in_a_shell(after["curl"].as_str().unwrap());
    assert_eq!(status, "201", "the next line books the next slot: {booked}");
    assert_eq!(second.terminate().0, Some(0));
}

#[test]
fn it_ends_with_who_started_it_where_it_is_told_to() {
    let mut program = Program::start(&["--port", "0", "--json", "--no-seed", "--until-stdin-closes"]);
    program.ready();
    assert_eq!(program.leave(), Some(0));
}

#[test]
fn a_log_never_holds_a_secret() {
    let mut program = Program::start(&["--port", "0", "--json", "--log", "trace"]);
    let ready = program.ready();
    let (status, _) = in_a_shell(ready["curl"].as_str().unwrap());
    assert_eq!(status, "201");
    let (base, key) = (ready["base_url"].as_str().unwrap(), ready["test_key"].as_str().unwrap());
    let contact = "{\"name\":\"Zebedee Quux\",\"phone\":\"+919812345678\"}";
    let post = format!(
        "curl {base}/crm/v1/contacts -H 'Authorization: Bearer {key}' -H 'Idempotency-Key: k' -H 'Content-Type: application/json' -d '{contact}'"
    );
    assert_eq!(in_a_shell(&post).0, "201");
    let (_, logged) = program.terminate();
    assert!(logged.contains("TRACE") || logged.contains("DEBUG"), "it logs at all");
    let secrets = ["test_key", "admin_token", "webhook_secret"].map(|name| ready[name].as_str().unwrap());
    for secret in secrets.iter().copied().chain(["+919812345678", "9812345678", "Zebedee"]) {
        assert!(!logged.contains(secret), "{secret:.12}… stands in the log");
    }
}

#[test]
fn what_it_does_not_understand_ends_it_with_a_word() {
    let refused = Command::new(env!("CARGO_BIN_EXE_softknack-sandbox")).args(["--host", "192.0.2.1"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("loopback"), "{refused:?}");
    let refused = Command::new(env!("CARGO_BIN_EXE_softknack-sandbox")).arg("--nonsense").output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
}
