# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`queue.lines`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from softknack._native import Operation
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.queue import QueueLine

_LINES_GET = Operation("queue.lines.get", QueueLine)


class Lines(SyncResource):
    """Whole lines: how many wait for a type of resource, and for how long."""

    def get(
        self,
        resource_type: str,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueLine:
        """Reads one line.

        Args:
            resource_type: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _LINES_GET,
            {"resourceType": resource_type},
            (None, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> LinesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return LinesWithRawResponse(Lines(self._caller.raw()))


class LinesWithRawResponse:
    """The calls of `queue.lines`, each giving a `Response`."""

    def __init__(self, calls: Lines) -> None:
        self.get = raw_response(calls.get)


class AsyncLines(AsyncResource):
    """Whole lines: how many wait for a type of resource, and for how long."""

    async def get(
        self,
        resource_type: str,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueLine:
        """Reads one line.

        Args:
            resource_type: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _LINES_GET,
            {"resourceType": resource_type},
            (None, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncLinesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncLinesWithRawResponse(AsyncLines(self._caller.raw()))


class AsyncLinesWithRawResponse:
    """The calls of `queue.lines`, each giving a `Response`."""

    def __init__(self, calls: AsyncLines) -> None:
        self.get = async_raw_response(calls.get)
