//! Reminders of appointments, on the sandbox's clock.

use std::time::Duration;

use crate::support::receiver::Receiver;
use crate::support::{Api, endpoint, text};
use serde_json::{Value, json};
use softknack::Timestamp;
use softknack_sandbox::Sandbox;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// A business in Kolkata, one of its contacts, and a receiver of everything about appointments.
struct Shop {
    sandbox: Sandbox,
    api: Api,
    receiver: Receiver,
    contact: String,
    starts_at: Timestamp,
    slot: String,
}

/// Opens with a slot at 17:00 in Kolkata, three days ahead.
async fn open(service: Value, contact: Value) -> Shop {
    let sandbox = crate::support::start().await;
    let api = Api::new(&sandbox);
    let receiver = Receiver::start().await;
    endpoint(&api, receiver.url(), &["appointment.*"]).await;
    let mut new = json!({ "slug": "ac_service", "name": "AC service", "duration_minutes": 30 });
    new.as_object_mut().unwrap().extend(service.as_object().unwrap().clone());
    api.post("/calendar/v1/services", new).await.ok();
    let contact = text(&api.post("/crm/v1/contacts", contact).await.ok(), "id");
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let midnight = sandbox.clock().now().as_millisecond().div_euclid(DAY) * DAY;
    let starts_at = Timestamp::from_millisecond(midnight).unwrap().plus_minutes(3 * 24 * 60 + 11 * 60 + 30);
    let slot = json!({
        "service": "ac_service",
        "starts_at": starts_at,
        "ends_at": starts_at.plus_minutes(30),
        "timezone": "Asia/Kolkata",
    });
    let slot = text(&api.post("/calendar/v1/slots", slot).await.ok(), "id");
    Shop { sandbox, api, receiver, contact, starts_at, slot }
}

impl Shop {
    async fn book(&self) -> Value {
        let booking = json!({ "slot_id": self.slot, "contact_id": self.contact, "service": "ac_service" });
        self.api.post("/calendar/v1/appointments", booking).await.ok()
    }

    /// The audit records of messages, oldest first.
    async fn messages(&self) -> Vec<Value> {
        let log = self.api.get("/platform/v1/audit?action=notifications.messages.send&order=asc").await.ok();
        log["data"].as_array().unwrap().clone()
    }

    fn reminders(&self) -> usize {
        self.receiver.types().iter().filter(|event_type| *event_type == "appointment.reminder_sent").count()
    }
}

#[tokio::test]
async fn a_reminder_goes_out_a_day_and_an_hour_before() {
    let shop = open(json!({}), json!({ "name": "Priya", "phone": "+919800000000" })).await;
    let appointment = shop.book().await;
    shop.sandbox.clock().set(shop.starts_at.plus_minutes(-1441)).await.unwrap();
    assert_eq!(shop.reminders(), 0);
    shop.sandbox.clock().set(shop.starts_at.plus_minutes(-1440)).await.unwrap();
    assert_eq!(shop.reminders(), 1);
    shop.sandbox.clock().set(shop.starts_at.plus_minutes(60)).await.unwrap();
    assert_eq!(shop.reminders(), 2);

    let messages = shop.messages().await;
    let sent_at: Vec<_> = messages.iter().map(|record| text(&record["after"], "created_at")).collect();
    assert_eq!(sent_at, [1440, 60].map(|minutes| shop.starts_at.plus_minutes(-minutes).to_string()));
    let received = shop.receiver.received();
    let booked = received.iter().find(|received| received.event()["type"] == "appointment.booked").unwrap();
    for record in &messages {
        assert_eq!(record["actor"], "system");
        assert_eq!((&record["before"], &record["request_id"]), (&Value::Null, &Value::Null));
        assert_eq!(record["correlation_id"], booked.event()["correlation_id"], "caused by the booking");
        let message = &record["after"];
        assert_eq!((&message["template"], &message["status"]), (&json!("appt_reminder"), &json!("sent")));
        assert_eq!((&message["channel"], &message["contact_id"]), (&json!("whatsapp"), &json!(shop.contact)));
        assert!(!record.to_string().contains("+9198"));
    }
    let message = shop.sandbox.outbox().last().await.unwrap().unwrap();
    assert_eq!((message.to.as_deref(), message.status.as_str()), (Some("+919800000000"), "delivered"));
    assert_eq!(json!(message.vars), json!({ "time": "5:00 PM", "service": "AC service" }));
    assert!(!format!("{message:?}").contains("+9198"));
    let reminder = received.last().unwrap().event();
    assert_eq!(reminder["type"], "appointment.reminder_sent");
    assert_eq!(reminder["data"], json!({ "appointment": appointment }));
    assert_eq!(reminder["correlation_id"], booked.event()["correlation_id"]);
}

