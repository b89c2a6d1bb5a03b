//! Running statements on a connection.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, Rows, StatementStatus, ToSql};
use serde::de::{DeserializeOwned, Error as _};

use crate::store::row::{Cells, Content, Fault, read};
use crate::store::sql::{Sql, count_places};
use crate::store::{Arg, StoreError};

/// Runs a statement and tells how many rows it changed.
pub(in crate::store) fn execute(connection: &Connection, sql: &Sql, args: &[Arg]) -> Result<u64, StoreError> {
    run(connection, sql, args, |rows| {
        while rows.next()?.is_some() {}
        Ok(connection.changes())
    })
}

/// The first row of a query, read as `T`, where there is one.
pub(in crate::store) fn first<T: DeserializeOwned>(
    connection: &Connection,
    sql: &Sql,
    args: &[Arg],
) -> Result<Option<T>, StoreError> {
    run(connection, sql, args, |rows| rows.next()?.map(read).transpose())
}

/// Every row of a query, read as `T`.
pub(in crate::store) fn all<T: DeserializeOwned>(
    connection: &Connection,
    sql: &Sql,
    args: &[Arg],
) -> Result<Vec<T>, StoreError> {
    run(connection, sql, args, |rows| {
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(row)?);
        }
        Ok(all)
    })
}

/// Runs a statement, and tells what it cost where somebody wants to know: its text has no values in it.
fn run<T>(
    connection: &Connection,
    sql: &Sql,
    args: &[Arg],
    read: impl FnOnce(&mut Rows<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let mut statement = prepare(connection, sql, args)?;
    let outcome = read(&mut statement.raw_query());
    if tracing::enabled!(tracing::Level::TRACE) {
        tracing::trace!(sql = sql.as_str(), steps = statement.reset_status(StatementStatus::VmStep), "ran");
    }
    outcome
}

/// To SQLite `$2` is a name, and the place of a name is where it first stands in the text.
fn prepare<'c>(connection: &'c Connection, sql: &Sql, args: &[Arg]) -> Result<CachedStatement<'c>, StoreError> {
    // SQLite takes null for a value that was forgotten.
    debug_assert_eq!(count_places(sql.as_str()), args.len(), "{}", sql.as_str());
    let mut statement = connection.prepare_cached(sql.as_str())?;
    for place in 1..=statement.parameter_count() {
        let number = statement.parameter_name(place).and_then(|name| name[1..].parse::<usize>().ok());
        if let Some(arg) = number.and_then(|number| args.get(number - 1)) {
            statement.raw_bind_parameter(place, arg)?;
        }
    }
    Ok(statement)
}

impl ToSql for Arg {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Bool(value) => ValueRef::Integer(i64::from(*value)),
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
        }))
    }
}

impl Cells for rusqlite::Row<'_> {
    fn name(&self, index: usize) -> Option<&str> {
        self.as_ref().column_name(index).ok()
    }

    fn content(&self, index: usize) -> Result<Content<'_>, Fault> {
        match self.get_ref(index).map_err(Fault::custom)? {
            ValueRef::Null => Ok(Content::Null),
            ValueRef::Integer(value) => Ok(Content::Int(value)),
            ValueRef::Text(text) => std::str::from_utf8(text).map(Content::Text).map_err(Fault::custom),
            ValueRef::Real(_) | ValueRef::Blob(_) => {
                Err(Fault::custom("a column holds neither a whole number nor text"))
            }
        }
    }
}
