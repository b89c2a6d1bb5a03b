//! PostgreSQL: a server that any number of sandboxes share.
//!
//! Every transaction that writes is serializable: what is right with one writer stays right with many. Where the server finds
//! that transactions could not have run one after the other it fails one of them, and whoever began it runs it again:
//! [`StoreError::is_conflict`].
//!
//! The server bounds what a transaction sees to the rows of its [`Scope`], by row-level security: see `schema.sql`.

mod error;
mod lock;
mod migrate;
mod pool;
mod session;
mod values;

use std::sync::Arc;

use serde::de::DeserializeOwned;
use tokio_postgres::Config;

pub use self::error::ServerError;
pub(super) use self::lock::Lock;
use self::pool::{Pool, Pooled};
pub(super) use self::session::Session;
use super::{Arg, Scope, Sql, StoreError, Tx, args};

const WRITING: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";

/// Each statement on what is committed by then.
const BY_STATEMENT: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// One state of the database for everything that is read.
const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// How often it is begun anew where a connection turns out to be broken.
const BEGINNINGS: usize = 3;

/// An open database.
#[derive(Debug, Clone)]
pub(super) struct Database {
    pool: Arc<Pool>,
}

impl Database {
    /// Connects as whom `url` says, and makes the tables as whom `migrate_as` says, or else as the same.
    pub(super) async fn open(url: &str, migrate_as: Option<&str>) -> Result<Self, StoreError> {
        let server = read_url(url)?;
        migrate::migrate(&migrate_as.map_or_else(|| Ok(server.clone()), read_url)?).await?;
        migrate::check_role(&server).await?;
        Ok(Self { pool: Pool::new(server) })
    }

    pub(super) async fn write(&self, scope: Scope<'_>) -> Result<Session, StoreError> {
        self.begin(WRITING, scope).await
    }

    pub(super) async fn write_by_statement(&self, scope: Scope<'_>) -> Result<Session, StoreError> {
        self.begin(BY_STATEMENT, scope).await
    }

    pub(super) async fn at_once<T: DeserializeOwned>(&self, sql: &'static str, args: &[Arg]) -> Result<T, StoreError> {
        let mut tried = 0;
        loop {
            tried += 1;
            match session::at_once(self.pool.acquire().await?, sql, args).await {
                Err(StoreError::Server(error)) if error.is_away() && tried < BEGINNINGS => {}
                outcome => return outcome?.ok_or(StoreError::NoRow),
            }
        }
    }

    pub(super) async fn lock(&self, what: &str) -> Result<Lock, StoreError> {
        Lock::take(self.pool.config(), what).await
    }

    pub(super) async fn try_lock(&self, what: &str) -> Result<Option<Lock>, StoreError> {
        Lock::try_take(self.pool.config(), what).await
    }

    pub(super) async fn read(&self, scope: Scope<'_>) -> Result<Session, StoreError> {
        self.begin(READING, scope).await
    }

    async fn begin(&self, kind: &str, scope: Scope<'_>) -> Result<Session, StoreError> {
        let mut tried = 0;
        loop {
            let connection: Pooled = self.pool.acquire().await?;
            tried += 1;
            match Session::begin(connection, kind, scope).await {
                Err(StoreError::Server(error)) if error.is_away() && tried < BEGINNINGS => {}
                outcome => return outcome,
            }
        }
    }

    pub(super) fn close(&self) {
        self.pool.close();
    }
}

fn read_url(url: &str) -> Result<Config, StoreError> {
    // What is wrong with it is not told: the address may hold a password.
    let mut config: Config = url.parse().map_err(|_| {
        StoreError::SetUp(
            "the database's address is not of the form postgres://user:password@host:5432/name".to_owned(),
        )
    })?;
    if config.get_application_name().is_none() {
        config.application_name("softknack-sandbox");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(std::time::Duration::from_secs(10));
    }
    Ok(config)
}

/// Deletes every row but those of the tables `keep`.
pub(super) async fn clear(tx: &mut Tx, keep: &[&str]) -> Result<(), StoreError> {
    let tables: Vec<String> =
        tx.all("SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'softknack'", args![]).await?;
    let emptied: Vec<String> = tables.into_iter().filter(|name| !keep.contains(&name.as_str())).collect();
    // Events and audit records refuse to go, as they should: this word has them step aside within the transaction. Others may hold a
    // table and wait for one that is emptied already: to make way for them soon is quicker than for the server to find that out.
    let settings = "SELECT set_config('softknack.clearing', 'yes', TRUE), set_config('lock_timeout', '100ms', TRUE)";
    tx.execute(settings, args![]).await?;
    // The names are the schema's own.
    tx.execute(Sql::assembled(format!("TRUNCATE {}", emptied.join(", "))), args![]).await?;
    Ok(())
}

#[cfg(test)]
#[path = "../../../tests/support/postgres.rs"]
mod server;

/// Fails where PostgreSQL does not understand a statement; where the tests are not run on it, nothing is asked.
#[cfg(test)]
pub(super) async fn check_statements(statements: &[(&str, &'static str)]) {
    static ASKED: std::sync::OnceLock<server::Fresh> = std::sync::OnceLock::new();
    let Some(fresh) = server::wanted().then(|| ASKED.get_or_init(server::fresh_database)) else { return };
    let database = Database::open(&fresh.url, Some(&fresh.owner_url)).await.unwrap_or_else(|error| panic!("{error}"));
    let mut connection = database.pool.acquire().await.unwrap_or_else(|error| panic!("{error}"));
    for (name, sql) in statements {
        connection.prepare([*sql].into_iter()).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
