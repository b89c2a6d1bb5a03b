//! `platform.dead_letters`.

use softknack::DeadLetterId;
use softknack::resources::platform::{DeadLetter, Delivery, ListDeadLetters, ReplayAllDeadLetters, Replayed};

use super::deliveries;
use crate::engine::{Context, Filters, Listing, PageOf, Paging};
use crate::refusal::{Outcome, Refusal};
use crate::store::{args, statements};

pub(super) async fn get(cx: &mut Context, id: DeadLetterId, (): ()) -> Outcome<DeadLetter> {
    cx.tx.optional(SELECT_ONE, args![&cx.tenant, id]).await?.ok_or_else(|| Refusal::not_found("dead letter"))
}

pub(super) async fn list(cx: &mut Context, query: ListDeadLetters, paging: Paging) -> Outcome<PageOf<DeadLetter>> {
    let filters =
        Filters::default().and("webhook_id = $", query.webhook_id).and("(replayed_at IS NOT NULL) = $", query.replayed);
    cx.list(Listing::by_id(SELECT), filters, paging).await
}

pub(super) async fn replay(cx: &mut Context, id: DeadLetterId, (): ()) -> Outcome<Delivery> {
    let letter = get(cx, id, ()).await?;
    if letter.replayed_at.is_some() {
        let detail = "The dead letter was replayed already. If it was given up again, there is a newer one to replay.";
        return Err(Refusal::transition("replayed", "replayed", detail));
    }
    let endpoint: Option<i64> = cx.tx.optional(SELECT_WEBHOOK, args![&cx.tenant, letter.webhook_id]).await?;
    if endpoint.is_none() {
        let detail = "The endpoint of the dead letter was deleted: there is nothing left to deliver it to.";
        return Err(Refusal::transition("dead", "replayed", detail));
    }
    put_on_its_way(cx, &letter).await
}

/// Those of endpoints that were deleted are left alone.
pub(super) async fn replay_all(cx: &mut Context, (): (), which: ReplayAllDeadLetters) -> Outcome<Replayed> {
    let letters: Vec<DeadLetter> = cx.tx.all(SELECT_REPLAYABLE, args![&cx.tenant, which.webhook_id]).await?;
    for letter in &letters {
        put_on_its_way(cx, letter).await?;
    }
    Ok(serde_json::from_value(serde_json::json!({ "replayed": letters.len() }))?)
}

async fn put_on_its_way(cx: &mut Context, letter: &DeadLetter) -> Outcome<Delivery> {
    let after: DeadLetter = cx.tx.one(MARK_REPLAYED, args![&cx.tenant, letter.id, cx.now]).await?;
    cx.audit(letter.id, Some(letter), Some(&after));
    deliveries::restart(cx, letter.delivery_id).await
}

macro_rules! columns {
    () => {
        "id, delivery_id, event_id, event_type, webhook_id, reason, attempts, created_at, replayed_at"
    };
}

statements! {
    SELECT: concat!("SELECT ", columns!(), " FROM dead_letters WHERE tenant = $1");
    SELECT_ONE: concat!("SELECT ", columns!(), " FROM dead_letters WHERE tenant = $1 AND id = $2");
    SELECT_WEBHOOK: "SELECT 1 FROM webhooks WHERE tenant = $1 AND id = $2";
    SELECT_REPLAYABLE: concat!("SELECT ", columns!(), " FROM dead_letters
        WHERE tenant = $1 AND replayed_at IS NULL AND webhook_id = COALESCE($2, webhook_id)
            AND webhook_id IN (SELECT id FROM webhooks WHERE tenant = $1)
        ORDER BY id");
    MARK_REPLAYED: concat!("UPDATE dead_letters SET replayed_at = $3 WHERE tenant = $1 AND id = $2 RETURNING ", columns!());
}
