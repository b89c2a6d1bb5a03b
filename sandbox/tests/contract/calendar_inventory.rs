//! Services, resources, slots, schedules and booking pages.

use crate::support::shop::{Shop, id, ids, in_minutes};
use crate::support::{Api, Reply};
use serde_json::{Value, json};

fn refused(reply: &Reply, code: &str, param: &str) {
    let problem = reply.json();
    assert_eq!((problem["code"].as_str(), problem["param"].as_str()), (Some(code), Some(param)), "{}", reply.text);
}

#[tokio::test]
async fn a_service_is_created_read_listed_and_changed() {
    let shop = Shop::open().await;
    let api = &shop.api;
    let wash = json!({ "slug": "wash", "name": "Wash", "duration_minutes": 20 });
    let created = api.post("/calendar/v1/services", wash.clone()).await;
    assert_eq!(created.status, 201);
    let service = created.ok();
    assert_eq!(service["reminder_offsets_minutes"], json!([1440, 60]));
    assert_eq!(service["reminder_channels"], json!(["whatsapp", "sms"]));
    assert_eq!((&service["buffer_before_minutes"], &service["buffer_after_minutes"]), (&json!(0), &json!(0)));
    assert_eq!(api.get("/calendar/v1/services/wash").await.ok(), service);
    let listed = api.get("/calendar/v1/services").await.ok();
    assert_eq!(listed["data"][0], service, "newest first");
    assert_eq!(listed["data"][1]["slug"], "cut");

    refused(&api.post("/calendar/v1/services", wash).await, "already_exists", "/slug");
    let change = json!({ "buffer_after_minutes": 5, "reminder_offsets_minutes": [] });
    let changed = api.patch("/calendar/v1/services/wash", change).await.ok();
    assert_eq!(changed["buffer_after_minutes"], 5);
    assert_eq!(changed["reminder_offsets_minutes"], json!([]));
    assert_eq!(changed["name"], "Wash", "what is absent stays");
    assert_eq!(api.get("/calendar/v1/services/none").await.code(), "not_found");
    assert_eq!(api.patch("/calendar/v1/services/none", json!({})).await.code(), "not_found");
    assert_eq!(api.get("/calendar/v1/services/NONE").await.code(), "invalid_parameter");
}

#[tokio::test]
async fn a_resource_is_created_read_listed_and_changed() {
    let shop = Shop::open().await;
    let api = &shop.api;
    let room = api.post("/calendar/v1/resources", json!({ "name": "Blue", "kind": "room", "zone": "AC" })).await.ok();
    assert_eq!(
        (&room["capacity_min"], &room["capacity_max"], &room["active"]),
        (&json!(1), &json!(null), &json!(true))
    );
    let path = format!("/calendar/v1/resources/{}", id(&room));
    assert_eq!(api.get(&path).await.ok(), room);
    let table = json!({ "name": "T1", "kind": "table", "capacity_min": 2, "capacity_max": 4 });
    let table = api.post("/calendar/v1/resources", table).await.ok();

    let changed = api.patch(&path, json!({ "zone": null, "capacity_max": 3, "active": false })).await.ok();
    assert_eq!(
        (&changed["zone"], &changed["capacity_max"], &changed["active"]),
        (&json!(null), &json!(3), &json!(false))
    );
    assert_eq!(ids(&api.get("/calendar/v1/resources").await.ok()), [id(&table), id(&room)]);
    assert_eq!(ids(&api.get("/calendar/v1/resources?kind=table").await.ok()), [id(&table)]);
    assert_eq!(ids(&api.get("/calendar/v1/resources?active=false").await.ok()), [id(&room)]);

    let bounds = json!({ "name": "T", "kind": "table", "capacity_min": 4, "capacity_max": 2 });
    refused(&api.post("/calendar/v1/resources", bounds).await, "validation_failed", "/capacity_max");
    refused(&api.patch(&path, json!({ "capacity_min": 9 })).await, "validation_failed", "/capacity_max");
    let kind = json!({ "name": "T", "kind": "spaceship" });
    refused(&api.post("/calendar/v1/resources", kind).await, "validation_failed", "/kind");
    assert_eq!(api.get("/calendar/v1/resources/res_none").await.code(), "not_found");
}

