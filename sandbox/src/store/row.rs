//! Reading a row as any type that can be deserialised.
//!
//! The type says what it wants and the column gives it: a whole number becomes a truth value where one is wanted, and text
//! is read as JSON where a list, a map or any value is wanted. So no resource needs a mapping of its own.

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::StoreError;

/// What a row of an engine's own result gives.
pub(super) trait Cells {
    /// The name of a column, where there are so many.
    fn name(&self, index: usize) -> Option<&str>;

    /// What stands in a column.
    ///
    /// # Errors
    /// When it is of no type that the schema has.
    fn content(&self, index: usize) -> Result<Content<'_>, Fault>;
}

/// What stands in a column; a truth value is 0 or 1.
pub(super) enum Content<'r> {
    Null,
    Int(i64),
    Text(&'r str),
}

pub(super) type Fault = de::value::Error;

/// The row as a `T`, whose members have the names of the columns.
pub(super) fn read<T: DeserializeOwned>(row: &impl Cells) -> Result<T, StoreError> {
    T::deserialize(Row(row)).map_err(StoreError::Row)
}

struct Row<'r, C>(&'r C);

impl<'r, C: Cells> Deserializer<'r> for Row<'r, C> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_map(Columns { row: self.0, next: 0 })
    }

    // A single value is that of the first column, a tuple takes the columns in turn, and anything else goes by their names.
    fn deserialize_bool<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Fault> {
        Cell { row: self.0, index: 0 }.deserialize_bool(visitor)
    }

    fn deserialize_i64<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Fault> {
        Cell { row: self.0, index: 0 }.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Fault> {
        Cell { row: self.0, index: 0 }.deserialize_u32(visitor)
    }

    fn deserialize_str<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Fault> {
        Cell { row: self.0, index: 0 }.deserialize_str(visitor)
    }

    fn deserialize_string<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Fault> {
        Cell { row: self.0, index: 0 }.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Fault> {
        Cell { row: self.0, index: 0 }.deserialize_option(visitor)
    }

    fn deserialize_tuple<V: Visitor<'r>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(Columns { row: self.0, next: 0 })
    }

    forward_to_deserialize_any! {
        <V: Visitor<'r>>
        i8 i16 i32 i128 u8 u16 u64 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct seq tuple_struct
        map struct enum identifier ignored_any
    }
}

struct Columns<'r, C> {
    row: &'r C,
    next: usize,
}

impl<'r, C: Cells> MapAccess<'r> for Columns<'r, C> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'r>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        // The statement says when there are no more.
        let Some(name) = self.row.name(self.next) else { return Ok(None) };
        let name: StrDeserializer<'_, Fault> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'r>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        self.next += 1;
        seed.deserialize(Cell { row: self.row, index: self.next - 1 })
    }
}

impl<'r, C: Cells> SeqAccess<'r> for Columns<'r, C> {
    type Error = Fault;

    fn next_element_seed<V: DeserializeSeed<'r>>(&mut self, seed: V) -> Result<Option<V::Value>, Fault> {
        if self.row.name(self.next).is_none() {
            return Ok(None);
        }
        self.next_value_seed(seed).map(Some)
    }
}

struct Cell<'r, C> {
    row: &'r C,
    index: usize,
}

impl<'r, C: Cells> Cell<'r, C> {
    fn content(&self) -> Result<Content<'r>, Fault> {
        self.row.content(self.index)
    }
}

fn from_json<'r, V: Visitor<'r>>(text: &'r str, visitor: V) -> Result<V::Value, Fault> {
    serde_json::Deserializer::from_str(text).deserialize_any(visitor).map_err(de::Error::custom)
}

impl<'r, C: Cells> Deserializer<'r> for Cell<'r, C> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.content()? {
            Content::Null => visitor.visit_unit(),
            Content::Int(value) => visitor.visit_i64(value),
            Content::Text(text) => from_json(text, visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.content()? {
            Content::Int(value) => visitor.visit_bool(value != 0),
            Content::Null => visitor.visit_unit(),
            Content::Text(text) => visitor.visit_borrowed_str(text),
        }
    }

    fn deserialize_str<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.content()? {
            Content::Text(text) => visitor.visit_borrowed_str(text),
            Content::Int(value) => visitor.visit_i64(value),
            Content::Null => visitor.visit_unit(),
        }
    }

    fn deserialize_string<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.content()? {
            Content::Null => visitor.visit_none(),
            Content::Int(_) | Content::Text(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'r>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        <V: Visitor<'r>>
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
