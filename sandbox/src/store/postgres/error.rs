//! What the server says, without what it may say of values.

use std::error::Error;
use std::{fmt, io};

use tokio_postgres::error::SqlState;

/// What the server refused, or why it did not answer. It tells no value: the details that a server adds may name a person.
#[derive(Debug, Clone)]
pub struct ServerError {
    /// Its own code, where it answered.
    state: Option<SqlState>,
    text: String,
    away: bool,
}

impl ServerError {
    pub(in crate::store) fn is(&self, state: &SqlState) -> bool {
        self.state.as_ref() == Some(state)
    }

    /// Whether the server is not there, is going or coming, or has no room.
    pub(in crate::store) fn is_away(&self) -> bool {
        self.away
    }
}

/// Whether a server that says this cannot be worked with for now: `08` is of connections, `53` of room, `57P` of its coming
/// and going.
fn is_passing(state: &SqlState) -> bool {
    ["08", "53", "57P"].iter().any(|class| state.code().starts_with(class))
}

impl From<tokio_postgres::Error> for ServerError {
    fn from(error: tokio_postgres::Error) -> Self {
        if let Some(said) = error.as_db_error() {
            let text = format!("{} ({})", said.message(), said.code().code());
            return Self { away: is_passing(said.code()), state: Some(said.code().clone()), text };
        }
        let source = error.source();
        let away = error.is_closed() || source.is_some_and(|source| source.is::<io::Error>());
        let text = source.map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
        Self { state: None, text, away }
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgreSQL: {}", self.text)
    }
}

impl Error for ServerError {}
