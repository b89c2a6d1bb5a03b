"""Sessions that renew themselves: the function that gets the next token, as the native half calls it."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any, TypeAlias

from softknack._errors import UsageError

Renew: TypeAlias = Callable[[], str]
"""Gives the session's next token."""

AsyncRenew: TypeAlias = Callable[[], "str | Awaitable[str]"]
"""Gives the session's next token, or what to await for it."""

_within: ContextVar[object] = ContextVar("softknack_renewing", default=None)
"""The renewal that the running code is of: it cannot wait for itself."""


class Renewal:
    """A function that gets tokens. It is called on a thread of its own, on which nobody waits."""

    __slots__ = ("_renew",)

    def __init__(self, renew: Callable[[], Any]) -> None:
        if not callable(renew):
            raise UsageError("softknack: renew_session must be a function that gives the session's next token")
        self._renew = renew

    def is_within(self) -> bool:
        return _within.get() is self

    def __call__(self) -> str:
        _within.set(self)
        return _token(self._renew(), "of an AsyncSoftknack")


class AsyncRenewal(Renewal):
    """The same for a client whose calls are awaited: it is called on the event loop that called last."""

    __slots__ = ("loop",)

    loop: asyncio.AbstractEventLoop

    def __call__(self) -> str:
        _within.set(self)
        renewing = self._awaited()
        try:
            token = asyncio.run_coroutine_threadsafe(renewing, self.loop)
        except BaseException:
            # The loop is closed.
            renewing.close()
            raise
        return token.result()

    async def _awaited(self) -> str:
        token = self._renew()
        return _token(await token if inspect.isawaitable(token) else token, "")


def _token(token: Any, awaited_by: str) -> str:
    if isinstance(token, str):
        return token
    if inspect.iscoroutine(token):
        token.close()
    hint = f"; one that is awaited renews the session {awaited_by}" if inspect.isawaitable(token) else ""
    raise UsageError(f"softknack: the function that renews the session must give its token, a text{hint}")
