//! The methods: what the table of operations and the document say of each.

use serde_json::Value;
use softknack::operation::{Method as Verb, Operation};
use softknack::resources::RESOURCES;

use super::schema::{Kind, Member, Schemas, reference};

/// A method of a resource.
pub(super) struct Method {
    pub(super) row: &'static Operation,
    /// The path parameter, where there is one.
    pub(super) path: Option<Member>,
    /// What it takes beside: the members of the query or of the body.
    pub(super) params: Vec<Member>,
    /// What it gives: an item's kind where it is paged.
    pub(super) result: Option<Kind>,
}

impl Method {
    /// The methods of a resource, in the order of its declaration.
    pub(super) fn of_resource(schemas: &Schemas<'_>, resource: &str) -> Vec<Self> {
        let resource = RESOURCES.iter().find(|found| found.name == resource);
        let operations = resource.map_or(&[][..], |resource| resource.operations);
        operations.iter().map(|row| Self::of(schemas, row)).collect()
    }

    fn of(schemas: &Schemas<'_>, row: &'static Operation) -> Self {
        let entry = &schemas.paths[row.path][row.method.as_str().to_ascii_lowercase()];
        let mut path = None;
        let mut params = Vec::new();
        for parameter in entry["parameters"].as_array().into_iter().flatten() {
            let parameter = schemas.parameter(parameter);
            let name = parameter["name"].as_str().unwrap_or_default();
            let required = parameter["required"] == true;
            let member = || schemas.member(name, &parameter["schema"], &parameter["description"], required);
            match parameter["in"].as_str() {
                Some("path") => path = Some(member()),
                Some("query") => params.push(member()),
                _ => {}
            }
        }
        if let Some(body) = reference(&entry["requestBody"]["content"]["application/json"]["schema"]) {
            params = schemas.members(body);
            // What must be given stands first; the order is else the declaration's.
            params.sort_by_key(|member| !member.required);
        }
        let answer = &entry["responses"][row.status.to_string()]["content"]["application/json"]["schema"];
        let result = match (answer, row.paged) {
            (Value::Null, _) => None,
            (page, true) => Some(schemas.kind(&page["properties"]["data"]["items"])),
            (answer, false) => Some(schemas.kind(answer)),
        };
        Self { row, path, params, result }
    }

    /// Its own name: the last part of the operation's.
    pub(super) fn name(&self) -> &'static str {
        self.row.name.rsplit('.').next().unwrap_or(self.row.name)
    }

    /// Whether an argument that is left out must be told from one that is null.
    pub(super) fn is_change(&self) -> bool {
        self.row.method == Verb::Patch
    }

    /// Every kind that it names.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.path.iter().chain(&self.params).map(|member| &member.kind).chain(&self.result)
    }
}
