//! The document's schemas, as Python types and as tables for the decoder.

use serde_json::{Map, Value};

use super::names::snake;
use super::source::prose;

/// The components of the document.
pub(super) struct Schemas<'a> {
    components: &'a Map<String, Value>,
    parameters: &'a Map<String, Value>,
    pub(super) paths: &'a Map<String, Value>,
}

/// What a schema is in Python.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Any,
    Text,
    Integer,
    Number,
    Boolean,
    Time,
    /// An ID: its type's name, and the letters before its underscore.
    Id(String, String),
    /// An open enum.
    Enum(String),
    /// An object of the caller's own: metadata.
    Metadata,
    /// An object with any members.
    Object,
    List(Box<Kind>),
    Model(String),
    Event,
}

/// A member of an object, or a parameter.
#[derive(Clone)]
pub(super) struct Member {
    /// Its name on the wire.
    pub(super) wire: String,
    pub(super) kind: Kind,
    pub(super) doc: String,
    pub(super) required: bool,
    pub(super) nullable: bool,
    /// Whether null removes what stands there.
    pub(super) clearable: bool,
    /// `personal` or `secret`, where it must not be shown.
    pub(super) sensitive: Option<String>,
}

impl Member {
    pub(super) fn name(&self) -> String {
        snake(&self.wire)
    }
}

impl<'a> Schemas<'a> {
    pub(super) fn new(document: &'a Value) -> Result<Self, String> {
        let object = |pointer: &str| {
            document.pointer(pointer).and_then(Value::as_object).ok_or_else(|| format!("the document has no {pointer}"))
        };
        Ok(Self {
            components: object("/components/schemas")?,
            parameters: object("/components/parameters")?,
            paths: object("/paths")?,
        })
    }

    pub(super) fn component(&self, name: &str) -> &'a Value {
        &self.components[name]
    }

    /// The name of a component, where there is one of this name.
    pub(super) fn name(&self, name: &str) -> Option<&'a str> {
        self.components.get_key_value(name).map(|(name, _)| name.as_str())
    }

    /// A parameter that stands there by itself or by reference.
    pub(super) fn parameter(&self, parameter: &'a Value) -> &'a Value {
        match reference(parameter) {
            Some(name) => &self.parameters[name],
            None => parameter,
        }
    }

    /// What it is called, what it holds: the members of an object.
    pub(super) fn members(&self, component: &str) -> Vec<Member> {
        self.members_of(self.component(component))
    }

    fn members_of(&self, schema: &Value) -> Vec<Member> {
        let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        properties
            .iter()
            .map(|(wire, member)| self.member(wire, member, &member["description"], required.contains(&wire.as_str())))
            .collect()
    }

    pub(super) fn member(&self, wire: &str, schema: &Value, doc: &Value, required: bool) -> Member {
        let (bare, nullable) = without_null(schema);
        let sensitive = self.resolved(&bare)["x-sensitive"].as_str().map(str::to_owned);
        Member {
            wire: wire.to_owned(),
            kind: self.kind(&bare),
            doc: prose(doc.as_str().unwrap_or_default()),
            required,
            nullable: nullable || bare.get("type").is_none() && bare.get("$ref").is_none(),
            clearable: schema["x-clearable"] == true,
            sensitive,
        }
    }

    fn resolved<'s>(&'s self, schema: &'s Value) -> &'s Value {
        reference(schema).map_or(schema, |name| self.component(name))
    }

    pub(super) fn kind(&self, schema: &Value) -> Kind {
        let Some(name) = reference(schema) else { return self.inline(schema) };
        let component = self.component(name);
        let pattern = component["pattern"].as_str().unwrap_or_default();
        let prefix = pattern.strip_prefix('^').and_then(|pattern| pattern.split_once('_')).map(|(prefix, _)| prefix);
        match prefix {
            _ if name == "Event" => Kind::Event,
            _ if name == "Metadata" => Kind::Metadata,
            Some(prefix) if name.ends_with("Id") => Kind::Id(name.to_owned(), prefix.to_owned()),
            _ if component.get("enum").is_some() => Kind::Enum(name.to_owned()),
            _ if component.get("properties").is_some() => Kind::Model(name.to_owned()),
            _ => self.inline(component),
        }
    }

    fn inline(&self, schema: &Value) -> Kind {
        match schema["type"].as_str() {
            Some("string") if schema["format"] == "date-time" => Kind::Time,
            Some("string") => Kind::Text,
            Some("integer") => Kind::Integer,
            Some("number") => Kind::Number,
            Some("boolean") => Kind::Boolean,
            Some("array") => Kind::List(Box::new(self.kind(&without_null(&schema["items"]).0))),
            Some("object") => Kind::Object,
            _ => Kind::Any,
        }
    }
}

pub(super) fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// The schema of what may stand there beside null, and whether null may.
fn without_null(schema: &Value) -> (Value, bool) {
    let mut schema = schema.clone();
    if let Some(choices) = schema["anyOf"].as_array()
        && let [choice, null] = choices.as_slice()
        && null["type"] == "null"
    {
        return (choice.clone(), true);
    }
    let types: Vec<Value> = schema["type"].as_array().cloned().unwrap_or_default();
    if let [only, null] = types.as_slice()
        && null == "null"
    {
        schema["type"] = only.clone();
        return (schema, true);
    }
    (schema, false)
}

impl Kind {
    /// The entry in a table for the decoder.
    pub(super) fn spec(&self) -> String {
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

    /// The type of an attribute.
    pub(super) fn answered(&self) -> String {
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

    /// The type of an argument.
    pub(super) fn sent(&self) -> String {
        match self {
            Self::Enum(name) => format!("{name}Like"),
            Self::List(item) => format!("Sequence[{}]", item.sent()),
            kind => kind.answered(),
        }
    }

    /// The components that it names.
    pub(super) fn components(&self) -> Vec<&str> {
        match self {
            Self::Id(name, _) | Self::Enum(name) | Self::Model(name) => vec![name],
            Self::List(item) => item.components(),
            _ => Vec::new(),
        }
    }
}
