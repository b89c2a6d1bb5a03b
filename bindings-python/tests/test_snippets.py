"""The Python in the documentation runs as it is printed."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from softknack import Inbox, MemoryInbox, Softknack, Webhooks, idempotency_key
from softknack.testing import Business, Sandbox

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "bindings-python" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def snippets() -> Iterator[Any]:
    for page in PAGES:
        text = page.read_text()
        for block in re.finditer(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            line = text.count("\n", 0, block.start(1))
            # Lines above, so that a traceback names the line of the page.
            yield pytest.param(page, "\n" * line + block[1], id=f"{page.relative_to(ROOT)}:{line + 1}")


class Enough(Exception):
    """Ends what a page does for ever."""


def enough(_: object) -> None:
    raise Enough


@pytest.fixture
def surroundings(
    sandbox: Sandbox, business: Business, sk: Softknack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> dict[str, Any]:
    """What the pages take for granted."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SK_API_KEY", sandbox.test_key)
    monkeypatch.setenv("SK_BASE_URL", sandbox.base_url)
    contact = sk.crm.contacts.get(business.contacts[0])
    openings = sk.calendar.availability.list(service="ac_service").to_list(limit=2)
    with sandbox.receiver("appointment.booked") as receiver:
        sk.calendar.appointments.book(slot_id=openings[1].id, contact_id=business.contacts[1], service="ac_service")
        sandbox.settle()
        event, body = receiver.next_event(), receiver.received[-1].body
    webhooks = Webhooks(business.webhook_secret)
    entry = sk.queue.join(customer_id=contact.id, party_size=2, match_type="FITTED", resource_type="table")
    sk.queue.allocate(resource_type="table")
    challenge = sk.queue.otp.request(phone=contact.phone or "")
    code = sandbox.outbox.last().vars["code"]
    session = sk.queue.otp.verify(challenge_id=challenge.challenge_id, code=code)

    async def raw_body() -> bytes:
        return body

    return {
        "sk": sk,
        "async_sk": sandbox.async_client(),
        "contact": contact,
        "caller": contact.id,
        "slot": openings[0],
        "slots": openings,
        "entry": entry,
        "id": entry.id,
        "session": session,
        "token": session.token,
        **dict.fromkeys(("ask_the_back_office", "verify_again"), lambda: session.token),
        "event": event,
        "inbox": Inbox("confirmations", MemoryInbox()),
        "router": SimpleNamespace(route=enough),
        "call_id": "call-1",
        "idempotency_key": idempotency_key,
        "secret": business.webhook_secret,
        "webhooks": webhooks,
        "request": SimpleNamespace(body=raw_body, headers=webhooks.sign(event.id, body)),
        "log": logging.getLogger("snippets"),
        **dict.fromkeys(("save", "offer", "confirm", "handle", "send_confirmation"), lambda _: None),
    }


@pytest.mark.parametrize(("page", "source"), list(snippets()))
def test_it_runs(page: Path, source: str, surroundings: dict[str, Any], request: pytest.FixtureRequest) -> None:
    code = compile(source, str(page), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    with contextlib.suppress(Enough):
        ended = eval(code, surroundings)
        if inspect.iscoroutine(ended):
            asyncio.run(ended)
    for function in [value for value in surroundings.values() if is_printed_in(page, value)]:
        given = inspect.signature(function).parameters
        function(*(surroundings.get(name) or request.getfixturevalue(name) for name in given))


def is_printed_in(page: Path, value: object) -> bool:
    return inspect.isfunction(value) and value.__code__.co_filename == str(page)
