//! Requests that come to several processes: keys, limits, cursors.

use std::collections::BTreeSet;

use serde_json::json;
use tokio::task::JoinSet;

use crate::support::shop::{id, ids};
use crate::support::team::Team;

const CONTACTS: &str = "/crm/v1/contacts";

#[tokio::test]
async fn an_idempotency_key_that_comes_to_all_processes_at_once_has_one_effect() {
    const KEYS: usize = 10;
    let team = Team::of(4);
    let mut made = BTreeSet::new();
    for number in 0..KEYS {
        let mut sending = JoinSet::new();
        for member in 0..8 {
            let api = team.api(member).clone();
            sending.spawn(async move {
                api.post_in_a_crowd(CONTACTS, json!({ "name": "Priya" }), &format!("one-{number}")).await
            });
        }
        let replies = sending.join_all().await;
        let (done, waiting): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 201);
        assert!(waiting.iter().all(|reply| reply.code() == "idempotency_in_progress"), "{waiting:?}");
        assert_eq!(done.iter().filter(|reply| !reply.is_replayed()).count(), 1, "{done:?}");
        let bodies: BTreeSet<&str> = done.iter().map(|reply| reply.text.as_str()).collect();
        assert_eq!(bodies.len(), 1, "{bodies:?}");
        made.insert(id(&done[0].json()));
    }
    let found: BTreeSet<String> = team.api(0).all(CONTACTS).await.iter().map(id).collect();
    assert_eq!((found.len(), &found), (KEYS, &made));
}

#[tokio::test]
async fn a_refusal_stands_under_its_key_on_every_process() {
    let team = Team::of(2);
    let made = team.members[0].contact().await;
    let path = format!("{CONTACTS}/{}", id(&made));
    team.api(0).delete(&path).await;
    let missing = "/calendar/v1/appointments/apt_01jd0000000000000000000000/cancel";
    let refused = team.api(0).post_with_key(missing, json!({ "reason": "ill" }), "k").await;
    let again = team.api(1).post_with_key(missing, json!({ "reason": "ill" }), "k").await;
    assert_eq!((again.status, again.text.as_str(), again.is_replayed()), (404, refused.text.as_str(), true));
    assert_eq!(team.api(1).post_with_key(CONTACTS, json!({ "name": "P" }), "k").await.code(), "idempotency_key_reused");
}

#[tokio::test]
async fn a_list_goes_on_at_another_process_where_it_was_left() {
    let team = Team::of(3);
    let mut made = Vec::new();
    for number in 0..7 {
        made.insert(0, id(&team.members[number % 3].contact().await));
    }
    let (mut listed, mut cursor) = (Vec::new(), String::new());
    for number in 0.. {
        let page = team.api(number).get(&format!("{CONTACTS}?limit=2{cursor}")).await.ok();
        listed.extend(ids(&page));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    made.sort_by(|one, other| other.cmp(one));
    assert_eq!(listed, made);
    let altered = cursor.replacen("cursor=", "cursor=A", 1);
    assert_eq!(team.api(0).get(&format!("{CONTACTS}?limit=2{altered}")).await.code(), "invalid_cursor");
}

#[tokio::test]
async fn a_rate_limit_counts_what_comes_to_all_processes() {
    let team = Team::with(4, &["--requests-per-minute", "10"]);
    team.members[0].clock(json!({ "frozen": true })).await;
    let mut left = Vec::new();
    for number in 0..6 {
        let reply = team.api(number).get(CONTACTS).await;
        left.push(reply.headers["ratelimit-remaining"].to_str().unwrap().to_owned());
    }
    assert_eq!(left, ["9", "8", "7", "6", "5", "4"]);
    let mut sending = JoinSet::new();
    for number in 0..12 {
        let api = team.api(number).clone();
        sending.spawn(async move { api.get(CONTACTS).await.status });
    }
    let statuses = sending.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 4, "{statuses:?}");
    assert_eq!(team.api(2).get(CONTACTS).await.code(), "rate_limited");
    team.members[0].clock(json!({ "advance_seconds": 60 })).await;
    assert_eq!(team.api(3).get(CONTACTS).await.headers["ratelimit-remaining"], "9");
}
