//! Contacts.

use crate::support::Api;
use serde_json::json;

#[tokio::test]
async fn a_contact_is_created_read_listed_and_changed() {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let created =
        api.post("/crm/v1/contacts", json!({ "name": "Priya", "phone": "+919800000000", "verified": true })).await;
    assert_eq!(created.status, 201);
    let contact = created.ok();
    let path = format!("/crm/v1/contacts/{}", contact["id"].as_str().unwrap());
    assert_eq!(api.get(&path).await.ok(), contact);
    assert_eq!(api.get("/crm/v1/contacts?phone=%2B919800000000").await.ok()["data"], json!([contact]));
    assert_eq!(api.get("/crm/v1/contacts?phone=%2B919811111111").await.ok()["data"], json!([]));

    let changed = api.patch(&path, json!({ "email": "priya@example.com", "name": null })).await.ok();
    assert_eq!(changed["email"], "priya@example.com");
    assert_eq!(changed["name"], json!(null));
    assert_eq!(changed["phone"], "+919800000000", "what is absent stays");
    assert_eq!(changed["verified"], true);
    let moved = api.patch(&path, json!({ "phone": "+919822222222" })).await.ok();
    assert_eq!(moved["verified"], false, "another number was not made sure of");
}
