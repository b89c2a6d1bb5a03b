//! `calendar.schedules`.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use softknack::{ListSchedules, NewSchedule, Schedule, ScheduleId, Service, Timestamp};

use super::{check_zone, hours, resources, services, slots};
use crate::engine::{Context, Filters, Listing, PageOf, Paging};
use crate::refusal::{Outcome, Refusal};
use crate::store::{Arg, Sql, Tx, args, places, statements};

const HORIZON_DAYS: u32 = 30;

/// How many rows one schedule may write at once, slots and what they need: above it, it is a slip of the pen.
const MOST_ROWS: usize = 250_000;

/// How many slots go into one statement.
const SLOTS_AT_ONCE: usize = 250;

pub(super) async fn create(cx: &mut Context, (): (), new: NewSchedule) -> Outcome<Schedule> {
    let zone = check_zone(&new.timezone)?;
    let exceptions = new.exceptions.unwrap_or_default();
    let faults = hours::faults(&new.weekly, &exceptions);
    if !faults.is_empty() {
        return Err(Refusal::invalid_fields(faults));
    }
    let service = services::named(cx, &new.service, "/service").await?;
    let resources = new.resources.unwrap_or_default();
    resources::check(cx, &resources).await?;

    let id: ScheduleId = cx.id();
    let with_buffers = service.buffer_before_minutes + service.duration_minutes + service.buffer_after_minutes;
    let today = today(cx, &zone);
    let args = args![
        &cx.tenant,
        id,
        &new.service,
        &new.timezone,
        Arg::json(&new.weekly),
        Arg::json(&exceptions),
        new.horizon_days.unwrap_or(HORIZON_DAYS),
        new.interval_minutes.unwrap_or(with_buffers),
        new.capacity.unwrap_or(1),
        new.overbook_limit.unwrap_or(0),
        Arg::json(&resources),
        cx.now,
        today.to_string()
    ];
    let schedule: Schedule = cx.tx.one(INSERT, args).await?;
    extend(cx, &schedule, &service, &zone, today).await?;
    cx.audit(id, None::<&Schedule>, Some(&schedule));
    Ok(schedule)
}

pub(super) async fn get(cx: &mut Context, id: ScheduleId, (): ()) -> Outcome<Schedule> {
    cx.tx.optional(SELECT_ONE, args![&cx.tenant, id]).await?.ok_or_else(|| Refusal::not_found("schedule"))
}

pub(super) async fn list(cx: &mut Context, query: ListSchedules, paging: Paging) -> Outcome<PageOf<Schedule>> {
    cx.list(Listing::by_id(SELECT), Filters::default().and("service = $", query.service.as_ref()), paging).await
}

pub(super) async fn delete(cx: &mut Context, id: ScheduleId, (): ()) -> Outcome<()> {
    let before = get(cx, id, ()).await?;
    cx.tx.execute(CLOSE_SLOTS, args![&cx.tenant, id]).await?;
    cx.tx.execute(DELETE, args![&cx.tenant, id]).await?;
    cx.audit(id, Some(&before), None::<&Schedule>);
    Ok(())
}

/// A schedule whose next day comes within its horizon.
#[derive(Debug, Clone, Deserialize)]
pub struct Extension {
    /// Whose schedule it is: an organisation in one mode.
    pub tenant: String,
    /// The schedule.
    pub id: ScheduleId,
    /// When.
    pub extend_at: Timestamp,
}

/// The extension that is due first, of whatever tenant.
///
/// # Errors
/// When the database fails.
pub async fn next_extension(tx: &mut Tx) -> Outcome<Option<Extension>> {
    Ok(tx.optional(SELECT_NEXT_EXTENSION, Vec::new()).await?)
}

/// Makes the slots of the days that have come within a schedule's horizon. A schedule that is gone meanwhile has none.
///
/// # Errors
/// When the database fails.
pub async fn extend_due(cx: &mut Context, id: ScheduleId) -> Outcome<()> {
    let next_day: Option<String> = cx.tx.optional(SELECT_NEXT_DAY, args![&cx.tenant, id]).await?;
    let Some(next_day) = next_day else { return Ok(()) };
    let schedule = get(cx, id, ()).await?;
    let service = services::named(cx, &schedule.service, "/service").await?;
    let zone = check_zone(&schedule.timezone)?;
    let next_day = next_day.parse().map_err(fault)?;
    extend(cx, &schedule, &service, &zone, next_day).await
}

