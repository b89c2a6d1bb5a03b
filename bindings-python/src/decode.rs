//! JSON into Python objects, in one pass: each value is made as the model's table says, and nothing is made twice.
//!
//! Reading is as strict as the core's: a member that is missing, of another type or an ID of another kind is told by its place
//! and by what was expected there, never by what stands there. What this version does not know is kept.

use std::borrow::Cow;
use std::cell::RefCell;
use std::{fmt, ptr};

use jiff::tz::Offset;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyType, PyTzInfo};
use pyo3::{ffi, intern};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use softknack::Timestamp;

use crate::shape::{Members, Record, Shape, Tagged};

type Object<'py> = Bound<'py, PyAny>;

/// Where reading failed (a JSON pointer), and what was expected there.
pub struct Fault {
    pub pointer: String,
    pub detail: String,
}

/// Reads a whole text. It may be nested as deeply as a thread bears: 127 levels, unless its depth `is_bounded` already.
pub fn read<'py>(py: Python<'py>, shape: &Shape, json: &[u8], is_bounded: bool) -> Result<Object<'py>, Fault> {
    // As a whole its encoding is checked faster than text by text. Where it is wrong is found the other way.
    let Ok(text) = std::str::from_utf8(json) else { return read_by_value(py, shape, json, is_bounded) };
    let trail = Trail::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    if is_bounded {
        deserializer.disable_recursion_limit();
    }
    let reader = Reader { py, trail: &trail, shape, nullable: false };
    match reader.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value)) {
        Ok(value) => Ok(value),
        // What stood in the way may be the first of two duplicates.
        Err(_) => read_by_value(py, shape, json, is_bounded),
    }
}

/// Reads by way of a value, in which the last of duplicate members has won already.
fn read_by_value<'py>(py: Python<'py>, shape: &Shape, json: &[u8], is_bounded: bool) -> Result<Object<'py>, Fault> {
    let trail = Trail::default();
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    if is_bounded {
        deserializer.disable_recursion_limit();
    }
    let value = Value::deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| trail.fault(&error))?;
    Reader { py, trail: &trail, shape, nullable: false }.deserialize(value).map_err(|error| trail.fault(&error))
}

/// The way to where the reader stands, and what it found wrong there.
#[derive(Default)]
struct Trail<'a> {
    steps: RefCell<Vec<Step<'a>>>,
    detail: RefCell<Option<String>>,
}

enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

impl Trail<'_> {
    fn refuse<E: Error>(&self, detail: impl Into<String>) -> E {
        self.detail.borrow_mut().get_or_insert(detail.into());
        E::custom("refused")
    }

    fn fault(&self, error: &serde_json::Error) -> Fault {
        match self.detail.take() {
            Some(detail) => Fault { pointer: self.pointer(), detail },
            None => {
                let detail = format!("it is not JSON, at line {}, column {}", error.line(), error.column());
                Fault { pointer: String::new(), detail }
            }
        }
    }

    fn pointer(&self) -> String {
        let step = |step: &Step<'_>| match step {
            Step::Item(index) => format!("/{index}"),
            Step::Member(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
        };
        self.steps.borrow().iter().map(step).collect()
    }
}

