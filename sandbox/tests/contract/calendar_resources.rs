//! Resources of a slot: required ones, groups, buffers, parties, and the database's own constraint.

use crate::support::shop::{Shop, id, in_minutes, next_slots};
use serde_json::json;

#[tokio::test]
async fn every_required_resource_and_one_of_each_group_is_held() {
    let shop = Shop::open().await;
    let (room, ana, ben) =
        (shop.resource(json!({})).await, shop.resource(json!({})).await, shop.resource(json!({})).await);
    let needs = json!({ "capacity": 3, "resources": { "any_of": [[ana, ben]] } });
    let slot = shop.slot(60, needs).await;
    assert_eq!(shop.book(&slot, json!({})).await.ok()["resource_ids"], json!([ana]), "the first that is free");
    assert_eq!(shop.book(&slot, json!({})).await.ok()["resource_ids"], json!([ben]));
    assert!(shop.open_slots("").await.is_empty(), "it has a place, but nobody is free");
    let lost = shop.book(&slot, json!({})).await;
    assert_eq!((lost.status, lost.code().as_str()), (409, "resource_taken"));
    assert!(lost.json()["detail"].as_str().unwrap().starts_with("None of the 2 resources that could be held is free"));
    assert_eq!(shop.slot_now(&slot).await["booked"], 2, "the place was not kept");

    let both = shop.slot(120, json!({ "resources": { "required": [room], "any_of": [[ben, ana]] } })).await;
    assert_eq!(shop.book(&both, json!({})).await.ok()["resource_ids"], json!([room, ben]));
    let beside = shop.slot(135, json!({ "resources": { "required": [room] } })).await;
    let after = shop.slot(150, json!({ "resources": { "required": [room] } })).await;
    let lost = shop.book(&beside, json!({})).await;
    assert_eq!(lost.code(), "resource_taken");
    assert!(lost.json()["detail"].as_str().unwrap().starts_with(&format!("{room} is held by another appointment")));
    assert_eq!(next_slots(&lost), [id(&after)], "it begins when the other ends");
    assert_eq!(shop.open_slots("").await, [id(&after)]);
}

#[tokio::test]
async fn groups_that_share_a_resource_give_way_to_each_other() {
    let shop = Shop::open().await;
    let (ana, ben) = (shop.resource(json!({})).await, shop.resource(json!({})).await);
    let slot = shop.slot(60, json!({ "resources": { "any_of": [[ana, ben], [ana]] } })).await;
    assert_eq!(shop.book(&slot, json!({})).await.ok()["resource_ids"], json!([ben, ana]));

    let chosen = shop.slot(120, json!({ "capacity": 2, "resources": { "any_of": [[ana, ben]] } })).await;
    let wanted = shop.book(&chosen, json!({ "resource_ids": [ben] })).await.ok();
    assert_eq!(wanted["resource_ids"], json!([ben]), "the caller narrows the choice");
    let lost = shop.book(&chosen, json!({ "resource_ids": [ben] })).await;
    assert_eq!(lost.code(), "resource_taken");
    assert!(lost.json()["detail"].as_str().unwrap().starts_with(&format!("{ben} is held")));
    let room = shop.resource(json!({})).await;
    let stranger = shop.book(&chosen, json!({ "resource_ids": [ana, room] })).await.json();
    assert_eq!((&stranger["code"], &stranger["param"]), (&json!("validation_failed"), &json!("/resource_ids/1")));

    let next = shop.slot(180, json!({ "resources": { "any_of": [[ana, ben]] } })).await;
    shop.slot(150, json!({ "resources": { "required": [ana] } })).await;
    let wanted = shop.book(&chosen, json!({ "resource_ids": [ben], "if_taken": "book_next" })).await.ok();
    assert_eq!(
        (&wanted["slot_id"], &wanted["resource_ids"]),
        (&next["id"], &json!([ben])),
        "the next opening that has it"
    );
    assert_eq!(shop.slot_now(&chosen).await["booked"], 1, "the place that was of no use was not kept");
}

#[tokio::test]
async fn two_free_needs_are_no_opening_when_one_resource_is_left_for_both() {
    let shop = Shop::open().await;
    let (ana, ben) = (shop.resource(json!({})).await, shop.resource(json!({})).await);
    let pair = json!({ "resources": { "any_of": [[ana, ben], [ana, ben]] } });
    let slot = shop.slot(60, pair.clone()).await;
    let beside = shop.slot(60, json!({ "resources": { "required": [ana] } })).await;
    shop.book(&beside, json!({})).await.ok();
    let later = shop.slot(90, pair).await;
    let lost = shop.book(&slot, json!({})).await;
    assert_eq!((lost.code().as_str(), next_slots(&lost)), ("resource_taken", vec![id(&later)]));
    let next = shop.book(&beside, json!({ "if_taken": "book_next" })).await.ok();
    assert_eq!(next["slot_id"], later["id"], "the slot between has no two resources left");
}

