//! What an answer looks like: the tables that the printed models carry, compiled once.
//!
//! In a table a field is `(wire name, attribute, spec, flag)`. A spec is a word for a JSON scalar, `id:` and a prefix, a list of
//! one spec, or a class: a model, an open enum, or a base class with `_tags`.

use std::collections::HashMap;
use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple, PyType};

/// The flag of a field that may be null, or absent.
const NULLABLE: u8 = 1;
/// The flag of a field that may be absent, but never null.
const OPTIONAL: u8 = 2;

#[derive(Clone)]
pub enum Shape {
    Any,
    Text,
    Integer,
    Number,
    Boolean,
    Time,
    Id { prefix: &'static str, noun: &'static str },
    Enum(Arc<Members>),
    List(Arc<Shape>),
    Record(Arc<Record>),
    Tagged(Arc<Tagged>),
}

/// The members of an open enum by their values.
pub struct Members {
    pub class: Py<PyAny>,
    known: Vec<(String, Py<PyAny>)>,
}

/// An object with named fields: a model, or a plain dictionary where there is no class.
pub struct Record {
    pub class: Option<Py<PyType>>,
    pub fields: Vec<Field>,
    /// The fields that must be there, a bit for each.
    pub required: u64,
    /// All fields, a bit for each.
    pub all: u64,
    /// A dictionary with all attributes, to be copied: so none grows while it is filled.
    pub form: Py<PyDict>,
}

pub struct Field {
    pub wire: String,
    pub attribute: Py<PyString>,
    pub shape: Shape,
    pub nullable: bool,
}

/// A record whose class is chosen by its `type`, and with it the shape of its `data`.
pub struct Tagged {
    pub by_tag: HashMap<String, Arc<Record>>,
    pub unknown: Arc<Record>,
}

/// A compiled shape, kept on the class that it belongs to.
#[pyclass(frozen, module = "softknack._native")]
struct Compiled(Shape);

impl Shape {
    pub fn of(spec: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(word) = spec.cast::<PyString>() {
            return Self::of_word(word.to_str()?);
        }
        if let Ok(list) = spec.cast::<PyList>() {
            return Ok(Self::List(Arc::new(Self::of(&list.get_item(0)?)?)));
        }
        let class = spec.cast::<PyType>()?;
        let py = spec.py();
        let own = class.getattr(intern!(py, "__dict__"))?;
        let known = own.call_method1(intern!(py, "get"), ("_shape",))?;
        if let Ok(compiled) = known.cast::<Compiled>() {
            return Ok(compiled.get().0.clone());
        }
        let tags = own.call_method1(intern!(py, "get"), ("_tags",))?;
        let shape = if class.hasattr(intern!(py, "__members__"))? {
            Self::Enum(Arc::new(Members::of(class)?))
        } else if let Ok(tags) = tags.cast::<PyDict>() {
            Self::Tagged(Arc::new(Tagged::of(class, tags)?))
        } else {
            Self::Record(Arc::new(Record::of_class(class)?))
        };
        class.setattr(intern!(py, "_shape"), Compiled(shape.clone()))?;
        Ok(shape)
    }

    fn of_word(word: &str) -> PyResult<Self> {
        Ok(match word {
            "any" => Self::Any,
            "text" => Self::Text,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "time" => Self::Time,
            _ => {
                let prefix = word.strip_prefix("id:");
                let known = softknack::id::PREFIXES.iter().find(|(known, _)| Some(*known) == prefix);
                let (prefix, noun) = known.ok_or_else(|| PyTypeError::new_err(format!("no such shape: {word}")))?;
                Self::Id { prefix, noun }
            }
        })
    }

    /// A page of `item`s: a plain dictionary of its three members.
    pub fn page_of(py: Python<'_>, item: Self) -> PyResult<Self> {
        let field = |wire: &str, shape, nullable| Field {
            wire: wire.to_owned(),
            attribute: PyString::intern(py, wire).unbind(),
            shape,
            nullable,
        };
        let fields = vec![
            field("data", Self::List(Arc::new(item)), false),
            field("has_more", Self::Boolean, false),
            field("next_cursor", Self::Text, true),
        ];
        Ok(Self::Record(Arc::new(Record::new(py, None, fields, 0b011)?)))
    }
}

impl Members {
    fn of(class: &Bound<'_, PyType>) -> PyResult<Self> {
        let mut known = Vec::new();
        for member in class.try_iter()? {
            let member = member?;
            known.push((member.getattr(intern!(class.py(), "value"))?.extract()?, member.unbind()));
        }
        Ok(Self { class: class.clone().into_any().unbind(), known })
    }

    /// They are few, and mostly of different lengths: found sooner than a hash is made.
    pub fn find(&self, text: &str) -> Option<&Py<PyAny>> {
        self.known.iter().find(|(known, _)| known == text).map(|(_, member)| member)
    }
}

impl Record {
    fn new(py: Python<'_>, class: Option<Py<PyType>>, fields: Vec<Field>, required: u64) -> PyResult<Self> {
        if fields.len() > 64 {
            return Err(PyTypeError::new_err("a model has at most 64 fields"));
        }
        let all = (0..fields.len()).fold(0, |all, place| all | 1 << place);
        let form = PyDict::new(py);
        for field in &fields {
            form.set_item(&field.attribute, py.None())?;
        }
        Ok(Self { class, fields, required, all, form: form.unbind() })
    }

    fn of_class(class: &Bound<'_, PyType>) -> PyResult<Self> {
        let table = class.getattr(intern!(class.py(), "_fields"))?;
        let (mut fields, mut required) = (Vec::new(), 0);
        for (place, row) in table.cast::<PyTuple>()?.iter().enumerate() {
            let (wire, attribute, spec, flag): (String, String, Bound<'_, PyAny>, u8) = row.extract()?;
            if flag == 0 && place < 64 {
                required |= 1 << place;
            }
            fields.push(Field {
                wire,
                attribute: PyString::intern(class.py(), &attribute).unbind(),
                shape: Shape::of(&spec)?,
                nullable: flag == NULLABLE,
            });
            debug_assert!(flag <= OPTIONAL, "an unknown flag");
        }
        Self::new(class.py(), Some(class.clone().unbind()), fields, required)
    }
}

impl Tagged {
    fn of(class: &Bound<'_, PyType>, tags: &Bound<'_, PyDict>) -> PyResult<Self> {
        let unknown = class.getattr(intern!(class.py(), "_unknown"))?;
        let mut by_tag = HashMap::new();
        for (tag, class) in tags.iter() {
            by_tag.insert(tag.extract()?, Arc::new(Record::of_class(class.cast()?)?));
        }
        Ok(Self { by_tag, unknown: Arc::new(Record::of_class(unknown.cast()?)?) })
    }

    pub fn find(&self, tag: &str) -> &Arc<Record> {
        self.by_tag.get(tag).unwrap_or(&self.unknown)
    }
}
