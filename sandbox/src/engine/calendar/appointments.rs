//! `calendar.appointments`.
//!
//! Each appointment takes one of its slot's places, whatever the size of its party; the party must fit the resources.

use serde_json::json;
use softknack::{
    Appointment, AppointmentId, AppointmentSource, AppointmentStatus, CancelAppointment, IfTaken, ListAppointments,
    NewAppointment, Patch, Reason, RescheduleAppointment, Slot, UpdateAppointment,
};

use super::booking::{self, Wish};
use crate::engine::{Context, Filters, Listing, PageOf, Paging, retention};
use crate::refusal::{Outcome, Refusal};
use crate::store::{Arg, args, statements};

/// Books a slot, or the next opening where that is wanted.
///
/// # Errors
/// `slot_taken` and `resource_taken`, with the next openings; what is wrong with the request; and when the database fails.
pub async fn book(cx: &mut Context, (): (), new: NewAppointment) -> Outcome<Appointment> {
    let wish = Wish {
        service: (&new.service, "/service"),
        contact_id: new.contact_id,
        party_size: new.party_size.unwrap_or(1),
        resource_ids: new.resource_ids.as_deref().unwrap_or_default(),
        instead_of: None,
    };
    let won = match booking::win(cx, new.slot_id, &wish).await? {
        Ok(won) => won,
        Err(lost) if new.if_taken == Some(IfTaken::BookNext) => booking::win_next(cx, lost, &wish).await?,
        Err(lost) => return Err(lost.refuse(cx, &wish).await?),
    };
    let id: AppointmentId = cx.id();
    let appointment: Appointment = serde_json::from_value(json!({
        "id": id,
        "status": AppointmentStatus::Booked,
        "slot_id": won.id,
        "contact_id": new.contact_id,
        "service": new.service,
        "starts_at": won.starts_at,
        "ends_at": won.ends_at,
        "resource_ids": won.resource_ids,
        "party_size": wish.party_size,
        "source": new.source.as_ref().unwrap_or(&AppointmentSource::Api),
        "notes": new.notes,
        "metadata": new.metadata.unwrap_or_default(),
        "requested_slot_id": (won.id != new.slot_id).then_some(new.slot_id),
        "created_at": cx.now,
        "updated_at": cx.now,
    }))?;
    let args = args![
        &cx.tenant,
        id,
        won.id,
        new.contact_id,
        &new.service,
        won.starts_at,
        won.ends_at,
        Arg::json(&won.resource_ids),
        wish.party_size,
        &appointment.source,
        appointment.notes.as_ref(),
        Arg::json(&appointment.metadata),
        appointment.requested_slot_id,
        cx.now
    ];
    cx.tx.write_later(INSERT, args);
    booking::attach(cx, id, &won).await?;
    cx.audit(id, None::<&Appointment>, Some(&appointment));
    cx.emit("appointment.booked", || json!({ "appointment": appointment })).await?;
    Ok(appointment)
}

pub(crate) async fn get(cx: &mut Context, id: AppointmentId, (): ()) -> Outcome<Appointment> {
    cx.tx.optional(SELECT_ONE, args![&cx.tenant, id]).await?.ok_or_else(|| Refusal::not_found("appointment"))
}

pub(super) async fn list(cx: &mut Context, query: ListAppointments, paging: Paging) -> Outcome<PageOf<Appointment>> {
    let filters = Filters::default()
        .and("status = $", query.status.as_ref())
        .and("contact_id = $", query.contact_id)
        .and("service = $", query.service.as_ref())
        .and("starts_at >= $", query.from)
        .and("starts_at < $", query.to);
    cx.list(Listing::by_id(SELECT), filters, paging).await
}

pub(super) async fn update(cx: &mut Context, id: AppointmentId, change: UpdateAppointment) -> Outcome<Appointment> {
    let before = get(cx, id, ()).await?;
    let args = args![
        &cx.tenant,
        id,
        Patch::apply(change.notes, before.notes.clone()).as_ref(),
        Arg::json(change.metadata.as_ref().unwrap_or(&before.metadata)),
        cx.now
    ];
    let after: Appointment = cx.tx.one(UPDATE, args).await?;
    cx.audit(id, Some(&before), Some(&after));
    Ok(after)
}

pub(super) async fn reschedule(
    cx: &mut Context,
    id: AppointmentId,
    change: RescheduleAppointment,
) -> Outcome<Appointment> {
    let before = get(cx, id, ()).await?;
    check_booked(&before, AppointmentStatus::Booked)?;
    if change.slot_id == before.slot_id {
        return Err(Refusal::invalid("/slot_id", "must be another slot than the one that the appointment has"));
    }
    let freed = booking::release(cx, before.slot_id).await?;
    booking::free_resources(cx, id).await?;
    booking::forget_reminders(cx, id).await?;
    let wish = Wish {
        service: (&before.service, "/slot_id"),
        contact_id: before.contact_id,
        party_size: before.party_size,
        resource_ids: &[],
        instead_of: Some(before.slot_id),
    };
    let won = match booking::win(cx, change.slot_id, &wish).await? {
        Ok(won) => won,
        Err(lost) => return Err(lost.refuse(cx, &wish).await?),
    };
    let args = args![
        &cx.tenant,
        id,
        won.id,
        won.starts_at,
        won.ends_at,
        Arg::json(&won.resource_ids),
        change.reason.as_ref(),
        cx.now
    ];
    let after: Appointment = cx.tx.one(MOVE, args).await?;
    booking::attach(cx, id, &won).await?;
    cx.audit(id, Some(&before), Some(&after));
    let previous = json!({
        "slot_id": before.slot_id,
        "starts_at": before.starts_at,
        "ends_at": before.ends_at,
        "resource_ids": before.resource_ids,
    });
    retention::reconsider(cx, after.contact_id).await?;
    cx.emit("appointment.rescheduled", || json!({ "appointment": after, "previous": previous })).await?;
    announce_release(cx, &freed).await?;
    Ok(after)
}

