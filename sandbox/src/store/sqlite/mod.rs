//! SQLite: in memory, or in a file of this machine.

mod file_lock;
mod readers;
mod run;
#[cfg(test)]
mod tests;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::OwnedMutexGuard;

use self::file_lock::FileLock;
use self::readers::{Reader, Readers};
pub(super) use self::run::{all, execute, first};
use self::writer::{Open, Turn, Writer};
use super::{COMMON_SCHEMA, SCHEMA_VERSION, Sql, StoreError, Tx};

const SCHEMA: &[&str] = &[COMMON_SCHEMA, include_str!("schema.sql")];

/// How long a statement waits for somebody who looks into the file beside the sandbox.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// An open database.
#[derive(Debug, Clone)]
pub(super) struct Database {
    writer: Arc<Writer>,
    /// None in memory, where the connection that writes is the only one there can be.
    readers: Option<Arc<Readers>>,
}

/// On which connection statements run.
#[derive(Debug)]
pub(super) enum On {
    /// Inside a transaction; dropped without being committed, it is undone.
    Writing(Turn),
    /// Statement by statement, on the only connection there is.
    ReadingAlone(OwnedMutexGuard<Open>),
    /// Statement by statement.
    Reading(Reader),
}

impl Database {
    /// A database in memory has one connection, which reads and writes.
    pub(super) fn in_memory() -> Result<Self, StoreError> {
        let mut connection = prepared_for_use(Connection::open_in_memory()?)?;
        migrate(&mut connection)?;
        Ok(Self { writer: Arc::new(Writer::in_memory(connection)), readers: None })
    }

    /// One connection writes, since SQLite lets only one: the others would spend a race asleep. Several read beside it.
    pub(super) async fn at(path: &Path) -> Result<Self, StoreError> {
        let mut connection = prepared_for_use(Connection::open(path)?)?;
        let lock = FileLock::take(path).await?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // What is deleted, or moves, is overwritten: at every write, since what moved leaves a trace where it was.
        connection.pragma_update(None, "secure_delete", true)?;
        migrate(&mut connection)?;
        let readers = Readers::open(path)?;
        Ok(Self { writer: Arc::new(Writer::durable(connection, lock)), readers: Some(readers) })
    }

    /// There is one that writes at a time; the others wait for it.
    pub(super) async fn write(&self) -> Result<On, StoreError> {
        Ok(On::Writing(self.writer.turn().await?))
    }

    pub(super) async fn read(&self) -> Result<On, StoreError> {
        Ok(match &self.readers {
            Some(readers) => On::Reading(readers.acquire().await?),
            None => On::ReadingAlone(self.writer.lock().await),
        })
    }

    /// Empties the log that is written ahead, where something was removed whose older pages it may hold. That somebody is
    /// still reading there is no error: it is tried again the next time.
    pub(super) async fn scrub(&self) -> Result<(), StoreError> {
        self.writer.scrub().await
    }

    /// Writes everything to the file and closes it.
    pub(super) async fn close(&self) {
        if let Some(readers) = &self.readers {
            readers.close();
        }
        self.writer.close().await;
    }
}

impl On {
    pub(super) fn connection(&self) -> Result<&Connection, StoreError> {
        match self {
            Self::Writing(turn) => turn.connection(),
            Self::ReadingAlone(open) => open.connection(),
            Self::Reading(reader) => reader.connection(),
        }
    }

    pub(super) fn leaves_no_trace(&mut self) {
        if let Self::Writing(turn) = self {
            turn.leaves_no_trace();
        }
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Writing(turn) => turn.commit().await,
            Self::ReadingAlone(_) | Self::Reading(_) => Ok(()),
        }
    }
}

/// Deletes every row but those of the tables `keep`.
pub(super) async fn clear(tx: &mut Tx, keep: &[&str]) -> Result<(), StoreError> {
    // Events and audit records refuse to be deleted, as they should: their triggers step aside within the transaction.
    let triggers: Vec<(String, String)> =
        tx.all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'", Vec::new()).await?;
    let tables: Vec<String> =
        tx.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", Vec::new()).await?;
    let dropped = triggers.iter().map(|(name, _)| format!("DROP TRIGGER {name}"));
    let emptied = tables.iter().filter(|name| !keep.contains(&name.as_str())).map(|name| format!("DELETE FROM {name}"));
    let restored = triggers.iter().map(|(_, sql)| sql.clone());
    // The names and texts are the schema's own.
    tx.leaves_no_trace();
    for statement in dropped.chain(emptied).chain(restored) {
        tx.execute(Sql::assembled(statement), Vec::new()).await?;
    }
    Ok(())
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

/// Fails where SQLite does not understand a statement, or a place in it is left out.
#[cfg(test)]
pub(super) async fn check_statements(statements: &[(&str, &'static str)]) {
    let database = Database::in_memory().unwrap_or_else(|error| panic!("{error}"));
    let on = database.read().await.unwrap_or_else(|error| panic!("{error}"));
    let connection = on.connection().unwrap_or_else(|error| panic!("{error}"));
    for (name, sql) in statements {
        let prepared = connection.prepare(sql).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut places: Vec<&str> =
            (1..=prepared.parameter_count()).filter_map(|at| prepared.parameter_name(at)).collect();
        let all: Vec<String> = (1..=super::sql::count_places(sql)).map(|place| format!("${place}")).collect();
        places.sort_by_key(|place| place[1..].parse::<usize>().unwrap_or_default());
        assert_eq!(places, all, "{name}");
    }
}
