//! Rate limits: so many requests a minute for each tenant.
//!
//! One process counts in memory. Where several serve one database, they count in a table, and learn on the same way whether the
//! settings have changed: so a request is answered by the settings that held when it came.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use softknack::{ErrorCode, Timestamp};

use crate::refusal::{Outcome, Refusal};
use crate::settings;
use crate::state::Shared;
use crate::store::{args, statements};

/// Counts requests in windows of a minute.
#[derive(Debug)]
pub struct RateLimiter {
    per_minute: u32,
    /// The last window of each tenant, where one process counts.
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

    /// Forgets what was counted in this process.
    pub fn clear(&self) {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Where somebody stands whose `used`th request of this minute has come, and whether it is allowed.
    fn standing(&self, used: u32, now: Timestamp) -> (Standing, Outcome<()>) {
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

    fn count_here(&self, tenant: &str, minute: i64) -> u32 {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        match windows.get_mut(tenant) {
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
        }
    }
}

/// Counts a request. Afterwards this process knows the settings as they are now.
///
/// # Errors
/// When the database fails.
pub(crate) async fn count(shared: &Shared, tenant: &str) -> Outcome<(Standing, Outcome<()>)> {
    #[derive(Deserialize)]
    struct Counted {
        used: u32,
        changes: i64,
    }

    loop {
        let (known, now) = (shared.settings.known(), shared.clock.now());
        let minute = minute_of(now);
        if !shared.store.is_shared() {
            return Ok(shared.limits.standing(shared.limits.count_here(tenant, minute), now));
        }
        let Counted { used, changes } = shared.store.at_once(COUNT, args![tenant, minute]).await?;
        if changes != known {
            settings::catch_up(shared).await?;
        }
        // Counted by a clock that was set meanwhile, it counts in another minute.
        if changes == known || minute_of(shared.clock.now()) == minute {
            return Ok(shared.limits.standing(used, now));
        }
    }
}

fn minute_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(60)
}

statements! {
    COUNT: "INSERT INTO rate_windows (tenant, minute, used) VALUES ($1, $2, 1)
        ON CONFLICT (tenant) DO UPDATE SET minute = excluded.minute,
            used = CASE WHEN rate_windows.minute = excluded.minute THEN rate_windows.used + 1 ELSE 1 END
        RETURNING used, (SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'changes') AS changes";
}
