//! A transaction, and what can be bound to its statements.

use std::sync::atomic::Ordering;

use serde::Serialize;
use serde::de::DeserializeOwned;
use softknack::{Id, IdKind, Timestamp};
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteConnection};
use sqlx::{Arguments, AssertSqlSafe, SqlSafeStr, SqlStr};
use tokio::sync::OwnedMutexGuard;

use super::writer::Writer;
use super::{Row, StoreError};

/// A connection on which statements run: inside a transaction that writes, or only reading.
#[derive(Debug)]
pub struct Tx {
    connection: Connection,
    /// Statements that nobody waits for. They run together, before the next one that somebody does.
    later: Vec<(SqlStr, Vec<Arg>)>,
}

#[derive(Debug)]
enum Connection {
    /// Inside a transaction; dropped without [`commit`](Tx::commit), it is undone before the next one begins.
    Writing(OwnedMutexGuard<Writer>),
    /// Statement by statement, on the only connection there is.
    ReadingAlone(OwnedMutexGuard<Writer>),
    /// Statement by statement.
    Reading(PoolConnection<Sqlite>),
}

impl Tx {
    /// The transaction begins with its first statement.
    pub(super) fn writing(mut writer: OwnedMutexGuard<Writer>) -> Self {
        writer.open = true;
        let begin = ("BEGIN IMMEDIATE".into_sql_str(), Vec::new());
        Self { connection: Connection::Writing(writer), later: vec![begin] }
    }

    pub(super) fn reading_alone(writer: OwnedMutexGuard<Writer>) -> Self {
        Self { connection: Connection::ReadingAlone(writer), later: Vec::new() }
    }

    pub(super) fn reading(connection: PoolConnection<Sqlite>) -> Self {
        Self { connection: Connection::Reading(connection), later: Vec::new() }
    }

    fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        match &mut self.connection {
            Connection::Writing(writer) | Connection::ReadingAlone(writer) => writer.connection(),
            Connection::Reading(connection) => Ok(connection),
        }
    }

    /// Puts off a statement whose outcome nobody waits for until the next one that somebody does, or the commit. Each wait
    /// for the database costs more than the statement itself.
    pub fn write_later(&mut self, sql: impl SqlSafeStr, args: Vec<Arg>) {
        self.later.push((sql.into_sql_str(), args));
    }

    /// What was put off and `last`, as one text: the places of each statement are numbered on from those of the one before.
    fn together(&mut self, last: Option<(SqlStr, Vec<Arg>)>) -> Result<(SqlStr, SqliteArguments), StoreError> {
        let mut statements = std::mem::take(&mut self.later);
        statements.extend(last);
        for (sql, args) in &statements {
            check_places(sql, args);
        }
        if let [_] = statements[..] {
            let (sql, args) = statements.swap_remove(0);
            return Ok((sql, bind(args)?));
        }
        let (mut all, mut args) = (String::new(), Vec::new());
        for (sql, more) in statements {
            renumber(sql.as_str(), args.len(), &mut all);
            all.push(';');
            args.extend(more);
        }
        // Only statements of this program's own are put together here; every value is bound.
        Ok((AssertSqlSafe(all).into_sql_str(), bind(args)?))
    }

    /// Runs what was put off.
    async fn flush(&mut self) -> Result<(), StoreError> {
        if !self.later.is_empty() {
            let (sql, args) = self.together(None)?;
            sqlx::query_with(sql, args).execute(self.connection()?).await?;
        }
        Ok(())
    }

    /// Runs a statement and tells how many rows it changed.
    ///
    /// # Errors
    /// When the database refuses or fails.
    pub async fn execute(&mut self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<u64, StoreError> {
        // What was put off runs by itself: its rows are not to be counted.
        self.flush().await?;
        let (sql, args) = self.together(Some((sql.into_sql_str(), args)))?;
        let done = sqlx::query_with(sql, args).execute(self.connection()?).await?;
        Ok(done.rows_affected())
    }

    /// The first row of a query, read as `T`, where there is one.
    ///
    /// # Errors
    /// When the database fails, or the row is no `T`.
    pub async fn optional<T: DeserializeOwned>(
        &mut self,
        sql: impl SqlSafeStr,
        args: Vec<Arg>,
    ) -> Result<Option<T>, StoreError> {
        let (sql, args) = self.together(Some((sql.into_sql_str(), args)))?;
        let row = sqlx::query_with(sql, args).fetch_optional(self.connection()?).await?;
        row.map(|row| Row(&row).read()).transpose()
    }

    /// The only row of a query, read as `T`.
    ///
    /// # Errors
    /// When there is none, the database fails, or the row is no `T`.
    pub async fn one<T: DeserializeOwned>(&mut self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<T, StoreError> {
        self.optional(sql, args).await?.ok_or(StoreError::RowNotFound)
    }

    /// Every row of a query, read as `T`.
    ///
    /// # Errors
    /// When the database fails, or a row is no `T`.
    pub async fn all<T: DeserializeOwned>(
        &mut self,
        sql: impl SqlSafeStr,
        args: Vec<Arg>,
    ) -> Result<Vec<T>, StoreError> {
        let (sql, args) = self.together(Some((sql.into_sql_str(), args)))?;
        let rows = sqlx::query_with(sql, args).fetch_all(self.connection()?).await?;
        rows.iter().map(|row| Row(row).read()).collect()
    }

    /// Notes that what this transaction removes is to be gone from the file, too: see [`Store::scrub`](super::Store::scrub).
    pub fn leaves_no_trace(&mut self) {
        if let Connection::Writing(writer) = &self.connection {
            writer.traces.store(true, Ordering::SeqCst);
        }
    }

    /// Makes everything since the beginning durable.
    ///
    /// # Errors
    /// When the database fails: nothing was made durable then.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        if let Connection::Writing(_) = self.connection {
            self.write_later("COMMIT", Vec::new());
            self.flush().await?;
        }
        if let Connection::Writing(writer) = &mut self.connection {
            writer.open = false;
        }
        Ok(())
    }

    /// Undoes everything since the beginning.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rollback(mut self) -> Result<(), StoreError> {
        if let Connection::Writing(writer) = &mut self.connection {
            writer.undo().await;
        }
        Ok(())
    }
}

/// A value bound to a statement.
#[derive(Debug, Clone)]
pub enum Arg {
    /// No value.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
}

impl Arg {
    /// A structured member, as JSON text.
    pub fn json(value: &impl Serialize) -> Self {
        serde_json::to_string(value).map_or(Self::Null, Self::Text)
    }
}

/// SQLite takes null for a value that was forgotten.
fn check_places(sql: &SqlStr, args: &[Arg]) {
    debug_assert_eq!(count_places(sql.as_str()), args.len(), "{}", sql.as_str());
}

/// Writes `sql` to `out` with every `$n` raised by `by`.
fn renumber(sql: &str, by: usize, out: &mut String) {
    let mut parts = sql.split('$');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let place: usize = part[..digits].parse().unwrap_or_default();
        out.push('$');
        out.push_str(&(place + by).to_string());
        out.push_str(&part[digits..]);
    }
}

fn bind(args: Vec<Arg>) -> Result<SqliteArguments, StoreError> {
    let mut bound = SqliteArguments::default();
    for arg in args {
        match arg {
            Arg::Null => bound.add(None::<String>),
            Arg::Bool(value) => bound.add(value),
            Arg::Int(value) => bound.add(value),
            Arg::Text(value) => bound.add(value),
        }
        .map_err(StoreError::Encode)?;
    }
    Ok(bound)
}

/// `args![a, b, c]`: what is bound to `$1`, `$2`, `$3`.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::Arg::from($value)),*] };
}
pub(crate) use args;

