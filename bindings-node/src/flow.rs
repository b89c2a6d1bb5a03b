//! Flows: what takes more than one call runs in the core, step by step, and the face does what a step asks.

use std::sync::{Arc, Mutex, PoisonError};

use napi::Env;
use napi::bindgen_prelude::{Error, Result};
use napi_derive::napi;
use serde_json::json;
use softknack::raw::{self, FlowFailure, FlowValue, RawFlow, Step};

use crate::answers::{Answer, Answers};
use crate::client::Client;
use crate::text::Text;
use crate::{facts, options};

/// A flow under way.
#[napi]
pub struct Flow {
    /// None while a step runs, and when the flow has ended.
    running: Arc<Mutex<Option<RawFlow>>>,
}

#[napi]
impl Flow {
    /// Begins a flow; or an error whose message is the facts of why it cannot begin.
    #[napi(factory)]
    pub fn begin(client: &Client, name: String, params: String, options: Option<String>) -> Result<Self> {
        let mismatch = |message: &str| Error::from_reason(facts::of_mismatch(message));
        let row = raw::Flow::find(&name)
            .ok_or_else(|| mismatch(&format!("the native half of softknack knows no flow {name}")))?;
        let params = serde_json::from_str(&params)
            .map_err(|error| mismatch(&format!("the parameters are no JSON object: {error}")))?;
        let options = options::call(options.as_deref()).map_err(|error| mismatch(&error.to_string()))?;
        let flow = client.inner.flow(row, params, options);
        let flow = flow.map_err(|error| Error::from_reason(facts::of_error(&error)))?;
        Ok(Self { running: Arc::new(Mutex::new(Some(flow))) })
    }

    /// Tells the flow what its last step asked, as JSON, and goes on to the next, which comes through `answers` under the number
    /// `ticket`: what the step asks or how the flow ended, and a value, both as JSON; or `!` and the facts of an error. It never fails by itself. Cancelled there, the flow has ended.
    #[napi]
    pub fn resume(&self, env: &Env, answers: &Answers, ticket: u32, answer: String) {
        let running = Arc::clone(&self.running);
        let taken = running.lock().unwrap_or_else(PoisonError::into_inner).take();
        let step = async move {
            let Some(mut flow) = taken else {
                return Answer::new(facts::of_mismatch("the flow has ended, or is at a step"), None);
            };
            let step = flow.resume(serde_json::from_str(&answer).unwrap_or_default()).await;
            if matches!(step, Ok(Step::Asks { .. })) {
                *running.lock().unwrap_or_else(PoisonError::into_inner) = Some(flow);
            }
            told(step)
        };
        answers.begin(env, ticket, step);
    }
}

fn told(step: std::result::Result<Step, FlowFailure>) -> Answer {
    match step {
        Ok(Step::Asks { what, about }) => Answer::new(json!({ "what": what }).to_string(), Some(Text::from(about))),
        Ok(Step::Done(value)) => beside("done", "", *value),
        Err(FlowFailure::Ended { kind, message, about }) => beside(kind, &message, *about),
        Err(FlowFailure::Call(error)) => Answer::new(facts::of_error(&error), None),
    }
}

fn beside(what: &str, message: &str, value: FlowValue) -> Answer {
    let response = value.response.as_ref().map(facts::beside);
    let errors: Vec<String> = value.errors.iter().map(facts::of_error).collect();
    let head = json!({ "what": what, "message": message, "response": response, "errors": errors });
    Answer::new(head.to_string(), Some(Text::from(value.json)))
}
