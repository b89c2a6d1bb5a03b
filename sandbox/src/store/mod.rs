//! The database: opening it, and transactions on it.
//!
//! Statements are `&'static str` in SQL that both engines take; IDs, times and the clock are bound as parameters, so that no
//! statement asks the database what time it is.

mod arg;
mod error;
mod readers;
mod row;
mod sql;
#[cfg(test)]
mod tests;
mod tx;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};

use self::readers::Readers;
use self::tx::On;
use self::writer::Writer;

pub use self::arg::Arg;
pub(crate) use self::arg::args;
pub use self::error::StoreError;
pub use self::row::Row;
pub use self::sql::Sql;
#[cfg(test)]
pub(crate) use self::sql::check_statements;
pub(crate) use self::sql::{places, statements};
pub use self::tx::Tx;

const SCHEMA: &[&str] = &[include_str!("schema.sql"), include_str!("sqlite.sql")];

/// Raised when a table is changed, so that an older file is refused with a clear word instead of failing later.
const SCHEMA_VERSION: i64 = 3;

/// How long a statement waits for another process that has the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// An open database.
#[derive(Debug, Clone)]
pub struct Store {
    writer: Arc<Writer>,
    /// None in memory, where the connection that writes is the only one there can be.
    readers: Option<Arc<Readers>>,
}

/// Where the data is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// In memory: gone with the sandbox.
    Memory,
    /// In a file, durable: a commit that was answered survives a power cut.
    File(PathBuf),
}

/// Whose rows a transaction sees and changes: to a server database, there are no others.
///
/// SQLite has no such bounds; there, the tenant that every statement names is the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// One tenant's.
    Tenant(&'a str),
    /// Everybody's: for what looks across tenants, such as whose a key is, or what is due.
    Everything,
}

/// Nobody else does the same, in any process, until this is dropped.
#[derive(Debug)]
pub struct Alone;

impl Store {
    /// Opens the database at `location` and makes its tables where there are none.
    ///
    /// # Errors
    /// When the file cannot be opened, or was made by another version.
    #[expect(clippy::unused_async, reason = "a runtime must be there, for the task that commits")]
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        match location {
            Location::Memory => Self::in_memory(),
            Location::File(path) => Self::at(path),
        }
    }

    /// A database in memory has one connection, which reads and writes.
    fn in_memory() -> Result<Self, StoreError> {
        let mut connection = prepared_for_use(Connection::open_in_memory()?)?;
        migrate(&mut connection)?;
        Ok(Self { writer: Arc::new(Writer::in_memory(connection)), readers: None })
    }

    /// One connection writes, since SQLite lets only one: the others would spend a race asleep. Several read beside it.
    fn at(path: &Path) -> Result<Self, StoreError> {
        let mut connection = prepared_for_use(Connection::open(path)?)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // What is deleted, or moves, is overwritten: at every write, since what moved leaves a trace where it was.
        connection.pragma_update(None, "secure_delete", true)?;
        migrate(&mut connection)?;
        let readers = Readers::open(path)?;
        Ok(Self { writer: Arc::new(Writer::durable(connection)), readers: Some(readers) })
    }

    /// Begins a transaction that writes. There is one at a time; the others wait for it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(&self, _: Scope<'_>) -> Result<Tx, StoreError> {
        Ok(Tx::on(On::Writing(self.writer.turn().await?)))
    }

    /// A connection that only reads, statement by statement.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(&self, _: Scope<'_>) -> Result<Tx, StoreError> {
        Ok(Tx::on(match &self.readers {
            Some(readers) => On::Reading(readers.acquire().await?),
            None => On::ReadingAlone(self.writer.lock().await),
        }))
    }

    /// Begins a transaction in which every row is gone but those of the tables `keep`. Committed, it is as if nothing else
    /// had ever been there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cleared(&self, keep: &[&str]) -> Result<Tx, StoreError> {
        let mut tx = self.write(Scope::Everything).await?;
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
            tx.execute(Sql::assembled(statement), Vec::new()).await?;
        }
        Ok(tx)
    }

    /// Empties the log that is written ahead, where something was removed whose older pages it may hold.
    ///
    /// # Errors
    /// When the database fails. That somebody is still reading there is no error: it is tried again the next time.
    pub async fn scrub(&self) -> Result<(), StoreError> {
        self.writer.scrub().await
    }

    /// Whether other processes may serve the same database.
    pub fn is_shared(&self) -> bool {
        false
    }

    /// Waits until nobody else does `what`, in any process.
    ///
    /// # Errors
    /// When the database fails.
    #[expect(clippy::unused_async, reason = "a database that is shared is asked")]
    pub async fn alone(&self, _what: &'static str) -> Result<Alone, StoreError> {
        Ok(Alone)
    }

    /// As [`alone`](Self::alone), where nobody does it now.
    ///
    /// # Errors
    /// When the database fails.
    #[expect(clippy::unused_async, reason = "a database that is shared is asked")]
    pub async fn try_alone(&self, _what: &'static str) -> Result<Option<Alone>, StoreError> {
        Ok(Some(Alone))
    }

    /// Writes everything to the file and closes it.
    pub async fn close(&self) {
        if let Some(readers) = &self.readers {
            readers.close();
        }
        self.writer.close().await;
    }
}

fn prepared_for_use(connection: Connection) -> Result<Connection, StoreError> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // A plan is made once for a statement, not again for each value that is bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(512);
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match version {
        SCHEMA_VERSION => Ok(()),
        0 => {
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for schema in SCHEMA {
                tx.execute_batch(schema)?;
            }
            tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
            Ok(tx.commit()?)
        }
        other => Err(StoreError::Schema(other)),
    }
}
