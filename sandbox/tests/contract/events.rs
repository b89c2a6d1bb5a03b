//! Events: what happened, as it was delivered.

use std::time::Duration;

use crate::support::receiver::Receiver;
use crate::support::{Api, endpoint, something, text};
use serde_json::{Value, json};

#[tokio::test]
async fn an_event_reads_exactly_as_it_was_delivered() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    endpoint(&api, receiver.url(), &["*"]).await;
    something(&api).await;
    sandbox.settle().await.unwrap();
    let received = receiver.received().remove(0);
    let path = format!("/platform/v1/events/{}", received.header("x-nexus-event-id"));
    assert_eq!(api.get(&path).await.text, received.body);
    let members: Vec<_> = received.event().as_object().unwrap().keys().cloned().collect();
    assert_eq!(members, ["id", "type", "created_at", "mode", "org_id", "correlation_id", "data"]);
    assert_eq!(received.event()["data"]["changed"], json!(["name"]));
    assert_eq!(api.get("/platform/v1/events").await.ok()["data"], json!([received.event()]));
    assert_eq!(api.get("/platform/v1/events/evt_01J9X4T5V6W7X8Y9Z0A1B2C3D4").await.code(), "not_found");
}

#[tokio::test]
async fn events_are_listed_by_type_pattern_and_time_in_pages() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let (webhook, _) = endpoint(&api, "http://127.0.0.1:9/hook", &["slot.released"]).await;
    something(&api).await;
    sandbox.clock().advance(Duration::from_secs(60)).await.unwrap();
    let minute = sandbox.clock().now();
    for _ in 0..4 {
        something(&api).await;
    }
    api.post(&format!("/platform/v1/webhooks/{webhook}/ping"), json!({})).await.ok();

    let list = async |query: &str| {
        let page = api.get(&format!("/platform/v1/events?{query}")).await.ok();
        page["data"].as_array().unwrap().clone()
    };
    assert_eq!(list("").await.len(), 6);
    assert_eq!(list("type=*").await.len(), 6);
    assert_eq!(list("type=contact.*").await.len(), 5);
    assert_eq!(list("type=contact.updated").await.len(), 5);
    assert_eq!(list("type=webhook.ping").await.len(), 1);
    assert_eq!(list("type=contact").await.len(), 0, "a type is no prefix");
    assert_eq!(list("type=appointment.*").await.len(), 0);
    assert_eq!(list(&format!("from={minute}")).await.len(), 5);
    assert_eq!(list(&format!("to={minute}")).await.len(), 1);
    assert_eq!(api.get("/platform/v1/events?type=*.updated").await.code(), "invalid_parameter");

    let newest_first = list("").await;
    let mut seen: Vec<Value> = Vec::new();
    let mut query = "limit=4".to_owned();
    loop {
        let page = api.get(&format!("/platform/v1/events?{query}")).await.ok();
        seen.extend(page["data"].as_array().unwrap().clone());
        if page["has_more"] == false {
            break;
        }
        query = format!("limit=4&cursor={}", text(&page, "next_cursor"));
        something(&api).await;
    }
    assert_eq!(seen, newest_first, "what happens meanwhile neither shifts nor repeats");
    let other = api.get(&format!("/platform/v1/events?{query}&type=contact.*")).await;
    assert_eq!(other.code(), "invalid_cursor");
}
