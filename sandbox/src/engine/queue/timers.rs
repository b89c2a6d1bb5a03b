//! The timers of entries: the time to answer, and the longest wait.

use serde::Deserialize;
use softknack::resources::queue::EntryStatus;
use softknack::{QueueEntryId, Timestamp};

use super::{entries, moves};
use crate::attempts::Attempts;
use crate::refusal::Outcome;
use crate::state::Shared;
use crate::store::{Scope, args, statements};

/// How many entries are read at once.
const BATCH: u32 = 100;

#[derive(Deserialize)]
struct Due {
    tenant: String,
    id: QueueEntryId,
    correlation_id: String,
}

/// Cancels every entry whose timer has run out; its resource goes on in the same transaction.
///
/// # Errors
/// When the database fails.
pub(crate) async fn run_due(shared: &Shared) -> Outcome<()> {
    let now = shared.clock.now();
    loop {
        let due: Vec<Due> = shared.store.read(Scope::Everything).await?.all(SELECT_DUE, args![now, BATCH]).await?;
        if due.is_empty() {
            return Ok(());
        }
        for entry in due {
            let mut attempts = Attempts::default();
            while let Err(refusal) = expire(shared, &entry, now).await {
                attempts.again(refusal).await?;
            }
        }
    }
}

async fn expire(shared: &Shared, due: &Due, now: Timestamp) -> Outcome<()> {
    let tx = shared.store.write(Scope::Tenant(&due.tenant)).await?;
    let correlation_id = Some(due.correlation_id.clone());
    let mut cx = shared.timer_context(tx, &due.tenant, "queue.entries.expire", correlation_id)?;
    // It may have moved on since it was read.
    if cx.tx.optional::<i64>(IS_DUE, args![&cx.tenant, due.id, now]).await?.is_none() {
        return Ok(());
    }
    let entry = entries::read(&mut cx, due.id).await?;
    match entry.status {
        EntryStatus::Allocated => entries::time_out(&mut cx, entry).await?,
        _ => moves::cancel(&mut cx, entry, "expired").await?,
    };
    cx.commit().await?;
    Ok(())
}

statements! {
    SELECT_DUE: "SELECT tenant, id, correlation_id FROM queue_entries WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2";
    IS_DUE: "SELECT 1 FROM queue_entries WHERE tenant = $1 AND id = $2 AND due_at <= $3";
}