pub(super) async fn cancel(cx: &mut Context, id: AppointmentId, change: CancelAppointment) -> Outcome<Appointment> {
    let before = get(cx, id, ()).await?;
    check_booked(&before, AppointmentStatus::Cancelled)?;
    let after = end(cx, &before, AppointmentStatus::Cancelled, Some(change.reason)).await?;
    booking::free_resources(cx, id).await?;
    let freed = booking::release(cx, before.slot_id).await?;
    cx.emit("appointment.cancelled", || json!({ "appointment": after })).await?;
    announce_release(cx, &freed).await?;
    Ok(after)
}

pub(super) async fn complete(cx: &mut Context, id: AppointmentId, (): ()) -> Outcome<Appointment> {
    let after = end_begun(cx, id, AppointmentStatus::Completed).await?;
    cx.emit("appointment.completed", || json!({ "appointment": after })).await?;
    Ok(after)
}

pub(super) async fn mark_no_show(cx: &mut Context, id: AppointmentId, (): ()) -> Outcome<Appointment> {
    let after = end_begun(cx, id, AppointmentStatus::NoShow).await?;
    cx.emit("appointment.no_show", || json!({ "appointment": after })).await?;
    Ok(after)
}

/// Ends an appointment in a way in which it can end only once it has begun.
async fn end_begun(cx: &mut Context, id: AppointmentId, to: AppointmentStatus) -> Outcome<Appointment> {
    let before = get(cx, id, ()).await?;
    check_booked(&before, to.clone())?;
    if cx.now < before.starts_at {
        let detail =
            format!("The appointment begins at {}: it can be {} from then on.", before.starts_at, in_words(&to));
        return Err(Refusal::transition(before.status.as_str(), to.as_str(), detail));
    }
    end(cx, &before, to, before.reason.clone()).await
}

async fn end(
    cx: &mut Context,
    before: &Appointment,
    to: AppointmentStatus,
    reason: Option<Reason>,
) -> Outcome<Appointment> {
    let after: Appointment = cx.tx.one(END, args![&cx.tenant, before.id, &to, reason.as_ref(), cx.now]).await?;
    booking::forget_reminders(cx, before.id).await?;
    cx.audit(before.id, Some(before), Some(&after));
    retention::reconsider(cx, after.contact_id).await?;
    Ok(after)
}

/// Only what is booked moves on.
fn check_booked(appointment: &Appointment, to: AppointmentStatus) -> Outcome<()> {
    let from = &appointment.status;
    if *from == AppointmentStatus::Booked {
        return Ok(());
    }
    let detail =
        format!("The appointment is {} already, and stays so. Book a new one where one is needed.", in_words(from));
    Err(Refusal::transition(from.as_str(), to.as_str(), detail))
}

fn in_words(status: &AppointmentStatus) -> &str {
    match status {
        AppointmentStatus::NoShow => "marked as a no-show",
        other => other.as_str(),
    }
}

async fn announce_release(cx: &mut Context, slot: &Slot) -> Outcome<()> {
    cx.emit("slot.released", || json!({ "slot": slot })).await?;
    Ok(())
}

macro_rules! columns {
    () => {
        "id, status, slot_id, contact_id, service, starts_at, ends_at, resource_ids, party_size, source, reason, notes, metadata, \
         requested_slot_id, created_at, updated_at"
    };
}

statements! {
    INSERT: "INSERT INTO appointments (tenant, id, status, slot_id, contact_id, service, starts_at, ends_at, resource_ids,
            party_size, source, notes, metadata, requested_slot_id, created_at, updated_at)
        VALUES ($1, $2, 'booked', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)";
    SELECT: concat!("SELECT ", columns!(), " FROM appointments WHERE tenant = $1");
    SELECT_ONE: concat!("SELECT ", columns!(), " FROM appointments WHERE tenant = $1 AND id = $2");
    UPDATE: concat!("UPDATE appointments SET notes = $3, metadata = $4, updated_at = $5 WHERE tenant = $1 AND id = $2 RETURNING ",
        columns!());
    // Where another slot was asked for at booking, it is of no more account now.
    MOVE: concat!("UPDATE appointments SET slot_id = $3, starts_at = $4, ends_at = $5, resource_ids = $6, reason = $7,
            requested_slot_id = NULL, updated_at = $8
        WHERE tenant = $1 AND id = $2 AND status = 'booked' RETURNING ", columns!());
    END: concat!("UPDATE appointments SET status = $3, reason = $4, updated_at = $5
        WHERE tenant = $1 AND id = $2 AND status = 'booked' RETURNING ", columns!());
}
