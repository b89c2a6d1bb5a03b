//! The Python face, printed: models, events, errors, and the methods of both clients from one template.

mod errors;
mod events;
mod methods;
mod models;
mod names;
mod resources;
mod schema;
mod source;

use serde_json::Value;

use self::models::Modules;
use self::schema::Schemas;
use super::Files;

pub(super) const MODELS: &str = "bindings-python/python/softknack/models";
pub(super) const RESOURCES: &str = "bindings-python/python/softknack/resources";
const ERRORS: &str = "bindings-python/python/softknack/errors.py";

pub(super) fn files(document: &Value) -> Result<Files, String> {
    let schemas = Schemas::new(document)?;
    let modules = Modules::sort(&schemas);
    let mut files = Files::new();
    files.extend(models::files(&schemas, &modules));
    files.insert(format!("{MODELS}/events.py"), events::file(&schemas, &modules));
    files.extend(resources::files(&schemas, &modules));
    files.insert(ERRORS.to_owned(), errors::file(&schemas, &modules));
    Ok(files)
}
