//! Asking for faults.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use softknack::operation::{OPERATIONS, Operation};

use crate::error::Error;
use crate::faults::{self, Fault, Moment, RetryAfter, Rule};
use crate::refusal::{Outcome, Refusal};
use crate::state::Shared;

/// A fault as the control plane writes it: which requests it hits, and exactly one of `latency_ms`, `status`, `disconnect`,
/// `stall` and `merge`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, garde::Validate)]
#[garde(allow_unvalidated)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FaultRule {
    /// The operation that it waits for; absent for every one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The first matching request that it hits, counted from 1. Default: 1.
    #[garde(inner(range(min = 1)))]
    pub nth: Option<u32>,
    /// How many matching requests it hits from there. Default: 1.
    #[garde(inner(range(min = 1)))]
    pub times: Option<u32>,
    /// The request waits so long, and is carried out then.
    #[garde(inner(range(max = 600_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_ms: Option<u32>,
    /// It is answered with this status, and nothing is done.
    #[garde(inner(range(min = 400, max = 599)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// With `status`: the seconds in `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
    /// With `retry_after_seconds`: whether `Retry-After` is the HTTP date that many seconds ahead instead.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retry_after_as_date: bool,
    /// The connection breaks off without an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disconnect: Option<Moment>,
    /// It is carried out; the head of the answer is sent, and its body never arrives.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stall: bool,
    /// It is carried out, and these members are put into the object that it answers, as a newer platform might: words and
    /// members that this version does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merge: Option<Map<String, Value>>,
}

impl FaultRule {
    /// The rule, where exactly one fault is named, of an operation that there is.
    pub(crate) fn read(self) -> Outcome<Rule> {
        let operation = match self.operation {
            None => None,
            Some(name) => match find(&name) {
                Ok(operation) => Some(operation.name),
                Err(nearest) => {
                    let detail = format!("there is no such operation; did you mean \"{nearest}\"?");
                    return Err(Refusal::invalid("/operation", detail));
                }
            },
        };
        if self.retry_after_seconds.is_some() && self.status.is_none() {
            return Err(Refusal::invalid("/retry_after_seconds", "goes only with `status`"));
        }
        if self.retry_after_as_date && self.retry_after_seconds.is_none() {
            return Err(Refusal::invalid("/retry_after_as_date", "goes only with `retry_after_seconds`"));
        }
        let form = if self.retry_after_as_date { RetryAfter::Date } else { RetryAfter::Seconds };
        let fault = match (self.latency_ms, self.status, self.disconnect, self.stall, self.merge) {
            (Some(milliseconds), None, None, false, None) => Fault::Latency(Duration::from_millis(milliseconds.into())),
            (None, Some(status), None, false, None) => {
                Fault::Status { status, retry_after: self.retry_after_seconds.map(form) }
            }
            (None, None, Some(moment), false, None) => Fault::Disconnect(moment),
            (None, None, None, true, None) => Fault::Stall,
            (None, None, None, false, Some(members)) => Fault::Merge(members),
            _ => {
                let detail = "give exactly one of `latency_ms`, `status`, `disconnect`, `stall` and `merge`";
                return Err(Refusal::invalid("", detail));
            }
        };
        Ok(Rule { operation, skip: self.nth.unwrap_or(1) - 1, times: self.times.unwrap_or(1), fault })
    }
}

impl From<&Rule> for FaultRule {
    fn from(rule: &Rule) -> Self {
        let mut written = Self {
            operation: rule.operation.map(str::to_owned),
            nth: Some(rule.skip.saturating_add(1)),
            times: Some(rule.times),
            ..Self::default()
        };
        match &rule.fault {
            Fault::Latency(duration) => {
                written.latency_ms = Some(u32::try_from(duration.as_millis()).unwrap_or(u32::MAX));
            }
            Fault::Status { status, retry_after } => {
                written.status = Some(*status);
                if let Some(RetryAfter::Seconds(seconds) | RetryAfter::Date(seconds)) = retry_after {
                    written.retry_after_seconds = Some(*seconds);
                }
                written.retry_after_as_date = matches!(retry_after, Some(RetryAfter::Date(_)));
            }
            Fault::Disconnect(moment) => written.disconnect = Some(*moment),
            Fault::Stall => written.stall = true,
            Fault::Merge(members) => written.merge = Some(members.clone()),
        }
        written
    }
}

/// The operation called `name`, or the name that is nearest to it.
fn find(name: &str) -> Result<&'static Operation, &'static str> {
    Operation::find(name).ok_or_else(|| {
        OPERATIONS.iter().map(|operation| operation.name).min_by_key(|known| distance(name, known)).unwrap_or_default()
    })
}

/// How many letters are to be added, removed or changed to make one name of the other.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.bytes().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// A handle on the faults that are to come.
#[derive(Clone, Copy)]
pub struct FaultsHandle<'a> {
    shared: &'a Shared,
}

