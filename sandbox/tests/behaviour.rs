//! Plays `tests/behaviour/`, which every language of the SDK plays, through the bindings' door. Its README tells the format.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod support;

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::time::Duration;

use reqwest::Method;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use softknack::operation::{OPERATIONS, Operation};
use softknack::{CallOptions, Error, RawResponse};
use softknack_sandbox::Sandbox;
use support::Api;
use support::pattern::{self, Scope};
use support::proxy::{self, CheckedClient};
use support::receiver::{Answer, Receiver};

const START: &str = "2030-01-07T09:00:00.000Z";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    before: Vec<Value>,
    scenarios: Vec<Scenario>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    name: String,
    steps: Vec<Value>,
}

/// A step: exactly one of `call`, `control`, `receiver` and `received`, and what belongs to it.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Step {
    Call(Box<Call>),
    Control {
        control: String,
        body: Option<Value>,
        #[serde(rename = "as")]
        name: Option<String>,
        gives: Option<Value>,
    },
    Receiver {
        receiver: String,
        #[serde(default)]
        answers: Vec<u16>,
        otherwise: Option<u16>,
    },
    Received {
        received: String,
        secrets: Vec<Value>,
        #[serde(default)]
        not: Vec<Value>,
        #[serde(rename = "as")]
        name: Option<String>,
        gives: Value,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    call: String,
    #[serde(default)]
    params: Map<String, Value>,
    #[serde(default)]
    options: Options,
    credential: Option<Value>,
    #[serde(default)]
    all: bool,
    #[serde(rename = "as")]
    name: Option<String>,
    gives: Option<Value>,
    answer: Option<Value>,
    fails: Option<Value>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Options {
    idempotency_key: Option<String>,
    correlation_id: Option<String>,
    timeout_seconds: Option<u64>,
    max_retries: Option<u32>,
}

impl Options {
    fn read(&self) -> CallOptions {
        let mut options = CallOptions::new();
        if let Some(key) = &self.idempotency_key {
            options = options.idempotency_key(key.as_str());
        }
        if let Some(id) = &self.correlation_id {
            options = options.correlation_id(id);
        }
        if let Some(seconds) = self.timeout_seconds {
            options = options.timeout(Duration::from_secs(seconds));
        }
        if let Some(retries) = self.max_retries {
            options = options.max_retries(retries);
        }
        options
    }
}

/// A scenario as it is played.
struct Play {
    sandbox: Sandbox,
    client: CheckedClient,
    scope: Scope,
    receivers: HashMap<String, (Receiver, usize)>,
}

impl Play {
    async fn begin() -> Self {
        let sandbox = support::builder().clock_at(START.parse().unwrap()).frozen(true).start().await.unwrap();
        let client = proxy::client(&sandbox).await;
        Self { sandbox, client, scope: Scope::default(), receivers: HashMap::new() }
    }

    async fn step(&mut self, step: Step) {
        match step {
            Step::Call(call) => self.call(*call).await,
            Step::Control { control, body, name, gives } => {
                let (method, path) = control.split_once(' ').unwrap();
                let method: Method = method.parse().unwrap();
                let admin = Api::with_key(&self.sandbox, self.sandbox.admin_token().as_str());
                let body = body.map(|body| self.scope.resolve(&body));
                let result = admin.send(method, &format!("/sandbox/v1{path}"), body, None).await.ok();
                self.result(name, gives.as_ref(), result);
            }
            Step::Receiver { receiver: name, answers, otherwise } => {
                if !self.receivers.contains_key(&name) {
                    let receiver = Receiver::start().await;
                    self.scope.set(&name, json!({ "url": receiver.url() }));
                    self.receivers.insert(name.clone(), (receiver, 0));
                }
                let (receiver, _) = &self.receivers[&name];
                receiver.next(answers.into_iter().map(Answer::Status));
                receiver.otherwise(Answer::Status(otherwise.unwrap_or(204)));
            }
            Step::Received { received: receiver, secrets, not, name, gives } => {
                self.sandbox.settle().await.unwrap();
                let now = self.sandbox.clock().now();
                let (secrets, not) = (self.scope.texts(&secrets), self.scope.texts(&not));
                let (receiver, taken) = self.receivers.get_mut(&receiver).unwrap();
                let received = receiver.received().split_off(*taken);
                *taken += received.len();
                let come = received.iter().map(|received| {
                    // What came earlier was signed for its own moment.
                    let at = softknack::Timestamp::from_millisecond(received.signed_at() * 1000).unwrap();
                    assert!(at <= now);
                    for secret in &secrets {
                        received.verify(secret, at).unwrap();
                    }
                    for secret in &not {
                        received.verify(secret, at).unwrap_err();
                    }
                    let attempt: u32 = received.header("x-nexus-attempt").parse().unwrap();
                    json!({ "attempt": attempt, "event": received.event() })
                });
                let come: Value = come.collect();
                self.result(name, Some(&gives), come);
            }
        }
    }

    async fn call(&mut self, call: Call) {
        let operation = Operation::find(&call.call).unwrap_or_else(|| panic!("no operation {}", call.call));
        let params = self.scope.resolve(&Value::Object(call.params)).as_object().unwrap().clone();
        // What a newer platform answers is not held against the document of this one.
        let newer = self.sandbox.faults().pending().await.unwrap().iter().any(|fault| fault.merge.is_some());
        let client = if newer { self.sandbox.client() } else { self.client.clone() };
        let client = match &call.credential {
            Some(credential) => client.with_credential(self.scope.text(credential)).unwrap(),
            None => client,
        };
        let options = call.options.read();
        let outcome = if call.all {
            let items = all(&client, operation, params, &options).await;
            items.map(|items| (Value::Array(items), None))
        } else {
            let answer = client.execute(operation, params, options).await;
            answer.map(|answer| (read(&answer), Some(facts(&answer))))
        };
        match (outcome, call.fails) {
            (Ok((result, facts)), None) => {
                if let Some(pattern) = call.answer {
                    let facts = facts.expect("`answer` goes with one call");
                    check("answer", &self.scope.resolve(&waited(pattern, &facts)), &facts);
                }
                self.result(call.name, call.gives.as_ref(), result);
            }
            (Err(error), Some(pattern)) => check("fails", &self.scope.resolve(&pattern), &failure(&error)),
            (Ok((result, _)), Some(_)) => panic!("it did not fail: {result}"),
            (Err(error), None) => panic!("it failed: {error:?}"),
        }
    }

    fn result(&mut self, name: Option<String>, gives: Option<&Value>, result: Value) {
        if let Some(pattern) = gives {
            check("gives", &self.scope.resolve(pattern), &result);
        }
        if let Some(name) = name {
            self.scope.set(&name, result);
        }
    }
}

fn check(what: &str, pattern: &Value, found: &Value) {
    if let Err(fault) = pattern::matches(pattern, found) {
        panic!("{what}: {fault}\n{found:#}");
    }
}

fn read(answer: &RawResponse) -> Value {
    if answer.value.is_empty() { Value::Null } else { serde_json::from_slice(&answer.value).unwrap() }
}

/// Every item of a list, page by page, as the bindings' iterators read them.
async fn all(
    client: &softknack::Client,
    operation: &'static Operation,
    mut params: Map<String, Value>,
    options: &CallOptions,
) -> Result<Vec<Value>, Error> {
    let mut items = Vec::new();
    loop {
        let page = read(&client.execute(operation, params.clone(), options.clone()).await?);
        items.extend(page["data"].as_array().unwrap().iter().cloned());
        if page["has_more"] == false {
            return Ok(items);
        }
        params.insert("cursor".to_owned(), page["next_cursor"].clone());
    }
}

/// What came beside an answer.
fn facts(answer: &RawResponse) -> Value {
    json!({
        "status": answer.status(),
        "replayed": answer.replayed(),
        "attempts": answer.attempts().len(),
        "waited_seconds": answer.attempts()[0].wait.map(|wait| wait.as_secs_f64()),
        "correlation_id": answer.correlation_id(),
        "idempotency_key": answer.idempotency_key().map(|key| key.as_str()),
    })
}

/// The pattern with the wait that was, where that is as long as it must be.
fn waited(mut pattern: Value, facts: &Value) -> Value {
    if let Some(least) = pattern.get("waited_seconds").and_then(Value::as_f64) {
        let waited = facts["waited_seconds"].as_f64();
        assert!(waited.is_some_and(|waited| waited >= least), "waited {waited:?} s, not {least} s");
        pattern["waited_seconds"] = json!(waited);
    }
    pattern
}

fn failure(error: &Error) -> Value {
    let problem = error.problem();
    let params: Vec<&str> = error.field_errors().iter().map(|fault| fault.param.as_str()).collect();
    json!({
        "kind": error.kind().as_str(),
        "code": error.code().map(|code| code.as_str()),
        "status": error.status(),
        "outcome": error.outcome().as_str(),
        "attempts": error.attempts().len(),
        "retry_after_seconds": error.retry_after().map(|wait| wait.as_secs()),
        "params": params,
        "next_slots": error.slot_taken().map(|taken| taken.next_slots.to_vec()),
        "from": error.invalid_transition().map(|transition| transition.from),
        "to": error.invalid_transition().map(|transition| transition.to),
        "attempts_left": problem.and_then(|problem| problem.attempts_left),
    })
}

fn files() -> Vec<(String, File)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/behaviour"));
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let read = |path: PathBuf| {
        let file = serde_json::from_slice(&std::fs::read(&path).unwrap());
        (path.file_name().unwrap().to_str().unwrap().to_owned(), file.unwrap_or_else(|error| panic!("{error}")))
    };
    paths.into_iter().map(read).collect()
}

