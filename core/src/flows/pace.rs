//! How often is looked for news: often while there are some, ever less while there are none, and never in step with others.

use std::time::Duration;

use crate::error::Error;
use crate::random;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    shortest: Duration,
    longest: Duration,
    next: Duration,
}

impl Pace {
    /// Below this nobody is helped, and the platform is not pressed.
    const FLOOR: Duration = Duration::from_millis(1);

    pub(crate) fn new(shortest: Duration, longest: Duration) -> Self {
        let shortest = shortest.max(Self::FLOOR);
        Self { shortest, longest: longest.max(shortest), next: shortest }
    }

    /// There was something new.
    pub(crate) fn quicken(&mut self) {
        self.next = self.shortest;
    }

    /// How long to wait before the next look: between half of the wait and all of it. The one after is half as long again.
    pub(crate) fn wait(&mut self) -> Duration {
        let wait = self.next;
        self.next = (wait + wait / 2).min(self.longest);
        let nanos = wait.as_nanos();
        Duration::from_nanos(u64::try_from(nanos / 2 + random::bits() % (nanos - nanos / 2)).unwrap_or(u64::MAX))
    }

    /// The same after a look that failed for a reason that passes, or `None` where it does not.
    pub(crate) fn wait_after(&mut self, error: &Error) -> Option<Duration> {
        let passes = error.is_connection() || error.is_timeout() || matches!(error.status(), Some(408 | 429 | 500..));
        passes.then(|| self.wait().max(error.retry_after().unwrap_or_default()))
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self::new(Duration::from_secs(1), Duration::from_secs(15))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_the_longest_are_never_nothing_and_begin_anew_with_news() {
        let (shortest, longest) = (Duration::from_millis(100), Duration::from_secs(1));
        let mut pace = Pace::new(shortest, longest);
        let mut bound = shortest;
        for _ in 0..20 {
            let wait = pace.wait();
            assert!(wait >= bound / 2 && wait <= bound, "{wait:?} of {bound:?}");
            bound = (bound + bound / 2).min(longest);
        }
        assert_eq!(bound, longest);
        pace.quicken();
        assert!(pace.wait() <= shortest);
        assert!(Pace::new(Duration::ZERO, Duration::ZERO).wait() >= Pace::FLOOR / 2);
    }
}
