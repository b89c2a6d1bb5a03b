//! The errors: a class for each code of the core's table.

use softknack::ErrorCode;

use super::source::{Imports, Source, quoted};
use super::types::{Named, Place, Typed};
use crate::codegen::errors::{additions, base_of, class_of, groups};
use crate::codegen::modules::Modules;
use crate::codegen::schema::{Kind, Member, Schemas};
use crate::codegen::text::prose;

const BASE: &str = "ApiError";

pub(super) fn file(schemas: &Schemas<'_>, modules: &Modules) -> String {
    let mut imports = Imports::default();
    imports.add("./error.js", BASE);
    imports.add("./error.js", "named");
    let place = Place { models: "./models/", root: "./", module: "" };
    let mut source = Source::default();
    for (name, doc) in groups() {
        class(name, BASE, doc, &[], &mut source);
    }
    let adds = additions(schemas);
    let mut by_code = Vec::new();
    for code in ErrorCode::KNOWN {
        let name = class_of(code);
        let members = adds.get(code.as_str()).map_or(&[][..], Vec::as_slice);
        for member in members {
            place.import_type(modules, &mut imports, &member.kind);
        }
        let doc = format!("{} ({}, `{code}`)", prose(code.doc()), code.status());
        class(&name, base_of(code).unwrap_or(BASE), &doc, members, &mut source);
        by_code.push((code.as_str(), name));
    }
    source.gap();
    source.doc(0, "The class of each code.");
    source.line(0, &format!("export const byCode: Readonly<Record<string, typeof {BASE}>> = {{"));
    source.line(1, "// With no prototype: a code is looked up as it came.");
    source.line(1, "__proto__: null as never,");
    by_code.iter().for_each(|(code, name)| source.line(1, &format!("{code}: {name},")));
    source.line(0, "}");
    source.file(
        "A class for each code with which the platform refuses. Each is an `ApiError`, and a `SoftknackError`.",
        &imports,
    )
}

fn class(name: &str, base: &str, doc: &str, members: &[Member], source: &mut Source) {
    source.gap();
    source.doc(0, doc);
    source.line(0, &format!("export class {name} extends {base} {{"));
    source.line(1, &format!("static {{ named(this, {}) }}", quoted(name)));
    for member in members {
        let (hint, none) = match &member.kind {
            kind @ Kind::List(_) => (kind.answered(), "[]"),
            kind => (format!("{} | undefined", kind.answered()), "undefined"),
        };
        let name = member.name();
        source.gap();
        source.doc(1, &member.doc);
        source.line(1, &format!("get {name}(): {hint} {{"));
        source.line(2, &format!("return this.problem?.{name} ?? {none}"));
        source.line(1, "}");
    }
    source.line(0, "}");
}
