//! Which JSON other languages read as JavaScript does.
//!
//! `JSON.parse` lets half a character pass (`\ud800`), which the core does not. What else it lets pass, a number that is too large,
//! the reader of the values sees; but not where a member stands twice, of which JavaScript keeps the last.

use memchr::memchr_iter;
use serde::Deserialize;
use serde_json::Value;

/// Whether JSON.parse reads no text that the core does not. What is no JSON at all is left to it.
pub fn is_strict(json: &str) -> bool {
    // Only what is escaped can be half a character.
    let mut escapes = memchr_iter(b'\\', json.as_bytes());
    if !escapes.any(|place| json.as_bytes().get(place + 1) == Some(&b'u')) {
        return true;
    }
    let mut reader = serde_json::Deserializer::from_str(json);
    // How deep it is nested is known.
    reader.disable_recursion_limit();
    Value::deserialize(&mut reader).and_then(|_| reader.end()).is_ok()
}
