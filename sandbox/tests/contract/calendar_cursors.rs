//! Pages: whatever is added, taken or given back between two of them, nothing is skipped or repeated.

use std::collections::BTreeSet;

use crate::support::shop::{Shop, ids};
use proptest::prelude::*;
use serde_json::json;

/// What happens between two pages.
#[derive(Debug, Clone)]
enum Step {
    /// A slot is opened, so many minutes from now.
    Open(i64),
    /// Some slot that is there is booked, where it is open.
    Book(usize),
    /// Some appointment is cancelled, where it is booked.
    Cancel(usize),
}

fn steps() -> impl Strategy<Value = Vec<Vec<Step>>> {
    let step = prop_oneof![
        (60_i64..600).prop_map(Step::Open),
        any::<usize>().prop_map(Step::Book),
        any::<usize>().prop_map(Step::Cancel),
    ];
    prop::collection::vec(prop::collection::vec(step, 0..4), 12)
}

/// What a reader of all pages must have seen once, may have seen, and saw.
#[derive(Debug, Default)]
struct Seen {
    pages: Vec<String>,
    always: BTreeSet<String>,
    ever: BTreeSet<String>,
}

impl Seen {
    fn check(&self) -> Result<(), TestCaseError> {
        let once: BTreeSet<String> = self.pages.iter().cloned().collect();
        prop_assert_eq!(once.len(), self.pages.len(), "repeated: {:?}", self);
        prop_assert!(self.always.is_subset(&once), "skipped: {:?}", self);
        prop_assert!(once.is_subset(&self.ever), "invented: {:?}", self);
        Ok(())
    }
}

/// Reads a list page by page while `steps` happen.
async fn read(shop: &Shop, path: &str, limit: usize, steps: &[Vec<Step>]) -> Seen {
    let mut seen = Seen::default();
    let all = format!("{path}&limit=100");
    let everything = async || ids(&shop.api.get(&all).await.ok()).into_iter().collect::<BTreeSet<String>>();
    seen.always = everything().await;
    seen.ever.clone_from(&seen.always);
    let mut query = format!("{path}&limit={limit}");
    for batch in steps.iter().map(Some).chain(std::iter::repeat(None)) {
        let page = shop.api.get(&query).await.ok();
        seen.pages.extend(ids(&page));
        let Some(cursor) = page["next_cursor"].as_str() else { return seen };
        query = format!("{path}&limit={limit}&cursor={cursor}");
        for step in batch.into_iter().flatten() {
            happen(shop, step).await;
            let now = everything().await;
            seen.always = &seen.always & &now;
            seen.ever.extend(now);
        }
    }
    seen
}

async fn happen(shop: &Shop, step: &Step) {
    match step {
        Step::Open(minutes) => {
            shop.slot(*minutes, json!({})).await;
        }
        Step::Book(number) => {
            let open = shop.open_slots("&limit=100").await;
            if !open.is_empty() {
                shop.book(&json!({ "id": open[number % open.len()] }), json!({})).await.ok();
            }
        }
        Step::Cancel(number) => {
            let booked = ids(&shop.api.get("/calendar/v1/appointments?status=booked&limit=100").await.ok());
            if !booked.is_empty() {
                let appointment = json!({ "id": booked[number % booked.len()] });
                shop.act(&appointment, "cancel", json!({ "reason": "Rain" })).await.ok();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_neither_skip_nor_repeat(limit in 1_usize..5, steps in steps(), path in prop::sample::select(vec![
        "/calendar/v1/appointments?service=cut",
        "/calendar/v1/appointments?status=booked",
        "/calendar/v1/appointments?order=asc",
        "/calendar/v1/availability?service=cut",
        "/calendar/v1/availability?service=cut&order=desc",
    ])) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let seen = runtime.block_on(async {
            let shop = Shop::open().await;
            for number in 0..8 {
                // Several begin at one time: the ID tells them apart.
                let slot = shop.slot(60 + 30 * (number / 3), json!({ "capacity": 2 })).await;
                if number % 2 == 0 {
                    shop.book(&slot, json!({})).await.ok();
                }
            }
            read(&shop, path, limit, &steps).await
        });
        seen.check()?;
    }
}
