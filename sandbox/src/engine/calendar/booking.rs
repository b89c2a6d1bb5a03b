//! Winning a slot: the race, and what its losers are offered.

use serde::Deserialize;
use softknack::{
    AppointmentId, ContactId, ErrorCode, Problem, ResourceId, Slot, SlotId, SlotResources, SlotStatus, Slug, Timestamp,
};

use super::{needs, slots, zone};
use crate::engine::Context;
use crate::refusal::{Outcome, Refusal};
use crate::store::{Sql, StoreError, args, places, statements};

/// How many openings a loser is offered.
const OFFERED: usize = 3;

/// How many openings are read at once.
const READ_AT_ONCE: usize = 8;

/// What somebody wants to book.
pub(super) struct Wish<'a> {
    /// The service, and where the request says so.
    pub service: (&'a Slug, &'static str),
    pub contact_id: ContactId,
    pub party_size: u32,
    /// Resources to hold among those that are chosen.
    pub resource_ids: &'a [ResourceId],
    /// The slot that is given up for it.
    pub instead_of: Option<SlotId>,
}

/// A slot in which a place was won, with the resources to hold for it.
#[derive(Debug, Deserialize)]
pub(super) struct Won {
    pub id: SlotId,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    #[serde(skip)]
    pub resource_ids: Vec<ResourceId>,
    holds_from: Timestamp,
    holds_to: Timestamp,
    resources: SlotResources,
    reminder_offsets_minutes: Vec<u32>,
}

/// A slot in which no place was won.
#[derive(Debug)]
pub(super) struct Lost {
    problem: Problem,
    slot: SlotId,
    starts_at: Timestamp,
}

/// Wins a place in a slot, and chooses the resources, in one conditional write: the database counts the places, so of any
/// number of requests as many win as there are.
pub(super) async fn win(cx: &mut Context, slot: SlotId, wish: &Wish<'_>) -> Outcome<Result<Won, Lost>> {
    let args = args![&cx.tenant, slot, wish.service.0, cx.now, wish.contact_id];
    let Some(mut won) = cx.tx.optional::<Won>(WIN, args).await? else { return lost(cx, slot, wish).await.map(Err) };
    if needs_none(&won.resources) && wish.resource_ids.is_empty() {
        return Ok(Ok(won));
    }
    let choices = needs::choices(cx, slot).await?;
    if let Some(place) = needs::stranger(&choices, wish.resource_ids) {
        let detail = "is not among the slot's resources; name only those, or leave the choice open";
        return Err(Refusal::invalid(&format!("/resource_ids/{place}"), detail));
    }
    match needs::choose(&choices, wish.party_size, wish.resource_ids) {
        Ok(resource_ids) => {
            won.resource_ids = resource_ids;
            Ok(Ok(won))
        }
        Err(why) => {
            release(cx, slot).await?;
            Ok(Err(Lost { problem: Problem::new(ErrorCode::ResourceTaken, why), slot, starts_at: won.starts_at }))
        }
    }
}

/// Why a slot was not won.
async fn lost(cx: &mut Context, id: SlotId, wish: &Wish<'_>) -> Outcome<Lost> {
    let unknown = |what, param: &str| Problem::new(ErrorCode::NotFound, format!("There is no such {what}.")).at(param);
    let Some(slot) = slots::find(cx, id).await? else { return Err(unknown("slot", "/slot_id").into()) };
    let contact: Option<String> = cx.tx.optional(SELECT_CONTACT, args![&cx.tenant, wish.contact_id]).await?;
    if contact.is_none() {
        return Err(unknown("contact", "/contact_id").into());
    }
    let (service, param) = wish.service;
    if slot.service != *service {
        return Err(Refusal::invalid(param, format!("must be the slot's service, which is {}", slot.service)));
    }
    let why = match slot.status {
        SlotStatus::Closed => format!("{id} was closed."),
        _ if slot.starts_at <= cx.now => format!("{id} began at {}.", slot.starts_at),
        _ if slot.capacity + slot.overbook_limit > 1 => format!("{id} is fully booked."),
        _ => format!("{id} was booked by somebody else."),
    };
    Ok(Lost { problem: Problem::new(ErrorCode::SlotTaken, why), slot: id, starts_at: slot.starts_at })
}

