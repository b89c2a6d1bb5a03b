//! The three forms of a signature: reading one off the headers, and writing one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::{HeaderMap, HeaderName, HeaderValue};
use memchr::memchr_iter;

use crate::id::EventId;
use crate::webhook::error::SignatureError;
use crate::webhook::headers::Lookup;
use crate::webhook::hex::{from_hex, to_hex};
use crate::webhook::secret::KeyRing;

/// The header of [`Form::Nexus`].
pub const SIGNATURE_HEADER: HeaderName = HeaderName::from_static("x-nexus-signature");

const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// The longest header that is read, in bytes, and the most signatures in it: the work before the check is bounded.
const MAX_HEADER: usize = 8 * 1024;
const MAX_SIGNATURES: usize = 64;

/// How a delivery is signed. The form is never guessed from the request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// `X-Nexus-Signature: t=<seconds>,v1=<hex>`, over the timestamp, a full stop and the body: the platform's own.
    #[default]
    Nexus,
    /// The hex HMAC of the body alone, bare or after `sha256=`. It carries no time, so an old delivery looks like a new one.
    PlainHex {
        /// The header that it stands in.
        header: HeaderName,
    },
    /// Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`, and a secret in base64.
    StandardWebhooks,
}

/// What the headers of a delivery claim.
pub(super) struct Claim {
    /// What was signed ahead of the body.
    pub(super) prefix: Vec<u8>,
    /// When it was signed, in seconds since 1970.
    pub(super) timestamp: Option<i64>,
    /// The signatures: one of them must be right.
    pub(super) macs: Vec<[u8; 32]>,
}

impl Form {
    pub(super) fn read(&self, headers: &Lookup<'_>) -> Result<Claim, SignatureError> {
        match self {
            Self::Nexus => read_nexus(headers),
            Self::PlainHex { header } => read_plain_hex(header.as_str(), headers),
            Self::StandardWebhooks => read_standard_webhooks(headers),
        }
    }

    pub(super) fn write(&self, keys: &KeyRing, id: EventId, body: &[u8], second: i64) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let mut insert = |name: &HeaderName, value: &str| {
            // Digits, hex, base64 and IDs are visible ASCII, which a header value always takes.
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name.clone(), value);
            }
        };
        let second = second.max(0).to_string();
        match self {
            Self::Nexus => {
                let content: [&[u8]; 3] = [second.as_bytes(), b".", body];
                let macs: String = keys.macs(&content).map(|mac| format!(",v1={}", to_hex(mac.as_ref()))).collect();
                insert(&SIGNATURE_HEADER, &format!("t={second}{macs}"));
            }
            Self::PlainHex { header } => {
                if let Some(mac) = keys.macs(&[body]).next() {
                    insert(header, &format!("sha256={}", to_hex(mac.as_ref())));
                }
            }
            Self::StandardWebhooks => {
                let content: [&[u8]; 5] = [id.as_str().as_bytes(), b".", second.as_bytes(), b".", body];
                let macs: Vec<String> = keys.macs(&content).map(|mac| format!("v1,{}", BASE64.encode(mac))).collect();
                insert(&ID, id.as_str());
                insert(&TIMESTAMP, &second);
                insert(&SIGNATURE, &macs.join(" "));
            }
        }
        headers
    }
}

fn read_nexus(headers: &Lookup<'_>) -> Result<Claim, SignatureError> {
    const HEADER: &str = "X-Nexus-Signature";
    let malformed = |detail| SignatureError::malformed(HEADER, detail);

    let value = single(headers, SIGNATURE_HEADER.as_str(), HEADER).map_err(|error| {
        let standard = has(headers, SIGNATURE.as_str());
        error.hint(standard.then_some("it has the headers of Standard Webhooks, a form to be asked for when building"))
    })?;
    if has_white_space(&value) {
        return Err(malformed("has white space inside"));
    }
    let (mut timestamp, mut macs) = (None, Vec::new());
    let mut start = 0;
    for end in memchr_iter(b',', &value).chain([value.len()]) {
        let element = &value[start..end];
        if element.starts_with(b"t=") {
            if timestamp.replace(start + 2..end).is_some() {
                return Err(malformed("has more than one `t`"));
            }
        } else if let Some(mac) = element.strip_prefix(b"v1=").and_then(from_hex) {
            macs.push(mac);
        }
        start = end + 1;
    }
    let text = timestamp.ok_or_else(|| {
        let bare = from_hex(value.strip_prefix(b"sha256=").unwrap_or(&value));
        malformed("has no `t`").hint(bare.map(|_| "it is a bare signature, a form to be asked for when building"))
    })?;
    let second = read_second(&value[text.clone()]).ok_or_else(|| malformed("has a `t` that is not 1 to 12 digits"))?;
    check_count(HEADER, &macs, "has no `v1` of 64 lower-case hexadecimal digits")?;
    let mut prefix = value;
    prefix.truncate(text.end);
    prefix.drain(..text.start);
    prefix.push(b'.');
    Ok(Claim { prefix, timestamp: Some(second), macs })
}

