//! Messages to contacts.

use crate::support::{Api, text};
use serde_json::{Value, json};
use softknack_sandbox::seconds;

async fn send(api: &Api, contact: Value, channels: Value) -> Value {
    let contact = text(&api.post("/crm/v1/contacts", contact).await.ok(), "id");
    let message = json!({
        "contact_id": contact, "template": "welcome", "channels": channels, "vars": { "code": "4711" },
    });
    let reply = api.post("/notifications/v1/messages", message).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json()
}

#[tokio::test]
async fn the_first_channel_that_takes_a_message_sends_it_and_it_arrives_a_second_later() {
    let sandbox = crate::support::start().await;
    sandbox.clock().freeze().await.unwrap();
    let api = Api::new(&sandbox);
    let message = send(&api, json!({ "email": "priya@example.com" }), json!(["whatsapp", "sms", "email"])).await;
    let now = sandbox.clock().now();
    assert_eq!((&message["status"], &message["channel"]), (&json!("sent"), &json!("email")));
    assert_eq!(message["created_at"], json!(now));
    let attempts = json!([
        { "channel": "whatsapp", "attempted_at": now, "error": "the contact has no phone number" },
        { "channel": "sms", "attempted_at": now, "error": "the contact has no phone number" },
        { "channel": "email", "attempted_at": now, "error": null },
    ]);
    assert_eq!(message["attempts"], attempts);
    assert!(!message.to_string().contains("4711"), "what is filled in stays in the outbox");

    let path = format!("/notifications/v1/messages/{}", text(&message, "id"));
    sandbox.clock().advance(std::time::Duration::from_millis(999)).await.unwrap();
    assert_eq!(api.get(&path).await.ok()["status"], "sent");
    sandbox.clock().advance(seconds(1)).await.unwrap();
    let delivered = api.get(&path).await.ok();
    assert_eq!(delivered["status"], "delivered");
    let events = api.get("/platform/v1/events?type=message.*&order=asc").await.ok();
    let types: Vec<String> = events["data"].as_array().unwrap().iter().map(|event| text(event, "type")).collect();
    assert_eq!(types, ["message.sent", "message.delivered"]);
    assert_eq!(events["data"][0]["data"], json!({ "message": message }));
    assert_eq!(events["data"][1]["data"], json!({ "message": delivered }));
    assert_eq!(events["data"][0]["correlation_id"], events["data"][1]["correlation_id"]);
}

#[tokio::test]
async fn a_message_that_no_channel_takes_has_failed() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let message = send(&api, json!({ "phone": "+15550100" }), json!(["email"])).await;
    assert_eq!((&message["status"], &message["channel"]), (&json!("failed"), &json!(null)));
    sandbox.clock().advance(seconds(10)).await.unwrap();
    let events = api.get("/platform/v1/events?type=message.*").await.ok();
    assert_eq!(events["data"].as_array().unwrap().len(), 1);
    assert_eq!(events["data"][0]["type"], "message.failed");
    let contact = text(&message, "contact_id");
    let listed = api.get(&format!("/notifications/v1/messages?status=failed&contact_id={contact}")).await.ok();
    assert_eq!(listed["data"], json!([message]));
    assert_eq!(api.get("/notifications/v1/messages?status=sent").await.ok()["data"], json!([]));
    let unknown = json!({ "contact_id": "ctc_1", "template": "welcome", "channels": ["sms"] });
    assert_eq!(api.post("/notifications/v1/messages", unknown).await.code(), "not_found");
}
