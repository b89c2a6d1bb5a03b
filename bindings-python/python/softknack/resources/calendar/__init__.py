# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`calendar`: the same methods on both clients."""

from __future__ import annotations

from softknack._resource import AsyncResource, SyncResource
from softknack.resources.calendar.appointments import Appointments, AsyncAppointments
from softknack.resources.calendar.availability import AsyncAvailability, Availability
from softknack.resources.calendar.booking_pages import AsyncBookingPages, BookingPages
from softknack.resources.calendar.resources import AsyncResources, Resources
from softknack.resources.calendar.schedules import AsyncSchedules, Schedules
from softknack.resources.calendar.services import AsyncServices, Services
from softknack.resources.calendar.slots import AsyncSlots, Slots


class Calendar(SyncResource):
    """The resources of `calendar`: `availability`, `slots`, `appointments`, `services`, `resources`, `schedules`,
    `booking_pages`.
    """

    @property
    def availability(self) -> Availability:
        """What can be booked: a read, which promises nothing until a booking is made."""
        return Availability(self._caller)

    @property
    def slots(self) -> Slots:
        """Slots: the times that can be booked. Schedules make most of them; staff can open and close single ones."""
        return Slots(self._caller)

    @property
    def appointments(self) -> Appointments:
        """Bookings. Each is a conditional write: of any number of requests for one slot, as many win as it has room
        for.
        """
        return Appointments(self._caller)

    @property
    def services(self) -> Services:
        """Services: what can be booked. A service is addressed by its slug, such as `ac_service`."""
        return Services(self._caller)

    @property
    def resources(self) -> Resources:
        """Resources: the people, rooms, tables and devices that bookings hold. No two appointments hold one at one
        time.
        """
        return Resources(self._caller)

    @property
    def schedules(self) -> Schedules:
        """Schedules: weekly opening hours in a time zone. From each, slots are made as far ahead as its horizon
        reaches.
        """
        return Schedules(self._caller)

    @property
    def booking_pages(self) -> BookingPages:
        """Booking pages: hosted at `/book/{slug}`, and writing through the same contract as everybody else."""
        return BookingPages(self._caller)


class AsyncCalendar(AsyncResource):
    """The resources of `calendar`: `availability`, `slots`, `appointments`, `services`, `resources`, `schedules`,
    `booking_pages`.
    """

    @property
    def availability(self) -> AsyncAvailability:
        """What can be booked: a read, which promises nothing until a booking is made."""
        return AsyncAvailability(self._caller)

    @property
    def slots(self) -> AsyncSlots:
        """Slots: the times that can be booked. Schedules make most of them; staff can open and close single ones."""
        return AsyncSlots(self._caller)

    @property
    def appointments(self) -> AsyncAppointments:
        """Bookings. Each is a conditional write: of any number of requests for one slot, as many win as it has room
        for.
        """
        return AsyncAppointments(self._caller)

    @property
    def services(self) -> AsyncServices:
        """Services: what can be booked. A service is addressed by its slug, such as `ac_service`."""
        return AsyncServices(self._caller)

    @property
    def resources(self) -> AsyncResources:
        """Resources: the people, rooms, tables and devices that bookings hold. No two appointments hold one at one
        time.
        """
        return AsyncResources(self._caller)

    @property
    def schedules(self) -> AsyncSchedules:
        """Schedules: weekly opening hours in a time zone. From each, slots are made as far ahead as its horizon
        reaches.
        """
        return AsyncSchedules(self._caller)

    @property
    def booking_pages(self) -> AsyncBookingPages:
        """Booking pages: hosted at `/book/{slug}`, and writing through the same contract as everybody else."""
        return AsyncBookingPages(self._caller)
