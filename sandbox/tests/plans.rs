//! What a statement looks at does not grow with the tables: of everything that a business does all day, on both engines.
//!
//! The same day is played with a short history and with one twenty times as long. Which statements there are, what each of them touches and
//! how the server means to find it, is told by the engines themselves, so that a statement that is added later is looked at as well.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

#[path = "plans/day.rs"]
mod day;
mod support;
#[path = "plans/told.rs"]
mod told;

use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::Method;
use support::Api;
use support::history::{Dialect, History};
use support::postgres::{Server, psql};
use support::program::Program;
use support::text;
use told::Costs;

const SHORT: u64 = 1000;
const LONG: u64 = 20 * SHORT;
const OPEN: u64 = 40;

/// A tree grows a level, or a statement meets what one before it has left behind.
const SLACK: u64 = 2;

/// Has the server tell every statement of the sandbox, those of triggers included, with the plan that fits whatever is bound to it, and the
/// pages that it touched.
const TELLING: &str =
    "-c fsync=off -c autovacuum=off -c session_preload_libraries=auto_explain -c plan_cache_mode=force_generic_plan";
const TELLING_SANDBOX: &str = "ALTER ROLE softknack_server SET auto_explain.log_min_duration = 0;
    ALTER ROLE softknack_server SET auto_explain.log_analyze = on;
    ALTER ROLE softknack_server SET auto_explain.log_buffers = on;
    ALTER ROLE softknack_server SET auto_explain.log_timing = off;
    ALTER ROLE softknack_server SET auto_explain.log_format = 'json';
    ALTER ROLE softknack_server SET auto_explain.log_nested_statements = on";

#[tokio::test]
async fn sqlite_looks_at_no_more_rows_where_there_are_more() {
    let mut costs = Vec::new();
    for appointments in [SHORT, LONG] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sandbox.db");
        let options = ["--file", file.to_str().unwrap()];
        let fill = |statements: &str| rusqlite::Connection::open(&file).unwrap().execute_batch(statements).unwrap();
        let log = play(&options, Dialect::Sqlite, appointments, OPEN, fill).await;
        costs.push(told::by_sqlite(&log));
    }
    compare(&costs, 1000);
}

#[tokio::test]
async fn postgresql_finds_by_indexes_and_touches_no_more_pages_where_there_are_more() {
    let mut costs = Vec::new();
    for appointments in [SHORT, LONG] {
        let server = Server::with_roles(TELLING);
        let database = server.fresh_database();
        let options = ["--database", &database.url, "--migrate-as", &database.owner_url];
        let fill = |statements: &str| {
            psql(&database.admin_url, statements).unwrap();
            psql(&database.admin_url, "VACUUM ANALYZE").unwrap();
            server.sql("postgres", TELLING_SANDBOX);
        };
        play(&options, Dialect::Postgres, appointments, OPEN, fill).await;
        costs.push(told::by_postgres(&server.log()));
    }
    // What is changed has to be entered into every index, unless its page has room for it.
    compare(&costs, 100);
}

#[tokio::test]
async fn postgresql_finds_a_slot_by_its_id_when_it_does_not_know_how_many_are_open() {
    let server = Server::with_roles(TELLING);
    let database = server.fresh_database();
    let (options, admin_url) =
        (["--database", &database.url, "--migrate-as", &database.owner_url], &database.admin_url);
    // Whatever there are statistics of came before them.
    let fill = |statements: &str| {
        psql(admin_url, statements).unwrap();
        server.sql("postgres", TELLING_SANDBOX);
    };
    play(&options, Dialect::Postgres, SHORT, 2 * SHORT, fill).await;
    let found_by = told::indexes(&server.log(), "UPDATE slots SET booked = booked + 1");
    assert!(found_by.contains("slots_pkey"), "{found_by:?}");
    assert!(!found_by.contains("slots_by_opening"), "{found_by:?}");
}

/// Lives through a day after a history of so many appointments, with so many slots open, and gives what the sandbox logged.
async fn play(options: &[&str], dialect: Dialect, appointments: u64, open: u64, fill: impl Fn(&str)) -> String {
    let (before, ready) = Program::serve_with(options);
    let api = Api::at(&text(&ready, "base_url"), &text(&ready, "test_key"));
    day::prepare(&api).await;
    before.terminate();

    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap();
    let history = History { dialect, tenant: format!("{}/test", text(&ready, "organisation_id")), now };
    fill(&history.resources());
    fill(&history.appointments(0, appointments));
    let (openings, slots) = history.openings(0, open, appointments);
    fill(&openings);

    let (program, ready) = Program::serve_with(&[options, &["--log", "softknack_sandbox::store=trace"]].concat());
    let base_url = text(&ready, "base_url");
    let api = Api::at(&base_url, &text(&ready, "test_key"));
    let admin = Api::at(&base_url, &text(&ready, "admin_token"));
    day::live(&api, async || admin.send(Method::POST, "/sandbox/v1/settle", None, None).await.ok(), &slots).await;
    program.terminate().1
}

/// Each statement costs the same after a long history as after a short one, but for a little.
fn compare(costs: &[Costs], little: u64) {
    let [short, long] = costs else { panic!("two histories") };
    assert!(long.len() > 80, "only {} statements were told", long.len());
    let grown: Vec<String> = long
        .iter()
        .filter_map(|(statement, cost)| {
            let before = short.get(statement)?;
            (*cost > SLACK * before + little).then(|| format!("{before} → {cost}: {statement}"))
        })
        .collect();
    assert!(
        grown.is_empty(),
        "{} of {} statements cost more the longer the tables are:\n{}",
        grown.len(),
        long.len(),
        grown.join("\n")
    );
}
