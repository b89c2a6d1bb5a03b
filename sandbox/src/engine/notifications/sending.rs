//! Sending: one way for every message, whoever wants it sent.
//!
//! The sandbox's providers take whatever they can address, and it arrives a moment later on the sandbox's clock. What is
//! filled into a text stays in the outbox: neither the API nor an event shows it, since it may be a one-time code.

use serde::Deserialize;
use serde_json::json;
use softknack::resources::notifications::Message;
use softknack::{Channel, Contact, MessageId, Vars};

use super::messages::columns;
use crate::attempts::Attempts;
use crate::engine::Context;
use crate::refusal::Outcome;
use crate::state::Shared;
use crate::store::{Arg, Scope, args, statements};

/// How long a message is on its way.
const DELIVERY_MILLISECONDS: i64 = 1000;

/// How many messages are read at once.
const BATCH: u32 = 100;

/// A message to be sent.
#[derive(Debug)]
pub(crate) struct Outgoing<'a> {
    /// Who receives it.
    pub(crate) contact: &'a Contact,
    /// The name of its text.
    pub(crate) template: &'a str,
    /// The channels, in the order in which they are tried.
    pub(crate) channels: &'a [Channel],
    /// What is filled into its text.
    pub(crate) vars: Vars,
}

impl Outgoing<'_> {
    /// Sends it by the first channel that takes it, and announces what became of it.
    ///
    /// # Errors
    /// When the database fails. That no channel took it is no error: the message says so.
    pub(crate) async fn send(self, cx: &mut Context) -> Outcome<Message> {
        let id: MessageId = cx.id();
        let mut attempts = Vec::new();
        let mut taken = None;
        for channel in self.channels {
            let error = unreachable_by(self.contact, channel);
            attempts.push(json!({ "channel": channel, "attempted_at": cx.now, "error": error }));
            if error.is_none() {
                taken = Some(channel.as_str());
                break;
            }
        }
        let due_at = taken.map(|_| cx.now.plus_milliseconds(DELIVERY_MILLISECONDS));
        let args = args![
            &cx.tenant,
            id,
            self.contact.id,
            self.template,
            Arg::json(&self.channels),
            Arg::json(&self.vars),
            if taken.is_some() { "sent" } else { "failed" },
            taken,
            Arg::json(&attempts),
            &cx.correlation_id,
            cx.now,
            due_at
        ];
        let message: Message = cx.tx.one(INSERT, args).await?;
        cx.audit(id, None::<&Message>, Some(&message));
        let event = if taken.is_some() { "message.sent" } else { "message.failed" };
        cx.emit(event, || json!({ "message": message })).await?;
        cx.wake_by(cx.now);
        Ok(message)
    }
}

/// Why a contact cannot be reached by a channel.
fn unreachable_by(contact: &Contact, channel: &Channel) -> Option<&'static str> {
    match channel {
        Channel::Whatsapp | Channel::Sms => contact.phone.is_none().then_some("the contact has no phone number"),
        Channel::Email => contact.email.is_none().then_some("the contact has no e-mail address"),
        _ => Some("the channel is not known here"),
    }
}

/// A message that has arrived by now.
#[derive(Debug, Deserialize)]
struct Arriving {
    tenant: String,
    id: MessageId,
    correlation_id: String,
}

/// Lets every message arrive that is due.
///
/// # Errors
/// When the database fails.
pub(crate) async fn deliver_due(shared: &Shared) -> Outcome<()> {
    let now = shared.clock.now();
    loop {
        let due: Vec<Arriving> = shared.store.read(Scope::Everything).await?.all(SELECT_DUE, args![now, BATCH]).await?;
        if due.is_empty() {
            return Ok(());
        }
        for message in due {
            let mut attempts = Attempts::default();
            while let Err(refusal) = deliver(shared, &message).await {
                attempts.again(refusal).await?;
            }
        }
    }
}

async fn deliver(shared: &Shared, arriving: &Arriving) -> Outcome<()> {
    let Arriving { tenant, id, correlation_id } = arriving;
    let tx = shared.store.write(Scope::Tenant(tenant)).await?;
    let mut cx = shared.timer_context(tx, tenant, "notifications.messages.deliver", Some(correlation_id.clone()))?;
    let before: Message = cx.tx.one(SELECT_ONE, args![&cx.tenant, *id]).await?;
    // Whoever came first has done it.
    if let Some(after) = cx.tx.optional::<Message>(DELIVER, args![&cx.tenant, *id]).await? {
        cx.audit(id, Some(&before), Some(&after));
        cx.emit("message.delivered", || json!({ "message": after })).await?;
    }
    cx.commit().await?;
    Ok(())
}

statements! {
    INSERT: concat!("INSERT INTO messages
            (tenant, id, contact_id, template, channels, vars, status, channel, attempts, correlation_id, created_at, due_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING ", columns!());
    SELECT_DUE: "SELECT tenant, id, correlation_id FROM messages WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2";
    SELECT_ONE: concat!("SELECT ", columns!(), " FROM messages WHERE tenant = $1 AND id = $2");
    DELIVER: concat!("UPDATE messages SET status = 'delivered', due_at = NULL
        WHERE tenant = $1 AND id = $2 AND status = 'sent' RETURNING ", columns!());
}
