//! What is set on one process holds on the others from their next request on: the clock, faults, keys.

use reqwest::Method;
use serde_json::{Value, json};
use softknack::Timestamp;
use tokio::task::JoinSet;

use crate::support::postgres::{Fresh, Server};
use crate::support::program::Program;
use crate::support::receiver::{Answer, Receiver};
use crate::support::team::{Member, Team};
use crate::support::{endpoint, something, text};

fn time(clock: &Value) -> Timestamp {
    text(clock, "now").parse().unwrap()
}

async fn faults(member: &Member) -> Vec<Value> {
    member.control(Method::GET, "/faults", None).await.ok()["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_clock_that_one_moves_the_others_go_by_at_once() {
    let team = Team::of(4);
    let stopped = json!({ "now": "2030-01-01T00:00:00.000Z", "frozen": true });
    assert_eq!(team.members[0].clock(stopped.clone()).await, stopped);
    for member in &team.members {
        assert_eq!(text(&member.contact().await, "created_at"), "2030-01-01T00:00:00.000Z");
        assert_eq!(member.clock_now().await, stopped);
    }
    for number in 0..20 {
        let (here, there) = (&team.members[number % 4], &team.members[(number + 1) % 4]);
        let moved = here.clock(json!({ "advance_seconds": 60 })).await;
        assert_eq!(text(&there.contact().await, "created_at"), text(&moved, "now"));
    }
    team.members[1].clock(json!({ "frozen": false })).await;
    assert_eq!(team.members[2].clock_now().await["frozen"], false);
    let later = team.start();
    let left = time(&later.clock_now().await);
    assert!(left >= "2030-01-01T00:20:00Z".parse().unwrap(), "one that is started later finds it so: {left}");
}

#[tokio::test]
async fn two_that_advance_the_clock_at_once_move_it_by_both() {
    let team = Team::of(4);
    let began = time(&team.members[0].clock(json!({ "frozen": true })).await);
    let mut moving = JoinSet::new();
    for member in team.members {
        moving.spawn(async move {
            member.clock(json!({ "advance_seconds": 3600 })).await;
            member
        });
    }
    let members = moving.join_all().await;
    assert_eq!(time(&members[0].clock_now().await), began.plus_minutes(4 * 60));
}

#[tokio::test]
async fn a_clock_that_was_held_by_a_process_that_died_runs_on() {
    let mut team = Team::of(2);
    let receiver = Receiver::start().await;
    receiver.otherwise(Answer::Never);
    endpoint(team.api(0), receiver.url(), &["*"]).await;
    something(team.api(0)).await;
    receiver.wait_for(1).await;
    let (admin, url) = (text(&team.members[0].ready, "admin_token"), text(&team.members[0].ready, "base_url"));
    let moving = tokio::spawn(async move {
        let api = crate::support::Api::at(&url, &admin);
        api.try_send(Method::POST, "/sandbox/v1/clock", Some(json!({ "advance_seconds": 3600 })), None).await.is_ok()
    });
    let other = team.members.remove(1);
    // It stands still while the first one waits for its attempt.
    loop {
        let (one, two) = (other.clock_now().await, other.clock_now().await);
        if one == two && one == other.clock_now().await {
            break;
        }
    }
    team.kill(0);
    assert!(!moving.await.unwrap(), "nobody was told that it moved");
    let held = time(&other.clock_now().await);
    let runs = async {
        while time(&other.clock_now().await) == held {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), runs).await.expect("the clock runs on");
}

#[tokio::test]
async fn a_fault_that_is_asked_of_one_is_taken_by_one_call_to_any() {
    let team = Team::of(4);
    for member in &team.members {
        member.contact().await;
    }
    let rule = json!({ "operation": "crm.contacts.create", "status": 503, "nth": 3, "times": 2 });
    team.members[0].control(Method::POST, "/faults", Some(rule)).await.ok();
    assert_eq!(faults(&team.members[3]).await.len(), 1);
    let mut statuses = Vec::new();
    for number in 1..6 {
        statuses.push(team.api(number).post("/crm/v1/contacts", json!({ "name": "P" })).await.status);
    }
    assert_eq!(statuses, [201, 201, 503, 503, 201]);
    assert!(faults(&team.members[2]).await.is_empty());

    for _ in 0..10 {
        let rule = json!({ "operation": "crm.contacts.create", "status": 503 });
        team.members[0].control(Method::POST, "/faults", Some(rule)).await.ok();
        let mut sending = JoinSet::new();
        for number in 0..8 {
            let api = team.api(number).clone();
            sending.spawn(async move { api.post("/crm/v1/contacts", json!({ "name": "P" })).await.status });
        }
        let statuses = sending.join_all().await;
        assert_eq!(statuses.iter().filter(|status| **status == 503).count(), 1, "{statuses:?}");
    }

    let rule = json!({ "status": 500, "times": 100 });
    team.members[1].control(Method::POST, "/faults", Some(rule)).await.ok();
    assert_eq!(team.api(2).get("/crm/v1/contacts").await.status, 500);
    team.members[3].control(Method::DELETE, "/faults", None).await;
    assert_eq!(team.api(2).get("/crm/v1/contacts").await.status, 200);
}

#[tokio::test]
async fn a_key_that_one_makes_all_know_and_after_a_reset_nobody() {
    let team = Team::of(4);
    let path = format!("/organisations/{}/keys", text(&team.members[0].ready, "organisation_id"));
    let made = json!({ "mode": "test", "name": "till" });
    let key = text(&team.members[0].control(Method::POST, &path, Some(made)).await.ok(), "key");
    for member in &team.members {
        assert_eq!(member.as_key(&key).get("/crm/v1/contacts").await.status, 200);
        member.contact().await;
    }
    team.members[1].clock(json!({ "now": "2030-01-01T00:00:00.000Z", "frozen": true })).await;
    team.members[2].control(Method::POST, "/faults", Some(json!({ "status": 500, "times": 100 }))).await.ok();
    team.members[3].control(Method::POST, "/reset", None).await.ok();
    for member in &team.members {
        assert_eq!(member.as_key(&key).get("/crm/v1/contacts").await.code(), "invalid_credential");
        assert!(member.api.all("/crm/v1/contacts").await.is_empty());
        assert_eq!(member.clock_now().await["frozen"], false);
    }
}

#[tokio::test]
async fn a_reset_succeeds_beside_calls() {
    let team = Team::of(4);
    let mut calling = JoinSet::new();
    for number in 0..16 {
        let api = team.api(number).clone();
        calling.spawn(async move {
            loop {
                let made = api.post("/crm/v1/contacts", json!({ "name": "P" })).await;
                api.get(&format!("/crm/v1/contacts/{}", made.json()["id"].as_str().unwrap_or("ctc_1"))).await;
            }
        });
    }
    for number in 0..8 {
        team.members[number % 4].control(Method::POST, "/reset", None).await.ok();
    }
    calling.shutdown().await;
}

#[tokio::test]
async fn of_all_who_make_one_key_at_once_one_makes_it_and_the_others_are_told() {
    const KEYS: usize = 10;
    let team = Team::of(4);
    let organisation = text(&team.members[0].ready, "organisation_id");
    for number in 0..KEYS {
        let new = json!({ "mode": "test", "name": format!("till {number}") });
        let path = format!("/organisations/{organisation}/keys");
        let make = |member: usize| team.members[member].control(Method::POST, &path, Some(new.clone()));
        let (one, two, three, four) = tokio::join!(make(0), make(1), make(2), make(3));
        let (made, others): (Vec<_>, Vec<_>) =
            [one, two, three, four].into_iter().partition(|reply| reply.status == 201);
        assert!(others.iter().all(|reply| reply.code() == "already_exists"), "{others:?}");
        let key = text(&made[0].json(), "key");
        assert_eq!(
            (made.len(), team.members[number % 4].as_key(&key).get("/calendar/v1/services").await.status),
            (1, 200)
        );
    }
}

#[tokio::test]
async fn demo_businesses_are_set_up_on_all_at_once() {
    let team = Team::of(4);
    let seed = |member: usize| team.members[member].control(Method::POST, "/seed", Some(json!({})));
    let (one, two, three, four) = tokio::join!(seed(0), seed(1), seed(2), seed(3));
    let seeded = [one.ok(), two.ok(), three.ok(), four.ok()];
    assert!(seeded.iter().all(|other| *other == seeded[0]), "{seeded:?}");
}

#[tokio::test]
async fn databases_of_one_server_are_set_up_at_once() {
    let server = Server::with_roles("-c fsync=off");
    let databases: Vec<Fresh> = (0..6).map(|_| server.fresh_database()).collect();
    let start = |database: &Fresh| {
        Program::start(&[
            "--port",
            "0",
            "--json",
            "--no-seed",
            "--database",
            &database.url,
            "--migrate-as",
            &database.owner_url,
        ])
    };
    let programs: Vec<Program> = databases.iter().map(start).collect();
    for mut program in programs {
        program.ready();
    }
}
