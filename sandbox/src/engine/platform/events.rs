//! `platform.events`.

use serde::{Deserialize, Serialize};
use softknack::EventId;
use softknack::resources::platform::ListEvents;
use softknack::webhook::Event;

use crate::engine::{Context, Filters, Listing, Order, PageOf, Paging};
use crate::refusal::{Outcome, Refusal};
use crate::store::{args, statements};

pub(super) async fn get(cx: &mut Context, id: EventId, (): ()) -> Outcome<Event> {
    let stored: Option<Stored> = cx.tx.optional(SELECT_ONE, args![&cx.tenant, id]).await?;
    stored.map(|stored| stored.body).ok_or_else(|| Refusal::not_found("event"))
}

pub(super) async fn list(cx: &mut Context, query: ListEvents, paging: Paging) -> Outcome<PageOf<Event>> {
    let pattern = query.event_type.as_ref().map(|pattern| pattern.as_str()).filter(|pattern| *pattern != "*");
    let (prefix, exact) = match pattern {
        Some(pattern) => match pattern.strip_suffix('*') {
            Some(prefix) => (Some(prefix), None),
            None => (None, Some(pattern)),
        },
        None => (None, None),
    };
    let filters = Filters::default()
        .and("type = $", exact)
        .and("substr(type, 1, length($)) = $", prefix)
        .and("created_at >= $", query.from)
        .and("created_at < $", query.to);
    let page: PageOf<Stored> = cx.list(LISTING, filters, paging).await?;
    let data = page.data.into_iter().map(|stored| stored.body).collect();
    Ok(PageOf { data, has_more: page.has_more, next_cursor: page.next_cursor })
}

/// In the order of their commits, which is that in which whoever follows sees them.
const LISTING: Listing = Listing { select: SELECT, key: &["place"], order: Order::Descending };

/// An event, with its place among those of its tenant, which a list's cursor tells.
#[derive(Deserialize, Serialize)]
struct Stored {
    /// None within the transaction that it happens in.
    place: Option<String>,
    #[serde(skip_serializing)]
    body: Event,
}

statements! {
    SELECT: "SELECT place, body FROM told_events WHERE tenant = $1 AND place IS NOT NULL";
    SELECT_ONE: "SELECT place, body FROM told_events WHERE tenant = $1 AND id = $2";
}
