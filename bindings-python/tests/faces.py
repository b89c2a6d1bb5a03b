"""An awaited client as one that waits, so that a scenario that is written once is run with both."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

from softknack import AsyncItemList, AsyncReconcile


class Blocking:
    def __init__(self, inner: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._inner = inner
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        return blocking(getattr(self._inner, name), self._loop)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return blocking(self._inner(*args, **kwargs), self._loop)

    def __iter__(self) -> Iterator[Any]:
        iterator = self._inner.__aiter__()
        while True:
            try:
                yield self._loop.run_until_complete(anext(iterator))
            except StopAsyncIteration:
                return

    def __repr__(self) -> str:
        return repr(self._inner)


def blocking(value: Any, loop: asyncio.AbstractEventLoop) -> Any:
    if inspect.isawaitable(value):
        return loop.run_until_complete(_awaited(value))
    is_ours = type(value).__module__.startswith("softknack.resources") or isinstance(
        value, (AsyncItemList, AsyncReconcile)
    )
    if is_ours or callable(value) or hasattr(value, "__aiter__") or type(value).__name__ == "AsyncSoftknack":
        return Blocking(value, loop)
    return value


async def _awaited(value: Any) -> Any:
    return await value
