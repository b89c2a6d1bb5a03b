//! What came of a check, in the face's own classes.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple, PyType};
use softknack::webhook::{SignatureError, VerifiedBody};

use crate::decode;
use crate::instance;

/// The result of `verify_raw`.
pub fn verified<'py>(body: &Bound<'py, PyBytes>, verified: &VerifiedBody<'_>) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let py = body.py();
    let secret = verified.secret();
    let label = secret.label.as_deref().map(|label| PyString::new(py, label));
    let signed_at = verified.signed_at().map(|at| decode::datetime(py, at)).transpose()?;
    let members = (body, secret.index, label, signed_at).into_pyobject(py)?;
    let class = CLASS.import(py, "softknack.webhooks", "VerifiedBody")?;
    // The constructor of a named tuple is a function of Python, which comes to this.
    instance::made_by(&py.get_type::<PyTuple>(), class, &(members,).into_pyobject(py)?)
}

/// The exception of a delivery that is refused.
pub fn refused(py: Python<'_>, error: &SignatureError) -> PyErr {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make = || {
        let facts = PyDict::new(py);
        facts.set_item(intern!(py, "reason"), error.reason().as_str())?;
        facts.set_item(intern!(py, "skew"), error.skew())?;
        let class = CLASS.import(py, "softknack._errors", "SignatureError")?;
        class.call((format!("softknack: {error}"),), Some(&facts))
    };
    make().map_or_else(|error| error, PyErr::from_value)
}

/// The exception of something that was called with what it does not take.
pub fn misused(py: Python<'_>, message: &str) -> PyErr {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let class = CLASS.import(py, "softknack._errors", "UsageError");
    class
        .and_then(|class| class.call1((format!("softknack: {message}"),)))
        .map_or_else(|error| error, PyErr::from_value)
}
