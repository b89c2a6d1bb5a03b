//! SK Calendar: availability is a read, a booking is a conditional write, and the database decides one winner.

pub mod appointments;
pub mod availability;
pub mod booking_pages;
pub mod resources;
pub mod schedules;
pub mod services;
pub mod slots;

pub use appointments::{
    Appointment, AppointmentSource, AppointmentStatus, CancelAppointment, IfTaken, ListAppointments, NewAppointment,
    RescheduleAppointment, UpdateAppointment,
};
pub use availability::ListAvailability;
pub use booking_pages::{BookingPage, Brand, ListBookingPages, NewBookingPage, UpdateBookingPage};
pub use resources::{ListResources, NewResource, Resource, ResourceKind, UpdateResource};
pub use schedules::{ListSchedules, NewSchedule, OpeningHours, Schedule, ScheduleException, Weekday, WeeklyHours};
pub use services::{Channel, ListServices, NewService, ReminderOffsets, Service, UpdateService};
pub use slots::{NewSlot, Slot, SlotResources, SlotStatus};

super::product! {
    /// SK Calendar: what can be booked, and bookings.
    pub struct Calendar {
        /// Open slots.
        availability: availability::Availability<'a>,
        /// Single slots: reading, opening and closing them.
        slots: slots::Slots<'a>,
        /// Bookings.
        appointments: appointments::Appointments<'a>,
        /// What can be booked.
        services: services::Services<'a>,
        /// The people, rooms, tables and devices that bookings hold.
        resources: resources::Resources<'a>,
        /// Opening hours, from which slots are made.
        schedules: schedules::Schedules<'a>,
        /// Hosted pages on which people book for themselves.
        booking_pages: booking_pages::BookingPages<'a>,
    }
}
