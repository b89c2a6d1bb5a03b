//! `calendar.availability`.

use softknack::{ErrorCode, ListAvailability, Slot};

use super::{needs, services, slots, unknown_zone, zone};
use crate::engine::{Context, Filters, Listing, Order, PageOf, Paging};
use crate::refusal::{Outcome, Refusal};
use crate::store::{args, statements};

pub(super) async fn list(cx: &mut Context, query: ListAvailability, paging: Paging) -> Outcome<PageOf<Slot>> {
    if query.timezone.as_ref().is_some_and(|name| zone(name).is_none()) {
        return Err(Refusal::fields(ErrorCode::InvalidParameter, vec![unknown_zone()]));
    }
    let mut filters = Filters::default()
        .and("service = $", Some(&query.service))
        .and("starts_at >= $", query.from)
        .and("starts_at < $", query.to)
        .and_all(needs::bookable!("$"), args![query.party_size])
        .and_passing("starts_at > $", cx.now);
    if let Some(resource) = query.resource_id {
        filters = filters.and_all(needs::holdable!("$", "$"), args![resource, query.party_size, query.party_size]);
    }
    let listing = Listing { select: SELECT, key: &["starts_at", "id"], order: Order::Ascending };
    let mut page: PageOf<Slot> = cx.list(listing, filters, paging).await?;
    if page.data.is_empty() {
        // A service that is not there has nothing open either, and a slip in its name should not look like a full day.
        services::named(cx, &query.service, "/service").await?;
    }
    if let Some(timezone) = &query.timezone {
        page.data.iter_mut().for_each(|slot| slot.timezone = timezone.clone());
    }
    Ok(page)
}

statements! {
    SELECT: concat!("SELECT ", slots::columns!(), " FROM slots WHERE tenant = $1 AND status = 'open'");
}
