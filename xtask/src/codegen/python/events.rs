//! The events: a class for each type, and their union.

use softknack::webhook::EVENT_TYPES;

use super::models::{attributes, class, define, table};
use super::source::{Imports, Source, quoted};
use super::types::Typed;
use crate::codegen::modules::Modules;
use crate::codegen::schema::{Kind, Member, Schemas};

const MODULE: &str = "events";

/// What the module defines beside the components of data.
pub(super) fn names(schemas: &Schemas<'_>) -> Vec<String> {
    let mut names: Vec<String> = ["Event", "AnyEvent", "UnknownEvent"].map(str::to_owned).into();
    for component in schemas.event_data() {
        names.extend([component.to_owned(), format!("{component}Data")]);
    }
    names
}

pub(super) fn file(schemas: &Schemas<'_>, modules: &Modules) -> String {
    let mut imports = Imports::default();
    imports.add("typing", "Any");
    imports.add("typing", "ClassVar");
    imports.add("typing", "TypeAlias");
    imports.add("softknack._model", "Model");
    imports.add("softknack._model", "Fields");
    imports.add("softknack._model", "choose_by_tag");
    let mut source = Source::default();
    for name in modules.within(MODULE) {
        source.gap();
        define(schemas, modules, MODULE, name, &mut imports, &mut source);
    }

    let envelope: Vec<Member> = schemas.members("Event").into_iter().filter(|member| member.wire != "data").collect();
    source.gap();
    class(
        "Event",
        "Model",
        "Something that happened. The envelope is the same for every product; each type of event is a class of its own.",
        &mut source,
    );
    attributes(modules, MODULE, &envelope, &mut imports, &mut source);
    source.line(1, "data: Any");
    source.doc(1, "What happened: the resource as its API returns it, under its own name.");
    table(&envelope, &mut imports, &mut source);

    let mut classes = Vec::new();
    for event_type in EVENT_TYPES {
        let Some(name) = schemas.event_component(event_type.name) else { continue };
        let members = schemas.members(name);
        let data = format!("{name}Data");
        source.gap();
        class(&data, "Model", &format!("The data of a `{}` event.", event_type.name), &mut source);
        attributes(modules, MODULE, &members, &mut imports, &mut source);
        table(&members, &mut imports, &mut source);
        event(name, event_type.doc, &data, &format!("(\"data\", \"data\", {data}, 0)"), &mut source);
        for tag in [event_type.name].iter().chain(event_type.aliases) {
            classes.push((*tag, name));
        }
    }
    event(
        "UnknownEvent",
        "An event of a type that this version does not know, with its data as it came.",
        "Any",
        &format!("(\"data\", \"data\", {}, 0)", Kind::Any.spec()),
        &mut source,
    );

    source.gap();
    source.line(0, "AnyEvent: TypeAlias = (");
    let mut members: Vec<&str> = classes.iter().map(|(_, name)| *name).collect();
    members.dedup();
    for (place, name) in members.iter().chain(&["UnknownEvent"]).enumerate() {
        source.line(1, &if place == 0 { (*name).to_owned() } else { format!("| {name}") });
    }
    source.line(0, ")");
    source.doc(0, "Every type of event that this version knows, and the one for those that it does not.");
    source.blank();
    source.line(0, "choose_by_tag(");
    source.line(1, "Event,");
    source.line(1, "{");
    for (tag, name) in &classes {
        source.line(2, &format!("{}: {name},", quoted(tag)));
    }
    source.line(1, "},");
    source.line(1, "UnknownEvent,");
    source.line(0, ")");
    source.file(
        "Events: what happened, a class for each type. `match event: case AppointmentBooked(data=data): ...`",
        &imports,
    )
}

fn event(name: &str, doc: &str, data: &str, field: &str, source: &mut Source) {
    source.gap();
    class(name, "Event", doc, source);
    source.line(1, &format!("data: {data}"));
    source.doc(1, "What happened.");
    source.blank();
    source.line(1, &format!("_fields: ClassVar[Fields] = (*Event._fields, {field})"));
}
