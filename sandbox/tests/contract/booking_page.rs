//! Booking pages, as a browser without scripts uses them.

use crate::support::{Api, http_client};
use serde_json::json;
use softknack_sandbox::Sandbox;

struct Browser {
    http: reqwest::Client,
    url: String,
}

impl Browser {
    fn at(sandbox: &Sandbox, slug: &str) -> Self {
        Self { http: http_client(), url: format!("{}/book/{slug}", sandbox.base_url()) }
    }

    async fn open(&self) -> (u16, String) {
        let response = self.http.get(&self.url).send().await.unwrap();
        if response.status() == 200 {
            let policy = response.headers()["content-security-policy"].to_str().unwrap();
            assert!(policy.contains("default-src 'none'") && !policy.contains("script"), "{policy}");
        }
        (response.status().as_u16(), response.text().await.unwrap())
    }

    async fn send(&self, fields: &[(&str, &str)]) -> (u16, String) {
        let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.http.post(&self.url).header("Content-Type", "application/x-www-form-urlencoded").body(body);
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }
}

/// The values of every input of that name.
fn values(html: &str, name: &str) -> Vec<String> {
    let inputs = html.split("<input ").skip(1).map(|input| input.split('>').next().unwrap());
    inputs
        .filter(|input| input.contains(&format!("name=\"{name}\"")))
        .filter_map(|input| Some(input.split("value=\"").nth(1)?.split('"').next()?.to_owned()))
        .collect()
}

