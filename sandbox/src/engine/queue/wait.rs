//! How long a party waits: a conservative estimate from the last 100 sessions.
//!
//! A session takes, with 95 % confidence, at most `d` seconds at least every second time: `d` is the shortest duration of
//! which that can be said. With `n` parties up to and with this one and `r` resources, it waits ⌈n / r⌉ sessions.

use softknack::resources::queue::QueueEntry;

use super::wilson::hits_for_one_half;
use crate::engine::Context;
use crate::refusal::Outcome;
use crate::store::{args, statements};

/// Below so many sessions nothing is read out of them.
const FEWEST_SESSIONS: u32 = 8;

/// What a session is taken to last where nothing is known.
const USUAL_SECONDS: u32 = 240;

/// The duration that a session of this type of resource does not exceed, conservatively.
pub(super) async fn session_seconds(cx: &mut Context, resource_type: &str) -> Outcome<u32> {
    let sessions: u32 = cx.tx.one(COUNT_SESSIONS, args![&cx.tenant, resource_type]).await?;
    if sessions < FEWEST_SESSIONS {
        return Ok(USUAL_SECONDS);
    }
    let Some(hits) = hits_for_one_half(sessions.into()) else { return Ok(USUAL_SECONDS) };
    let shorter = i64::try_from(hits - 1).unwrap_or(i64::MAX);
    Ok(cx.tx.one(SELECT_DURATION, args![&cx.tenant, resource_type, shorter]).await?)
}

/// Turns the sessions that come before each entry, which the database counted, into seconds.
pub(super) async fn estimate(cx: &mut Context, entries: &mut [QueueEntry]) -> Outcome<()> {
    let mut known: Option<(String, u32)> = None;
    for entry in entries {
        let Some(sessions) = entry.estimated_wait_seconds else { continue };
        let seconds = match &known {
            Some((resource_type, seconds)) if entry.resource_type == **resource_type => *seconds,
            _ => {
                let seconds = session_seconds(cx, entry.resource_type.as_str()).await?;
                known = Some((entry.resource_type.as_str().to_owned(), seconds));
                seconds
            }
        };
        entry.estimated_wait_seconds = Some(sessions.saturating_mul(seconds));
    }
    Ok(())
}

/// The sessions of the tenant `$1` and the type `$2` that tell how long one lasts: enough to say it with confidence, and no more, however
/// long a business has been open.
macro_rules! sessions {
    () => {
        "(SELECT session_seconds FROM queue_entries WHERE tenant = $1 AND resource_type = $2 AND session_seconds IS NOT NULL
            ORDER BY id DESC LIMIT 100) AS sessions"
    };
}
pub(super) use sessions;

statements! {
    COUNT_SESSIONS: concat!("SELECT COUNT(*) FROM ", sessions!());
    SELECT_DURATION: concat!("SELECT session_seconds FROM ", sessions!(), " ORDER BY session_seconds LIMIT 1 OFFSET $3");
}
