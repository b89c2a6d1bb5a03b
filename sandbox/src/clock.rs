//! The sandbox's clock: the system's, moved by as much as somebody asked for, or standing still.
//!
//! Everything that waits (deliveries, reminders, expiries, the idempotency window) reads this clock alone.

use std::sync::Mutex;

use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};
use softknack::{Id, IdKind, Timestamp};
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

/// Where the clock stands in relation to the system's. It is stored, so that time does not jump back at a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Setting {
    /// As far ahead of the system's clock, or behind it, in milliseconds.
    Offset(i64),
    /// Standing still here.
    Frozen(Timestamp),
    /// Standing still here while somebody moves it, and running on from here afterwards.
    Held(Timestamp),
}

impl Setting {
    /// What time it says.
    pub fn now(self) -> Timestamp {
        match self {
            Self::Offset(offset) => Timestamp::now().plus_milliseconds(offset),
            Self::Frozen(at) | Self::Held(at) => at,
        }
    }

    /// Set to `at`, from where it runs on, or stands still where it stood still before.
    #[must_use]
    pub fn at(self, at: Timestamp) -> Self {
        match self {
            Self::Offset(_) => Self::running(at),
            Self::Frozen(_) => Self::Frozen(at),
            Self::Held(_) => Self::Held(at),
        }
    }

    /// Running on from `at`.
    pub fn running(at: Timestamp) -> Self {
        Self::Offset(at.as_millisecond() - Timestamp::now().as_millisecond())
    }

    /// Held where it is, unless it stands still anyway.
    #[must_use]
    pub fn held(self) -> Self {
        match self {
            Self::Offset(_) => Self::Held(self.now()),
            still => still,
        }
    }

    /// Running on where it was held.
    #[must_use]
    pub fn released(self) -> Self {
        match self {
            Self::Held(at) => Self::running(at),
            other => other,
        }
    }
}

/// The clock, and the maker of IDs, which carry its time.
#[derive(Debug)]
pub struct Clock {
    setting: Mutex<Setting>,
    last_id: Mutex<(i64, u128)>,
    random: SystemRandom,
    changed: Notify,
}

impl Clock {
    /// A clock as it was set before.
    pub fn new(setting: Setting) -> Self {
        Self {
            setting: Mutex::new(setting),
            last_id: Mutex::new((i64::MIN, 0)),
            random: SystemRandom::new(),
            changed: Notify::new(),
        }
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        self.setting().now()
    }

    /// Where it stands in relation to the system's clock.
    pub fn setting(&self) -> Setting {
        *self.setting.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Takes over where it was set to.
    pub fn restore(&self, setting: Setting) {
        *self.setting.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = setting;
        self.changed.notify_waiters();
    }

    /// Whether it stands still until somebody moves it.
    pub fn is_frozen(&self) -> bool {
        matches!(self.setting(), Setting::Frozen(_))
    }

    /// Waits until somebody sets it: whoever sleeps by it must then reckon anew.
    pub(crate) fn changed(&self) -> Notified<'_> {
        self.changed.notified()
    }

    /// A new ID with the time of this clock. IDs made one after another sort in that order, within a millisecond too.
    pub fn id<K: IdKind>(&self) -> Id<K> {
        let mut last = self.last_id.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // Read while nobody else makes one, else of two made at the turn of a millisecond the later could be the lower.
        let now = self.now();
        let millisecond = now.as_millisecond();
        let random = if last.0 == millisecond { last.1 + 1 } else { self.random_bits() };
        *last = (millisecond, random);
        Id::from_parts(now, random)
    }

    /// 80 random bits, the first of them 0, so that there is room to count upwards.
    fn random_bits(&self) -> u128 {
        let mut bytes = [0; 16];
        // Without randomness the system is broken; IDs still differ by time and count.
        if self.random.fill(&mut bytes[6..]).is_err() {
            bytes = [0; 16];
        }
        bytes[6] &= 0x7f;
        u128::from_be_bytes(bytes)
    }
}
