//! What goes wrong in the database.

use std::fmt;
use std::sync::Arc;

use rusqlite::ffi;

/// What went wrong in the database.
#[derive(Debug)]
pub enum StoreError {
    /// The database refused a statement, or failed.
    Database(rusqlite::Error),
    /// What was to be made durable together with other changes was not.
    NotCommitted(Arc<rusqlite::Error>),
    /// A row is not of the type that it was read as.
    Row(serde::de::value::Error),
    /// There is no such row.
    NoRow,
    /// The file was made by a version of the sandbox with another schema.
    Schema(i64),
    /// The store was closed.
    Closed,
}

impl StoreError {
    /// Whether a statement was refused because its row is there already.
    pub fn is_unique_violation(&self) -> bool {
        let unique = [ffi::SQLITE_CONSTRAINT_UNIQUE, ffi::SQLITE_CONSTRAINT_PRIMARYKEY];
        matches!(self, Self::Database(rusqlite::Error::SqliteFailure(failure, _)) if unique.contains(&failure.extended_code))
    }

    /// Whether a trigger of the schema refused a statement with this word.
    pub fn is_raised(&self, word: &str) -> bool {
        matches!(self, Self::Database(rusqlite::Error::SqliteFailure(_, Some(message))) if message == word)
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::NotCommitted(error) => write!(f, "the change was not made durable: {error}"),
            Self::Row(error) => write!(f, "a row cannot be read: {error}"),
            Self::NoRow => f.write_str("there is no such row"),
            Self::Schema(version) => {
                write!(
                    f,
                    "the file was made by another version of the sandbox (schema {version}); start with a new file"
                )
            }
            Self::Closed => f.write_str("the database is closed"),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            Self::NotCommitted(error) => Some(&**error),
            Self::Row(error) => Some(error),
            Self::NoRow | Self::Schema(_) | Self::Closed => None,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}
