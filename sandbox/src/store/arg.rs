//! What is bound to the places of a statement.

use serde::Serialize;
use softknack::{Id, IdKind, Timestamp};

/// A value bound to a statement.
#[derive(Debug, Clone)]
pub enum Arg {
    /// No value.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
}

impl Arg {
    /// A structured member, as JSON text.
    pub fn json(value: &impl Serialize) -> Self {
        serde_json::to_string(value).map_or(Self::Null, Self::Text)
    }
}

/// `args![a, b, c]`: what is bound to `$1`, `$2`, `$3`.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::Arg::from($value)),*] };
}
pub(crate) use args;

macro_rules! args_from {
    ($($type:ty, |$value:ident| $arg:expr;)+) => {
        $(impl From<$type> for Arg {
            fn from($value: $type) -> Self {
                $arg
            }
        })+
    };
}

args_from! {
    bool, |value| Self::Bool(value);
    i64, |value| Self::Int(value);
    u32, |value| Self::Int(i64::from(value));
    u16, |value| Self::Int(i64::from(value));
    String, |value| Self::Text(value);
    &String, |value| Self::Text(value.clone());
    &str, |value| Self::Text(value.to_owned());
    Timestamp, |value| Self::Text(value.to_string());
    &softknack::Slug, |value| Self::Text(value.as_str().to_owned());
    &softknack::TimeZoneName, |value| Self::Text(value.as_str().to_owned());
    &softknack::PersonName, |value| Self::Text(value.as_str().to_owned());
    &softknack::PhoneNumber, |value| Self::Text(value.as_str().to_owned());
    &softknack::EmailAddress, |value| Self::Text(value.as_str().to_owned());
    &softknack::Reason, |value| Self::Text(value.as_str().to_owned());
    &softknack::Notes, |value| Self::Text(value.as_str().to_owned());
    &softknack::WebUrl, |value| Self::Text(value.as_str().to_owned());
    &softknack::Secret, |value| Self::Text(value.as_str().to_owned());
    &softknack::EventPattern, |value| Self::Text(value.as_str().to_owned());
    &softknack::AppointmentSource, |value| Self::Text(value.as_str().to_owned());
    &softknack::AppointmentStatus, |value| Self::Text(value.as_str().to_owned());
    &softknack::ResourceKind, |value| Self::Text(value.as_str().to_owned());
}

impl<K: IdKind> From<Id<K>> for Arg {
    fn from(id: Id<K>) -> Self {
        Self::Text(id.as_str().to_owned())
    }
}

impl<T: Into<Self>> From<Option<T>> for Arg {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
