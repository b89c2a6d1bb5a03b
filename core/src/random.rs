//! Randomness for identifiers and for jitter.

use std::hash::{BuildHasher, RandomState};

use ring::rand::{SecureRandom, SystemRandom};

use crate::time::Timestamp;

/// 128 random bits, asked of the operating system each time: a forked process never repeats its parent's.
pub(crate) fn bits() -> u128 {
    let mut bytes = [0; 16];
    if SystemRandom::new().fill(&mut bytes).is_err() {
        // A system without its random source still must not reuse a key: process, time and the hasher's own seed differ.
        let now = jiff::Timestamp::now().as_nanosecond();
        let half = || RandomState::new().hash_one((std::process::id(), now));
        return u128::from(half()) << 64 | u128::from(half());
    }
    u128::from_ne_bytes(bytes)
}

/// A fresh text `<prefix>_<ULID>`.
pub(crate) fn ulid(prefix: &str) -> String {
    let millisecond = u64::try_from(Timestamp::now().as_millisecond()).unwrap_or(0);
    let mut buffer = [0; ulid::ULID_LEN];
    let ulid = ulid::Ulid::from_parts(millisecond, bits()).array_to_str(&mut buffer).to_owned();
    format!("{prefix}_{ulid}")
}
