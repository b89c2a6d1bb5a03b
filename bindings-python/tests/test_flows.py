"""What takes more than one call: the first of several slots, waits in line, events from a cursor, what was missed."""

from __future__ import annotations

import asyncio
import copy
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from softknack import (
    AsyncSoftknack,
    ConnectionError,
    FileCursor,
    InvalidRequestError,
    MemoryCursor,
    NotBookedError,
    NotFoundError,
    SlotTakenError,
    UnreadableCursorError,
    WaitEndedError,
    WaitTimeoutError,
)
from softknack.testing import Business, Sandbox

OFTEN = (0.01, 0.02)


def openings(client: Any) -> list[Any]:
    return list(client.calendar.availability.list(service="ac_service", limit=6).first_page())


def book(client: Any, slot: Any, contact: Any) -> Any:
    return client.calendar.appointments.book(slot_id=slot.id, contact_id=contact, service="ac_service")


def walk(client: Any, slots: list[Any], business: Business, **options: Any) -> Any:
    return client.calendar.appointments.book_first_of(
        slot_ids=[slot.id for slot in slots], contact_id=business.contacts[0], service="ac_service", **options
    )


def join(client: Any, customer: Any, **options: Any) -> Any:
    party = {"party_size": 2, "match_type": "FITTED", "resource_type": "table"}
    return client.queue.join(customer_id=customer, **party, **options)


def test_the_first_slot_that_can_be_won_is_booked_once(client: Any, business: Business) -> None:
    slots = openings(client)
    book(client, slots[0], business.contacts[1])
    first = walk(client, slots[:3], business, key_from=("booking", "call_1"), timeout=timedelta(seconds=20))
    assert first.appointment.slot_id == slots[1].id
    assert [tried.slot_id for tried in first.lost] == [slots[0].id]
    assert isinstance(first.lost[0].error, SlotTakenError)
    assert first.lost[0].error.next_slots
    assert (first.response.status, first.response.replayed) == (201, False)

    again = walk(client, slots[:3], business, key_from=("booking", "call_1"))
    assert (again.appointment.id, again.response.replayed) == (first.appointment.id, True)
    assert len(client.calendar.appointments.list(contact_id=business.contacts[0]).to_list(limit=9)) == 1


def test_where_all_are_lost_the_error_has_every_slot_and_what_is_open(client: Any, business: Business) -> None:
    slots = openings(client)
    for slot in slots[:2]:
        book(client, slot, business.contacts[1])
    with pytest.raises(NotBookedError, match="none of 2 slots was booked") as caught:
        walk(client, slots[:2], business)
    for error in (caught.value, pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):
        assert (error.reason, error.outcome, error.in_doubt) == ("all_taken", "refused", None)
        assert [tried.slot_id for tried in error.tried] == [slots[0].id, slots[1].id]
        assert error.untried == []
        assert slots[2].id in {slot.id for slot in error.next_slots}
        assert slots[0].id in error.details
    assert caught.value.__cause__ is caught.value.tried[1].error

    offered = walk(client, slots[:2], business, then_offered=3)
    assert offered.appointment.slot_id in {slot.id for slot in caught.value.next_slots}


def test_a_slot_that_may_be_booked_ends_the_walk(client: Any, business: Business, sandbox: Sandbox) -> None:
    slots = openings(client)
    sandbox.faults.next("calendar.appointments.book", times=2).disconnect_after_commit()
    with pytest.raises(NotBookedError) as caught:
        walk(client.with_options(max_retries=0), slots[:2], business, key_from=["booking", "call_2"])
    assert (caught.value.reason, caught.value.in_doubt) == ("in_doubt", slots[0].id)
    assert caught.value.maybe_applied
    assert caught.value.untried == [slots[1].id]
    assert isinstance(caught.value.__cause__, ConnectionError)
    again = walk(client, slots[:2], business, key_from=["booking", "call_2"])
    assert (again.appointment.slot_id, again.response.replayed) == (slots[0].id, True)


def test_what_a_flow_does_not_take_is_told_by_its_name(client: Any, business: Business) -> None:
    slots = openings(client)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"key_from": "booking"}, "/key_from"),
        ({"then_offered": -1}, "/then_offered"),
        ({"party_size": 0}, "/party_size"),
        ({"source": object()}, "/source"),
        ({"timeout": 0}, "/timeout"),
    ]
    for options, param in wrong:
        with pytest.raises((InvalidRequestError, NotBookedError)) as caught:
            walk(client, slots[:1], business, **options)
        error: Any = caught.value if isinstance(caught.value, InvalidRequestError) else caught.value.tried[0].error
        assert [fault.param for fault in error.field_errors] == [param]
        assert error.not_sent
    with pytest.raises(InvalidRequestError, match="slot_ids"):
        walk(client, [], business)
    with pytest.raises(InvalidRequestError, match="poll_every"):
        client.queue.entries.wait_until("que_1", lambda entry: True, poll_every=(1,))


