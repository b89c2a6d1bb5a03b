//! The connection that writes: there is one, and whoever has their turn has it alone.
//!
//! In a file, making a change durable costs far more than the change itself. So a turn that is over waits without the
//! connection, those who stood behind it take theirs, and one commit then makes all of them durable. A turn is a savepoint:
//! undone, it leaves the others as they are. Nobody is told of success before the commit.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{Mutex, Notify, OwnedMutexGuard, oneshot};
use tokio::task::{JoinHandle, spawn_blocking};

use super::BUSY_TIMEOUT;
use super::file_lock::FileLock;
use crate::store::StoreError;

/// The connection that writes.
#[derive(Debug)]
pub(in crate::store) struct Writer {
    open: Arc<Mutex<Open>>,
    /// None where nothing is durable anyway.
    committer: Option<Committer>,
}

#[derive(Debug)]
struct Committer {
    wanted: Arc<Notify>,
    task: JoinHandle<()>,
}

/// The connection, with those who wait for what they wrote to be committed.
#[derive(Debug)]
pub(in crate::store) struct Open {
    connection: Option<Connection>,
    /// Held as long as there is a connection.
    lock: Option<FileLock>,
    uncommitted: Vec<oneshot::Sender<Result<(), Arc<rusqlite::Error>>>>,
    /// Whether something was removed that still stands in the log that is written ahead.
    traces: bool,
}

impl Writer {
    pub(in crate::store) fn in_memory(connection: Connection) -> Self {
        Self { open: Open::new(connection, None, false), committer: None }
    }

    pub(in crate::store) fn durable(connection: Connection, lock: FileLock) -> Self {
        // Who used the file before may have had no time to remove the traces.
        let (open, wanted) = (Open::new(connection, Some(lock), true), Arc::new(Notify::new()));
        let task = tokio::spawn(commit_when_wanted(Arc::clone(&open), Arc::clone(&wanted)));
        Self { open, committer: Some(Committer { wanted, task }) }
    }

    /// The connection, for whoever reads on it.
    pub(in crate::store) async fn lock(&self) -> OwnedMutexGuard<Open> {
        Arc::clone(&self.open).lock_owned().await
    }

    /// A turn at writing, as soon as those before have had theirs.
    pub(in crate::store) async fn turn(&self) -> Result<Turn, StoreError> {
        let open = self.lock().await;
        let connection = open.connection()?;
        if self.committer.is_some() && connection.is_autocommit() {
            connection.execute_batch("BEGIN IMMEDIATE")?;
        }
        connection.execute_batch("SAVEPOINT turn")?;
        Ok(Turn { open: Some(open), commit_wanted: self.committer.as_ref().map(|it| Arc::clone(&it.wanted)) })
    }

    /// Removes what was noted as a trace, in a file.
    pub(in crate::store) async fn scrub(&self) -> Result<(), StoreError> {
        let mut open = self.lock().await;
        if self.committer.is_none() || !open.traces {
            return Ok(());
        }
        spawn_blocking(move || open.empty_log()).await.map_err(|_| StoreError::Closed)?
    }

    /// Makes everything durable, and closes the connection.
    pub(in crate::store) async fn close(&self) {
        let mut open = self.lock().await;
        open.commit();
        open.connection = None;
        open.lock = None;
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if let Some(committer) = &self.committer {
            committer.task.abort();
        }
    }
}

/// Commits as soon as somebody wants it and those who already stand in line have had their turns.
async fn commit_when_wanted(open: Arc<Mutex<Open>>, wanted: Arc<Notify>) {
    loop {
        wanted.notified().await;
        let mut open = Arc::clone(&open).lock_owned().await;
        // Waiting for the disk is no work for the threads that answer requests. Where the runtime goes down meanwhile, so
        // does everybody who waits.
        let _ = spawn_blocking(move || open.commit()).await;
    }
}

impl Open {
    fn new(connection: Connection, lock: Option<FileLock>, traces: bool) -> Arc<Mutex<Self>> {
        Arc::new(Mutex::new(Self { connection: Some(connection), lock, uncommitted: Vec::new(), traces }))
    }

    /// The connection, while the store is open.
    pub(in crate::store) fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection.as_ref().ok_or(StoreError::Closed)
    }

    /// Makes durable what was written, and tells those who wait for it.
    fn commit(&mut self) {
        let Some(connection) = &self.connection else { return };
        let outcome = match connection.is_autocommit() {
            true => Ok(()),
            false => connection.execute_batch("COMMIT").map_err(Arc::new),
        };
        if outcome.is_err() {
            // There is nothing to undo where SQLite did so by itself.
            let _ = connection.execute_batch("ROLLBACK");
        }
        self.tell(&outcome);
    }

    /// Moves what stands in the log that is written ahead into the file, and cuts the log off. Whoever reads in it keeps it
    /// from being, and nobody is made to wait for that.
    fn empty_log(&mut self) -> Result<(), StoreError> {
        self.commit();
        let connection = self.connection()?;
        connection.busy_timeout(Duration::from_millis(20))?;
        let kept = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
        connection.busy_timeout(BUSY_TIMEOUT)?;
        self.traces = kept?;
        Ok(())
    }

    fn undo_turn(&mut self) {
        let Some(connection) = &self.connection else { return };
        let undone = connection.execute_batch("ROLLBACK TO turn; RELEASE turn").map_err(Arc::new);
        if undone.is_err() || self.uncommitted.is_empty() {
            // There is nothing left to undo where SQLite did so by itself, as it does when the disk is full.
            let _ = connection.execute_batch("ROLLBACK");
        }
        if undone.is_err() {
            self.tell(&undone);
        }
    }

    fn tell(&mut self, outcome: &Result<(), Arc<rusqlite::Error>>) {
        for waiting in self.uncommitted.drain(..) {
            // Whoever went away does not want to know.
            let _ = waiting.send(outcome.clone());
        }
    }
}

/// A turn at writing. Dropped without [`commit`](Self::commit), what it wrote is undone.
#[derive(Debug)]
pub(in crate::store) struct Turn {
    open: Option<OwnedMutexGuard<Open>>,
    commit_wanted: Option<Arc<Notify>>,
}

impl Turn {
    pub(in crate::store) fn connection(&self) -> Result<&Connection, StoreError> {
        self.open.as_ref().ok_or(StoreError::Closed)?.connection()
    }

    /// Notes that what this turn removes is to be gone from the file, too.
    pub(in crate::store) fn leaves_no_trace(&mut self) {
        if let Some(open) = &mut self.open {
            open.traces = true;
        }
    }

    /// Ends the turn, and returns when what it wrote is durable.
    pub(in crate::store) async fn commit(mut self) -> Result<(), StoreError> {
        self.connection()?.execute_batch("RELEASE turn")?;
        let Some(mut open) = self.open.take() else { return Err(StoreError::Closed) };
        let Some(wanted) = &self.commit_wanted else { return Ok(()) };
        let (sender, committed) = oneshot::channel();
        open.uncommitted.push(sender);
        drop(open);
        wanted.notify_one();
        committed.await.map_err(|_| StoreError::Closed)?.map_err(StoreError::NotCommitted)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(open) = &mut self.open {
            open.undo_turn();
        }
    }
}
