//! Texts on their way into JavaScript.

use std::borrow::Cow;

use bytes::Bytes;
use napi::bindgen_prelude::{Result, ToNapiValue};
use napi::check_status;
use napi::sys::{self, napi_env, napi_value};
use softknack_packing::{Shape, packed};

/// A text that stays where it came until it crosses.
pub struct Text {
    bytes: Bytes,
    is_ascii: bool,
}

impl Text {
    /// The text of a body, unless it is no UTF-8.
    pub fn of_body(bytes: Bytes) -> Option<Self> {
        let is_ascii = bytes.is_ascii();
        if is_ascii || std::str::from_utf8(&bytes).is_ok() { Some(Self { bytes, is_ascii }) } else { None }
    }

    /// The same, packed where it is plainly of its shape.
    pub fn packed(self, shape: &Shape) -> Self {
        match packed(&self.bytes, shape) {
            Cow::Borrowed(_) => self,
            Cow::Owned(bytes) => Self { bytes: bytes.into(), ..self },
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { is_ascii: text.is_ascii(), bytes: text.into() }
    }
}

impl ToNapiValue for Text {
    unsafe fn to_napi_value(env: napi_env, text: Self) -> Result<napi_value> {
        // SAFETY: the environment is the caller's, and the bytes are UTF-8.
        unsafe { cross(env, &text.bytes, text.is_ascii) }
    }
}

/// A text of JavaScript, packed where it is plainly of its shape.
///
/// # Safety
/// `env` must be the environment of the thread.
pub unsafe fn of(env: napi_env, text: &str, shape: &Shape) -> Result<napi_value> {
    // SAFETY: the environment is as the caller says.
    unsafe { cross(env, &packed(text.as_bytes(), shape), text.is_ascii()) }
}

unsafe fn cross(env: napi_env, text: &[u8], is_ascii: bool) -> Result<napi_value> {
    // ASCII is copied as it is; any other text is looked through, character by character.
    let create = if is_ascii { sys::napi_create_string_latin1 } else { sys::napi_create_string_utf8 };
    let mut value = std::ptr::null_mut();
    let length = text.len().cast_signed();
    // SAFETY: the text is as long as is said, and there is room for the value.
    check_status!(unsafe { create(env, text.as_ptr().cast(), length, &raw mut value) })?;
    Ok(value)
}
