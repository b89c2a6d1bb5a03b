//! How each flow is started: its parameters, and what it gives or ends with.

use std::convert::Infallible;
use std::time::Duration;

use garde::Validate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::flow::{Caller, FlowFailure, FlowValue, RawFlow};
use super::flows::Faults;
use crate::client::Client;
use crate::error::Error;
use crate::flows::{self, FollowError, Judging, NotBooked, UnreadEvent, WaitError, WaitUntil};
use crate::id::{QueueEntryId, SlotId, WebhookId};
use crate::operation::Method;
use crate::options::CallOptions;
use crate::problem::FieldError;
use crate::record::Target;
use crate::resources::calendar::{NewAppointment, appointments};
use crate::resources::platform::events;
use crate::resources::queue::{EntryStatus, QueueEntry, entries};
use crate::time::Timestamp;
use crate::validation;
use crate::value::EventPattern;

/// The slots of `book_first_of`, beside the booking.
#[derive(Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub(super) struct Walk {
    /// The slots, the one that is wanted most first.
    #[garde(length(min = 1, max = 100))]
    slot_ids: Vec<SlotId>,
    /// Facts of your business that this booking follows from: texts and IDs, in order. The key of each slot is derived from
    /// them. A process that crashed and comes back with the same facts and slots within 24 hours is told what was won, and
    /// books nothing else. Default: fresh keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key_from: Option<Vec<String>>,
    /// When all slots are lost: with how many of the openings that the platform names in its refusals to go on. Default: 0.
    #[garde(range(max = 100))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    then_offered: Option<u32>,
}

/// What `wait_for_status` takes.
#[derive(Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub(super) struct WaitForStatus {
    /// Which entry.
    id: QueueEntryId,
    /// Where it is wanted.
    #[garde(dive)]
    status: EntryStatus,
    /// How long to wait in all. Default: one hour.
    #[garde(range(min = 0.001))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timeout: Option<f64>,
    /// How often to look: after anything up to the first time, and ever later, up to the second, while nothing happens.
    /// Default: 1 and 15 seconds.
    #[garde(length(min = 2, max = 2))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    poll_every: Option<Vec<f64>>,
}

/// What `wait_until` takes beside the condition.
#[derive(Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub(super) struct Wait {
    /// Which entry.
    id: QueueEntryId,
    /// How long to wait in all. Default: one hour.
    #[garde(range(min = 0.001))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timeout: Option<f64>,
    /// How often to look: after anything up to the first time, and ever later, up to the second, while nothing happens.
    /// Default: 1 and 15 seconds.
    #[garde(length(min = 2, max = 2))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    poll_every: Option<Vec<f64>>,
}

/// What `follow` takes beside the store.
#[derive(Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub(super) struct Follow {
    /// Only events of this type, or of this pattern of types, such as `appointment.*`. A stored cursor is bound to it.
    #[garde(dive)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    only: Option<EventPattern>,
    /// From what time on, where nothing is stored yet. Default: from the first event that there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<Timestamp>,
    /// How often to look for more: after anything up to the first time, and ever later, up to the second, while nothing
    /// comes. Default: 1 and 15 seconds.
    #[garde(length(min = 2, max = 2))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    poll_every: Option<Vec<f64>>,
    /// Whether to wait for more at the end of the log.
    #[cfg_attr(feature = "schema", schemars(skip))]
    #[serde(default)]
    waits: bool,
}

/// What `reconcile` takes.
#[derive(Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub(super) struct Reconcile {
    /// Only the dead letters of this endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    webhook: Option<WebhookId>,
    /// Only events of this type, or of this pattern of types, such as `appointment.*`. A stored cursor is bound to it.
    #[garde(dive)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    only: Option<EventPattern>,
    /// Events from what time on, where nothing is stored yet. Default: from the first that there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<Timestamp>,
    /// Whether the events are handed to the caller, and not replayed.
    #[cfg_attr(feature = "schema", schemars(skip))]
    #[serde(default)]
    hands: bool,
}

/// What `request` takes.
#[derive(Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
pub(super) struct Undeclared {
    /// `GET`, `POST`, `PATCH` or `DELETE`.
    method: String,
    /// The path, percent-encoded, without its query.
    path: String,
    /// The query: texts, numbers, truth values and lists of those.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    query: Option<Map<String, Value>>,
    /// The body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    json: Option<Value>,
}