/// Makes the slots from `next_day` up to the horizon, and notes when the day after comes within it.
async fn extend(
    cx: &mut Context,
    schedule: &Schedule,
    service: &Service,
    zone: &TimeZone,
    next_day: Date,
) -> Outcome<()> {
    let today = today(cx, zone);
    let horizon = today.checked_add(i64::from(schedule.horizon_days).days()).map_err(fault)?;
    let mut starts = Vec::new();
    let mut day = next_day.max(today);
    while day < horizon {
        let hours = hours::of_day(day, &schedule.weekly, &schedule.exceptions);
        let of_day = hours::starts(zone, day, &hours, service.duration_minutes, schedule.interval_minutes);
        starts.extend(of_day.map_err(fault)?.into_iter().filter(|start| *start > cx.now));
        day = day.tomorrow().map_err(fault)?;
    }
    let needs: usize =
        schedule.resources.required.len() + schedule.resources.any_of.iter().map(Vec::len).sum::<usize>();
    if starts.len() * (1 + needs) > MOST_ROWS {
        let detail = format!("would make {} slots at once; choose a longer interval or a nearer horizon", starts.len());
        return Err(Refusal::invalid("/interval_minutes", detail));
    }
    insert_slots(cx, schedule, service, &starts).await?;
    let extend_at = hours::midnight(zone, today.tomorrow().map_err(fault)?).map_err(fault)?;
    let next_day = horizon.max(next_day).to_string();
    cx.tx.execute(SET_EXTENSION, args![&cx.tenant, schedule.id, next_day, extend_at]).await?;
    cx.wake_by(cx.now);
    Ok(())
}

async fn insert_slots(cx: &mut Context, schedule: &Schedule, service: &Service, starts: &[Timestamp]) -> Outcome<()> {
    let (Some(first), Some(last)) = (starts.first(), starts.last()) else { return Ok(()) };
    for starts in starts.chunks(SLOTS_AT_ONCE) {
        let mut args = args![
            &cx.tenant,
            &schedule.service,
            &schedule.timezone,
            schedule.capacity,
            schedule.overbook_limit,
            Arg::json(&schedule.resources),
            schedule.id
        ];
        let first = args.len() + 1;
        for &start in starts {
            let end = start.plus_minutes(i64::from(service.duration_minutes));
            args.extend(args![
                cx.id::<softknack::kind::Slot>(),
                start,
                end,
                start.plus_minutes(-i64::from(service.buffer_before_minutes)),
                end.plus_minutes(i64::from(service.buffer_after_minutes))
            ]);
        }
        // Only places are put together here; every value is bound.
        let sql = format!("{INSERT_SLOTS} FROM (VALUES {}) AS made", places(first, 5, starts.len()));
        cx.tx.execute(Sql::assembled(sql), args).await?;
    }
    let made = "slots.schedule_id = $2 AND slots.starts_at BETWEEN $3 AND $4";
    slots::insert_needs(cx, &schedule.resources, made, args![schedule.id, *first, *last]).await
}

/// The day that it is in a zone.
fn today(cx: &Context, zone: &TimeZone) -> Date {
    cx.now.to_jiff().to_zoned(zone.clone()).date()
}

/// A date beyond the calendar's end: only a clock set to the year 9999 comes to it.
fn fault(error: jiff::Error) -> Refusal {
    Refusal::Fault(Box::new(error))
}

macro_rules! columns {
    () => {
        "id, service, timezone, weekly, exceptions, horizon_days, interval_minutes, capacity, overbook_limit, resources, created_at"
    };
}

const INSERT_SLOTS: &str =
    "INSERT INTO slots (tenant, id, service, starts_at, ends_at, holds_from, holds_to, timezone, capacity, booked,
        overbook_limit, closed, resources, schedule_id)
    SELECT $1, column1, $2, column2, column3, column4, column5, $3, $4, 0, $5, FALSE, $6, $7";

statements! {
    INSERT: concat!("INSERT INTO schedules (tenant, id, service, timezone, weekly, exceptions, horizon_days, interval_minutes,
            capacity, overbook_limit, resources, created_at, next_day, extend_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $12) RETURNING ", columns!());
    SELECT: concat!("SELECT ", columns!(), " FROM schedules WHERE tenant = $1");
    SELECT_ONE: concat!("SELECT ", columns!(), " FROM schedules WHERE tenant = $1 AND id = $2");
    SELECT_NEXT_DAY: "SELECT next_day FROM schedules WHERE tenant = $1 AND id = $2";
    SELECT_NEXT_EXTENSION: "SELECT tenant, id, extend_at FROM schedules ORDER BY extend_at LIMIT 1";
    SET_EXTENSION: "UPDATE schedules SET next_day = $3, extend_at = $4 WHERE tenant = $1 AND id = $2";
    CLOSE_SLOTS: "UPDATE slots SET closed = TRUE WHERE tenant = $1 AND schedule_id = $2 AND booked = 0";
    DELETE: "DELETE FROM schedules WHERE tenant = $1 AND id = $2";
}