/// Wins a place in the next opening.
///
/// # Errors
/// `slot_taken` where there is none.
pub(super) async fn win_next(cx: &mut Context, lost: Lost, wish: &Wish<'_>) -> Outcome<Won> {
    // With one writer the first is won; where others write at the same time, the next ones are tried.
    for opening in openings(cx, &lost, wish).await? {
        if let Ok(won) = win(cx, opening.id, wish).await? {
            return Ok(won);
        }
    }
    let why = lost.problem.detail.unwrap_or_default();
    let detail = format!("{why} Nothing else of this service can be booked from then on.");
    let mut problem = Problem::new(ErrorCode::SlotTaken, detail);
    problem.next_slots = Some(Vec::new());
    Err(problem.into())
}

impl Lost {
    /// The refusal, with the next openings.
    pub(super) async fn refuse(self, cx: &mut Context, wish: &Wish<'_>) -> Outcome<Refusal> {
        let openings = openings(cx, &self, wish).await?;
        let mut problem = self.problem;
        let why = problem.detail.unwrap_or_default();
        problem.detail = Some(format!("{why} {}", in_words(&openings)));
        problem.next_slots = Some(openings);
        Ok(problem.into())
    }
}

/// The next slots that can be booked instead, soonest first.
async fn openings(cx: &mut Context, lost: &Lost, wish: &Wish<'_>) -> Outcome<Vec<Slot>> {
    let mut openings = Vec::new();
    let mut after = (lost.starts_at, String::new());
    loop {
        let args = args![
            &cx.tenant,
            wish.service.0,
            cx.now,
            after.0,
            after.1.as_str(),
            wish.party_size,
            wish.resource_ids.first().copied(),
            lost.slot,
            wish.instead_of,
            i64::try_from(READ_AT_ONCE).unwrap_or(i64::MAX)
        ];
        let read: Vec<Slot> = cx.tx.all(SELECT_OPENINGS, args).await?;
        let last = read.len() < READ_AT_ONCE;
        for slot in read {
            after = (slot.starts_at, slot.id.to_string());
            if meets(cx, &slot, wish).await? {
                openings.push(slot);
            }
            if openings.len() == OFFERED {
                return Ok(openings);
            }
        }
        if last {
            return Ok(openings);
        }
    }
}

/// Whether a slot's resources can be held all at once: each by itself can, or the slot would not have been read.
async fn meets(cx: &mut Context, slot: &Slot, wish: &Wish<'_>) -> Outcome<bool> {
    if needs_none(&slot.resources) {
        return Ok(wish.resource_ids.is_empty());
    }
    let choices = needs::choices(cx, slot.id).await?;
    Ok(needs::choose(&choices, wish.party_size, wish.resource_ids).is_ok())
}

fn needs_none(resources: &SlotResources) -> bool {
    resources.required.is_empty() && resources.any_of.is_empty()
}

fn in_words(openings: &[Slot]) -> String {
    let Some(first) = openings.first() else {
        return "Nothing else of this service can be booked from then on.".to_owned();
    };
    let zone = zone(&first.timezone).unwrap_or(jiff::tz::TimeZone::UTC);
    let time = |slot: &Slot| slot.starts_at.to_jiff().to_zoned(zone.clone()).strftime("%a %-d %b %H:%M").to_string();
    let times: Vec<String> = openings.iter().map(time).collect();
    format!("The next openings are {} ({}): offer one of next_slots.", times.join(", "), first.timezone)
}

/// Gives the place of an appointment back, and tells how the slot stands now.
pub(super) async fn release(cx: &mut Context, slot: SlotId) -> Outcome<Slot> {
    Ok(cx.tx.one(RELEASE, args![&cx.tenant, slot]).await?)
}

