//! `platform.audit`.

use softknack::resources::platform::{AuditRecord, ListAudit};

use crate::engine::{Context, Filters, Listing, PageOf, Paging};
use crate::refusal::Outcome;
use crate::store::statements;

pub(super) async fn list(cx: &mut Context, query: ListAudit, paging: Paging) -> Outcome<PageOf<AuditRecord>> {
    let filters = Filters::default()
        .and("subject = $", query.subject)
        .and("action = $", query.action)
        .and("correlation_id = $", query.correlation_id);
    cx.list(Listing::by_id(SELECT), filters, paging).await
}

statements! {
    SELECT: "SELECT id, actor, action, subject, before, after, request_id, correlation_id, created_at
        FROM audit_records WHERE tenant = $1";
}
