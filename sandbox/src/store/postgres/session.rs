//! A transaction on the server, in as few round trips as can be.

use std::future::Future;
use std::pin::Pin;

use serde::de::DeserializeOwned;
use tokio_postgres::Row;

use super::pool::{Pooled, in_order};
use super::values::Bound;
use crate::store::row::read;
use crate::store::tx::Later;
use crate::store::{Arg, Scope, Sql, StoreError};

const SET_TENANT: &str = "SELECT set_config('softknack.tenant', $1, TRUE)";

/// A transaction. Dropped without being committed, it is undone.
#[derive(Debug)]
pub(in crate::store) struct Session {
    connection: Pooled,
    /// Whether the server has not been told yet how it ends.
    open: bool,
    /// Whether a statement failed: the server undoes everything then, whatever it is told.
    failed: bool,
}

/// What comes last of several things that are sent together.
enum Last {
    Execute(Sql, Vec<Arg>),
    Query(Sql, Vec<Arg>),
    Commit,
}

enum Answer {
    Changed(u64),
    Rows(Vec<Row>),
}

type Answering<'a> = Pin<Box<dyn Future<Output = Result<Answer, tokio_postgres::Error>> + Send + 'a>>;

impl Session {
    /// Begins a transaction of this kind, for those rows.
    pub(super) async fn begin(connection: Pooled, kind: &str, scope: Scope<'_>) -> Result<Self, StoreError> {
        let mut session = Self { connection, open: true, failed: false };
        match scope {
            Scope::Tenant(tenant) => {
                session.connection.prepare([SET_TENANT].into_iter()).await?;
                let (client, tenant) = (session.connection.client()?, Arg::from(tenant));
                let set_tenant = client.execute_raw(session.connection.prepared(SET_TENANT)?, [Bound(&tenant)]);
                let begun: Vec<Answering<'_>> = vec![
                    Box::pin(async { client.batch_execute(kind).await.map(|()| Answer::Changed(0)) }),
                    Box::pin(async { set_tenant.await.map(Answer::Changed) }),
                ];
                for answer in in_order(begun).await {
                    answer?;
                }
            }
            Scope::Everything => {
                session
                    .connection
                    .client()?
                    .batch_execute(&format!("{kind}; SET LOCAL ROLE softknack_operator"))
                    .await?
            }
        }
        Ok(session)
    }

    pub(in crate::store) async fn execute(
        &mut self,
        later: Later,
        sql: Sql,
        args: Vec<Arg>,
    ) -> Result<u64, StoreError> {
        match self.run(later, Last::Execute(sql, args)).await? {
            Answer::Changed(rows) => Ok(rows),
            Answer::Rows(rows) => Ok(rows.len() as u64),
        }
    }

    pub(in crate::store) async fn first<T: DeserializeOwned>(
        &mut self,
        later: Later,
        sql: Sql,
        args: Vec<Arg>,
    ) -> Result<Option<T>, StoreError> {
        self.query(later, sql, args).await?.first().map(read).transpose()
    }

    pub(in crate::store) async fn all<T: DeserializeOwned>(
        &mut self,
        later: Later,
        sql: Sql,
        args: Vec<Arg>,
    ) -> Result<Vec<T>, StoreError> {
        self.query(later, sql, args).await?.iter().map(read).collect()
    }

    pub(in crate::store) async fn commit(mut self, later: Later) -> Result<(), StoreError> {
        self.run(later, Last::Commit).await?;
        self.open = false;
        Ok(())
    }

    async fn query(&mut self, later: Later, sql: Sql, args: Vec<Arg>) -> Result<Vec<Row>, StoreError> {
        match self.run(later, Last::Query(sql, args)).await? {
            Answer::Rows(rows) => Ok(rows),
            Answer::Changed(_) => Ok(Vec::new()),
        }
    }

    /// Sends what was put off and what comes last together. Where something fails, the server does nothing of what follows,
    /// and its failure is that of the whole.
    async fn run(&mut self, later: Later, last: Last) -> Result<Answer, StoreError> {
        if self.failed {
            return Err(StoreError::Undone);
        }
        let answer = self.send(later, last).await;
        self.failed = answer.is_err();
        answer
    }

    async fn send(&mut self, later: Later, last: Last) -> Result<Answer, StoreError> {
        let sql_of_last = match &last {
            Last::Execute(sql, _) | Last::Query(sql, _) => Some(sql.as_str()),
            Last::Commit => None,
        };
        self.connection.prepare(later.iter().map(|(sql, _)| sql.as_str()).chain(sql_of_last)).await?;
        let mut sent: Vec<Answering<'_>> = Vec::with_capacity(later.len() + 1);
        for (sql, args) in &later {
            sent.push(self.executing(sql, args)?);
        }
        sent.push(match &last {
            Last::Execute(sql, args) => self.executing(sql, args)?,
            Last::Query(sql, args) => self.querying(sql, args)?,
            Last::Commit => {
                let committing = self.connection.client()?.batch_execute("COMMIT");
                Box::pin(async { committing.await.map(|()| Answer::Changed(0)) })
            }
        });
        let mut answer = Answer::Changed(0);
        for outcome in in_order(sent).await {
            answer = outcome?;
        }
        Ok(answer)
    }

    fn executing<'a>(&'a self, sql: &'a Sql, args: &'a [Arg]) -> Result<Answering<'a>, StoreError> {
        let (client, statement) = (self.connection.client()?, self.connection.prepared(sql.as_str())?);
        Ok(Box::pin(async move { client.execute_raw(statement, args.iter().map(Bound)).await.map(Answer::Changed) }))
    }

    fn querying<'a>(&'a self, sql: &'a Sql, args: &'a [Arg]) -> Result<Answering<'a>, StoreError> {
        let (client, statement) = (self.connection.client()?, self.connection.prepared(sql.as_str())?);
        let bound: Vec<Bound<'a>> = args.iter().map(Bound).collect();
        Ok(Box::pin(async move {
            let places: Vec<&(dyn tokio_postgres::types::ToSql + Sync)> = bound.iter().map(|arg| arg as _).collect();
            client.query(statement, &places).await.map(Answer::Rows)
        }))
    }
}

/// Runs one statement across tenants in a transaction of its own, all of it in one round trip, and gives its first row.
pub(super) async fn at_once<T: DeserializeOwned>(
    mut connection: Pooled,
    sql: &'static str,
    args: &[Arg],
) -> Result<Option<T>, StoreError> {
    connection.prepare([sql].into_iter()).await?;
    let (client, statement) = (connection.client()?, connection.prepared(sql)?);
    let bound: Vec<Bound<'_>> = args.iter().map(Bound).collect();
    let places: Vec<&(dyn tokio_postgres::types::ToSql + Sync)> = bound.iter().map(|arg| arg as _).collect();
    let sent: Vec<Answering<'_>> = vec![
        Box::pin(async {
            client.batch_execute("BEGIN; SET LOCAL ROLE softknack_operator").await.map(|()| Answer::Changed(0))
        }),
        Box::pin(async { client.query(statement, &places).await.map(Answer::Rows) }),
        // Where the statement failed, this undoes the rest.
        Box::pin(async { client.batch_execute("COMMIT").await.map(|()| Answer::Changed(0)) }),
    ];
    let mut first = None;
    for answer in in_order(sent).await {
        if let Answer::Rows(rows) = answer? {
            first = rows.first().map(read).transpose()?;
        }
    }
    Ok(first)
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.open {
            self.connection.send("ROLLBACK");
        }
    }
}
