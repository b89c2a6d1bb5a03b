//! Bookings: making, moving, cancelling and listing them.

use crate::support::shop::{Shop, id, ids, next_slots};
use serde_json::{Value, json};

#[tokio::test]
async fn a_slot_is_booked() {
    let shop = Shop::open().await;
    let slot = shop.slot(60, json!({})).await;
    let more = json!({ "notes": "By the window", "metadata": { "call": 7 }, "source": "agent", "party_size": 3 });
    let booked = shop.book(&slot, more).await;
    assert_eq!(booked.status, 201);
    let appointment = booked.ok();
    for (member, value) in [
        ("status", json!("booked")),
        ("slot_id", slot["id"].clone()),
        ("contact_id", json!(shop.contact)),
        ("service", json!("cut")),
        ("starts_at", slot["starts_at"].clone()),
        ("ends_at", slot["ends_at"].clone()),
        ("resource_ids", json!([])),
        ("party_size", json!(3)),
        ("source", json!("agent")),
        ("reason", json!(null)),
        ("notes", json!("By the window")),
        ("metadata", json!({ "call": 7 })),
        ("requested_slot_id", json!(null)),
    ] {
        assert_eq!(appointment[member], value, "{member}");
    }
    let path = format!("/calendar/v1/appointments/{}", id(&appointment));
    assert_eq!(shop.api.get(&path).await.ok(), appointment);
    let slot = shop.slot_now(&slot).await;
    assert_eq!((&slot["status"], &slot["booked"]), (&json!("full"), &json!(1)), "one place, whatever the party's size");
    assert!(shop.open_slots("").await.is_empty());

    let changed = shop.api.patch(&path, json!({ "notes": null })).await.ok();
    assert_eq!(
        (&changed["notes"], &changed["metadata"]),
        (&json!(null), &json!({ "call": 7 })),
        "what is absent stays"
    );
    let changed = shop.api.patch(&path, json!({ "metadata": {}, "notes": "Late" })).await.ok();
    assert_eq!((&changed["notes"], &changed["metadata"]), (&json!("Late"), &json!({})));
    assert_eq!(shop.api.get("/calendar/v1/appointments/apt_none").await.code(), "not_found");
    assert_eq!(shop.api.patch("/calendar/v1/appointments/apt_none", json!({})).await.code(), "not_found");
}

#[tokio::test]
async fn a_loser_is_offered_the_next_openings() {
    let shop = Shop::open().await;
    let slot = shop.slot(60, json!({ "timezone": "Asia/Kolkata" })).await;
    shop.slot(30, json!({})).await;
    let later: Vec<Value> = [
        shop.slot(240, json!({})).await,
        shop.slot(120, json!({})).await,
        shop.slot(180, json!({})).await,
        shop.slot(60, json!({ "timezone": "Asia/Kolkata" })).await,
    ]
    .into();
    shop.book(&slot, json!({})).await.ok();
    let lost = shop.book(&slot, json!({})).await;
    assert_eq!((lost.status, lost.code().as_str()), (409, "slot_taken"));
    assert_eq!(
        next_slots(&lost),
        [id(&later[3]), id(&later[1]), id(&later[2])],
        "soonest first, none earlier than the lost one"
    );
    let detail = lost.json()["detail"].as_str().unwrap().to_owned();
    assert!(
        detail.starts_with(&format!("{} was booked by somebody else. The next openings are ", id(&slot))),
        "{detail}"
    );
    assert!(detail.ends_with("(Asia/Kolkata): offer one of next_slots."), "{detail}");

    let full = shop.slot(300, json!({ "capacity": 2 })).await;
    shop.book(&full, json!({})).await.ok();
    shop.book(&full, json!({})).await.ok();
    let lost = shop.book(&full, json!({})).await;
    assert_eq!(next_slots(&lost), Vec::<String>::new());
    assert!(lost.json()["detail"].as_str().unwrap().contains("is fully booked. Nothing else"));
    shop.api.post(&format!("/calendar/v1/slots/{}/close", id(&later[1])), json!({})).await.ok();
    let closed = shop.book(&later[1], json!({})).await;
    assert_eq!(closed.code(), "slot_taken");
    assert!(closed.json()["detail"].as_str().unwrap().contains("was closed"));
}

