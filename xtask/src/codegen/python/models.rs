//! The models: what the platform answers, and the parts of which requests consist.

use std::collections::BTreeMap;

use serde_json::Value;
use softknack::operation::OPERATIONS;

use super::MODELS;
use super::names::constant;
use super::source::{Imports, Source, quoted};
use super::types::{Named, Typed};
use crate::codegen::Files;
use crate::codegen::modules::Modules;
use crate::codegen::schema::{Kind, Member, Schemas};
use crate::codegen::text::prose;

/// Imports what a kind names.
pub(super) trait Import {
    fn import(&self, imports: &mut Imports, here: &str, kind: &Kind, is_sent: bool);
}

impl Import for Modules {
    fn import(&self, imports: &mut Imports, here: &str, kind: &Kind, is_sent: bool) {
        match kind {
            Kind::List(item) => {
                imports.add("collections.abc", "Sequence");
                return self.import(imports, here, item, is_sent);
            }
            Kind::Time => imports.add("datetime", "datetime"),
            Kind::Any => imports.add("typing", "Any"),
            Kind::Object => {
                imports.add("collections.abc", "Mapping");
                imports.add("typing", "Any");
            }
            Kind::Metadata => imports.add("softknack._model", "Metadata"),
            Kind::Event => imports.add("softknack.models.events", "AnyEvent"),
            _ => {}
        }
        for name in kind.components() {
            let Some(module) = self.of(name).filter(|module| *module != here) else { continue };
            let like = format!("{name}Like");
            let name = if is_sent && matches!(kind, Kind::Enum(_)) { &like } else { name };
            imports.add(&format!("softknack.models.{module}"), name);
        }
    }
}

pub(super) fn files(schemas: &Schemas<'_>, modules: &Modules) -> Files {
    let mut files = Files::new();
    for module in modules.names() {
        let text = match module {
            "ids" => ids(modules, schemas),
            "events" => continue,
            _ => file(schemas, modules, module),
        };
        files.insert(format!("{MODELS}/{module}.py"), text);
    }
    files.insert(format!("{MODELS}/__init__.py"), index(schemas, modules));
    files
}

fn ids(modules: &Modules, schemas: &Schemas<'_>) -> String {
    let mut imports = Imports::default();
    imports.add("typing", "NewType");
    let mut source = Source::default();
    let mut names: Vec<&str> = modules.within("ids").collect();
    names.sort_unstable();
    for name in names {
        source.line(0, &format!("{name} = NewType({}, str)", quoted(name)));
        source.doc(0, schemas.component(name)["description"].as_str().unwrap_or_default());
        source.blank();
    }
    let doc = "IDs: texts that a type checker keeps apart, so that a slot's is never passed where a contact's is meant.\n\n\
               A text of your own becomes one by its type: `SlotId(row.slot)`. Its prefix is checked when it is sent.";
    source.file(doc, &imports)
}

fn file(schemas: &Schemas<'_>, modules: &Modules, module: &str) -> String {
    let mut imports = Imports::default();
    let mut source = Source::default();
    for name in modules.within(module) {
        source.gap();
        define(schemas, modules, module, name, &mut imports, &mut source);
    }
    source.file(&format!("Models of `{module}`."), &imports)
}

/// Defines an enum or a model.
pub(super) fn define(
    schemas: &Schemas<'_>,
    modules: &Modules,
    module: &str,
    name: &str,
    imports: &mut Imports,
    source: &mut Source,
) {
    let component = schemas.component(name);
    if component.get("enum").is_some() {
        open_enum(name, component, imports, source);
    } else {
        imports.add("softknack._model", "Model");
        let doc = component["description"].as_str().unwrap_or_default();
        let members = schemas.members(name);
        class(name, "Model", doc, source);
        attributes(modules, module, &members, imports, source);
        table(&members, imports, source);
    }
}

