//! Rate limits: so many requests a minute for each tenant.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use softknack::{ErrorCode, Timestamp};

use crate::refusal::{Outcome, Refusal};

/// Counts requests in windows of a minute.
#[derive(Debug)]
pub struct RateLimiter {
    per_minute: u32,
    windows: Mutex<HashMap<String, (i64, u32)>>,
}

/// Where a tenant stands, for the `RateLimit-*` headers.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// How many requests a minute are allowed.
    pub limit: u32,
    /// How many of them are left.
    pub remaining: u32,
    /// The seconds until there are all of them again.
    pub reset_seconds: u32,
}

impl RateLimiter {
    /// Allows each tenant `per_minute` requests a minute.
    pub fn new(per_minute: u32) -> Self {
        Self { per_minute, windows: Mutex::default() }
    }

    /// Forgets what was counted.
    pub fn clear(&self) {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Counts a request.
    pub fn count(&self, tenant: &str, now: Timestamp) -> (Standing, Outcome<()>) {
        let minute = now.as_second().div_euclid(60);
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let used = match windows.get_mut(tenant) {
            Some((window, used)) => {
                if *window != minute {
                    (*window, *used) = (minute, 0);
                }
                *used = used.saturating_add(1);
                *used
            }
            None => {
                windows.insert(tenant.to_owned(), (minute, 1));
                1
            }
        };
        let standing = Standing {
            limit: self.per_minute,
            remaining: self.per_minute.saturating_sub(used),
            reset_seconds: 60 - u32::try_from(now.as_second().rem_euclid(60)).unwrap_or_default(),
        };
        let allowed = used <= self.per_minute;
        let refusal =
            || Refusal::new(ErrorCode::RateLimited, "Too many requests in this minute. Wait for `Retry-After`.");
        (standing, if allowed { Ok(()) } else { Err(refusal()) })
    }
}
