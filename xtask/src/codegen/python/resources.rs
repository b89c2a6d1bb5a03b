//! The resources: the methods of both clients, from one template.

use softknack::operation::Resource;

use super::RESOURCES as FOLDER;
use super::models::Import;
use super::source::{Imports, Source, quoted};
use super::types::{Named, Typed};
use crate::codegen::Files;
use crate::codegen::errors::class_of;
use crate::codegen::methods::{Method, Product, last, products};
use crate::codegen::modules::Modules;
use crate::codegen::schema::{Kind, Member, Schemas};
use crate::codegen::text::{pascal, prose};

/// One of the two clients.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Face {
    Sync,
    Async,
}

impl Face {
    const BOTH: [Self; 2] = [Self::Sync, Self::Async];

    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Sync => "",
            Self::Async => "Async",
        }
    }

    pub(super) fn class(self, name: &str) -> String {
        format!("{}{name}", self.prefix())
    }
}

/// The options that every call takes, in the order in which the caller takes them; reads have no key.
pub(super) const OPTIONS: &[(&str, &str, &str)] = &[
    ("idempotency_key", "str", "The key under which the platform remembers its answer. Default: a fresh one."),
    ("correlation_id", "str", "What the call belongs to. Default: from the client, else a fresh one."),
    ("timeout", "float | timedelta", "How long the call may take in all, in seconds. Default: as the client has it."),
    ("headers", "Mapping[str, str]", "Further headers, such as `traceparent`."),
];

pub(super) fn files(schemas: &Schemas<'_>, modules: &Modules) -> Files {
    let products = products();
    let mut files = Files::new();
    for product in &products {
        for resource in &product.children {
            files.insert(format!("{FOLDER}/{}.py", resource.name.replace('.', "/")), file(schemas, modules, resource));
        }
        files.insert(format!("{FOLDER}/{}/__init__.py", product.name), product_file(schemas, modules, product));
    }
    files.insert(format!("{FOLDER}/__init__.py"), index(&products));
    files
}

fn file(schemas: &Schemas<'_>, modules: &Modules, resource: &Resource) -> String {
    let mut printer = Printer::new(schemas, modules);
    printer.operations(resource);
    for face in Face::BOTH {
        printer.resource(face, resource, &[]);
    }
    printer.file(resource.name)
}

/// The product itself, with calls of its own where it has some.
fn product_file(schemas: &Schemas<'_>, modules: &Modules, product: &Product) -> String {
    let mut printer = Printer::new(schemas, modules);
    if let Some(own) = product.own {
        printer.operations(own);
    }
    for face in Face::BOTH {
        match product.own {
            Some(own) => printer.resource(face, own, &product.children),
            None => {
                printer.class(face, product.name);
                printer.source.doc(1, &summary(product));
                printer.children(face, &product.children);
                printer.flows(face, product.name);
            }
        }
    }
    printer.file(product.name)
}

fn summary(product: &Product) -> String {
    let names: Vec<String> = product.children.iter().map(|child| format!("`{}`", last(child.name))).collect();
    format!("The resources of `{}`: {}.", product.name, names.join(", "))
}

pub(super) struct Printer<'a> {
    pub(super) schemas: &'a Schemas<'a>,
    pub(super) modules: &'a Modules,
    pub(super) imports: Imports,
    pub(super) source: Source,
}

impl<'a> Printer<'a> {
    fn new(schemas: &'a Schemas<'a>, modules: &'a Modules) -> Self {
        Self { schemas, modules, imports: Imports::default(), source: Source::default() }
    }

    fn file(self, name: &str) -> String {
        self.source.file(&format!("`{name}`: the same methods on both clients."), &self.imports)
    }

    /// Begins the class of a product or a resource.
    fn class(&mut self, face: Face, name: &str) -> String {
        let class = face.class(&pascal(last(name)));
        let base = if face == Face::Sync { "SyncResource" } else { "AsyncResource" };
        self.imports.add("softknack._resource", base);
        self.source.gap();
        self.source.line(0, &format!("class {class}({base}):"));
        class
    }

    /// The handles on a resource's operations.
    fn operations(&mut self, resource: &Resource) {
        self.imports.add("softknack._native", "Operation");
        for method in Method::of_resource(self.schemas, resource.name) {
            let result = match &method.result {
                None => "None".to_owned(),
                Some(kind) => {
                    self.modules.import(&mut self.imports, "", kind, false);
                    kind.spec()
                }
            };
            let mut value = format!("Operation({}, {result})", quoted(method.row.name));
            if method.result == Some(Kind::Event) {
                // The class of one event stands for all of them.
                self.imports.add("softknack.models.events", "Event");
                self.imports.add("typing", "cast");
                value = format!("cast(\"Operation[AnyEvent]\", {value})");
            }
            self.source.line(0, &format!("{} = {value}", handle(&method)));
        }
    }

