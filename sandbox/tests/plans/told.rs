//! What the engines tell of the statements that they ran.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The most that each statement cost: steps of SQLite's machine, or pages that PostgreSQL touched.
pub type Costs = BTreeMap<String, u64>;

/// Which tables stay as short as the business is large: they may be read as a whole.
const SHORT_TABLES: [&str; 13] = [
    "meta",
    "faults",
    "rate_windows",
    "organisations",
    "api_keys",
    "services",
    "resources",
    "schedules",
    "booking_pages",
    "webhooks",
    "webhook_secrets",
    "webhook_patterns",
    "queue_lines",
];

/// Out of the sandbox's own log: `… ran sql="…" steps=…`.
pub fn by_sqlite(log: &str) -> Costs {
    let mut costs = Costs::new();
    for line in log.lines() {
        let Some((_, told)) = line.split_once(" sql=\"") else { continue };
        let (sql, steps) = told.rsplit_once("\" steps=").expect("what it cost");
        let sql: String = serde_json::from_str(&format!("\"{sql}\"")).unwrap();
        note(&mut costs, &sql, steps.trim().parse().unwrap());
    }
    costs
}

/// Out of the server's log. Plans that read a table as a whole which grows are refused.
pub fn by_postgres(log: &str) -> Costs {
    let (mut costs, mut scans) = (Costs::new(), BTreeSet::new());
    for (sql, plan) in plans(log) {
        scans.extend(scanned(&plan).into_iter().map(|table| format!("{table}: {sql}")));
        let pages = ["Shared Hit Blocks", "Shared Read Blocks"].map(|name| plan[name].as_u64().unwrap_or(0));
        note(&mut costs, &sql, pages.iter().sum());
    }
    assert!(scans.is_empty(), "tables that grow are read as a whole: {scans:#?}");
    costs
}

/// By which indexes PostgreSQL found the rows of statements that begin so.
pub fn indexes(log: &str, beginning: &str) -> BTreeSet<String> {
    fn used(plan: &Value) -> Vec<String> {
        let parts = plan["Plans"].as_array().into_iter().flatten().flat_map(used);
        plan["Index Name"].as_str().map(str::to_owned).into_iter().chain(parts).collect()
    }
    plans(log).filter(|(sql, _)| sql.starts_with(beginning)).flat_map(|(_, plan)| used(&plan)).collect()
}

/// The statements and plans in the server's log: `… plan:`, and then an object, indented.
fn plans(log: &str) -> impl Iterator<Item = (String, Value)> {
    log.split("  plan:\n").skip(1).map(|told| {
        let object: String = told.lines().take_while(|line| line.starts_with('\t')).collect();
        let mut told: Value = serde_json::from_str(&object).unwrap_or_else(|error| panic!("{error}: {object}"));
        (told["Query Text"].as_str().unwrap().to_owned(), told["Plan"].take())
    })
}

/// Which tables that grow a plan reads as a whole.
fn scanned(plan: &Value) -> Vec<&str> {
    let parts = plan["Plans"].as_array().into_iter().flatten().flat_map(scanned);
    let table = plan["Relation Name"].as_str().filter(|_| plan["Node Type"] == "Seq Scan");
    let grows = |table: &&str| !SHORT_TABLES.contains(table) && !table.starts_with("pg_");
    table.filter(grows).into_iter().chain(parts).collect()
}

fn note(costs: &mut Costs, sql: &str, cost: u64) {
    let most = costs.entry(sql.split_whitespace().collect::<Vec<_>>().join(" ")).or_default();
    *most = cost.max(*most);
}
