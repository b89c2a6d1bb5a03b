//! Times as Python has them.

use jiff::tz::Offset;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyType, PyTzInfo};
use softknack::Timestamp;

use crate::decode::reader::Object;
use crate::instance;

pub fn time<'py>(py: Python<'py>, text: &str) -> Result<Object<'py>, String> {
    let at: Timestamp = text.parse().map_err(|error: softknack::InvalidTimestamp| error.to_string())?;
    datetime(py, at).map_err(|_| "expected a date and time of the years 1 to 9999".to_owned())
}

/// The `datetime` of a moment, in UTC.
///
/// It is made of the ten bytes of its pickled form, which every Python takes: with the stable interface, passing each part as
/// a number of its own takes several times as long.
pub fn datetime(py: Python<'_>, at: Timestamp) -> PyResult<Bound<'_, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
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
    let class = CLASS.import(py, "datetime", "datetime")?;
    instance::made_by(class, class, &(PyBytes::new(py, &state), PyTzInfo::utc(py)?).into_pyobject(py)?)
}
