"""Sessions that renew themselves: the function that gets the next token, as the native half calls it."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from types import CoroutineType
from typing import TYPE_CHECKING, Any, TypeAlias

from softknack._caller import is_awaitable
from softknack._errors import UsageError

if TYPE_CHECKING:
    import asyncio

    from softknack._native import Answer

Renew: TypeAlias = Callable[[], str]
"""Gives the session's next token."""

AsyncRenew: TypeAlias = Callable[[], "str | Awaitable[str]"]
"""Gives the session's next token, or what to await for it."""

_within: ContextVar[object] = ContextVar("softknack_renewing", default=None)
"""The renewal that the running code is of: it cannot wait for itself."""


class Renewal:
    """A function that gets tokens. It is called on a thread of its own; a program that ends waits for it."""

    __slots__ = ("_renew",)

    def __init__(self, renew: Callable[[], Any]) -> None:
        if not callable(renew):
            raise UsageError("softknack: renew_session must be a function that gives the session's next token")
        self._renew = renew

    def is_within(self) -> bool:
        return _within.get() is self

    def begin(self, answer: Answer) -> None:
        """Has it called, and its token given to `answer`."""
        threading.Thread(target=self._run, args=(answer,), name="softknack-renew").start()

    def _run(self, answer: Answer) -> None:
        _within.set(self)
        try:
            answer.give(_token(self._renew(), "; one that is awaited renews the session of an AsyncSoftknack"))
        except BaseException as error:
            answer.fail(error)


class AsyncRenewal(Renewal):
    """The same for a client whose calls are awaited: it is called on the event loop that called last."""

    __slots__ = ("_task", "loop")

    loop: asyncio.AbstractEventLoop
    _task: asyncio.Task[None]

    def begin(self, answer: Answer) -> None:
        self.loop.call_soon_threadsafe(self._start, answer)

    def _start(self, answer: Answer) -> None:
        # A loop keeps only weak references to its tasks.
        self._task = self.loop.create_task(self._run_awaited(answer))

    async def _run_awaited(self, answer: Answer) -> None:
        _within.set(self)
        try:
            token = self._renew()
            answer.give(_token(await token if is_awaitable(token) else token, ""))
        except Exception as error:
            answer.fail(error)
        except BaseException as error:
            # The loop or the program is ending.
            answer.fail(error)
            raise


def _token(token: Any, hint: str) -> str:
    if isinstance(token, str):
        return token
    hint = hint if is_awaitable(token) else ""
    if isinstance(token, CoroutineType):
        token.close()
    raise UsageError(f"softknack: the function that renews the session must give its token, a text{hint}")
