//! Running a whole transaction again where others came in between.

use std::time::{Duration, SystemTime};

use crate::refusal::{Outcome, Refusal};

/// How often a transaction is run. Each time at least one of those that were in each other's way gets through.
const MOST: u32 = 40;

/// The longest rest between two attempts.
const LONGEST_REST: Duration = Duration::from_millis(50);

/// How often a transaction was run already.
///
/// ```ignore
/// let mut attempts = Attempts::default();
/// while let Err(refusal) = expire(shared, &due).await {
///     attempts.again(refusal).await?;
/// }
/// ```
#[derive(Debug, Default)]
pub(crate) struct Attempts(u32);

impl Attempts {
    /// Rests a little where it is worth another attempt.
    ///
    /// # Errors
    /// The refusal, where nobody came in between, or too often.
    pub(crate) async fn again(&mut self, refusal: Refusal) -> Outcome<()> {
        self.0 += 1;
        if !refusal.is_conflict() || self.0 == MOST {
            return Err(refusal);
        }
        // Those who were in each other's way once do not begin at the same moment again.
        let longest = LONGEST_REST.min(Duration::from_millis(1 << self.0.min(6)));
        let chance = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |now| now.subsec_nanos());
        tokio::time::sleep(longest.mul_f64(f64::from(chance % 1000) / 1000.0)).await;
        Ok(())
    }
}
