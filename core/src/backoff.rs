//! How long to wait before another attempt, and whether there may be one: jitter, `Retry-After`, the budget.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use jiff::fmt::rfc2822::DateTimeParser;

use crate::headers;

/// Full jitter: a wait is anything up to a bound that doubles with each retry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Backoff {
    pub(crate) base: Duration,
    pub(crate) cap: Duration,
}

impl Backoff {
    /// The wait before the retry of this number, counted from 0.
    pub(crate) fn wait(self, retry: u32, random: u128) -> Duration {
        let bound = self.base.saturating_mul(1_u32.checked_shl(retry).unwrap_or(u32::MAX)).min(self.cap);
        let nanos = bound.as_nanos();
        Duration::from_nanos(u64::try_from(random % (nanos + 1)).unwrap_or(u64::MAX))
    }
}

/// What `Retry-After` asks for: seconds, or a date, which is read against the server's own clock where that is given.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers::text(headers, &RETRY_AFTER)?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let parser = DateTimeParser::new();
    let until = parser.parse_timestamp(text).ok()?;
    let sent = headers::text(headers, &DATE).and_then(|date| parser.parse_timestamp(date).ok());
    let now = sent.unwrap_or_else(jiff::Timestamp::now);
    Some(until.duration_since(now).try_into().unwrap_or(Duration::ZERO))
}

/// Tokens that retries cost and successes give back. When a platform is down, retries of a busy client dry up instead of
/// multiplying its load.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    const FULL: u32 = 500;

    pub(crate) fn full() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Pays for a retry: 5 tokens, or 10 where time ran out, for that is what a drowning server looks like.
    pub(crate) fn pay(&self, timed_out: bool) -> bool {
        let cost = if timed_out { 10 } else { 5 };
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(cost)).is_ok()
    }

    pub(crate) fn success(&self) {
        if self.0.load(Ordering::Relaxed) < Self::FULL {
            let more = |tokens: u32| (tokens < Self::FULL).then_some(tokens + 1);
            // An error only says that another call has filled it meanwhile.
            let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    const USUAL: Backoff = Backoff { base: Duration::from_millis(250), cap: Duration::from_secs(8) };

    proptest! {
        #[test]
        fn a_wait_never_passes_its_bound(retry: u32, random: u128) {
            let bound = Duration::from_millis(250).saturating_mul(2_u32.saturating_pow(retry)).min(Duration::from_secs(8));
            prop_assert!(USUAL.wait(retry, random) <= bound);
        }

        #[test]
        fn seconds_are_read_as_they_stand(seconds: u64) {
            prop_assert_eq!(asked(&[("retry-after", &seconds.to_string())]), Some(Duration::from_secs(seconds)));
        }
    }

    fn asked(pairs: &[(&'static str, &str)]) -> Option<Duration> {
        retry_after(
            &pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap())).collect(),
        )
    }

    #[test]
    fn the_jitter_is_full() {
        let bound = Duration::from_millis(500).as_nanos();
        assert_eq!(USUAL.wait(1, 0), Duration::ZERO);
        assert_eq!(USUAL.wait(1, bound), Duration::from_millis(500));
        assert_eq!(USUAL.wait(40, u128::from(u64::MAX)), USUAL.wait(5, u128::from(u64::MAX)));
    }

    #[test]
    fn a_date_is_read_against_the_servers_clock() {
        let (at, sent) = ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:30 GMT");
        assert_eq!(asked(&[("retry-after", at), ("date", sent)]), Some(Duration::from_secs(7)));
        assert_eq!(asked(&[("retry-after", sent), ("date", at)]), Some(Duration::ZERO));
        assert_eq!(asked(&[("retry-after", at)]), Some(Duration::ZERO), "long ago on the local clock");
        for text in ["", "soon", "-1", "1.5", "1994-11-06"] {
            assert_eq!(asked(&[("retry-after", text)]), None, "{text}");
        }
        assert_eq!(asked(&[("retry-after", "99999999999999999999999")]), Some(Duration::from_secs(u64::MAX)));
    }

    #[test]
    fn the_budget_dries_up_and_fills_again() {
        let budget = Budget::full();
        assert_eq!((0..1000).filter(|_| budget.pay(false)).count(), 100);
        assert!(!budget.pay(true));
        (0..9).for_each(|_| budget.success());
        assert!(!budget.pay(true));
        budget.success();
        assert!(budget.pay(true) && !budget.pay(false));
        (0..1000).for_each(|_| budget.success());
        assert_eq!((0..1000).filter(|_| budget.pay(true)).count(), 50);
    }
}
