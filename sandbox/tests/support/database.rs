//! A sandbox's file, opened beside it.

use std::path::Path;

use rusqlite::{Connection, Params, Row};

pub struct Database(pub Connection);

impl Database {
    /// It is not to stay open where the sandbox is killed: who opens the file first afterwards is to find it as it was left.
    pub fn open(file: &Path) -> Self {
        Self(Connection::open(file).unwrap())
    }

    /// Every row of a query, as tuples.
    pub fn rows<T>(&self, query: &str, params: impl Params) -> Vec<T>
    where
        T: for<'r> TryFrom<&'r Row<'r>, Error = rusqlite::Error>,
    {
        let mut statement = self.0.prepare(query).unwrap();
        statement.query_map(params, |row| row.try_into()).unwrap().map(Result::unwrap).collect()
    }

    /// The first column of every row of a query, as texts.
    pub fn texts(&self, query: &str) -> Vec<String> {
        self.rows::<(String,)>(query, []).into_iter().map(|(text,)| text).collect()
    }

    /// The whole number that a query gives.
    pub fn number(&self, query: &str) -> i64 {
        self.rows::<(i64,)>(query, [])[0].0
    }
}
