//! The methods of flows: what takes more than one call.

use softknack::raw::Gives;

use super::models::Import;
use super::resources::{Face, OPTIONS, Printer, unless_taken};
use super::source::quoted;
use super::types::{Named, Typed};
use crate::codegen::methods::FlowMethod;
use crate::codegen::schema::Member;
use crate::codegen::text::prose;

impl Printer<'_> {
    /// The flows of a resource, or of a product.
    pub(super) fn flows(&mut self, face: Face, resource: &str) {
        for method in FlowMethod::of_resource(self.schemas, resource) {
            self.source.blank();
            self.flow(face, &method);
        }
    }

    fn flow(&mut self, face: Face, method: &FlowMethod) {
        let mut arguments = vec!["self".to_owned()];
        arguments.extend(method.id.iter().map(|id| format!("{}: {}", id.name(), id.kind.sent())));
        for own in method.row.own {
            let hint = self.own(face, own);
            arguments.push(format!("{own}: {hint}"));
        }
        arguments.push("*".to_owned());
        if let Some(id) = &method.id {
            self.modules.import(&mut self.imports, "", &id.kind, true);
        }
        for member in &method.params {
            let hint = self.hint(member);
            let default = if member.required { "" } else { " | None = None" };
            arguments.push(format!("{}: {hint}{default}", member.name()));
        }
        let options = unless_taken(&method.params);
        let options: Vec<_> = options.filter(|(name, ..)| *name != "idempotency_key").collect();
        for (name, hint, _) in &options {
            self.import_option(hint);
            arguments.push(format!("{name}: {hint} | None = None"));
        }
        let result = self.given(face, &method.row.gives);
        let waits = face == Face::Async && matches!(method.row.gives, Gives::Value(_));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let define = if waits { "async def" } else { "def" };
        self.source.call(1, &format!("{define} {}", method.name()), &arguments, &format!(" -> {result}:"));
        self.source.doc(2, &documentation(method, &options));
        self.flow_body(face, method, waits, &result, &options);
    }

    fn flow_body(
        &mut self,
        face: Face,
        method: &FlowMethod,
        waits: bool,
        result: &str,
        options: &[&(&str, &str, &str)],
    ) {
        let call = match &method.row.gives {
            Gives::Object(_) => result.to_owned(),
            Gives::Value(_) if face == Face::Async => format!("_flows.async_{}", method.name()),
            Gives::Value(_) => format!("_flows.{}", method.name()),
        };
        if matches!(method.row.gives, Gives::Value(_)) {
            self.imports.add("softknack", "_flows");
        }
        self.source.line(2, &format!("return {}{call}(", if waits { "await " } else { "" }));
        self.source.line(3, "self._caller,");
        method.row.own.iter().for_each(|own| self.source.line(3, &format!("{own},")));
        let members: Vec<String> =
            method.members().map(|member| format!("{}: {}", quoted(&member.wire), member.name())).collect();
        let members: Vec<&str> = members.iter().map(String::as_str).collect();
        self.source.dictionary(3, &members);
        let given = |name: &str| options.iter().any(|option| option.0 == name);
        let passed: Vec<&str> = OPTIONS.iter().map(|(name, ..)| if given(name) { *name } else { "None" }).collect();
        self.source.line(3, &format!("({}),", passed.join(", ")));
        self.source.line(2, ")");
    }

    /// The type of what a caller gives of its own.
    fn own(&mut self, face: Face, own: &str) -> String {
        match own {
            "condition" => {
                self.imports.add("collections.abc", "Callable");
                self.imports.add("softknack.models.queue", "QueueEntry");
                if face == Face::Async {
                    self.imports.add("collections.abc", "Awaitable");
                    return "Callable[[QueueEntry], bool | Awaitable[bool]]".to_owned();
                }
                "Callable[[QueueEntry], bool]".to_owned()
            }
            _ => {
                let store = if face == Face::Sync { "Store" } else { "AnyStore" };
                self.imports.add("softknack._flows", store);
                store.to_owned()
            }
        }
    }

    /// The type of a parameter; numbers are times here.
    fn hint(&mut self, member: &Member) -> String {
        match member.wire.as_str() {
            "timeout" => {
                self.imports.add("datetime", "timedelta");
                "float | timedelta".to_owned()
            }
            "poll_every" => {
                self.imports.add("datetime", "timedelta");
                "tuple[float | timedelta, float | timedelta]".to_owned()
            }
            _ => {
                self.modules.import(&mut self.imports, "", &member.kind, true);
                member.kind.sent()
            }
        }
    }

    fn given(&mut self, face: Face, gives: &Gives) -> String {
        match gives {
            Gives::Object(name) => {
                let class = face.class(name);
                self.imports.add("softknack._flows", &class);
                class
            }
            Gives::Value(name) => {
                match self.modules.of(name) {
                    Some(module) => self.imports.add(&format!("softknack.models.{module}"), name),
                    None => self.imports.add("softknack._flows", name),
                }
                (*name).to_owned()
            }
        }
    }
}

fn documentation(method: &FlowMethod, options: &[&(&str, &str, &str)]) -> String {
    let mut text = prose(method.row.doc);
    text.push_str("\n\nArgs:\n");
    let told = |member: &Member| format!("    {}: {}\n", member.name(), member.doc.replace("\n\n", " "));
    method.id.iter().for_each(|id| text.push_str(&told(id)));
    for own in method.row.own {
        let doc = match *own {
            "condition" => "Whether an entry is as it is waited for.",
            _ => "Where the cursor is kept: a store, or the path of a file that is one.",
        };
        text.push_str(&format!("    {own}: {doc}\n"));
    }
    method.params.iter().for_each(|member| text.push_str(&told(member)));
    for (name, _, doc) in options {
        text.push_str(&format!("    {name}: {doc}\n"));
    }
    text
}
