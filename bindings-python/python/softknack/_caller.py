"""How a call is made: the one place where the faces meet the native door."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar, cast

from softknack import _native
from softknack._errors import ConfigurationError
from softknack._response import Response

if TYPE_CHECKING:
    import asyncio
    import logging

    from softknack._native import Operation
    from softknack._pages import AsyncItemList, ItemList

T = TypeVar("T")

Params: TypeAlias = dict[str, Any]
"""The parameters of a call, by their names on the wire."""

CallOptions: TypeAlias = tuple["str | None", "str | None", "float | timedelta | None", "Mapping[str, str] | None"]
"""What a call sets for itself: its key, its correlation ID, its time in all, further headers."""


class Defaults(NamedTuple):
    """What holds for the calls of a client that set nothing of their own."""

    correlation_id: str | None = None
    timeout: float | None = None
    attempt_timeout: float | None = None
    max_retries: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    correlation: Callable[[], str | None] | None = None

    def merge(self, options: CallOptions) -> tuple[Any, ...] | None:
        """The options of a call as the native door takes them, or none where nothing is set."""
        key, correlation_id, timeout, headers = options
        if correlation_id is None:
            correlation_id = self.correlation_id
            if correlation_id is None and self.correlation is not None:
                correlation_id = self.correlation()
        seconds = self.timeout if timeout is None else in_seconds(timeout)
        pairs: Any = self.headers
        if headers is not None:
            # What are no headers is refused by the door, which names the option.
            pairs = [*pairs, *headers.items()] if hasattr(headers, "items") else headers
        merged = (key, correlation_id, seconds, self.attempt_timeout, self.max_retries, pairs or None)
        return None if merged == _NOTHING else merged


_NOTHING = (None, None, None, None, None, None)
_UNSET = (None, None, None, None)
_NO_DEFAULTS = Defaults()
_INFO = 20


def in_seconds(time: float | timedelta) -> float:
    return time.total_seconds() if isinstance(time, timedelta) else time


def is_traced() -> bool:
    """Whether the program traces: it has imported OpenTelemetry's API by then."""
    return "opentelemetry.trace" in sys.modules


_logger: logging.Logger | None = None


def is_observed() -> bool:
    """Whether anybody looks. A program that has not imported `logging` does not."""
    global _logger
    if _logger is None and (module := sys.modules.get("logging")) is not None:
        _logger = module.getLogger("softknack")
    return is_traced() or (_logger is not None and _logger.isEnabledFor(_INFO))


class _Emptied:
    """Empties parameters where something is raised, so that a report with local variables shows nothing personal."""

    __slots__ = ("_params",)

    def __init__(self, params: Params) -> None:
        self._params = params

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if kind is not None:
            self._params.clear()


class Caller:
    """What both callers are made of. The parameters that they are given are theirs: see `_Emptied`."""

    __slots__ = ("_defaults", "_has_defaults", "_native")

    def __init__(self, native: _native.Client | None, defaults: Defaults) -> None:
        self._native = native
        self._defaults = defaults
        self._has_defaults = defaults != _NO_DEFAULTS

    @property
    def is_closed(self) -> bool:
        return self._native is None

    @property
    def native(self) -> _native.Client:
        if self._native is None:
            raise ConfigurationError("softknack: configuration: the client is closed: make another")
        return self._native

    @property
    def defaults(self) -> Defaults:
        return self._defaults

    def _merged(self, options: CallOptions) -> tuple[Any, ...] | None:
        # Most calls set nothing.
        return self._defaults.merge(options) if self._has_defaults or options != _UNSET else None


class SyncCaller(Caller):
    """Calls, and waits for the answer."""

    __slots__ = ()

    def call(self, operation: Operation[T], params: Params, options: CallOptions) -> T:
        try:
            merged = self._merged(options)
            if is_observed():
                return self._respond(operation, params, merged).value
            return cast("T", self.native.execute(operation, params, merged, False))
        except BaseException:
            # As `_Emptied` does, which takes longer.
            params.clear()
            raise

    def list(self, operation: Operation[T], params: Params, options: CallOptions) -> ItemList[T]:
        from softknack._pages import ItemList

        with _Emptied(params):
            return ItemList(self, operation, params, self._merged(options))

    def page(self, operation: Operation[Any], params: Params, merged: tuple[Any, ...] | None) -> Response[Any]:
        return self._respond(operation, params, merged)

    def start(self, operation: Operation[Any], params: Params, merged: tuple[Any, ...] | None) -> _native.Pending:
        with _Emptied(params):
            return self.native.start(operation, params, merged)

    def raw(self) -> SyncCaller:
        return RawSyncCaller(self._native, self._defaults)

    def _respond(self, operation: Operation[T], params: Params, merged: tuple[Any, ...] | None) -> Response[T]:
        from softknack import _observe

        with _Emptied(params), _observe.call(operation.name, merged) as (merged, observed):
            value, facts = self.native.execute(operation, params, merged, True)
            response = Response[T](value, facts)
            observed(response)
            return response


