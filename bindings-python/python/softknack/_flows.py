"""What takes more than one call. The core does it, step by step; what a step asks of the program is done here."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, NoReturn, TypeAlias, TypeVar, cast

from softknack import _native
from softknack._caller import (
    AsyncCaller,
    Caller,
    CallOptions,
    Params,
    Started,
    SyncCaller,
    in_seconds,
    is_awaitable,
    of_running_loop,
)
from softknack._cursors import AsyncCursorStore, CursorStore, FileCursor
from softknack._errors import DecodeError
from softknack._flow_errors import TriedSlot, failure
from softknack._model import Fields, Model
from softknack._response import Response
from softknack.models.calendar import Appointment
from softknack.models.events import AnyEvent, Event
from softknack.models.ids import DeadLetterId
from softknack.models.queue import QueueEntry

if TYPE_CHECKING:
    from softknack._errors import SoftknackError

Store: TypeAlias = "CursorStore | str | os.PathLike[str]"
"""A store, or the path of a file that is one."""

AnyStore: TypeAlias = "AsyncCursorStore | CursorStore | str | os.PathLike[str]"
"""A store whose methods are awaited or not, or the path of a file that is one."""

C = TypeVar("C", bound=Caller)

_Step: TypeAlias = "tuple[str, bytes, dict[str, Any] | None, str | None, list[SoftknackError]]"
_Answers: TypeAlias = Mapping[str, Callable[[bytes], Any]]


class FirstBooked(NamedTuple):
    """The slot that was won, and those that were lost before it."""

    appointment: Appointment
    """The appointment: its `slot_id` says which slot was won."""
    lost: Sequence[TriedSlot]
    """The slots that were lost, in the order in which they were tried."""
    response: Response[Appointment]
    """What came with the appointment: `replayed` says whether an earlier process had won it."""


class Reconciled(Model):
    """What was made up for."""

    dead_letters: int
    """How many dead letters were replayed, or their events handed to the handler."""
    events: int
    """How many further events were handed to the handler."""
    skipped: Sequence[DeadLetterId]
    """The dead letters that were left alone: their endpoint or event is gone, or somebody else was faster."""

    _fields: ClassVar[Fields] = (
        ("dead_letters", "dead_letters", "integer", 0),
        ("events", "events", "integer", 0),
        ("skipped", "skipped", ["id:dlq"], 0),
    )


class _Booked(Model):
    appointment: Appointment
    lost: Sequence[str]

    _fields: ClassVar[Fields] = (("appointment", "appointment", Appointment, 0), ("lost", "lost", ["id:slt"], 0))


class _Flow(Generic[C]):
    """A flow that is about to begin: the same for both clients."""

    def __init__(self, caller: C, name: str, params: Params, options: CallOptions) -> None:
        self._caller = caller
        self._name = name
        self._params = {name: _plain(value) for name, value in params.items()}
        # A report with local variables shows nothing personal, whatever is raised from here on.
        params.clear()
        self._options = caller.defaults.merge(options)

    def run(self: _Flow[SyncCaller], answers: _Answers) -> _Step:
        """Runs it to its end."""
        flow = _native.Flow.begin(self._caller.native, self._name, self._params, self._options, None)
        step = flow.resume(None)
        while step[0] in answers:
            step = flow.resume(answers[step[0]](step[1]))
        return _done(step)

    def events(self: _Flow[SyncCaller], store: CursorStore) -> Iterator[AnyEvent]:
        flow = _native.Flow.begin(self._caller.native, self._name, self._params, self._options, None)
        answers = _of_store(store)
        step = flow.resume(None)
        while True:
            if step[0] == "handle":
                yield _read(Event, step[1])
                step = flow.resume(None)
            elif step[0] in answers:
                step = flow.resume(answers[step[0]](step[1]))
            else:
                _done(step)
                return

    async def run_async(self: _Flow[AsyncCaller], answers: _Answers) -> _Step:
        """Runs it to its end on the running loop. What an answer has to be awaited for is awaited."""
        flow = self._begin()
        step = await _resumed(flow, None)
        while step[0] in answers:
            step = await _resumed(flow, await _awaited(answers[step[0]](step[1])))
        return _done(step)

    async def events_async(self: _Flow[AsyncCaller], store: AsyncCursorStore | CursorStore) -> AsyncIterator[AnyEvent]:
        flow = self._begin()
        answers = _of_store(store)
        step = await _resumed(flow, None)
        while True:
            if step[0] == "handle":
                yield _read(Event, step[1])
                step = await _resumed(flow, None)
            elif step[0] in answers:
                step = await _resumed(flow, await _awaited(answers[step[0]](step[1])))
            else:
                _done(step)
                return

    def _begin(self) -> _native.Flow:
        _, completions = of_running_loop()
        return _native.Flow.begin(self._caller.native, self._name, self._params, self._options, completions)


async def _resumed(flow: _native.Flow, answer: object) -> _Step:
    loop, completions = of_running_loop()
    future = loop.create_future()
    step: _Step = await Started(future, flow.submit(completions, future, answer)).wait()
    return step


async def _awaited(answer: Any) -> Any:
    return await answer if is_awaitable(answer) else answer


def _done(step: _Step) -> _Step:
    kind, written, _, message, errors = step
    if kind != "done":
        raise failure(kind, written, message, errors)
    return step


def _plain(value: Any) -> Any:
    """Times as numbers of seconds, alone and in pairs."""
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in cast("Sequence[Any]", value)]
    return in_seconds(value) if hasattr(value, "total_seconds") else value


def _read(spec: type[Any], written: bytes) -> Any:
    value, fault = _native.read(spec, written)
    if fault is not None:
        # An event: the core leaves those unread.
        place, detail = fault
        message = f"softknack: decode: an event cannot be read at {place or 'its top'}: {detail}"
        raise DecodeError(message, operation="platform.events.list")
    return value


def _parsed(written: bytes) -> Any:
    # Few programs come here, and importing it takes a while.
    import json

    return json.loads(written)


def _of_store(store: Any) -> dict[str, Callable[[bytes], Any]]:
    return {"load": lambda _: store.load(), "save": lambda cursor: store.save(_parsed(cursor))}


def _of_condition(condition: Callable[[QueueEntry], Any]) -> _Answers:
    return {"meets": lambda entry: condition(_read(QueueEntry, entry))}


def _store(store: Any) -> Any:
    return FileCursor(cast("str", store)) if isinstance(store, (str, os.PathLike)) else store


def _handling(store: Any, handler: Callable[[AnyEvent], Any]) -> _Answers:
    return {**_of_store(store), "handle": lambda event: handler(_read(Event, event))}


def _handled(answers: _Answers) -> _Answers:
    """The same where what a handler gives is nobody's."""
    handle = answers["handle"]

    def done(event: bytes) -> Any:
        given = handle(event)
        return _nothing(given) if is_awaitable(given) else None

    return {**answers, "handle": done}


