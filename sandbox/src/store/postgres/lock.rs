//! What one process does at a time, by a lock that the server lets go of when the process dies.

use tokio_postgres::{Client, Config};

use super::pool::connect;
use crate::store::StoreError;

const TAKE: &str = "SELECT pg_advisory_lock(hashtextextended('softknack ' || $1::text, 0))";
const TRY: &str = "SELECT pg_try_advisory_lock(hashtextextended('softknack ' || $1::text, 0))";

/// A lock, on a connection of its own: dropped, the connection ends and with it the lock.
#[derive(Debug)]
pub(in crate::store) struct Lock(#[expect(dead_code, reason = "held, not read")] Client);

impl Lock {
    /// Waits for the lock.
    pub(super) async fn take(config: &Config, what: &str) -> Result<Self, StoreError> {
        let client = connect(config).await?;
        client.query_one(TAKE, &[&what]).await?;
        Ok(Self(client))
    }

    /// Takes the lock, where nobody has it.
    pub(super) async fn try_take(config: &Config, what: &str) -> Result<Option<Self>, StoreError> {
        let client = connect(config).await?;
        let taken: bool = client.query_one(TRY, &[&what]).await?.try_get(0)?;
        Ok(taken.then_some(Self(client)))
    }
}
