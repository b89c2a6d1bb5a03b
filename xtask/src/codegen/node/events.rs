//! The events: an interface for each type, and their union.

use softknack::webhook::EVENT_TYPES;

use super::models::Printer;
use super::source::quoted;
use super::types::shape;
use crate::codegen::modules::Modules;
use crate::codegen::schema::{Member, Schemas};

const MODULE: &str = "events";

/// What the module defines beside the components of data.
pub(super) fn names(schemas: &Schemas<'_>) -> Vec<String> {
    let mut names: Vec<String> =
        ["Event", "EventEnvelope", "EventType", "UnknownEvent", "UnknownEventType"].map(str::to_owned).into();
    for component in schemas.event_data() {
        names.extend([component.to_owned(), format!("{component}Data")]);
    }
    names
}

pub(super) fn file(schemas: &Schemas<'_>, modules: &Modules) -> String {
    let mut printer = Printer::new(schemas, modules, MODULE);
    modules.within(MODULE).for_each(|name| printer.define(name));

    let is_envelope = |member: &Member| member.wire != "data" && member.wire != "type";
    let envelope: Vec<Member> = schemas.members("Event").into_iter().filter(is_envelope).collect();
    let doc = "What every event has: the envelope is the same for every product.";
    printer.interface("export interface EventEnvelope", doc, &envelope, false, &[]);

    let mut tags = Vec::new();
    let mut interfaces = Vec::new();
    for event_type in EVENT_TYPES {
        let Some(name) = schemas.event_component(event_type.name) else { continue };
        let members = schemas.members(name);
        let data = format!("{name}Data");
        let data_doc = format!("The data of a `{}` event.", event_type.name);
        printer.interface(&format!("export interface {data}"), &data_doc, &members, false, &[]);
        let names: Vec<&str> = [event_type.name].iter().chain(event_type.aliases).copied().collect();
        let literals: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        let further = [format!("type: {}", literals.join(" | ")), format!("data: {data}")];
        let head = format!("export interface {name} extends EventEnvelope");
        printer.interface(&head, event_type.doc, &[], false, &further);
        printer.source.gap();
        printer.imports.add("../shape.js", "Shape");
        let table = format!("const {} = new Shape<{data}>({}, [", shape(&data), quoted(&data));
        printer.rows(&table, &members);
        interfaces.push(name);
        tags.extend(names.into_iter().map(|tag| format!("{}: {},", quoted(tag), shape(&data))));
    }

    let source = &mut printer.source;
    source.gap();
    source.doc(
        0,
        "A type of event that this version does not know: a text, which the compiler keeps apart from the ones that it does, so \
         that comparing `event.type` with one of those leaves its event alone.",
    );
    source.line(0, "export declare enum UnknownEventType {");
    source.line(1, "Unknown = '',");
    source.line(0, "}");
    source.gap();
    source.doc(0, "An event of a type that this version does not know, with its data as it came.");
    source.line(0, "export interface UnknownEvent extends EventEnvelope {");
    source.line(1, "type: UnknownEventType");
    source.line(1, "data: unknown");
    source.line(0, "}");
    source.gap();
    source
        .doc(0, "Something that happened. `switch (event.type)` tells the types apart; what is new reaches `default`.");
    source.line(0, "export type Event =");
    interfaces.iter().for_each(|name| source.line(1, &format!("| {name}")));
    source.line(1, "| UnknownEvent");
    source.gap();
    source.doc(0, "The types of event that this version knows.");
    source.line(0, "export type EventType = Exclude<Event, UnknownEvent>['type']");
    source.gap();
    printer.imports.add("../shape.js", "EventShape");
    printer.rows("const envelopeShape = new Shape<Record<string, unknown>>('Event', [", &schemas.members("Event"));
    let source = &mut printer.source;
    source.gap();
    source.line(0, "/** @internal */");
    source.line(0, "export const eventShape = new EventShape<Event>(envelopeShape, {");
    tags.iter().for_each(|tag| source.line(1, tag));
    source.line(0, "})");
    printer.source.file("Events: what happened, an interface for each type, and their union.", &printer.imports)
}
