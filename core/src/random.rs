//! Randomness for identifiers and for jitter.

use std::hash::{BuildHasher, RandomState};

use ring::rand::{SecureRandom, SystemRandom};

use crate::time::Timestamp;

/// Two times 128 random bits, asked of the operating system each time: a forked process never repeats its parent's.
pub(crate) fn pair() -> [u128; 2] {
    let mut bytes = [[0; 16]; 2];
    if SystemRandom::new().fill(bytes.as_flattened_mut()).is_err() {
        // A system without its random source still must not reuse a key: process, time and the hasher's own seed differ.
        let now = jiff::Timestamp::now().as_nanosecond();
        let half = || u128::from(RandomState::new().hash_one((std::process::id(), now)));
        return [half() << 64 | half(), half() << 64 | half()];
    }
    bytes.map(u128::from_ne_bytes)
}

/// 128 random bits.
pub(crate) fn bits() -> u128 {
    let [bits, _] = pair();
    bits
}

/// The text `<prefix>_<ULID>` of now and of these random bits.
pub(crate) fn ulid(prefix: &str, random: u128) -> String {
    let millisecond = u64::try_from(Timestamp::now().as_millisecond()).unwrap_or(0);
    let mut buffer = [0; ulid::ULID_LEN];
    let ulid = ulid::Ulid::from_parts(millisecond, random);
    [prefix, "_", ulid.array_to_str(&mut buffer)].concat()
}
