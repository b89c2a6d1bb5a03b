//! The document's `webhooks`: one for each type of event.

use serde_json::{Map, Value, json};

use super::components::correlation_id;
use super::{Schemas, summary};
use crate::id::{DeliveryId, EventId};
use crate::webhook::{EVENT_TYPES, Event, EventType};

pub(super) fn webhooks(schemas: &mut Schemas) -> Value {
    let webhook =
        |event_type: &EventType| (event_type.name.to_owned(), json!({ "post": delivery(event_type, schemas) }));
    EVENT_TYPES.iter().map(webhook).collect::<Map<_, _>>().into()
}

fn delivery(event_type: &EventType, schemas: &mut Schemas) -> Value {
    let (summary, description) = summary(event_type.doc);
    let answered = &mut schemas.answered;
    let mut delivery = json!({
        "operationId": format!("webhook.{}", event_type.name),
        "tags": ["platform.webhooks"],
        "summary": summary,
        "x-source": event_type.source.as_str(),
        // A delivery carries a signature, not a credential.
        "security": [],
        "parameters": [
            header("X-Nexus-Signature", "The time of signing, and a signature by each live secret.", json!({
                "type": "string",
                "pattern": "^t=(0|[1-9][0-9]{0,11})(,v1=[0-9a-f]{64}){1,64}$",
                "maxLength": 8192,
            })),
            header("X-Nexus-Event-Id", "The event. It is not signed: go by the `id` in the body.",
                answered.subschema_for::<EventId>().to_value()),
            header("X-Nexus-Delivery-Id", "The delivery: the same on every attempt.",
                answered.subschema_for::<DeliveryId>().to_value()),
            header("X-Nexus-Attempt", "The number of the attempt.",
                json!({ "type": "integer", "minimum": 1, "maximum": 8 })),
            header("X-Correlation-Id", "What the event belongs to.", correlation_id()),
            header("User-Agent", "Who delivers.", json!({ "type": "string", "const": "Softknack-Webhooks/1" })),
        ],
        "requestBody": {
            "required": true,
            "content": { "application/json": { "schema": {
                "allOf": [
                    answered.subschema_for::<Event>(),
                    { "properties": { "type": { "const": event_type.name }, "data": (event_type.schema)(answered) } },
                ],
            } } },
        },
        "responses": {
            "2XX": { "description": "Accepted. Anything else, or no answer within 10 seconds, is tried again." },
        },
    });
    if let Some(description) = description {
        delivery["description"] = description.into();
    }
    delivery
}

fn header(name: &str, description: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "header", "required": true, "description": description, "schema": schema })
}
