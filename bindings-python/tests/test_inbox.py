"""Effects that happen once, whatever fails in between."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from softknack import AsyncInbox, Inbox, InboxError, LeaseLostError, MemoryInbox
from softknack.inbox import Applied, AppliedBefore, InProgress
from softknack.models.ids import EventId

EVENT = EventId("evt_01J9X4T5V6W7X8Y9Z0A1B2C3D4")
OTHER = EventId("evt_01J9X4T5V6W7X8Y9Z0A1B2C3D5")
NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)

Once = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def inbox_of(request: pytest.FixtureRequest) -> Callable[..., Once]:
    """Gives `once` of an inbox of one face or the other."""

    def made(store: Any, **options: Any) -> Once:
        if request.param == "sync":
            return Inbox("confirm", store, **options).once
        once = AsyncInbox("confirm", Awaited(store), **options).once

        def waited(event_id: EventId, effect: Callable[[], Any]) -> Any:
            async def awaited() -> Any:
                await asyncio.sleep(0)
                return effect()

            return asyncio.run(once(event_id, awaited))

        return waited

    return made


class Awaited:
    """A store whose methods are awaited."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        async def method(*arguments: Any) -> Any:
            await asyncio.sleep(0)
            return getattr(self._store, name)(*arguments)

        return method


def test_an_effect_happens_once(inbox_of: Any) -> None:
    store = MemoryInbox()
    once = inbox_of(store)
    assert once(EVENT, lambda: "sent") == Applied("sent")
    assert once(EVENT, lambda: pytest.fail("twice")) == AppliedBefore()
    assert once(OTHER, lambda: 2) == Applied(2)
    # Another handler of the same event has an effect of its own.
    assert Inbox("bill", store).once(EVENT, lambda: 3) == Applied(3)


def test_one_that_fails_is_tried_again_and_one_that_dies_when_its_lease_ends(inbox_of: Any) -> None:
    store, now = MemoryInbox(), NOON
    once = inbox_of(store, lease=30, clock=lambda: now)
    with pytest.raises(ZeroDivisionError):
        once(EVENT, lambda: 1 / 0)

    def during() -> str:
        elsewhere = Inbox("confirm", store, lease=30, clock=lambda: now).once
        assert elsewhere(EVENT, lambda: 0) == InProgress(NOON + timedelta(seconds=30))
        return "sent"

    assert once(EVENT, during) == Applied("sent")

    def too_long() -> None:
        nonlocal now
        now += timedelta(seconds=31)
        assert Inbox("confirm", store, clock=lambda: now).once(OTHER, lambda: 0) == Applied(0)

    with pytest.raises(LeaseLostError) as late:
        once(OTHER, too_long)
    assert late.value.applied


@pytest.mark.parametrize(("step", "applied"), [("claim", False), ("commit", True)])
def test_a_store_that_fails_says_whether_the_effect_happened(inbox_of: Any, step: str, applied: bool) -> None:
    class Broken(MemoryInbox):
        pass

    def fails(*_: Any) -> Any:
        raise OSError("the disk is full")

    setattr(Broken, step, fails)
    happened: list[int] = []
    with pytest.raises(InboxError, match="OSError") as caught:
        inbox_of(Broken())(EVENT, lambda: happened.append(1))
    assert caught.value.applied is applied is bool(happened)
    assert isinstance(caught.value.__cause__, OSError)

    setattr(Broken, step, getattr(MemoryInbox, step))
    Broken.release = fails  # type: ignore[method-assign]
    with pytest.raises(ZeroDivisionError):
        inbox_of(Broken())(EVENT, lambda: 1 / 0)


def test_of_many_threads_one_applies() -> None:
    inbox, outcomes = Inbox("confirm", MemoryInbox()), []
    begin = threading.Barrier(16)

    def run() -> None:
        begin.wait()
        outcomes.append(inbox.once(EVENT, lambda: 1))

    threads = [threading.Thread(target=run) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [outcome for outcome in outcomes if isinstance(outcome, Applied)] == [Applied(1)]


def test_a_cancelled_task_lets_go_of_its_claim() -> None:
    async def scenario() -> None:
        inbox = AsyncInbox("confirm", MemoryInbox())
        begun = asyncio.Event()

        async def effect() -> None:
            begun.set()
            await asyncio.sleep(60)

        running = asyncio.ensure_future(inbox.once(EVENT, effect))
        await begun.wait()
        assert isinstance(await inbox.once(EVENT, lambda: 1), InProgress)
        running.cancel()
        await asyncio.wait([running])
        assert await inbox.once(EVENT, lambda: 1) == Applied(1)

    asyncio.run(scenario())


def test_memory_is_bounded_by_forgetting() -> None:
    store = MemoryInbox()
    inbox = Inbox("confirm", store)
    inbox.once(EVENT, lambda: 1)
    store.forget_before(datetime(2020, 1, 1, tzinfo=timezone.utc))
    assert inbox.once(EVENT, lambda: 1) == AppliedBefore()
    store.forget_before(datetime(2030, 1, 1, tzinfo=timezone.utc))
    assert inbox.once(EVENT, lambda: 1) == Applied(1)
    assert repr(store) == "MemoryInbox(1 events)"
    assert "confirm" in repr(inbox)
    assert not inspect.iscoroutinefunction(inbox.once)