async fn appointments(sandbox: &Sandbox) -> Vec<serde_json::Value> {
    Api::new(sandbox).get("/calendar/v1/appointments").await.ok()["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_person_books_and_sending_the_form_again_books_nothing_more() {
    let sandbox = crate::support::start().await;
    sandbox.seed().await.unwrap();
    let browser = Browser::at(&sandbox, "demo");
    let (status, html) = browser.open().await;
    assert_eq!(status, 200);
    assert!(html.contains("Cool Air &amp; Kitchen") && html.contains("Asia/Kolkata") && html.contains("9:00 AM"));
    assert!(!html.contains("<script"));
    let (key, slot) = (values(&html, "idempotency_key").remove(0), values(&html, "slot_id").remove(0));
    let form = [("idempotency_key", &*key), ("slot_id", &slot), ("name", "Meera"), ("phone", "+91 98000-00009")];
    let (status, html) = browser.send(&form).await;
    assert_eq!(status, 201, "{html}");
    assert!(html.contains("You are booked"));
    let made = appointments(&sandbox).await;
    assert_eq!((made.len(), made[0]["source"].as_str()), (1, Some("page")));
    assert_eq!(browser.send(&form).await, (201, html), "the same page again");
    assert_eq!(appointments(&sandbox).await.len(), 1);

    let contacts = Api::new(&sandbox).get("/crm/v1/contacts?phone=%2B919800000009").await.ok();
    assert_eq!(contacts["data"][0]["name"], "Meera");
    // The next booking with that number is the same person's, whatever name is given.
    let (_, html) = browser.open().await;
    let (key, slot) = (values(&html, "idempotency_key").remove(0), values(&html, "slot_id").remove(3));
    let form = [("idempotency_key", &*key), ("slot_id", &slot), ("name", "Somebody"), ("phone", "+919800000009")];
    assert_eq!(browser.send(&form).await.0, 201);
    let contacts = Api::new(&sandbox).get("/crm/v1/contacts?phone=%2B919800000009").await.ok();
    assert_eq!(contacts["data"].as_array().unwrap().len(), 1);
    assert_eq!(contacts["data"][0]["name"], "Meera");
}

#[tokio::test]
async fn who_comes_second_is_shown_the_next_openings() {
    let sandbox = crate::support::start().await;
    let seeded = sandbox.seed().await.unwrap();
    let browser = Browser::at(&sandbox, "demo");
    let (_, html) = browser.open().await;
    let (key, slot) = (values(&html, "idempotency_key").remove(0), values(&html, "slot_id").remove(0));
    let body = json!({ "slot_id": slot, "contact_id": seeded.contacts[0], "service": "ac_service" });
    Api::new(&sandbox).post("/calendar/v1/appointments", body).await.ok();

    let form = [("idempotency_key", &*key), ("slot_id", &slot), ("name", "Meera"), ("phone", "+919800000009")];
    let (status, html) = browser.send(&form).await;
    assert_eq!(status, 409);
    assert!(html.contains("role=\"alert\"") && html.contains("just booked that time"), "{html}");
    let offered = values(&html, "slot_id");
    assert!((1..=3).contains(&offered.len()) && !offered.contains(&slot), "{offered:?}");
    assert_eq!(values(&html, "name"), ["Meera"], "what was filled in stays");
    assert_ne!(values(&html, "idempotency_key")[0], key, "another time is another intent");
    let contacts = Api::new(&sandbox).get("/crm/v1/contacts?phone=%2B919800000009").await.ok();
    assert_eq!(contacts["data"], json!([]), "a lost race leaves no contact");
    let key = values(&html, "idempotency_key").remove(0);
    let form = [("idempotency_key", &*key), ("slot_id", &offered[0]), ("name", "Meera"), ("phone", "+919800000009")];
    assert_eq!(browser.send(&form).await.0, 201);
}

#[tokio::test]
async fn what_is_filled_in_wrongly_is_said_and_never_taken_for_html() {
    let sandbox = crate::support::start().await;
    sandbox.seed().await.unwrap();
    let browser = Browser::at(&sandbox, "demo");
    let evil = "\"><script>alert(1)</script>";
    let (status, html) = browser.send(&[("name", evil), ("phone", evil), ("slot_id", evil)]).await;
    assert_eq!(status, 422);
    assert!(html.contains("Please choose a time") && html.contains("country code"), "{html}");
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;"), "{html}");
    assert_eq!(browser.send(&[]).await.0, 422);
    assert!(appointments(&sandbox).await.is_empty());

    let api = Api::new(&sandbox);
    let mut page = json!({
        "slug": "evil", "title": "<script>alert(1)</script>", "services": ["ac_service"], "timezone": "Asia/Kolkata",
        "brand": { "logo_url": "https://example.com/a.png?\"onerror=\"alert(1)" },
    });
    assert_eq!(api.post("/calendar/v1/booking_pages", page.clone()).await.code(), "validation_failed");
    page["brand"]["logo_url"] = json!("https://example.com/a.png?a=1&quot;onerror=&quot;alert(1)");
    api.post("/calendar/v1/booking_pages", page).await.ok();
    let (status, html) = Browser::at(&sandbox, "evil").open().await;
    assert_eq!(status, 200);
    assert!(!html.contains("<script") && html.contains("a=1&amp;quot;onerror="), "{html}");
}

#[tokio::test]
async fn a_page_offers_its_own_services_alone() {
    let sandbox = crate::support::start().await;
    sandbox.seed().await.unwrap();
    let page = json!({ "slug": "dinner", "title": "Dinner", "services": ["table_dinner"], "timezone": "Asia/Kolkata" });
    Api::new(&sandbox).post("/calendar/v1/booking_pages", page).await.ok();
    let slot = sandbox.openings("ac_service").await.unwrap().remove(0).id.to_string();
    let browser = Browser::at(&sandbox, "dinner");
    let form = [("idempotency_key", "k"), ("slot_id", &*slot), ("name", "Meera"), ("phone", "+919800000009")];
    let (status, html) = browser.send(&form).await;
    assert_eq!(status, 404, "{html}");
    assert!(html.contains("no longer offered"), "{html}");
    assert!(appointments(&sandbox).await.is_empty());
    assert_eq!(Browser::at(&sandbox, "nowhere").open().await.0, 404);
}