/// Reads one value of a shape.
struct Reader<'t, 'a, 'py> {
    py: Python<'py>,
    trail: &'t Trail<'a>,
    shape: &'a Shape,
    nullable: bool,
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
        loop {
            self.trail.steps.borrow_mut().push(Step::Item(list.len()));
            let item = items.next_element_seed(self.of(shape))?;
            self.trail.steps.borrow_mut().pop();
            match item {
                Some(item) => list.push(item),
                None => break,
            }
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
    fn internal<E: Error>(&self, error: &PyErr) -> E {
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
                    let tag = making.text("type");
                    making.record = tagged.find(&tag);
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

/// An object of a record in the making.
struct Making<'t, 'a, 'py> {
    py: Python<'py>,
    trail: &'t Trail<'a>,
    record: &'a Record,
    /// The record of whose fields the object was made: not `record` where the class is chosen by a tag.
    form: &'a Record,
    object: Bound<'py, PyDict>,
    extra: Option<Bound<'py, PyDict>>,
    seen: u64,
    /// The field that comes next where members stand in the order of the table.
    next: usize,
}

impl<'t, 'a, 'py> Making<'t, 'a, 'py> {
    fn new<E: Error>(reader: &Reader<'t, 'a, 'py>, record: &'a Record) -> Result<Self, E> {
        let (py, trail) = (reader.py, reader.trail);
        let object = record.form.bind(py).copy().map_err(|error| reader.internal(&error))?;
        Ok(Self { py, trail, record, form: record, object, extra: None, seen: 0, next: 0 })
    }

    fn reader(&self, shape: &'a Shape, nullable: bool) -> Reader<'t, 'a, 'py> {
        Reader { py: self.py, trail: self.trail, shape, nullable }
    }

    fn place(&self, name: &str) -> Option<usize> {
        match self.record.fields.get(self.next) {
            Some(field) if field.wire == name => Some(self.next),
            _ => self.record.index.get(name).copied(),
        }
    }

    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, members: &mut A) -> Result<(), A::Error> {
        let Some(place) = self.place(name) else {
            let value = members.next_value_seed(self.reader(&Shape::Any, true))?;
            let extra = self.extra.get_or_insert_with(|| PyDict::new(self.py));
            return extra.set_item(name, value).map_err(A::Error::custom);
        };
        let field = &self.record.fields[place];
        self.trail.steps.borrow_mut().push(Step::Member(&field.wire));
        let value = members.next_value_seed(self.reader(&field.shape, field.nullable))?;
        self.trail.steps.borrow_mut().pop();
        self.set(place, &value).map_err(A::Error::custom)
    }

    /// Reads a member that was read as a value already.
    fn value(&mut self, name: &str, value: Value) -> Result<(), serde_json::Error> {
        let Some(place) = self.place(name) else { return Ok(()) };
        let field = &self.record.fields[place];
        self.trail.steps.borrow_mut().push(Step::Member(&field.wire));
        let value = self.reader(&field.shape, field.nullable).deserialize(value)?;
        self.trail.steps.borrow_mut().pop();
        self.set(place, &value).map_err(serde_json::Error::custom)
    }

    fn set(&mut self, place: usize, value: &Object<'py>) -> PyResult<()> {
        self.seen |= 1 << place;
        self.next = place + 1;
        self.object.set_item(self.record.fields[place].attribute.bind(self.py), value)
    }

    /// The text of a member that was read.
    fn text(&self, name: &str) -> String {
        let value = self.object.get_item(name).ok().flatten();
        value.and_then(|value| value.extract().ok()).unwrap_or_default()
    }

    fn finish<E: Error>(self) -> Result<Object<'py>, E> {
        let missing = self.record.required & !self.seen;
        if missing != 0 {
            let field = &self.record.fields[missing.trailing_zeros() as usize];
            self.trail.steps.borrow_mut().push(Step::Member(&field.wire));
            return Err(self.trail.refuse(format!("`{}` is required", field.wire)));
        }
        if self.seen != self.form.all {
            self.forget_unseen().map_err(E::custom)?;
        }
        if let Some(extra) = self.extra {
            self.object.set_item(intern!(self.py, "extra"), extra).map_err(E::custom)?;
        }
        match &self.record.class {
            None => Ok(self.object.into_any()),
            Some(class) => instance(class.bind(self.py), &self.object).map_err(E::custom),
        }
    }

    /// What did not come has no attribute of its own: the class has its default.
    fn forget_unseen(&self) -> PyResult<()> {
        let unseen = self.form.fields.iter().enumerate().filter(|(place, _)| self.seen & (1 << place) == 0);
        for (_, field) in unseen {
            self.object.del_item(field.attribute.bind(self.py))?;
        }
        Ok(())
    }
}

/// An object of `class` with these attributes. Models are frozen, so this goes past their own `__setattr__`.
fn instance<'py>(class: &Bound<'py, PyType>, attributes: &Bound<'py, PyDict>) -> PyResult<Object<'py>> {
    let py = class.py();
    // SAFETY: both are what `object.__new__` and the setter of `__dict__` do, without arguments to pack. `class` is a class
    // written in Python, which has a `__dict__`; the first gives a new reference or an error, the second borrows both.
    unsafe {
        let object = ffi::PyType_GenericNew(class.as_type_ptr(), ptr::null_mut(), ptr::null_mut());
        let object = Bound::from_owned_ptr_or_err(py, object)?;
        match ffi::PyObject_GenericSetDict(object.as_ptr(), attributes.as_ptr(), ptr::null_mut()) {
            0 => Ok(object),
            _ => Err(PyErr::fetch(py)),
        }
    }
}

/// The member of an open enum, or a new one that keeps a value that this version does not know.
fn member<'py>(py: Python<'py>, members: &Members, text: &str) -> PyResult<Object<'py>> {
    match members.known.get(text) {
        Some(member) => Ok(member.bind(py).clone()),
        None => members.class.bind(py).call1((text,)),
    }
}

fn time<'py>(py: Python<'py>, text: &str) -> Result<Object<'py>, String> {
    let at: Timestamp = text.parse().map_err(|error: softknack::InvalidTimestamp| error.to_string())?;
    datetime(py, at).map_err(|_| "expected a date and time of the years 1 to 9999".to_owned())
}

/// The `datetime` of a moment, in UTC.
///
/// It is made of the ten bytes of its pickled form, which every Python takes: with the stable interface, passing each part as
/// a number of its own takes several times as long.
pub fn datetime(py: Python<'_>, at: Timestamp) -> PyResult<Bound<'_, PyAny>> {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let at = Offset::UTC.to_datetime(at.to_jiff());
    let years = 1..=9999;
    let Some(year) = years.contains(&at.year()).then(|| at.year().to_be_bytes()) else {
        return Err(PyValueError::new_err("the year is out of range"));
    };
    let [_, micros @ ..] = (at.subsec_nanosecond() / 1000).to_be_bytes();
    let parts = [at.month(), at.day(), at.hour(), at.minute(), at.second()].map(i8::cast_unsigned);
    let mut state = [0; 10];
    state[..2].copy_from_slice(&year);
    state[2..7].copy_from_slice(&parts);
    state[7..].copy_from_slice(&micros);
    CLASS.import(py, "datetime", "datetime")?.call1((PyBytes::new(py, &state), PyTzInfo::utc(py)?))
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