#[tokio::test]
async fn what_is_wrong_with_a_booking_is_told_in_order() {
    let shop = Shop::open().await;
    let wash = json!({ "slug": "wash", "name": "Wash", "duration_minutes": 30 });
    shop.api.post("/calendar/v1/services", wash).await.ok();
    let slot = shop.slot(60, json!({})).await;
    shop.book(&slot, json!({})).await.ok();
    let nobody = json!({ "contact_id": "ctc_none", "service": "wash" });
    let told = async |slot: &Value, more: Value| {
        let problem = shop.book(slot, more).await.json();
        (problem["code"].as_str().unwrap().to_owned(), problem["param"].as_str().unwrap_or_default().to_owned())
    };
    let expect = |code: &str, param: &str| (code.to_owned(), param.to_owned());
    assert_eq!(told(&json!({ "id": "slt_none" }), nobody.clone()).await, expect("not_found", "/slot_id"));
    assert_eq!(told(&slot, nobody).await, expect("not_found", "/contact_id"));
    assert_eq!(told(&slot, json!({ "service": "wash" })).await, expect("validation_failed", "/service"));
    assert_eq!(told(&slot, json!({})).await, expect("slot_taken", ""));
    let open = shop.slot(90, json!({})).await;
    assert_eq!(told(&open, json!({ "contact_id": "ctc_none" })).await, expect("not_found", "/contact_id"));
    assert_eq!(
        told(&open, json!({ "resource_ids": ["res_none"] })).await,
        expect("validation_failed", "/resource_ids/0")
    );
    assert_eq!(told(&open, json!({ "party_size": 0 })).await, expect("validation_failed", "/party_size"));
    assert_eq!(shop.slot_now(&open).await["booked"], 0, "a refused booking leaves nothing behind");
}

#[tokio::test]
async fn places_and_overbooking_are_counted() {
    let shop = Shop::open().await;
    let slot = shop.slot(60, json!({ "capacity": 2, "overbook_limit": 1 })).await;
    for booked in 1..=3 {
        shop.book(&slot, json!({})).await.ok();
        let now = shop.slot_now(&slot).await;
        assert_eq!((&now["booked"], now["status"] == "full"), (&json!(booked), booked == 3));
    }
    assert_eq!(shop.book(&slot, json!({})).await.code(), "slot_taken");
}

#[tokio::test]
async fn the_next_opening_is_won_where_that_is_wanted() {
    let shop = Shop::open().await;
    let slot = shop.slot(60, json!({})).await;
    let next = shop.slot(90, json!({})).await;
    let wanted = json!({ "if_taken": "book_next" });
    let first = shop.book(&slot, wanted.clone()).await.ok();
    assert_eq!((&first["slot_id"], &first["requested_slot_id"]), (&slot["id"], &json!(null)), "it was open");
    let second = shop.book(&slot, wanted.clone()).await.ok();
    assert_eq!((&second["slot_id"], &second["requested_slot_id"]), (&next["id"], &slot["id"]));
    assert_eq!(second["starts_at"], next["starts_at"]);
    let third = shop.book(&slot, wanted).await;
    assert_eq!((third.status, third.code().as_str()), (409, "slot_taken"));
    assert_eq!(third.json()["next_slots"], json!([]));
}

#[tokio::test]
async fn an_appointment_moves_or_nothing_changes() {
    let shop = Shop::in_place().await;
    let room = shop.resource(json!({})).await;
    let needs = json!({ "resources": { "required": [room] } });
    let from = shop.slot(60, needs.clone()).await;
    let to = shop.slot(75, needs.clone()).await;
    let taken = shop.slot(240, json!({})).await;
    shop.book(&taken, json!({})).await.ok();
    let appointment = shop.book(&from, json!({})).await.ok();

    let lost = shop.act(&appointment, "reschedule", json!({ "slot_id": taken["id"] })).await;
    assert_eq!(lost.code(), "slot_taken");
    let path = format!("/calendar/v1/appointments/{}", id(&appointment));
    assert_eq!(shop.api.get(&path).await.ok(), appointment, "nothing changed");
    assert_eq!(shop.slot_now(&from).await["status"], "full");
    assert_eq!(shop.book(&to, json!({})).await.code(), "resource_taken", "its room is still held");

    let moved = shop.act(&appointment, "reschedule", json!({ "slot_id": to["id"], "reason": "Late" })).await.ok();
    for member in ["slot_id", "starts_at", "ends_at"] {
        assert_eq!(moved[member], to[if member == "slot_id" { "id" } else { member }], "{member}");
    }
    assert_eq!(
        (&moved["status"], &moved["reason"], &moved["resource_ids"]),
        (&json!("booked"), &json!("Late"), &json!([room]))
    );
    let freed = shop.slot_now(&from).await;
    assert_eq!(freed["status"], "open");

    let same = shop.act(&moved, "reschedule", json!({ "slot_id": to["id"] })).await.json();
    assert_eq!((&same["code"], &same["param"]), (&json!("validation_failed"), &json!("/slot_id")));
    let wash = json!({ "slug": "wash", "name": "Wash", "duration_minutes": 30 });
    shop.api.post("/calendar/v1/services", wash).await.ok();
    let other = shop.slot(600, json!({ "service": "wash" })).await;
    let other = shop.act(&moved, "reschedule", json!({ "slot_id": other["id"] })).await.json();
    assert_eq!((&other["code"], &other["param"]), (&json!("validation_failed"), &json!("/slot_id")));
    let none = shop.act(&moved, "reschedule", json!({ "slot_id": "slt_none" })).await.json();
    assert_eq!((&none["code"], &none["param"]), (&json!("not_found"), &json!("/slot_id")));

    let database = shop.database();
    let events = shop.api.all("/platform/v1/events?order=asc").await;
    let types: Vec<&str> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["appointment.booked", "appointment.booked", "appointment.rescheduled", "slot.released"]);
    let rescheduled = &events[2];
    assert_eq!(rescheduled["data"]["appointment"], moved);
    let previous = json!({ "slot_id": from["id"], "starts_at": from["starts_at"], "ends_at": from["ends_at"], "resource_ids": [room] });
    assert_eq!(rescheduled["data"]["previous"], previous);
    assert_eq!(events[3]["data"]["slot"], freed);
    let audited: Vec<(String, Option<String>, Option<String>)> = database
        .rows(&format!("SELECT action, before, after FROM audit_records WHERE subject = '{}' ORDER BY id", id(&moved)));
    let audit = |text: &Option<String>| serde_json::from_str::<Value>(text.as_deref().unwrap()).unwrap();
    assert_eq!(audited.len(), 2, "refusals leave no trace");
    let mut moved = moved;
    moved["reason"] = json!("[personal]");
    assert_eq!(
        (audited[1].0.as_str(), audit(&audited[1].1), audit(&audited[1].2)),
        ("calendar.appointments.reschedule", appointment, moved)
    );
}

