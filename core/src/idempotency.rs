//! Idempotency keys: what makes sending a request twice have its effect once.

use std::convert::Infallible;
use std::fmt;

use bytes::Bytes;
use http::HeaderValue;
use ring::digest::{Context, SHA256};

use crate::headers;
use crate::random;

/// The key under which the platform remembers what it answered: the same key with the same request gives the same answer.
///
/// Every call that changes something carries one; where the caller gives none, a fresh one is made. It is the same on all
/// attempts of the call, and it is on the [`Response`](crate::Response) and on the [`Error`](crate::Error).
///
/// A key that is [derived](Self::derive) from facts of the business survives a crash: a process that comes back and books
/// for the same reason sends the same key, and so books once.
///
/// ```
/// use softknack::IdempotencyKey;
///
/// let key = IdempotencyKey::derive(["booking", "call_81", "slt_01J9X4T5V6W7X8Y9Z0A1B2C3D4"]);
/// assert_eq!(key.as_str(), "idk_9d28188058d8c89d7b3657f77d554d747391bd23f82f64b8d81b090ab9280220");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(HeaderValue);

impl IdempotencyKey {
    /// A fresh key: `idk_` and a ULID.
    pub fn generate() -> Self {
        Self::of(random::bits())
    }

    pub(crate) fn of(random: u128) -> Self {
        Self::ascii(random::ulid("idk", random))
    }

    /// The caller's own key.
    ///
    /// # Errors
    /// Not 1 to 255 visible ASCII characters.
    pub fn new(text: impl AsRef<str>) -> Result<Self, InvalidIdempotencyKey> {
        headers::visible(text.as_ref(), 255).map(Self).ok_or(InvalidIdempotencyKey)
    }

    /// The key that follows from `parts`: an array of texts, or a tuple where texts and IDs are mixed.
    ///
    /// ```
    /// # use softknack::{IdempotencyKey, SlotId};
    /// let slot: SlotId = "slt_01J9X4T5V6W7X8Y9Z0A1B2C3D4".parse()?;
    /// let mixed = IdempotencyKey::derive(("booking", String::from("call_81"), slot));
    /// assert_eq!(mixed, IdempotencyKey::derive(["booking", "call_81", slot.as_str()]));
    /// # Ok::<(), softknack::InvalidId>(())
    /// ```
    ///
    /// Every Softknack SDK derives the same key: `idk_` and the lower-case hexadecimal SHA-256 of the line
    /// `softknack-idempotency-v1` with its line feed, followed by each part, in order, as the number of its UTF-8 bytes in
    /// decimal, a colon, and those bytes. Because of the lengths, no two lists of parts run into one another.
    pub fn derive(parts: impl KeyParts) -> Self {
        let mut digest = Context::new(&SHA256);
        digest.update(b"softknack-idempotency-v1\n");
        parts.each(&mut |part| {
            digest.update(part.len().to_string().as_bytes());
            digest.update(b":");
            digest.update(part.as_bytes());
        });
        let mut text = String::with_capacity(68);
        text.push_str("idk_");
        for byte in digest.finish().as_ref() {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from_digit(nibble.into(), 16).unwrap_or('0'));
            }
        }
        Self::ascii(text)
    }

    /// The key as it stands on the wire.
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    /// A text that this module has written itself.
    fn ascii(text: String) -> Self {
        Self(HeaderValue::from_maybe_shared(Bytes::from(text)).unwrap_or_else(|_| HeaderValue::from_static("idk")))
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl AsRef<str> for IdempotencyKey {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<&Self> for IdempotencyKey {
    fn from(key: &Self) -> Self {
        key.clone()
    }
}

impl TryFrom<&str> for IdempotencyKey {
    type Error = InvalidIdempotencyKey;

    fn try_from(text: &str) -> Result<Self, InvalidIdempotencyKey> {
        Self::new(text)
    }
}

impl TryFrom<String> for IdempotencyKey {
    type Error = InvalidIdempotencyKey;

    fn try_from(text: String) -> Result<Self, InvalidIdempotencyKey> {
        Self::new(text)
    }
}

/// The text is no idempotency key. It is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidIdempotencyKey;

impl fmt::Display for InvalidIdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an idempotency key must be 1 to 255 visible ASCII characters")
    }
}

impl std::error::Error for InvalidIdempotencyKey {}

impl From<Infallible> for InvalidIdempotencyKey {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// What a key is [derived](IdempotencyKey::derive) from: an array, slice or vector of texts, or a tuple of up to eight
/// texts and IDs.
pub trait KeyParts {
    #[doc(hidden)]
    fn each(&self, take: &mut dyn FnMut(&str));
}

impl<S: AsRef<str>> KeyParts for &[S] {
    fn each(&self, take: &mut dyn FnMut(&str)) {
        self.iter().for_each(|part| take(part.as_ref()));
    }
}

impl<S: AsRef<str>> KeyParts for Vec<S> {
    fn each(&self, take: &mut dyn FnMut(&str)) {
        self.as_slice().each(take);
    }
}

impl<S: AsRef<str>, const N: usize> KeyParts for [S; N] {
    fn each(&self, take: &mut dyn FnMut(&str)) {
        self.as_slice().each(take);
    }
}

macro_rules! tuples {
    ($($part:ident)+) => {
        impl<$($part: AsRef<str>),+> KeyParts for ($($part,)+) {
            #[allow(non_snake_case, reason = "a variable for each type")]
            fn each(&self, take: &mut dyn FnMut(&str)) {
                let ($($part,)+) = self;
                $(take($part.as_ref());)+
            }
        }
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);
