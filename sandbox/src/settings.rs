//! What is set for the whole sandbox, however many processes serve it: where the clock stands, who may call, what shall go wrong.
//!
//! It stands in the database. Each change is counted there, in its own transaction, and a process keeps what it read together
//! with the count at that time: an equal count says that nothing has changed since.

use std::sync::{Mutex, PoisonError};

use serde::Deserialize;

use crate::clock::Setting;
use crate::organisations;
use crate::refusal::Outcome;
use crate::state::Shared;
use crate::store::{Scope, Tx, statements};

/// The count of changes that this process knows of.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    known: Mutex<i64>,
}

impl Settings {
    /// The count of changes that this process knows of.
    pub(crate) fn known(&self) -> i64 {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts a change, in its transaction. Whoever makes it calls [`catch_up`] after the commit.
///
/// # Errors
/// When the database fails.
pub(crate) async fn changed(tx: &mut Tx) -> Outcome<()> {
    tx.execute(COUNT, Vec::new()).await?;
    Ok(())
}

/// Takes over what was changed, here or elsewhere.
///
/// # Errors
/// When the database fails.
pub(crate) async fn catch_up(shared: &Shared) -> Outcome<()> {
    #[derive(Deserialize)]
    struct Found {
        count: Option<i64>,
        clock: Option<String>,
    }

    let mut tx = shared.store.read(Scope::Everything).await?;
    let Found { count, clock } = tx.one(SELECT, Vec::new()).await?;
    let clock: Option<Setting> = clock.map(|text| serde_json::from_str(&text)).transpose()?;
    // Who read sooner may come here later.
    let mut known = shared.settings.known.lock().unwrap_or_else(PoisonError::into_inner);
    if let (Some(count), Some(clock)) = (count.filter(|count| *count > *known), clock) {
        *known = count;
        shared.clock.restore(clock);
    }
    Ok(())
}

/// Takes over what other processes changed, where there can be any.
///
/// # Errors
/// When the database fails.
pub(crate) async fn hear_of_others(shared: &Shared) -> Outcome<()> {
    if shared.store.is_shared() { catch_up(shared).await } else { Ok(()) }
}

/// Sets the clock, for every process.
///
/// # Errors
/// When the database fails.
pub(crate) async fn set_clock(shared: &Shared, clock: Setting) -> Outcome<()> {
    let mut tx = shared.store.write_by_statement(Scope::Everything).await?;
    write_clock(&mut tx, clock).await?;
    tx.commit().await?;
    catch_up(shared).await
}

/// The same, within a transaction that changes more.
///
/// # Errors
/// When the database fails.
pub(crate) async fn write_clock(tx: &mut Tx, clock: Setting) -> Outcome<()> {
    organisations::remember(tx, CLOCK, &serde_json::to_string(&clock)?).await?;
    changed(tx).await
}

/// Where the clock was left, where it was ever set.
///
/// # Errors
/// When the database fails.
pub(crate) async fn remembered_clock(tx: &mut Tx) -> Outcome<Option<Setting>> {
    let text = organisations::remembered(tx, CLOCK).await?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

const CLOCK: &str = "clock";

statements! {
    COUNT: "INSERT INTO meta (name, value) VALUES ('changes', '1')
        ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)";
    SELECT: "SELECT (SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'changes') AS count,
        (SELECT value FROM meta WHERE name = 'clock') AS clock";
}
