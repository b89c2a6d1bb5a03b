//! `platform.events`: everything that happened.

use crate::declare::filters;
use crate::flows::{CursorStore, Follow};
use crate::id::EventId;
use crate::operation::operations;
use crate::time::Timestamp;
use crate::value::EventPattern;
use crate::webhook::Event;

operations! {
    /// Events: everything that happened, as it was or will be delivered.
    pub struct Events in "platform.events";

    /// Reads one event.
    get: Get "/platform/v1/events/{id}" (id: EventId) => 200 Event, Ours, [];
    /// Lists events, newest first.
    list: Get "/platform/v1/events" (..ListEvents) => 200 [Event], Ours, [];
}

impl Events<'_> {
    /// Reads every event from the cursor in `store`, which is stored anew after each event that is done.
    ///
    /// ```no_run
    /// # async fn example(sk: softknack::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use softknack::flows::FileCursor;
    /// use softknack::webhook::{AppointmentBooked, Event, Router};
    ///
    /// let router = Router::new_async(async |_: Event| Ok::<_, std::io::Error>(()))
    ///     .on_async(async |event: Event<AppointmentBooked>| {
    ///         println!("{} was booked", event.data.appointment.id);
    ///         Ok(())
    ///     });
    /// let events = sk.platform().events().follow(FileCursor::new("bookings.cursor")).only("appointment.*");
    /// events.run(|event| router.route(event)).await?;
    /// # Ok(()) }
    /// ```
    pub fn follow<S: CursorStore>(&self, store: S) -> Follow<S> {
        Follow::new(self.client, store)
    }
}

filters! {
    /// Which events to list.
    pub struct ListEvents {
        /// Only those of this type, or of this pattern of types.
        #[serde(rename = "type")]
        #[garde(dive)]
        pub event_type: Option<EventPattern>,
        /// Only those created at this time or later.
        pub from: Option<Timestamp>,
        /// Only those created before this time.
        pub to: Option<Timestamp>,
    }
}
