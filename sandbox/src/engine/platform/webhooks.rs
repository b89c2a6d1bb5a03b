//! `platform.webhooks`.
//!
//! While an endpoint is disabled nothing new is put on its way to it, and what was on its way waits until it is enabled
//! again. When an endpoint is deleted, what was not delivered to it yet is dropped.

use serde_json::json;
use softknack::resources::platform::{ListWebhooks, NewWebhook, UpdateWebhook, Webhook};
use softknack::webhook::Event;
use softknack::{EventPattern, Secret, WebhookId};

use super::events;
use crate::engine::{Context, Filters, Listing, PageOf, Paging};
use crate::organisations::random_text;
use crate::refusal::{Outcome, Refusal};
use crate::store::{Arg, args, statements};

/// How long a secret that was replaced signs along.
const OVERLAP_MINUTES: i64 = 24 * 60;

pub(super) async fn create(cx: &mut Context, (): (), new: NewWebhook) -> Outcome<Webhook> {
    let id: WebhookId = cx.id();
    let args =
        args![&cx.tenant, id, &new.url, Arg::json(&new.events), new.description, new.enabled.unwrap_or(true), cx.now];
    let mut webhook: Webhook = cx.tx.one(INSERT, args).await?;
    listen(cx, id, &webhook.events).await?;
    cx.audit(id, None::<&Webhook>, Some(&webhook));
    webhook.secret = Some(add_secret(cx, id).await?);
    Ok(webhook)
}

pub(super) async fn get(cx: &mut Context, id: WebhookId, (): ()) -> Outcome<Webhook> {
    cx.tx.optional(SELECT_ONE, args![&cx.tenant, id]).await?.ok_or_else(|| Refusal::not_found("webhook endpoint"))
}

pub(super) async fn list(cx: &mut Context, _: ListWebhooks, paging: Paging) -> Outcome<PageOf<Webhook>> {
    cx.list(Listing::by_id(SELECT), Filters::default(), paging).await
}

pub(super) async fn update(cx: &mut Context, id: WebhookId, change: UpdateWebhook) -> Outcome<Webhook> {
    let before = get(cx, id, ()).await?;
    let args = args![
        &cx.tenant,
        id,
        change.url.as_ref().unwrap_or(&before.url),
        Arg::json(change.events.as_ref().unwrap_or(&before.events)),
        change.description.apply(before.description.clone()),
        change.enabled.unwrap_or(before.enabled),
        cx.now
    ];
    let after: Webhook = cx.tx.one(UPDATE, args).await?;
    if after.events != before.events {
        cx.tx.execute(DELETE_PATTERNS, args![&cx.tenant, id]).await?;
        listen(cx, id, &after.events).await?;
    }
    if after.enabled && !before.enabled {
        cx.wake_by(cx.now);
    }
    cx.audit(id, Some(&before), Some(&after));
    Ok(after)
}

pub(super) async fn delete(cx: &mut Context, id: WebhookId, (): ()) -> Outcome<()> {
    let before = get(cx, id, ()).await?;
    for statement in [DELETE_PENDING, DELETE_PATTERNS, DELETE_SECRETS, DELETE] {
        cx.tx.execute(statement, args![&cx.tenant, id]).await?;
    }
    cx.audit(id, Some(&before), None::<&Webhook>);
    Ok(())
}

pub(super) async fn rotate_secret(cx: &mut Context, id: WebhookId, (): ()) -> Outcome<Webhook> {
    let before = get(cx, id, ()).await?;
    cx.tx.execute(DELETE_EXPIRED_SECRETS, args![&cx.tenant, id, cx.now]).await?;
    cx.tx.execute(EXPIRE_SECRET, args![&cx.tenant, id, cx.now.plus_minutes(OVERLAP_MINUTES)]).await?;
    let mut after: Webhook = cx.tx.one(TOUCH, args![&cx.tenant, id, cx.now]).await?;
    cx.audit(id, Some(&before), Some(&after));
    after.secret = Some(add_secret(cx, id).await?);
    Ok(after)
}

pub(super) async fn ping(cx: &mut Context, id: WebhookId, (): ()) -> Outcome<Event> {
    const TYPE: &str = "webhook.ping";
    let webhook = get(cx, id, ()).await?;
    let event = cx.record_event(TYPE, || json!({ "webhook": webhook }))?;
    cx.deliver(event, TYPE, id.as_str());
    cx.audit(id, Some(&webhook), Some(&webhook));
    events::get(cx, event, ()).await
}

/// Makes the endpoint receive what matches the patterns.
async fn listen(cx: &mut Context, id: WebhookId, patterns: &[EventPattern]) -> Outcome<()> {
    for pattern in patterns {
        cx.tx.execute(INSERT_PATTERN, args![&cx.tenant, pattern, id]).await?;
    }
    Ok(())
}

async fn add_secret(cx: &mut Context, id: WebhookId) -> Outcome<Secret> {
    let secret = Secret::from(format!("whsec_{}", random_text::<32>()?));
    cx.tx.execute(INSERT_SECRET, args![&cx.tenant, id, &secret, cx.now]).await?;
    Ok(secret)
}

macro_rules! columns {
    () => {
        "id, url, events, description, enabled, created_at, updated_at"
    };
}

statements! {
    INSERT: concat!("INSERT INTO webhooks (tenant, id, url, events, description, enabled, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING ", columns!());
    SELECT: concat!("SELECT ", columns!(), " FROM webhooks WHERE tenant = $1");
    SELECT_ONE: concat!("SELECT ", columns!(), " FROM webhooks WHERE tenant = $1 AND id = $2");
    UPDATE: concat!("UPDATE webhooks SET url = $3, events = $4, description = $5, enabled = $6, updated_at = $7
        WHERE tenant = $1 AND id = $2 RETURNING ", columns!());
    TOUCH: concat!("UPDATE webhooks SET updated_at = $3 WHERE tenant = $1 AND id = $2 RETURNING ", columns!());
    DELETE: "DELETE FROM webhooks WHERE tenant = $1 AND id = $2";
    INSERT_PATTERN: "INSERT INTO webhook_patterns (tenant, pattern, webhook_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    DELETE_PATTERNS: "DELETE FROM webhook_patterns WHERE tenant = $1 AND webhook_id = $2";
    DELETE_PENDING: "DELETE FROM deliveries WHERE tenant = $1 AND webhook_id = $2 AND status = 'pending'";
    INSERT_SECRET: "INSERT INTO webhook_secrets (tenant, webhook_id, secret, created_at) VALUES ($1, $2, $3, $4)";
    EXPIRE_SECRET: "UPDATE webhook_secrets SET expires_at = $3 WHERE tenant = $1 AND webhook_id = $2 AND expires_at IS NULL";
    DELETE_EXPIRED_SECRETS: "DELETE FROM webhook_secrets WHERE tenant = $1 AND webhook_id = $2 AND expires_at <= $3";
    DELETE_SECRETS: "DELETE FROM webhook_secrets WHERE tenant = $1 AND webhook_id = $2";
}
