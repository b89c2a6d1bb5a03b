//! Reading one value, whatever its shape.

use std::borrow::Cow;
use std::fmt;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::decode::making::Making;
use crate::decode::time::time;
use crate::decode::trail::{Step, Trail};
use crate::shape::{Members, Shape, Tagged};

pub type Object<'py> = Bound<'py, PyAny>;

/// Reads one value of a shape.
pub struct Reader<'t, 'a, 'py> {
    pub py: Python<'py>,
    pub trail: &'t Trail<'a>,
    pub shape: &'a Shape,
    pub nullable: bool,
}

impl<'de, 'py> DeserializeSeed<'de> for Reader<'_, '_, 'py> {
    type Value = Object<'py>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Object<'py>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, 'py> Visitor<'de> for Reader<'_, '_, 'py> {
    type Value = Object<'py>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Object<'py>, E> {
        match self.shape {
            _ if self.nullable => Ok(self.py.None().into_bound(self.py)),
            Shape::Any => Ok(self.py.None().into_bound(self.py)),
            _ => Err(self.mismatch()),
        }
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Object<'py>, E> {
        match self.shape {
            Shape::Any | Shape::Boolean => Ok(PyBool::new(self.py, value).to_owned().into_any()),
            _ => Err(self.mismatch()),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Object<'py>, E> {
        match self.shape {
            Shape::Any | Shape::Integer | Shape::Number => Ok(PyInt::new(self.py, value).into_any()),
            _ => Err(self.mismatch()),
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Object<'py>, E> {
        match self.shape {
            Shape::Any | Shape::Integer | Shape::Number => Ok(PyInt::new(self.py, value).into_any()),
            _ => Err(self.mismatch()),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Object<'py>, E> {
        match self.shape {
            Shape::Any | Shape::Number => Ok(PyFloat::new(self.py, value).into_any()),
            _ => Err(self.mismatch()),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Object<'py>, E> {
        match self.shape {
            Shape::Any | Shape::Text => Ok(PyString::new(self.py, text).into_any()),
            Shape::Time => time(self.py, text).map_err(|detail| self.trail.refuse(detail)),
            Shape::Enum(members) => member(self.py, members, text).map_err(|error| self.internal(&error)),
            Shape::Id { prefix, noun } => match softknack::id::check(text, prefix, noun) {
                Ok(()) => Ok(PyString::new(self.py, text).into_any()),
                Err(error) => Err(self.trail.refuse(error.to_string())),
            },
            _ => Err(self.mismatch()),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Object<'py>, A::Error> {
        let shape = match self.shape {
            Shape::Any => &Shape::Any,
            Shape::List(item) => item,
            _ => return Err(self.mismatch()),
        };
        let mut list = Vec::new();
        let at = |list: &Vec<_>| self.trail.back(Step::Item(list.len()));
        while let Some(item) = items.next_element_seed(self.of(shape)).inspect_err(|_| at(&list))? {
            list.push(item);
        }
        PyList::new(self.py, list).map(Bound::into_any).map_err(|error| self.internal(&error))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Object<'py>, A::Error> {
        match self.shape {
            Shape::Any => {
                let object = PyDict::new(self.py);
                while let Some(Name(name)) = members.next_key()? {
                    let value = members.next_value_seed(self.of(&Shape::Any))?;
                    object.set_item(&*name, value).map_err(|error| self.internal(&error))?;
                }
                Ok(object.into_any())
            }
            Shape::Record(record) => {
                let mut making = Making::new(&self, record)?;
                while let Some(Name(name)) = members.next_key()? {
                    making.member(&name, &mut members)?;
                }
                making.finish()
            }
            Shape::Tagged(tagged) => self.tagged(tagged, members),
            _ => Err(self.mismatch()),
        }
    }
}

impl<'t, 'a, 'py> Reader<'t, 'a, 'py> {
    fn of(&self, shape: &'a Shape) -> Self {
        Self { py: self.py, trail: self.trail, shape, nullable: false }
    }

    fn mismatch<E: Error>(&self) -> E {
        let expected = match self.shape {
            Shape::Any => "a JSON value",
            Shape::Text | Shape::Enum(_) => "a string",
            Shape::Integer => "a whole number",
            Shape::Number => "a number",
            Shape::Boolean => "true or false",
            Shape::Time => "an RFC 3339 date and time, as a string",
            Shape::Id { prefix, noun } => {
                return self.trail.refuse(format!("expected {noun} ID, a string that starts with \"{prefix}_\""));
            }
            Shape::List(_) => "a list",
            Shape::Record(_) | Shape::Tagged(_) => "an object",
        };
        self.trail.refuse(format!("expected {expected}"))
    }

    /// An error of the interpreter's: out of memory, for one.
    pub fn internal<E: Error>(&self, error: &PyErr) -> E {
        self.trail.refuse(format!("no object could be made of it: {}", error.get_type(self.py)))
    }

    /// Reads an object whose `type` chooses its class. Where `data` comes first it waits for the type.
    fn tagged<'de, A: MapAccess<'de>>(self, tagged: &'a Tagged, mut members: A) -> Result<Object<'py>, A::Error> {
        let mut making = Making::new(&self, &tagged.unknown)?;
        let (mut has_type, mut waiting) = (false, None::<Value>);
        while let Some(Name(name)) = members.next_key()? {
            match &*name {
                // The last of duplicates wins, but the data was read by what the first type says.
                "type" if has_type => return Err(A::Error::duplicate_field("type")),
                "type" => {
                    has_type = true;
                    making.member(&name, &mut members)?;
                    let tag = making.text(intern!(self.py, "type"));
                    making.record = tagged.find(tag.as_ref().and_then(|tag| tag.to_str().ok()).unwrap_or_default());
                }
                "data" if !has_type => {
                    waiting = Some(members.next_value()?);
                }
                _ => making.member(&name, &mut members)?,
            }
        }
        if let Some(data) = waiting {
            making.value("data", data).map_err(A::Error::custom)?;
        }
        making.finish()
    }
}

/// The member of an open enum, or a new one that keeps a value that this version does not know.
fn member<'py>(py: Python<'py>, members: &Members, text: &str) -> PyResult<Object<'py>> {
    match members.find(text) {
        Some(member) => Ok(member.bind(py).clone()),
        None => members.class.bind(py).call1((text,)),
    }
}

/// A member's name, borrowed from the text where it has no escapes.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}
