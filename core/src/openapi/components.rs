//! The document's `components`: what operations share.

use serde_json::{Value, json};

use super::Schemas;
use super::operations::shared_responses;
use crate::id::RequestId;

pub(super) fn components(mut schemas: Schemas) -> Value {
    let headers = json!({
        "RequestId": {
            "description": "Identifies this request: name it when asking for help.",
            "required": true,
            "schema": schemas.answered.subschema_for::<RequestId>(),
        },
        "CorrelationId": {
            "description": "What the request belongs to: the caller's own, or a generated one.",
            "required": true,
            "schema": correlation_id(),
        },
        "RateLimitLimit": {
            "description": "How many requests the window holds.",
            "schema": { "type": "integer", "minimum": 0 },
        },
        "RateLimitRemaining": {
            "description": "How many of them are left.",
            "schema": { "type": "integer", "minimum": 0 },
        },
        "RateLimitReset": {
            "description": "In how many seconds the window begins anew.",
            "schema": { "type": "integer", "minimum": 0 },
        },
        "RetryAfter": {
            "description": "How many seconds to wait, or the date until when to wait.",
            "schema": { "type": ["integer", "string"] },
        },
        "IdempotencyReplayed": {
            "description": "Stands there when this is the stored answer to an earlier request with the same key.",
            "schema": { "type": "string", "const": "true" },
        },
    });
    let responses = shared_responses(&mut schemas);
    json!({
        "securitySchemes": {
            "api_key": {
                "type": "http",
                "scheme": "bearer",
                "description": "An API key, `sk_test_…` or `sk_live_…`. Test and live are separate: nothing crosses.",
            },
            "session": {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "JWT",
                "description": "A guest's session, as `queue.otp.verify` gives it: it joins the queue once, and reads, confirms and cancels its own entry.",
            },
        },
        "parameters": parameters(),
        "headers": headers,
        "responses": responses,
        "schemas": schemas.into_definitions(),
    })
}

fn parameters() -> Value {
    json!({
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "required": true,
            "description": "Names the intent: the same key and body give the same answer for 24 hours, and one effect.",
            "schema": { "type": "string", "pattern": "^[!-~]{1,255}$", "minLength": 1, "maxLength": 255 },
        },
        "CorrelationId": {
            "name": "X-Correlation-Id",
            "in": "header",
            "description": "What the request belongs to. It is carried into everything that the request causes.",
            "schema": correlation_id(),
        },
        "Limit": {
            "name": "limit",
            "in": "query",
            "description": "How many items a page has at most.",
            "schema": { "type": "integer", "minimum": 1, "maximum": 100, "default": 25 },
        },
        "Cursor": {
            "name": "cursor",
            "in": "query",
            "description": "Where the page begins: the `next_cursor` of the page before, with the same filters.",
            "schema": { "type": "string", "minLength": 1 },
        },
        "Order": {
            "name": "order",
            "in": "query",
            "description": "The order of the items, by ID or, for open slots, by time. Default: as the operation says.",
            "schema": { "type": "string", "enum": ["asc", "desc"] },
        },
    })
}

pub(super) fn correlation_id() -> Value {
    json!({
        "type": "string",
        "pattern": "^[!-~]{1,128}$",
        "minLength": 1,
        "maxLength": 128,
    })
}
