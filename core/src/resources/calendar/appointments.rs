//! `calendar.appointments`: bookings.

use crate::declare::{filters, model, open_enum, params};
use crate::flows::BookFirstOf;
use crate::id::{AppointmentId, ContactId, ResourceId, SlotId};
use crate::operation::operations;
use crate::time::Timestamp;
use crate::value::{Metadata, Notes, Reason, Slug};

operations! {
    /// Bookings. Each is a conditional write: of any number of requests for one slot, as many win as it has room for.
    pub struct Appointments in "calendar.appointments";

    /// Books a slot for a contact.
    ///
    /// Where the slot is no longer open the answer is `slot_taken` with the next openings, or, with
    /// `if_taken: book_next`, an appointment in the next opening, won in the same transaction.
    book: Post "/calendar/v1/appointments" (NewAppointment) => 201 Appointment, Vendor, [SlotTaken, ResourceTaken];
    /// Reads one appointment.
    get: Get "/calendar/v1/appointments/{id}" (id: AppointmentId) => 200 Appointment, Ours, [];
    /// Lists appointments, newest first.
    list: Get "/calendar/v1/appointments" (..ListAppointments) => 200 [Appointment], Ours, [];
    /// Changes an appointment's notes and metadata.
    update: Patch "/calendar/v1/appointments/{id}" (id: AppointmentId, UpdateAppointment) => 200 Appointment, Ours, [];
    /// Moves an appointment to another slot: the old slot is released and the new one won in one transaction, or nothing changes.
    reschedule: Post "/calendar/v1/appointments/{id}/reschedule" (id: AppointmentId, RescheduleAppointment)
        => 200 Appointment, Ours, [SlotTaken, ResourceTaken, InvalidTransition];
    /// Cancels an appointment. Its slot is back in inventory at once.
    cancel: Post "/calendar/v1/appointments/{id}/cancel" (id: AppointmentId, CancelAppointment)
        => 200 Appointment, Ours, [InvalidTransition];
    /// Notes that an appointment took place; not before it begins.
    complete: Post "/calendar/v1/appointments/{id}/complete" (id: AppointmentId) => 200 Appointment, Ours, [InvalidTransition];
    /// Notes that nobody came; not before the appointment begins.
    mark_no_show: Post "/calendar/v1/appointments/{id}/no_show" (id: AppointmentId) => 200 Appointment, Ours, [InvalidTransition];
}

impl Appointments<'_> {
    /// Books the first slot that can be won: that of `booking`, then the `alternatives` in their order, under one deadline.
    ///
    /// ```no_run
    /// # use softknack::{Client, ContactId, Slot};
    /// # async fn example(sk: Client, open: Vec<Slot>, contact: ContactId, call_id: &str) -> Result<(), softknack::Error> {
    /// use softknack::NewAppointment;
    ///
    /// let booking = NewAppointment::new(open[0].id, contact, "ac_service");
    /// let alternatives = open[1..].iter().map(|slot| slot.id);
    /// let first = sk.calendar().appointments().book_first_of(booking, alternatives).key_from(("booking", call_id)).await?;
    /// println!("{} at {}, after {} lost", first.appointment.id, first.appointment.starts_at, first.lost.len());
    /// # Ok(()) }
    /// ```
    pub fn book_first_of(
        &self,
        booking: impl Into<NewAppointment>,
        alternatives: impl IntoIterator<Item = impl Into<SlotId>>,
    ) -> BookFirstOf {
        BookFirstOf::new(self.client, booking.into(), alternatives.into_iter().map(Into::into))
    }
}

