"""What resources share."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar, cast

from softknack._caller import AsyncCaller, SyncCaller
from softknack._response import Response

P = ParamSpec("P")
T = TypeVar("T")


class SyncResource:
    """A group of operations whose methods wait."""

    __slots__ = ("_caller",)

    def __init__(self, caller: SyncCaller) -> None:
        self._caller = caller


class AsyncResource:
    """A group of operations whose methods are awaited."""

    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller


def raw_response(method: Callable[P, T]) -> Callable[P, Response[T]]:
    """The method of a raw caller, as it is: it gives a whole answer."""
    return cast("Callable[P, Response[T]]", method)


def async_raw_response(method: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, Response[T]]]:
    """The method of a raw caller, as it is: it gives a whole answer."""
    return cast("Callable[P, Coroutine[Any, Any, Response[T]]]", method)
