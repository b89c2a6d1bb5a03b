//! Faults on demand: what shall go wrong with the requests to come.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The request waits before it is looked at.
    Latency(Duration),
    /// It is answered with this status, and nothing is done.
    Status {
        /// The status.
        status: u16,
        /// What `Retry-After` says.
        retry_after: Option<RetryAfter>,
    },
    /// It is carried out; the head of the answer is sent, and its body never arrives.
    Stall,
    /// The connection breaks off without an answer.
    Disconnect(Moment),
}

/// How long to wait, in one of the two forms of `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// So many seconds.
    Seconds(u32),
    /// The HTTP date so many seconds from the answer, by the system's clock: whoever waits goes by theirs.
    Date(u32),
}

/// When a connection breaks off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// Nothing was done yet.
    BeforeCommit,
    /// Everything was done, and nobody is told.
    AfterCommit,
}

/// A fault, and which requests it hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The operation that it waits for, or none for every one.
    pub operation: Option<&'static str>,
    /// How many matching requests it lets pass first.
    pub skip: u32,
    /// How many it hits.
    pub times: u32,
    /// What goes wrong with them.
    pub fault: Fault,
}

/// The faults that are asked for, in that order.
#[derive(Debug, Default)]
pub struct Faults(Mutex<Vec<Rule>>);

impl Faults {
    /// Asks for a fault.
    pub fn add(&self, rule: Rule) {
        self.rules().push(rule);
    }

    /// What is still to come.
    pub fn pending(&self) -> Vec<Rule> {
        self.rules().clone()
    }

    /// Takes everything back.
    pub fn clear(&self) {
        self.rules().clear();
    }

    /// What goes wrong with this request.
    pub fn matching(&self, operation: &str) -> Vec<Fault> {
        let mut rules = self.rules();
        let mut hit = Vec::new();
        for rule in rules.iter_mut().filter(|rule| rule.operation.is_none_or(|name| name == operation)) {
            if rule.skip > 0 {
                rule.skip -= 1;
            } else if rule.times > 0 {
                rule.times -= 1;
                hit.push(rule.fault.clone());
            }
        }
        rules.retain(|rule| rule.times > 0);
        hit
    }

    fn rules(&self) -> std::sync::MutexGuard<'_, Vec<Rule>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
