//! `platform.audit`: who changed what.

use serde_json::Value;

use crate::declare::{filters, model};
use crate::id::{AuditRecordId, RequestId};
use crate::operation::operations;
use crate::time::Timestamp;

operations! {
    /// The audit log: who changed what. It only ever grows.
    pub struct Audit in "platform.audit";

    /// Lists audit records, newest first.
    list: Get "/platform/v1/audit" (..ListAudit) => 200 [AuditRecord], Ours, [];
}

model! {
    /// One change.
    pub struct AuditRecord {
        /// The record's ID.
        pub id: AuditRecordId,
        /// Who made the change: a credential's name, or `system`.
        pub actor: String,
        /// The operation, such as `calendar.appointments.cancel`.
        pub action: String,
        /// The ID of what was changed.
        pub subject: String,
        /// What stood there before, without personal data, or null where nothing did.
        pub before: Option<Value>,
        /// What stands there now, without personal data, or null where nothing does.
        pub after: Option<Value>,
        /// The request that made the change, or null where a timer did.
        pub request_id: Option<RequestId>,
        /// What the change belongs to.
        pub correlation_id: String,
        /// When it was made.
        pub created_at: Timestamp,
    }
}

filters! {
    /// Which audit records to list.
    pub struct ListAudit {
        /// Only those about this ID.
        #[garde(length(chars, min = 1, max = 64))]
        pub subject: Option<String>,
        /// Only those of this operation.
        #[garde(length(chars, min = 1, max = 100))]
        pub action: Option<String>,
        /// Only those that belong to this cause.
        #[garde(length(chars, min = 1, max = 128))]
        pub correlation_id: Option<String>,
    }
}