def test_a_party_is_waited_for(client: Any, business: Business, sandbox: Sandbox) -> None:
    entry = join(client, business.contacts[0])
    staff = sandbox.client()
    threading.Timer(0.1, lambda: staff.queue.allocate(resource_type="table")).start()
    found = client.queue.entries.wait_for_status(entry.id, status="allocated", poll_every=OFTEN, timeout=60)
    assert (found.id, found.status) == (entry.id, "allocated")

    seen: list[str] = []

    def is_seated(entry: Any) -> bool:
        seen.append(str(entry.status))
        if len(seen) == 1:
            threading.Thread(target=staff.queue.entries.confirm, args=(entry.id,)).start()
        return bool(entry.status == "seated")

    assert client.queue.entries.wait_until(entry.id, is_seated, poll_every=OFTEN).status == "seated"
    assert seen[0] == "allocated"
    assert seen[-1] == "seated"


def test_a_wait_ends_with_the_party_with_time_or_with_what_is_raised(client: Any, business: Business) -> None:
    entry = join(client, business.contacts[0])
    with pytest.raises(WaitTimeoutError, match="did not happen") as late:
        client.queue.entries.wait_for_status(entry.id, status="seated", poll_every=OFTEN, timeout=3)
    assert late.value.entry is not None
    assert (late.value.entry.id, late.value.after) == (entry.id, 3)

    with pytest.raises(ZeroDivisionError):
        client.queue.entries.wait_until(entry.id, lambda entry: 1 / 0 > 1)
    client.queue.entries.cancel(entry.id)
    with pytest.raises(WaitEndedError) as gone:
        client.queue.entries.wait_until(entry.id, lambda entry: False, poll_every=OFTEN)
    assert gone.value.entry.status == "cancelled"
    assert pickle.loads(pickle.dumps(gone.value)).entry == gone.value.entry
    with pytest.raises(NotFoundError):
        client.queue.entries.wait_until("que_01J9X4T5V6W7X8Y9Z0A1B2C3D4", lambda entry: True)


def test_events_are_read_once_from_a_stored_cursor(client: Any, business: Business, tmp_path: Path) -> None:
    slots = openings(client)
    first = book(client, slots[0], business.contacts[0])
    events = client.platform.events
    path = tmp_path / "events.cursor"

    seen: list[Any] = []
    assert events.follow(path, only="appointment.*").catch_up(seen.append) == 1
    assert [event.data.appointment.id for event in seen] == [first.id]
    assert events.follow(FileCursor(path), only="appointment.*").catch_up(seen.append) == 0

    second, third = (book(client, slot, business.contacts[0]) for slot in slots[1:3])
    with pytest.raises(ZeroDivisionError):
        events.follow(path, only="appointment.*").catch_up(lambda event: 1 / 0)
    again: list[Any] = []
    for event in events.follow(path, only="appointment.*", poll_every=OFTEN):
        again.append(event.data.appointment.id)
        if len(again) == 2:
            break
    assert again == [second.id, third.id]
    # Where a loop was left, its last event was not done.
    assert events.follow(path, only="appointment.*").catch_up(seen.append) == 1

    path.write_text("no cursor")
    with pytest.raises(UnreadableCursorError, match="no cursor of this reader"):
        events.follow(path).catch_up(seen.append)


def test_a_reader_waits_for_more(client: Any, business: Business, sandbox: Sandbox) -> None:
    staff = sandbox.client()
    slot = openings(staff)[0]
    threading.Timer(0.1, lambda: book(staff, slot, business.contacts[0])).start()

    class Enough(Exception):
        pass

    def handler(event: Any) -> None:
        raise Enough(event.type)

    with pytest.raises(Enough, match=r"appointment\.booked"):
        client.platform.events.follow(MemoryCursor(), only="appointment.*", poll_every=OFTEN).run(handler)


def test_a_store_may_be_anything_that_loads_and_saves(client: Any, business: Business) -> None:
    class Broken:
        def load(self) -> str | None:
            return None

        def save(self, cursor: str, /) -> None:
            raise OSError("the disk is full")

    book(client, openings(client)[0], business.contacts[0])
    with pytest.raises(OSError, match="the disk is full"):
        client.platform.events.follow(Broken()).catch_up(lambda event: None)

    class Odd(Broken):
        def load(self) -> Any:
            return 7

    with pytest.raises(TypeError, match="int"):
        client.platform.events.follow(Odd()).catch_up(lambda event: None)


