//! Signed events: verifying, signing, and what is in them.

mod event;

pub use event::*;
