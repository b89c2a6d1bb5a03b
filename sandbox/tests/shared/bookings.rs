//! The race for a slot, through several processes at once.

use serde_json::json;
use tokio::task::JoinSet;

use crate::support::fresh_key;
use crate::support::shop::{id, in_minutes};
use crate::support::team::Team;

const BOOKERS: usize = 500;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_five_hundred_bookers_through_four_processes_one_wins() {
    let team = Team::of(4);
    let api = team.api(0);
    let service = json!({ "slug": "cut", "name": "Cut", "duration_minutes": 30 });
    api.post("/calendar/v1/services", service).await.ok();
    let slot = json!({ "service": "cut", "starts_at": in_minutes(60), "ends_at": in_minutes(90) });
    let slot = id(&api.post("/calendar/v1/slots", slot).await.ok());
    let contact = id(&team.members[0].contact().await);

    let mut bookers = JoinSet::new();
    for number in 0..BOOKERS {
        let api = team.api(number).clone();
        let booking = json!({ "slot_id": slot, "contact_id": contact, "service": "cut" });
        bookers.spawn(async move { api.post_in_a_crowd("/calendar/v1/appointments", booking, &fresh_key()).await });
    }
    let replies = bookers.join_all().await;
    let (won, lost): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 201);
    assert_eq!(won.len(), 1, "one place, one winner");
    for reply in &lost {
        assert_eq!(reply.code(), "slot_taken", "{}", reply.text);
    }
    assert_eq!(lost.len(), BOOKERS - 1);
    for number in 0..4 {
        let api = team.api(number);
        let booked = api.all("/calendar/v1/appointments").await;
        assert_eq!(booked.iter().map(id).collect::<Vec<_>>(), [id(&won[0].json())]);
        assert_eq!(api.get(&format!("/calendar/v1/slots/{slot}")).await.ok()["booked"], 1);
    }
}
