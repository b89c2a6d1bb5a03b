//! The vendor's own snippets for the queue, run as they are printed: only host, contact and token are ours.
//!
//! Python's and Node's need `requests` and `axios`, which `cargo xtask test` installs; it runs them by
//! `--ignored` and says where they are. The one in curl runs with all other tests.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use support::guests::Restaurant;
use support::text;

const CURL: &str = include_str!("snippets/queue.sh");
const AXIOS: &str = include_str!("snippets/queue.mjs");
const REQUESTS: &str = include_str!("snippets/queue.py");

/// A restaurant in which the page's guest is the third in line for one table that nobody has had, and the guest's session.
struct Evening {
    restaurant: Restaurant,
    token: String,
    customer: String,
}

impl Evening {
    async fn begin() -> Self {
        let restaurant = Restaurant::open().await;
        restaurant.table(json!({ "zone": "AC" })).await;
        restaurant.party(1, json!({})).await;
        restaurant.party(2, json!({})).await;
        let (challenge, code) = restaurant.challenge(3).await;
        let session = restaurant.verify(&challenge, &code).await.ok();
        let (token, customer) = (text(&session, "token"), text(&session, "customerId"));
        Self { restaurant, token, customer }
    }

    /// The snippet with this sandbox's host and contact.
    fn here(&self, snippet: &str) -> String {
        for printed in ["https://api.softknack.com", "ctc_01HXYZ789"] {
            assert_eq!(snippet.matches(printed).count(), 1, "{printed}");
        }
        let base_url = self.restaurant.sandbox.base_url();
        snippet.replace("https://api.softknack.com", &base_url).replace("ctc_01HXYZ789", &self.customer)
    }

    /// The entry that came of it: the same that the page prints, but for its ID.
    async fn entry(&self) -> Value {
        let entries = self.restaurant.api.all(&format!("/v1/queue/entries?customerId={}", self.customer)).await;
        let [entry] = &entries[..] else { panic!("{} entries", entries.len()) };
        let printed = printed_answer();
        for member in ["status", "position", "estimatedWaitSeconds"] {
            assert_eq!(entry[member], printed[member], "{member}");
        }
        assert_eq!((&entry["partySize"], &entry["metadata"]), (&json!(4), &json!({ "zone": "AC" })));
        entry.clone()
    }
}

/// The answer that the page prints, in the comment below the snippet.
fn printed_answer() -> Value {
    let (_, comment) = CURL.split_once("# Response:\n").unwrap();
    let json: String = comment.lines().map(|line| line.trim_start_matches('#')).collect();
    serde_json::from_str(&json).unwrap()
}

/// Runs it, away from the test's own thread, which serves the sandbox, and gives what it printed.
async fn run(mut command: Command) -> String {
    command.env("NO_PROXY", "127.0.0.1");
    let done = tokio::task::spawn_blocking(move || command.output()).await.unwrap();
    let done = done.unwrap_or_else(|error| panic!("it cannot be started: {error}"));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// Where `cargo xtask test` put what a snippet needs.
fn installed(variable: &str) -> PathBuf {
    let path = std::env::var_os(variable);
    PathBuf::from(path.unwrap_or_else(|| panic!("{variable} is not set: `cargo xtask test` runs this test")))
}

#[tokio::test]
async fn the_page_in_curl_answers_as_printed() {
    let evening = Evening::begin().await;
    let mut shell = Command::new("sh");
    shell.args(["-c", &evening.here(CURL)]).env("JWT_TOKEN", &evening.token);
    let answer: Value = serde_json::from_str(&run(shell).await).unwrap();
    assert!(text(&answer, "id").starts_with("que_"));
    let names = |value: &Value| value.as_object().unwrap().keys().take(4).cloned().collect::<Vec<_>>();
    assert_eq!(names(&answer), names(&printed_answer()), "what the page prints comes first, in its order");
    assert_eq!(answer, evening.entry().await);
}

#[tokio::test]
#[ignore = "needs Python with requests, which `cargo xtask test` installs"]
async fn the_page_in_python_runs_as_printed() {
    let evening = Evening::begin().await;
    let mut python = Command::new(installed("SNIPPETS_PYTHON"));
    // The page leaves it to the reader where the token comes from.
    let token = format!("jwt_token = {:?}\n", evening.token);
    python.args(["-c", &(token + &evening.here(REQUESTS))]);
    let printed = run(python).await;
    let entry = evening.entry().await;
    for shown in [
        format!("'id': '{}'", text(&entry, "id")),
        "'status': 'waiting'".to_owned(),
        "'position': 3".to_owned(),
        "'estimatedWaitSeconds': 720".to_owned(),
    ] {
        assert!(printed.contains(&shown), "{shown}: {printed}");
    }
}

#[tokio::test]
#[ignore = "needs Node.js with axios, which `cargo xtask test` installs"]
async fn the_page_in_node_runs_as_printed() {
    let evening = Evening::begin().await;
    let mut node = Command::new("node");
    let token = format!("const jwtToken = {:?};\n", evening.token);
    // Modules are found from here upwards.
    node.current_dir(installed("SNIPPETS_NODE"));
    node.args(["--input-type=module", "--eval", &(token + &evening.here(AXIOS))]);
    let printed = run(node).await;
    let entry = evening.entry().await;
    for shown in [
        format!("id: '{}'", text(&entry, "id")),
        "status: 'waiting'".to_owned(),
        "position: 3".to_owned(),
        "estimatedWaitSeconds: 720".to_owned(),
    ] {
        assert!(printed.contains(&shown), "{shown}: {printed}");
    }
}
