//! In which module of a face each component stands.

use softknack::resources::RESOURCES;

use super::methods::Method;
use super::schema::{Kind, Schemas};

/// In which module each component stands: the one of the first product that uses it. A module names only earlier ones.
#[derive(Default)]
pub(crate) struct Modules {
    /// Components in the order of their definition, each with its module.
    order: Vec<(String, String)>,
}

impl Modules {
    pub(crate) fn sort(schemas: &Schemas<'_>) -> Self {
        let mut modules = Self::default();
        for resource in RESOURCES {
            let product = resource.name.split('.').next().unwrap_or_default();
            for method in Method::of_resource(schemas, resource.name) {
                method.kinds().for_each(|kind| modules.visit(schemas, product, kind));
            }
        }
        modules.visit(schemas, "problem", &Kind::Model("Problem".to_owned()));
        for component in ["Event"].into_iter().chain(schemas.event_data()) {
            for member in schemas.members(component) {
                modules.visit(schemas, "events", &member.kind);
            }
        }
        modules
    }

    fn visit(&mut self, schemas: &Schemas<'_>, module: &str, kind: &Kind) {
        for name in kind.components() {
            if self.of(name).is_some() {
                continue;
            }
            if name.ends_with("Id") {
                self.order.push((name.to_owned(), "ids".to_owned()));
                continue;
            }
            // What it consists of is defined before it.
            schemas.members(name).iter().for_each(|member| self.visit(schemas, module, &member.kind));
            self.order.push((name.to_owned(), module.to_owned()));
        }
    }

    /// The module of a component.
    pub(crate) fn of(&self, component: &str) -> Option<&str> {
        self.order.iter().find(|(name, _)| name == component).map(|(_, module)| module.as_str())
    }

    /// The components of a module, in the order of their definition.
    pub(crate) fn within<'s>(&'s self, module: &'s str) -> impl Iterator<Item = &'s str> {
        self.order.iter().filter(move |(_, found)| found == module).map(|(name, _)| name.as_str())
    }

    /// Every module.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.order.iter().map(|(_, module)| module.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Every component with its module, in the order of their definition.
    pub(crate) fn all(&self) -> &[(String, String)] {
        &self.order
    }
}