class RawSyncCaller(SyncCaller):
    """Gives the whole answer where `SyncCaller` gives its value; `raw_response` tells that to type checkers."""

    __slots__ = ()

    def call(self, operation: Operation[T], params: Params, options: CallOptions) -> T:
        with _Emptied(params):
            return cast("T", self._respond(operation, params, self._merged(options)))


class Started:
    """A call under way on an event loop."""

    __slots__ = ("_future", "_ticket")

    def __init__(self, future: asyncio.Future[Any], ticket: _native.Ticket) -> None:
        self._future = future
        self._ticket = ticket

    async def wait(self) -> Any:
        try:
            return await self._future
        except BaseException:
            # Where it was the call itself that failed there is nothing left to cancel.
            self._ticket.cancel()
            raise

    def cancel(self) -> None:
        self._ticket.cancel()
        if not self._future.cancel() and not self._future.cancelled():
            # An error that nobody will look at is none.
            self._future.exception()


class AsyncCaller(Caller):
    """Calls, and lets the event loop go on until the answer is there."""

    __slots__ = ()

    async def call(self, operation: Operation[T], params: Params, options: CallOptions) -> T:
        ticket = None
        try:
            merged = self._merged(options)
            if is_observed():
                return (await self._respond(operation, params, merged)).value
            future, ticket = self._submit(operation, params, merged, False)
            return cast("T", await future)
        except BaseException:
            # As `Started` and `_Emptied` do, which take longer.
            if ticket is not None:
                ticket.cancel()
            params.clear()
            raise

    def list(self, operation: Operation[T], params: Params, options: CallOptions) -> AsyncItemList[T]:
        from softknack._pages import AsyncItemList

        with _Emptied(params):
            return AsyncItemList(self, operation, params, self._merged(options))

    async def page(self, operation: Operation[Any], params: Params, merged: tuple[Any, ...] | None) -> Response[Any]:
        return await self._respond(operation, params, merged)

    def start(self, operation: Operation[Any], params: Params, merged: tuple[Any, ...] | None) -> Started:
        with _Emptied(params):
            return Started(*self._submit(operation, params, merged, True))

    def raw(self) -> AsyncCaller:
        return RawAsyncCaller(self._native, self._defaults)

    def _submit(
        self, operation: Operation[Any], params: Params, merged: tuple[Any, ...] | None, with_response: bool
    ) -> tuple[asyncio.Future[Any], _native.Ticket]:
        loop, completions = of_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        if completions.is_idle:
            # First: were this thread interrupted after it, no later call would have what waits sent.
            loop.call_soon(completions.send)
        return future, self.native.submit(completions, future, operation, params, merged, with_response)

    async def _respond(self, operation: Operation[T], params: Params, merged: tuple[Any, ...] | None) -> Response[T]:
        from softknack import _observe

        with _Emptied(params), _observe.call(operation.name, merged) as (merged, observed):
            value, facts = await Started(*self._submit(operation, params, merged, True)).wait()
            response = Response[T](value, facts)
            observed(response)
            return response


class RawAsyncCaller(AsyncCaller):
    """As `RawSyncCaller`."""

    __slots__ = ()

    async def call(self, operation: Operation[T], params: Params, options: CallOptions) -> T:
        with _Emptied(params):
            return cast("T", await self._respond(operation, params, self._merged(options)))


class _Running(threading.local):
    """The loop that last called on this thread, with its queue: nearly always the one that calls again."""

    loop: asyncio.AbstractEventLoop | None = None
    completions: _native.Completions | None = None


_running = _Running()
_get_running_loop: Callable[[], asyncio.AbstractEventLoop] | None = None


def of_running_loop() -> tuple[asyncio.AbstractEventLoop, _native.Completions]:
    global _get_running_loop
    if _get_running_loop is None:
        from asyncio import get_running_loop

        _get_running_loop = get_running_loop
    loop = _get_running_loop()
    completions = _running.completions
    if _running.loop is not loop or completions is None:
        completions = _native.Completions()
        watched = completions.bind(loop, True)
        try:
            if watched is not None:
                loop.add_reader(watched, completions.drain)
        except NotImplementedError:
            completions.bind(loop, False)
        _running.loop, _running.completions = loop, completions
    return loop, completions


def forget_loops() -> None:
    """Leaves a parent's queues to the parent, after a fork."""
    _running.loop = _running.completions = None


def is_awaitable(given: object) -> bool:
    # With it come half a dozen modules, which a program that awaits has anyway.
    from inspect import isawaitable

    return isawaitable(given)