model! {
    /// A booking of a slot by a contact.
    pub struct Appointment {
        /// The appointment's ID.
        pub id: AppointmentId,
        /// Where it stands; only `booked` moves on.
        pub status: AppointmentStatus,
        /// The slot that it holds.
        pub slot_id: SlotId,
        /// Who booked, or for whom.
        pub contact_id: ContactId,
        /// The slug of the service.
        pub service: Slug,
        /// When it begins.
        pub starts_at: Timestamp,
        /// When it ends.
        pub ends_at: Timestamp,
        /// The resources that it holds.
        pub resource_ids: Vec<ResourceId>,
        /// How many people come.
        pub party_size: u32,
        /// Where the booking came from.
        pub source: AppointmentSource,
        /// Why it was cancelled or moved.
        pub reason: Option<Reason>,
        /// Free words.
        pub notes: Option<Notes>,
        /// The caller's own data.
        pub metadata: Metadata,
        /// The slot that was asked for, where `book_next` won another one.
        pub requested_slot_id: Option<SlotId>,
        /// When it was booked.
        pub created_at: Timestamp,
        /// When it last changed.
        pub updated_at: Timestamp,
    }
}

open_enum! {
    /// Where an appointment stands.
    pub enum AppointmentStatus {
        /// It holds its slot.
        Booked = "booked",
        /// It took place.
        Completed = "completed",
        /// It was cancelled.
        Cancelled = "cancelled",
        /// Nobody came.
        NoShow = "no_show",
    }
}

open_enum! {
    /// Where a booking came from.
    pub enum AppointmentSource {
        /// A program, through the API.
        Api = "api",
        /// A hosted booking page.
        Page = "page",
        /// A voice or chat agent.
        Agent = "agent",
        /// A member of staff.
        Staff = "staff",
    }
}

open_enum! {
    /// What to do when the slot is no longer open.
    pub enum IfTaken {
        /// Refuse with `slot_taken`, and name the next openings.
        Offer = "offer",
        /// Book the next opening of the same service instead.
        BookNext = "book_next",
    }
}

params! {
    /// What to book, and for whom.
    pub struct NewAppointment {
        /// The slot to win.
        pub slot_id: SlotId,
        /// Who books, or for whom.
        pub contact_id: ContactId,
        /// The slug of the service; it must be the slot's.
        #[garde(dive)]
        pub service: Slug,
        /// The resources to hold, one for each of the slot's groups. Default: the first free one of each.
        #[garde(length(max = 32))]
        pub resource_ids: Option<Vec<ResourceId>>,
        /// How many people come. Default: 1.
        #[garde(range(min = 1, max = 1000))]
        pub party_size: Option<u32>,
        /// Free words.
        #[garde(dive)]
        pub notes: Option<Notes>,
        /// The caller's own data.
        #[garde(dive)]
        pub metadata: Option<Metadata>,
        /// What to do when the slot is no longer open. Default: `offer`.
        #[garde(dive)]
        pub if_taken: Option<IfTaken>,
        /// Where the booking came from. Default: `api`.
        #[garde(dive)]
        pub source: Option<AppointmentSource>,
    }
}

filters! {
    /// Which appointments to list.
    pub struct ListAppointments {
        /// Only those that stand here.
        #[garde(dive)]
        pub status: Option<AppointmentStatus>,
        /// Only this contact's.
        pub contact_id: Option<ContactId>,
        /// Only those for this service.
        #[garde(dive)]
        pub service: Option<Slug>,
        /// Only those that begin at this time or later.
        pub from: Option<Timestamp>,
        /// Only those that begin before this time.
        pub to: Option<Timestamp>,
    }
}

params! {
    /// What to change on an appointment.
    pub struct UpdateAppointment {
        /// Free words.
        #[garde(dive)]
        pub notes: Patch<Notes>,
        /// The caller's own data; it replaces what was there.
        #[garde(dive)]
        pub metadata: Option<Metadata>,
    }
}

params! {
    /// Where to move an appointment.
    pub struct RescheduleAppointment {
        /// The slot to win.
        pub slot_id: SlotId,
        /// Why it is moved.
        #[garde(dive)]
        pub reason: Option<Reason>,
    }
}

params! {
    /// Why an appointment is cancelled.
    pub struct CancelAppointment {
        /// Why.
        #[garde(dive)]
        pub reason: Reason,
    }
}

impl From<SlotId> for RescheduleAppointment {
    fn from(slot_id: SlotId) -> Self {
        Self::new(slot_id)
    }
}

impl From<&str> for CancelAppointment {
    fn from(reason: &str) -> Self {
        Self::new(reason)
    }
}
