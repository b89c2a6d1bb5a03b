//! `calendar.slots`.

use softknack::{NewSlot, Slot, SlotId, SlotResources, SlotStatus, TimeZoneName};

use super::{check_zone, needs, resources, services};
use crate::engine::Context;
use crate::refusal::{Outcome, Refusal};
use crate::store::{Arg, Sql, args, places, statements};

const LONGEST_MILLISECONDS: i64 = 7 * 24 * 60 * 60 * 1000;

pub(super) async fn get(cx: &mut Context, id: SlotId, (): ()) -> Outcome<Slot> {
    find(cx, id).await?.ok_or_else(|| Refusal::not_found("slot"))
}

pub(super) async fn find(cx: &mut Context, id: SlotId) -> Outcome<Option<Slot>> {
    Ok(cx.tx.optional(SELECT_ONE, args![&cx.tenant, id]).await?)
}

pub(super) async fn create(cx: &mut Context, (): (), new: NewSlot) -> Outcome<Slot> {
    match new.ends_at.as_millisecond() - new.starts_at.as_millisecond() {
        ..=0 => return Err(Refusal::invalid("/ends_at", "must be later than starts_at")),
        1..=LONGEST_MILLISECONDS => {}
        _ => return Err(Refusal::invalid("/ends_at", "must be at most 7 days later than starts_at")),
    }
    let timezone = new.timezone.unwrap_or_else(|| TimeZoneName::from("UTC"));
    check_zone(&timezone)?;
    let service = services::named(cx, &new.service, "/service").await?;
    let resources = new.resources.unwrap_or_default();
    resources::check(cx, &resources).await?;

    let id: SlotId = cx.id();
    let args = args![
        &cx.tenant,
        id,
        &new.service,
        new.starts_at,
        new.ends_at,
        new.starts_at.plus_minutes(-i64::from(service.buffer_before_minutes)),
        new.ends_at.plus_minutes(i64::from(service.buffer_after_minutes)),
        &timezone,
        new.capacity.unwrap_or(1),
        new.overbook_limit.unwrap_or(0),
        Arg::json(&resources)
    ];
    let slot: Slot = cx.tx.one(INSERT, args).await?;
    insert_needs(cx, &resources, "slots.id = $2", vec![id.into()]).await?;
    cx.audit(id, None::<&Slot>, Some(&slot));
    Ok(slot)
}

pub(super) async fn close(cx: &mut Context, id: SlotId, (): ()) -> Outcome<Slot> {
    let before = get(cx, id, ()).await?;
    let Some(after) = cx.tx.optional::<Slot>(CLOSE, args![&cx.tenant, id]).await? else {
        let detail = match before.status {
            SlotStatus::Closed => "The slot is closed already.".to_owned(),
            _ => {
                format!("Places of the slot that are booked: {}. Move or cancel its appointments first.", before.booked)
            }
        };
        return Err(Refusal::transition(before.status.as_str(), SlotStatus::Closed.as_str(), detail));
    };
    cx.audit(id, Some(&before), Some(&after));
    Ok(after)
}

/// Notes what the slots under `condition`, whose values begin at `$2`, need.
pub(super) async fn insert_needs(
    cx: &mut Context,
    resources: &SlotResources,
    condition: &'static str,
    values: Vec<Arg>,
) -> Outcome<()> {
    let mut args = args![&cx.tenant];
    args.extend(values);
    let first = args.len() + 1;
    let mut rows = 0;
    for (need, choices) in (0_u32..).zip(needs::of(resources)) {
        for (choice, id) in (0_u32..).zip(choices) {
            args.extend(args![need, choice, id]);
            rows += 1;
        }
    }
    if rows == 0 {
        return Ok(());
    }
    // Only places and a condition of this program's own are put together here; every value is bound.
    let sql = format!(
        "{INSERT_NEEDS} FROM slots, (VALUES {}) AS choices WHERE slots.tenant = $1 AND {condition}",
        places(first, 3, rows)
    );
    cx.tx.execute(Sql::assembled(sql), args).await?;
    Ok(())
}

macro_rules! columns {
    () => {
        "id, service, starts_at, ends_at, timezone, status, capacity, booked, overbook_limit, resources, schedule_id"
    };
}
pub(super) use columns;

const INSERT_NEEDS: &str = "INSERT INTO slot_needs (tenant, slot_id, need, choice, resource_id) 
    SELECT $1, slots.id, CAST(column1 AS BIGINT), CAST(column2 AS BIGINT), column3";

statements! {
    INSERT: concat!("INSERT INTO slots (tenant, id, service, starts_at, ends_at, holds_from, holds_to, timezone, capacity,
            booked, overbook_limit, closed, resources)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, FALSE, $11) RETURNING ", columns!());
    SELECT_ONE: concat!("SELECT ", columns!(), " FROM slots WHERE tenant = $1 AND id = $2");
    CLOSE: concat!("UPDATE slots SET closed = TRUE WHERE tenant = $1 AND id = $2 AND NOT closed AND booked = 0 RETURNING ",
        columns!());
}
