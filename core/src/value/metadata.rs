//! The caller's own data.

#[cfg(feature = "schema")]
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use super::personal;

/// A flat map that belongs to the caller: the platform stores it and gives it back.
///
/// At most 50 keys of 1 to 40 characters; values are strings of at most 500 characters, numbers or booleans. Nobody knows what
/// callers write into it, so all of it counts as personal.
#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Metadata(BTreeMap<String, MetadataValue>);

/// A value in a metadata map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum MetadataValue {
    /// A truth value.
    Boolean(bool),
    /// A number.
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    Number(serde_json::Number),
    /// A text of at most 500 characters.
    Text(#[cfg_attr(feature = "schema", schemars(length(max = 500)))] String),
}

impl Metadata {
    /// The value under `key`.
    pub fn get(&self, key: &str) -> Option<&MetadataValue> {
        self.0.get(key)
    }

    /// Every key with its value, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &MetadataValue)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Says only whether there is something.
impl fmt::Debug for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(personal::shown(self.is_empty()))
    }
}

impl Serialize for Metadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        personal::write_map(serializer, &self.0, self.is_empty())
    }
}

impl<K: Into<String>, V: Into<MetadataValue>> FromIterator<(K, V)> for Metadata {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl<K: Into<String>, V: Into<MetadataValue>, const N: usize> From<[(K, V); N]> for Metadata {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl MetadataValue {
    /// The text, where it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Boolean(_) | Self::Number(_) => None,
        }
    }
}

impl From<&str> for MetadataValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for MetadataValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for MetadataValue {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for MetadataValue {
    fn from(value: i64) -> Self {
        Self::Number(value.into())
    }
}

impl garde::Validate for Metadata {
    type Context = ();

    fn validate_into(&self, (): &(), path: &mut dyn FnMut() -> garde::Path, report: &mut garde::Report) {
        if self.0.len() > 50 {
            report.append(path(), garde::Error::new("must have at most 50 keys"));
        }
        for (key, value) in &self.0 {
            if !(1..=40).contains(&key.chars().count()) {
                report.append(path(), garde::Error::new("must have keys of 1 to 40 characters"));
            }
            if value.as_str().is_some_and(|text| text.chars().count() > 500) {
                report.append(path().join(key.as_str()), garde::Error::new("must be at most 500 characters"));
            }
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Metadata {
    fn schema_name() -> Cow<'static, str> {
        "Metadata".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "x-sensitive": "personal",
            "description": "A flat map that belongs to the caller: the platform stores it and gives it back.",
            "maxProperties": 50,
            "propertyNames": { "minLength": 1, "maxLength": 40 },
            "additionalProperties": generator.subschema_for::<MetadataValue>(),
        })
    }
}
