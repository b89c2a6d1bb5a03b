//! `queue.entries`.

use softknack::resources::queue::{CancelEntry, CancelReason, EntryStatus, ListEntries, QueueEntry};
use softknack::{ContactId, ErrorCode, QueueEntryId};

use super::allocation::{self, fits};
use super::{moves, wait};
use crate::engine::{Context, Filters, Listing, PageOf, Paging};
use crate::refusal::{Outcome, Refusal};
use crate::store::{args, statements};

pub(super) async fn get(cx: &mut Context, id: QueueEntryId, (): ()) -> Outcome<QueueEntry> {
    own(cx, id).await
}

pub(super) async fn list(cx: &mut Context, query: ListEntries, paging: Paging) -> Outcome<PageOf<QueueEntry>> {
    let filters = Filters::default()
        .and("status = $", query.status.as_ref().map(|status| status.as_str()))
        .and("resource_type = $", query.resource_type.as_ref())
        .and("customer_id = $", query.customer_id);
    let mut page = cx.list(Listing::by_id(SELECT), filters, paging).await?;
    wait::estimate(cx, &mut page.data).await?;
    Ok(page)
}

pub(super) async fn confirm(cx: &mut Context, id: QueueEntryId, (): ()) -> Outcome<QueueEntry> {
    let entry = own(cx, id).await?;
    if entry.status != EntryStatus::Allocated {
        return Err(refused(&entry, EntryStatus::Seated, "Only a party that was given a resource can take it."));
    }
    if entry.respond_by.is_some_and(|respond_by| respond_by <= cx.now) {
        // The timer has run out, though it has not been looked at yet: what it does is done here.
        let entry = time_out(cx, entry).await?;
        let refusal = refused(&entry, EntryStatus::Seated, "The time to answer is over, and the next party is asked.");
        return Err(refusal.kept());
    }
    moves::seat(cx, entry).await
}

pub(super) async fn cancel(cx: &mut Context, id: QueueEntryId, params: CancelEntry) -> Outcome<QueueEntry> {
    let entry = own(cx, id).await?;
    let reason = match (&cx.caller.session, params.reason) {
        (Some(_), Some(CancelReason::Staff)) => {
            return Err(Refusal::new(ErrorCode::PermissionDenied, "A guest cancels as `guest`."));
        }
        (Some(_), _) => CancelReason::Guest,
        (None, reason) => reason.unwrap_or(CancelReason::Staff),
    };
    match entry.status {
        EntryStatus::Waiting => moves::cancel(cx, entry, reason.as_str()).await,
        EntryStatus::Allocated => release(cx, entry, reason.as_str()).await,
        _ => {
            let detail = "Only a party that waits, or was given a resource and has not taken it, can be cancelled.";
            Err(refused(&entry, EntryStatus::Cancelled, detail))
        }
    }
}

pub(super) async fn checkout(cx: &mut Context, id: QueueEntryId, (): ()) -> Outcome<QueueEntry> {
    let entry = own(cx, id).await?;
    if entry.status != EntryStatus::Seated {
        return Err(refused(&entry, EntryStatus::Completed, "Only a party that was seated can check out."));
    }
    let entry = moves::complete(cx, entry).await?;
    allocation::check(cx, entry.resource_type.as_str(), None).await?;
    Ok(entry)
}

/// Cancels an entry whose party did not answer in time.
pub(super) async fn time_out(cx: &mut Context, entry: QueueEntry) -> Outcome<QueueEntry> {
    release(cx, entry, "response_timeout").await
}

/// Takes a contact that cannot be called any more out of every line; who sits stays.
pub(in crate::engine) async fn leave(cx: &mut Context, contact: ContactId) -> Outcome<()> {
    let entries: Vec<QueueEntryId> = cx.tx.all(SELECT_UNSEATED, args![&cx.tenant, contact]).await?;
    for id in entries {
        let entry = read(cx, id).await?;
        release(cx, entry, CancelReason::Staff.as_str()).await?;
    }
    Ok(())
}

/// Cancels an entry that was given a resource, and gives that to whom it is due next.
async fn release(cx: &mut Context, entry: QueueEntry, reason: &str) -> Outcome<QueueEntry> {
    let entry = moves::cancel(cx, entry, reason).await?;
    allocation::check(cx, entry.resource_type.as_str(), None).await?;
    Ok(entry)
}

fn refused(entry: &QueueEntry, to: EntryStatus, detail: &str) -> Refusal {
    Refusal::transition(entry.status.as_str(), to.as_str(), detail)
}

/// An entry that the caller may see: a guest sees its own.
async fn own(cx: &mut Context, id: QueueEntryId) -> Outcome<QueueEntry> {
    let entry = read(cx, id).await?;
    match &cx.caller.session {
        Some(session) if session.contact != entry.customer_id => {
            Err(Refusal::new(ErrorCode::PermissionDenied, "The entry is another guest's."))
        }
        _ => Ok(entry),
    }
}

/// An entry, with its place and its wait as they are now.
pub(super) async fn read(cx: &mut Context, id: QueueEntryId) -> Outcome<QueueEntry> {
    let entry: Option<QueueEntry> = cx.tx.optional(SELECT_ONE, args![&cx.tenant, id]).await?;
    let mut entry = entry.ok_or_else(|| Refusal::not_found("entry"))?;
    wait::estimate(cx, std::slice::from_mut(&mut entry)).await?;
    Ok(entry)
}

/// Entries as the API returns them, but for the wait: in its place stands how many sessions it lasts. It counts the
/// resources that could take the party; where there is none, it is taken to wait for one.
macro_rules! select {
    () => {
        concat!(
            r#"SELECT id, status, position, (position + servers - 1) / servers AS "estimatedWaitSeconds",
                customer_id AS "customerId", party_size AS "partySize", match_type AS "matchType",
                resource_type AS "resourceType", resource_id AS "resourceId", metadata, respond_by AS "respondBy", reason,
                joined_at AS "joinedAt", allocated_at AS "allocatedAt", seated_at AS "seatedAt", ended_at AS "endedAt"
            FROM (SELECT e.*,
                CASE WHEN e.status = 'waiting' THEN (SELECT COUNT(*) FROM queue_entries w WHERE w.tenant = e.tenant
                    AND w.resource_type = e.resource_type AND w.status = 'waiting' AND w.id <= e.id) END AS position,
                (SELECT CASE COUNT(*) WHEN 0 THEN 1 ELSE COUNT(*) END FROM resources r WHERE r.tenant = e.tenant
                    AND r.kind = e.resource_type AND r.active AND "#,
            fits!(),
            ") AS servers FROM queue_entries e) AS entries WHERE tenant = $1"
        )
    };
}

statements! {
    SELECT: select!();
    SELECT_ONE: concat!(select!(), " AND id = $2");
    SELECT_UNSEATED: "SELECT id FROM queue_entries
        WHERE tenant = $1 AND customer_id = $2 AND status IN ('waiting', 'allocated') ORDER BY id";
}
