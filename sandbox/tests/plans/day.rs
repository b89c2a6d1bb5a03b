//! A day of a business: what it does again and again.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::history::History;
use crate::support::receiver::Receiver;
use crate::support::shop::{id, in_minutes};
use crate::support::{Api, endpoint, fresh_key, guests, text};

const APPOINTMENTS: &str = "/calendar/v1/appointments";

/// What is there before any history.
pub async fn prepare(api: &Api) {
    let service =
        json!({ "slug": "cut", "name": "Cut", "duration_minutes": 30, "reminder_offsets_minutes": [60, 120] });
    api.post("/calendar/v1/services", service).await.ok();
}

/// One day. `settle` waits until everything that is due was done; `slots` are open.
pub async fn live(api: &Api, settle: impl AsyncFn() -> Value, slots: &[String]) {
    let receiver = Receiver::start().await;
    let (webhook, _) = endpoint(api, receiver.url(), &["*"]).await;
    let contact = History::contact();
    let booking = |slot: &str| json!({ "slot_id": slot, "contact_id": contact, "service": "cut", "metadata": { "colour": "red" } });
    let mut booked = Vec::new();
    for slot in &slots[..12] {
        booked.push(api.post(APPOINTMENTS, booking(slot)).await.ok());
    }
    let key = fresh_key();
    for _ in 0..2 {
        booked.push(api.post_with_key(APPOINTMENTS, booking(&slots[12]), &key).await.ok());
    }
    let taken = api.post(APPOINTMENTS, booking(&slots[0])).await;
    assert_eq!(taken.code(), "slot_taken");
    let mut next = booking(&slots[0]);
    next["if_taken"] = json!("book_next");
    booked.push(api.post(APPOINTMENTS, next).await.ok());
    let act = async |number: usize, step: &str, body: Value| {
        api.post(&format!("{APPOINTMENTS}/{}/{step}", id(&booked[number])), body).await.ok()
    };
    act(0, "cancel", json!({ "reason": "ill" })).await;
    act(1, "reschedule", json!({ "slot_id": slots[30] })).await;
    api.patch(&format!("{APPOINTMENTS}/{}", id(&booked[4])), json!({ "notes": "by the window" })).await.ok();
    api.get(&format!("{APPOINTMENTS}/{}", id(&booked[4]))).await.ok();

    let (tomorrow, later) = (in_minutes(24 * 60), in_minutes(26 * 60));
    for query in [
        String::new(),
        "status=booked".to_owned(),
        "status=completed".to_owned(),
        format!("contact_id={contact}"),
        format!("contact_id={contact}&status=completed"),
        "service=cut".to_owned(),
        format!("from={tomorrow}&to={later}"),
    ] {
        pages(api, APPOINTMENTS, &query).await;
    }
    let resource = format!("res_{:026}", 1);
    for query in [
        "service=cut".to_owned(),
        format!("service=cut&resource_id={resource}"),
        format!("service=cut&from={tomorrow}&to={later}"),
    ] {
        pages(api, "/calendar/v1/availability", &query).await;
    }
    serve(api).await;
    settle().await;

    for (list, queries) in [
        (
            "/platform/v1/events",
            vec![
                "order=asc".to_owned(),
                "type=appointment.*".to_owned(),
                "type=appointment.booked&order=asc".to_owned(),
                format!("from={}", in_minutes(-60)),
            ],
        ),
        (
            "/platform/v1/deliveries",
            vec![
                String::new(),
                "status=delivered".to_owned(),
                "status=pending".to_owned(),
                format!("webhook_id={webhook}"),
            ],
        ),
        ("/platform/v1/dead_letters", vec![String::new()]),
        (
            "/platform/v1/audit",
            vec![String::new(), format!("subject={}", id(&booked[1])), "action=calendar.appointments.book".to_owned()],
        ),
        ("/notifications/v1/messages", vec![String::new(), format!("contact_id={contact}")]),
        (
            "/crm/v1/contacts",
            vec![String::new(), "email=20@example.com".to_owned(), "phone=%2B919000000020".to_owned()],
        ),
        (
            "/v1/queue/entries",
            vec![
                String::new(),
                "status=waiting".to_owned(),
                "status=completed".to_owned(),
                format!("customerId={contact}"),
            ],
        ),
    ] {
        for query in queries {
            pages(api, list, &query).await;
        }
    }
    api.post(&format!("/crm/v1/contacts/{contact}/erase"), json!({})).await.ok();
    api.delete(&format!("/platform/v1/webhooks/{webhook}")).await.ok();
}

/// Guests come into line, are given a table, and go.
async fn serve(api: &Api) {
    guests::table(api, json!({ "capacity_max": 4 })).await;
    let mut line = Vec::new();
    for number in 0..3 {
        let guest = guests::guest(api, number).await;
        line.push(api.post("/v1/queue/join", guests::joining(&guest, json!({}))).await.ok());
    }
    api.post("/v1/queue/otp", json!({ "phone": guests::phone(9), "name": "Priya" })).await.ok();
    api.get("/v1/queue/lines/table").await.ok();
    api.post("/v1/queue/allocate", json!({ "resourceType": "table" })).await.ok();
    for (entry, step) in [(0, "/confirm"), (0, "/checkout"), (1, "/cancel")] {
        api.post(&guests::path(&line[entry], step), json!({})).await.ok();
    }
    api.get(&guests::path(&line[2], "")).await.ok();
}

/// Two pages of a list.
async fn pages(api: &Api, list: &str, query: &str) {
    let page = api.get(&format!("{list}?limit=5&{query}")).await.ok();
    if page["has_more"] == true {
        let cursor = text(&page, "next_cursor");
        api.send(Method::GET, &format!("{list}?limit=5&{query}&cursor={cursor}"), None, None).await.ok();
    }
}
