//! The methods: what the table of operations and the document say of each.

use serde_json::Value;
use softknack::operation::{Method as Verb, Operation, Resource};
use softknack::resources::RESOURCES;

use softknack::raw::{FLOWS, Flow};

use super::schema::{Kind, Member, Schemas, reference};

/// A method of a resource.
pub(crate) struct Method {
    pub(crate) row: &'static Operation,
    /// The path parameter, where there is one.
    pub(crate) path: Option<Member>,
    /// What it takes beside: the members of the query or of the body.
    pub(crate) params: Vec<Member>,
    /// What it gives: an item's kind where it is paged.
    pub(crate) result: Option<Kind>,
}

impl Method {
    /// The methods of a resource, in the order of its declaration.
    pub(crate) fn of_resource(schemas: &Schemas<'_>, resource: &str) -> Vec<Self> {
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
    pub(crate) fn name(&self) -> &'static str {
        last(self.row.name)
    }

    /// Whether an argument that is left out must be told from one that is null.
    pub(crate) fn is_change(&self) -> bool {
        self.row.method == Verb::Patch
    }

    /// Every kind that it names.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.path.iter().chain(&self.params).map(|member| &member.kind).chain(&self.result)
    }
}

/// The method of a flow: what takes more than one call.
pub(crate) struct FlowMethod {
    pub(crate) row: &'static Flow,
    /// What it takes first, by its place: an ID.
    pub(crate) id: Option<Member>,
    pub(crate) params: Vec<Member>,
}

impl FlowMethod {
    /// The flows of a resource or a product, in the order of the table.
    pub(crate) fn of_resource(schemas: &Schemas<'_>, resource: &str) -> Vec<Self> {
        let is_its = |flow: &&Flow| flow.name.rsplit_once('.').is_some_and(|(before, _)| before == resource);
        FLOWS.iter().filter(is_its).map(|row| Self::of(schemas, row)).collect()
    }

    fn of(schemas: &Schemas<'_>, row: &'static Flow) -> Self {
        let mut params = schemas.members_of((row.params)().as_value());
        if let Some((operation, without)) = row.also {
            let operation = Operation::find(operation).map(|operation| Method::of(schemas, operation));
            let members = operation.into_iter().flat_map(|method| method.params);
            params.extend(members.filter(|member| !without.contains(&member.wire.as_str())));
        }
        params.sort_by_key(|member| !member.required);
        let id = params.iter().position(|member| member.wire == "id").map(|place| params.remove(place));
        Self { row, id, params }
    }

    /// Its own name: the last part of the flow's.
    pub(crate) fn name(&self) -> &'static str {
        last(self.row.name)
    }

    /// Every member that it takes.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Member> {
        self.id.iter().chain(&self.params)
    }
}

/// A product: a group of resources, which may have methods of its own.
pub(crate) struct Product {
    pub(crate) name: &'static str,
    pub(crate) own: Option<&'static Resource>,
    pub(crate) children: Vec<&'static Resource>,
}

impl Product {
    /// Its own name and those of its resources: everything that can have flows.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.children.iter().map(|child| child.name))
    }
}

/// Every product, in the order of the declaration.
pub(crate) fn products() -> Vec<Product> {
    let mut products: Vec<Product> = Vec::new();
    for resource in RESOURCES {
        let name = resource.name.split('.').next().unwrap_or(resource.name);
        if products.last().is_none_or(|last| last.name != name) {
            products.push(Product { name, own: None, children: Vec::new() });
        }
        if let Some(product) = products.last_mut() {
            if resource.name == name {
                product.own = Some(resource);
            } else {
                product.children.push(resource);
            }
        }
    }
    products
}

/// The last part of a dotted name.
pub(crate) fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
