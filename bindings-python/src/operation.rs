//! An operation of the table, with the shape of its answer.

use std::sync::OnceLock;

use pyo3::exceptions::PyLookupError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use softknack::operation::{self, Method};
use softknack::{CallOptions, Error, RawResponse};

use crate::shape::Shape;
use crate::{decode, encode, facts};

/// What a caller wants of an answer.
#[derive(Clone, Copy)]
pub enum Finish {
    /// Only its value.
    Value,
    /// Its value, and the facts beside it.
    Response,
}

impl From<bool> for Finish {
    fn from(with_response: bool) -> Self {
        if with_response { Self::Response } else { Self::Value }
    }
}

/// An operation by its name, and what its answer is read as: a class, or none where the answer is empty.
#[pyclass(frozen, module = "softknack._native")]
pub struct Operation {
    row: &'static operation::Operation,
    result: Option<Py<PyAny>>,
    shape: OnceLock<Option<Shape>>,
}

#[pymethods]
impl Operation {
    #[new]
    fn new(name: &str, result: Option<Py<PyAny>>) -> PyResult<Self> {
        let row = operation::Operation::find(name).ok_or_else(|| {
            PyLookupError::new_err(format!("the native half of softknack knows no operation {name}: install it again"))
        })?;
        Ok(Self { row, result, shape: OnceLock::new() })
    }

    /// Its full name.
    #[getter]
    fn name(&self) -> &'static str {
        self.row.name
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.row)
    }
}

impl Operation {
    pub fn row(&self) -> &'static operation::Operation {
        self.row
    }

    /// The call, as the core takes it, or the exception that says what cannot be sent.
    pub fn prepare(&self, params: &Bound<'_, PyDict>, options: &Bound<'_, PyAny>) -> PyResult<Prepared> {
        let prepared = encode::params(params, self.row.method == Method::Patch)
            .and_then(|params| Ok((params, encode::options(options)?)));
        prepared.map_err(|fault| {
            let py = params.py();
            facts::exception(py, facts::of_arguments(py, self.row.name, &fault))
        })
    }

    /// The value that a call gives, or its exception.
    pub fn finish(&self, py: Python<'_>, result: Result<RawResponse, Error>, finish: Finish) -> PyResult<Py<PyAny>> {
        let response = result.map_err(|error| facts::exception(py, facts::of_error(py, &error)))?;
        let value = match self.shape(py)? {
            None => py.None(),
            Some(shape) => match decode::read(py, shape, &response.value) {
                Ok(value) => value.unbind(),
                Err(fault) => {
                    return Err(facts::exception(py, facts::of_unreadable(py, self.row.name, &response, &fault)));
                }
            },
        };
        match finish {
            Finish::Value => Ok(value),
            Finish::Response => Ok((value, facts::of_response(py, &response)?).into_pyobject(py)?.into_any().unbind()),
        }
    }

    /// Compiled when it is first needed, so that importing stays quick.
    fn shape(&self, py: Python<'_>) -> PyResult<Option<&Shape>> {
        if let Some(shape) = self.shape.get() {
            return Ok(shape.as_ref());
        }
        let shape = match &self.result {
            None => None,
            Some(spec) => {
                let shape = Shape::of(spec.bind(py))?;
                Some(if self.row.paged { Shape::page_of(py, shape)? } else { shape })
            }
        };
        Ok(self.shape.get_or_init(|| shape).as_ref())
    }
}

/// Parameters and options.
pub type Prepared = (serde_json::Map<String, serde_json::Value>, CallOptions);
