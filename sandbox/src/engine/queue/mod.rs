//! SK Queue: fair lines.
//!
//! A line is every entry that waits for one type of resource, oldest first. What decides between two who want the same is a
//! unique index, never a lock of the program's: of two parties for a resource, or two places for a party, one is refused by
//! the database.

mod allocation;
mod entries;
mod joining;
mod lines;
mod moves;
mod otp;
mod timers;
mod wait;
mod wilson;

pub(super) use entries::leave;
pub(crate) use otp::expire as expire_challenges;
use softknack::resources::queue;
pub(crate) use timers::run_due;

use crate::http::{Handlers, on};

pub(super) fn register(handlers: &mut Handlers) {
    on!(handlers, queue::operation::join => joining::join);
    on!(handlers, queue::operation::allocate => allocation::allocate);
    on!(handlers, queue::otp::operation::request => otp::request);
    on!(handlers, queue::otp::operation::verify => otp::verify);
    on!(handlers, queue::entries::operation::get => entries::get);
    on!(handlers, paged queue::entries::operation::list => entries::list);
    on!(handlers, queue::entries::operation::confirm => entries::confirm);
    on!(handlers, queue::entries::operation::cancel => entries::cancel);
    on!(handlers, queue::entries::operation::checkout => entries::checkout);
    on!(handlers, queue::lines::operation::get => lines::get);
}
