//! The resources: the methods of the client.

use softknack::operation::Resource;

use super::RESOURCES as FOLDER;
use super::source::{Imports, Source, quoted};
use super::types::{Named, Place, Typed, camel};
use crate::codegen::Files;
use crate::codegen::errors::class_of;
use crate::codegen::methods::{FlowMethod, Method, Product, last, products};
use crate::codegen::modules::Modules;
use crate::codegen::schema::{Kind, Member, Schemas};
use crate::codegen::text::{pascal, prose};

pub(super) const PLACE: Place<'_> = Place { models: "../models/", root: "../", module: "" };

pub(super) fn files(schemas: &Schemas<'_>, modules: &Modules) -> Files {
    let products = products();
    let mut files = Files::new();
    for product in &products {
        files.insert(format!("{FOLDER}/{}.ts", product.name), file(schemas, modules, product));
    }
    files.insert(format!("{FOLDER}/index.ts"), index(schemas, &products));
    files
}

fn file(schemas: &Schemas<'_>, modules: &Modules, product: &Product) -> String {
    let mut printer = Printer { schemas, modules, imports: Imports::default(), source: Source::default() };
    printer.imports.add("../group.js", "Group");
    for resource in product.own.iter().chain(&product.children) {
        printer.operations(resource);
    }
    for group in product.groups() {
        printer.flow_handles(group);
    }
    for resource in product.own.iter().chain(&product.children) {
        for method in Method::of_resource(schemas, resource.name) {
            printer.params(&method);
        }
    }
    for group in product.groups() {
        printer.flow_params(group);
    }
    for resource in &product.children {
        printer.resource(resource, &[]);
    }
    match product.own {
        Some(own) => printer.resource(own, &product.children),
        None => printer.class(product.name, &summary(product), &product.children, &[]),
    }
    printer.source.file(&format!("`{}`: its resources and their methods.", product.name), &printer.imports)
}

fn summary(product: &Product) -> String {
    let names: Vec<String> = product.children.iter().map(|child| format!("`{}`", camel(last(child.name)))).collect();
    format!("The resources of `{}`: {}.", product.name, names.join(", "))
}

pub(super) struct Printer<'a> {
    pub(super) schemas: &'a Schemas<'a>,
    pub(super) modules: &'a Modules,
    pub(super) imports: Imports,
    pub(super) source: Source,
}

