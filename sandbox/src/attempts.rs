//! Running a whole transaction again where others came in between.

use std::future::Future;
use std::time::{Duration, Instant, SystemTime};

use crate::refusal::{Outcome, Refusal};

/// How long it is tried. Each time at least one of those that were in each other's way gets through.
const PATIENCE: Duration = Duration::from_secs(15);

/// The longest rest between two attempts.
const LONGEST_REST: Duration = Duration::from_millis(100);

/// How often a transaction was run already, and since when.
///
/// ```ignore
/// let mut attempts = Attempts::default();
/// while let Err(refusal) = expire(shared, &due).await {
///     attempts.again(refusal).await?;
/// }
/// ```
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    failed: u32,
    since: Option<Instant>,
}

/// Runs a whole transaction, and again where others came in between.
///
/// # Errors
/// Its refusal, where nobody came in between, or again and again.
pub(crate) async fn rerun<T, F: Future<Output = Outcome<T>>>(transaction: impl Fn() -> F) -> Outcome<T> {
    let mut attempts = Attempts::default();
    loop {
        match transaction().await {
            Err(refusal) => attempts.again(refusal).await?,
            done => return done,
        }
    }
}

impl Attempts {
    /// Rests a little where it is worth another attempt.
    ///
    /// # Errors
    /// The refusal, where nobody came in between, or again and again.
    pub(crate) async fn again(&mut self, refusal: Refusal) -> Outcome<()> {
        self.failed += 1;
        let since = *self.since.get_or_insert_with(Instant::now);
        if !refusal.is_conflict() || since.elapsed() > PATIENCE {
            return Err(refusal);
        }
        // Those who were in each other's way once do not begin at the same moment again.
        let longest = LONGEST_REST.min(Duration::from_millis(1 << self.failed.min(7)));
        let chance = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |now| now.subsec_nanos());
        tokio::time::sleep(longest.mul_f64(f64::from(chance % 1000) / 1000.0)).await;
        Ok(())
    }
}
