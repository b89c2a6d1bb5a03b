//! Arguments of functions that are called for every delivery, read where they stand.

use std::mem::MaybeUninit;
use std::ptr;

use napi::bindgen_prelude::{FunctionCallContext, JsValue, Result, Unknown};
use napi::{Status, sys};

/// What a header mostly has room in.
const USUAL: usize = 512;

/// The bytes of a `Uint8Array`. Nothing of JavaScript runs while they are looked at, so they stay where they are.
pub fn bytes<'a>(context: &'a FunctionCallContext<'_>, index: usize) -> Result<&'a [u8]> {
    let value = context.get::<Unknown<'_>>(index)?.raw();
    let (mut data, mut length) = (ptr::null_mut(), 0);
    // SAFETY: the value is an argument of the call that is under way, and both places are there to be written to.
    let status = unsafe { sys::napi_get_buffer_info(context.env.raw(), value, &raw mut data, &raw mut length) };
    match Status::from(status) {
        // An empty one may stand nowhere.
        Status::Ok if data.is_null() || length == 0 => Ok(&[]),
        // SAFETY: it has that many bytes, and while `context` is borrowed nobody else is at them.
        Status::Ok => Ok(unsafe { std::slice::from_raw_parts(data.cast::<u8>().cast_const(), length) }),
        status => Err(napi::Error::new(status, "a body must be bytes")),
    }
}

/// What `read` makes of a text; nothing where the value is another.
pub fn text<T>(context: &FunctionCallContext<'_>, index: usize, read: impl FnOnce(&[u8]) -> T) -> Result<Option<T>> {
    let value = context.get::<Unknown<'_>>(index)?.raw();
    // It is not filled first: that was some 2 % of a check.
    let (mut buffer, mut length) = ([MaybeUninit::<u8>::uninit(); USUAL], 0);
    // SAFETY: the value is an argument of the call that is under way, and no more is written than the buffer has room for.
    let status = unsafe {
        let start = buffer.as_mut_ptr().cast();
        sys::napi_get_value_string_utf8(context.env.raw(), value, start, USUAL, &raw mut length)
    };
    match Status::from(status) {
        // A character that had no room any more is left out whole, and the last place is kept for a zero.
        // SAFETY: as many bytes as `length` says were written.
        Status::Ok if length + 4 < USUAL => Ok(Some(read(unsafe { buffer[..length].assume_init_ref() }))),
        Status::Ok => Ok(Some(read(context.get::<String>(index)?.as_bytes()))),
        _ => Ok(None),
    }
}
