//! Times as Python has them.

use std::ffi::{c_int, c_void};

use jiff::civil::DateTime;
use jiff::tz::Offset;
use pyo3::exceptions::PyValueError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyType, PyTzInfo};
use softknack::Timestamp;

use crate::decode::reader::Object;

/// The last version of Python whose [`Table`] is known.
const LAST_KNOWN: (u8, u8) = (3, 14);

pub fn time<'py>(py: Python<'py>, text: &str) -> Result<Object<'py>, String> {
    let at: Timestamp = text.parse().map_err(|error: softknack::InvalidTimestamp| error.to_string())?;
    datetime(py, at).map_err(|_| "expected a date and time of the years 1 to 9999".to_owned())
}

/// The `datetime` of a moment, in UTC.
pub fn datetime(py: Python<'_>, at: Timestamp) -> PyResult<Object<'_>> {
    let at = Offset::UTC.to_datetime(at.to_jiff());
    match Table::of_this_version(py) {
        Some(table) => table.datetime(py, at),
        None => of_state(py, at),
    }
}

/// How the table begins that `datetime` has for extensions.
///
/// The stable interface leaves it out, and does without it at twice the price. What it is in versions that are out will not
/// change; in later ones nothing is read of it.
#[repr(C)]
struct Table {
    date_class: *mut ffi::PyTypeObject,
    datetime_class: *mut ffi::PyTypeObject,
    other_classes: [*mut ffi::PyTypeObject; 3],
    utc: *mut ffi::PyObject,
    date: *mut c_void,
    datetime: unsafe extern "C" fn(
        c_int,
        c_int,
        c_int,
        c_int,
        c_int,
        c_int,
        c_int,
        *mut ffi::PyObject,
        *mut ffi::PyTypeObject,
    ) -> *mut ffi::PyObject,
}

// SAFETY: nobody writes it once `datetime` is imported, which stays until the process ends.
unsafe impl Send for Table {}
// SAFETY: as above.
unsafe impl Sync for Table {}

impl Table {
    fn of_this_version(py: Python<'_>) -> Option<&'static Self> {
        static TABLE: PyOnceLock<Option<&'static Table>> = PyOnceLock::new();
        *TABLE.get_or_init(py, || {
            if py.version_info() > LAST_KNOWN {
                return None;
            }
            // SAFETY: in these versions the capsule holds such a table.
            let table = unsafe { ffi::PyCapsule_Import(c"datetime.datetime_CAPI".as_ptr(), 0).cast::<Self>().as_ref() };
            // Where it has none, it has raised.
            table.or_else(|| PyErr::take(py).and(None))
        })
    }

    fn datetime<'py>(&self, py: Python<'py>, at: DateTime) -> PyResult<Object<'py>> {
        let [month, day, hour, minute, second] =
            [at.month(), at.day(), at.hour(), at.minute(), at.second()].map(c_int::from);
        let micros = at.subsec_nanosecond() / 1000;
        // SAFETY: the numbers are checked by it, and the rest is its own. It gives a new reference, or an error.
        unsafe {
            let (utc, class) = (self.utc, self.datetime_class);
            let made = (self.datetime)(at.year().into(), month, day, hour, minute, second, micros, utc, class);
            Bound::from_owned_ptr_or_err(py, made)
        }
    }
}

/// Made of the ten bytes of its pickled form, which every Python takes: with the stable interface, passing each part as a
/// number of its own takes several times as long.
fn of_state(py: Python<'_>, at: DateTime) -> PyResult<Object<'_>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
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
    class.call1((PyBytes::new(py, &state), PyTzInfo::utc(py)?))
}
