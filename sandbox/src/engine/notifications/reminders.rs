//! Reminders of appointments. Each falls due as long before the appointment as its service says.

use serde::Deserialize;
use serde_json::json;
use softknack::{AppointmentId, AppointmentStatus, Channel, TimeZoneName, Timestamp, Vars};

use super::Outgoing;
use crate::attempts::Attempts;
use crate::engine::crm::contacts;
use crate::engine::{Context, calendar};
use crate::refusal::Outcome;
use crate::state::Shared;
use crate::store::{Scope, args, statements};

const TEMPLATE: &str = "appt_reminder";

/// How many reminders are read at once.
const BATCH: u32 = 100;

/// Sends every reminder that is due.
pub(crate) async fn send_due(shared: &Shared) -> Outcome<()> {
    loop {
        let now = shared.clock.now();
        let due: Vec<Reminder> = shared.store.read(Scope::Everything).await?.all(SELECT_DUE, args![now, BATCH]).await?;
        if due.is_empty() {
            return Ok(());
        }
        for reminder in due {
            let mut attempts = Attempts::default();
            while let Err(refusal) = send_one(shared, &reminder).await {
                attempts.again(refusal).await?;
            }
        }
    }
}

async fn send_one(shared: &Shared, reminder: &Reminder) -> Outcome<()> {
    let tx = shared.store.write(Scope::Tenant(&reminder.tenant)).await?;
    let correlation_id = Some(reminder.correlation_id.clone());
    let mut cx = shared.timer_context(tx, &reminder.tenant, "notifications.messages.send", correlation_id)?;
    send(&mut cx, reminder).await?;
    // Whoever sends what is due looks for deliveries next: there is nobody to wake.
    cx.commit().await?;
    Ok(())
}

#[derive(Deserialize)]
struct Reminder {
    tenant: String,
    appointment_id: AppointmentId,
    due_at: Timestamp,
    correlation_id: String,
}

/// What a reminder says besides the appointment.
#[derive(Deserialize)]
struct Particulars {
    name: String,
    reminder_channels: Vec<Channel>,
    timezone: TimeZoneName,
}

/// Sends one reminder; none of an appointment that is off, or that has begun while the sandbox was not running.
async fn send(cx: &mut Context, reminder: &Reminder) -> Outcome<()> {
    let args = args![&cx.tenant, reminder.appointment_id, reminder.due_at];
    if cx.tx.execute(DELETE, args).await? == 0 {
        return Ok(());
    }
    let appointment = calendar::appointment(cx, reminder.appointment_id, ()).await?;
    if appointment.status != AppointmentStatus::Booked || appointment.starts_at <= cx.now {
        return Ok(());
    }
    let args = args![&cx.tenant, &appointment.service, appointment.slot_id];
    let particulars: Particulars = cx.tx.one(SELECT_PARTICULARS, args).await?;
    let contact = contacts::get(cx, appointment.contact_id, ()).await?;
    let vars = Vars::from_iter([
        ("time", local_time(appointment.starts_at, &particulars.timezone)),
        ("service", particulars.name),
    ]);
    let channels = &particulars.reminder_channels;
    let message = Outgoing { contact: &contact, template: TEMPLATE, channels, vars }.send(cx).await?;
    if message.channel.is_some() {
        cx.emit("appointment.reminder_sent", || json!({ "appointment": appointment })).await?;
    }
    Ok(())
}

/// The time of day on the wall clock of the place, such as `5:00 PM`.
fn local_time(at: Timestamp, timezone: &TimeZoneName) -> String {
    let zone = jiff::tz::TimeZone::get(timezone.as_str()).unwrap_or(jiff::tz::TimeZone::UTC);
    at.to_jiff().to_zoned(zone).strftime("%-I:%M %p").to_string()
}

statements! {
    SELECT_DUE: "SELECT tenant, appointment_id, due_at, correlation_id FROM reminders
        WHERE due_at <= $1 ORDER BY due_at, appointment_id LIMIT $2";
    DELETE: "DELETE FROM reminders WHERE tenant = $1 AND appointment_id = $2 AND due_at = $3";
    SELECT_PARTICULARS: "SELECT v.name, v.reminder_channels, s.timezone
        FROM services v JOIN slots s ON s.tenant = v.tenant AND s.id = $3
        WHERE v.tenant = $1 AND v.slug = $2";
}
