//! Handlers by type of event.

use std::fmt;
use std::ops::ControlFlow;
use std::pin::Pin;

use crate::webhook::event::{Event, OneEvent};

/// A future on the heap, so that handlers of several kinds fit into one router.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

type Handler<T> = Box<dyn Fn(Event) -> ControlFlow<T, Event> + Send + Sync>;

/// Sends each event to the handler of its type, and what has none to a fallback: types that this version does not know too.
///
/// ```
/// use softknack::webhook::{AppointmentBooked, Router, SlotReleased};
/// use softknack::Event;
///
/// let router = Router::new(|event: Event| format!("nothing to do for {}", event.event_type))
///     .on(|event: Event<AppointmentBooked>| format!("booked: {}", event.data.appointment.id))
///     .on(|event: Event<SlotReleased>| format!("free again: {}", event.data.slot.starts_at));
/// # let body = r#"{"id":"evt_1","type":"demo.happened","created_at":"2026-11-22T12:00:00Z","mode":"test","org_id":"org_1","correlation_id":"cor_1","data":{}}"#;
/// # let event: Event = serde_json::from_str(body)?;
/// assert_eq!(router.route(event), "nothing to do for demo.happened");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Handlers that wait are added with [`on_async`](Router::on_async); [`route`](Router::route) then gives what to await.
pub struct Router<T> {
    handlers: Vec<Handler<T>>,
    fallback: Box<dyn Fn(Event) -> T + Send + Sync>,
}

impl<T> Router<T> {
    /// With the handler of every event that no other takes.
    pub fn new(fallback: impl Fn(Event) -> T + Send + Sync + 'static) -> Self {
        Self { handlers: Vec::new(), fallback: Box::new(fallback) }
    }

    /// Adds the handler of one type of event, told by the data that it takes. Of two for one type the first is called.
    #[must_use]
    pub fn on<D: OneEvent>(mut self, handler: impl Fn(Event<D>) -> T + Send + Sync + 'static) -> Self {
        self.handlers.push(Box::new(move |event| match event.narrow() {
            ControlFlow::Break(event) => ControlFlow::Break(handler(event)),
            ControlFlow::Continue(event) => ControlFlow::Continue(event),
        }));
        self
    }

    /// Calls the handler of the event's type.
    pub fn route(&self, mut event: Event) -> T {
        for handler in &self.handlers {
            event = match handler(event) {
                ControlFlow::Break(done) => return done,
                ControlFlow::Continue(event) => event,
            };
        }
        (self.fallback)(event)
    }
}

impl<T> Router<BoxFuture<T>> {
    /// With the handler of every event that no other takes, which may wait.
    pub fn new_async<F: Future<Output = T> + Send + 'static>(
        fallback: impl Fn(Event) -> F + Send + Sync + 'static,
    ) -> Self {
        Self::new(move |event| Box::pin(fallback(event)) as BoxFuture<T>)
    }

    /// Adds the handler of one type of event, which may wait.
    #[must_use]
    pub fn on_async<D: OneEvent, F: Future<Output = T> + Send + 'static>(
        self,
        handler: impl Fn(Event<D>) -> F + Send + Sync + 'static,
    ) -> Self {
        self.on(move |event| Box::pin(handler(event)) as BoxFuture<T>)
    }
}

impl<T> fmt::Debug for Router<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router").field("handlers", &self.handlers.len()).finish_non_exhaustive()
    }
}
