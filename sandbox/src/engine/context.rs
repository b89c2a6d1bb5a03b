//! What a handler works with.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};
use softknack::operation::Operation;
use softknack::{CorrelationId, EventId, Id, IdKind, Mode, OrganisationId, RequestId, Timestamp};

use super::retention::Kept;
use crate::clock::Clock;
use crate::refusal::Outcome;
use crate::secrets::Secrets;
use crate::session::Session;
use crate::store::{Arg, Tx, args};

/// Who calls, and in which environment.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The organisation.
    pub org: OrganisationId,
    /// The environment.
    pub mode: Mode,
    /// What the audit log calls the caller.
    pub actor: String,
    /// The guest's session, where the caller has no API key.
    pub session: Option<Session>,
}

impl Caller {
    /// The first member of every key: an organisation in one mode.
    pub fn tenant(&self) -> String {
        format!("{}/{}", self.org, self.mode)
    }

    /// The caller behind a tenant's own timers.
    pub fn system(tenant: &str) -> Option<Self> {
        let (org, mode) = tenant.split_once('/')?;
        Some(Self { org: org.parse().ok()?, mode: Mode::from(mode), actor: "system".to_owned(), session: None })
    }
}

/// What a handler works with: the transaction, who calls, and when.
pub struct Context {
    /// The transaction (a mutation's) or the connection (a read's).
    pub tx: Tx,
    /// Who calls.
    pub caller: Caller,
    /// The caller's tenant: the first parameter of every statement.
    pub tenant: String,
    /// The sandbox's time when the request began.
    pub now: Timestamp,
    /// The operation's name, for the audit log.
    pub action: &'static str,
    /// The request, where one caused this.
    pub request_id: Option<RequestId>,
    /// What this belongs to.
    pub correlation_id: String,
    pub(super) clock: Arc<Clock>,
    pub(super) secrets: Arc<Secrets>,
    pub(super) operation: Option<&'static Operation>,
    wakes: Option<Timestamp>,
}

impl Context {
    /// For a request.
    pub fn for_request(
        tx: Tx,
        caller: Caller,
        operation: &'static Operation,
        request_id: RequestId,
        correlation_id: String,
        clock: Arc<Clock>,
        secrets: Arc<Secrets>,
    ) -> Self {
        Self {
            tx,
            tenant: caller.tenant(),
            caller,
            now: clock.now(),
            action: operation.name,
            request_id: Some(request_id),
            correlation_id,
            clock,
            secrets,
            operation: Some(operation),
            wakes: None,
        }
    }

    /// For a timer of the sandbox's own.
    pub fn for_timer(
        tx: Tx,
        caller: Caller,
        action: &'static str,
        correlation_id: Option<String>,
        clock: Arc<Clock>,
        secrets: Arc<Secrets>,
    ) -> Self {
        let correlation_id = correlation_id.unwrap_or_else(|| clock.id::<softknack::kind::Correlation>().to_string());
        Self {
            tx,
            tenant: caller.tenant(),
            caller,
            now: clock.now(),
            action,
            request_id: None,
            correlation_id,
            clock,
            secrets,
            operation: None,
            wakes: None,
        }
    }

    /// A new ID with the sandbox's time.
    pub fn id<K: IdKind>(&self) -> Id<K> {
        self.clock.id()
    }

    /// A new correlation ID.
    pub fn correlation(clock: &Clock) -> CorrelationId {
        clock.id()
    }

    /// Writes to the audit log that `subject` changed from `before` to `after`, without personal data and secrets.
    pub fn audit<B: Serialize, A: Serialize>(&mut self, subject: impl ToString, before: Option<&B>, after: Option<&A>) {
        let (before, after) = softknack::redacted(|| (before.map(Arg::json), after.map(Arg::json)));
        let args = args![
            &self.tenant,
            self.id::<softknack::kind::AuditRecord>(),
            &self.caller.actor,
            self.action,
            subject.to_string(),
            before,
            after,
            self.request_id,
            &self.correlation_id,
            self.now
        ];
        self.tx.write_later(INSERT_AUDIT_RECORD, args);
    }

