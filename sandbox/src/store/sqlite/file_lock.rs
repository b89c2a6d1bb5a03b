//! One sandbox for one file: what it keeps in memory of the file's data is right as long as nobody else changes them.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::store::StoreError;

/// How long a sandbox is waited for that is just about to end.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(10);

/// The lock on a file, until it is dropped or the process dies. It is a file beside it: SQLite's own locks would be lost where the
/// database's file is opened and closed once more by the same process.
#[derive(Debug)]
pub(super) struct FileLock(#[expect(dead_code, reason = "held, not read")] File);

impl FileLock {
    /// Takes the lock on a database's file.
    pub(super) async fn take(database: &Path) -> Result<Self, StoreError> {
        let mut path = database.as_os_str().to_owned();
        path.push("-lock");
        let failed = |error: std::io::Error| {
            StoreError::SetUp(format!("{} cannot be locked: {error}", Path::new(&path).display()))
        };
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
        let since = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => tokio::time::sleep(PAUSE).await,
                Err(TryLockError::WouldBlock) => {
                    let remedy = "another sandbox works on the file; stop it, take another file, or let both share a \
                                  PostgreSQL database";
                    return Err(StoreError::SetUp(remedy.to_owned()));
                }
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
    }
}