fn read<P>(target: &Target, params: Map<String, Value>) -> Result<P, Faults>
where
    P: DeserializeOwned + Serialize + Validate<Context = ()>,
{
    validation::read_json(Value::Object(params)).map_err(|faults| (target.clone(), faults))
}

/// A time that is longer than can be counted has no end.
fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX)
}

fn pace(poll_every: Option<Vec<f64>>) -> Option<(Duration, Duration)> {
    match poll_every.as_deref() {
        Some(&[shortest, longest]) => Some((seconds(shortest), seconds(longest))),
        _ => None,
    }
}

pub(super) fn book_first_of(
    client: &Client,
    mut params: Map<String, Value>,
    options: CallOptions,
) -> Result<RawFlow, Faults> {
    let target = Target::Declared(appointments::operation::book.operation);
    let own = ["slot_ids", "key_from", "then_offered"];
    let walk: Map<String, Value> =
        own.iter().filter_map(|name| Some(((*name).to_owned(), params.remove(*name)?))).collect();
    let walk: Walk = read(&target, walk)?;
    let Some((first, rest)) = walk.slot_ids.split_first() else { return Err((target, Vec::new())) };
    params.insert("slot_id".to_owned(), first.as_str().into());
    let booking: NewAppointment = read(&target, params)?;
    let mut flow = client.calendar().appointments().book_first_of(booking, rest.iter().copied()).options(options);
    if let Some(facts) = walk.key_from {
        flow = flow.key_from(facts);
    }
    let flow = flow.then_offered(usize::try_from(walk.then_offered.unwrap_or(0)).unwrap_or(0));
    Ok(RawFlow::new(|_| async move {
        let booked = flow.await.map_err(not_booked)?;
        let (slots, errors): (Vec<SlotId>, Vec<Error>) =
            booked.lost.into_iter().map(|tried| (tried.slot_id, tried.error)).unzip();
        let (response, appointment) = booked.appointment.replace(());
        let json = json!({ "appointment": appointment, "lost": slots }).to_string();
        Ok(FlowValue { json, response: Some(response), errors })
    }))
}

fn not_booked(failure: NotBooked) -> FlowFailure {
    let message = failure.to_string();
    let facts = json!({
        "reason": failure.reason().as_str(),
        "outcome": failure.outcome().as_str(),
        "tried": failure.tried().iter().map(|tried| tried.slot_id).collect::<Vec<_>>(),
        "untried": failure.untried(),
        "in_doubt": failure.in_doubt(),
        "next_slots": failure.next_slots(),
    });
    let errors = failure.into_tried().into_iter().map(|tried| tried.error).collect();
    ended("not_booked", message, &facts, errors)
}

fn ended(kind: &'static str, message: String, facts: &Value, errors: Vec<Error>) -> FlowFailure {
    let about = Box::new(FlowValue { json: facts.to_string(), response: None, errors });
    FlowFailure::Ended { kind, message, about }
}

pub(super) fn wait_for_status(
    client: &Client,
    params: Map<String, Value>,
    options: CallOptions,
) -> Result<RawFlow, Faults> {
    let params: WaitForStatus = read(&Target::Declared(entries::operation::get.operation), params)?;
    let wait = client.queue().entries().wait_for_status(params.id, params.status);
    let wait = paced(wait, params.timeout, params.poll_every, options);
    Ok(RawFlow::new(|_| async move { waited(wait.await) }))
}

pub(super) fn wait_until(client: &Client, params: Map<String, Value>, options: CallOptions) -> Result<RawFlow, Faults> {
    let params: Wait = read(&Target::Declared(entries::operation::get.operation), params)?;
    let client = client.clone();
    Ok(RawFlow::new(move |caller| {
        let asked = move |entry: &QueueEntry| -> Judging {
            let answer = caller.ask("meets", entry);
            Box::pin(async move { answer.await == Value::Bool(true) })
        };
        let wait = WaitUntil::new(&client, params.id, Box::new(asked));
        let wait = paced(wait, params.timeout, params.poll_every, options);
        async move { waited(wait.await) }
    }))
}

fn paced(mut wait: WaitUntil, timeout: Option<f64>, poll_every: Option<Vec<f64>>, options: CallOptions) -> WaitUntil {
    if let Some(timeout) = timeout {
        wait = wait.timeout(seconds(timeout));
    }
    if let Some((shortest, longest)) = pace(poll_every) {
        wait = wait.poll_every(shortest, longest);
    }
    wait.options(options)
}

