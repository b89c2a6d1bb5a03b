//! The OpenAPI document, printed from the declaration: nothing in it is written twice.

mod components;
mod operations;
mod webhooks;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::resources::RESOURCES;

const DESCRIPTION: &str = "\
The contract that the Softknack SDK speaks and its sandbox serves. Only a part of it is printed on the vendor's pages: \
`x-source` says of each operation and event whether it is printed on the developer pages of the product (`vendor`), on \
another public page of the vendor (`site`), or is a decision of this project (`ours`).

Every mutation takes an `Idempotency-Key`. Every refusal is a problem (RFC 9457) with a machine-readable `code`. Sets of \
values, codes and events are open: a reader keeps what it does not know.";

/// The contract as an OpenAPI 3.1 document.
pub fn document() -> Value {
    let mut schemas = Schemas::new();
    let paths = operations::paths(&mut schemas);
    let webhooks = webhooks::webhooks(&mut schemas);
    let components = components::components(schemas);
    json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Softknack",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
        },
        "servers": [{ "url": "https://api.softknack.com", "description": "Test and live; the credential says which." }],
        "security": [{ "api_key": [] }],
        "tags": RESOURCES
            .iter()
            .map(|resource| json!({ "name": resource.name, "description": text(resource.doc) }))
            .collect::<Vec<_>>(),
        "paths": paths,
        "webhooks": webhooks,
        "components": components,
    })
}

/// The schemas of what is sent and of what is answered.
///
/// They differ: of an answer every member is there, though it may be null. A type that is both, such as the resources of a
/// slot, has the schema of what is sent, which is the wider one.
struct Schemas {
    sent: SchemaGenerator,
    answered: SchemaGenerator,
}

impl Schemas {
    fn new() -> Self {
        let settings = || {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            })
        };
        Self { sent: settings().into_generator(), answered: settings().for_serialize().into_generator() }
    }

    fn into_definitions(mut self) -> Map<String, Value> {
        let mut definitions = self.answered.take_definitions(true);
        definitions.extend(self.sent.take_definitions(true));
        definitions.sort_keys();
        definitions
    }
}

/// The text of a doc comment.
fn text(doc: &str) -> String {
    let lines: Vec<&str> = doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n").trim().to_owned()
}

/// The first line of a doc comment, and all of it where there is more.
fn summary(doc: &str) -> (String, Option<String>) {
    let text = text(doc);
    match text.split_once('\n') {
        Some((first, _)) => (first.to_owned(), Some(text)),
        None => (text, None),
    }
}