    fn resource(&mut self, face: Face, resource: &Resource, children: &[&'static Resource]) {
        let methods = Method::of_resource(self.schemas, resource.name);
        let name = self.class(face, resource.name);
        self.source.doc(1, &prose(resource.doc));
        self.children(face, children);
        for method in &methods {
            self.source.blank();
            self.method(face, method);
        }
        self.flows(face, resource.name);
        let single: Vec<&Method> = methods.iter().filter(|method| !method.row.paged).collect();
        if single.is_empty() {
            return;
        }
        let raw = format!("{name}WithRawResponse");
        self.source.blank();
        self.source.line(1, "@property");
        self.source.line(1, &format!("def with_raw_response(self) -> {raw}:"));
        self.source.doc(2, "The same calls, each giving a `Response`: the value with status, headers and how it went.");
        self.source.line(2, &format!("return {raw}({name}(self._caller.raw()))"));
        self.source.gap();
        self.source.line(0, &format!("class {raw}:"));
        self.source.doc(1, &format!("The calls of `{}`, each giving a `Response`.", resource.name));
        self.source.blank();
        self.source.line(1, &format!("def __init__(self, calls: {name}) -> None:"));
        let wrapper = if face == Face::Sync { "raw_response" } else { "async_raw_response" };
        self.imports.add("softknack._resource", wrapper);
        for method in single {
            let name = method.name();
            self.source.line(2, &format!("self.{name} = {wrapper}(calls.{name})"));
        }
    }

    fn children(&mut self, face: Face, children: &[&'static Resource]) {
        for child in children {
            let class = face.class(&pascal(last(child.name)));
            self.imports.add(&format!("softknack.resources.{}", child.name), &class);
            self.source.blank();
            self.source.line(1, "@property");
            self.source.line(1, &format!("def {}(self) -> {class}:", last(child.name)));
            self.source.doc(2, &prose(child.doc));
            self.source.line(2, &format!("return {class}(self._caller)"));
        }
    }

    fn method(&mut self, face: Face, method: &Method) {
        let keywords = self.keywords(method);
        let mut arguments = vec!["self".to_owned()];
        if let Some(path) = &method.path {
            self.modules.import(&mut self.imports, "", &path.kind, true);
            arguments.push(format!("{}: {}", path.name(), path.kind.sent()));
        }
        arguments.push("*".to_owned());
        for member in &method.params {
            arguments.push(self.argument(method, member));
        }
        for (name, hint, _) in &keywords {
            arguments.push(format!("{name}: {hint} | None = None"));
            self.import_option(hint);
        }
        let result = self.result(face, method);
        let define = if face == Face::Async && !method.row.paged { "async def" } else { "def" };
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        self.source.call(1, &format!("{define} {}", method.name()), &arguments, &format!(" -> {result}:"));
        self.source.doc(2, &documentation(method, &keywords));
        self.body(face, method, &keywords);
    }

    /// The options of the method.
    fn keywords(&self, method: &Method) -> Vec<&'static (&'static str, &'static str, &'static str)> {
        let takes_key = method.row.is_mutation();
        unless_taken(&method.params).filter(|(name, ..)| *name != "idempotency_key" || takes_key).collect()
    }

    pub(super) fn import_option(&mut self, hint: &str) {
        match hint {
            "float | timedelta" => self.imports.add("datetime", "timedelta"),
            "Mapping[str, str]" => self.imports.add("collections.abc", "Mapping"),
            _ => {}
        }
    }

    fn argument(&mut self, method: &Method, member: &Member) -> String {
        self.modules.import(&mut self.imports, "", &member.kind, true);
        let (name, hint) = (
            member.name(),
            if member.wire == "order" && method.row.paged {
                self.imports.add("typing", "Literal");
                "Literal[\"asc\", \"desc\"]".to_owned()
            } else {
                member.kind.sent()
            },
        );
        if member.required {
            return format!("{name}: {hint}");
        }
        if !method.is_change() {
            return format!("{name}: {hint} | None = None");
        }
        self.imports.add("types", "EllipsisType");
        let null = if member.clearable { " | None" } else { "" };
        format!("{name}: {hint} | EllipsisType{null} = ...")
    }

    fn result(&mut self, face: Face, method: &Method) -> String {
        let Some(kind) = &method.result else { return "None".to_owned() };
        self.modules.import(&mut self.imports, "", kind, false);
        if !method.row.paged {
            return kind.answered();
        }
        let items = format!("{}ItemList", face.prefix());
        self.imports.add("softknack._pages", &items);
        format!("{items}[{}]", kind.answered())
    }

    fn body(&mut self, face: Face, method: &Method, keywords: &[&(&str, &str, &str)]) {
        let members: Vec<String> = method
            .path
            .iter()
            .chain(&method.params)
            .map(|member| format!("{}: {}", quoted(&member.wire), member.name()))
            .collect();
        let members: Vec<&str> = members.iter().map(String::as_str).collect();
        let options: Vec<&str> = OPTIONS
            .iter()
            .map(|(name, _, _)| if keywords.iter().any(|keyword| keyword.0 == *name) { *name } else { "None" })
            .collect();
        let (wait, call) = match (method.row.paged, face) {
            (true, _) => ("", "list"),
            (false, Face::Sync) => ("", "call"),
            (false, Face::Async) => ("await ", "call"),
        };
        let forgets = self.forget(&method.params, &members);
        self.source.line(2, &format!("return {wait}self._caller.{call}("));
        self.source.line(3, &format!("{},", handle(method)));
        self.parameters(forgets, &members);
        self.source.line(3, &format!("({}),", options.join(", ")));
        self.source.line(2, ")");
    }

    /// Has a method forget what is personal of its parameters, so that no frame of the package shows it where something is
    /// raised: whoever is called empties them then. Whether there is anything of that kind.
    pub(super) fn forget(&mut self, params: &[Member], members: &[&str]) -> bool {
        let personal = params.iter().filter(|member| member.sensitive.is_some());
        let personal: Vec<String> = personal.map(Member::name).collect();
        if !personal.is_empty() {
            self.source.braces(2, "params = ", members);
            self.source.line(2, &format!("del {}", personal.join(", ")));
        }
        !personal.is_empty()
    }

    /// The parameters of a call, as an argument.
    pub(super) fn parameters(&mut self, forgets: bool, members: &[&str]) {
        if forgets {
            self.source.line(3, "params,");
        } else {
            self.source.dictionary(3, members);
        }
    }
}

/// The options that a method can have. One that has the name of a parameter gives way: it can be set for a client.
pub(super) fn unless_taken(
    params: &[Member],
) -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    OPTIONS.iter().filter(move |(name, ..)| params.iter().all(|member| member.name() != *name))
}

