# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`calendar.booking_pages`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import EllipsisType
from typing import Literal

from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.calendar import BookingPage, Brand
from softknack.models.ids import BookingPageId

_BOOKING_PAGES_CREATE = Operation("calendar.booking_pages.create", BookingPage)
_BOOKING_PAGES_GET = Operation("calendar.booking_pages.get", BookingPage)
_BOOKING_PAGES_LIST = Operation("calendar.booking_pages.list", BookingPage)
_BOOKING_PAGES_UPDATE = Operation("calendar.booking_pages.update", BookingPage)


class BookingPages(SyncResource):
    """Booking pages: hosted at `/book/{slug}`, and writing through the same contract as everybody else."""

    def create(
        self,
        *,
        slug: str,
        title: str,
        services: Sequence[str],
        timezone: str,
        brand: Brand | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> BookingPage:
        """Creates a booking page.

        Args:
            slug: Its name in its address; no other page may have it.
            title: Its heading.
            services: The slugs of the services that it offers.
            timezone: The zone in which it shows times.
            brand: How it looks. Default: plain.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            AlreadyExistsError: The name is in use: a slug, for one, names one record.
        """
        return self._caller.call(
            _BOOKING_PAGES_CREATE,
            {"slug": slug, "title": title, "services": services, "timezone": timezone, "brand": brand},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def get(
        self,
        id: BookingPageId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> BookingPage:
        """Reads one booking page.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _BOOKING_PAGES_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[BookingPage]:
        """Lists booking pages, newest first.

        Args:
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _BOOKING_PAGES_LIST,
            {"limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    def update(
        self,
        id: BookingPageId,
        *,
        title: str | EllipsisType = ...,
        services: Sequence[str] | EllipsisType = ...,
        timezone: str | EllipsisType = ...,
        brand: Brand | EllipsisType = ...,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> BookingPage:
        """Changes a booking page.

        Args:
            id: Which one.
            title: Its heading.
            services: The slugs of the services that it offers.
            timezone: The zone in which it shows times.
            brand: How it looks.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _BOOKING_PAGES_UPDATE,
            {"id": id, "title": title, "services": services, "timezone": timezone, "brand": brand},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> BookingPagesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return BookingPagesWithRawResponse(BookingPages(self._caller.raw()))


class BookingPagesWithRawResponse:
    """The calls of `calendar.booking_pages`, each giving a `Response`."""

    def __init__(self, calls: BookingPages) -> None:
        self.create = raw_response(calls.create)
        self.get = raw_response(calls.get)
        self.update = raw_response(calls.update)


class AsyncBookingPages(AsyncResource):
    """Booking pages: hosted at `/book/{slug}`, and writing through the same contract as everybody else."""

    async def create(
        self,
        *,
        slug: str,
        title: str,
        services: Sequence[str],
        timezone: str,
        brand: Brand | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> BookingPage:
        """Creates a booking page.

        Args:
            slug: Its name in its address; no other page may have it.
            title: Its heading.
            services: The slugs of the services that it offers.
            timezone: The zone in which it shows times.
            brand: How it looks. Default: plain.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            AlreadyExistsError: The name is in use: a slug, for one, names one record.
        """
        return await self._caller.call(
            _BOOKING_PAGES_CREATE,
            {"slug": slug, "title": title, "services": services, "timezone": timezone, "brand": brand},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def get(
        self,
        id: BookingPageId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> BookingPage:
        """Reads one booking page.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _BOOKING_PAGES_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[BookingPage]:
        """Lists booking pages, newest first.

        Args:
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _BOOKING_PAGES_LIST,
            {"limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    async def update(
        self,
        id: BookingPageId,
        *,
        title: str | EllipsisType = ...,
        services: Sequence[str] | EllipsisType = ...,
        timezone: str | EllipsisType = ...,
        brand: Brand | EllipsisType = ...,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> BookingPage:
        """Changes a booking page.

        Args:
            id: Which one.
            title: Its heading.
            services: The slugs of the services that it offers.
            timezone: The zone in which it shows times.
            brand: How it looks.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _BOOKING_PAGES_UPDATE,
            {"id": id, "title": title, "services": services, "timezone": timezone, "brand": brand},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncBookingPagesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncBookingPagesWithRawResponse(AsyncBookingPages(self._caller.raw()))


class AsyncBookingPagesWithRawResponse:
    """The calls of `calendar.booking_pages`, each giving a `Response`."""

    def __init__(self, calls: AsyncBookingPages) -> None:
        self.create = async_raw_response(calls.create)
        self.get = async_raw_response(calls.get)
        self.update = async_raw_response(calls.update)
