//! The errors of the platform's codes, as every face has them.

use std::collections::BTreeMap;

use softknack::ErrorCode;

use super::schema::{Member, Schemas};
use super::text::pascal;

/// The groups of codes that one `except` may want to take together, by status.
const GROUPS: &[(u16, &str, &str)] = &[
    (400, "BadRequestError", "The request is not of the form that the platform takes."),
    (401, "AuthenticationError", "The credential is not accepted."),
    (409, "ConflictError", "The state of things does not allow it."),
    (422, "UnprocessableError", "The request is of the right form, but what it says is not accepted."),
];

/// The group of everything from 500.
const SERVER: (&str, &str) = ("ServerError", "The platform failed.");

/// The groups, each with what it means.
pub(crate) fn groups() -> impl Iterator<Item = (&'static str, &'static str)> {
    GROUPS.iter().map(|(_, name, doc)| (*name, *doc)).chain([SERVER])
}

/// The group of a code, where it is in one.
pub(crate) fn base_of(code: &ErrorCode) -> Option<&'static str> {
    match code.status() {
        500.. => Some(SERVER.0),
        status => GROUPS.iter().find(|group| group.0 == status).map(|group| group.1),
    }
}

/// The class of a code: `slot_taken` as `SlotTakenError`.
pub(crate) fn class_of(code: &ErrorCode) -> String {
    format!("{}Error", pascal(code.as_str()))
}

/// The members that a code adds to its problem, which say so at their beginning.
pub(crate) fn additions(schemas: &Schemas<'_>) -> BTreeMap<String, Vec<Member>> {
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
