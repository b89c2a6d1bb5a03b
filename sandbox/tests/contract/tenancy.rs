//! Nothing of another organisation, and nothing of another environment, can be seen, named or changed.
//!
//! Every operation of the contract is called with IDs of records that belong to somebody else, and with IDs that never were:
//! the answers are the same bytes, but for what is of the request alone.

use std::collections::BTreeMap;

use crate::support::shop::{id, in_minutes};
use crate::support::{Api, Reply, fresh_key, text};
use reqwest::Method;
use serde_json::{Value, json};
use softknack::operation::{OPERATIONS, Operation};
use softknack_sandbox::{Sandbox, days};

/// One record of each kind, by the resource that serves it.
struct Records(BTreeMap<&'static str, String>);

impl Records {
    /// Makes one of each.
    async fn make(sandbox: &Sandbox, api: &Api) -> Self {
        let service = json!({ "slug": "secret_cut", "name": "Cut", "duration_minutes": 30 });
        api.post("/calendar/v1/services", service).await.ok();
        let contact = id(&api
            .post("/crm/v1/contacts", json!({ "name": "Priya", "phone": "+15550100", "verified": true }))
            .await
            .ok());
        let resource = id(&api.post("/calendar/v1/resources", json!({ "name": "Room", "kind": "room" })).await.ok());
        let slot = |minutes: i64| {
            let body = json!({ "service": "secret_cut", "starts_at": in_minutes(minutes), "ends_at": in_minutes(minutes + 30) });
            async move { id(&api.post("/calendar/v1/slots", body).await.ok()) }
        };
        let booked = slot(60).await;
        let schedule = json!({
            "service": "secret_cut", "timezone": "UTC", "horizon_days": 1,
            "weekly": [{ "weekday": "monday", "opens": "09:00", "closes": "10:00" }],
        });
        let schedule = id(&api.post("/calendar/v1/schedules", schedule).await.ok());
        let page = json!({ "slug": format!("page-{}", fresh_key()), "title": "Page", "services": ["secret_cut"], "timezone": "UTC" });
        let page = id(&api.post("/calendar/v1/booking_pages", page).await.ok());
        // Nobody listens there, so that a delivery becomes a dead letter in time.
        let webhook = json!({ "url": "http://127.0.0.1:9/", "events": ["*"] });
        let webhook = id(&api.post("/platform/v1/webhooks", webhook).await.ok());
        let booking = json!({ "slot_id": booked, "contact_id": contact, "service": "secret_cut" });
        let appointment = id(&api.post("/calendar/v1/appointments", booking).await.ok());
        let join = json!({ "customerId": contact, "partySize": 2, "matchType": "FITTED", "resourceType": "room" });
        let entry = id(&api.post("/v1/queue/join", join).await.ok());
        let challenge = text(&api.post("/v1/queue/otp", json!({ "phone": "+15550101" })).await.ok(), "challengeId");
        let message = json!({ "contact_id": contact, "template": "welcome", "channels": ["sms"] });
        let message = id(&api.post("/notifications/v1/messages", message).await.ok());
        sandbox.clock().advance(days(1)).await.unwrap();
        let first = |page: Value| id(&page["data"][0]);
        Self(BTreeMap::from([
            ("calendar.services", "secret_cut".to_owned()),
            ("calendar.slots", slot(3 * 24 * 60).await),
            ("calendar.appointments", appointment),
            ("calendar.resources", resource),
            ("calendar.schedules", schedule),
            ("calendar.booking_pages", page),
            ("crm.contacts", contact),
            ("notifications.messages", message),
            ("queue.entries", entry),
            ("queue.lines", "room".to_owned()),
            ("queue.otp", challenge),
            ("platform.webhooks", webhook),
            ("platform.events", first(api.get("/platform/v1/events").await.ok())),
            ("platform.deliveries", first(api.get("/platform/v1/deliveries").await.ok())),
            ("platform.dead_letters", first(api.get("/platform/v1/dead_letters").await.ok())),
        ]))
    }

    fn of(&self, resource: &str) -> &str {
        self.0.get(resource).unwrap_or_else(|| panic!("{resource}: make a record of it here"))
    }
}

/// An ID of the same kind that never was.
fn never_was(id: &str) -> String {
    match id.split_once('_') {
        Some((prefix, rest)) if rest.len() == 26 => format!("{prefix}_01J9X4T5V6W7X8Y9Z0A1B2C3D4"),
        _ => "never_was".to_owned(),
    }
}

/// A body that the operation accepts, but for what it names.
fn body(operation: &Operation, records: &Records, named: impl Fn(&str) -> String) -> Option<Value> {
    if !operation.is_mutation() {
        return None;
    }
    let of = |resource: &str| named(records.of(resource));
    Some(match operation.name {
        "calendar.appointments.book" => {
            json!({ "slot_id": of("calendar.slots"), "contact_id": of("crm.contacts"), "service": "secret_cut" })
        }
        "calendar.appointments.reschedule" => json!({ "slot_id": of("calendar.slots") }),
        "calendar.appointments.cancel" => json!({ "reason": "none" }),
        "calendar.slots.create" => json!({
            "service": of("calendar.services"), "starts_at": "2030-01-01T00:00:00Z", "ends_at": "2030-01-01T01:00:00Z",
        }),
        "calendar.schedules.create" => json!({
            "service": of("calendar.services"), "timezone": "UTC",
            "weekly": [{ "weekday": "monday", "opens": "09:00", "closes": "10:00" }],
        }),
        "calendar.booking_pages.create" => {
            json!({ "slug": "mine", "title": "Mine", "timezone": "UTC", "services": [of("calendar.services")] })
        }
        "notifications.messages.send" => {
            json!({ "contact_id": of("crm.contacts"), "template": "welcome", "channels": ["sms"] })
        }
        "queue.join" => json!({
            "customerId": of("crm.contacts"), "partySize": 2, "matchType": "FITTED", "resourceType": "room",
        }),
        "queue.allocate" => json!({ "resourceType": "room", "resourceId": of("calendar.resources") }),
        "queue.otp.verify" => json!({ "challengeId": of("queue.otp"), "code": "0000" }),
        "platform.dead_letters.replay_all" => json!({ "webhook_id": of("platform.webhooks") }),
        _ => json!({}),
    })
}

/// Operations that name no record, in their path or body.
const NAMELESS: [&str; 5] = [
    "calendar.services.create",
    "calendar.resources.create",
    "crm.contacts.create",
    "platform.webhooks.create",
    "queue.otp.request",
];

/// What a caller learns, without what is of the request alone.
fn learned(reply: &Reply, named: &str) -> (u16, String) {
    let mut body: Value = serde_json::from_str(&reply.text).unwrap_or_default();
    if let Some(members) = body.as_object_mut() {
        members.remove("request_id");
        members.remove("correlation_id");
    }
    (reply.status, body.to_string().replace(named, "{id}"))
}

async fn call(api: &Api, operation: &Operation, records: &Records, named: impl Fn(&str) -> String) -> Reply {
    let resource = operation.name.rsplit_once('.').unwrap().0;
    let path = match operation.path_parameter() {
        Some(name) => operation.path.replace(&format!("{{{name}}}"), &named(records.of(resource))),
        None => operation.path.to_owned(),
    };
    let method: Method = operation.method.as_str().parse().unwrap();
    let key = operation.is_mutation().then(fresh_key);
    api.send(method, &path, body(operation, records, &named), key.as_deref()).await
}

#[tokio::test]
async fn what_belongs_to_somebody_else_is_as_if_it_never_was() {
    let sandbox = crate::support::builder().live(true).start().await.unwrap();
    let owner = Api::new(&sandbox);
    let records = Records::make(&sandbox, &owner).await;
    let other = sandbox.create_organisation("Other").await.unwrap();
    let strangers = [
        ("another organisation", Api::with_key(&sandbox, other.test_key.as_str())),
        ("the other environment", Api::with_key(&sandbox, sandbox.organisation().live_key.as_str())),
    ];
    let before = everything(&owner).await;
    for (who, stranger) in &strangers {
        for &operation in OPERATIONS.iter() {
            if operation.paged || NAMELESS.contains(&operation.name) {
                continue;
            }
            let theirs = call(stranger, operation, &records, str::to_owned).await;
            let nobodys = call(stranger, operation, &records, never_was).await;
            let resource = operation.name.rsplit_once('.').unwrap().0;
            let (named, unnamed) = match operation.path_parameter() {
                Some(_) => (records.of(resource).to_owned(), never_was(records.of(resource))),
                None => ("secret_cut".to_owned(), "never_was".to_owned()),
            };
            let name = operation.name;
            assert_eq!(learned(&theirs, &named), learned(&nobodys, &unnamed), "{name} by {who}");
            // A line is no record: it is there, and empty, whatever is asked for.
            if operation.path_parameter().is_some() && name != "queue.lines.get" {
                assert_eq!(theirs.code(), "not_found", "{name} by {who}");
            }
        }
    }
    assert_eq!(everything(&owner).await, before, "nothing was changed");
}

/// Everything that the owner can list.
async fn everything(owner: &Api) -> BTreeMap<&'static str, Value> {
    let mut all = BTreeMap::new();
    for operation in OPERATIONS.iter().filter(|operation| operation.paged) {
        let query = if operation.name == "calendar.availability.list" { "?service=secret_cut" } else { "" };
        all.insert(operation.name, owner.get(&format!("{}{query}", operation.path)).await.ok());
    }
    all
}

