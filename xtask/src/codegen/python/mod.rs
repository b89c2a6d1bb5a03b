//! The Python face, printed: models, events, errors, and the methods of both clients from one template.

mod errors;
mod events;
mod flows;
mod models;
mod names;
mod resources;
mod source;
mod types;

use super::Files;
use super::modules::Modules;
use super::schema::Schemas;

pub(super) const MODELS: &str = "bindings-python/python/softknack/models";
pub(super) const RESOURCES: &str = "bindings-python/python/softknack/resources";
const ERRORS: &str = "bindings-python/python/softknack/errors.py";

pub(super) fn files(schemas: &Schemas<'_>, modules: &Modules) -> Files {
    let mut files = Files::new();
    files.extend(models::files(schemas, modules));
    files.insert(format!("{MODELS}/events.py"), events::file(schemas, modules));
    files.extend(resources::files(schemas, modules));
    files.insert(ERRORS.to_owned(), errors::file(schemas, modules));
    files
}