/// Lets an appointment hold the resources of the slot that it won, and notes when to remind of it.
pub(super) async fn attach(cx: &mut Context, appointment: AppointmentId, won: &Won) -> Outcome<()> {
    if !won.resource_ids.is_empty() {
        let mut args = args![&cx.tenant, appointment, won.holds_from, won.holds_to];
        args.extend(won.resource_ids.iter().map(|id| (*id).into()));
        // Only places are put together here; every value is bound.
        let sql = format!("{INSERT_HOLDS} FROM (VALUES {}) AS held", places(5, 1, won.resource_ids.len()));
        cx.tx.execute(Sql::assembled(sql), args).await.map_err(resource_taken)?;
    }
    let mut due: Vec<Timestamp> =
        won.reminder_offsets_minutes.iter().map(|minutes| won.starts_at.plus_minutes(-i64::from(*minutes))).collect();
    due.retain(|due| *due > cx.now);
    due.sort();
    due.dedup();
    if !due.is_empty() {
        let mut args = args![&cx.tenant, appointment, &cx.correlation_id];
        args.extend(due.iter().map(|due| (*due).into()));
        let sql = format!("{INSERT_REMINDERS} FROM (VALUES {}) AS due", places(4, 1, due.len()));
        cx.tx.write_later(Sql::assembled(sql), args);
        cx.wake_by(due[0]);
    }
    Ok(())
}

/// The database's own refusal of a second hold at one time.
fn resource_taken(error: StoreError) -> Refusal {
    if error.is_raised("resource_taken") {
        let detail = "A resource was held by another appointment meanwhile. Ask for the openings again.";
        return Refusal::new(ErrorCode::ResourceTaken, detail);
    }
    error.into()
}

/// Takes an appointment's resources from it.
pub(super) async fn free_resources(cx: &mut Context, appointment: AppointmentId) -> Outcome<()> {
    cx.tx.execute(DELETE_HOLDS, args![&cx.tenant, appointment]).await?;
    Ok(())
}

/// Sends no more reminders of an appointment.
pub(super) async fn forget_reminders(cx: &mut Context, appointment: AppointmentId) -> Outcome<()> {
    cx.tx.execute(DELETE_REMINDERS, args![&cx.tenant, appointment]).await?;
    Ok(())
}

/// Sends no more reminders to a contact.
pub(in crate::engine) fn forget_reminders_of(cx: &mut Context, contact: ContactId) {
    cx.tx.write_later(DELETE_REMINDERS_OF, args![&cx.tenant, contact]);
}

const INSERT_HOLDS: &str =
    "INSERT INTO holds (tenant, appointment_id, starts_at, ends_at, resource_id) SELECT $1, $2, $3, $4, column1";
const INSERT_REMINDERS: &str =
    "INSERT INTO reminders (tenant, appointment_id, correlation_id, due_at) SELECT $1, $2, $3, column1";

statements! {
    // By its ID alone: an index that has all of it would be read from `starts_at` on, past every slot that is open, and a server that does
    // not know how many are takes the one for as good as the other.
    WIN: "UPDATE slots SET booked = booked + 1
        WHERE tenant = $1 AND id = $2 AND (service = $3 AND status = 'open' AND starts_at > $4) IS TRUE
            AND EXISTS (SELECT 1 FROM contacts WHERE contacts.tenant = $1 AND contacts.id = $5)
        RETURNING id, starts_at, ends_at, holds_from, holds_to, resources, (
            SELECT reminder_offsets_minutes FROM services WHERE services.tenant = $1 AND services.slug = $3
        ) AS reminder_offsets_minutes";
    RELEASE: concat!("UPDATE slots SET booked = booked - 1 WHERE tenant = $1 AND id = $2 RETURNING ", slots::columns!());
    SELECT_CONTACT: "SELECT id FROM contacts WHERE tenant = $1 AND id = $2";
    SELECT_OPENINGS: concat!("SELECT ", slots::columns!(), " FROM slots
        WHERE tenant = $1 AND service = $2 AND status = 'open' AND starts_at > $3 AND (starts_at, id) > ($4, $5) AND ",
            needs::bookable!("$6"), " AND (CAST($7 AS TEXT) IS NULL OR ", needs::holdable!("$7", "$6"), ")
            AND id <> $8 AND id <> COALESCE($9, '')
        ORDER BY starts_at, id LIMIT $10");
    DELETE_HOLDS: "DELETE FROM holds WHERE tenant = $1 AND appointment_id = $2";
    DELETE_REMINDERS: "DELETE FROM reminders WHERE tenant = $1 AND appointment_id = $2";
    DELETE_REMINDERS_OF: "DELETE FROM reminders WHERE tenant = $1
        AND appointment_id IN (SELECT id FROM appointments WHERE tenant = $1 AND contact_id = $2)";
}