async def _nothing(given: Awaitable[object]) -> None:
    await given


def _first_booked(step: _Step) -> FirstBooked:
    _, written, facts, _, errors = step
    booked = _read(_Booked, written)
    lost = tuple(TriedSlot(slot_id, error) for slot_id, error in zip(booked.lost, errors, strict=True))
    return FirstBooked(booked.appointment, lost, Response(booked.appointment, facts or {}))


def book_first_of(caller: SyncCaller, params: Params, options: CallOptions) -> FirstBooked:
    return _first_booked(_Flow(caller, "calendar.appointments.book_first_of", params, options).run({}))


async def async_book_first_of(caller: AsyncCaller, params: Params, options: CallOptions) -> FirstBooked:
    flow = _Flow(caller, "calendar.appointments.book_first_of", params, options)
    return _first_booked(await flow.run_async({}))


def wait_for_status(caller: SyncCaller, params: Params, options: CallOptions) -> QueueEntry:
    entry: QueueEntry = _read(QueueEntry, _Flow(caller, "queue.entries.wait_for_status", params, options).run({})[1])
    return entry


async def async_wait_for_status(caller: AsyncCaller, params: Params, options: CallOptions) -> QueueEntry:
    flow = _Flow(caller, "queue.entries.wait_for_status", params, options)
    entry: QueueEntry = _read(QueueEntry, (await flow.run_async({}))[1])
    return entry


def wait_until(
    caller: SyncCaller, condition: Callable[[QueueEntry], bool], params: Params, options: CallOptions
) -> QueueEntry:
    flow = _Flow(caller, "queue.entries.wait_until", params, options)
    entry: QueueEntry = _read(QueueEntry, flow.run(_of_condition(condition))[1])
    return entry


async def async_wait_until(
    caller: AsyncCaller,
    condition: Callable[[QueueEntry], bool | Awaitable[bool]],
    params: Params,
    options: CallOptions,
) -> QueueEntry:
    flow = _Flow(caller, "queue.entries.wait_until", params, options)
    entry: QueueEntry = _read(QueueEntry, (await flow.run_async(_of_condition(condition)))[1])
    return entry


class Follow:
    """A reader of events, each at least once, in the order of their IDs.

    ```python
    for event in sk.platform.events.follow("bookings.cursor", only="appointment.*"):
        router.route(event)
    ```

    A loop waits for more and never ends by itself. An event is done when the next one is asked for, and the cursor is
    then stored: where the loop is left, or its body raises, the event comes first the next time. Failures of the
    platform that pass are waited out.
    """

    __slots__ = ("_caller", "_options", "_params", "_store")

    def __init__(self, caller: SyncCaller, store: Store, params: Params, options: CallOptions) -> None:
        self._caller = caller
        self._store: CursorStore = _store(store)
        self._params = params
        self._options = options

    def __iter__(self) -> Iterator[AnyEvent]:
        return self._flow(True).events(self._store)

    def run(self, handler: Callable[[AnyEvent], object]) -> NoReturn:
        """Hands every event to `handler`, one after the other, and waits for more: it ends only by what is raised."""
        self._flow(True).run(_handled(_handling(self._store, handler)))
        raise AssertionError("a reader that waits never ends")

    def catch_up(self, handler: Callable[[AnyEvent], object]) -> int:
        """Hands every event that there is to `handler`, and ends with the last: how many there were."""
        return int(self._flow(False).run(_handled(_handling(self._store, handler)))[1])

    def _flow(self, waits: bool) -> _Flow[SyncCaller]:
        return _Flow(self._caller, "platform.events.follow", self._params | {"waits": waits}, self._options)


