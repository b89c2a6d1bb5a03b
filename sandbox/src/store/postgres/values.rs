//! Values on their way to the server and back.

use std::error::Error;
use std::fmt;

use serde::de::Error as _;
use tokio_postgres::Row;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::store::Arg;
use crate::store::row::{Cells, Content, Fault};

/// A value as it is bound: of the type that the server found its place to have. It is never shown, whatever is logged.
pub(super) struct Bound<'a>(pub(super) &'a Arg);

impl fmt::Debug for Bound<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[value]")
    }
}

impl ToSql for Bound<'_> {
    fn to_sql(&self, place: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match (self.0, place) {
            (Arg::Null, _) => Ok(IsNull::Yes),
            (Arg::Bool(value), &Type::BOOL) => value.to_sql(place, out),
            (Arg::Int(value), &Type::INT8) => value.to_sql(place, out),
            (Arg::Int(value), &Type::INT4) => i32::try_from(*value)?.to_sql(place, out),
            // In a list of rows a place has no type of its own, and is a text.
            (Arg::Int(value), &Type::TEXT) => value.to_string().to_sql(place, out),
            (Arg::Text(value), &Type::TEXT | &Type::VARCHAR | &Type::UNKNOWN) => value.to_sql(&Type::TEXT, out),
            (_, place) => Err(format!("a value is bound to a place of the type {place}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl Cells for Row {
    fn name(&self, index: usize) -> Option<&str> {
        self.columns().get(index).map(tokio_postgres::Column::name)
    }

    fn content(&self, index: usize) -> Result<Content<'_>, Fault> {
        let Some(column) = self.columns().get(index) else { return Err(Fault::custom("there is no such column")) };
        Ok(match *column.type_() {
            Type::BOOL => cell::<bool>(self, index)?.map_or(Content::Null, |value| Content::Int(i64::from(value))),
            Type::INT8 => cell(self, index)?.map_or(Content::Null, Content::Int),
            Type::INT4 => cell::<i32>(self, index)?.map_or(Content::Null, |value| Content::Int(i64::from(value))),
            Type::TEXT | Type::VARCHAR => cell(self, index)?.map_or(Content::Null, Content::Text),
            ref other => return Err(Fault::custom(format!("a column is of the type {other}"))),
        })
    }
}

fn cell<'r, T: FromSql<'r>>(row: &'r Row, index: usize) -> Result<Option<T>, Fault> {
    // What is wrong is the type, never the value: it is not told.
    row.try_get(index).map_err(|_| Fault::custom("a column cannot be read"))
}
