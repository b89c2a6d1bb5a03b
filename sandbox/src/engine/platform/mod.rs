//! What every product shares.

use crate::http::Handlers;

pub(super) fn register(_: &mut Handlers) {}
