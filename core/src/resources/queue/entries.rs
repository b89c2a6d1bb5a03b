//! `queue.entries`: parties in line.

use crate::declare::{model, open_enum, params};
use crate::flows::WaitUntil;
use crate::id::{ContactId, QueueEntryId, ResourceId};
use crate::operation::operations;
use crate::resources::queue::MatchType;
use crate::time::Timestamp;
use crate::value::{Metadata, Slug};

operations! {
    /// Parties in line: `waiting`, then `allocated` until they answer, then `seated`, then `completed`.
    pub struct Entries in "queue.entries";

    /// Reads one entry, with its position and wait as they are now.
    get: Get "/v1/queue/entries/{id}" (id: QueueEntryId) => 200 QueueEntry, Ours, [];
    /// Lists entries, newest first.
    list: Get "/v1/queue/entries" (..ListEntries) => 200 [QueueEntry], Ours, [];
    /// Answers that the party takes its resource, within the response timer.
    confirm: Post "/v1/queue/entries/{id}/confirm" (id: QueueEntryId) => 200 QueueEntry, Ours, [InvalidTransition];
    /// Takes a party out of line. A resource that it was given goes to the next one.
    cancel: Post "/v1/queue/entries/{id}/cancel" (id: QueueEntryId, CancelEntry) => 200 QueueEntry, Ours, [InvalidTransition];
    /// Ends a party's stay: its resource is free, its personal data is removed, and the next party is served.
    checkout: Post "/v1/queue/entries/{id}/checkout" (id: QueueEntryId) => 200 QueueEntry, Ours, [InvalidTransition];
}

impl Entries<'_> {
    /// Waits until a party in line is as `condition` wants it, or is gone.
    ///
    /// ```no_run
    /// # async fn example(sk: softknack::Client, id: softknack::QueueEntryId) -> Result<(), softknack::flows::WaitError> {
    /// let soon = sk.queue().entries().wait_until(id, |entry| entry.position.is_none_or(|position| position <= 3)).await?;
    /// println!("{} is nearly there", soon.id);
    /// # Ok(()) }
    /// ```
    pub fn wait_until(
        &self,
        id: impl Into<QueueEntryId>,
        condition: impl Fn(&QueueEntry) -> bool + Send + Sync + 'static,
    ) -> WaitUntil {
        WaitUntil::when(self.client, id.into(), condition)
    }

    /// Waits until a party in line stands at `status`, or beyond it on the way from `waiting` to `completed`, or is gone.
    ///
    /// ```no_run
    /// # async fn example(sk: softknack::Client, id: softknack::QueueEntryId) -> Result<(), Box<dyn std::error::Error>> {
    /// use softknack::flows::WaitError;
    /// use softknack::resources::queue::EntryStatus;
    ///
    /// match sk.queue().entries().wait_for_status(id, EntryStatus::Allocated).await {
    ///     Ok(entry) => println!("come to {:?} until {:?}", entry.resource_id, entry.respond_by),
    ///     Err(WaitError::Ended(entry)) => println!("gone: {:?}", entry.reason),
    ///     Err(error) => return Err(error.into()),
    /// }
    /// # Ok(()) }
    /// ```
    pub fn wait_for_status(&self, id: impl Into<QueueEntryId>, status: EntryStatus) -> WaitUntil {
        WaitUntil::for_status(self.client, id.into(), status)
    }
}

model! {
    /// A party in line.
    #[serde(rename_all = "camelCase")]
    pub struct QueueEntry {
        /// The entry's ID.
        pub id: QueueEntryId,
        /// Where it stands.
        pub status: EntryStatus,
        /// Its place among those who wait for the same type of resource, from 1; null when it waits no more.
        pub position: Option<u32>,
        /// How long it will wait at most, conservatively; null when it waits no more.
        pub estimated_wait_seconds: Option<u32>,
        /// The contact in line.
        pub customer_id: ContactId,
        /// How many people they are.
        pub party_size: u32,
        /// How a resource is found for them.
        pub match_type: MatchType,
        /// The kind of resource that they wait for.
        pub resource_type: Slug,
        /// The resource that they were given.
        pub resource_id: Option<ResourceId>,
        /// The caller's own data.
        pub metadata: Metadata,
        /// Until when an allocated party must answer.
        pub respond_by: Option<Timestamp>,
        /// Why it was cancelled: `guest`, `staff`, `response_timeout` or `expired`.
        pub reason: Option<String>,
        /// When it came into line.
        pub joined_at: Timestamp,
        /// When it was given a resource.
        pub allocated_at: Option<Timestamp>,
        /// When it took the resource.
        pub seated_at: Option<Timestamp>,
        /// When it was completed or cancelled.
        pub ended_at: Option<Timestamp>,
    }
}

open_enum! {
    /// Where a party stands.
    pub enum EntryStatus {
        /// In line.
        Waiting = "waiting",
        /// Given a resource, and asked to come.
        Allocated = "allocated",
        /// At its resource.
        Seated = "seated",
        /// Gone, after it was served.
        Completed = "completed",
        /// Gone, without being served.
        Cancelled = "cancelled",
    }
}

params! {
    /// Which entries to list.
    #[serde(rename_all = "camelCase")]
    pub struct ListEntries {
        /// Only those that stand here.
        #[garde(dive)]
        pub status: Option<EntryStatus>,
        /// Only those that wait, or waited, for this type of resource.
        #[garde(dive)]
        pub resource_type: Option<Slug>,
        /// Only this contact's.
        pub customer_id: Option<ContactId>,
    }
}

open_enum! {
    /// Who takes a party out of line.
    pub enum CancelReason {
        /// The guest.
        Guest = "guest",
        /// A member of staff.
        Staff = "staff",
    }
}

params! {
    /// Why a party is taken out of line.
    pub struct CancelEntry {
        /// Who wants it. Default: `guest` with a guest's session, else `staff`.
        #[garde(dive)]
        pub reason: Option<CancelReason>,
    }
}
