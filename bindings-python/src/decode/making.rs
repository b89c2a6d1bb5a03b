//! Making an object of a record, member by member.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use serde::de::{DeserializeSeed, Error, MapAccess};
use serde_json::Value;

use crate::decode::reader::{Object, Reader};
use crate::decode::trail::{Step, Trail};
use crate::instance;
use crate::shape::{Record, Shape};

/// An object of a record in the making.
pub struct Making<'t, 'a, 'py> {
    py: Python<'py>,
    trail: &'t Trail<'a>,
    pub record: &'a Record,
    /// The record of whose fields the object was made: not `record` where the class is chosen by a tag.
    form: &'a Record,
    object: Bound<'py, PyDict>,
    extra: Option<Bound<'py, PyDict>>,
    seen: u64,
    /// The field that comes next where members stand in the order of the table.
    next: usize,
}

impl<'t, 'a, 'py> Making<'t, 'a, 'py> {
    pub fn new<E: Error>(reader: &Reader<'t, 'a, 'py>, record: &'a Record) -> Result<Self, E> {
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
            _ => self.record.fields.iter().position(|field| field.wire == name),
        }
    }

    pub fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, members: &mut A) -> Result<(), A::Error> {
        let Some(place) = self.place(name) else {
            let value = members.next_value_seed(self.reader(&Shape::Any, true))?;
            let extra = self.extra.get_or_insert_with(|| PyDict::new(self.py));
            return extra.set_item(name, value).map_err(A::Error::custom);
        };
        let field = &self.record.fields[place];
        let value = members.next_value_seed(self.reader(&field.shape, field.nullable));
        let value = value.inspect_err(|_| self.trail.back(Step::Member(&field.wire)))?;
        self.set(place, &value).map_err(A::Error::custom)
    }

    /// Reads a member that was read as a value already.
    pub fn value(&mut self, name: &str, value: Value) -> Result<(), serde_json::Error> {
        let Some(place) = self.place(name) else { return Ok(()) };
        let field = &self.record.fields[place];
        let value = self.reader(&field.shape, field.nullable).deserialize(value);
        let value = value.inspect_err(|_| self.trail.back(Step::Member(&field.wire)))?;
        self.set(place, &value).map_err(serde_json::Error::custom)
    }

    fn set(&mut self, place: usize, value: &Object<'py>) -> PyResult<()> {
        self.seen |= 1 << place;
        self.next = place + 1;
        self.object.set_item(self.record.fields[place].attribute.bind(self.py), value)
    }

    /// The text of a member that was read.
    pub fn text(&self, name: &Bound<'py, PyString>) -> Option<Bound<'py, PyString>> {
        self.object.get_item(name).ok().flatten()?.cast_into().ok()
    }

    pub fn finish<E: Error>(self) -> Result<Object<'py>, E> {
        let missing = self.record.required & !self.seen;
        if missing != 0 {
            let field = &self.record.fields[missing.trailing_zeros() as usize];
            self.trail.back(Step::Member(&field.wire));
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
            Some(class) => instance::with_attributes(class.bind(self.py), &self.object).map_err(E::custom),
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
