//! Kinds and members as Python has them: names, types, and tables for the decoder.

use super::names::snake;
use crate::codegen::schema::{Kind, Member};

pub(super) trait Named {
    /// Its name in Python.
    fn name(&self) -> String;
}

impl Named for Member {
    fn name(&self) -> String {
        snake(&self.wire)
    }
}

pub(super) trait Typed {
    /// The entry in a table for the decoder.
    fn spec(&self) -> String;

    /// The type of an attribute.
    fn answered(&self) -> String;

    /// The type of an argument.
    fn sent(&self) -> String;
}

impl Typed for Kind {
    fn spec(&self) -> String {
        match self {
            Self::Any | Self::Metadata | Self::Object => "\"any\"".to_owned(),
            Self::Text => "\"text\"".to_owned(),
            Self::Integer => "\"integer\"".to_owned(),
            Self::Number => "\"number\"".to_owned(),
            Self::Boolean => "\"boolean\"".to_owned(),
            Self::Time => "\"time\"".to_owned(),
            Self::Id(_, prefix) => format!("\"id:{prefix}\""),
            Self::Enum(name) | Self::Model(name) => name.clone(),
            Self::List(item) => format!("[{}]", item.spec()),
            Self::Event => "Event".to_owned(),
        }
    }

    fn answered(&self) -> String {
        match self {
            Self::List(item) => format!("Sequence[{}]", item.answered()),
            Self::Any => "Any".to_owned(),
            Self::Text => "str".to_owned(),
            Self::Integer => "int".to_owned(),
            Self::Number => "float".to_owned(),
            Self::Boolean => "bool".to_owned(),
            Self::Time => "datetime".to_owned(),
            Self::Id(name, _) | Self::Enum(name) | Self::Model(name) => name.clone(),
            Self::Metadata => "Metadata".to_owned(),
            Self::Object => "Mapping[str, Any]".to_owned(),
            Self::Event => "AnyEvent".to_owned(),
        }
    }

    fn sent(&self) -> String {
        match self {
            Self::Enum(name) => format!("{name}Like"),
            Self::List(item) => format!("Sequence[{}]", item.sent()),
            kind => kind.answered(),
        }
    }
}