macro_rules! args_from {
    ($($type:ty, |$value:ident| $arg:expr;)+) => {
        $(impl From<$type> for Arg {
            fn from($value: $type) -> Self {
                $arg
            }
        })+
    };
}

args_from! {
    bool, |value| Self::Bool(value);
    i64, |value| Self::Int(value);
    u32, |value| Self::Int(i64::from(value));
    u16, |value| Self::Int(i64::from(value));
    String, |value| Self::Text(value);
    &String, |value| Self::Text(value.clone());
    &str, |value| Self::Text(value.to_owned());
    Timestamp, |value| Self::Text(value.to_string());
    &softknack::Slug, |value| Self::Text(value.as_str().to_owned());
    &softknack::TimeZoneName, |value| Self::Text(value.as_str().to_owned());
    &softknack::PersonName, |value| Self::Text(value.as_str().to_owned());
    &softknack::PhoneNumber, |value| Self::Text(value.as_str().to_owned());
    &softknack::EmailAddress, |value| Self::Text(value.as_str().to_owned());
    &softknack::Reason, |value| Self::Text(value.as_str().to_owned());
    &softknack::Notes, |value| Self::Text(value.as_str().to_owned());
    &softknack::WebUrl, |value| Self::Text(value.as_str().to_owned());
    &softknack::Secret, |value| Self::Text(value.as_str().to_owned());
    &softknack::EventPattern, |value| Self::Text(value.as_str().to_owned());
    &softknack::AppointmentSource, |value| Self::Text(value.as_str().to_owned());
    &softknack::AppointmentStatus, |value| Self::Text(value.as_str().to_owned());
    &softknack::ResourceKind, |value| Self::Text(value.as_str().to_owned());
}

impl<K: IdKind> From<Id<K>> for Arg {
    fn from(id: Id<K>) -> Self {
        Self::Text(id.as_str().to_owned())
    }
}

impl<T: Into<Self>> From<Option<T>> for Arg {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The places of `rows` rows of `width` values, the first of which is `$first`: `($4, $5), ($6, $7)`.
pub(crate) fn places(first: usize, width: usize, rows: usize) -> String {
    let row = |row: usize| {
        let start = first + row * width;
        let places: Vec<String> = (start..start + width).map(|place| format!("${place}")).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// Names the statements of a module, with a test that the database takes every one of them.
macro_rules! statements {
    ($($(#[doc = $doc:literal])* $name:ident: $sql:expr;)+) => {
        $($(#[doc = $doc])* const $name: &str = $sql;)+

        #[cfg(test)]
        #[tokio::test]
        async fn every_statement_is_understood() {
            crate::store::check_statements(&[$((stringify!($name), $name)),+]).await;
        }
    };
}
pub(crate) use statements;

/// How many values a statement takes: the highest `$n` in it.
fn count_places(sql: &str) -> usize {
    let numbers =
        sql.split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default());
    numbers.filter_map(|number| number.parse().ok()).max().unwrap_or(0)
}

/// Fails where the database does not understand a statement, or a place in it is left out.
#[cfg(test)]
pub(crate) async fn check_statements(statements: &[(&str, &'static str)]) {
    use sqlx::{Executor as _, Statement as _};

    let store = super::Store::open(&super::Location::Memory).await.unwrap_or_else(|error| panic!("{error}"));
    let mut tx = store.read().await.unwrap_or_else(|error| panic!("{error}"));
    for (name, sql) in statements {
        let text = SqlStr::from_static(sql);
        let prepared = tx
            .connection()
            .unwrap_or_else(|error| panic!("{error}"))
            .prepare(text)
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let understood = prepared.parameters().map_or(0, |parameters| parameters.right_or(0));
        assert_eq!(understood, count_places(sql), "{name}");
        for place in 1..=understood {
            let used = sql
                .match_indices(&format!("${place}"))
                .any(|(at, found)| !sql[at + found.len()..].starts_with(|next: char| next.is_ascii_digit()));
            assert!(used, "{name} has no ${place}");
        }
    }
}
