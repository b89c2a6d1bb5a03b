//! The errors: a class for each code of the core's table.

use std::collections::BTreeMap;

use softknack::ErrorCode;

use super::models::{Modules, class};
use super::names::pascal;
use super::schema::{Kind, Member, Schemas};
use super::source::{Imports, Source, quoted};

/// The groups of codes that one `except` may want to take together, by status.
const GROUPS: &[(u16, &str, &str)] = &[
    (400, "BadRequestError", "The request is not of the form that the platform takes."),
    (401, "AuthenticationError", "The credential is not accepted."),
    (409, "ConflictError", "The state of things does not allow it."),
    (422, "UnprocessableError", "The request is of the right form, but what it says is not accepted."),
];

/// The group of everything from 500.
const SERVER: (&str, &str) = ("ServerError", "The platform failed.");

pub(super) fn file(schemas: &Schemas<'_>, modules: &Modules) -> String {
    let mut imports = Imports::default();
    imports.add("softknack._errors", "ApiError");
    imports.add("typing", "Final");
    let mut source = Source::default();
    let groups = GROUPS.iter().map(|(_, name, doc)| (*name, *doc)).chain([SERVER]);
    for (name, doc) in groups.clone() {
        source.gap();
        class(name, "ApiError", doc, &mut source);
    }
    let adds = additions(schemas);
    let mut by_code = Vec::new();
    for code in ErrorCode::KNOWN {
        let name = class_of(code);
        let base = match code.status() {
            500.. => SERVER.0,
            status => GROUPS.iter().find(|group| group.0 == status).map_or("ApiError", |group| group.1),
        };
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
        groups.map(|(name, _)| quoted(name)).chain(by_code.iter().map(|(_, name)| quoted(name))).collect();
    all.sort();
    all.iter().for_each(|name| source.line(1, &format!("{name},")));
    source.line(0, "]");
    source.file(
        "A class for each code with which the platform refuses. Each is an `ApiError`, and a `SoftknackError`.",
        &imports,
    )
}

/// The class of a code: `slot_taken` as `SlotTakenError`.
pub(super) fn class_of(code: &ErrorCode) -> String {
    format!("{}Error", pascal(code.as_str()))
}

/// The members that a code adds to its problem, which say so at their beginning.
fn additions(schemas: &Schemas<'_>) -> BTreeMap<String, Vec<Member>> {
    let mut additions = BTreeMap::<String, Vec<Member>>::new();
    for mut member in schemas.members("Problem") {
        let Some((code, doc)) = member.doc.strip_prefix("On `").and_then(|rest| rest.split_once("`: ")) else {
            continue;
        };
        let (code, doc) = (code.to_owned(), doc.to_owned());
        let mut letters = doc.chars();
        member.doc =
            letters.next().map(|first| first.to_uppercase().to_string() + letters.as_str()).unwrap_or_default();
        additions.entry(code).or_default().push(member);
    }
    additions
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
