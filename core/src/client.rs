//! The client.

/// A client.
#[derive(Debug, Clone)]
pub struct Client {}
