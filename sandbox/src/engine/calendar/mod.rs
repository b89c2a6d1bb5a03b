//! SK Calendar: availability is a read, a booking is a conditional write, and the database decides one winner.

mod appointments;
mod availability;
mod booking;
mod booking_pages;
mod hours;
mod needs;
mod resources;
mod schedules;
mod services;
mod slots;
#[cfg(test)]
mod tests;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use softknack::resources::calendar;
use softknack::{ErrorCode, FieldError, Slug, TimeZoneName};

use crate::http::{Handlers, on};
use crate::refusal::{Outcome, Refusal};
use crate::store::StoreError;

pub use appointments::book;
pub(crate) use appointments::get as appointment;
pub(super) use booking::forget_reminders_of;
pub use booking_pages::{Hosted, find_hosted};
pub use schedules::{Extension, extend_due, next_extension};

pub(super) fn register(handlers: &mut Handlers) {
    {
        use calendar::availability::operation;
        on!(handlers, paged operation::list => availability::list);
    }
    {
        use calendar::slots::operation;
        on!(handlers, operation::get => slots::get);
        on!(handlers, operation::create => slots::create);
        on!(handlers, operation::close => slots::close);
    }
    {
        use calendar::appointments::operation;
        on!(handlers, operation::book => book);
        on!(handlers, operation::get => appointments::get);
        on!(handlers, paged operation::list => appointments::list);
        on!(handlers, operation::update => appointments::update);
        on!(handlers, operation::reschedule => appointments::reschedule);
        on!(handlers, operation::cancel => appointments::cancel);
        on!(handlers, operation::complete => appointments::complete);
        on!(handlers, operation::mark_no_show => appointments::mark_no_show);
    }
    {
        use calendar::services::operation;
        on!(handlers, operation::create => services::create);
        on!(handlers, operation::get => services::get);
        on!(handlers, paged operation::list => services::list);
        on!(handlers, operation::update => services::update);
    }
    {
        use calendar::resources::operation;
        on!(handlers, operation::create => resources::create);
        on!(handlers, operation::get => resources::get);
        on!(handlers, paged operation::list => resources::list);
        on!(handlers, operation::update => resources::update);
    }
    {
        use calendar::schedules::operation;
        on!(handlers, operation::create => schedules::create);
        on!(handlers, operation::get => schedules::get);
        on!(handlers, paged operation::list => schedules::list);
        on!(handlers, operation::delete => schedules::delete);
    }
    {
        use calendar::booking_pages::operation;
        on!(handlers, operation::create => booking_pages::create);
        on!(handlers, operation::get => booking_pages::get);
        on!(handlers, paged operation::list => booking_pages::list);
        on!(handlers, operation::update => booking_pages::update);
    }
}

/// The zone of this name, in the database that the program brings along: the machine's own may be older, or missing.
fn zone(name: &TimeZoneName) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name.as_str()).ok()
}

/// Checks that the zone in a request's body is known.
fn check_zone(name: &TimeZoneName) -> Outcome<TimeZone> {
    zone(name).ok_or_else(|| Refusal::fields(ErrorCode::ValidationFailed, vec![unknown_zone()]))
}

fn unknown_zone() -> FieldError {
    FieldError::new("/timezone", "invalid", "is not a known time zone; use an IANA name, such as Asia/Kolkata")
}

/// What the database says of a slug that another record has, as an answer.
fn slug_taken(error: StoreError, noun: &str, slug: &Slug) -> Refusal {
    if error.is_unique_violation() {
        let detail = format!("There is a {noun} with the slug {slug} already. Choose another slug.");
        return softknack::Problem::new(ErrorCode::AlreadyExists, detail).at("/slug").into();
    }
    error.into()
}
