//! Coming into line.

use serde_json::json;
use softknack::resources::queue::{JoinQueue, MatchType, QueueEntry};
use softknack::{ContactId, ErrorCode, QueueEntryId};

use super::{entries, moves};
use crate::engine::Context;
use crate::engine::crm::contacts;
use crate::refusal::{Outcome, Refusal};
use crate::session::Session;
use crate::store::{Arg, args, statements};

/// A party comes into line, and stays `waiting`: resources are given by an allocation check, which `queue.allocate` asks for
/// and which every resource that comes free brings with it.
pub(super) async fn join(cx: &mut Context, (): (), join: JoinQueue) -> Outcome<QueueEntry> {
    let denied = |detail: &str| Refusal::new(ErrorCode::PermissionDenied, detail);
    if cx.caller.session.as_ref().is_some_and(|session| session.contact != join.customer_id) {
        return Err(denied("A guest's session joins for its own contact: send its `customerId`."));
    }
    let contact = contacts::get(cx, join.customer_id, ()).await?;
    if contact.phone.is_none() || !contact.verified {
        return Err(denied("The contact's phone is not verified: verify a code, or set `verified` on the contact."));
    }
    let metadata = join.metadata.unwrap_or_default();
    let zone = match (&join.match_type, metadata.get("zone")) {
        (MatchType::Fitted, Some(zone)) => {
            let text = zone.as_str().ok_or_else(|| Refusal::invalid("/metadata/zone", "must be a text"))?;
            Some(text.to_owned())
        }
        _ => None,
    };
    let id: QueueEntryId = cx.id();
    let session = cx.caller.session.as_ref().map(Session::id);
    let args = args![
        &cx.tenant,
        id,
        join.customer_id,
        join.party_size,
        join.match_type.as_str(),
        &join.resource_type,
        zone,
        Arg::json(&metadata),
        cx.now,
        moves::expiry_of(cx.now),
        session,
        &cx.correlation_id
    ];
    if cx.tx.execute(INSERT, args).await? == 0 {
        return Err(twice(cx, join.customer_id, join.resource_type.as_str()).await?);
    }
    let entry = entries::read(cx, id).await?;
    cx.audit(id, None::<&QueueEntry>, Some(&entry));
    cx.emit("queue.entry.joined", || json!({ "entry": entry })).await?;
    cx.wake_by(cx.now);
    Ok(entry)
}

/// Why the database did not take the entry: the contact is in that line, or its session has joined before.
async fn twice(cx: &mut Context, customer: ContactId, resource_type: &str) -> Outcome<Refusal> {
    let live: Option<i64> = cx.tx.optional(SELECT_LIVE, args![&cx.tenant, resource_type, customer]).await?;
    Ok(match live {
        Some(_) => Refusal::new(ErrorCode::AlreadyInQueue, "The contact is in this line already."),
        None => Refusal::new(ErrorCode::PermissionDenied, "A session joins once: verify a new code to join again."),
    })
}

statements! {
    INSERT: "INSERT INTO queue_entries (tenant, id, status, customer_id, party_size, match_type, resource_type, zone, metadata,
            joined_at, due_at, session, correlation_id)
        VALUES ($1, $2, 'waiting', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING";
    SELECT_LIVE: "SELECT 1 FROM queue_entries WHERE tenant = $1 AND resource_type = $2 AND customer_id = $3
        AND status IN ('waiting', 'allocated', 'seated')";
}
