//! Reading an event out of a body that is rightly signed.

use serde_json::Value;

use crate::webhook::error::SignatureError;
use crate::webhook::event::Event;

/// How deep a body may be nested, its own object included.
const MAX_DEPTH: usize = 128;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

pub(super) fn read(body: &[u8]) -> Result<Event, SignatureError> {
    let mut deserializer = serde_json::Deserializer::from_str(text(body)?);
    // Its own limit is 127, one short of the contract's, and the depth is known by now.
    deserializer.disable_recursion_limit();
    // By way of a map, in which the last of duplicate members wins: a struct would refuse them.
    let value: Value = serde::Deserialize::deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| {
            SignatureError::payload(format!("it is not JSON, at line {}, column {}", error.line(), error.column()))
        })?;
    if !value.is_object() {
        return Err(SignatureError::payload("it is not a JSON object"));
    }
    Event::from_value(value).map_err(SignatureError::member)
}

/// The text of the body, no deeper than a reader goes.
pub(super) fn text(body: &[u8]) -> Result<&str, SignatureError> {
    let json = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let json = std::str::from_utf8(json).map_err(|_| SignatureError::payload("it is not UTF-8"))?;
    if is_too_deep(json) {
        return Err(SignatureError::payload("it is nested deeper than 128"));
    }
    Ok(json)
}

/// How many brackets open. Eight bytes are looked at in one go, whatever the compiler is told to optimise for.
fn brackets(json: &[u8]) -> usize {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    let (words, rest) = json.as_chunks::<8>();
    let is_bracket = |byte: &&u8| matches!(byte, b'{' | b'[');
    let in_word = |word: &[u8; 8]| {
        // One bit is all in which the two differ.
        let other = (u64::from_ne_bytes(*word) | (EACH * 0x20)) ^ (EACH * u64::from(b'{'));
        let is_other = ((other & (EACH * 0x7f)) + EACH * 0x7f) | other;
        (!is_other & (EACH * 0x80)).count_ones() as usize
    };
    words.iter().map(in_word).sum::<usize>() + rest.iter().filter(is_bracket).count()
}

fn is_too_deep(json: &str) -> bool {
    // Mostly there are not even as many brackets.
    if brackets(json.as_bytes()) <= MAX_DEPTH {
        return false;
    }
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return true;
                }
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}
