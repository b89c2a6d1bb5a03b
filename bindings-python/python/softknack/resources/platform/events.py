# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`platform.events`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, cast

from softknack._flows import AnyStore, AsyncFollow, Follow, Store
from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.events import AnyEvent, Event
from softknack.models.ids import EventId

_EVENTS_GET = cast("Operation[AnyEvent]", Operation("platform.events.get", Event))
_EVENTS_LIST = cast("Operation[AnyEvent]", Operation("platform.events.list", Event))


class Events(SyncResource):
    """Events: everything that happened, as it was or will be delivered."""

    def get(
        self,
        id: EventId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AnyEvent:
        """Reads one event.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _EVENTS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        type: str | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[AnyEvent]:
        """Lists events, newest first.

        Args:
            type: Only those of this type, or of this pattern of types.
            from_: Only those created at this time or later.
            to: Only those created before this time.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _EVENTS_LIST,
            {"type": type, "from": from_, "to": to, "limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    def follow(
        self,
        store: Store,
        *,
        only: str | None = None,
        since: datetime | None = None,
        poll_every: tuple[float | timedelta, float | timedelta] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Follow:
        """Reads every event from the cursor in a store, which is stored anew after each event that is done.

        Each event is handed out at least once: the one that was not done comes first the next time. Where an
        effect must happen once, let it go through an `Inbox`.

        Args:
            store: Where the cursor is kept: a store, or the path of a file that is one.
            only: Only events of this type, or of this pattern of types, such as `appointment.*`. A stored cursor
                is bound to it.
            since: From what time on, where nothing is stored yet. Default: from the first event that there is.
            poll_every: How often to look for more: after anything up to the first time, and ever later, up to the
                second, while nothing comes. Default: 1 and 15 seconds.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return Follow(
            self._caller,
            store,
            {"only": only, "since": since, "poll_every": poll_every},
            (None, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> EventsWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return EventsWithRawResponse(Events(self._caller.raw()))


class EventsWithRawResponse:
    """The calls of `platform.events`, each giving a `Response`."""

    def __init__(self, calls: Events) -> None:
        self.get = raw_response(calls.get)


class AsyncEvents(AsyncResource):
    """Events: everything that happened, as it was or will be delivered."""

    async def get(
        self,
        id: EventId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AnyEvent:
        """Reads one event.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _EVENTS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        type: str | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[AnyEvent]:
        """Lists events, newest first.

        Args:
            type: Only those of this type, or of this pattern of types.
            from_: Only those created at this time or later.
            to: Only those created before this time.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _EVENTS_LIST,
            {"type": type, "from": from_, "to": to, "limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    def follow(
        self,
        store: AnyStore,
        *,
        only: str | None = None,
        since: datetime | None = None,
        poll_every: tuple[float | timedelta, float | timedelta] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncFollow:
        """Reads every event from the cursor in a store, which is stored anew after each event that is done.

        Each event is handed out at least once: the one that was not done comes first the next time. Where an
        effect must happen once, let it go through an `Inbox`.

        Args:
            store: Where the cursor is kept: a store, or the path of a file that is one.
            only: Only events of this type, or of this pattern of types, such as `appointment.*`. A stored cursor
                is bound to it.
            since: From what time on, where nothing is stored yet. Default: from the first event that there is.
            poll_every: How often to look for more: after anything up to the first time, and ever later, up to the
                second, while nothing comes. Default: 1 and 15 seconds.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return AsyncFollow(
            self._caller,
            store,
            {"only": only, "since": since, "poll_every": poll_every},
            (None, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncEventsWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncEventsWithRawResponse(AsyncEvents(self._caller.raw()))


class AsyncEventsWithRawResponse:
    """The calls of `platform.events`, each giving a `Response`."""

    def __init__(self, calls: AsyncEvents) -> None:
        self.get = async_raw_response(calls.get)
