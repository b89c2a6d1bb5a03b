# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""The products of both clients."""

from __future__ import annotations

from softknack._resource import AsyncResource, SyncResource
from softknack.resources.calendar import AsyncCalendar, Calendar
from softknack.resources.crm import AsyncCrm, Crm
from softknack.resources.notifications import AsyncNotifications, Notifications
from softknack.resources.platform import AsyncPlatform, Platform
from softknack.resources.queue import AsyncQueue, Queue


class Products(SyncResource):
    """The products, each with its resources."""

    @property
    def calendar(self) -> Calendar:
        """The resources of `calendar`: `availability`, `slots`, `appointments`, `services`, `resources`,
        `schedules`, `booking_pages`.
        """
        return Calendar(self._caller)

    @property
    def queue(self) -> Queue:
        """SK Queue: fair lines. Nobody is moved by hand: whoever fits and came first goes first."""
        return Queue(self._caller)

    @property
    def crm(self) -> Crm:
        """The resources of `crm`: `contacts`."""
        return Crm(self._caller)

    @property
    def notifications(self) -> Notifications:
        """The resources of `notifications`: `messages`."""
        return Notifications(self._caller)

    @property
    def platform(self) -> Platform:
        """The resources of `platform`: `webhooks`, `events`, `deliveries`, `dead_letters`, `audit`."""
        return Platform(self._caller)


class AsyncProducts(AsyncResource):
    """The products, each with its resources."""

    @property
    def calendar(self) -> AsyncCalendar:
        """The resources of `calendar`: `availability`, `slots`, `appointments`, `services`, `resources`,
        `schedules`, `booking_pages`.
        """
        return AsyncCalendar(self._caller)

    @property
    def queue(self) -> AsyncQueue:
        """SK Queue: fair lines. Nobody is moved by hand: whoever fits and came first goes first."""
        return AsyncQueue(self._caller)

    @property
    def crm(self) -> AsyncCrm:
        """The resources of `crm`: `contacts`."""
        return AsyncCrm(self._caller)

    @property
    def notifications(self) -> AsyncNotifications:
        """The resources of `notifications`: `messages`."""
        return AsyncNotifications(self._caller)

    @property
    def platform(self) -> AsyncPlatform:
        """The resources of `platform`: `webhooks`, `events`, `deliveries`, `dead_letters`, `audit`."""
        return AsyncPlatform(self._caller)
