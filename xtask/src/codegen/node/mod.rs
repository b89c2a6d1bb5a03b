//! The TypeScript face, printed: models, events, errors, and the methods of the client.

mod errors;
mod events;
mod flows;
mod models;
mod resources;
mod source;
mod types;
mod words;

use self::words::Words;
use super::Files;
use super::modules::Modules;
use super::schema::Schemas;

pub(super) const MODELS: &str = "bindings-node/src-ts/models";
pub(super) const RESOURCES: &str = "bindings-node/src-ts/resources";
const ERRORS: &str = "bindings-node/src-ts/errors.ts";

pub(super) fn files(schemas: &Schemas<'_>, modules: &Modules) -> Files {
    let mut files = Files::new();
    files.extend(models::files(schemas, modules));
    files.insert(format!("{MODELS}/events.ts"), events::file(schemas, modules));
    files.extend(resources::files(schemas, modules));
    files.insert(ERRORS.to_owned(), errors::file(schemas, modules));
    let words = Words::of(schemas);
    files.values_mut().for_each(|file| *file = words.in_comments(file));
    files
}
