//! The connections that only read, beside the one that writes.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::prepared_for_use;
use crate::store::StoreError;

const READERS: usize = 4;

/// The connections that only read.
#[derive(Debug)]
pub(in crate::store) struct Readers {
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub(in crate::store) fn open(path: &Path) -> Result<Arc<Self>, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connect = |_| prepared_for_use(Connection::open_with_flags(path, flags)?);
        let idle = (0..READERS).map(connect).collect::<Result<Vec<_>, StoreError>>()?;
        Ok(Arc::new(Self { idle: Mutex::new(idle), permits: Arc::new(Semaphore::new(READERS)) }))
    }

    /// One of them, as soon as one is free.
    pub(in crate::store) async fn acquire(self: &Arc<Self>) -> Result<Reader, StoreError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let connection = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().ok_or(StoreError::Closed)?;
        Ok(Reader { connection: Some(connection), readers: Arc::clone(self), _permit: permit })
    }

    pub(in crate::store) fn close(&self) {
        self.permits.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// A connection that only reads, until it is dropped.
#[derive(Debug)]
pub(in crate::store) struct Reader {
    connection: Option<Connection>,
    readers: Arc<Readers>,
    _permit: OwnedSemaphorePermit,
}

impl Reader {
    pub(in crate::store) fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection.as_ref().ok_or(StoreError::Closed)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let (Some(connection), false) = (self.connection.take(), self.readers.permits.is_closed()) {
            self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}
