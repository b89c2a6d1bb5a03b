"""Effects that happen once, though an event is delivered more than once.

```python
inbox = Inbox("send-confirmation", MemoryInbox())
match inbox.once(event.id, lambda: send_confirmation(event)):
    case Applied() | AppliedBefore():
        return 204
    case InProgress():
        return 503  # should the other one fail, the delivery comes again
```

Every delivery may come again: because an answer was lost, or because somebody replayed it. What happened is told by the
event's `id`, the one inside the signed body. An inbox claims the ID for a while, runs the effect and notes that it is
done. A handler that fails lets go of its claim; one that dies loses it when the lease ends.

An effect and the note about it are two steps. Where both lie in one database, let `commit` be part of the effect's own
transaction. Where they do not, a crash between them repeats the effect, and it should carry a key of its own, such as
an `idempotency_key` derived from the event's ID.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, NoReturn, Protocol, TypeAlias, TypeVar, overload

from softknack import _native
from softknack._caller import in_seconds, is_awaitable
from softknack._errors import SoftknackError
from softknack.models.ids import EventId

__all__ = [
    "DEFAULT_LEASE",
    "Applied",
    "AppliedBefore",
    "AsyncInbox",
    "AsyncInboxStore",
    "Claim",
    "Done",
    "Effect",
    "Held",
    "InProgress",
    "Inbox",
    "InboxError",
    "InboxKey",
    "InboxStore",
    "LeaseLostError",
    "MemoryInbox",
    "Won",
]

DEFAULT_LEASE: Final = 60.0
"""How many seconds a claim holds, unless told otherwise."""

T = TypeVar("T")


class InboxKey(NamedTuple):
    """What is done once: the event's effect in one handler. Another handler of the event has an effect of its own."""

    handler: str
    """The name of the handler."""
    event_id: EventId
    """The event."""


class Won(NamedTuple):
    """The claim is the caller's now."""

    attempt: int
    """The number of the claim: it counts the claims of the key from 1, and names this one."""


class Done(NamedTuple):
    """The effect has happened."""


class Held(NamedTuple):
    """Another claim holds."""

    until: datetime
    """Until when, unless it is let go of earlier."""


Claim: TypeAlias = "Won | Done | Held"
"""What a store answers to a claim."""


if TYPE_CHECKING or sys.version_info >= (3, 11):

    class Applied(NamedTuple, Generic[T]):
        """The effect happened now."""

        value: T
        """What it gave."""

else:

    class Applied(NamedTuple):
        """The effect happened now."""

        value: Any
        """What it gave."""


class AppliedBefore(NamedTuple):
    """The effect happened on an earlier delivery: accept this one, too."""


class InProgress(NamedTuple):
    """The effect is happening elsewhere: answer 503, so that the delivery comes again should that one fail."""

    until: datetime
    """When the other claim ends at the latest."""


Effect: TypeAlias = "Applied[T] | AppliedBefore | InProgress"
"""What became of an effect."""


class InboxError(SoftknackError):
    """The store of an inbox failed: its cause says how."""

    @property
    def applied(self) -> bool:
        """Whether the effect had happened by then, so that the next delivery may repeat it."""
        return bool(self._facts["applied"])


class LeaseLostError(InboxError):
    """The effect happened, but it took longer than its lease, and another delivery claimed it meanwhile."""


class InboxStore(Protocol):
    """Where claims and outcomes are kept.

    Each method is one atomic step. In SQL `claim` is an `INSERT … ON CONFLICT DO UPDATE … WHERE` that takes a row which
    is new, let go of, or past its lease, and adds one to its attempt. Keep what is done for longer than dead letters
    are kept.
    """

    def claim(self, key: InboxKey, now: datetime, until: datetime, /) -> Claim:
        """Claims the key until `until`, where it is neither done nor held at `now`."""
        ...

    def commit(self, key: InboxKey, attempt: int, /) -> bool:
        """Notes that the effect has happened; false where the claim of that `attempt` is no longer the key's."""
        ...

    def release(self, key: InboxKey, attempt: int, /) -> bool:
        """Lets go of the claim, so that the next delivery tries again; false where it is no longer the key's."""
        ...


class AsyncInboxStore(Protocol):
    """An `InboxStore` whose methods are awaited."""

    async def claim(self, key: InboxKey, now: datetime, until: datetime, /) -> Claim:
        """Claims the key until `until`, where it is neither done nor held at `now`."""
        ...

    async def commit(self, key: InboxKey, attempt: int, /) -> bool:
        """Notes that the effect has happened; false where the claim of that `attempt` is no longer the key's."""
        ...

    async def release(self, key: InboxKey, attempt: int, /) -> bool:
        """Lets go of the claim, so that the next delivery tries again; false where it is no longer the key's."""
        ...


class _Inbox:
    __slots__ = ("_clock", "_handler", "_lease", "_store")

    def __init__(
        self,
        handler: str,
        store: Any,
        *,
        lease: float | timedelta = DEFAULT_LEASE,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._handler = handler
        self._store = store
        self._lease = timedelta(seconds=in_seconds(lease))
        self._clock = clock

    def _claim(self, event_id: EventId) -> tuple[InboxKey, datetime, datetime]:
        now = datetime.now(timezone.utc) if self._clock is None else self._clock()
        return InboxKey(self._handler, event_id), now, now + self._lease

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._handler!r}, {self._store!r})"


