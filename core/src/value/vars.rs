//! What is filled into a message's text.

#[cfg(feature = "schema")]
use std::borrow::Cow;
use std::fmt;
use std::ops::Index;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use super::personal;

/// What is filled into a message's text, by name.
///
/// It may be anything, a name or a one-time code too, so all of it counts as personal.
///
/// ```
/// let vars = softknack::Vars::from_iter([("code", "4711")]);
/// assert_eq!(vars["code"], "4711");
/// assert_eq!(format!("{vars:?}"), "[personal]");
/// ```
#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Vars(Map<String, Value>);

impl Vars {
    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The value of a name, or null where there is none.
impl Index<&str> for Vars {
    type Output = Value;

    fn index(&self, name: &str) -> &Value {
        self.get(name).unwrap_or(&Value::Null)
    }
}

/// Says only whether there is something.
impl fmt::Debug for Vars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(personal::shown(self.is_empty()))
    }
}

impl Serialize for Vars {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        personal::write_map(serializer, &self.0, self.is_empty())
    }
}

impl From<Map<String, Value>> for Vars {
    fn from(vars: Map<String, Value>) -> Self {
        Self(vars)
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Vars {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Vars {
    fn schema_name() -> Cow<'static, str> {
        "Vars".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "object", "x-sensitive": "personal", "additionalProperties": true })
    }
}