#[tokio::test]
async fn a_slot_is_opened_read_and_closed() {
    let shop = Shop::open().await;
    let api = &shop.api;
    let room = shop.resource(json!({})).await;
    let more =
        json!({ "capacity": 2, "overbook_limit": 1, "timezone": "Asia/Kolkata", "resources": { "any_of": [[room]] } });
    let slot = shop.slot(60, more).await;
    assert_eq!((&slot["status"], &slot["booked"], &slot["schedule_id"]), (&json!("open"), &json!(0), &json!(null)));
    assert_eq!(slot["resources"], json!({ "required": [], "any_of": [[room]] }));
    assert_eq!(slot["timezone"], "Asia/Kolkata");
    assert_eq!(shop.slot_now(&slot).await, slot);
    let close = format!("/calendar/v1/slots/{}/close", id(&slot));
    let closed = api.post(&close, json!({})).await.ok();
    assert_eq!(closed["status"], "closed");
    assert!(shop.open_slots("").await.is_empty());
    let again = api.post(&close, json!({})).await.json();
    assert_eq!(
        (&again["code"], &again["from"], &again["to"]),
        (&json!("invalid_transition"), &json!("closed"), &json!("closed"))
    );

    let partly = shop.slot(90, json!({ "capacity": 2 })).await;
    shop.book(&partly, json!({})).await.ok();
    let partly = api.post(&format!("/calendar/v1/slots/{}/close", id(&partly)), json!({})).await.json();
    assert_eq!((&partly["code"], &partly["from"]), (&json!("invalid_transition"), &json!("open")));
    assert!(partly["detail"].as_str().unwrap().contains("booked: 1. Move or cancel its appointments first"));
    assert_eq!(api.post("/calendar/v1/slots/slt_none/close", json!({})).await.code(), "not_found");
    assert_eq!(api.get("/calendar/v1/slots/slt_none").await.code(), "not_found");
}

#[tokio::test]
async fn a_slot_that_makes_no_sense_is_refused_at_the_member_at_fault() {
    let shop = Shop::open().await;
    let room = shop.resource(json!({})).await;
    let refuse = async |change: Value, code: &str, param: &str| {
        let mut slot = json!({ "service": "cut", "starts_at": in_minutes(60), "ends_at": in_minutes(90) });
        slot.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        refused(&shop.api.post("/calendar/v1/slots", slot).await, code, param);
    };
    refuse(json!({ "ends_at": in_minutes(60) }), "validation_failed", "/ends_at").await;
    refuse(json!({ "ends_at": in_minutes(60 + 7 * 24 * 60 + 1) }), "validation_failed", "/ends_at").await;
    refuse(json!({ "service": "none" }), "not_found", "/service").await;
    refuse(json!({ "timezone": "Europe/Atlantis" }), "validation_failed", "/timezone").await;
    refuse(json!({ "resources": { "required": [room, "res_none"] } }), "not_found", "/resources/required/1").await;
    refuse(json!({ "resources": { "any_of": [[room], [room, "res_none"]] } }), "not_found", "/resources/any_of/1/1")
        .await;
    refuse(json!({ "resources": { "required": [room], "any_of": [[room]] } }), "validation_failed", "/resources").await;
    refuse(json!({ "capacity": 0 }), "validation_failed", "/capacity").await;
}

