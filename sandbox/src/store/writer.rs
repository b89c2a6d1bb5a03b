//! The connection that writes: there is one, and whoever has it has it alone.

use std::sync::Arc;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::Mutex;

use super::StoreError;

/// The connection that writes.
#[derive(Debug)]
pub(super) struct Writer {
    connection: Option<SqliteConnection>,
    /// Whether a transaction was begun that was neither committed nor undone.
    pub(super) open: bool,
}

impl Writer {
    pub(super) async fn connect(options: &SqliteConnectOptions) -> Result<Arc<Mutex<Self>>, StoreError> {
        let connection = options.clone().statement_cache_capacity(512).connect().await?;
        Ok(Arc::new(Mutex::new(Self { connection: Some(connection), open: false })))
    }

    /// The connection, while the store is open.
    pub(super) fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        self.connection.as_mut().ok_or(StoreError::PoolClosed)
    }

    /// Undoes what was left open.
    pub(super) async fn undo(&mut self) {
        if let (true, Some(connection)) = (self.open, &mut self.connection) {
            // SQLite undoes some transactions by itself, and then has nothing to undo.
            let _ = sqlx::raw_sql("ROLLBACK").execute(connection).await;
        }
        self.open = false;
    }

    /// Writes everything to the file.
    pub(super) async fn close(&mut self) {
        if let Some(connection) = self.connection.take() {
            let _ = connection.close().await;
        }
    }
}
