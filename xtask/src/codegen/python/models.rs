//! The models: what the platform answers, and the parts of which requests consist.

use std::collections::BTreeMap;

use serde_json::Value;
use softknack::operation::OPERATIONS;
use softknack::resources::RESOURCES;

use super::MODELS;
use super::methods::Method;
use super::names::constant;
use super::schema::{Kind, Member, Schemas};
use super::source::{Imports, Source, prose, quoted};
use crate::codegen::Files;

/// In which module each component stands: the one of the first product that uses it. A module names only earlier ones.
#[derive(Default)]
pub(super) struct Modules {
    /// Components in the order of their definition, each with its module.
    order: Vec<(String, String)>,
}

impl Modules {
    pub(super) fn sort(schemas: &Schemas<'_>) -> Self {
        let mut modules = Self::default();
        for resource in RESOURCES {
            let product = resource.name.split('.').next().unwrap_or_default();
            for method in Method::of_resource(schemas, resource.name) {
                method.kinds().for_each(|kind| modules.visit(schemas, product, kind));
            }
        }
        modules.visit(schemas, "problem", &Kind::Model("Problem".to_owned()));
        for component in ["Event"].into_iter().chain(super::events::data_components(schemas)) {
            for member in schemas.members(component) {
                modules.visit(schemas, "events", &member.kind);
            }
        }
        modules
    }

    fn visit(&mut self, schemas: &Schemas<'_>, module: &str, kind: &Kind) {
        for name in kind.components() {
            if self.of(name).is_some() {
                continue;
            }
            if name.ends_with("Id") {
                self.order.push((name.to_owned(), "ids".to_owned()));
                continue;
            }
            // What it consists of is defined before it.
            schemas.members(name).iter().for_each(|member| self.visit(schemas, module, &member.kind));
            self.order.push((name.to_owned(), module.to_owned()));
        }
    }

    /// The module of a component.
    pub(super) fn of(&self, component: &str) -> Option<&str> {
        self.order.iter().find(|(name, _)| name == component).map(|(_, module)| module.as_str())
    }

    /// The components of a module, in the order of their definition.
    pub(super) fn within<'s>(&'s self, module: &'s str) -> impl Iterator<Item = &'s str> {
        self.order.iter().filter(move |(_, found)| found == module).map(|(name, _)| name.as_str())
    }

    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.order.iter().map(|(_, module)| module.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Imports what a kind names.
    pub(super) fn import(&self, imports: &mut Imports, here: &str, kind: &Kind, is_sent: bool) {
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
    for (name, module) in &modules.order {
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
