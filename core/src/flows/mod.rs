//! What takes more than one call: booking the first of several slots, waiting for a place in line, reading events from where
//! one stopped, and making up for what was missed.
//!
//! Each begins at the resource that it belongs to:
//!
//! | | |
//! | --- | --- |
//! | [`appointments().book_first_of(…)`](crate::resources::calendar::appointments::Appointments::book_first_of) | one booking, out of several slots, under one deadline |
//! | [`queue().entries().wait_until(…)`](crate::resources::queue::entries::Entries::wait_until) | until a party in line stands where it is wanted |
//! | [`platform().events().follow(…)`](crate::resources::platform::events::Events::follow) | every event, from a stored cursor |
//! | [`platform().reconcile()`](crate::resources::platform::Platform::reconcile) | dead letters and missed events |

mod book_first_of;
mod cursor_store;
mod follow;
mod happening;
mod pace;
mod reconcile;
mod tail;
mod wait_until;

pub use book_first_of::{BookFirstOf, FirstBooked, NotBooked, NotBookedReason, TriedSlot};
pub use cursor_store::{CursorStore, FileCursor, MemoryCursor};
pub use follow::{EventFeed, Follow, FollowError};
pub(crate) use happening::UnreadEvent;
pub use reconcile::{Reconcile, Reconciled};
pub(crate) use wait_until::Judging;
pub use wait_until::{WaitError, WaitUntil};
