//! `platform.deliveries`.

use softknack::DeliveryId;
use softknack::resources::platform::{Delivery, ListDeliveries};

use crate::engine::{Context, Filters, Listing, PageOf, Paging};
use crate::refusal::{Outcome, Refusal};
use crate::store::{args, statements};

pub(super) async fn get(cx: &mut Context, id: DeliveryId, (): ()) -> Outcome<Delivery> {
    cx.tx.optional(SELECT_ONE, args![&cx.tenant, id]).await?.ok_or_else(|| Refusal::not_found("delivery"))
}

pub(super) async fn list(cx: &mut Context, query: ListDeliveries, paging: Paging) -> Outcome<PageOf<Delivery>> {
    let filters = Filters::default()
        .and("event_id = $", query.event_id)
        .and("webhook_id = $", query.webhook_id)
        .and("status = $", query.status.as_ref().map(|status| status.as_str()));
    cx.list(Listing::by_id(SELECT), filters, paging).await
}

/// Puts a delivery that was given up on its way again, from its first attempt on.
pub(super) async fn restart(cx: &mut Context, id: DeliveryId) -> Outcome<Delivery> {
    let delivery = cx.tx.one(RESTART, args![&cx.tenant, id, cx.now]).await?;
    cx.wake_by(cx.now);
    Ok(delivery)
}

macro_rules! columns {
    () => {
        "id, event_id, event_type, webhook_id, status, attempts, next_attempt_at, created_at, delivered_at,
            (SELECT events.correlation_id FROM events
                WHERE events.tenant = deliveries.tenant AND events.id = deliveries.event_id) AS correlation_id"
    };
}

statements! {
    SELECT: concat!("SELECT ", columns!(), " FROM deliveries WHERE tenant = $1");
    SELECT_ONE: concat!("SELECT ", columns!(), " FROM deliveries WHERE tenant = $1 AND id = $2");
    RESTART: concat!("UPDATE deliveries SET status = 'pending', attempted = 0, next_attempt_at = $3
        WHERE tenant = $1 AND id = $2 RETURNING ", columns!());
}
