//! A transaction, or reading outside of one.

use rusqlite::Connection;
use serde::de::DeserializeOwned;
use tokio::sync::OwnedMutexGuard;
use tokio::task::coop::consume_budget;

use super::readers::Reader;
use super::writer::{Open, Turn};
use super::{Arg, Sql, StoreError, sql};

/// A connection on which statements run: inside a transaction that writes, or only reading.
///
/// SQLite answers from memory, mostly, and sooner than another thread could be woken to ask it: statements run on the thread
/// that awaits them.
#[derive(Debug)]
pub struct Tx {
    on: On,
    /// Statements whose outcome nobody waits for. They run before the next one of which somebody does.
    later: Vec<(Sql, Vec<Arg>)>,
}

#[derive(Debug)]
pub(super) enum On {
    /// Inside a transaction; dropped without [`commit`](Tx::commit), it is undone.
    Writing(Turn),
    /// Statement by statement, on the only connection there is.
    ReadingAlone(OwnedMutexGuard<Open>),
    /// Statement by statement.
    Reading(Reader),
}

impl Tx {
    pub(super) fn on(on: On) -> Self {
        Self { on, later: Vec::new() }
    }

    pub(super) fn connection(&self) -> Result<&Connection, StoreError> {
        match &self.on {
            On::Writing(turn) => turn.connection(),
            On::ReadingAlone(open) => open.connection(),
            On::Reading(reader) => reader.connection(),
        }
    }

    /// Puts off a statement whose outcome nobody waits for until the next one of which somebody does, or the commit: its
    /// failure is theirs.
    pub fn write_later(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) {
        self.later.push((sql.into(), args));
    }

    /// The connection for the next statement, after those that were put off. Others get on between two statements.
    async fn ready(&mut self) -> Result<&Connection, StoreError> {
        consume_budget().await;
        self.flush()?;
        self.connection()
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        for (sql, args) in std::mem::take(&mut self.later) {
            sql::execute(self.connection()?, &sql, &args)?;
        }
        Ok(())
    }

    /// Runs a statement and tells how many rows it changed.
    ///
    /// # Errors
    /// When the database refuses or fails.
    pub async fn execute(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<u64, StoreError> {
        sql::execute(self.ready().await?, &sql.into(), &args)
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
        sql::first(self.ready().await?, &sql.into(), &args)
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
        sql::all(self.ready().await?, &sql.into(), &args)
    }

    /// Notes that what this transaction removes is to be gone from the file, too: see [`Store::scrub`](super::Store::scrub).
    pub fn leaves_no_trace(&mut self) {
        if let On::Writing(turn) = &mut self.on {
            turn.leaves_no_trace();
        }
    }

    /// Makes everything since the beginning durable.
    ///
    /// # Errors
    /// When the database fails: nothing was made durable then.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.flush()?;
        match self.on {
            On::Writing(turn) => turn.commit().await,
            On::ReadingAlone(_) | On::Reading(_) => Ok(()),
        }
    }

    /// Undoes everything since the beginning.
    pub fn rollback(self) {
        drop(self);
    }
}
