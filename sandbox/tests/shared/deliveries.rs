//! Deliveries and timers, of which each process does what is due: each thing is done once, whoever dies meanwhile.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::task::JoinSet;

use crate::support::postgres::psql;
use crate::support::receiver::{Answer, Receiver};
use crate::support::shop::{id, in_minutes};
use crate::support::team::Team;
use crate::support::{endpoint, something, text};

/// Far more than a lease and all that comes after it: an attempt of ten seconds, its answer's end, its record, and half a second until
/// somebody looks.
const TOO_LONG: Duration = Duration::from_secs(90);

#[tokio::test]
async fn each_event_is_delivered_once_by_whichever_process() {
    const EVENTS: usize = 80;
    let team = Team::of(4);
    let receiver = Receiver::start().await;
    endpoint(team.api(0), receiver.url(), &["contact.updated"]).await;
    let mut happening = JoinSet::new();
    for number in 0..EVENTS {
        let api = team.api(number).clone();
        happening.spawn(async move { something(&api).await });
    }
    happening.join_all().await;
    team.members[1].settle().await;
    let mut heard: BTreeMap<String, usize> = BTreeMap::new();
    for request in receiver.received() {
        *heard.entry(request.header("x-nexus-event-id").to_owned()).or_default() += 1;
    }
    assert_eq!(heard.len(), EVENTS);
    assert!(heard.values().all(|times| *times == 1), "{heard:?}");
    assert_eq!(team.api(2).all("/platform/v1/deliveries?status=delivered").await.len(), EVENTS);
}

#[tokio::test]
async fn settling_one_waits_for_what_another_is_at() {
    let team = Team::of(2);
    let receiver = Receiver::start().await;
    receiver.next([Answer::After(Duration::from_secs(2))]);
    endpoint(team.api(0), receiver.url(), &["*"]).await;
    something(team.api(0)).await;
    receiver.wait_for(1).await;
    team.members[1].settle().await;
    let deliveries = team.api(1).all("/platform/v1/deliveries").await;
    assert!(deliveries.iter().all(|delivery| delivery["status"] == "delivered"), "{deliveries:?}");
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn retries_are_made_in_order_and_once_each_though_all_processes_make_them() {
    let team = Team::of(4);
    let receiver = Receiver::start().await;
    receiver.otherwise(Answer::Status(500));
    endpoint(team.api(0), receiver.url(), &["*"]).await;
    team.members[0].clock(json!({ "frozen": true })).await;
    something(team.api(1)).await;
    team.members[2].settle().await;
    let began = Instant::now();
    team.members[3].clock(json!({ "advance_seconds": 4 * 60 * 60 })).await;
    println!("{:?}", began.elapsed());
    let numbers: Vec<String> =
        receiver.received().iter().map(|request| request.header("x-nexus-attempt").to_owned()).collect();
    assert_eq!(numbers, ["1", "2", "3", "4", "5", "6", "7", "8"]);
    let letters = team.api(0).all("/platform/v1/dead_letters").await;
    assert_eq!(letters.len(), 1);
    let delivery = &team.api(0).all("/platform/v1/deliveries").await[0];
    let attempts = delivery["attempts"].as_array().unwrap();
    assert_eq!(
        attempts.iter().map(|attempt| attempt["number"].as_i64().unwrap()).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5, 6, 7, 8]
    );
    let times: Vec<String> = attempts.iter().map(|attempt| text(attempt, "attempted_at")).collect();
    assert!(times.is_sorted(), "{times:?}");
}

#[tokio::test]
async fn what_a_killed_process_was_at_another_delivers_when_the_lease_has_run_out() {
    let mut team = Team::of(2);
    let receiver = Receiver::start().await;
    receiver.next([Answer::Never]);
    endpoint(team.api(0), receiver.url(), &["*"]).await;
    something(team.api(0)).await;
    receiver.wait_for(1).await;
    team.kill(0);
    let killed = Instant::now();
    team.members[0].settle().await;
    let waited = killed.elapsed();
    assert!(waited < TOO_LONG, "{waited:?}");
    let received = receiver.received();
    let numbers: Vec<&str> = received.iter().map(|request| request.header("x-nexus-attempt")).collect();
    assert_eq!(numbers, ["1", "1"], "what was not recorded is made again");
    assert_eq!(received[0].body, received[1].body);
    let delivery = &team.api(0).all("/platform/v1/deliveries").await[0];
    assert_eq!(
        (delivery["status"].as_str(), delivery["attempts"].as_array().map(Vec::len)),
        (Some("delivered"), Some(1))
    );
}

#[tokio::test]
async fn whoever_ends_in_an_orderly_way_gives_back_what_it_was_at() {
    let mut team = Team::of(1);
    let receiver = Receiver::start().await;
    receiver.next([Answer::Never]);
    endpoint(team.api(0), receiver.url(), &["*"]).await;
    something(team.api(0)).await;
    receiver.wait_for(1).await;
    let leased = || psql(&team.database.admin_url, "SELECT id FROM deliveries WHERE lease IS NOT NULL").unwrap();
    assert_ne!(leased(), "");
    let (status, logged) = team.members.remove(0).program.terminate();
    assert_eq!((status, logged.as_str()), (Some(0), ""));
    assert_eq!(leased(), "", "it need not run out");
    let other = team.start();
    other.settle().await;
    let delivery = &other.api.all("/platform/v1/deliveries").await[0];
    let attempts = delivery["attempts"].as_array().map(Vec::len);
    assert_eq!((delivery["status"].as_str(), attempts, receiver.received().len()), (Some("delivered"), Some(1), 2));
}

#[tokio::test]
async fn reminders_are_sent_once_though_all_processes_send_what_is_due() {
    const APPOINTMENTS: i64 = 12;
    let team = Team::of(4);
    let service =
        json!({ "slug": "cut", "name": "Cut", "duration_minutes": 30, "reminder_offsets_minutes": [60, 120] });
    team.api(0).post("/calendar/v1/services", service).await.ok();
    let contact = json!({ "name": "Priya", "phone": "+919800000001" });
    let contact = id(&team.api(1).post("/crm/v1/contacts", contact).await.ok());
    for number in 0..APPOINTMENTS {
        let from = 300 + 30 * (number / 3);
        let slot = json!({ "service": "cut", "starts_at": in_minutes(from), "ends_at": in_minutes(from + 30) });
        let slot = id(&team.api(2).post("/calendar/v1/slots", slot).await.ok());
        let booking = json!({ "slot_id": slot, "contact_id": contact, "service": "cut" });
        team.api(number as usize).post("/calendar/v1/appointments", booking).await.ok();
    }
    // The others look around meanwhile, and find the same to be due.
    team.members[0].clock(json!({ "advance_seconds": 12 * 60 * 60 })).await;
    team.members[1].settle().await;
    let messages = team.api(3).all("/notifications/v1/messages").await;
    assert_eq!(messages.len() as i64, 2 * APPOINTMENTS);
    let events = team.api(3).all("/platform/v1/events?type=appointment.reminder_sent").await;
    assert_eq!(events.len() as i64, 2 * APPOINTMENTS);
    let delivered = team.api(3).all("/platform/v1/events?type=message.delivered").await;
    assert_eq!(delivered.len() as i64, 2 * APPOINTMENTS, "each arrives once");
}