fn open_enum(name: &str, component: &Value, imports: &mut Imports, source: &mut Source) {
    imports.add("softknack._model", "OpenEnum");
    imports.add("typing", "Literal");
    imports.add("typing", "TypeAlias");
    class(name, "OpenEnum", component["description"].as_str().unwrap_or_default(), source);
    let mut literals = Vec::new();
    for value in component["enum"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        source.line(1, &format!("{} = {}", constant(value), quoted(value)));
        source.doc(1, component["x-enum-descriptions"][value].as_str().unwrap_or_default());
        literals.push(quoted(value));
    }
    source.gap();
    source.line(0, &format!("{name}Like: TypeAlias = {name} | Literal[{}]", literals.join(", ")));
    source.doc(0, &format!("A member of `{name}`, or its value."));
}

pub(super) fn class(name: &str, base: &str, doc: &str, source: &mut Source) {
    source.line(0, &format!("class {name}({base}):"));
    source.doc(1, &prose(doc));
    source.blank();
}

/// The attributes of a model. What may be absent has a default, and so stands last.
pub(super) fn attributes(
    modules: &Modules,
    module: &str,
    members: &[Member],
    imports: &mut Imports,
    source: &mut Source,
) {
    let default = |member: &Member| match () {
        () if member.nullable => " = None",
        () if !member.required => " = ()",
        () => "",
    };
    let (plain, defaulted): (Vec<&Member>, Vec<&Member>) =
        members.iter().partition(|member| default(member).is_empty());
    for member in plain.into_iter().chain(defaulted) {
        modules.import(imports, module, &member.kind, false);
        let mut hint = member.kind.answered();
        if member.nullable && member.kind != Kind::Any {
            hint.push_str(" | None");
        }
        source.line(1, &format!("{}: {hint}{}", member.name(), default(member)));
        source.doc(1, &member.doc);
    }
}

/// The table from which answers are decoded.
pub(super) fn table(members: &[Member], imports: &mut Imports, source: &mut Source) {
    imports.add("typing", "ClassVar");
    imports.add("softknack._model", "Fields");
    if !members.is_empty() {
        source.blank();
    }
    let rows: Vec<String> = members.iter().map(row).collect();
    match rows.as_slice() {
        [row] => source.line(1, &format!("_fields: ClassVar[Fields] = ({row},)")),
        rows => {
            source.line(1, "_fields: ClassVar[Fields] = (");
            rows.iter().for_each(|row| source.line(2, &format!("{row},")));
            source.line(1, ")");
        }
    }
    let hidden: Vec<String> = members
        .iter()
        .filter_map(|member| {
            let why = member.sensitive.as_deref()?;
            Some(format!("{}: {}", quoted(&member.name()), quoted(why)))
        })
        .collect();
    if !hidden.is_empty() {
        imports.add("collections.abc", "Mapping");
        let hidden: Vec<&str> = hidden.iter().map(String::as_str).collect();
        source.braces(1, "_hidden: ClassVar[Mapping[str, str]] = ", &hidden);
    }
}

/// A field: its name on the wire, its attribute, what it is read as, and whether it may be null (1) or absent (2).
fn row(member: &Member) -> String {
    let flag = match (member.nullable, member.required) {
        (true, _) => 1,
        (false, false) => 2,
        (false, true) => 0,
    };
    format!("({}, {}, {}, {flag})", quoted(&member.wire), quoted(&member.name()), member.kind.spec())
}

fn index(schemas: &Schemas<'_>, modules: &Modules) -> String {
    let mut by_module = BTreeMap::<String, Vec<String>>::new();
    for (name, module) in modules.all() {
        let names = by_module.entry(module.clone()).or_default();
        names.push(name.clone());
        if schemas.component(name).get("enum").is_some() {
            names.push(format!("{name}Like"));
        }
    }
    by_module.entry("events".to_owned()).or_default().extend(super::events::names(schemas));
    let mut imports = Imports::default();
    let mut all = Vec::new();
    for (module, names) in &by_module {
        for name in names {
            imports.add(&format!("softknack.models.{module}"), name);
            all.push(quoted(name));
        }
    }
    all.sort();
    let mut source = Source::default();
    source.line(0, "__all__ = [");
    all.iter().for_each(|name| source.line(1, &format!("{name},")));
    source.line(0, "]");
    let count = OPERATIONS.len();
    source.file(&format!("What the platform answers: the models of its {count} operations, and its events."), &imports)
}