#[tokio::test]
async fn a_schedule_is_created_with_its_slots_read_listed_and_deleted() {
    let shop = Shop::open().await;
    let api = &shop.api;
    let room = shop.resource(json!({})).await;
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let weekly: Vec<Value> =
        days.iter().map(|day| json!({ "weekday": day, "opens": "00:00", "closes": "24:00" })).collect();
    let new = json!({
        "service": "cut", "timezone": "Asia/Kolkata", "weekly": weekly, "horizon_days": 2, "interval_minutes": 60,
        "resources": { "required": [room] },
    });
    let created = api.post("/calendar/v1/schedules", new).await;
    assert_eq!(created.status, 201);
    let schedule = created.ok();
    let path = format!("/calendar/v1/schedules/{}", id(&schedule));
    assert_eq!(api.get(&path).await.ok(), schedule);
    assert_eq!(ids(&api.get("/calendar/v1/schedules?service=cut").await.ok()), [id(&schedule)]);
    assert_eq!(ids(&api.get("/calendar/v1/schedules?service=none").await.ok()), Vec::<String>::new());

    let open = api.get("/calendar/v1/availability?service=cut&limit=100").await.ok();
    let open = open["data"].as_array().unwrap();
    assert!((24..=48).contains(&open.len()), "the rest of today, and tomorrow: {}", open.len());
    assert_eq!(open[0]["schedule_id"], schedule["id"]);
    let booked = shop.book(&open[0], json!({})).await.ok();
    assert_eq!(booked["resource_ids"], json!([room]), "slots that a schedule makes need what it says");
    let deleted = api.delete(&path).await;
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
    assert_eq!(api.get(&path).await.code(), "not_found");
    assert_eq!(api.delete(&path).await.code(), "not_found");
    assert!(shop.open_slots("").await.is_empty());
    assert_eq!(api.get(&format!("/calendar/v1/appointments/{}", id(&booked))).await.ok()["status"], "booked");
}

#[tokio::test]
async fn a_schedule_that_makes_no_sense_is_refused_at_the_member_at_fault() {
    let shop = Shop::open().await;
    let refuse = async |change: Value, code: &str, param: &str| {
        let mut new = json!({
            "service": "cut", "timezone": "Asia/Kolkata",
            "weekly": [{ "weekday": "monday", "opens": "09:00", "closes": "12:00" }],
        });
        new.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        refused(&shop.api.post("/calendar/v1/schedules", new).await, code, param);
    };
    let hours = |opens: &str, closes: &str| json!({ "weekday": "monday", "opens": opens, "closes": closes });
    refuse(json!({ "service": "none" }), "not_found", "/service").await;
    refuse(json!({ "timezone": "Mars/Olympus" }), "validation_failed", "/timezone").await;
    refuse(json!({ "weekly": [hours("12:00", "12:00")] }), "validation_failed", "/weekly/0/closes").await;
    let overlap = json!({ "weekly": [hours("09:00", "12:00"), hours("11:59", "13:00")] });
    refuse(overlap, "validation_failed", "/weekly/1/opens").await;
    let twice = json!({ "exceptions": [{ "date": "2026-12-24" }, { "date": "2026-12-24" }] });
    refuse(twice, "validation_failed", "/exceptions/1/date").await;
    refuse(json!({ "resources": { "required": ["res_none"] } }), "not_found", "/resources/required/0").await;

    let minute = json!({ "slug": "minute", "name": "Minute", "duration_minutes": 1 });
    shop.api.post("/calendar/v1/services", minute).await.ok();
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let weekly: Vec<Value> =
        days.iter().map(|day| json!({ "weekday": day, "opens": "00:00", "closes": "24:00" })).collect();
    let huge = json!({ "service": "minute", "weekly": weekly, "horizon_days": 180 });
    refuse(huge, "validation_failed", "/interval_minutes").await;
}

#[tokio::test]
async fn a_booking_page_is_created_read_listed_and_changed() {
    let shop = Shop::open().await;
    let api = &shop.api;
    let new = json!({ "slug": "salon", "title": "Salon", "services": ["cut"], "timezone": "Asia/Kolkata", "brand": { "color": "#0A7D5C" } });
    let page = api.post("/calendar/v1/booking_pages", new.clone()).await.ok();
    let path = format!("/calendar/v1/booking_pages/{}", id(&page));
    assert_eq!(api.get(&path).await.ok(), page);
    assert_eq!(api.get("/calendar/v1/booking_pages").await.ok()["data"], json!([page]));
    let changed = api.patch(&path, json!({ "title": "Our salon", "brand": {} })).await.ok();
    assert_eq!(
        (&changed["title"], &changed["brand"], &changed["services"]),
        (&json!("Our salon"), &json!({}), &json!(["cut"]))
    );

    refused(&api.post("/calendar/v1/booking_pages", new).await, "already_exists", "/slug");
    let other = json!({ "slug": "other", "title": "Other", "services": ["cut", "none"], "timezone": "UTC" });
    refused(&api.post("/calendar/v1/booking_pages", other).await, "not_found", "/services/1");
    refused(&api.patch(&path, json!({ "services": ["none"] })).await, "not_found", "/services/0");
    refused(&api.patch(&path, json!({ "timezone": "Mars/Olympus" })).await, "validation_failed", "/timezone");
    assert_eq!(api.get("/calendar/v1/booking_pages/bkp_none").await.code(), "not_found");
}