#[tokio::test]
async fn every_scenario_goes_as_it_is_written() {
    let mut played = 0;
    for (file, File { before, scenarios }) in files() {
        for Scenario { name, steps } in scenarios {
            let mut play = Play::begin().await;
            for (number, step) in before.iter().chain(&steps).enumerate() {
                // Shown where the step fails.
                println!("{file}: {name}: step {}: {step}", number + 1);
                let read: Step = serde_json::from_value(step.clone()).unwrap_or_else(|error| panic!("{error}"));
                play.step(read).await;
            }
            played += 1;
        }
    }
    assert!(played > 20, "{played} scenarios");
}

#[test]
fn scenarios_have_names_of_their_own_and_call_what_a_program_calls_most() {
    let mut names = BTreeSet::new();
    let mut called = BTreeSet::new();
    for (_, File { before, scenarios }) in files() {
        for step in before.iter().chain(scenarios.iter().flat_map(|scenario| &scenario.steps)) {
            called.extend(step["call"].as_str().map(str::to_owned));
        }
        for scenario in scenarios {
            assert!(names.insert(scenario.name.clone()), "{} stands there twice", scenario.name);
        }
    }
    let products: BTreeSet<&str> =
        OPERATIONS.iter().map(|operation| operation.name.split('.').next().unwrap()).collect();
    for product in products {
        assert!(called.iter().any(|name| name.starts_with(product)), "no scenario calls {product}");
    }
}
