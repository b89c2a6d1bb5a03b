//! Where a reader of events keeps how far it came.

use std::convert::Infallible;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;

/// Where a reader keeps how far it came, as one short text that means nothing to anybody else.
///
/// One store belongs to one reader: two that share one would each miss what the other has read. Where the effect of an event
/// lies in a database, keep the text there, and save it in the effect's own transaction.
pub trait CursorStore: Send + Sync {
    /// What can go wrong in the store.
    type Error: Error + Send + Sync + 'static;

    /// What was saved last, or `None` where nothing was.
    fn load(&self) -> impl Future<Output = Result<Option<String>, Self::Error>> + Send;

    /// Keeps `cursor` in place of what was there. After a crash either is there, and nothing in between.
    fn save(&self, cursor: &str) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// In this process's memory: for tests, and for readers that begin anew with each process.
#[derive(Debug, Clone, Default)]
pub struct MemoryCursor(Arc<Mutex<Option<String>>>);

impl CursorStore for MemoryCursor {
    type Error = Infallible;

    async fn load(&self) -> Result<Option<String>, Infallible> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    async fn save(&self, cursor: &str) -> Result<(), Infallible> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(cursor.to_owned());
        Ok(())
    }
}

/// In a file of its own, replaced as a whole each time.
#[derive(Debug, Clone)]
pub struct FileCursor(Arc<Path>);

impl FileCursor {
    /// The file at `path`, which need not be there yet; its folder must be.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into().into())
    }
}

impl CursorStore for FileCursor {
    type Error = io::Error;

    async fn load(&self) -> io::Result<Option<String>> {
        let path = Arc::clone(&self.0);
        aside(move || match fs::read_to_string(path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    async fn save(&self, cursor: &str) -> io::Result<()> {
        let (path, cursor) = (Arc::clone(&self.0), cursor.to_owned());
        aside(move || {
            let mut fresh = path.as_os_str().to_owned();
            fresh.push(".new");
            let mut file = File::create(&fresh)?;
            file.write_all(cursor.as_bytes())?;
            // Else the name could outlive a power cut, and what stands under it not.
            file.sync_all()?;
            fs::rename(fresh, path)
        })
        .await
    }
}

/// Files make whoever reads them wait: not the threads that make calls.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    let runtime = Handle::try_current().map_err(io::Error::other)?;
    runtime.spawn_blocking(work).await.map_err(io::Error::other)?
}
