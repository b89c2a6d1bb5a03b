//! The database: opening it, and transactions on it.
//!
//! Statements are `&'static str` in SQL that both engines take; IDs, times and the clock are bound as parameters, so that no
//! statement asks the database what time it is.

mod row;
mod tx;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use tokio::sync::{Mutex, OwnedMutexGuard};

use self::writer::Writer;

pub use row::Row;
#[cfg(test)]
pub(crate) use tx::check_statements;
pub use tx::{Arg, Tx};
pub(crate) use tx::{args, places, statements};

const SCHEMA: &[&str] = &[include_str!("schema.sql"), include_str!("sqlite.sql")];

/// Raised when a table is changed, so that an older file is refused with a clear word instead of failing later.
const SCHEMA_VERSION: i64 = 2;

/// How long a statement waits for another process that has the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// What went wrong in the database.
pub type StoreError = sqlx::Error;

/// An open database.
#[derive(Debug, Clone)]
pub struct Store {
    writer: Arc<Mutex<Writer>>,
    /// Whether something was removed that still stands in the log that is written ahead.
    traces: Arc<AtomicBool>,
    /// None in memory, where the connection that writes is the only one there can be.
    readers: Option<SqlitePool>,
}

/// Where the data is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// In memory: gone with the sandbox.
    Memory,
    /// In a file, durable: a commit that was answered survives a power cut.
    File(PathBuf),
}

impl Store {
    /// Opens the database at `location` and makes its tables where there are none.
    ///
    /// # Errors
    /// When the file cannot be opened, or was made by another version.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        let store = match location {
            Location::Memory => Self::in_memory().await?,
            Location::File(path) => Self::at(path).await?,
        };
        store.migrate().await?;
        Ok(store)
    }

    /// A database in memory has one connection, which reads and writes.
    async fn in_memory() -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new().in_memory(true).synchronous(SqliteSynchronous::Off);
        let traces = Arc::default();
        Ok(Self { writer: Writer::connect(&options, &traces).await?, traces, readers: None })
    }

    /// One connection writes, since SQLite lets only one: the others would spend a race asleep. Several read beside it.
    async fn at(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            // What is deleted, or moves, is overwritten: at every write, since what moved leaves a trace where it was.
            .pragma("secure_delete", "ON")
            .busy_timeout(BUSY_TIMEOUT);
        // Who used the file before may have had no time to.
        let traces = Arc::new(AtomicBool::new(true));
        let writer = Writer::connect(&options, &traces).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(Duration::from_secs(60))
            .test_before_acquire(false)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self { writer, traces, readers: Some(readers) })
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let mut writer = self.writer.lock().await;
        let connection = writer.connection()?;
        let version: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *connection).await?;
        match version {
            SCHEMA_VERSION => Ok(()),
            0 => {
                let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
                for schema in SCHEMA {
                    sqlx::raw_sql(*schema).execute(&mut *tx).await?;
                }
                sqlx::raw_sql("PRAGMA user_version = 2").execute(&mut *tx).await?;
                tx.commit().await
            }
            other => Err(StoreError::Configuration(
                format!("the file was made by another version of the sandbox (schema {other}, this is {SCHEMA_VERSION}); start with a new file").into(),
            )),
        }
    }

    /// Begins a transaction that writes. There is one at a time; the others wait for it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        Ok(Tx::writing(self.alone().await))
    }

    /// A connection that only reads, statement by statement.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        Ok(match &self.readers {
            Some(readers) => Tx::reading(readers.acquire().await?),
            None => Tx::reading_alone(self.alone().await),
        })
    }

    /// The connection that writes, with nothing on it that somebody before left open.
    async fn alone(&self) -> OwnedMutexGuard<Writer> {
        let mut writer = Arc::clone(&self.writer).lock_owned().await;
        writer.undo().await;
        writer
    }

    /// Begins a transaction in which every row is gone but those of the tables `keep`. Committed, it is as if nothing else
    /// had ever been there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cleared(&self, keep: &[&str]) -> Result<Tx, StoreError> {
        let mut tx = self.write().await?;
        // Events and audit records refuse to be deleted, as they should: their triggers step aside within the transaction.
        let triggers: Vec<(String, String)> =
            tx.all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'", Vec::new()).await?;
        let tables: Vec<String> = tx
            .all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", Vec::new())
            .await?;
        let dropped = triggers.iter().map(|(name, _)| format!("DROP TRIGGER {name}"));
        let emptied =
            tables.iter().filter(|name| !keep.contains(&name.as_str())).map(|name| format!("DELETE FROM {name}"));
        let restored = triggers.iter().map(|(_, sql)| sql.clone());
        // The names and texts are the schema's own.
        tx.leaves_no_trace();
        for statement in dropped.chain(emptied).chain(restored) {
            tx.execute(sqlx::AssertSqlSafe(statement), Vec::new()).await?;
        }
        Ok(tx)
    }

    /// Empties the log that is written ahead, where something was removed whose older pages it may hold.
    ///
    /// # Errors
    /// When the database fails. That somebody is still reading there is no error: it is tried again the next time.
    pub async fn scrub(&self) -> Result<(), StoreError> {
        if self.readers.is_some() && self.traces.swap(false, Ordering::SeqCst) {
            let emptied = self.alone().await.empty_log().await;
            self.traces.fetch_or(!matches!(emptied, Ok(true)), Ordering::SeqCst);
            emptied?;
        }
        Ok(())
    }

    /// Writes everything to the file and closes it.
    pub async fn close(&self) {
        if let Some(readers) = &self.readers {
            readers.close().await;
        }
        self.writer.lock().await.close().await;
    }
}
