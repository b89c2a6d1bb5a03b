//! The database: opening it, and transactions on it.
//!
//! There are two engines, SQLite and PostgreSQL, and one text of each statement for both: `&'static str` in SQL that both
//! take. IDs, times and the clock are bound as parameters, so that no statement asks the database what time it is. What only
//! PostgreSQL is to read stands in a comment that begins with `/*postgres`.

mod arg;
mod error;
mod postgres;
mod row;
mod sql;
mod sqlite;
mod tx;

use std::path::PathBuf;

use serde::de::DeserializeOwned;
use softknack::Secret;

pub use self::arg::Arg;
pub(crate) use self::arg::args;
pub use self::error::StoreError;
pub use self::sql::Sql;
pub(crate) use self::sql::{places, statements};
pub use self::tx::Tx;

/// The tables and indexes, for both engines.
const COMMON_SCHEMA: &str = include_str!("schema.sql");

/// Raised when a table is changed, so that an older database is refused with a clear word instead of failing later.
const SCHEMA_VERSION: i64 = 3;

/// An open database.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
}

#[derive(Debug, Clone)]
enum Engine {
    Sqlite(sqlite::Database),
    Postgres(postgres::Database),
}

/// Where the data is kept.
#[derive(Debug, Clone)]
pub enum Location {
    /// In memory: gone with the sandbox.
    Memory,
    /// In a file, durable: a commit that was answered survives a power cut.
    File(PathBuf),
    /// On a PostgreSQL server, which any number of sandboxes may share.
    Postgres {
        /// As whom the sandbox works: `postgres://…`.
        url: Secret,
        /// As whom it makes the tables, where that is somebody else.
        migrate_as: Option<Secret>,
    },
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

/// No other process does the same until this is dropped, or this process dies.
#[derive(Debug)]
pub struct Alone(#[expect(dead_code, reason = "held, not read")] Option<postgres::Lock>);

impl Store {
    /// Opens the database at `location` and makes its tables where there are none.
    ///
    /// # Errors
    /// When the database cannot be opened, or was made by another version.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        let engine = match location {
            Location::Memory => Engine::Sqlite(sqlite::Database::in_memory()?),
            Location::File(path) => Engine::Sqlite(sqlite::Database::at(path).await?),
            Location::Postgres { url, migrate_as } => {
                Engine::Postgres(postgres::Database::open(url.as_str(), migrate_as.as_ref().map(Secret::as_str)).await?)
            }
        };
        Ok(Self { engine })
    }

    /// Whether other processes may work on the same database now.
    pub fn is_shared(&self) -> bool {
        matches!(self.engine, Engine::Postgres(_))
    }

    /// Begins a transaction that writes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(&self, scope: Scope<'_>) -> Result<Tx, StoreError> {
        Ok(match &self.engine {
            Engine::Sqlite(database) => Tx::on_sqlite(database.write().await?),
            Engine::Postgres(database) => Tx::on_postgres(database.write(scope).await?),
        })
    }

    /// Begins to read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(&self, scope: Scope<'_>) -> Result<Tx, StoreError> {
        Ok(match &self.engine {
            Engine::Sqlite(database) => Tx::on_sqlite(database.read().await?),
            Engine::Postgres(database) => Tx::on_postgres(database.read(scope).await?),
        })
    }

    /// Begins a transaction in which every row is gone but those of the tables `keep`. Committed, it is as if nothing else
    /// had ever been there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cleared(&self, keep: &[&str]) -> Result<Tx, StoreError> {
        let mut tx = self.write(Scope::Everything).await?;
        match &self.engine {
            Engine::Sqlite(_) => sqlite::clear(&mut tx, keep).await?,
            Engine::Postgres(_) => postgres::clear(&mut tx, keep).await?,
        }
        Ok(tx)
    }

    /// Takes what was removed out of the database's own files, where that can be done beside its work: out of SQLite's log
    /// that is written ahead. PostgreSQL's files are its administrator's to clean.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn scrub(&self) -> Result<(), StoreError> {
        match &self.engine {
            Engine::Sqlite(database) => database.scrub().await,
            Engine::Postgres(_) => Ok(()),
        }
    }

    /// Begins a transaction in which each statement works on what is committed by then: for what one statement decides, on rows that
    /// many processes change again and again. It stays out of the way of those that [`write`](Self::write).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write_by_statement(&self, scope: Scope<'_>) -> Result<Tx, StoreError> {
        match &self.engine {
            Engine::Sqlite(_) => self.write(scope).await,
            Engine::Postgres(database) => Ok(Tx::on_postgres(database.write_by_statement(scope).await?)),
        }
    }

    /// Runs one statement across tenants in a transaction of its own, and gives its only row.
    ///
    /// # Errors
    /// When there is none, the database fails, or the row is no `T`.
    pub async fn at_once<T: DeserializeOwned>(&self, sql: &'static str, args: Vec<Arg>) -> Result<T, StoreError> {
        match &self.engine {
            Engine::Sqlite(_) => {
                let mut tx = self.write(Scope::Everything).await?;
                let row = tx.one(sql, args).await?;
                tx.commit().await?;
                Ok(row)
            }
            Engine::Postgres(database) => database.at_once(sql, &args).await,
        }
    }

    /// Waits until no other process does `what`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn alone(&self, what: &'static str) -> Result<Alone, StoreError> {
        Ok(match &self.engine {
            Engine::Sqlite(_) => Alone(None),
            Engine::Postgres(database) => Alone(Some(database.lock(what).await?)),
        })
    }

    /// As [`alone`](Self::alone), where no other process does it now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn try_alone(&self, what: &'static str) -> Result<Option<Alone>, StoreError> {
        Ok(match &self.engine {
            Engine::Sqlite(_) => Some(Alone(None)),
            Engine::Postgres(database) => database.try_lock(what).await?.map(|lock| Alone(Some(lock))),
        })
    }

    /// Makes everything durable and closes the database.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(database) => database.close().await,
            Engine::Postgres(database) => database.close(),
        }
    }
}

/// Fails where an engine does not understand a statement, or a place in it is left out.
#[cfg(test)]
pub(crate) async fn check_statements(statements: &[(&str, &'static str)]) {
    sqlite::check_statements(statements).await;
    postgres::check_statements(statements).await;
}