impl Printer<'_> {
    /// The handles on a resource's operations.
    fn operations(&mut self, resource: &Resource) {
        self.imports.add("../operation.js", "operation");
        for method in Method::of_resource(self.schemas, resource.name) {
            let result = match &method.result {
                None => "undefined".to_owned(),
                Some(kind) => {
                    PLACE.import_shape(self.modules, &mut self.imports, kind);
                    kind.spec()
                }
            };
            let rows: Vec<String> = method.path.iter().chain(&method.params).filter_map(renamed).collect();
            for member in method.path.iter().chain(&method.params) {
                PLACE.import_shape(self.modules, &mut self.imports, &member.kind);
            }
            self.handle(&handle(method.row.name), method.row.name, &result, &rows);
        }
    }

    /// A handle on an operation or a flow, with the rows of its parameters.
    pub(super) fn handle(&mut self, handle: &str, name: &str, result: &str, rows: &[String]) {
        let begin = format!("const {handle} = operation({}, {result}", quoted(name));
        let line = match rows {
            [] => format!("{begin})"),
            rows => format!("{begin}, [{}])", rows.join(", ")),
        };
        if line.len() <= 120 {
            return self.source.line(0, &line);
        }
        self.source.line(0, &format!("{begin}, ["));
        rows.iter().for_each(|row| self.source.line(1, &format!("{row},")));
        self.source.line(0, "])");
    }

    /// What a method takes beside its path.
    fn params(&mut self, method: &Method) {
        if method.params.is_empty() {
            return;
        }
        self.source.gap();
        self.source.doc(0, &format!("What `{}` takes.", dotted(method.row.name)));
        self.source.line(0, &format!("export interface {} {{", params_name(method.row.name)));
        for member in &method.params {
            let hint = if member.wire == "order" && method.row.paged { Some("'asc' | 'desc'") } else { None };
            self.member(member, hint);
        }
        self.source.line(0, "}");
    }

    /// A member of what a method takes, of its own type or of another.
    pub(super) fn member(&mut self, member: &Member, hint: Option<&str>) {
        PLACE.import_type(self.modules, &mut self.imports, &member.kind);
        let mut hint = hint.map_or_else(|| member.kind.sent(), str::to_owned);
        if member.clearable {
            hint.push_str(" | null");
        }
        self.source.doc(1, &member.doc);
        if member.required {
            self.source.line(1, &format!("{}: {hint}", member.name()));
        } else {
            self.source.line(1, &format!("{}?: {hint} | undefined", member.name()));
        }
    }

    fn resource(&mut self, resource: &Resource, children: &[&'static Resource]) {
        let methods = Method::of_resource(self.schemas, resource.name);
        self.class(resource.name, resource.doc, children, &methods);
    }

    fn class(&mut self, name: &str, doc: &str, children: &[&'static Resource], methods: &[Method]) {
        self.source.gap();
        self.source.doc(0, &prose(doc));
        self.source.line(0, &format!("export class {} extends Group {{", pascal(last(name))));
        for child in children {
            self.source.doc(1, &prose(child.doc));
            let (field, class) = (camel(last(child.name)), pascal(last(child.name)));
            self.source.line(1, &format!("readonly {field}: {class} = new {class}(this.caller)"));
        }
        for method in methods {
            self.source.gap();
            self.method(method);
        }
        self.flows(name);
        self.source.line(0, "}");
    }

    fn method(&mut self, method: &Method) {
        let mut arguments = Vec::new();
        if let Some(path) = &method.path {
            PLACE.import_type(self.modules, &mut self.imports, &path.kind);
            arguments.push(format!("{}: {}", path.name(), path.kind.answered()));
        }
        if !method.params.is_empty() {
            let default = if method.params.iter().any(|member| member.required) { "" } else { " = {}" };
            arguments.push(format!("params: {}{default}", params_name(method.row.name)));
        }
        let options = if method.row.is_mutation() { "ChangeOptions" } else { "CallOptions" };
        self.imports.add_type("../options.js", options);
        arguments.push(format!("options?: {options}"));
        let (wrapper, call) = if method.row.paged { ("ItemList", "list") } else { ("Call", "call") };
        self.imports.add_type(if method.row.paged { "../pages.js" } else { "../call.js" }, wrapper);
        let result = match &method.result {
            None => "void".to_owned(),
            Some(kind) => {
                PLACE.import_type(self.modules, &mut self.imports, kind);
                kind.answered()
            }
        };
        self.source.doc(1, &documentation(method));
        self.source.line(1, &format!("{}({}): {wrapper}<{result}> {{", camel(method.name()), arguments.join(", ")));
        let params = match (&method.path, method.params.is_empty()) {
            (None, true) => "{}".to_owned(),
            (None, false) => "params".to_owned(),
            (Some(path), true) => format!("{{ {} }}", path.name()),
            (Some(path), false) => format!("{{ ...params, {} }}", path.name()),
        };
        self.source.line(2, &format!("return this.caller.{call}({}, {params}, options)", handle(method.row.name)));
        self.source.line(1, "}");
    }
}

/// A row for the codec, where the wire has another name for it or it has members of its own.
pub(super) fn renamed(member: &Member) -> Option<String> {
    let name = member.name();
    let spec = match &member.kind {
        kind @ Kind::Model(_) => kind.spec(),
        Kind::List(item) if matches!(**item, Kind::Model(_)) => member.kind.spec(),
        _ if name == member.wire => return None,
        _ => return Some(format!("[{}, {}]", quoted(&member.wire), quoted(&name))),
    };
    Some(format!("[{}, {}, {spec}]", quoted(&member.wire), quoted(&name)))
}

/// The name of an operation's handle: `APPOINTMENTS_BOOK`.
pub(super) fn handle(name: &str) -> String {
    tail(name).join("_").to_ascii_uppercase()
}

/// The name of what an operation or a flow takes: `AppointmentsBookParams`.
pub(super) fn params_name(name: &str) -> String {
    format!("{}Params", tail(name).iter().map(|part| pascal(part)).collect::<String>())
}

/// The resource and the method.
fn tail(name: &str) -> Vec<&str> {
    let parts: Vec<&str> = name.split('.').collect();
    parts[parts.len() - 2..].to_vec()
}

/// The operation as it is typed.
pub(super) fn dotted(name: &str) -> String {
    name.split('.').map(camel).collect::<Vec<_>>().join(".")
}

fn documentation(method: &Method) -> String {
    let mut text = prose(method.row.doc);
    if !method.row.errors.is_empty() {
        text.push_str("\n\n");
        for code in method.row.errors {
            let doc = prose(code.doc()).replace("\n\n", " ");
            text.push_str(&format!("@throws {{@link {}}} {doc}\n", class_of(code)));
        }
    }
    text
}

fn index(schemas: &Schemas<'_>, products: &[Product]) -> String {
    let mut imports = Imports::default();
    imports.add("../group.js", "Group");
    let mut source = Source::default();
    let mut exported = Vec::new();
    source.doc(0, "The products, each with its resources.");
    source.line(0, "export class Products extends Group {");
    for product in products {
        let class = pascal(product.name);
        let file = format!("./{}.js", product.name);
        imports.add(&file, &class);
        source.doc(1, &product.own.map_or_else(|| summary(product), |own| prose(own.doc)));
        source.line(1, &format!("readonly {}: {class} = new {class}(this.caller)", camel(product.name)));
        let mut names = Vec::new();
        for resource in product.own.iter().chain(&product.children) {
            for method in Method::of_resource(schemas, resource.name) {
                if !method.params.is_empty() {
                    names.push(params_name(method.row.name));
                }
            }
        }
        for group in product.groups() {
            let flows = FlowMethod::of_resource(schemas, group);
            names.extend(flows.iter().map(|method| params_name(method.row.name)));
        }
        names.sort();
        exported.push((file, names));
    }
    source.line(0, "}");
    for (file, names) in &exported {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        source.gap();
        source.listing("export type {", &names, &format!("}} from {}", quoted(file)));
    }
    source.file("The products of the client, and what their methods take.", &imports)
}
