//! The three states of a member of a change.

#[cfg(feature = "schema")]
use std::borrow::Cow;

use garde::rules::length::chars::Chars;
use garde::rules::range::{Bounds, OutOfBounds};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{EmailAddress, Notes, PersonName, PhoneNumber, Slug};

/// A member of a change: left out, set to null, or set to a value.
///
/// ```
/// use softknack::{Patch, UpdateContact};
///
/// let change = UpdateContact::default().email(Patch::Clear).name("Priya");
/// assert_eq!(serde_json::to_string(&change)?, r#"{"name":"Priya","email":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd)]
pub enum Patch<T> {
    /// Absent: what stands there stays.
    #[default]
    Keep,
    /// Null: what stands there is removed.
    Clear,
    /// A new value.
    Set(T),
}

impl<T> Patch<T> {
    /// Whether the member is absent.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// What stands after the change, where `current` stood before.
    pub fn apply(self, current: Option<T>) -> Option<T> {
        match self {
            Self::Keep => current,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl<T: IsText> From<&str> for Patch<T> {
    fn from(value: &str) -> Self {
        Self::Set(T::from(value.to_owned()))
    }
}

/// The texts that a [`Patch`] takes from a plain string.
pub trait IsText: From<String> {}

impl IsText for PhoneNumber {}
impl IsText for EmailAddress {}
impl IsText for PersonName {}
impl IsText for Notes {}
impl IsText for Slug {}
impl IsText for String {}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Keep | Self::Clear => serializer.serialize_none(),
            Self::Set(value) => serializer.serialize_some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|value| value.map_or(Self::Clear, Self::Set))
    }
}

impl<T: Chars> Chars for Patch<T> {
    fn validate_num_chars(&self, min: usize, max: usize) -> Result<(), garde::Error> {
        match self {
            Self::Set(value) => value.validate_num_chars(min, max),
            Self::Keep | Self::Clear => Ok(()),
        }
    }
}

impl<T: Bounds> Bounds for Patch<T> {
    type Size = T::Size;

    const MIN: Self::Size = T::MIN;
    const MAX: Self::Size = T::MAX;

    fn validate_bounds(&self, lower: Self::Size, upper: Self::Size) -> Result<(), OutOfBounds> {
        match self {
            Self::Set(value) => value.validate_bounds(lower, upper),
            Self::Keep | Self::Clear => Ok(()),
        }
    }
}

impl<T: garde::Validate> garde::Validate for Patch<T> {
    type Context = T::Context;

    fn validate_into(&self, context: &T::Context, path: &mut dyn FnMut() -> garde::Path, report: &mut garde::Report) {
        if let Self::Set(value) = self {
            value.validate_into(context, path, report);
        }
    }
}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Patch<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    /// As an optional member's, whose null would mean that it is absent; here null says something of its own.
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = Option::<T>::json_schema(generator);
        schema.insert("x-clearable".into(), true.into());
        schema
    }
}
