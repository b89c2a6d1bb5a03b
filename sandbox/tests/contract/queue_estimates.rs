//! Wait estimates from known histories.

use crate::support::guests::Restaurant;
use proptest::prelude::*;
use serde_json::json;

/// The duration that the contract promises, worked out apart from the sandbox: the shortest of the durations that the score
/// test of "it is exceeded more often than not" rejects.
fn promised(mut minutes: Vec<u64>) -> u64 {
    minutes.sort_unstable();
    let n = minutes.len() as f64;
    let rejects = |duration: u64| {
        let hits = minutes.iter().filter(|stay| **stay <= duration).count() as f64;
        (hits - n / 2.0) / (n / 4.0).sqrt() >= 1.959_963_984_540_054
    };
    minutes.iter().copied().find(|duration| rejects(*duration)).unwrap() * 60
}

async fn estimate(stays: &[u64]) -> u64 {
    let restaurant = Restaurant::open().await;
    restaurant.table(json!({})).await;
    restaurant.sessions(1, stays).await;
    let entry = restaurant.party(9999, json!({})).await;
    entry["estimatedWaitSeconds"].as_u64().unwrap()
}

#[tokio::test]
async fn fewer_than_eight_sessions_tell_nothing() {
    assert_eq!(estimate(&[30; 7]).await, 240);
    assert_eq!(estimate(&[30; 8]).await, 1800);
}

#[tokio::test]
async fn a_known_history_gives_what_the_score_test_gives() {
    let eight = [12, 45, 20, 33, 18, 27, 60, 25];
    assert_eq!(promised(eight.to_vec()), 45 * 60, "the seventh of eight");
    assert_eq!(estimate(&eight).await, 45 * 60);
    let twenty: Vec<u64> = (0..20).map(|i| 10 + (i * 7) % 20).collect();
    assert_eq!(promised(twenty.clone()), 24 * 60, "the fifteenth of twenty");
    assert_eq!(estimate(&twenty).await, 24 * 60);
    let ties = [15, 15, 15, 15, 15, 15, 15, 90, 90];
    assert_eq!(estimate(&ties).await, promised(ties.to_vec()));
}

#[tokio::test]
async fn more_tables_and_a_shorter_line_shorten_the_wait() {
    let restaurant = Restaurant::open().await;
    restaurant.table(json!({ "capacity_max": 4 })).await;
    restaurant.table(json!({ "capacity_max": 4 })).await;
    restaurant.sessions(1, &[10; 8]).await;
    let mut entries = Vec::new();
    for number in 101..=105 {
        entries.push(restaurant.party(number, json!({})).await);
    }
    let waits: Vec<u64> = entries.iter().map(|entry| entry["estimatedWaitSeconds"].as_u64().unwrap()).collect();
    assert_eq!(waits, [600, 600, 1200, 1200, 1800]);
    let large = restaurant.party(106, json!({ "partySize": 6 })).await;
    assert_eq!(large["estimatedWaitSeconds"], 3600, "no table takes them: counted as one that will");
    let line = restaurant.api.get("/v1/queue/lines/table").await.ok();
    assert_eq!(line["averageSessionSeconds"], 600);
    assert_eq!((&line["waiting"], &line["estimatedWaitSeconds"], &line["free"]), (&json!(6), &json!(2400), &json!(2)));
}

/// The lower end of the Wilson score interval at 95 %, as textbooks print it.
fn wilson(hits: usize, n: usize) -> f64 {
    let (z, n, p) = (1.959_963_984_540_054_f64, n as f64, hits as f64 / n as f64);
    let centre = p + z.powi(2) / (2.0 * n);
    let margin = z * (p * (1.0 - p) / n + z.powi(2) / (4.0 * n.powi(2))).sqrt();
    (centre - margin) / (1.0 + z.powi(2) / n)
}

async fn whatever_the_history(stays: Vec<u64>, leaving: Vec<prop::sample::Index>) {
    let restaurant = Restaurant::open().await;
    restaurant.table(json!({})).await;
    restaurant.sessions(1, &stays).await;
    let mut sorted = stays.clone();
    sorted.sort_unstable();
    let covers = |stay: &&u64| wilson(sorted.iter().filter(|other| other <= stay).count(), sorted.len()) >= 0.5;
    let session = 60 * sorted.iter().find(covers).unwrap();
    assert_eq!(session, promised(stays), "by the bound and by the score test");

    let mut line = Vec::new();
    for number in 101..=106 {
        line.push(restaurant.party(number, json!({})).await);
    }
    let last = line.pop().unwrap();
    for place in leaving {
        let now = restaurant.entry(&last).await;
        let wait = now["estimatedWaitSeconds"].as_u64().unwrap();
        assert_eq!(wait, (line.len() as u64 + 1) * session);
        let median = 60 * (sorted[(sorted.len() - 1) / 2] + sorted[sorted.len() / 2]) / 2;
        assert!(wait >= (line.len() as u64 + 1) * median, "never below the median");
        restaurant.act(&line.remove(place.index(line.len())), "/cancel").await.ok();
        let less = restaurant.entry(&last).await["estimatedWaitSeconds"].as_u64().unwrap();
        assert_eq!(less, wait - session, "whoever leaves, those behind wait less");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_wait_is_the_bounds_never_below_the_median_and_shrinks_as_parties_leave(
        stays in prop::collection::vec(1_u64..90, 8..24),
        leaving in prop::collection::vec(any::<prop::sample::Index>(), 5),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(whatever_the_history(stays, leaving));
    }
}
