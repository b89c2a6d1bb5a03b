//! The moves of an entry from one state to the next: each writes, audits and announces.

use serde_json::json;
use softknack::resources::queue::{EntryStatus, QueueEntry};
use softknack::{ResourceId, Timestamp};

use super::entries;
use crate::engine::{Context, retention};
use crate::refusal::{Outcome, Refusal};
use crate::store::{args, statements};

/// How long a party that was given a resource has to answer.
const RESPONSE_SECONDS: i64 = 180;

/// How long a party waits at most: by then it has gone elsewhere, and the line must not keep its place.
const WAITING_HOURS: i64 = 12;

/// When an entry that came into line at `joined_at` leaves it by itself.
pub(super) fn expiry_of(joined_at: Timestamp) -> Timestamp {
    joined_at.plus_minutes(WAITING_HOURS * 60)
}

/// Gives a waiting party a resource.
pub(super) async fn allocate(cx: &mut Context, before: QueueEntry, resource: ResourceId) -> Outcome<QueueEntry> {
    let mut after = before.clone();
    after.status = EntryStatus::Allocated;
    after.resource_id = Some(resource);
    after.allocated_at = Some(cx.now);
    after.respond_by = Some(cx.now.plus_milliseconds(RESPONSE_SECONDS * 1000));
    store(cx, &before, after, "queue.entry.allocated").await
}

/// A party takes the resource that it was given.
pub(super) async fn seat(cx: &mut Context, before: QueueEntry) -> Outcome<QueueEntry> {
    let mut after = before.clone();
    after.status = EntryStatus::Seated;
    after.seated_at = Some(cx.now);
    store(cx, &before, after, "queue.entry.seated").await
}

/// A party goes without being served.
pub(super) async fn cancel(cx: &mut Context, before: QueueEntry, reason: &str) -> Outcome<QueueEntry> {
    let mut after = before.clone();
    after.status = EntryStatus::Cancelled;
    after.reason = Some(reason.to_owned());
    after.ended_at = Some(cx.now);
    store(cx, &before, after, "queue.entry.cancelled").await
}

/// A party goes after it was served.
pub(super) async fn complete(cx: &mut Context, before: QueueEntry) -> Outcome<QueueEntry> {
    let mut after = before.clone();
    after.status = EntryStatus::Completed;
    after.ended_at = Some(cx.now);
    store(cx, &before, after, "queue.entry.completed").await
}

/// Writes what an entry became. The row must still be as it was read: of two moves at once, one comes too late.
async fn store(cx: &mut Context, before: &QueueEntry, after: QueueEntry, event: &'static str) -> Outcome<QueueEntry> {
    let due_at = match after.status {
        EntryStatus::Waiting => Some(expiry_of(after.joined_at)),
        EntryStatus::Allocated => after.respond_by,
        _ => None,
    };
    let args = args![
        &cx.tenant,
        after.id,
        before.status.as_str(),
        after.status.as_str(),
        after.resource_id,
        after.reason.as_ref(),
        after.allocated_at,
        after.respond_by,
        after.seated_at,
        after.ended_at,
        due_at,
        session_seconds(&after)
    ];
    if cx.tx.execute(UPDATE, args).await? == 0 {
        let detail = "The entry has just moved on. Read it again.";
        return Err(Refusal::transition(before.status.as_str(), after.status.as_str(), detail));
    }
    let ended = after.ended_at.is_some();
    if ended {
        retention::empty_entry(cx, after.id);
    }
    let after = entries::read(cx, after.id).await?;
    cx.audit(after.id, Some(before), Some(&after));
    cx.emit(event, || json!({ "entry": after })).await?;
    if ended {
        retention::settle(cx, after.customer_id).await?;
    }
    cx.wake_by(cx.now);
    Ok(after)
}

/// How long a party was served, in whole seconds, begun ones counted.
fn session_seconds(entry: &QueueEntry) -> Option<i64> {
    let (EntryStatus::Completed, Some(from), Some(to)) = (&entry.status, entry.seated_at, entry.ended_at) else {
        return None;
    };
    // Nothing lasts less than no time, though the clock was set back meanwhile.
    let milliseconds = (to.as_millisecond() - from.as_millisecond()).max(0);
    Some((milliseconds + 999) / 1000)
}

statements! {
    UPDATE: "UPDATE queue_entries SET status = $4, resource_id = $5, reason = $6, allocated_at = $7, respond_by = $8,
            seated_at = $9, ended_at = $10, due_at = $11, session_seconds = $12
        WHERE tenant = $1 AND id = $2 AND status = $3";
}
