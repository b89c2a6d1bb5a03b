//! Making objects without the call of their class, which costs more than all the rest where an object is small.

use std::{mem, ptr};

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};
use pyo3::{ffi, intern};

/// An object of `class`, made by the `__new__` of `base` alone. `class` is `base` itself, or derived from it.
pub fn made_by<'py>(
    base: &Bound<'py, PyType>,
    class: &Bound<'py, PyType>,
    arguments: &Bound<'py, PyTuple>,
) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: the slot holds a `newfunc`, or none. It borrows its arguments, and gives a new reference or an error.
    unsafe {
        let slot = ffi::PyType_GetSlot(base.as_type_ptr(), ffi::Py_tp_new);
        let Some(new) = mem::transmute::<*mut std::ffi::c_void, Option<ffi::newfunc>>(slot) else {
            return Err(PyTypeError::new_err("the class has no __new__"));
        };
        Bound::from_owned_ptr_or_err(class.py(), new(class.as_type_ptr(), arguments.as_ptr(), ptr::null_mut()))
    }
}

/// An object of `class` with these attributes. Models are frozen, so this goes past their own `__setattr__`.
pub fn with_attributes<'py>(
    class: &Bound<'py, PyType>,
    attributes: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = class.py();
    // SAFETY: both are what `object.__new__` and `object.__setattr__` do, without arguments to pack. The first gives a new
    // reference or an error, the second borrows all it is given. Only the setter that the class itself has for `__dict__` does what
    // every version needs: some keep attributes in the object until they are told of a dictionary.
    unsafe {
        let object = ffi::PyType_GenericNew(class.as_type_ptr(), ptr::null_mut(), ptr::null_mut());
        let object = Bound::from_owned_ptr_or_err(py, object)?;
        let name = intern!(py, "__dict__");
        match ffi::PyObject_GenericSetAttr(object.as_ptr(), name.as_ptr(), attributes.as_ptr()) {
            0 => Ok(object),
            _ => Err(PyErr::fetch(py)),
        }
    }
}
