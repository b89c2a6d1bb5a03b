//! Which JSON other languages read as JavaScript does.
//!
//! `JSON.parse` lets half a character pass (`\ud800`), and numbers that are too large for it. Almost no text can have either, and it is
//! looked through for that eight bytes at a time, which takes a tenth of what parsing does.

use serde::Deserialize;
use serde_json::Value;

/// As many words of nothing but digits in turn are taken for a number that may be too large by its digits alone. One that is has
/// at least 210, with the largest exponent of two digits.
const MANY: u32 = 20;

const EACH: u64 = u64::from_ne_bytes([1; 8]);
const LOW: u64 = EACH * 0x7f;
const HIGH: u64 = EACH * 0x80;

/// Whether JSON.parse reads nothing that the core does not. Text that is no JSON at all is left to it.
pub fn is_strict(json: &str) -> bool {
    if !is_doubtful(json.as_bytes()) {
        return true;
    }
    let mut reader = serde_json::Deserializer::from_str(json);
    // How deep it is nested is known.
    reader.disable_recursion_limit();
    Value::deserialize(&mut reader).and_then(|_| reader.end()).is_ok()
}

fn is_doubtful(json: &[u8]) -> bool {
    let (words, rest) = json.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let (mut in_turn, mut follows_digit) = (0, 0);
    for (place, word) in words.iter().chain([&last]).enumerate() {
        // The first byte stands lowest.
        let word = u64::from_le_bytes(*word);
        let digits = below_ten(word ^ (EACH * u64::from(b'0')));
        let exponents = zeros((word | (EACH * 0x20)) ^ (EACH * u64::from(b'e'))) & ((digits << 8) | follows_digit);
        let escapes = zeros(word ^ (EACH * u64::from(b'\\')));
        if (exponents | escapes) != 0 && found(exponents | escapes).any(|at| is_doubtful_at(json, place * 8 + at)) {
            return true;
        }
        in_turn = if digits == HIGH { in_turn + 1 } else { 0 };
        if in_turn == MANY {
            return true;
        }
        follows_digit = digits >> 56;
    }
    false
}

/// The highest bit of each byte that is 0.
fn zeros(word: u64) -> u64 {
    !(((word & LOW) + LOW) | word) & HIGH
}

/// The highest bit of each byte that is less than 10.
fn below_ten(word: u64) -> u64 {
    !(((word & LOW) + EACH * 0x76) | word) & HIGH
}

/// The places of the bytes that are marked.
fn found(mut marks: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = marks.trailing_zeros() as usize / 8;
        marks &= marks.wrapping_sub(1);
        (place < 8).then_some(place)
    })
}

/// Whether an escape here is that of half a character, maybe, or an exponent here that of a number which may be too large.
fn is_doubtful_at(json: &[u8], place: usize) -> bool {
    let (before, [at, after @ ..]) = json.split_at(place) else { return false };
    if *at == b'\\' {
        return after.first() == Some(&b'u');
    }
    let has_digits = matches!(after.strip_prefix(b"+").unwrap_or(after), [b'0'..=b'9', b'0'..=b'9', ..]);
    // Within a text, such as an ID, other letters come before the digits.
    let start = before.iter().rfind(|byte| !matches!(byte, b'0'..=b'9' | b'.' | b'-'));
    has_digits && start.is_none_or(|byte| matches!(byte, b':' | b',' | b'[') || byte.is_ascii_whitespace())
}
