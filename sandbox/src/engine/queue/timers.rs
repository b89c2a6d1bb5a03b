//! The timers of entries: the time to answer, and the longest wait.

use serde::Deserialize;
use softknack::QueueEntryId;
use softknack::resources::queue::EntryStatus;

use super::{entries, moves};
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
        for Due { tenant, id, correlation_id } in due {
            let tx = shared.store.write(Scope::Tenant(&tenant)).await?;
            let mut cx = shared.timer_context(tx, &tenant, "queue.entries.expire", Some(correlation_id))?;
            // It may have moved on since it was read.
            if cx.tx.optional::<i64>(IS_DUE, args![&cx.tenant, id, now]).await?.is_none() {
                continue;
            }
            let entry = entries::read(&mut cx, id).await?;
            match entry.status {
                EntryStatus::Allocated => entries::time_out(&mut cx, entry).await?,
                _ => moves::cancel(&mut cx, entry, "expired").await?,
            };
            cx.commit().await?;
        }
    }
}

statements! {
    SELECT_DUE: "SELECT tenant, id, correlation_id FROM queue_entries WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2";
    IS_DUE: "SELECT 1 FROM queue_entries WHERE tenant = $1 AND id = $2 AND due_at <= $3";
}
