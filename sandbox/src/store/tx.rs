//! A transaction, or reading outside of one.

use serde::de::DeserializeOwned;
use tokio::task::coop::consume_budget;

use super::postgres::Session;
use super::{Arg, Sql, StoreError, sqlite};

/// A connection on which statements run: inside a transaction that writes, or only reading.
///
/// SQLite answers from memory, mostly, and sooner than another thread could be woken to ask it: statements run on the thread
/// that awaits them. PostgreSQL is a round trip away: what is put off goes there together with the next statement.
#[derive(Debug)]
pub struct Tx {
    on: On,
    /// Statements whose outcome nobody waits for. They run before the next one of which somebody does.
    later: Later,
}

/// Statements that were put off, with what is bound to them.
pub(super) type Later = Vec<(Sql, Vec<Arg>)>;

#[derive(Debug)]
enum On {
    Sqlite(sqlite::On),
    Postgres(Session),
}

impl Tx {
    pub(super) fn on_sqlite(on: sqlite::On) -> Self {
        Self { on: On::Sqlite(on), later: Vec::new() }
    }

    pub(super) fn on_postgres(session: Session) -> Self {
        Self { on: On::Postgres(session), later: Vec::new() }
    }

    /// Puts off a statement whose outcome nobody waits for until the next one of which somebody does, or the commit: its
    /// failure is theirs.
    pub fn write_later(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) {
        self.later.push((sql.into(), args));
    }

    /// Runs a statement and tells how many rows it changed.
    ///
    /// # Errors
    /// When the database refuses or fails.
    pub async fn execute(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<u64, StoreError> {
        let (later, sql) = (std::mem::take(&mut self.later), sql.into());
        match &mut self.on {
            On::Sqlite(on) => sqlite::execute(ready(on, later).await?, &sql, &args),
            On::Postgres(session) => session.execute(later, sql, args).await,
        }
    }

    /// The first row of a query, read as `T`, where there is one.
    ///
    /// # Errors
    /// When the database fails, or the row is no `T`.
    pub async fn optional<T: DeserializeOwned>(
        &mut self,
        sql: impl Into<Sql>,
        args: Vec<Arg>,
    ) -> Result<Option<T>, StoreError> {
        let (later, sql) = (std::mem::take(&mut self.later), sql.into());
        match &mut self.on {
            On::Sqlite(on) => sqlite::first(ready(on, later).await?, &sql, &args),
            On::Postgres(session) => session.first(later, sql, args).await,
        }
    }

    /// The only row of a query, read as `T`.
    ///
    /// # Errors
    /// When there is none, the database fails, or the row is no `T`.
    pub async fn one<T: DeserializeOwned>(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<T, StoreError> {
        self.optional(sql, args).await?.ok_or(StoreError::NoRow)
    }

    /// Every row of a query, read as `T`.
    ///
    /// # Errors
    /// When the database fails, or a row is no `T`.
    pub async fn all<T: DeserializeOwned>(
        &mut self,
        sql: impl Into<Sql>,
        args: Vec<Arg>,
    ) -> Result<Vec<T>, StoreError> {
        let (later, sql) = (std::mem::take(&mut self.later), sql.into());
        match &mut self.on {
            On::Sqlite(on) => sqlite::all(ready(on, later).await?, &sql, &args),
            On::Postgres(session) => session.all(later, sql, args).await,
        }
    }

    /// Notes that what this transaction removes is to be gone from the file, too: see [`Store::scrub`](super::Store::scrub).
    pub fn leaves_no_trace(&mut self) {
        if let On::Sqlite(on) = &mut self.on {
            on.leaves_no_trace();
        }
    }

    /// Makes everything since the beginning durable.
    ///
    /// # Errors
    /// When the database fails: nothing was made durable then.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.on {
            On::Sqlite(mut on) => {
                flush(&mut on, self.later)?;
                on.commit().await
            }
            On::Postgres(session) => session.commit(self.later).await,
        }
    }

    /// Undoes everything since the beginning.
    pub fn rollback(self) {
        drop(self);
    }
}

/// The connection for the next statement, after those that were put off. Others get on between two statements.
async fn ready(on: &mut sqlite::On, later: Later) -> Result<&rusqlite::Connection, StoreError> {
    consume_budget().await;
    flush(on, later)?;
    on.connection()
}

fn flush(on: &mut sqlite::On, later: Later) -> Result<(), StoreError> {
    for (sql, args) in later {
        sqlite::execute(on.connection()?, &sql, &args)?;
    }
    Ok(())
}
