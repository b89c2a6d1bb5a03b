//! Allocation: who gets what is free.
//!
//! One statement finds the next pair: the oldest party in line that any free resource fits, and of those the tightest fit.
//! So of the parties that fit a resource the oldest has it, and nobody who fits is passed over. A party of a pool fits all.
//! Of several who do so at once on PostgreSQL all but one look again: skipping what another one has locked would pass somebody over
//! where that one is undone.

use serde::Deserialize;
use serde_json::json;
use softknack::resources::queue::{Allocate, Allocated, QueueEntry};
use softknack::{Channel, QueueEntryId, ResourceId, Vars};

use super::{entries, moves};
use crate::engine::Context;
use crate::engine::crm::contacts;
use crate::engine::notifications::Outgoing;
use crate::refusal::{Outcome, Refusal};
use crate::store::{args, statements};

const TEMPLATE: &str = "queue_allocated";
const CHANNELS: &[Channel] = &[Channel::Whatsapp, Channel::Sms, Channel::Email];

pub(super) async fn allocate(cx: &mut Context, (): (), params: Allocate) -> Outcome<Allocated> {
    if let Some(resource) = params.resource_id {
        let kind: Option<String> = cx.tx.optional(SELECT_KIND, args![&cx.tenant, resource]).await?;
        let kind = kind.ok_or_else(|| Refusal::not_found("resource"))?;
        if params.resource_type != *kind {
            return Err(Refusal::invalid("/resourceId", format!("the resource is of the type {kind}")));
        }
    }
    let allocated = check(cx, params.resource_type.as_str(), params.resource_id).await?;
    Ok(serde_json::from_value(json!({ "allocated": allocated }))?)
}

#[derive(Deserialize)]
struct Pair {
    entry_id: QueueEntryId,
    resource_id: ResourceId,
    resource_name: String,
}

/// One allocation check: gives every free resource of a type, or one, to whom it is due.
pub(super) async fn check(cx: &mut Context, resource_type: &str, only: Option<ResourceId>) -> Outcome<Vec<QueueEntry>> {
    let mut allocated = Vec::new();
    loop {
        let args = args![&cx.tenant, cx.now, resource_type, only];
        let Some(pair) = cx.tx.optional::<Pair>(NEXT_PAIR, args).await? else { return Ok(allocated) };
        let before = entries::read(cx, pair.entry_id).await?;
        let entry = moves::allocate(cx, before, pair.resource_id).await?;
        notify(cx, &entry, pair.resource_name).await?;
        allocated.push(entry);
    }
}

/// Asks the party to come.
async fn notify(cx: &mut Context, entry: &QueueEntry, resource_name: String) -> Outcome<()> {
    let contact = contacts::get(cx, entry.customer_id, ()).await?;
    let vars = Vars::from_iter([("resource", json!(resource_name)), ("respond_by", json!(entry.respond_by))]);
    Outgoing { contact: &contact, template: TEMPLATE, channels: CHANNELS, vars }.send(cx).await?;
    Ok(())
}

/// Whether resource `r` can be given now, which is `$now`: no party has it, and no appointment holds it.
macro_rules! is_free {
    ($now:literal) => {
        concat!(
            "r.active
            AND NOT EXISTS (SELECT 1 FROM queue_entries held WHERE held.tenant = r.tenant AND held.resource_id = r.id
                AND held.status IN ('allocated', 'seated'))
            AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.tenant = r.tenant AND h.resource_id = r.id
                AND h.starts_at <= ",
            $now,
            " AND h.ends_at > ",
            $now,
            ")"
        )
    };
}
pub(super) use is_free;

/// Whether resource `r` fits entry `e`.
macro_rules! fits {
    () => {
        "(e.match_type = 'POOL' OR (r.capacity_min <= e.party_size AND e.party_size <= COALESCE(r.capacity_max, e.party_size)
            AND (e.zone IS NULL OR e.zone = r.zone)))"
    };
}
pub(super) use fits;

statements! {
    SELECT_KIND: "SELECT kind FROM resources WHERE tenant = $1 AND id = $2";
    NEXT_PAIR: concat!("SELECT e.id AS entry_id, r.id AS resource_id, r.name AS resource_name
        FROM queue_entries e JOIN resources r ON r.tenant = e.tenant AND r.kind = e.resource_type AND ", fits!(), "
        WHERE e.tenant = $1 AND e.resource_type = $3 AND e.status = 'waiting'
            AND r.id = COALESCE($4, r.id) AND ", is_free!("$2"), "
        ORDER BY e.id, COALESCE(r.capacity_max, 1000000), r.id LIMIT 1");
}