#[tokio::test]
async fn availability_is_filtered_ordered_and_shown_in_a_zone() {
    let shop = Shop::open().await;
    let late = shop.slot(180, json!({})).await;
    let soon = shop.slot(60, json!({})).await;
    let middle = shop.slot(120, json!({})).await;
    let [soon_id, middle_id, late_id] = [&soon, &middle, &late].map(id);
    shop.slot(-60, json!({})).await;
    assert_eq!(shop.open_slots("").await, [soon_id.clone(), middle_id.clone(), late_id.clone()]);
    assert_eq!(shop.open_slots("&order=desc").await, [late_id.clone(), middle_id.clone(), soon_id.clone()]);
    let from = middle["starts_at"].as_str().unwrap();
    assert_eq!(shop.open_slots(&format!("&from={from}")).await, [middle_id.clone(), late_id.clone()], "inclusive");
    assert_eq!(shop.open_slots(&format!("&to={from}")).await, [soon_id], "exclusive");
    assert_eq!(shop.open_slots(&format!("&from={}", in_minutes(-120))).await.len(), 3, "never what has begun");

    let shown = shop.api.get("/calendar/v1/availability?service=cut&limit=1&timezone=America/New_York").await.ok();
    assert_eq!(shown["data"][0]["timezone"], "America/New_York");
    assert_eq!(shown["data"][0]["starts_at"], soon["starts_at"], "instants stay");
    let cursor = shown["next_cursor"].as_str().unwrap();
    assert_eq!(shop.open_slots(&format!("&limit=1&cursor={cursor}")).await, [middle_id]);
    let other = shop.api.get(&format!("/calendar/v1/availability?service=cut&party_size=2&cursor={cursor}")).await;
    assert_eq!(other.code(), "invalid_cursor");

    refused(&shop.api.get("/calendar/v1/availability?service=none").await, "not_found", "/service");
    refused(
        &shop.api.get("/calendar/v1/availability?service=cut&timezone=Mars/Olympus").await,
        "invalid_parameter",
        "/timezone",
    );
    assert_eq!(shop.api.get("/calendar/v1/availability").await.code(), "invalid_parameter");
}

#[tokio::test]
async fn nothing_of_another_environment_is_there() {
    let sandbox = crate::support::builder().live(true).start().await.unwrap();
    let api = Api::new(&sandbox);
    let live = Api::with_key(&sandbox, sandbox.organisation().live_key.as_str());
    let service = json!({ "slug": "cut", "name": "Cut", "duration_minutes": 30 });
    api.post("/calendar/v1/services", service.clone()).await.ok();
    assert_eq!(live.get("/calendar/v1/services/cut").await.code(), "not_found");
    let slot = json!({ "service": "cut", "starts_at": in_minutes(60), "ends_at": in_minutes(90) });
    let slot = api.post("/calendar/v1/slots", slot).await.ok();
    assert_eq!(live.get(&format!("/calendar/v1/slots/{}", id(&slot))).await.code(), "not_found");
    assert_eq!(live.post("/calendar/v1/services", service).await.status, 201, "slugs are each environment's own");
    let contact = live.post("/crm/v1/contacts", json!({})).await.ok();
    let booking = json!({ "slot_id": slot["id"], "contact_id": contact["id"], "service": "cut" });
    refused(&live.post("/calendar/v1/appointments", booking).await, "not_found", "/slot_id");
}
