//! `notifications.messages`.

use softknack::MessageId;
use softknack::resources::notifications::{ListMessages, Message, NewMessage};

use super::Outgoing;
use crate::engine::crm::contacts;
use crate::engine::{Context, Filters, Listing, PageOf, Paging};
use crate::refusal::{Outcome, Refusal};
use crate::store::{args, statements};

pub(super) async fn send(cx: &mut Context, (): (), new: NewMessage) -> Outcome<Message> {
    let contact = contacts::get(cx, new.contact_id, ()).await?;
    let vars = new.vars.unwrap_or_default();
    let template = new.template.as_str();
    Outgoing { contact: &contact, template, channels: &new.channels, vars }.send(cx).await
}

pub(super) async fn get(cx: &mut Context, id: MessageId, (): ()) -> Outcome<Message> {
    cx.tx.optional(SELECT_ONE, args![&cx.tenant, id]).await?.ok_or_else(|| Refusal::not_found("message"))
}

pub(super) async fn list(cx: &mut Context, query: ListMessages, paging: Paging) -> Outcome<PageOf<Message>> {
    let filters = Filters::default()
        .and("contact_id = $", query.contact_id)
        .and("status = $", query.status.as_ref().map(|status| status.as_str()));
    cx.list(Listing::by_id(SELECT), filters, paging).await
}

macro_rules! columns {
    () => {
        "id, contact_id, template, channels, status, channel, attempts, created_at"
    };
}
pub(super) use columns;

statements! {
    SELECT: concat!("SELECT ", columns!(), " FROM messages WHERE tenant = $1");
    SELECT_ONE: concat!("SELECT ", columns!(), " FROM messages WHERE tenant = $1 AND id = $2");
}
