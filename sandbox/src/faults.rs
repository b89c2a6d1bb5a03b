//! Faults on demand: what shall go wrong with the requests to come, to whichever process they come. A matching request is counted
//! in one statement, so that each hit is taken by one request alone.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use softknack::operation::Operation;

use crate::refusal::Outcome;
use crate::settings;
use crate::state::Shared;
use crate::store::{Scope, args, statements};

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// It is carried out, and its answer has these members, as that of a newer platform might.
    Merge(Map<String, Value>),
}

/// How long to wait, in one of the two forms of `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

/// Since which change of the settings nothing is asked for, as far as this process knows: then a request has nothing to look for.
#[derive(Debug)]
pub(crate) struct Faults {
    none_since: AtomicI64,
}

impl Default for Faults {
    fn default() -> Self {
        Self { none_since: AtomicI64::new(-1) }
    }
}

/// A rule as it is stored, with the number of matching requests that came so far.
#[derive(Deserialize)]
struct Stored {
    operation: Option<String>,
    skip: u32,
    times: u32,
    passed: u32,
    fault: String,
}

/// Asks for a fault.
///
/// # Errors
/// When the database fails.
pub(crate) async fn add(shared: &Shared, rule: Rule) -> Outcome<()> {
    let mut tx = shared.store.write_by_statement(Scope::Everything).await?;
    settings::changed(&mut tx).await?;
    tx.execute(DELETE_PAST, Vec::new()).await?;
    tx.execute(INSERT, args![rule.operation, rule.skip, rule.times, serde_json::to_string(&rule.fault)?]).await?;
    tx.commit().await?;
    settings::catch_up(shared).await
}

/// What is still to come, in the order in which it was asked for.
///
/// # Errors
/// When the database fails.
pub(crate) async fn pending(shared: &Shared) -> Outcome<Vec<Rule>> {
    let stored: Vec<Stored> = shared.store.read(Scope::Everything).await?.all(SELECT, Vec::new()).await?;
    stored.into_iter().map(Stored::rest).collect()
}

/// Takes everything back.
///
/// # Errors
/// When the database fails.
pub(crate) async fn clear(shared: &Shared) -> Outcome<()> {
    let mut tx = shared.store.write_by_statement(Scope::Everything).await?;
    settings::changed(&mut tx).await?;
    tx.execute(DELETE, Vec::new()).await?;
    tx.commit().await?;
    settings::catch_up(shared).await
}

/// What goes wrong with this request. It is counted, whatever becomes of it.
///
/// # Errors
/// When the database fails.
pub(crate) async fn matching(shared: &Shared, operation: &str) -> Outcome<Vec<Fault>> {
    #[derive(Deserialize)]
    struct Matching {
        number: i64,
        hit: bool,
        fault: String,
    }

    let settings = shared.settings.known();
    if shared.faults.none_since.load(Ordering::SeqCst) >= settings {
        return Ok(Vec::new());
    }
    let mut tx = shared.store.write_by_statement(Scope::Everything).await?;
    let mut matching: Vec<Matching> = tx.all(COUNT, args![operation]).await?;
    let more: Option<i64> = tx.optional(IS_ANYTHING_PENDING, Vec::new()).await?;
    tx.commit().await?;
    if more.is_none() {
        shared.faults.none_since.fetch_max(settings, Ordering::SeqCst);
    }
    matching.sort_by_key(|rule| rule.number);
    let hits = matching.iter().filter(|rule| rule.hit).map(|rule| serde_json::from_str(&rule.fault));
    Ok(hits.collect::<serde_json::Result<_>>()?)
}

impl Stored {
    /// What of it is still to come.
    fn rest(self) -> Outcome<Rule> {
        let skip = self.skip.saturating_sub(self.passed);
        let times = self.times - self.passed.saturating_sub(self.skip).min(self.times);
        let operation = self.operation.as_deref().and_then(Operation::find).map(|operation| operation.name);
        Ok(Rule { operation, skip, times, fault: serde_json::from_str(&self.fault)? })
    }
}

statements! {
    INSERT: "INSERT INTO faults (number, operation, skip, times, passed, fault)
        SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, 0, $4 FROM faults";
    SELECT: "SELECT operation, skip, times, passed, fault FROM faults WHERE passed < skip + times ORDER BY number";
    DELETE: "DELETE FROM faults";
    DELETE_PAST: "DELETE FROM faults WHERE passed >= skip + times";
    COUNT: "UPDATE faults SET passed = passed + 1
        WHERE (operation IS NULL OR operation = $1) AND passed < skip + times
        RETURNING number, fault, passed > skip AS hit";
    IS_ANYTHING_PENDING: "SELECT 1 FROM faults WHERE passed < skip + times LIMIT 1";
}
