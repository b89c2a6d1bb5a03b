//! What an answer looks like: the tables that the printed models carry, as the face hands them over.

use std::sync::Arc;

use napi::bindgen_prelude::{Error, Result};
use napi_derive::napi;

/// A model whose JSON is packed.
#[napi]
pub struct Shape(pub(crate) Arc<softknack_packing::Shape>);

#[napi]
impl Shape {
    /// A shape by its table, as JSON.
    #[napi(factory)]
    pub fn of(table: String) -> Result<Self> {
        let table = serde_json::from_str(&table).map_err(|error| Error::from_reason(error.to_string()))?;
        let shape =
            softknack_packing::Shape::of(&table).ok_or_else(|| Error::from_reason("it is no table of a shape"))?;
        Ok(Self(Arc::new(shape)))
    }
}