    /// Records that something happened and puts it on its way to every endpoint that wants it.
    ///
    /// `data` gives the resource under its own name. The bytes are made here: each delivery sends the same, until somebody in
    /// them is forgotten, and then what is left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn emit(&mut self, event_type: &'static str, data: impl Fn() -> Value) -> Outcome<EventId> {
        let id = self.record_event(event_type, data)?;
        let patterns = patterns(event_type);
        let webhooks: Vec<String> = self
            .tx
            .all(WEBHOOKS_FOR_EVENT, args![&self.tenant, &patterns[0], &patterns[1], &patterns[2], &patterns[3]])
            .await?;
        for webhook in webhooks {
            self.deliver(id, event_type, &webhook);
        }
        Ok(id)
    }

    /// Records that something happened and puts it on its way to nobody yet.
    ///
    /// # Errors
    /// When `data` gives what is no JSON, which its types rule out.
    pub fn record_event(&mut self, event_type: &'static str, data: impl Fn() -> Value) -> Outcome<EventId> {
        let id: EventId = self.id();
        let body = Kept::of(|| {
            let body = json!({
                "id": id,
                "type": event_type,
                "created_at": self.now,
                "mode": self.caller.mode,
                "org_id": self.caller.org,
                "correlation_id": self.correlation_id,
                "data": data(),
            });
            Ok(body.to_string())
        })?;
        let body = body.store(&mut self.tx, &self.tenant, id.as_str(), None);
        let args = args![&self.tenant, id, event_type, &self.correlation_id, body, self.now];
        self.tx.write_later(INSERT_EVENT, args);
        Ok(id)
    }

    /// Puts an event on its way to one endpoint.
    pub fn deliver(&mut self, event: EventId, event_type: &str, webhook: &str) {
        let args = args![&self.tenant, self.id::<softknack::kind::Delivery>(), event, event_type, webhook, self.now];
        self.tx.write_later(INSERT_DELIVERY, args);
        self.wake_by(self.now);
    }

    /// Notes that something now falls due at `due`: those who wait for timers are woken after the commit, where they would
    /// sleep longer.
    pub fn wake_by(&mut self, due: Timestamp) {
        self.wakes = Some(self.wakes.map_or(due, |earliest| earliest.min(due)));
    }

    /// Commits, and tells when those who wait for timers are to be awake.
    ///
    /// # Errors
    /// When the database fails: nothing was committed then.
    pub async fn commit(self) -> Outcome<Option<Timestamp>> {
        self.tx.commit().await?;
        Ok(self.wakes)
    }
}

/// The four patterns that an event type of at most three parts can match.
fn patterns(event_type: &str) -> [String; 4] {
    let mut prefixes = event_type.match_indices('.').map(|(end, _)| format!("{}.*", &event_type[..end]));
    let first = prefixes.next().unwrap_or_default();
    let second = prefixes.next().unwrap_or_default();
    ["*".to_owned(), event_type.to_owned(), first, second]
}

crate::store::statements! {
    INSERT_AUDIT_RECORD: "INSERT INTO audit_records (tenant, id, actor, action, subject, before, after, request_id, correlation_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    INSERT_EVENT: "INSERT INTO events (tenant, id, type, correlation_id, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    WEBHOOKS_FOR_EVENT: "SELECT DISTINCT w.id FROM webhook_patterns p JOIN webhooks w ON w.tenant = p.tenant AND w.id = p.webhook_id
        WHERE p.tenant = $1 AND p.pattern IN ($2, $3, $4, $5) AND w.enabled ORDER BY w.id";
    INSERT_DELIVERY: "INSERT INTO deliveries (tenant, id, event_id, event_type, webhook_id, status, attempts, attempted, next_attempt_at, created_at)
        VALUES ($1, $2, $3, $4, $5, 'pending', '[]', 0, $6, $6)";
}
