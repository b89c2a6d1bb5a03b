//! The errors: a class for each code of the core's table.

use softknack::ErrorCode;

use super::models::{Import, class};
use super::source::{Imports, Source, quoted};
use super::types::{Named, Typed};
use crate::codegen::errors::{additions, base_of, class_of, groups};
use crate::codegen::modules::Modules;
use crate::codegen::schema::{Kind, Member, Schemas};

pub(super) fn file(schemas: &Schemas<'_>, modules: &Modules) -> String {
    let mut imports = Imports::default();
    imports.add("softknack._errors", "ApiError");
    imports.add("typing", "Final");
    let mut source = Source::default();
    for (name, doc) in groups() {
        source.gap();
        class(name, "ApiError", doc, &mut source);
    }
    let adds = additions(schemas);
    let mut by_code = Vec::new();
    for code in ErrorCode::KNOWN {
        let name = class_of(code);
        let base = base_of(code).unwrap_or("ApiError");
        source.gap();
        class(&name, base, &format!("{} ({}, `{code}`)", code.doc().trim(), code.status()), &mut source);
        for member in adds.get(code.as_str()).into_iter().flatten() {
            modules.import(&mut imports, "", &member.kind, false);
            property(member, &mut source);
        }
        by_code.push((code.as_str(), name));
    }
    source.gap();
    source.line(0, "BY_CODE: Final[dict[str, type[ApiError]]] = {");
    for (code, name) in &by_code {
        source.line(1, &format!("{}: {name},", quoted(code)));
    }
    source.line(0, "}");
    source.doc(0, "The class of each code.");
    source.blank();
    source.line(0, "__all__ = [");
    let mut all: Vec<String> =
        groups().map(|(name, _)| quoted(name)).chain(by_code.iter().map(|(_, name)| quoted(name))).collect();
    all.sort();
    all.iter().for_each(|name| source.line(1, &format!("{name},")));
    source.line(0, "]");
    source.file(
        "A class for each code with which the platform refuses. Each is an `ApiError`, and a `SoftknackError`.",
        &imports,
    )
}

fn property(member: &Member, source: &mut Source) {
    let (hint, none) = match &member.kind {
        kind @ Kind::List(_) => (kind.answered(), "()"),
        kind => (format!("{} | None", kind.answered()), "None"),
    };
    let name = member.name();
    source.line(1, "@property");
    source.line(1, &format!("def {name}(self) -> {hint}:"));
    source.doc(2, &member.doc);
    let value = format!("self.problem.{name}");
    let value = if none == "()" { format!("{value} or ()") } else { value };
    source.line(2, &format!("return {none} if self.problem is None else {value}"));
    source.blank();
}