#[tokio::test]
async fn parties_fit_their_resources() {
    let shop = Shop::open().await;
    let small = shop.resource(json!({ "kind": "table", "capacity_max": 2 })).await;
    let large = shop.resource(json!({ "kind": "table", "capacity_min": 3, "capacity_max": 6 })).await;
    let slot = shop.slot(60, json!({ "capacity": 2, "resources": { "any_of": [[small, large]] } })).await;
    assert_eq!(shop.open_slots("&party_size=6").await, [id(&slot)]);
    assert!(shop.open_slots("&party_size=7").await.is_empty());
    assert_eq!(shop.open_slots(&format!("&resource_id={small}")).await, [id(&slot)]);
    assert_eq!(shop.open_slots(&format!("&resource_id={small}&party_size=2")).await, [id(&slot)]);
    assert!(shop.open_slots(&format!("&resource_id={small}&party_size=4")).await.is_empty());
    assert!(shop.open_slots("&resource_id=res_none").await.is_empty());
    assert_eq!(shop.book(&slot, json!({ "party_size": 4 })).await.ok()["resource_ids"], json!([large]));
    let lost = shop.book(&slot, json!({ "party_size": 7 })).await;
    assert_eq!(lost.code(), "resource_taken");
    assert!(lost.json()["detail"].as_str().unwrap().contains("fits a party of 7"));
    shop.api.patch(&format!("/calendar/v1/resources/{small}"), json!({ "active": false })).await.ok();
    assert!(shop.open_slots("").await.is_empty(), "what is not active is not held");
    assert_eq!(shop.book(&slot, json!({})).await.code(), "resource_taken");
}

#[tokio::test]
async fn buffers_keep_resources_apart() {
    let shop = Shop::open().await;
    let service = json!({ "slug": "dye", "name": "Dye", "duration_minutes": 30, "buffer_before_minutes": 10, "buffer_after_minutes": 5 });
    shop.api.post("/calendar/v1/services", service).await.ok();
    let room = shop.resource(json!({})).await;
    let dye =
        async |minutes: i64| shop.slot(minutes, json!({ "service": "dye", "resources": { "required": [room] } })).await;
    let (first, touching, close) = (dye(60).await, dye(105).await, dye(104).await);
    let as_dye = json!({ "service": "dye" });
    shop.book(&first, as_dye.clone()).await.ok();
    assert_eq!(shop.book(&close, as_dye.clone()).await.code(), "resource_taken", "44 minutes on, and 45 are needed");
    shop.book(&touching, as_dye).await.ok();
}

#[tokio::test]
async fn the_database_itself_refuses_overlaps_and_changes_of_its_records() {
    let shop = Shop::in_place().await;
    let room = shop.resource(json!({})).await;
    let slot = shop.slot(60, json!({ "resources": { "required": [room] } })).await;
    shop.book(&slot, json!({})).await.ok();
    let database = shop.database();
    let hold = |from: i64, to: i64| {
        database.execute(&format!(
            "INSERT INTO holds (tenant, resource_id, starts_at, ends_at, appointment_id)
                SELECT tenant, resource_id, '{}', '{}', 'apt_other' FROM holds LIMIT 1",
            in_minutes(from),
            in_minutes(to)
        ))
    };
    for (from, to) in [(60, 90), (61, 62), (30, 61), (89, 120), (30, 120)] {
        let error = hold(from, to).unwrap_err();
        // Of two that begin at the same moment the key says the same.
        assert!(error.contains("resource_taken") || error.contains("holds_pkey"), "{from} to {to}: {error}");
    }
    hold(30, 59).unwrap();
    hold(91, 120).unwrap();
    assert!(hold(30, 31).is_err(), "between its own");

    for statement in [
        "UPDATE events SET body = ''",
        "DELETE FROM events",
        "UPDATE audit_records SET actor = ''",
        "DELETE FROM audit_records",
        "UPDATE holds SET starts_at = ''",
        "UPDATE slots SET booked = 2",
        "UPDATE slots SET booked = -1",
    ] {
        assert!(database.execute(statement).is_err(), "{statement}");
    }
    assert_eq!(database.number("SELECT COUNT(*) FROM events"), 1);
}