class AsyncFollow:
    """A reader of events, each at least once, in the order of their IDs.

    ```python
    async for event in sk.platform.events.follow("bookings.cursor", only="appointment.*"):
        await router.route(event)
    ```

    A loop waits for more and never ends by itself. An event is done when the next one is asked for, and the cursor is
    then stored: where the loop is left, or its body raises, the event comes first the next time. Failures of the
    platform that pass are waited out.
    """

    __slots__ = ("_caller", "_options", "_params", "_store")

    def __init__(self, caller: AsyncCaller, store: AnyStore, params: Params, options: CallOptions) -> None:
        self._caller = caller
        self._store: AsyncCursorStore | CursorStore = _store(store)
        self._params = params
        self._options = options

    def __aiter__(self) -> AsyncIterator[AnyEvent]:
        return self._flow(True).events_async(self._store)

    async def run(self, handler: Callable[[AnyEvent], object]) -> NoReturn:
        """Hands every event to `handler`, one after the other, and waits for more: it ends only by what is raised.

        What the handler gives is awaited where it can be.
        """
        await self._flow(True).run_async(_handled(_handling(self._store, handler)))
        raise AssertionError("a reader that waits never ends")

    async def catch_up(self, handler: Callable[[AnyEvent], object]) -> int:
        """Hands every event that there is to `handler`, and ends with the last: how many there were."""
        return int((await self._flow(False).run_async(_handled(_handling(self._store, handler))))[1])

    def _flow(self, waits: bool) -> _Flow[AsyncCaller]:
        return _Flow(self._caller, "platform.events.follow", self._params | {"waits": waits}, self._options)


class Reconcile:
    """Makes up for what a receiver missed: while it was down, or disabled, or not registered yet."""

    __slots__ = ("_caller", "_options", "_params")

    def __init__(self, caller: SyncCaller, params: Params, options: CallOptions) -> None:
        self._caller = caller
        self._params = params
        self._options = options

    def replay(self) -> Reconciled:
        """Has the platform deliver every dead letter again that was not replayed yet, oldest first.

        Each is replayed under a key of its own: run again after a crash, or by two processes at once, none is replayed
        twice.
        """
        return _reconciled(self._flow(False).run({}))

    def hand_to(self, store: Store, handler: Callable[[AnyEvent], object]) -> Reconciled:
        """Hands to `handler` the event of every dead letter that was not replayed, and then every event since the
        stored cursor, oldest first.

        Most of those events were delivered before: where that matters, let the handler go through an `Inbox`.
        """
        return _reconciled(self._flow(True).run(_handled(_handling(_store(store), handler))))

    def _flow(self, hands: bool) -> _Flow[SyncCaller]:
        return _Flow(self._caller, "platform.reconcile", self._params | {"hands": hands}, self._options)


class AsyncReconcile:
    """Makes up for what a receiver missed: while it was down, or disabled, or not registered yet."""

    __slots__ = ("_caller", "_options", "_params")

    def __init__(self, caller: AsyncCaller, params: Params, options: CallOptions) -> None:
        self._caller = caller
        self._params = params
        self._options = options

    async def replay(self) -> Reconciled:
        """Has the platform deliver every dead letter again that was not replayed yet, oldest first.

        Each is replayed under a key of its own: run again after a crash, or by two processes at once, none is replayed
        twice.
        """
        return _reconciled(await self._flow(False).run_async({}))

    async def hand_to(self, store: AnyStore, handler: Callable[[AnyEvent], object]) -> Reconciled:
        """Hands to `handler` the event of every dead letter that was not replayed, and then every event since the
        stored cursor, oldest first. What the handler gives is awaited where it can be.

        Most of those events were delivered before: where that matters, let the handler go through an `AsyncInbox`.
        """
        return _reconciled(await self._flow(True).run_async(_handled(_handling(_store(store), handler))))

    def _flow(self, hands: bool) -> _Flow[AsyncCaller]:
        return _Flow(self._caller, "platform.reconcile", self._params | {"hands": hands}, self._options)


def _reconciled(step: _Step) -> Reconciled:
    reconciled: Reconciled = _read(Reconciled, step[1])
    return reconciled


def request(caller: SyncCaller, params: Params, options: CallOptions) -> Response[Any]:
    _, written, facts, _, _ = _Flow(caller, "request", params, options).run({})
    return Response(_parsed(written), facts or {})


async def async_request(caller: AsyncCaller, params: Params, options: CallOptions) -> Response[Any]:
    _, written, facts, _, _ = await _Flow(caller, "request", params, options).run_async({})
    return Response(_parsed(written), facts or {})