#[tokio::test]
async fn a_cancelled_appointment_gives_everything_back() {
    let shop = Shop::in_place().await;
    let room = shop.resource(json!({})).await;
    let slot = shop.slot(60, json!({ "resources": { "required": [room] } })).await;
    let appointment = shop.book(&slot, json!({})).await.ok();
    assert_eq!(shop.act(&appointment, "cancel", json!({})).await.code(), "validation_failed", "a reason is required");
    let cancelled = shop.act(&appointment, "cancel", json!({ "reason": "Ill" })).await.ok();
    assert_eq!((&cancelled["status"], &cancelled["reason"]), (&json!("cancelled"), &json!("Ill")));
    assert_eq!(shop.open_slots("").await, [id(&slot)], "back in inventory at once");
    shop.book(&slot, json!({})).await.ok();

    for (step, body, to) in [
        ("cancel", json!({ "reason": "Again" }), "cancelled"),
        ("reschedule", json!({ "slot_id": "slt_none" }), "booked"),
        ("complete", json!({}), "completed"),
        ("no_show", json!({}), "no_show"),
    ] {
        let refused = shop.act(&appointment, step, body).await.json();
        let facts = (refused["code"].as_str(), refused["from"].as_str(), refused["to"].as_str());
        assert_eq!(facts, (Some("invalid_transition"), Some("cancelled"), Some(to)), "{step}");
    }
    assert_eq!(shop.act(&json!({ "id": "apt_none" }), "cancel", json!({ "reason": "x" })).await.code(), "not_found");

    let database = shop.database();
    let types = database.texts("SELECT type FROM events ORDER BY id");
    assert_eq!(types, ["appointment.booked", "appointment.cancelled", "slot.released", "appointment.booked"]);
    let bodies = database.texts("SELECT body FROM events WHERE type = 'slot.released'");
    let released: Value = serde_json::from_str(&bodies[0]).unwrap();
    assert_eq!(released["data"]["slot"], slot, "as it stood before the booking");
}

#[tokio::test]
async fn appointments_are_listed_by_every_filter() {
    let shop = Shop::open().await;
    let wash = json!({ "slug": "wash", "name": "Wash", "duration_minutes": 30 });
    shop.api.post("/calendar/v1/services", wash).await.ok();
    let other = id(&shop.api.post("/crm/v1/contacts", json!({})).await.ok());
    let (early, late) = (shop.slot(60, json!({})).await, shop.slot(120, json!({})).await);
    let first = shop.book(&late, json!({})).await.ok();
    let second = shop.book(&early, json!({ "contact_id": other })).await.ok();
    let slot = shop.slot(90, json!({ "service": "wash" })).await;
    let third = shop.book(&slot, json!({ "service": "wash" })).await.ok();
    shop.act(&third, "cancel", json!({ "reason": "Rain" })).await.ok();
    let [first, second, third] = [&first, &second, &third].map(id);

    let list = async |query: &str| ids(&shop.api.get(&format!("/calendar/v1/appointments?{query}")).await.ok());
    assert_eq!(list("").await, [third.clone(), second.clone(), first.clone()], "newest first");
    assert_eq!(list("order=asc").await, [first.clone(), second.clone(), third.clone()]);
    assert_eq!(list("status=booked").await, [second.clone(), first.clone()]);
    assert_eq!(list("status=cancelled&service=wash").await, std::slice::from_ref(&third));
    assert_eq!(list(&format!("contact_id={other}")).await, std::slice::from_ref(&second));
    assert_eq!(list("service=cut").await, [second.clone(), first.clone()]);
    let middle = slot["starts_at"].as_str().unwrap();
    assert_eq!(list(&format!("from={middle}")).await, [third.clone(), first]);
    assert_eq!(list(&format!("to={middle}")).await, [second]);
    assert_eq!(shop.api.get("/calendar/v1/appointments?status=gone").await.code(), "invalid_parameter");
}
