"""Calls on an event loop: many at once, cancelled, on several loops."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import sys
import threading
import time
import weakref
from typing import Any

import pytest
from softknack import AsyncSoftknack, SlotTakenError, Softknack, TimeoutError
from softknack.resources.crm.contacts import _CONTACTS_GET
from softknack.testing import Business, Sandbox


def test_a_race_has_one_winner(sandbox: Sandbox, business: Business) -> None:
    async def race() -> list[Any]:
        async with sandbox.async_client() as sk:
            slot = await sk.calendar.availability.list(service="ac_service").first()
            bookings = [
                sk.calendar.appointments.book(slot_id=slot.id, contact_id=business.contacts[0], service="ac_service")
                for _ in range(20)
            ]
            return await asyncio.gather(*bookings, return_exceptions=True)

    outcomes = asyncio.run(race())
    winners = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    losers = [outcome for outcome in outcomes if isinstance(outcome, SlotTakenError)]
    assert (len(winners), len(losers)) == (1, 19)


async def under_way(sandbox: Sandbox) -> None:
    """Waits until the call that was begun has come to the fault that is planned for it."""
    while sandbox.faults.pending:
        await asyncio.sleep(0.001)


def test_a_cancelled_task_cancels_its_call(sandbox: Sandbox, business: Business) -> None:
    sandbox.faults.next("crm.contacts.get").latency(60)

    async def cancelled() -> float:
        sk = sandbox.async_client()
        call = asyncio.ensure_future(sk.crm.contacts.get(business.contacts[0]))
        await under_way(sandbox)
        started = time.perf_counter()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert (await sk.crm.contacts.get(business.contacts[0])).verified
        return time.perf_counter() - started

    assert asyncio.run(cancelled()) < 25, "an attempt may take 30 s"


def test_a_cancelled_call_is_not_carried_on(sandbox: Sandbox, business: Business) -> None:
    sandbox.faults.next("crm.contacts.get").latency(2)
    answered: list[Any] = []

    async def cancelled() -> None:
        sk = sandbox.async_client(on_response=answered.append)
        call = asyncio.ensure_future(sk.crm.contacts.get(business.contacts[0]))
        await under_way(sandbox)
        call.cancel()
        await asyncio.wait([call])
        # Longer than the answer would have taken.
        await asyncio.sleep(2.5)

    asyncio.run(cancelled())
    assert answered == []


def test_wait_for_gives_up_in_time(sandbox: Sandbox, business: Business) -> None:
    sandbox.faults.next("crm.contacts.get", times=2).latency(60)

    async def given_up() -> None:
        sk = sandbox.async_client()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(sk.crm.contacts.get(business.contacts[0]), 0.1)
        with pytest.raises(TimeoutError) as caught:
            await sk.crm.contacts.get(business.contacts[0], timeout=0.1)
        assert caught.value.attempts[0].result == "timeout"

    asyncio.run(given_up())


def test_calls_are_cancelled_at_random_moments(sandbox: Sandbox, business: Business) -> None:
    async def many() -> None:
        sk = sandbox.async_client()
        await sk.crm.contacts.get(business.contacts[0])
        for _ in range(200):
            call = asyncio.ensure_future(sk.crm.contacts.get(business.contacts[0]))
            await asyncio.sleep(random.random() * 0.004)
            call.cancel()
            await asyncio.wait([call])
            assert call.cancelled() or call.result().verified
        assert (await sk.crm.contacts.get(business.contacts[0])).verified

    asyncio.run(many())


def test_one_client_serves_loop_after_loop(sandbox: Sandbox, business: Business) -> None:
    sk = sandbox.async_client()

    async def one() -> None:
        assert (await sk.crm.contacts.get(business.contacts[0])).verified

    for _ in range(50):
        asyncio.run(one())


def test_one_client_serves_loops_on_several_threads(sandbox: Sandbox, business: Business) -> None:
    sk = sandbox.async_client()
    done: list[int] = []

    async def several() -> None:
        contacts = await asyncio.gather(*[sk.crm.contacts.get(business.contacts[0]) for _ in range(20)])
        done.append(len(contacts))

    threads = [threading.Thread(target=lambda: asyncio.run(several())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert done == [20] * 8


def test_a_loop_that_ends_early_leaves_nothing_behind(sandbox: Sandbox, business: Business) -> None:
    sandbox.faults.next("crm.contacts.get").latency(60)
    sk = sandbox.async_client()

    async def abandoned() -> None:
        task = asyncio.ensure_future(sk.crm.contacts.get(business.contacts[0]))
        await asyncio.sleep(0.05)
        assert not task.done()

    started = time.perf_counter()
    asyncio.run(abandoned())
    assert time.perf_counter() - started < 25, "an attempt may take 30 s"


def test_a_loop_is_not_kept_alive(sandbox: Sandbox, business: Business) -> None:
    sk = sandbox.async_client()

    async def one() -> None:
        await sk.crm.contacts.get(business.contacts[0])

    loops = []
    for _ in range(3):
        loop = asyncio.new_event_loop()
        loop.run_until_complete(one())
        loop.close()
        loops.append(weakref.ref(loop))
        del loop
    gc.collect()
    # The last one is remembered, since nearly always it is the one that calls again.
    assert [loop() is None for loop in loops[:2]] == [True, True]


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop is not for Windows")
def test_uvloop(sandbox: Sandbox, business: Business) -> None:
    uvloop = pytest.importorskip("uvloop")

    async def several() -> int:
        async with sandbox.async_client() as sk:
            return len(await asyncio.gather(*[sk.crm.contacts.get(business.contacts[0]) for _ in range(50)]))

    loop = uvloop.new_event_loop()
    try:
        assert loop.run_until_complete(several()) == 50
    finally:
        loop.close()


def test_a_loop_that_watches_no_pipes(sandbox: Sandbox, business: Business) -> None:
    class Unwatching(asyncio.SelectorEventLoop):
        """As on Windows."""

        def add_reader(self, fd: Any, callback: Any, *args: Any) -> Any:
            raise NotImplementedError

    async def several() -> int:
        async with sandbox.async_client() as sk:
            return len(await asyncio.gather(*[sk.crm.contacts.get(business.contacts[0]) for _ in range(50)]))

    loop = Unwatching()
    try:
        assert loop.run_until_complete(several()) == 50
    finally:
        loop.close()


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="nothing else tells of open files")
def test_a_loop_leaves_no_open_files_behind(sandbox: Sandbox, business: Business) -> None:
    sk = sandbox.async_client()

    async def one() -> None:
        await sk.crm.contacts.get(business.contacts[0])

    def after_a_loop() -> int:
        asyncio.run(one())
        gc.collect()
        return len(os.listdir("/proc/self/fd"))

    before = after_a_loop()
    # A connection of another test may be closed meanwhile, or one be opened anew.
    assert [after_a_loop() for _ in range(20)][-1] < before + 10


def test_a_call_that_is_cancelled_in_its_turn_is_not_made(sandbox: Sandbox, business: Business) -> None:
    requests: list[Any] = []

    async def cancelled() -> None:
        sk = sandbox.async_client(on_request=requests.append)
        sk._caller.start(_CONTACTS_GET, {"id": business.contacts[0]}, None).cancel()
        # It goes to the same thread, after whatever went there before it.
        await sk.crm.contacts.get(business.contacts[0])

    asyncio.run(cancelled())
    assert len(requests) == 1


def test_a_page_that_nobody_waits_for_is_given_up(sandbox: Sandbox, business: Business) -> None:
    async def first_of_many() -> int:
        sk = sandbox.async_client()
        async for page in sk.calendar.availability.list(service="ac_service").pages():
            return len(page)
        return 0

    assert asyncio.run(first_of_many()) == 25


def test_threads_share_a_client(sandbox: Sandbox, business: Business) -> None:
    sk = sandbox.client()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(25):
                assert sk.crm.contacts.get(business.contacts[0]).verified
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert failures == []


def test_the_interpreter_goes_on_while_a_call_waits(sandbox: Sandbox, business: Business) -> None:
    sandbox.faults.next("crm.contacts.get").latency(2)
    sk = sandbox.client()
    thread = threading.Thread(target=sk.crm.contacts.get, args=(business.contacts[0],))
    thread.start()
    ticks = 0
    while thread.is_alive():
        ticks += 1
        time.sleep(0.001)
    assert ticks > 20


def test_a_hook_may_not_call(sandbox: Sandbox, business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda report: raised.append(report.exc_value))
    clients: list[Softknack] = []
    sk = sandbox.client(on_request=lambda _: clients[0].crm.contacts.get(business.contacts[0]))
    clients.append(sk)
    assert sk.crm.contacts.get(business.contacts[0]).verified
    assert "must not make a synchronous call" in str(raised[0])


def test_outside_a_loop_it_is_told() -> None:
    sk = AsyncSoftknack("sk_test_1", base_url="http://127.0.0.1:9")
    call = sk.crm.contacts.list().first()
    with pytest.raises(RuntimeError, match="no running event loop"):
        call.send(None)