#[tokio::test]
async fn an_appointment_that_was_cancelled_is_not_reminded_of() {
    let shop = open(json!({}), json!({ "phone": "+919800000000" })).await;
    let appointment = shop.book().await;
    let path = format!("/calendar/v1/appointments/{}/cancel", text(&appointment, "id"));
    shop.api.post(&path, json!({ "reason": "ill" })).await.ok();
    shop.sandbox.clock().advance(96 * HOUR).await.unwrap();
    assert_eq!(shop.reminders(), 0);
    assert_eq!(shop.messages().await, Vec::<Value>::new());
}

#[tokio::test]
async fn the_first_channel_with_an_address_is_used() {
    let service = json!({ "reminder_channels": ["sms", "email"], "reminder_offsets_minutes": [30] });
    let shop = open(service, json!({ "email": "priya@example.com" })).await;
    shop.book().await;
    shop.sandbox.clock().advance(96 * HOUR).await.unwrap();
    let [record] = &shop.messages().await[..] else { panic!("one message") };
    assert_eq!(record["after"]["channel"], "email");
    assert_eq!(record["after"]["attempts"][0]["error"], "the contact has no phone number");
    assert_eq!(record["after"]["attempts"][1]["error"], Value::Null);
    assert_eq!(shop.reminders(), 1);
}

#[tokio::test]
async fn without_an_address_the_message_fails_and_no_reminder_is_announced() {
    let shop = open(json!({ "reminder_offsets_minutes": [30] }), json!({ "email": "priya@example.com" })).await;
    shop.book().await;
    shop.sandbox.clock().advance(96 * HOUR).await.unwrap();
    let [record] = &shop.messages().await[..] else { panic!("one message") };
    assert_eq!((&record["after"]["status"], &record["after"]["channel"]), (&json!("failed"), &Value::Null));
    assert_eq!(shop.reminders(), 0);
}

#[tokio::test]
async fn the_slots_of_a_schedule_reach_as_far_ahead_as_its_horizon_whatever_the_clock() {
    let shop = open(json!({}), json!({})).await;
    let hours = json!({ "opens": "09:00", "closes": "10:00" });
    let weekly: Vec<Value> = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .map(|weekday| json!({ "weekday": weekday, "opens": hours["opens"], "closes": hours["closes"] }))
        .into();
    let schedule = json!({ "service": "ac_service", "timezone": "Asia/Kolkata", "weekly": weekly, "horizon_days": 3 });
    shop.api.post("/calendar/v1/schedules", schedule).await.ok();
    shop.sandbox.clock().advance(30 * 24 * HOUR).await.unwrap();
    let from = shop.sandbox.clock().now();
    let open = shop
        .api
        .get(&format!(
            "/calendar/v1/availability?service=ac_service&from={from}&to={}",
            from.plus_minutes(10 * 24 * 60)
        ))
        .await;
    let slots = open.ok()["data"].as_array().unwrap().len();
    assert!((4..=8).contains(&slots), "two slots on each of three days: {slots}");
}
