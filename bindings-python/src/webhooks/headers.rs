//! Headers as Python has them.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple};
use softknack::webhook::Headers;

/// Headers as pairs of names and values, each a text or bytes.
pub struct Pairs<'py>(Vec<(Part<'py>, Part<'py>)>);

impl<'py> Pairs<'py> {
    /// The pairs of what a framework has. It fails, with whatever exception, where there are none.
    pub fn of(headers: &Bound<'py, PyAny>) -> PyResult<Self> {
        static PAIRS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        if let Ok(headers) = headers.cast_exact::<PyDict>() {
            return Self::of_dict(headers);
        }
        if headers.is_exact_instance_of::<PyList>() || headers.is_exact_instance_of::<PyTuple>() {
            return Self::of_items(headers);
        }
        Self::of_items(&PAIRS.import(headers.py(), "softknack._delivery", "as_pairs")?.call1((headers,))?)
    }

    fn of_dict(headers: &Bound<'py, PyDict>) -> PyResult<Self> {
        let mut pairs = Vec::with_capacity(headers.len());
        for (name, value) in headers.iter() {
            pairs.push((Part::of(name)?, Part::of(value)?));
        }
        Ok(Self(pairs))
    }

    fn of_items(items: &Bound<'py, PyAny>) -> PyResult<Self> {
        let mut pairs = Vec::new();
        for pair in items.try_iter()? {
            let (name, value) = pair?.extract()?;
            pairs.push((Part::of(name)?, Part::of(value)?));
        }
        Ok(Self(pairs))
    }
}

impl Headers for Pairs<'_> {
    fn each(&self, name: &str, found: &mut dyn FnMut(&[u8])) {
        let matching = self.0.iter().filter(|(given, _)| given.bytes().eq_ignore_ascii_case(name.as_bytes()));
        matching.for_each(|(_, value)| found(value.bytes()));
    }
}

enum Part<'py> {
    Text(Bound<'py, PyString>),
    Bytes(Bound<'py, PyBytes>),
}

impl<'py> Part<'py> {
    fn of(part: Bound<'py, PyAny>) -> PyResult<Self> {
        match part.cast_into::<PyString>() {
            Ok(text) => Ok(Self::Text(text)),
            Err(other) => match other.into_inner().cast_into::<PyBytes>() {
                Ok(bytes) => Ok(Self::Bytes(bytes)),
                Err(_) => Err(PyTypeError::new_err("a header is a text or bytes")),
            },
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            // What is no Unicode is no signature either: it stays malformed.
            Self::Text(text) => text.to_str().map_or(b"\xff", str::as_bytes),
            Self::Bytes(bytes) => bytes.as_bytes(),
        }
    }
}