fn waited(result: Result<QueueEntry, WaitError>) -> Result<FlowValue, FlowFailure> {
    match result {
        Ok(entry) => value(&entry),
        Err(error) => {
            let message = error.to_string();
            Err(match error {
                WaitError::Call(error) => FlowFailure::Call(error),
                WaitError::Ended(entry) => ended("wait_ended", message, &json!({ "entry": entry }), Vec::new()),
                WaitError::TimedOut { after, entry, failure } => {
                    let facts = json!({ "entry": entry, "after": after.as_secs_f64() });
                    ended("wait_timed_out", message, &facts, failure.into_iter().collect())
                }
            })
        }
    }
}

pub(super) fn follow(client: &Client, params: Map<String, Value>, options: CallOptions) -> Result<RawFlow, Faults> {
    let params: Follow = read(&Target::Declared(events::operation::list.operation), params)?;
    let client = client.clone();
    Ok(RawFlow::new(move |caller| async move {
        let mut follow = flows::Follow::<_, UnreadEvent>::new(&client, caller.clone()).options(options);
        if let Some(pattern) = params.only {
            follow = follow.only(pattern);
        }
        if let Some(at) = params.since {
            follow = follow.since(at);
        }
        if let Some((shortest, longest)) = pace(params.poll_every) {
            follow = follow.poll_every(shortest, longest);
        }
        let handler = move |event| handed(caller.clone(), event);
        if params.waits {
            match follow.run(handler).await.map_err(unread)? {}
        }
        value(&follow.catch_up(handler).await.map_err(unread)?)
    }))
}

pub(super) fn reconcile(client: &Client, params: Map<String, Value>, options: CallOptions) -> Result<RawFlow, Faults> {
    let params: Reconcile = read(&Target::Declared(events::operation::list.operation), params)?;
    let client = client.clone();
    Ok(RawFlow::new(move |caller| async move {
        let mut reconcile = client.platform().reconcile().options(options);
        if let Some(id) = params.webhook {
            reconcile = reconcile.webhook(id);
        }
        if let Some(pattern) = params.only {
            reconcile = reconcile.only(pattern);
        }
        if let Some(at) = params.since {
            reconcile = reconcile.since(at);
        }
        let done = if params.hands {
            let store = caller.clone();
            reconcile.hand_as(store, move |event| handed(caller.clone(), event)).await.map_err(unread)?
        } else {
            reconcile.replay().await.map_err(FlowFailure::Call)?
        };
        let (dead_letters, events, skipped) = (done.dead_letters, done.events, done.skipped);
        value(&json!({ "dead_letters": dead_letters, "events": events, "skipped": skipped }))
    }))
}

pub(super) fn request(client: &Client, params: Map<String, Value>, options: CallOptions) -> Result<RawFlow, Faults> {
    let named = |name: &str| params.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let target = Target::undeclared(Method::Get, &named("path"));
    let method = named("method").to_ascii_uppercase();
    let params: Undeclared = read(&target, params)?;
    let method = [Method::Get, Method::Post, Method::Patch, Method::Delete].into_iter().find(|m| m.as_str() == method);
    let Some(method) = method else {
        let fault = FieldError::new("/method", "invalid", "must be GET, POST, PATCH or DELETE");
        return Err((target, vec![fault]));
    };
    let mut request = client.request(method, params.path);
    if let Some(query) = &params.query {
        request = request.query(query);
    }
    if let Some(body) = &params.json {
        request = request.json(body);
    }
    let call = request.send::<Value>().options(options);
    Ok(RawFlow::new(|_| async move {
        let (response, value) = call.with_response().await.map_err(FlowFailure::Call)?.replace(());
        Ok(FlowValue { json: value.to_string(), response: Some(response), errors: Vec::new() })
    }))
}

async fn handed(caller: Caller, event: UnreadEvent) -> Result<(), Infallible> {
    caller.ask("handle", &event).await;
    Ok(())
}

fn unread(error: FollowError<Infallible, Infallible>) -> FlowFailure {
    let message = error.to_string();
    match error {
        FollowError::Call(error) => FlowFailure::Call(error),
        FollowError::UnreadableCursor => ended("unreadable_cursor", message, &json!({}), Vec::new()),
        FollowError::Store(never) => match never {},
        FollowError::Handler { error, .. } => match error {},
    }
}

fn value(value: &impl Serialize) -> Result<FlowValue, FlowFailure> {
    // What the platform answered can be written again.
    Ok(FlowValue { json: serde_json::to_string(value).unwrap_or_default(), ..FlowValue::default() })
}
