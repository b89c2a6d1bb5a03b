//! `calendar.booking_pages`.

use serde::Deserialize;
use softknack::{BookingPage, BookingPageId, ListBookingPages, NewBookingPage, Slug, UpdateBookingPage};

use super::{check_zone, services};
use crate::engine::{Context, Listing, PageOf, Paging};
use crate::refusal::{Outcome, Refusal};
use crate::store::{Arg, Tx, args, statements};

pub(super) async fn create(cx: &mut Context, (): (), new: NewBookingPage) -> Outcome<BookingPage> {
    check_zone(&new.timezone)?;
    check_services(cx, &new.services).await?;
    let id: BookingPageId = cx.id();
    let args = args![
        &cx.tenant,
        id,
        &new.slug,
        new.title,
        Arg::json(&new.services),
        Arg::json(&new.brand.unwrap_or_default()),
        &new.timezone,
        cx.now
    ];
    let page: BookingPage =
        cx.tx.one(INSERT, args).await.map_err(|error| super::slug_taken(error, "booking page", &new.slug))?;
    cx.audit(id, None::<&BookingPage>, Some(&page));
    Ok(page)
}

pub(super) async fn get(cx: &mut Context, id: BookingPageId, (): ()) -> Outcome<BookingPage> {
    cx.tx.optional(SELECT_ONE, args![&cx.tenant, id]).await?.ok_or_else(|| Refusal::not_found("booking page"))
}

pub(super) async fn list(cx: &mut Context, _: ListBookingPages, paging: Paging) -> Outcome<PageOf<BookingPage>> {
    cx.list(Listing::by_id(SELECT), Default::default(), paging).await
}

pub(super) async fn update(cx: &mut Context, id: BookingPageId, change: UpdateBookingPage) -> Outcome<BookingPage> {
    let before = get(cx, id, ()).await?;
    if let Some(timezone) = &change.timezone {
        check_zone(timezone)?;
    }
    if let Some(services) = &change.services {
        check_services(cx, services).await?;
    }
    let args = args![
        &cx.tenant,
        id,
        change.title.as_ref().unwrap_or(&before.title),
        Arg::json(change.services.as_ref().unwrap_or(&before.services)),
        Arg::json(change.brand.as_ref().unwrap_or(&before.brand)),
        change.timezone.as_ref().unwrap_or(&before.timezone),
        cx.now
    ];
    let after: BookingPage = cx.tx.one(UPDATE, args).await?;
    cx.audit(id, Some(&before), Some(&after));
    Ok(after)
}

async fn check_services(cx: &mut Context, slugs: &[Slug]) -> Outcome<()> {
    for (place, slug) in slugs.iter().enumerate() {
        services::named(cx, slug, &format!("/services/{place}")).await?;
    }
    Ok(())
}

/// A booking page at its address, which nobody signs in to see.
#[derive(Debug)]
pub struct Hosted {
    /// Whose page it is: an organisation in one mode.
    pub tenant: String,
    /// The page.
    pub page: BookingPage,
}

/// The booking page whose address ends in `slug`, of whatever tenant.
///
/// # Errors
/// When the database fails.
pub async fn find_hosted(tx: &mut Tx, slug: &str) -> Outcome<Option<Hosted>> {
    #[derive(Deserialize)]
    struct Owner {
        tenant: String,
        id: BookingPageId,
    }

    let Some(Owner { tenant, id }) = tx.optional(SELECT_OWNER, args![slug]).await? else { return Ok(None) };
    let page = tx.one(SELECT_ONE, args![&tenant, id]).await?;
    Ok(Some(Hosted { tenant, page }))
}

macro_rules! columns {
    () => {
        "id, slug, title, services, brand, timezone, created_at, updated_at"
    };
}

statements! {
    INSERT: concat!("INSERT INTO booking_pages (tenant, id, slug, title, services, brand, timezone, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) RETURNING ", columns!());
    SELECT: concat!("SELECT ", columns!(), " FROM booking_pages WHERE tenant = $1");
    SELECT_ONE: concat!("SELECT ", columns!(), " FROM booking_pages WHERE tenant = $1 AND id = $2");
    SELECT_OWNER: "SELECT tenant, id FROM booking_pages WHERE slug = $1";
    UPDATE: concat!("UPDATE booking_pages SET title = $3, services = $4, brand = $5, timezone = $6, updated_at = $7
        WHERE tenant = $1 AND id = $2 RETURNING ", columns!());
}