impl<'a> FaultsHandle<'a> {
    pub(crate) fn new(shared: &'a Shared) -> Self {
        Self { shared }
    }

    /// The next request of the operation called `name`, such as `calendar.appointments.book`.
    pub fn next(self, name: impl Into<String>) -> NextRequest<'a> {
        NextRequest { faults: self, operation: Some(name.into()), skip: 0, times: 1 }
    }

    /// The next request of any operation.
    pub fn next_of_any(self) -> NextRequest<'a> {
        NextRequest { faults: self, operation: None, skip: 0, times: 1 }
    }

    /// What is still to come.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pending(self) -> Result<Vec<FaultRule>, Error> {
        Ok(faults::pending(self.shared).await?.iter().map(FaultRule::from).collect())
    }

    /// Takes everything back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clear(self) -> Result<(), Error> {
        Ok(faults::clear(self.shared).await?)
    }
}

/// Which requests a fault shall hit. Next, say which fault.
#[derive(Clone)]
#[must_use = "say which fault shall hit the request"]
pub struct NextRequest<'a> {
    faults: FaultsHandle<'a>,
    operation: Option<String>,
    skip: u32,
    times: u32,
}

impl<'a> NextRequest<'a> {
    /// The `n`-th matching request from now, counted from 1, instead of the first.
    pub fn nth(mut self, n: u32) -> Self {
        self.skip = n.saturating_sub(1);
        self
    }

    /// So many matching requests, instead of one.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// It waits so long, and is carried out then.
    pub fn latency(self, duration: Duration) -> PlannedFault<'a> {
        self.plan(Fault::Latency(duration))
    }

    /// It is answered with this status, and nothing is done.
    pub fn status(self, status: u16) -> PlannedFault<'a> {
        self.plan(Fault::Status { status, retry_after: None })
    }

    /// The connection breaks off, and nothing was done.
    pub fn disconnect_before_commit(self) -> PlannedFault<'a> {
        self.plan(Fault::Disconnect(Moment::BeforeCommit))
    }

    /// The connection breaks off when everything was done, and nobody is told.
    pub fn disconnect_after_commit(self) -> PlannedFault<'a> {
        self.plan(Fault::Disconnect(Moment::AfterCommit))
    }

    /// It is carried out; the head of the answer is sent, and its body never arrives.
    pub fn stall_after_headers(self) -> PlannedFault<'a> {
        self.plan(Fault::Stall)
    }

    /// It is carried out, and these members are put into the object that it answers, as a newer platform might.
    pub fn merge(self, members: Map<String, Value>) -> PlannedFault<'a> {
        self.plan(Fault::Merge(members))
    }

    fn plan(self, fault: Fault) -> PlannedFault<'a> {
        PlannedFault { request: self, fault }
    }
}

/// A fault that is ready to be asked for: `.await` it.
#[derive(Clone)]
#[must_use = "await it to ask for the fault"]
pub struct PlannedFault<'a> {
    request: NextRequest<'a>,
    fault: Fault,
}

impl PlannedFault<'_> {
    /// The `n`-th matching request from now, counted from 1, instead of the first.
    pub fn nth(mut self, n: u32) -> Self {
        self.request = self.request.nth(n);
        self
    }

    /// So many matching requests, instead of one.
    pub fn times(mut self, times: u32) -> Self {
        self.request = self.request.times(times);
        self
    }

    /// Sends `Retry-After` along with a status; without meaning for other faults.
    pub fn retry_after(self, seconds: u32) -> Self {
        self.saying(RetryAfter::Seconds(seconds))
    }

    /// Sends `Retry-After` along with a status as the HTTP date that many seconds ahead; without meaning for other faults.
    pub fn retry_after_date(self, seconds: u32) -> Self {
        self.saying(RetryAfter::Date(seconds))
    }

    fn saying(mut self, form: RetryAfter) -> Self {
        if let Fault::Status { retry_after, .. } = &mut self.fault {
            *retry_after = Some(form);
        }
        self
    }

    async fn ask(self) -> Result<(), Error> {
        let NextRequest { faults: FaultsHandle { shared }, operation, skip, times } = self.request;
        let operation = match operation {
            None => None,
            Some(name) => match find(&name) {
                Ok(operation) => Some(operation.name),
                Err(nearest) => return Err(Error::UnknownOperation { name, nearest }),
            },
        };
        Ok(faults::add(shared, Rule { operation, skip, times, fault: self.fault }).await?)
    }
}

impl<'a> IntoFuture for PlannedFault<'a> {
    type Output = Result<(), Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.ask())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

    use super::*;

    #[test]
    fn a_name_with_a_slip_finds_its_operation() {
        assert_eq!(find("calendar.appointment.book").unwrap_err(), "calendar.appointments.book");
        assert_eq!(find("crm.contact.create").unwrap_err(), "crm.contacts.create");
        assert!(find("calendar.appointments.book").is_ok());
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }
}