fn read_plain_hex(name: &str, headers: &Lookup<'_>) -> Result<Claim, SignatureError> {
    let value = single(headers, name, name)?;
    let mac = from_hex(value.strip_prefix(b"sha256=").unwrap_or(&value))
        .ok_or_else(|| SignatureError::malformed(name, "is not 64 lower-case hexadecimal digits"))?;
    Ok(Claim { prefix: Vec::new(), timestamp: None, macs: vec![mac] })
}

fn read_standard_webhooks(headers: &Lookup<'_>) -> Result<Claim, SignatureError> {
    let (id, timestamp, signature) = (ID, TIMESTAMP, SIGNATURE);
    let value = single(headers, signature.as_str(), signature.as_str()).map_err(|error| {
        let nexus = has(headers, SIGNATURE_HEADER.as_str());
        error.hint(nexus.then_some("it has an X-Nexus-Signature, the form that is read when no other is asked for"))
    })?;
    let message = single(headers, id.as_str(), id.as_str())?;
    let text = single(headers, timestamp.as_str(), timestamp.as_str())?;

    // A full stop in the ID would let the boundaries of ID, time and body be moved under the same signature.
    if message.is_empty() || !message.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'.') {
        return Err(SignatureError::malformed(id.as_str(), "is not visible ASCII without a full stop"));
    }
    let second =
        read_second(&text).ok_or_else(|| SignatureError::malformed(timestamp.as_str(), "is not 1 to 12 digits"))?;
    let macs: Vec<[u8; 32]> = value
        .split(|byte| *byte == b' ')
        .filter_map(|entry| BASE64.decode(entry.strip_prefix(b"v1,")?).ok()?.try_into().ok())
        .collect();
    check_count(signature.as_str(), &macs, "has no `v1,` followed by the base64 of 32 bytes")?;
    Ok(Claim { prefix: [&message, b".".as_slice(), &text, b"."].concat(), timestamp: Some(second), macs })
}

fn check_count(header: &str, macs: &[[u8; 32]], none: &'static str) -> Result<(), SignatureError> {
    match macs.len() {
        0 => Err(SignatureError::malformed(header, none)),
        1..=MAX_SIGNATURES => Ok(()),
        _ => Err(SignatureError::malformed(header, "has more than 64 signatures")),
    }
}

/// The one value of a header, without the white space around it; `shown` is what errors call the header.
fn single(headers: &Lookup<'_>, name: &str, shown: &str) -> Result<Vec<u8>, SignatureError> {
    let (mut count, mut too_long, mut first) = (0_usize, false, Vec::new());
    headers(name, &mut |value| {
        count += 1;
        too_long |= value.len() > MAX_HEADER;
        if count == 1 && !too_long {
            first = trim(value).to_vec();
        }
    });
    match count {
        0 => Err(SignatureError::missing(shown)),
        1 if too_long => Err(SignatureError::malformed(shown, "is longer than 8 KiB")),
        1 => Ok(first),
        _ => Err(SignatureError::malformed(shown, "stands there more than once")),
    }
}

fn has(headers: &Lookup<'_>, name: &str) -> bool {
    let mut found = false;
    headers(name, &mut |_| found = true);
    found
}

/// Where no byte is below 0x21 there is none, which is seen eight bytes at a time.
fn has_white_space(value: &[u8]) -> bool {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    let (words, rest) = value.as_chunks::<8>();
    let has_low = |word: &[u8; 8]| {
        let word = u64::from_ne_bytes(*word);
        word.wrapping_sub(EACH * 0x21) & !word & (EACH * 0x80) != 0
    };
    let is_found = |bytes: &[u8]| bytes.iter().copied().any(is_white_space);
    is_found(rest) || (words.iter().any(has_low) && is_found(words.as_flattened()))
}

/// The six characters of ASCII that are white space, the vertical tab among them.
fn is_white_space(byte: u8) -> bool {
    (byte == b' ') | matches!(byte, b'\t'..=b'\r')
}

fn trim(mut value: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = value
        && is_white_space(*first)
    {
        value = rest;
    }
    while let [rest @ .., last] = value
        && is_white_space(*last)
    {
        value = rest;
    }
    value
}

/// 1 to 12 ASCII digits; zero alone is a number, a leading zero is not.
fn read_second(text: &[u8]) -> Option<i64> {
    let canonical = matches!(text, [b'0'] | [b'1'..=b'9', ..]);
    if !canonical || text.len() > 12 || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(text.iter().fold(0, |second, digit| 10 * second + i64::from(digit - b'0')))
}
