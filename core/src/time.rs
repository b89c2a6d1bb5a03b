//! Instants as the contract writes them: RFC 3339 in UTC, with milliseconds and `Z`.

use std::fmt;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An instant, to the millisecond.
///
/// ```
/// use softknack::Timestamp;
///
/// let at: Timestamp = "2026-11-22T17:30:00+05:30".parse()?;
/// assert_eq!(at.to_string(), "2026-11-22T12:00:00.000Z");
/// # Ok::<(), softknack::InvalidTimestamp>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// The system's clock, now.
    pub fn now() -> Self {
        Self::from(jiff::Timestamp::now())
    }

    /// The instant that lies `millisecond` milliseconds after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// Outside the years 0 to 9999, which RFC 3339 cannot write.
    pub fn from_millisecond(millisecond: i64) -> Result<Self, InvalidTimestamp> {
        let at = jiff::Timestamp::from_millisecond(millisecond).map_err(|_| InvalidTimestamp)?;
        // RFC 3339 has four digits for the year.
        if at < jiff::Timestamp::constant(-62_167_219_200, 0) || at > jiff::Timestamp::constant(253_402_207_200, 0) {
            return Err(InvalidTimestamp);
        }
        Ok(Self(at))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn as_millisecond(self) -> i64 {
        self.0.as_millisecond()
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded towards it.
    pub fn as_second(self) -> i64 {
        self.0.as_second()
    }

    /// The same instant in the `jiff` library's type, for arithmetic and time zones.
    pub fn to_jiff(self) -> jiff::Timestamp {
        self.0
    }

    /// This instant moved by `milliseconds`, held within what can be written.
    #[must_use]
    pub fn plus_milliseconds(self, milliseconds: i64) -> Self {
        Self::from_millisecond(self.as_millisecond().saturating_add(milliseconds)).unwrap_or(self)
    }

    /// This instant moved by `minutes`, held within what can be written.
    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_milliseconds(minutes.saturating_mul(60_000))
    }
}

impl From<jiff::Timestamp> for Timestamp {
    /// Cuts to the millisecond, and to the years that RFC 3339 can write.
    fn from(at: jiff::Timestamp) -> Self {
        let cut = at.as_millisecond().clamp(-62_167_219_200_000, 253_402_207_200_000);
        Self(jiff::Timestamp::from_millisecond(cut).unwrap_or(jiff::Timestamp::UNIX_EPOCH))
    }
}

impl From<Timestamp> for jiff::Timestamp {
    fn from(at: Timestamp) -> Self {
        at.0
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        if let Some(at) = canonical(text) {
            return Ok(Self(at));
        }
        // jiff also reads forms that RFC 3339 does not have, such as an IANA zone in brackets.
        if !is_rfc3339_shape(text) {
            return Err(InvalidTimestamp);
        }
        let at: jiff::Timestamp = text.parse().map_err(|_| InvalidTimestamp)?;
        Self::from_millisecond(at.as_millisecond())
    }
}

/// The form that the platform writes, read without the parser that knows all of them.
fn canonical(text: &str) -> Option<jiff::Timestamp> {
    const FORM: &[u8; 24] = b"0000-00-00T00:00:00.000Z";
    let text: &[u8; 24] = text.as_bytes().try_into().ok()?;
    let digits: [u8; 24] = std::array::from_fn(|at| text[at].wrapping_sub(FORM[at]));
    // Without a way out in the middle, so that all are looked at at once.
    let wrong = digits
        .iter()
        .zip(FORM)
        .fold(false, |wrong, (digit, form)| wrong | (*digit > if *form == b'0' { 9 } else { 0 }));
    if wrong {
        return None;
    }
    let pair = |at: usize| i8::try_from(digits[at] * 10 + digits[at + 1]).ok();
    let year = i16::from(pair(0)?) * 100 + i16::from(pair(2)?);
    let milliseconds = i32::from(digits[20]) * 100 + i32::from(pair(21)?);
    // A second of 60 is none here; the parser takes it for the last of its minute.
    let civil =
        DateTime::new(year, pair(5)?, pair(8)?, pair(11)?, pair(14)?, pair(17)?, milliseconds * 1_000_000).ok()?;
    Offset::UTC.to_timestamp(civil).ok()
}

/// `YYYY-MM-DDThh:mm:ss[.fraction](Z|±hh:mm)`; what the digits mean is left to the parser.
fn is_rfc3339_shape(text: &str) -> bool {
    let Some((seconds, rest)) = text.split_at_checked(19) else { return false };
    let shape = seconds.bytes().zip("dddd-dd-ddTdd:dd:dd".bytes()).all(|(byte, expected)| match expected {
        b'd' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't'),
        _ => byte == expected,
    });
    let fraction = rest.strip_prefix('.').map(|digits| digits.trim_start_matches(|c: char| c.is_ascii_digit()));
    let offset = fraction.unwrap_or(rest);
    let offset = match offset.as_bytes() {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', a, b, b':', c, d] => [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()),
        _ => false,
    };
    shape
        && offset
        && !rest.starts_with(".Z")
        && !rest.starts_with(".z")
        && !rest.starts_with(".+")
        && !rest.starts_with(".-")
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no RFC 3339 date and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidTimestamp;

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected an RFC 3339 date and time with its offset, such as 2026-11-22T12:00:00.000Z")
    }
}

impl std::error::Error for InvalidTimestamp {}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl de::Visitor<'_> for Text {
            type Value = Timestamp;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an RFC 3339 date and time, as a string")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Timestamp {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_platforms_own_form_is_read_as_the_parser_reads_it(
            year in 0..=9999, month in 0..=13, day in 0..=32, hour in 0..=25, minute in 0..=61, second in 0..=61, milli in 0..=999,
        ) {
            let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z");
            match (canonical(&text), text.parse::<jiff::Timestamp>()) {
                (Some(read), Ok(parsed)) => prop_assert_eq!(read, parsed),
                (Some(_), Err(_)) => prop_assert!(false, "{} is no time", text),
                (None, parsed) => prop_assert!(parsed.is_err() || second == 60, "{} was not read", text),
            }
        }
    }
}
