//! A sandbox's database, opened beside it.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::postgres;

pub enum Database {
    File(Connection),
    /// The owner's address of it on a server.
    Server(String),
}

impl Database {
    /// It is not to stay open where the sandbox is killed: who opens the file first afterwards is to find it as it was left.
    pub fn open(file: &Path) -> Self {
        Self::File(Connection::open(file).unwrap())
    }

    pub fn on_server(url: String) -> Self {
        Self::Server(url)
    }

    /// Changes something, or says why it cannot be.
    pub fn execute(&self, statement: &str) -> Result<(), String> {
        match self {
            Self::File(connection) => connection.execute(statement, []).map(drop).map_err(|error| error.to_string()),
            Self::Server(url) => postgres::psql(url, statement).map(drop),
        }
    }

    /// Every row of a query, as tuples.
    pub fn rows<T: DeserializeOwned>(&self, query: &str) -> Vec<T> {
        let rows: Vec<Value> = match self {
            Self::File(connection) => {
                let mut statement = connection.prepare(query).unwrap();
                let width = statement.column_count();
                let read = |row: &rusqlite::Row<'_>| (0..width).map(|at| row.get_ref(at).map(json)).collect();
                statement.query_map([], read).unwrap().map(Result::unwrap).collect()
            }
            Self::Server(url) => {
                let text = postgres::psql(url, &format!("SELECT to_json(row) FROM ({query}) AS row")).unwrap();
                let members = |line: &str| serde_json::from_str::<serde_json::Map<String, Value>>(line).unwrap();
                text.lines().map(|line| members(line).into_iter().map(|(_, value)| value).collect()).collect()
            }
        };
        rows.into_iter().map(|row| serde_json::from_value(row).unwrap()).collect()
    }

    /// The first column of every row of a query, as texts.
    pub fn texts(&self, query: &str) -> Vec<String> {
        self.rows::<(String,)>(query).into_iter().map(|(text,)| text).collect()
    }

    /// The whole number that a query gives.
    pub fn number(&self, query: &str) -> i64 {
        self.rows::<(i64,)>(query)[0].0
    }
}

fn json(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Integer(number) => number.into(),
        ValueRef::Text(text) => std::str::from_utf8(text).unwrap().into(),
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => Value::Null,
    }
}
