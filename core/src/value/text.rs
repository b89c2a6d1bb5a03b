//! Texts with rules of their own. What is personal or secret among them redacts itself.

#[cfg(feature = "schema")]
use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

macro_rules! text_types {
    ($(
        $(#[doc = $doc:literal])+
        $(#[debug($debug:literal)])?
        $name:ident: $pattern:literal, $max:literal, $check:expr, $hint:literal;
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text itself, owned.
            pub fn into_string(self) -> String {
                self.0
            }

            /// Whether the contract accepts this text in a request.
            pub fn is_valid(&self) -> bool {
                let check: fn(&str) -> bool = $check;
                self.0.chars().count() <= $max && check(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&$name> for $name {
            fn from(text: &$name) -> Self {
                text.clone()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        text_types!(@format $name $($debug)?);

        impl garde::Validate for $name {
            type Context = ();

            fn validate_into(&self, (): &(), path: &mut dyn FnMut() -> garde::Path, report: &mut garde::Report) {
                if !self.is_valid() {
                    report.append(path(), garde::Error::new($hint));
                }
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let doc = concat!($($doc, "\n"),+).trim();
                #[allow(unused_mut, reason = "only sensitive types add a member")]
                let mut schema = schemars::json_schema!({
                    "type": "string", "description": doc, "pattern": $pattern, "maxLength": $max,
                });
                $(schema.insert("x-sensitive".into(), $debug.into());)?
                schema
            }
        }
    )+};
    (@format $name:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    };
    // What is personal or secret has no `Display`, and its `Debug` says only that it is there: it cannot reach a log unasked.
    (@format $name:ident $debug:literal) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!("[", $debug, "]"))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                super::personal::write_text(serializer, concat!("[", $debug, "]"), &self.0)
            }
        }
    };
}

text_types! {
    /// A short name that is part of an address: lower-case letters, digits, `_` and `-`, beginning with a letter.
    Slug: "^[a-z][a-z0-9_-]{0,63}$", 64, |text| {
        text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
    }, "must be 1 to 64 lower-case letters, digits, \"_\" or \"-\", beginning with a letter";

    /// A phone number in E.164: `+`, the country code and the number, digits only.
    #[debug("personal")]
    PhoneNumber: r"^\+[1-9][0-9]{6,14}$", 16, |text| {
        text.strip_prefix('+').is_some_and(|digits| {
            (7..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
        })
    }, "must be an E.164 phone number, such as +15550100";

    /// An e-mail address.
    #[debug("personal")]
    EmailAddress: r"^[^@\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]{1,64}@[^@\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]{1,189}$", 254, |text| {
        text.split_once('@').is_some_and(|(local, domain)| {
            (1..=64).contains(&local.chars().count())
                && (1..=189).contains(&domain.chars().count())
                && !domain.contains('@')
                && !text.contains(is_blank)
        })
    }, "must be an e-mail address";

    /// A person's name.
    #[debug("personal")]
    PersonName: r"^[^\u0000-\u001f\u007f]+$", 200, |text| !text.is_empty() && !text.contains(|c: char| c.is_ascii_control()),
        "must be 1 to 200 characters, none of them a control character";

    /// Free words about a person or for one.
    #[debug("personal")]
    Notes: r"^[^\u0000]*$", 2000, |text| !text.contains('\0'), "must be at most 2000 characters, none of them NUL";

    /// Free words on why something was done.
    #[debug("personal")]
    Reason: r"^[^\u0000]+$", 500, |text| !text.is_empty() && !text.contains('\0'),
        "must be 1 to 500 characters, none of them NUL";

    /// A secret that is shown once: keep it, it cannot be read again.
    #[debug("secret")]
    Secret: r"^[\x21-\x7e]*$", 1024, |text| text.bytes().all(|b| b.is_ascii_graphic()),
        "must be at most 1024 visible ASCII characters";

    /// The four digits of a one-time code.
    #[debug("secret")]
    OtpCode: "^[0-9]{4}$", 4, |text| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()), "must be four digits";

    /// The IANA name of a time zone, such as `Asia/Kolkata`.
    TimeZoneName: r"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$", 64, |text| {
        text.starts_with(|first: char| first.is_ascii_alphabetic())
            && text.split('/').all(|part| {
                !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'-'))
            })
    }, "must be an IANA time zone, such as Asia/Kolkata";

    /// A calendar date, `YYYY-MM-DD`.
    Date: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", 10, |text| {
        text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok() && !text.starts_with('-')
    }, "must be a date, YYYY-MM-DD";

    /// A time of day on a wall clock, `HH:MM`; `24:00` is the end of the day.
    TimeOfDay: "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", 5, |text| {
        text == "24:00" || (text.len() == 5 && text.as_bytes()[2] == b':' && text.parse::<jiff::civil::Time>().is_ok())
    }, "must be a time of day, HH:MM";

    /// A colour as `#` and six hexadecimal digits.
    Color: "^#[0-9a-fA-F]{6}$", 7, |text| {
        text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit())
    }, "must be a colour, such as #0A7D5C";

    /// An absolute `https` address; `http` is accepted for loopback hosts alone.
    WebUrl: r"^https?://[^/?#\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff][^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]*$", 2048, |text| {
        // The parser takes a scheme in any case, which the schema does not.
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        rest.is_some_and(|rest| !rest.starts_with(['/', '?', '#']) && !rest.contains(is_blank)) && crate::address::is_web_url(text)
    },
        "must be an absolute https URL (http for loopback hosts alone), percent-encoded where needed, its host in ASCII";

    /// The type of an event, or a pattern of types: `*`, `appointment.*`, `appointment.booked`.
    EventPattern: r"^(\*|[a-z][a-z_]*(\.[a-z_]+)*(\.\*)?)$", 100, |text| {
        let name = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        text == "*"
            || (text.starts_with(|first: char| first.is_ascii_lowercase())
                && text.strip_suffix(".*").unwrap_or(text).split('.').all(name))
    }, "must be \"*\", an event type, or a prefix of one followed by \".*\"";
}

impl EventPattern {
    /// Whether events of this type are meant.
    pub fn matches(&self, event_type: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(prefix) => event_type.starts_with(prefix),
            None => self.0 == event_type,
        }
    }
}

/// White space, control characters and the byte-order mark. Patterns name them one by one: what `\s` means differs between
/// languages.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || letter == '\u{feff}'
}
