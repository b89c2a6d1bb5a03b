//! Kinds and members as TypeScript has them: names, types, and tables for the codec.

use super::source::{Imports, quoted};
use crate::codegen::modules::Modules;
use crate::codegen::schema::{Kind, Member};

/// `resourceType` and `resource_type` alike as `resourceType`.
pub(super) fn camel(wire: &str) -> String {
    let mut name = String::with_capacity(wire.len());
    let mut words = wire.split('_');
    name.push_str(words.next().unwrap_or_default());
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// The name of the table of a component: `Appointment` as `appointmentShape`.
pub(super) fn shape(component: &str) -> String {
    let mut letters = component.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}Shape", letters.as_str())
}

pub(super) trait Named {
    /// Its name in TypeScript.
    fn name(&self) -> String;
}

impl Named for Member {
    fn name(&self) -> String {
        camel(&self.wire)
    }
}

pub(super) trait Typed {
    /// The entry in a table for the codec.
    fn spec(&self) -> String;

    /// The type of what is answered.
    fn answered(&self) -> String;

    /// The type of what is sent.
    fn sent(&self) -> String;
}

impl Typed for Kind {
    fn spec(&self) -> String {
        match self {
            Self::Any | Self::Metadata => "'any'".to_owned(),
            // Of an event alone, whose type tells the shape of it.
            Self::Object => "'raw'".to_owned(),
            Self::Text | Self::Enum(_) => "'text'".to_owned(),
            Self::Integer => "'integer'".to_owned(),
            Self::Number => "'number'".to_owned(),
            Self::Boolean => "'boolean'".to_owned(),
            Self::Time => "'time'".to_owned(),
            Self::Id(_, prefix) => format!("'id:{prefix}'"),
            Self::Model(name) => shape(name),
            Self::List(item) => format!("[{}]", item.spec()),
            Self::Event => "eventShape".to_owned(),
        }
    }

    fn answered(&self) -> String {
        match self {
            Self::Any => "unknown".to_owned(),
            Self::Text => "string".to_owned(),
            Self::Integer | Self::Number => "number".to_owned(),
            Self::Boolean => "boolean".to_owned(),
            Self::Time => "Timestamp".to_owned(),
            Self::Id(name, _) | Self::Enum(name) | Self::Model(name) => name.clone(),
            Self::Metadata => "Metadata".to_owned(),
            Self::Object => "Record<string, unknown>".to_owned(),
            Self::List(item) => format!("{}[]", item.answered()),
            Self::Event => "Event".to_owned(),
        }
    }

    fn sent(&self) -> String {
        match self {
            Self::Time => "Timestamp | Date".to_owned(),
            Self::List(item) => format!("readonly {}[]", item.answered()),
            kind => kind.answered(),
        }
    }
}

/// Where the files of a folder stand, seen from one of them.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The folder of the models, such as `./` or `../models/`.
    pub(super) models: &'a str,
    /// The root of the sources.
    pub(super) root: &'a str,
    /// The module itself, where it is one of the models.
    pub(super) module: &'a str,
}

impl Place<'_> {
    /// Imports the types that a kind names.
    pub(super) fn import_type(&self, modules: &Modules, imports: &mut Imports, kind: &Kind) {
        match kind {
            Kind::List(item) => return self.import_type(modules, imports, item),
            Kind::Time => imports.add_type(&format!("{}values.js", self.root), "Timestamp"),
            Kind::Metadata => imports.add_type(&format!("{}values.js", self.root), "Metadata"),
            Kind::Event => imports.add_type(&format!("{}events.js", self.models), "Event"),
            _ => {}
        }
        for name in kind.components() {
            if let Some(module) = modules.of(name).filter(|module| *module != self.module) {
                imports.add_type(&format!("{}{module}.js", self.models), name);
            }
        }
    }

    /// Imports the table that a kind names.
    pub(super) fn import_shape(&self, modules: &Modules, imports: &mut Imports, kind: &Kind) {
        match kind {
            Kind::List(item) => self.import_shape(modules, imports, item),
            Kind::Event => imports.add(&format!("{}events.js", self.models), "eventShape"),
            Kind::Model(name) => {
                if let Some(module) = modules.of(name).filter(|module| *module != self.module) {
                    imports.add(&format!("{}{module}.js", self.models), &shape(name));
                }
            }
            _ => {}
        }
    }
}

/// A row of a table: the name on the wire, the name in TypeScript, what it is read as, and whether it may be null (1), absent (2)
/// or both (3).
pub(super) fn row(member: &Member) -> String {
    let flag = match (member.nullable, member.required) {
        (true, true) => 1,
        (true, false) => 3,
        (false, false) => 2,
        (false, true) => 0,
    };
    format!("[{}, {}, {}, {flag}]", quoted(&member.wire), quoted(&member.name()), member.kind.spec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_of_typescript() {
        assert_eq!(
            ["resourceType", "resource_type", "from", "id"].map(camel),
            ["resourceType", "resourceType", "from", "id"]
        );
        assert_eq!(shape("QueueEntry"), "queueEntryShape");
    }
}
