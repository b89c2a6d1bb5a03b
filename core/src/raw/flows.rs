//! The flows, as bindings have them: a table from which their methods are printed, and how each is started.

use serde_json::{Map, Value};

use super::flow::RawFlow;
use super::start;
use crate::client::Client;
use crate::error::Error;
use crate::options::CallOptions;
use crate::problem::FieldError;
use crate::record::Target;
use crate::request;

/// A flow, as the bindings have it.
pub struct Flow {
    /// Its full name, such as `calendar.appointments.book_first_of`: where its method is found on a client.
    pub name: &'static str,
    /// What it does, as Markdown.
    pub doc: &'static str,
    /// What the method takes that is the caller's own and does not cross, such as a condition.
    pub own: &'static [&'static str],
    /// The operation whose parameters it takes as well, and those of them that it does not take.
    pub also: Option<(&'static str, &'static [&'static str])>,
    /// What its method gives.
    pub gives: Gives,
    /// The schema of its parameters.
    #[cfg(feature = "schema")]
    pub params: fn() -> schemars::Schema,
    start: Start,
}

/// What the method of a flow gives.
pub enum Gives {
    /// A value of this type, when the flow has ended.
    Value(&'static str),
    /// An object of this type, whose methods start the flow.
    Object(&'static str),
}

type Start = fn(&Client, Map<String, Value>, CallOptions) -> Result<RawFlow, Faults>;

pub(super) type Faults = (Target, Vec<FieldError>);

/// Every flow.
pub static FLOWS: &[Flow] = &[
    Flow {
        name: "calendar.appointments.book_first_of",
        doc: "Books the first of several slots that can be won, under one deadline.

The slots are tried one after the other, each under a key of its own. The next one is tried only when the platform has \
decided against the one before it: where that may have been booked, or nothing can be known, the walk ends there, with a \
`NotBookedError` that tells of every slot.",
        own: &[],
        also: Some(("calendar.appointments.book", &["slot_id", "if_taken"])),
        gives: Gives::Value("FirstBooked"),
        #[cfg(feature = "schema")]
        params: schema_of::<start::Walk>,
        start: start::book_first_of,
    },
    Flow {
        name: "queue.entries.wait_for_status",
        doc: "Waits until a party in line stands at a status, or beyond it on the way from `waiting` to `completed`.

Where the party is gone before, that is a `WaitEndedError`; where it takes too long, a `WaitTimeoutError`. Failures that \
pass are waited out.",
        own: &[],
        also: None,
        gives: Gives::Value("QueueEntry"),
        #[cfg(feature = "schema")]
        params: schema_of::<start::WaitForStatus>,
        start: start::wait_for_status,
    },
    Flow {
        name: "queue.entries.wait_until",
        doc: "Waits until a party in line is as a condition wants it, which is asked of every state that is seen.

Where the party is gone before, that is a `WaitEndedError`; where it takes too long, a `WaitTimeoutError`. Failures that \
pass are waited out.",
        own: &["condition"],
        also: None,
        gives: Gives::Value("QueueEntry"),
        #[cfg(feature = "schema")]
        params: schema_of::<start::Wait>,
        start: start::wait_until,
    },
    Flow {
        name: "platform.events.follow",
        doc: "Reads every event from the cursor in a store, which is stored anew after each event that is done.

Each event is handed out at least once: the one that was not done comes first the next time. Where an effect must happen \
once, let it go through an `Inbox`.",
        own: &["store"],
        also: None,
        gives: Gives::Object("Follow"),
        #[cfg(feature = "schema")]
        params: schema_of::<start::Follow>,
        start: start::follow,
    },
    Flow {
        name: "platform.reconcile",
        doc: "Makes up for what a receiver missed: while it was down, or disabled, or not registered yet.",
        own: &[],
        also: None,
        gives: Gives::Object("Reconcile"),
        #[cfg(feature = "schema")]
        params: schema_of::<start::Reconcile>,
        start: start::reconcile,
    },
    Flow {
        name: "request",
        doc: "A call to a path that this version does not declare, such as `/calendar/v1/waitlists`, with the same retries, \
keys and errors as any other.",
        own: &[],
        also: None,
        gives: Gives::Value("Any"),
        #[cfg(feature = "schema")]
        params: schema_of::<start::Undeclared>,
        start: start::request,
    },
];

#[cfg(feature = "schema")]
fn schema_of<P: schemars::JsonSchema>() -> schemars::Schema {
    schemars::generate::SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<P>()
}

impl Flow {
    /// The flow of this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        FLOWS.iter().find(|flow| flow.name == name)
    }
}

impl Client {
    /// Starts `flow` with untyped parameters: one flat JSON object. What it needs of the caller it asks for step by step.
    ///
    /// # Errors
    /// A parameter is not valid; nothing was sent.
    pub fn flow(
        &self,
        flow: &'static Flow,
        params: Map<String, Value>,
        options: CallOptions,
    ) -> Result<RawFlow, Error> {
        (flow.start)(self, params, options).map_err(|(target, faults)| request::invalid(target, faults))
    }
}
