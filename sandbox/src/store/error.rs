//! What goes wrong in the database.

use std::fmt;
use std::sync::Arc;

use rusqlite::ffi;
use tokio_postgres::error::SqlState;

use super::postgres::ServerError;

/// What went wrong in the database.
#[derive(Debug)]
pub enum StoreError {
    /// SQLite refused a statement, or failed.
    Database(rusqlite::Error),
    /// PostgreSQL refused a statement, or failed.
    Server(ServerError),
    /// What was to be made durable together with other changes was not.
    NotCommitted(Arc<rusqlite::Error>),
    /// A row is not of the type that it was read as.
    Row(serde::de::value::Error),
    /// There is no such row.
    NoRow,
    /// The database was made by a version of the sandbox with another schema.
    Schema(i64),
    /// The database is not set up so that the sandbox can work there, and what to do about it.
    SetUp(String),
    /// A statement failed before, and with it everything of its transaction.
    Undone,
    /// The store was closed.
    Closed,
}

impl StoreError {
    /// Whether a statement was refused because its row is there already.
    pub fn is_unique_violation(&self) -> bool {
        let unique = [ffi::SQLITE_CONSTRAINT_UNIQUE, ffi::SQLITE_CONSTRAINT_PRIMARYKEY];
        match self {
            Self::Database(rusqlite::Error::SqliteFailure(failure, _)) => unique.contains(&failure.extended_code),
            Self::Server(error) => error.is(&SqlState::UNIQUE_VIOLATION),
            _ => false,
        }
    }

    /// Whether a trigger of the schema refused a statement with this word.
    pub fn is_raised(&self, word: &str) -> bool {
        matches!(self, Self::Database(rusqlite::Error::SqliteFailure(_, Some(message))) if message == word)
    }

    /// Whether others came in between: the whole transaction may be run again, and may fare otherwise then.
    ///
    /// SQLite lets nobody in between. PostgreSQL does, and says afterwards that it did: where transactions could not have
    /// run one after the other, where they waited for each other or one made way, and where two would hold one resource.
    pub fn is_conflict(&self) -> bool {
        let conflicts = [
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::LOCK_NOT_AVAILABLE,
            SqlState::EXCLUSION_VIOLATION,
        ];
        matches!(self, Self::Server(error) if conflicts.iter().any(|state| error.is(state)))
    }

    /// Whether the server is away, or had no time: the same may succeed a little later.
    pub fn is_passing(&self) -> bool {
        self.is_conflict() || matches!(self, Self::Server(error) if error.is_away())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::Server(error) => error.fmt(f),
            Self::NotCommitted(error) => write!(f, "the change was not made durable: {error}"),
            Self::Row(error) => write!(f, "a row cannot be read: {error}"),
            Self::NoRow => f.write_str("there is no such row"),
            Self::Schema(version) => {
                write!(
                    f,
                    "the database was made by another version of the sandbox (schema {version}); start with a new one"
                )
            }
            Self::SetUp(what) => f.write_str(what),
            Self::Undone => f.write_str("the transaction had failed before"),
            Self::Closed => f.write_str("the database is closed"),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            Self::Server(error) => Some(error),
            Self::NotCommitted(error) => Some(&**error),
            Self::Row(error) => Some(error),
            Self::NoRow | Self::Schema(_) | Self::SetUp(_) | Self::Undone | Self::Closed => None,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl From<ServerError> for StoreError {
    fn from(error: ServerError) -> Self {
        Self::Server(error)
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Server(error.into())
    }
}
