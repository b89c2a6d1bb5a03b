//! The models: what the platform answers, and the parts of which requests consist.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use softknack::resources::RESOURCES;

use super::MODELS;
use super::source::{Imports, Source, quoted};
use super::types::{Named, Place, Typed, row, shape};
use crate::codegen::Files;
use crate::codegen::methods::Method;
use crate::codegen::modules::Modules;
use crate::codegen::schema::{Kind, Member, Schemas};
use crate::codegen::text::prose;

/// A module of models in the making.
pub(super) struct Printer<'a> {
    pub(super) schemas: &'a Schemas<'a>,
    pub(super) modules: &'a Modules,
    pub(super) place: Place<'a>,
    pub(super) imports: Imports,
    pub(super) source: Source,
    /// The models that requests have parts of.
    sent: BTreeSet<String>,
}

pub(super) fn files(schemas: &Schemas<'_>, modules: &Modules) -> Files {
    let mut files = Files::new();
    for module in modules.names() {
        let text = match module {
            "ids" => ids(modules, schemas),
            "events" => continue,
            _ => file(schemas, modules, module),
        };
        files.insert(format!("{MODELS}/{module}.ts"), text);
    }
    files.insert(format!("{MODELS}/index.ts"), index(schemas, modules));
    files
}

fn ids(modules: &Modules, schemas: &Schemas<'_>) -> String {
    let mut imports = Imports::default();
    imports.add("../id.js", "idOf");
    let mut source = Source::default();
    let mut names: Vec<&str> = modules.within("ids").collect();
    names.sort_unstable();
    for name in names {
        let pattern = schemas.component(name)["pattern"].as_str().unwrap_or_default();
        let prefix = pattern.trim_start_matches('^').split('_').next().unwrap_or_default();
        let doc = schemas.component(name)["description"].as_str().unwrap_or_default();
        source.gap();
        source.doc(0, doc);
        source.line(0, &format!("export type {name} = `{prefix}_${{string}}`"));
        source.line(0, &format!("export const {name} = idOf<{name}>({}, {})", quoted(name), quoted(prefix)));
    }
    let doc = "IDs: texts that the compiler keeps apart by their prefixes, so that a slot's is never passed where a contact's is \
               meant. A text of your own becomes one by the function of the same name: `SlotId(row.slot)`.";
    source.file(doc, &imports)
}

fn file(schemas: &Schemas<'_>, modules: &Modules, module: &str) -> String {
    let mut printer = Printer::new(schemas, modules, module);
    for name in modules.within(module) {
        printer.define(name);
    }
    printer.source.file(&format!("Models of `{module}`."), &printer.imports)
}

impl<'a> Printer<'a> {
    pub(super) fn new(schemas: &'a Schemas<'a>, modules: &'a Modules, module: &'a str) -> Self {
        let place = Place { models: "./", root: "../", module };
        let (imports, source) = Default::default();
        Self { schemas, modules, place, imports, source, sent: sent(schemas) }
    }

    /// Defines an enum or a model.
    pub(super) fn define(&mut self, name: &str) {
        let component = self.schemas.component(name);
        self.source.gap();
        if component.get("enum").is_some() {
            open_enum(name, component, &mut self.source);
            return;
        }
        let doc = component["description"].as_str().unwrap_or_default();
        let members = self.schemas.members(name);
        let is_sent = self.sent.contains(name);
        self.interface(&format!("export interface {name}"), doc, &members, is_sent, &[]);
        self.table(name, &members);
    }

    pub(super) fn interface(&mut self, head: &str, doc: &str, members: &[Member], is_sent: bool, further: &[String]) {
        self.source.gap();
        self.source.doc(0, &prose(doc));
        if members.is_empty() && further.is_empty() {
            return self.source.line(0, &format!("{head} {{}}"));
        }
        self.source.line(0, &format!("{head} {{"));
        for member in members {
            self.place.import_type(self.modules, &mut self.imports, &member.kind);
            let null = if member.nullable && member.kind != Kind::Any { " | null" } else { "" };
            let is_optional = if is_sent { member.nullable || !member.required } else { may_be_absent(member) };
            let (mark, undefined) = if is_optional { ("?", " | undefined") } else { ("", "") };
            self.source.doc(1, &member.doc);
            self.source.line(1, &format!("{}{mark}: {}{null}{undefined}", member.name(), member.kind.answered()));
        }
        further.iter().for_each(|line| self.source.line(1, line));
        self.source.line(0, "}");
    }

