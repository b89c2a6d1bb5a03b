//! The connection that writes: there is one, and whoever has it has it alone.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, Row as _};
use tokio::sync::Mutex;

use super::{BUSY_TIMEOUT, StoreError};

/// The connection that writes.
#[derive(Debug)]
pub(super) struct Writer {
    connection: Option<SqliteConnection>,
    /// Whether a transaction was begun that was neither committed nor undone.
    pub(super) open: bool,
    /// Whether something was removed that still stands in the log that is written ahead.
    pub(super) traces: Arc<AtomicBool>,
}

impl Writer {
    pub(super) async fn connect(
        options: &SqliteConnectOptions,
        traces: &Arc<AtomicBool>,
    ) -> Result<Arc<Mutex<Self>>, StoreError> {
        let connection = options.clone().statement_cache_capacity(512).connect().await?;
        Ok(Arc::new(Mutex::new(Self { connection: Some(connection), open: false, traces: traces.clone() })))
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

    /// Moves what stands in the log that is written ahead into the file, and cuts the log off. Tells whether that was done:
    /// whoever reads in it keeps it from being, and nobody else is made to wait for that.
    pub(super) async fn empty_log(&mut self) -> Result<bool, StoreError> {
        let connection = self.connection()?;
        // Pragmas of this kind take effect when they are prepared, so none of these may be kept prepared.
        sqlx::raw_sql("PRAGMA busy_timeout = 20").execute(&mut *connection).await?;
        let emptied = sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *connection).await;
        let restored = format!("PRAGMA busy_timeout = {}", BUSY_TIMEOUT.as_millis());
        sqlx::raw_sql(sqlx::AssertSqlSafe(restored)).execute(&mut *connection).await?;
        Ok(emptied?.try_get::<i64, _>(0)? == 0)
    }

    /// Writes everything to the file.
    pub(super) async fn close(&mut self) {
        if let Some(connection) = self.connection.take() {
            let _ = connection.close().await;
        }
    }
}
