//! SK Queue: fair lines for tables, bays and agents. Its wire is camelCase, as the vendor prints it.

pub mod entries;
pub mod lines;
pub mod otp;

pub use entries::{CancelEntry, CancelReason, EntryStatus, ListEntries, QueueEntry};
pub use lines::QueueLine;
pub use otp::{OtpChallenge, OtpChannel, QueueSession, RequestOtp, VerifyOtp};

use crate::declare::{model, open_enum, params};
use crate::id::{ContactId, ResourceId};
use crate::operation::operations;
use crate::value::{Metadata, Slug};

operations! {
    /// SK Queue: fair lines. Nobody is moved by hand: whoever fits and came first goes first.
    pub struct Queue in "queue";

    /// Puts a verified contact in line.
    ///
    /// The credential is a guest's session, or an API key acting for a contact whose phone is verified.
    join: Post "/v1/queue/join" (JoinQueue) => 201 QueueEntry, Vendor, [AlreadyInQueue];
    /// Runs one allocation check: every free resource of the type goes to the first party in line that it fits.
    allocate: Post "/v1/queue/allocate" (Allocate) => 200 Allocated, Ours, [];
}

/// What a guest's session may call, each for its own entry alone.
pub(crate) const OPERATIONS_OF_A_GUEST: &[&str] = &[
    operation::join.operation.name,
    entries::operation::get.operation.name,
    entries::operation::confirm.operation.name,
    entries::operation::cancel.operation.name,
];

impl<'a> Queue<'a> {
    /// One-time codes: how a guest shows that a phone number is theirs.
    pub fn otp(&self) -> otp::Otp<'a> {
        otp::Otp::new(self.client)
    }

    /// Parties in line.
    pub fn entries(&self) -> entries::Entries<'a> {
        entries::Entries::new(self.client)
    }

    /// Whole lines.
    pub fn lines(&self) -> lines::Lines<'a> {
        lines::Lines::new(self.client)
    }
}

open_enum! {
    /// How a party and a resource are matched.
    pub enum MatchType {
        /// By size and zone: tables, rooms, bays.
        Fitted = "FITTED",
        /// One line for all: voice lines, chat agents.
        Pool = "POOL",
    }
}

params! {
    /// Who wants what.
    #[serde(rename_all = "camelCase")]
    pub struct JoinQueue {
        /// The contact in line; with a guest's session it must be the session's.
        pub customer_id: ContactId,
        /// How many people they are.
        #[garde(range(min = 1, max = 1000))]
        pub party_size: u32,
        /// How a resource is found for them.
        #[garde(dive)]
        pub match_type: MatchType,
        /// The kind of resource that they wait for, such as `table`.
        #[garde(dive)]
        pub resource_type: Slug,
        /// The caller's own data; `zone`, where it is given, must be the resource's.
        #[garde(dive)]
        pub metadata: Option<Metadata>,
    }
}

params! {
    /// Which resources to allocate.
    #[serde(rename_all = "camelCase")]
    pub struct Allocate {
        /// The kind of resource.
        #[garde(dive)]
        pub resource_type: Slug,
        /// Only this one. Default: every free one of the type.
        pub resource_id: Option<ResourceId>,
    }
}

model! {
    /// What one allocation check did.
    pub struct Allocated {
        /// The entries that were given a resource, in that order.
        pub allocated: Vec<QueueEntry>,
    }
}
