//! The document's schemas, as the faces need them.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use softknack::webhook::EVENT_TYPES;

use super::text::{pascal, prose};

/// The components of the document.
pub(crate) struct Schemas<'a> {
    components: &'a Map<String, Value>,
    parameters: &'a Map<String, Value>,
    pub(crate) paths: &'a Map<String, Value>,
}

/// What a schema stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
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
pub(crate) struct Member {
    /// Its name on the wire.
    pub(crate) wire: String,
    pub(crate) kind: Kind,
    pub(crate) doc: String,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    /// Whether null removes what stands there.
    pub(crate) clearable: bool,
    /// `personal` or `secret`, where it must not be shown.
    pub(crate) sensitive: Option<String>,
}

impl<'a> Schemas<'a> {
    pub(crate) fn new(document: &'a Value) -> Result<Self, String> {
        let object = |pointer: &str| {
            document.pointer(pointer).and_then(Value::as_object).ok_or_else(|| format!("the document has no {pointer}"))
        };
        Ok(Self {
            components: object("/components/schemas")?,
            parameters: object("/components/parameters")?,
            paths: object("/paths")?,
        })
    }

    pub(crate) fn component(&self, name: &str) -> &'a Value {
        &self.components[name]
    }

    /// The name of a component, where there is one of this name.
    pub(crate) fn name(&self, name: &str) -> Option<&'a str> {
        self.components.get_key_value(name).map(|(name, _)| name.as_str())
    }

    /// The component of the data of a type of event.
    pub(crate) fn event_component(&self, event_type: &str) -> Option<&'a str> {
        self.name(&pascal(event_type))
    }

    /// The components of the data of events.
    pub(crate) fn event_data(&self) -> impl Iterator<Item = &'a str> {
        EVENT_TYPES.iter().filter_map(|event_type| self.event_component(event_type.name))
    }

    /// The names on the wire of every member and parameter.
    pub(crate) fn wire_names(&self) -> BTreeSet<String> {
        let members = self.components.values().filter_map(|component| component["properties"].as_object());
        let parameters = self.parameters.values().filter_map(|parameter| parameter["name"].as_str());
        let written = self.paths.values().filter_map(Value::as_object).flat_map(Map::values);
        let inline = written.flat_map(|row| row["parameters"].as_array().into_iter().flatten());
        let inline = inline.filter_map(|parameter| parameter["name"].as_str());
        let pages = ["has_more", "next_cursor"];
        let members = members.flat_map(Map::keys).map(String::as_str);
        members.chain(parameters).chain(inline).chain(pages).map(str::to_owned).collect()
    }

    /// The values of every enum.
    pub(crate) fn values(&self) -> impl Iterator<Item = &'a str> {
        let lists = self.components.values().filter_map(|component| component["enum"].as_array());
        lists.flatten().filter_map(Value::as_str)
    }

    /// A parameter that stands there by itself or by reference.
    pub(crate) fn parameter(&self, parameter: &'a Value) -> &'a Value {
        match reference(parameter) {
            Some(name) => &self.parameters[name],
            None => parameter,
        }
    }

    /// What it is called, what it holds: the members of an object.
    pub(crate) fn members(&self, component: &str) -> Vec<Member> {
        self.members_of(self.component(component))
    }

    /// The members of a schema that is no component.
    pub(crate) fn members_of(&self, schema: &Value) -> Vec<Member> {
        let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        properties
            .iter()
            .map(|(wire, member)| self.member(wire, member, &member["description"], required.contains(&wire.as_str())))
            .collect()
    }

    pub(crate) fn member(&self, wire: &str, schema: &Value, doc: &Value, required: bool) -> Member {
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

    pub(crate) fn kind(&self, schema: &Value) -> Kind {
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

pub(crate) fn reference(schema: &Value) -> Option<&str> {
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
    /// The components that it names.
    pub(crate) fn components(&self) -> Vec<&str> {
        match self {
            Self::Id(name, _) | Self::Enum(name) | Self::Model(name) => vec![name],
            Self::List(item) => item.components(),
            _ => Vec::new(),
        }
    }
}