/// The name of an operation's handle: `_APPOINTMENTS_BOOK`.
fn handle(method: &Method) -> String {
    let parts: Vec<&str> = method.row.name.split('.').collect();
    format!("_{}", parts[parts.len() - 2..].join("_").to_ascii_uppercase())
}

fn documentation(method: &Method, keywords: &[&(&str, &str, &str)]) -> String {
    let mut text = prose(method.row.doc);
    text.push_str("\n\nArgs:\n");
    for member in method.path.iter().chain(&method.params) {
        if member.doc.is_empty() {
            text.push_str(&format!("    {}: Which one.\n", member.name()));
            continue;
        }
        text.push_str(&format!("    {}: {}\n", member.name(), member.doc.replace("\n\n", " ")));
    }
    for (name, _, doc) in keywords {
        text.push_str(&format!("    {name}: {doc}\n"));
    }
    if !method.row.errors.is_empty() {
        text.push_str("\nRaises:\n");
        for code in method.row.errors {
            text.push_str(&format!("    {}: {}\n", class_of(code), prose(code.doc()).replace("\n\n", " ")));
        }
    }
    text
}

fn index(products: &[Product]) -> String {
    let mut imports = Imports::default();
    let mut source = Source::default();
    for face in Face::BOTH {
        let base = if face == Face::Sync { "SyncResource" } else { "AsyncResource" };
        imports.add("softknack._resource", base);
        source.gap();
        source.line(0, &format!("class {}({base}):", face.class("Products")));
        source.doc(1, "The products, each with its resources.");
        for product in products {
            let class = face.class(&pascal(product.name));
            imports.add(&format!("softknack.resources.{}", product.name), &class);
            source.blank();
            source.line(1, "@property");
            source.line(1, &format!("def {}(self) -> {class}:", product.name));
            let doc = product.own.map_or_else(|| summary(product), |own| prose(own.doc));
            source.doc(2, &doc);
            source.line(2, &format!("return {class}(self._caller)"));
        }
    }
    source.file("The products of both clients.", &imports)
}
