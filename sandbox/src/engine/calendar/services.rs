//! `calendar.services`.

use softknack::{Channel, ErrorCode, ListServices, NewService, Problem, Service, ServiceId, Slug, UpdateService};

use crate::engine::{Context, Listing, PageOf, Paging};
use crate::refusal::{Outcome, Refusal};
use crate::store::{Arg, args, statements};

/// A day and an hour before.
const REMINDER_OFFSETS_MINUTES: [u32; 2] = [1440, 60];
const REMINDER_CHANNELS: [Channel; 2] = [Channel::Whatsapp, Channel::Sms];

pub(super) async fn create(cx: &mut Context, (): (), new: NewService) -> Outcome<Service> {
    let id: ServiceId = cx.id();
    let args = args![
        &cx.tenant,
        id,
        &new.slug,
        new.name,
        new.duration_minutes,
        new.buffer_before_minutes.unwrap_or(0),
        new.buffer_after_minutes.unwrap_or(0),
        Arg::json(&new.reminder_offsets_minutes.unwrap_or_else(|| REMINDER_OFFSETS_MINUTES.into())),
        Arg::json(&new.reminder_channels.unwrap_or(REMINDER_CHANNELS.to_vec())),
        cx.now
    ];
    let service: Service =
        cx.tx.one(INSERT, args).await.map_err(|error| super::slug_taken(error, "service", &new.slug))?;
    cx.audit(id, None::<&Service>, Some(&service));
    Ok(service)
}

pub(super) async fn get(cx: &mut Context, slug: Slug, (): ()) -> Outcome<Service> {
    find(cx, &slug).await?.ok_or_else(|| Refusal::not_found("service"))
}

pub(super) async fn list(cx: &mut Context, _: ListServices, paging: Paging) -> Outcome<PageOf<Service>> {
    cx.list(Listing::by_id(SELECT), Default::default(), paging).await
}

pub(super) async fn update(cx: &mut Context, slug: Slug, change: UpdateService) -> Outcome<Service> {
    let before = get(cx, slug, ()).await?;
    let args = args![
        &cx.tenant,
        before.id,
        change.name.as_ref().unwrap_or(&before.name),
        change.duration_minutes.unwrap_or(before.duration_minutes),
        change.buffer_before_minutes.unwrap_or(before.buffer_before_minutes),
        change.buffer_after_minutes.unwrap_or(before.buffer_after_minutes),
        Arg::json(
            change.reminder_offsets_minutes.as_ref().map_or(&before.reminder_offsets_minutes, |offsets| &offsets.0)
        ),
        Arg::json(change.reminder_channels.as_ref().unwrap_or(&before.reminder_channels)),
        cx.now
    ];
    let after: Service = cx.tx.one(UPDATE, args).await?;
    cx.audit(before.id, Some(&before), Some(&after));
    Ok(after)
}

pub(super) async fn find(cx: &mut Context, slug: &Slug) -> Outcome<Option<Service>> {
    Ok(cx.tx.optional(SELECT_ONE, args![&cx.tenant, slug]).await?)
}

/// The service that the request names at `param`.
pub(super) async fn named(cx: &mut Context, slug: &Slug, param: &str) -> Outcome<Service> {
    let unknown = || Problem::new(ErrorCode::NotFound, "There is no such service.").at(param).into();
    find(cx, slug).await?.ok_or_else(unknown)
}

macro_rules! columns {
    () => {
        "id, slug, name, duration_minutes, buffer_before_minutes, buffer_after_minutes, reminder_offsets_minutes, \
         reminder_channels, created_at, updated_at"
    };
}

statements! {
    INSERT: concat!("INSERT INTO services (tenant, id, slug, name, duration_minutes, buffer_before_minutes,
            buffer_after_minutes, reminder_offsets_minutes, reminder_channels, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) RETURNING ", columns!());
    SELECT: concat!("SELECT ", columns!(), " FROM services WHERE tenant = $1");
    SELECT_ONE: concat!("SELECT ", columns!(), " FROM services WHERE tenant = $1 AND slug = $2");
    UPDATE: concat!("UPDATE services SET name = $3, duration_minutes = $4, buffer_before_minutes = $5,
            buffer_after_minutes = $6, reminder_offsets_minutes = $7, reminder_channels = $8, updated_at = $9
        WHERE tenant = $1 AND id = $2 RETURNING ", columns!());
}
