//! The methods of flows: what takes more than one call.

use softknack::raw::Gives;

use super::resources::{PLACE, Printer, dotted, handle, params_name, renamed};
use super::types::{Named, Typed, camel};
use crate::codegen::methods::FlowMethod;
use crate::codegen::text::prose;

const FLOWS: &str = "../flows.js";

impl Printer<'_> {
    /// The handles on the flows of a resource, or of a product.
    pub(super) fn flow_handles(&mut self, resource: &str) {
        for method in FlowMethod::of_resource(self.schemas, resource) {
            let rows: Vec<String> = method.members().filter_map(renamed).collect();
            for member in method.members() {
                PLACE.import_shape(self.modules, &mut self.imports, &member.kind);
            }
            self.handle(&handle(method.row.name), method.row.name, "undefined", &rows);
        }
    }

    /// What the flows of a resource take.
    pub(super) fn flow_params(&mut self, resource: &str) {
        for method in FlowMethod::of_resource(self.schemas, resource) {
            self.source.gap();
            self.source.doc(0, &format!("What `{}` takes.", dotted(method.row.name)));
            self.source.line(0, &format!("export interface {} {{", params_name(method.row.name)));
            for member in &method.params {
                let mut member = member.clone();
                let hint = match member.wire.as_str() {
                    "timeout" => Some("number"),
                    "poll_every" => Some("readonly [shortest: number, longest: number]"),
                    _ => None,
                };
                if hint.is_some() {
                    member.doc.push_str(" In milliseconds.");
                }
                self.member(&member, hint);
            }
            self.source.line(0, "}");
        }
    }

    /// The methods of the flows of a resource, or of a product.
    pub(super) fn flows(&mut self, resource: &str) {
        for method in FlowMethod::of_resource(self.schemas, resource) {
            self.source.gap();
            self.flow(&method);
        }
    }

    fn flow(&mut self, method: &FlowMethod) {
        let mut arguments = Vec::new();
        let mut passed = vec!["this.caller".to_owned(), handle(method.row.name)];
        let mut params = "params".to_owned();
        if let Some(id) = &method.id {
            PLACE.import_type(self.modules, &mut self.imports, &id.kind);
            arguments.push(format!("{}: {}", id.name(), id.kind.answered()));
            params = format!("{{ ...params, {} }}", id.name());
        }
        for own in method.row.own {
            arguments.push(format!("{own}: {}", self.own(own)));
            passed.push((*own).to_owned());
        }
        let default = if method.params.iter().any(|member| member.required) { "" } else { " = {}" };
        arguments.push(format!("params: {}{default}", params_name(method.row.name)));
        self.imports.add_type("../options.js", "CallOptions");
        arguments.push("options?: CallOptions".to_owned());
        passed.extend([params, "options".to_owned()]);

        let (result, call) = match method.row.gives {
            Gives::Value(name) => {
                match self.modules.of(name) {
                    Some(module) => self.imports.add_type(&format!("../models/{module}.js"), name),
                    None => self.imports.add_type(FLOWS, name),
                }
                let function = camel(method.name());
                self.imports.add(FLOWS, &function);
                (format!("Promise<{name}>"), function)
            }
            Gives::Object(name) => {
                self.imports.add(FLOWS, name);
                (name.to_owned(), format!("new {name}"))
            }
        };
        self.source.doc(1, &prose(method.row.doc));
        let head = format!("{}({}): {result} {{", camel(method.name()), arguments.join(", "));
        if head.len() + 2 <= 120 {
            self.source.line(1, &head);
        } else {
            self.source.line(1, &format!("{}(", camel(method.name())));
            arguments.iter().for_each(|argument| self.source.line(2, &format!("{argument},")));
            self.source.line(1, &format!("): {result} {{"));
        }
        self.source.line(2, &format!("return {call}({})", passed.join(", ")));
        self.source.line(1, "}");
    }

    /// The type of what a caller gives of its own.
    fn own(&mut self, own: &str) -> String {
        if own == "condition" {
            self.imports.add_type("../models/queue.js", "QueueEntry");
            return "(entry: QueueEntry) => boolean | Promise<boolean>".to_owned();
        }
        self.imports.add_type("../cursors.js", "CursorStore");
        "CursorStore | string".to_owned()
    }
}
