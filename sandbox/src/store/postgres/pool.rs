//! Connections to the server: made when they are needed, and kept.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_postgres::{Client, Config, NoTls, Statement};

use super::error::ServerError;
use crate::store::StoreError;

/// How many there are at most. A server takes a hundred by default, and several sandboxes share it.
const CONNECTIONS: usize = 16;

/// How long it is tried to connect to a server that is just coming or going.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(100);

/// How many statements are kept prepared on a connection: far more than the sandbox has shapes of them.
const PREPARED: usize = 1024;

/// What every connection begins with. All tables are reached by their indexes, also while they are small: a sequential scan would
/// let a transaction depend on every row of a table, and so conflict with whoever adds one.
const BEGINNING: &str = "SET search_path = softknack, public;
    SET enable_seqscan = off;
    SET statement_timeout = '30s';
    SET idle_in_transaction_session_timeout = '60s';
    SET ROLE softknack_server";

/// The connections.
#[derive(Debug)]
pub(super) struct Pool {
    config: Config,
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
}

impl Pool {
    pub(super) fn new(config: Config) -> Arc<Self> {
        Arc::new(Self { config, idle: Mutex::default(), permits: Arc::new(Semaphore::new(CONNECTIONS)) })
    }

    /// How to connect.
    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// A connection, as soon as one is free.
    pub(super) async fn acquire(self: &Arc<Self>) -> Result<Pooled, StoreError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let connection = match self.take_idle() {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        Ok(Pooled { connection: Some(connection), pool: Arc::clone(self), _permit: permit })
    }

    /// The one that was used last, so that those that are not needed may be closed by whoever stands in between.
    fn take_idle(&self) -> Option<Connection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|connection| !connection.client.is_closed());
        idle.pop()
    }

    async fn connect(&self) -> Result<Connection, StoreError> {
        let client = connect(&self.config).await?;
        client.batch_execute(BEGINNING).await?;
        Ok(Connection { client, statements: HashMap::new() })
    }

    pub(super) fn close(&self) {
        self.permits.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// A new connection, which a task of its own serves. A server that is just coming or going is waited for.
pub(super) async fn connect(config: &Config) -> Result<Client, ServerError> {
    let since = Instant::now();
    loop {
        match config.connect(NoTls).await {
            Ok((client, connection)) => {
                tokio::spawn(async move {
                    // Whoever waits for an answer is told as well.
                    if let Err(error) = connection.await {
                        tracing::debug!(error = %ServerError::from(error), "a connection to the database ended");
                    }
                });
                return Ok(client);
            }
            Err(error) => {
                let error = ServerError::from(error);
                if !error.is_away() || since.elapsed() > PATIENCE {
                    return Err(error);
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// A connection, with what was prepared on it.
struct Connection {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("statements", &self.statements.len()).finish_non_exhaustive()
    }
}

/// A connection that is in use until it is dropped.
#[derive(Debug)]
pub(super) struct Pooled {
    connection: Option<Connection>,
    pool: Arc<Pool>,
    _permit: OwnedSemaphorePermit,
}

impl Pooled {
    fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection.as_ref().ok_or(StoreError::Closed)
    }

    pub(super) fn client(&self) -> Result<&Client, StoreError> {
        Ok(&self.connection()?.client)
    }

    /// Prepares those of the statements that are not prepared yet, in one round trip.
    pub(super) async fn prepare<'s>(&mut self, texts: impl Iterator<Item = &'s str>) -> Result<(), StoreError> {
        let Some(Connection { client, statements }) = &mut self.connection else { return Err(StoreError::Closed) };
        let missing: HashSet<&str> = texts.filter(|text| !statements.contains_key(*text)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        if statements.len() + missing.len() > PREPARED {
            statements.clear();
        }
        let missing: Vec<&str> = missing.into_iter().collect();
        let read: Vec<String> = missing.iter().map(|text| uncommented(text)).collect();
        let prepared = in_order(read.iter().map(|text| client.prepare(text)).collect()).await;
        for (text, statement) in missing.into_iter().zip(prepared) {
            statements.insert(text.to_owned(), statement?);
        }
        Ok(())
    }

    /// A statement that was prepared.
    pub(super) fn prepared(&self, text: &str) -> Result<&Statement, StoreError> {
        let statement = self.connection()?.statements.get(text);
        statement.ok_or_else(|| StoreError::SetUp("a statement was not prepared".to_owned()))
    }

    /// Sends a command without waiting for what comes of it: what is sent afterwards comes afterwards.
    pub(super) fn send(&self, command: &str) {
        if let Some(connection) = &self.connection {
            // It is on its way as soon as it was asked for the first time.
            let _ = pin!(connection.client.batch_execute(command)).poll(&mut Context::from_waker(Waker::noop()));
        }
    }
}

impl Drop for Pooled {
    fn drop(&mut self) {
        if let (Some(connection), false) = (self.connection.take(), self.pool.permits.is_closed()) {
            self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}

/// What only PostgreSQL is to read of a statement, read.
fn uncommented(text: &str) -> String {
    text.split("/*postgres").enumerate().fold(String::new(), |read, (part, rest)| match part {
        0 => rest.to_owned(),
        _ => read + &rest.replacen("*/", "", 1),
    })
}

/// Begins all of them in this order, before any is waited for: they travel together.
pub(super) async fn in_order<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut running: Vec<Pin<Box<F>>> = futures.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = running.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (future, done) in running.iter_mut().zip(&mut done) {
            if done.is_none()
                && let Poll::Ready(output) = future.as_mut().poll(cx)
            {
                *done = Some(output);
            }
        }
        if done.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_only_one_engine_reads_is_read_by_it() {
        let text = "SELECT id FROM a /*postgres FOR UPDATE SKIP LOCKED*/ LIMIT 1";
        assert_eq!(super::uncommented(text), "SELECT id FROM a  FOR UPDATE SKIP LOCKED LIMIT 1");
    }
}
