//! Reminders of appointments. Each falls due as long before the appointment as its service says.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use softknack::{AppointmentId, AppointmentStatus, Channel, ContactId, MessageId, TimeZoneName, Timestamp};

use crate::engine::{Context, calendar};
use crate::refusal::Outcome;
use crate::state::Shared;
use crate::store::{Arg, args, statements};

const TEMPLATE: &str = "appt_reminder";

/// How many reminders are read at once.
const BATCH: u32 = 100;

/// Sends every reminder that is due.
pub(crate) async fn send_due(shared: &Shared) -> Outcome<()> {
    loop {
        let now = shared.clock.now();
        let due: Vec<Reminder> = shared.store.read().await?.all(SELECT_DUE, args![now, BATCH]).await?;
        if due.is_empty() {
            return Ok(());
        }
        for reminder in due {
            let tx = shared.store.write().await?;
            let correlation_id = Some(reminder.correlation_id.clone());
            let mut cx = shared.timer_context(tx, &reminder.tenant, "notifications.messages.send", correlation_id)?;
            send(&mut cx, &reminder).await?;
            // Whoever sends what is due looks for deliveries next: there is nobody to wake.
            cx.commit().await?;
        }
    }
}

#[derive(Deserialize)]
struct Reminder {
    tenant: String,
    appointment_id: AppointmentId,
    due_at: Timestamp,
    correlation_id: String,
}

/// What a reminder says besides the appointment, and where it can be sent.
#[derive(Deserialize)]
struct Particulars {
    name: String,
    reminder_channels: Vec<Channel>,
    timezone: TimeZoneName,
    has_phone: bool,
    has_email: bool,
}

/// A message, as the audit log shows it: whom it is for, and never at which address.
#[derive(Deserialize, Serialize)]
struct Message {
    id: MessageId,
    contact_id: ContactId,
    template: String,
    channel: Option<Channel>,
    status: String,
    attempts: Value,
    created_at: Timestamp,
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
    let args = args![&cx.tenant, &appointment.service, appointment.slot_id, appointment.contact_id];
    let particulars: Option<Particulars> = cx.tx.optional(SELECT_PARTICULARS, args).await?;
    let Some(particulars) = particulars else { return Ok(()) };

    let (channel, attempts) = choose(&particulars, cx.now);
    let id: MessageId = cx.id();
    let vars = json!({
        "time": local_time(appointment.starts_at, &particulars.timezone),
        "service": particulars.name,
    });
    let args = args![
        &cx.tenant,
        id,
        appointment.contact_id,
        TEMPLATE,
        Arg::json(&particulars.reminder_channels),
        Arg::json(&vars),
        if channel.is_some() { "sent" } else { "failed" },
        channel.as_ref().map(Channel::as_str),
        Arg::json(&attempts),
        &cx.correlation_id,
        cx.now
    ];
    let message: Message = cx.tx.one(INSERT_MESSAGE, args).await?;
    cx.audit(id, None::<&Message>, Some(&message)).await?;
    if channel.is_some() {
        cx.emit("appointment.reminder_sent", json!({ "appointment": appointment })).await?;
    }
    Ok(())
}

/// The first channel on which the contact has an address, and what was tried.
fn choose(particulars: &Particulars, now: Timestamp) -> (Option<Channel>, Vec<Value>) {
    let mut attempts = Vec::new();
    for channel in &particulars.reminder_channels {
        let missing = match channel {
            Channel::Whatsapp | Channel::Sms if !particulars.has_phone => Some("the contact has no phone number"),
            Channel::Email if !particulars.has_email => Some("the contact has no e-mail address"),
            Channel::Whatsapp | Channel::Sms | Channel::Email => None,
            _ => Some("the channel is not known here"),
        };
        attempts.push(json!({ "channel": channel, "attempted_at": now, "error": missing }));
        if missing.is_none() {
            return (Some(channel.clone()), attempts);
        }
    }
    (None, attempts)
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
    SELECT_PARTICULARS: "SELECT v.name, v.reminder_channels, s.timezone,
            c.phone IS NOT NULL AS has_phone, c.email IS NOT NULL AS has_email
        FROM services v
        JOIN slots s ON s.tenant = v.tenant AND s.id = $3
        JOIN contacts c ON c.tenant = v.tenant AND c.id = $4
        WHERE v.tenant = $1 AND v.slug = $2";
    INSERT_MESSAGE: "INSERT INTO messages
            (tenant, id, contact_id, template, channels, vars, status, channel, attempts, correlation_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        RETURNING id, contact_id, template, channel, status, attempts, created_at";
}