    /// The table by which it is read and written.
    fn table(&mut self, name: &str, members: &[Member]) {
        self.imports.add("../shape.js", "Shape");
        self.source.gap();
        self.source.line(0, "/** @internal */");
        self.rows(&format!("export const {} = new Shape<{name}>({}, [", shape(name), quoted(name)), members);
    }

    /// The rows of a table, up to its end.
    pub(super) fn rows(&mut self, before: &str, members: &[Member]) {
        self.source.line(0, before);
        for member in members {
            self.place.import_shape(self.modules, &mut self.imports, &member.kind);
            self.source.line(1, &format!("{},", row(member)));
        }
        self.source.line(0, "], {");
        self.made(members);
        self.hidden(members);
        self.source.line(0, "})");
    }

    /// What must not be shown, and whether a value holds any of it.
    fn hidden(&mut self, members: &[Member]) {
        let hidden = members.iter().filter_map(|member| Some((member.name(), member.sensitive.as_deref()?)));
        let (kinds, holds): (Vec<_>, Vec<_>) =
            hidden.map(|(name, kind)| (format!("{name}: {}", quoted(kind)), format!("holds(o.{name})"))).unzip();
        if kinds.is_empty() {
            return;
        }
        self.imports.add("../shape.js", "holds");
        self.source.line(1, &format!("hidden: {{ {} }},", kinds.join(", ")));
        self.source.line(1, &format!("hides: (o) => {},", holds.join(" || ")));
    }

    /// How a value is made of what is packed.
    fn made(&mut self, members: &[Member]) {
        self.imports.add("../shape.js", "made");
        self.source.line(1, "made: made(function (a) {");
        for (index, member) in members.iter().enumerate() {
            let value = made(member, &format!("a[{index}]"));
            self.source.line(2, &format!("this.{} = {value}", member.name()));
        }
        self.source.line(1, "}),");
    }
}

/// A member's value, of what is packed in its place.
fn made(member: &Member, packed: &str) -> String {
    fn of(kind: &Kind, packed: &str) -> Option<String> {
        match kind {
            Kind::Model(name) => Some(format!("{}.make({packed})", shape(name))),
            Kind::Event => Some(format!("eventShape.make({packed})")),
            Kind::List(item) => Some(format!("{packed}.map((item: any) => {})", of(item, "item")?)),
            _ => None,
        }
    }
    match of(&member.kind, packed) {
        Some(value) if member.nullable => format!("{packed} === null ? null : {value}"),
        Some(value) => value,
        None => packed.to_owned(),
    }
}

/// Whether an answer may lack it. A list that is absent is read as an empty one.
fn may_be_absent(member: &Member) -> bool {
    !member.required && (member.nullable || !matches!(member.kind, Kind::List(_)))
}

/// The models that stand within the bodies of requests.
fn sent(schemas: &Schemas<'_>) -> BTreeSet<String> {
    fn visit(schemas: &Schemas<'_>, kind: &Kind, found: &mut BTreeSet<String>) {
        match kind {
            Kind::List(item) => visit(schemas, item, found),
            Kind::Model(name) if found.insert(name.clone()) => {
                schemas.members(name).iter().for_each(|member| visit(schemas, &member.kind, found));
            }
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    for resource in RESOURCES {
        for method in Method::of_resource(schemas, resource.name) {
            method.params.iter().for_each(|member| visit(schemas, &member.kind, &mut found));
        }
    }
    found
}

fn open_enum(name: &str, component: &Value, source: &mut Source) {
    let mut doc = prose(component["description"].as_str().unwrap_or_default());
    doc.push_str("\n\n");
    let mut literals = Vec::new();
    for value in component["enum"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let meaning = component["x-enum-descriptions"][value].as_str().unwrap_or_default();
        doc.push_str(format!("- `{value}`: {meaning}\n").trim_end_matches([':', ' ']));
        literals.push(quoted(value));
    }
    source.doc(0, &doc);
    source.line(0, &format!("export type {name} = {} | (string & {{}})", literals.join(" | ")));
}

fn index(schemas: &Schemas<'_>, modules: &Modules) -> String {
    let mut by_module = BTreeMap::<String, Vec<String>>::new();
    for (name, module) in modules.all() {
        by_module.entry(module.clone()).or_default().push(name.clone());
    }
    by_module.entry("events".to_owned()).or_default().extend(super::events::names(schemas));
    let mut source = Source::default();
    for (module, mut names) in by_module {
        names.sort();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let keyword = if module == "ids" { "export {" } else { "export type {" };
        source.listing(keyword, &names, &format!("}} from {}", quoted(&format!("./{module}.js"))));
    }
    source.file("Every model, ID and event.", &Imports::default())
}