class Inbox(_Inbox):
    """Runs effects once for each event.

    Args:
        handler: The name of the handler, which must stay the same from one release to the next.
        store: Where claims and outcomes are kept: `MemoryInbox()`, or one of yours.
        lease: How long a claim holds, in seconds: longer than the effect ever takes.
        clock: What the time is. Default: the system's clock.
    """

    __slots__ = ()

    _store: InboxStore

    def __init__(
        self,
        handler: str,
        store: InboxStore,
        *,
        lease: float | timedelta = DEFAULT_LEASE,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        super().__init__(handler, store, lease=lease, clock=clock)

    def once(self, event_id: EventId, effect: Callable[[], T]) -> Effect[T]:
        """Runs `effect`, unless it has happened for this event or is happening. What it raises is raised.

        Raises:
            InboxError: The store failed.
            LeaseLostError: The effect took longer than the lease.
        """
        key, now, until = self._claim(event_id)
        try:
            claim = self._store.claim(key, now, until)
        except Exception as error:
            _failed(error, applied=False)
        if not isinstance(claim, Won):
            return _elsewhere(claim)
        try:
            value = effect()
        except BaseException:
            # What was raised has to be heard of; a claim that could not be let go of ends with its lease.
            with suppress(Exception):
                self._store.release(key, claim.attempt)
            raise
        try:
            is_committed = self._store.commit(key, claim.attempt)
        except Exception as error:
            _failed(error, applied=True)
        return Applied(value) if is_committed else _late()


class AsyncInbox(_Inbox):
    """Runs effects once for each event. What effect and store give is awaited where it can be.

    Args:
        handler: The name of the handler, which must stay the same from one release to the next.
        store: Where claims and outcomes are kept: `MemoryInbox()`, or one of yours.
        lease: How long a claim holds, in seconds: longer than the effect ever takes.
        clock: What the time is. Default: the system's clock.
    """

    __slots__ = ()

    def __init__(
        self,
        handler: str,
        store: AsyncInboxStore | InboxStore,
        *,
        lease: float | timedelta = DEFAULT_LEASE,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        super().__init__(handler, store, lease=lease, clock=clock)

    @overload
    async def once(self, event_id: EventId, effect: Callable[[], Awaitable[T]]) -> Effect[T]: ...
    @overload
    async def once(self, event_id: EventId, effect: Callable[[], T]) -> Effect[T]: ...
    async def once(self, event_id: EventId, effect: Callable[[], Any]) -> Effect[Any]:
        """Runs `effect`, unless it has happened for this event or is happening. What it raises is raised.

        Raises:
            InboxError: The store failed.
            LeaseLostError: The effect took longer than the lease.
        """
        key, now, until = self._claim(event_id)
        try:
            claim: Claim = await _awaited(self._store.claim(key, now, until))
        except Exception as error:
            _failed(error, applied=False)
        if not isinstance(claim, Won):
            return _elsewhere(claim)
        try:
            value = await _awaited(effect())
        except BaseException:
            # What was raised has to be heard of; a claim that could not be let go of ends with its lease.
            with suppress(Exception):
                await _awaited(self._store.release(key, claim.attempt))
            raise
        try:
            is_committed: bool = await _awaited(self._store.commit(key, claim.attempt))
        except Exception as error:
            _failed(error, applied=True)
        return Applied(value) if is_committed else _late()


class MemoryInbox:
    """A store in this process's memory: for tests, and for effects that need not outlive the process."""

    __slots__ = ("_entries", "_lock")

    def __init__(self) -> None:
        # For each key: how often it was claimed, and until when it is held; or that it is done, or free.
        self._entries: dict[InboxKey, tuple[int, datetime | bool]] = {}
        self._lock = threading.Lock()

    def claim(self, key: InboxKey, now: datetime, until: datetime, /) -> Claim:
        with self._lock:
            attempt, state = self._entries.get(key, (0, False))
            if state is True:
                return Done()
            if isinstance(state, datetime) and state > now:
                return Held(state)
            self._entries[key] = (attempt + 1, until)
            return Won(attempt + 1)

    def commit(self, key: InboxKey, attempt: int, /) -> bool:
        return self._settle(key, attempt, True)

    def release(self, key: InboxKey, attempt: int, /) -> bool:
        return self._settle(key, attempt, False)

    def forget_before(self, at: datetime) -> None:
        """Forgets the events that were made before `at`, to bound the memory. One that comes again is then new."""
        first = at.timestamp() * 1000
        with self._lock:
            for key, (_, state) in list(self._entries.items()):
                made = _native.id_time(key.event_id)
                if not isinstance(state, datetime) and made is not None and made < first:
                    del self._entries[key]

    def _settle(self, key: InboxKey, attempt: int, state: bool) -> bool:
        with self._lock:
            claimed, held = self._entries.get(key, (0, False))
            if claimed != attempt or not isinstance(held, datetime):
                return False
            self._entries[key] = (attempt, state)
            return True

    def __repr__(self) -> str:
        return f"MemoryInbox({len(self._entries)} events)"


async def _awaited(given: Any) -> Any:
    return await given if is_awaitable(given) else given


def _elsewhere(claim: Done | Held) -> AppliedBefore | InProgress:
    return AppliedBefore() if isinstance(claim, Done) else InProgress(claim.until)


def _failed(error: Exception, *, applied: bool) -> NoReturn:
    when = "after" if applied else "before"
    message = f"softknack: inbox: the store failed {when} the effect: {type(error).__name__}"
    raise InboxError(message, applied=applied) from error


def _late() -> NoReturn:
    message = "softknack: inbox: the effect took longer than its lease: another delivery has claimed it"
    raise LeaseLostError(message, applied=True)
