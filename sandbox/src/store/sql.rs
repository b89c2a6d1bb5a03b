//! Statements, and running them.

use std::borrow::Cow;

use rusqlite::{CachedStatement, Connection};
use serde::de::DeserializeOwned;

use super::{Arg, Row, StoreError};

/// The text of a statement. It is this program's own: every value is bound.
#[derive(Debug, Clone)]
pub struct Sql(Cow<'static, str>);

impl Sql {
    /// A text put together from constants and [`places`], never from a value.
    pub fn assembled(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

/// Runs a statement and tells how many rows it changed.
pub(super) fn execute(connection: &Connection, sql: &Sql, args: &[Arg]) -> Result<u64, StoreError> {
    let mut statement = prepare(connection, sql, args)?;
    let mut rows = statement.raw_query();
    while rows.next()?.is_some() {}
    Ok(connection.changes())
}

/// The first row of a query, read as `T`, where there is one.
pub(super) fn first<T: DeserializeOwned>(
    connection: &Connection,
    sql: &Sql,
    args: &[Arg],
) -> Result<Option<T>, StoreError> {
    let mut statement = prepare(connection, sql, args)?;
    let mut rows = statement.raw_query();
    rows.next()?.map(|row| Row(row).read()).transpose()
}

/// Every row of a query, read as `T`.
pub(super) fn all<T: DeserializeOwned>(connection: &Connection, sql: &Sql, args: &[Arg]) -> Result<Vec<T>, StoreError> {
    let mut statement = prepare(connection, sql, args)?;
    let mut rows = statement.raw_query();
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        read.push(Row(row).read()?);
    }
    Ok(read)
}

/// To SQLite `$2` is a name, and the place of a name is where it first stands in the text.
fn prepare<'c>(connection: &'c Connection, sql: &Sql, args: &[Arg]) -> Result<CachedStatement<'c>, StoreError> {
    // SQLite takes null for a value that was forgotten.
    debug_assert_eq!(count_places(&sql.0), args.len(), "{}", sql.0);
    let mut statement = connection.prepare_cached(&sql.0)?;
    for place in 1..=statement.parameter_count() {
        let number = statement.parameter_name(place).and_then(|name| name[1..].parse::<usize>().ok());
        if let Some(arg) = number.and_then(|number| args.get(number - 1)) {
            statement.raw_bind_parameter(place, arg)?;
        }
    }
    Ok(statement)
}

/// How many values a statement takes: the highest `$n` in it.
fn count_places(sql: &str) -> usize {
    let numbers =
        sql.split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default());
    numbers.filter_map(|number| number.parse().ok()).max().unwrap_or(0)
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

/// Fails where the database does not understand a statement, or a place in it is left out.
#[cfg(test)]
pub(crate) async fn check_statements(statements: &[(&str, &'static str)]) {
    let store = super::Store::open(&super::Location::Memory).await.unwrap_or_else(|error| panic!("{error}"));
    let tx = store.read(super::Scope::Everything).await.unwrap_or_else(|error| panic!("{error}"));
    for (name, sql) in statements {
        let connection = tx.connection().unwrap_or_else(|error| panic!("{error}"));
        let prepared = connection.prepare(sql).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut places: Vec<&str> =
            (1..=prepared.parameter_count()).filter_map(|at| prepared.parameter_name(at)).collect();
        let all: Vec<String> = (1..=count_places(sql)).map(|place| format!("${place}")).collect();
        places.sort_by_key(|place| place[1..].parse::<usize>().unwrap_or_default());
        assert_eq!(places, all, "{name}");
    }
}
