//! The outbox: what would have gone out, and to which address.

use std::fmt;

use serde::{Deserialize, Serialize};
use softknack::{Channel, ContactId, MessageId, Timestamp, Vars};

use crate::refusal::Outcome;
use crate::store::{Tx, args, statements};

/// A message that would have gone out. Its `Debug` form shows neither the address nor what the message says.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OutboxMessage {
    /// The message's ID.
    pub id: MessageId,
    /// The organisation and the environment, as `org_…/test`.
    pub tenant: String,
    /// Whom it is for.
    pub contact_id: ContactId,
    /// The channel that took it, or null where none could.
    pub channel: Option<Channel>,
    /// The contact's address on that channel, or null where there is none any more.
    pub to: Option<String>,
    /// The template.
    pub template: String,
    /// What the template is filled with.
    pub vars: Vars,
    /// Where it stands: `queued`, `sent`, `delivered` or `failed`.
    pub status: String,
    /// When it was written.
    pub created_at: Timestamp,
}

impl fmt::Debug for OutboxMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutboxMessage")
            .field("id", &self.id)
            .field("channel", &self.channel)
            .field("template", &self.template)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// The last `limit` messages of every tenant, or of one, oldest first.
pub(crate) async fn outbox(tx: &mut Tx, tenant: Option<&str>, limit: u32) -> Outcome<Vec<OutboxMessage>> {
    let mut messages: Vec<OutboxMessage> = tx.all(SELECT, args![tenant, limit]).await?;
    messages.reverse();
    Ok(messages)
}

statements! {
    SELECT: r#"SELECT m.id, m.tenant, m.contact_id, m.channel, m.template, m.vars, m.status, m.created_at,
            CASE WHEN m.channel = 'email' THEN c.email WHEN m.channel IS NOT NULL THEN c.phone END AS "to"
        FROM messages m LEFT JOIN contacts c ON c.tenant = m.tenant AND c.id = m.contact_id
        WHERE m.tenant = COALESCE($1, m.tenant)
        ORDER BY m.id DESC LIMIT $2"#;
}
