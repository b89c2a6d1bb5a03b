//! What JSON looks like: tables, as models carry them.

use serde_json::{Map, Value};

/// What a value must be.
pub struct Shape(pub(crate) Spec);

pub(crate) enum Spec {
    Any,
    Text,
    Integer,
    Number,
    Boolean,
    Time,
    /// An ID, by its prefix with the underscore, behind a quote.
    Id(String),
    List(Box<Spec>),
    Model(Vec<Member>),
    /// By the member `type` that came before.
    ByType(Vec<(String, Spec)>),
}

/// A member of a model.
pub(crate) struct Member {
    /// Its name as it stands in JSON, in quotes.
    pub(crate) name: String,
    pub(crate) spec: Spec,
    pub(crate) is_nullable: bool,
    /// What an object that lacks it is read as, where that is a value.
    pub(crate) absent: Option<&'static str>,
    /// Whether another is read by what it says.
    pub(crate) is_type: bool,
}

impl Shape {
    /// A shape by its table: a word for a scalar (`any`, `text`, `integer`, `number`, `boolean`, `time`), `id:` and a prefix, a list
    /// of one table, or `{"members": [[name, table, flag]]}`, where the flag is 1 for what is null or absent, which is the same, 2 for
    /// what may be absent, 3 for what may be either. Where an object has `{"byType": {type: table}}` as well, its member `type` tells
    /// what stands where the table is `raw`. None where it is no such table.
    pub fn of(table: &Value) -> Option<Self> {
        Spec::of(table).map(Self)
    }
}

impl Spec {
    fn of(table: &Value) -> Option<Self> {
        match table {
            Value::String(word) => Self::of_word(word),
            Value::Array(list) => Some(Self::List(Box::new(Self::of(list.first()?)?))),
            Value::Object(table) => Self::of_model(table),
            _ => None,
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        Some(match word {
            "any" => Self::Any,
            "text" => Self::Text,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "time" => Self::Time,
            "raw" => Self::ByType(Vec::new()),
            _ => Self::Id(format!("\"{}_", word.strip_prefix("id:")?)),
        })
    }

    fn of_model(table: &Map<String, Value>) -> Option<Self> {
        let rows = table.get("members")?.as_array()?;
        let mut members = Vec::with_capacity(rows.len());
        for row in rows {
            let [Value::String(name), table, flag] = row.as_array()?.as_slice() else { return None };
            let (name, spec, flag) = (format!("\"{name}\""), Self::of(table)?, flag.as_u64()?);
            let absent = match (flag, &spec) {
                (1, _) => Some("null"),
                (2, Self::List(_)) => Some("[]"),
                _ => None,
            };
            members.push(Member { name, spec, is_nullable: flag == 1 || flag == 3, absent, is_type: false });
        }
        if let Some(Value::Object(by_type)) = table.get("byType") {
            for member in &mut members {
                member.is_type = member.name == "\"type\"";
                let Self::ByType(specs) = &mut member.spec else { continue };
                for (name, table) in by_type {
                    specs.push((name.clone(), Self::of(table)?));
                }
            }
        }
        Some(Self::Model(members))
    }
}