#[tokio::test]
async fn lists_show_nothing_of_somebody_else_whatever_they_are_asked_for() {
    let sandbox = crate::support::builder().live(true).start().await.unwrap();
    let owner = Api::new(&sandbox);
    let records = Records::make(&sandbox, &owner).await;
    let other = sandbox.create_organisation("Other").await.unwrap();
    let live = sandbox.organisation().live_key.clone();
    for key in [other.test_key.as_str(), live.as_str()] {
        let stranger = Api::with_key(&sandbox, key);
        for operation in OPERATIONS.iter().filter(|operation| operation.paged) {
            let query = match operation.name {
                "calendar.appointments.list" => format!("?contact_id={}", records.of("crm.contacts")),
                "platform.deliveries.list" => format!("?event_id={}", records.of("platform.events")),
                "platform.dead_letters.list" => format!("?webhook_id={}", records.of("platform.webhooks")),
                "notifications.messages.list" => format!("?contact_id={}", records.of("crm.contacts")),
                "queue.entries.list" => format!("?customerId={}", records.of("crm.contacts")),
                "platform.audit.list" => format!("?subject={}", records.of("crm.contacts")),
                _ => String::new(),
            };
            if operation.name == "calendar.availability.list" {
                let reply = stranger.get(&format!("{}?service=secret_cut", operation.path)).await;
                assert_eq!(reply.code(), "not_found");
                continue;
            }
            let page = stranger.get(&format!("{}{query}", operation.path)).await.ok();
            assert_eq!(page["data"], json!([]), "{}", operation.name);
        }
    }
}

#[tokio::test]
async fn cursors_and_idempotency_keys_do_not_cross() {
    let sandbox = crate::support::builder().live(true).start().await.unwrap();
    let owner = Api::new(&sandbox);
    let other = sandbox.create_organisation("Other").await.unwrap();
    let mut made = Vec::new();
    for _ in 0..2 {
        made.push(
            owner
                .post_with_key("/crm/v1/contacts", json!({ "name": "Priya" }), &format!("key-{}", made.len()))
                .await
                .ok(),
        );
    }
    let cursor = text(&owner.get("/crm/v1/contacts?limit=1").await.ok(), "next_cursor");
    for key in [other.test_key.as_str(), sandbox.organisation().live_key.as_str()] {
        let stranger = Api::with_key(&sandbox, key);
        assert_eq!(stranger.get(&format!("/crm/v1/contacts?limit=1&cursor={cursor}")).await.code(), "invalid_cursor");
        let theirs = stranger.post_with_key("/crm/v1/contacts", json!({ "name": "Arjun" }), "key-0").await;
        assert!(!theirs.headers.contains_key("idempotency-replayed"));
        assert_ne!(theirs.ok()["id"], made[0]["id"]);
    }
}