def test_what_was_missed_is_made_up_for(client: Any, business: Business, sandbox: Sandbox) -> None:
    # Nothing listens there.
    endpoint = client.platform.webhooks.create(url="http://127.0.0.1:1/webhooks", events=["appointment.booked"])
    booked = book(client, openings(client)[0], business.contacts[0])
    # Into these hours a reminder may fall, which is no booking.
    sandbox.clock.advance(hours=3)
    reconcile = client.platform.reconcile(webhook=endpoint.id, only="appointment.booked")
    events: list[Any] = []
    found = reconcile.hand_to(MemoryCursor(), events.append)
    assert (found.dead_letters, found.events, found.skipped) == (1, 0, [])
    assert [event.data.appointment.id for event in events] == [booked.id]
    assert reconcile.replay().dead_letters == 1
    assert reconcile.replay().dead_letters == 0


def test_a_path_that_is_not_declared_is_called(client: Any, slot: Any, business: Business) -> None:
    found = client.request("GET", f"/calendar/v1/slots/{slot.id}")
    assert (found.status, found.value["id"]) == (200, slot.id)
    listed = client.request("get", "/calendar/v1/appointments", query={"limit": 1})
    assert listed.value["data"] == []
    body = {"slot_id": slot.id, "contact_id": business.contacts[0], "service": "ac_service"}
    made = client.request("POST", "/calendar/v1/appointments", json=body, idempotency_key="once")
    assert (made.status, made.idempotency_key, made.value["slot_id"]) == (201, "once", slot.id)
    with pytest.raises(NotFoundError) as caught:
        client.request("GET", "/calendar/v2/nothing")
    assert caught.value.operation == "GET /calendar/v2/nothing"
    for method, path, fault in [("GET", "/a/../b", "/path"), ("BREW", "/coffee", "/method")]:
        with pytest.raises(InvalidRequestError) as wrong:
            client.request(method, path)
        assert [found.param for found in wrong.value.field_errors] == [fault]


def test_awaited_answers_are_awaited(sandbox: Sandbox, business: Business) -> None:
    async def scenario() -> None:
        async with sandbox.async_client() as sk:
            entry = await sk.queue.join(
                customer_id=business.contacts[0], party_size=2, match_type="FITTED", resource_type="table"
            )

            async def is_waiting(entry: Any) -> bool:
                await asyncio.sleep(0)
                return bool(entry.status == "waiting")

            assert (await sk.queue.entries.wait_until(entry.id, is_waiting)).id == entry.id

            class Store:
                cursor: str | None = None

                async def load(self) -> str | None:
                    return self.cursor

                async def save(self, cursor: str, /) -> None:
                    await asyncio.sleep(0)
                    self.cursor = cursor

            store, seen = Store(), 0

            async def handler(event: Any) -> int:
                nonlocal seen
                await asyncio.sleep(0)
                seen += 1
                return seen

            assert await sk.platform.events.follow(store).catch_up(handler) == seen > 0
            assert await sk.platform.events.follow(store).catch_up(handler) == 0

    asyncio.run(scenario())


def test_a_cancelled_task_ends_its_flow(sandbox: Sandbox, business: Business) -> None:
    async def scenario() -> None:
        asked = 0

        def count(_: object) -> None:
            nonlocal asked
            asked += 1

        sk: AsyncSoftknack = sandbox.async_client(on_request=count)
        entry = await sk.queue.join(
            customer_id=business.contacts[0], party_size=2, match_type="FITTED", resource_type="table"
        )
        waiting = asyncio.ensure_future(
            sk.queue.entries.wait_for_status(entry.id, status="seated", poll_every=(0.01, 0.01))
        )
        await asyncio.sleep(0.2)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        before = asked
        await asyncio.sleep(0.2)
        assert asked <= before + 1

    asyncio.run(scenario())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no signals here")
def test_ctrl_c_ends_a_wait(sandbox: Sandbox, business: Business) -> None:
    entry = join(sandbox.client(), business.contacts[0])
    # A program that a shell runs in the background ignores Ctrl-C, and so do its children.
    text = f"""
import signal
from softknack import Softknack
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    Softknack().queue.entries.wait_until("{entry.id}", lambda entry: print("ready", flush=True), poll_every=(60, 60))
except KeyboardInterrupt:
    print("interrupted")
"""
    environment = os.environ | {"SK_API_KEY": sandbox.test_key, "SK_BASE_URL": sandbox.base_url}
    running = subprocess.Popen([sys.executable, "-c", text], env=environment, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"
    time.sleep(0.3)
    started = time.perf_counter()
    running.send_signal(signal.SIGINT)
    assert running.communicate(timeout=60)[0] == "interrupted\n"
    assert time.perf_counter() - started < 25, "it looks again after a minute"
