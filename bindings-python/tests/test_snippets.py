"""The Python in the documentation runs as it is printed."""

from __future__ import annotations

import ast
import asyncio
import inspect
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from softknack import Softknack, Webhooks, idempotency_key
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


@pytest.fixture
def surroundings(
    sandbox: Sandbox, business: Business, sk: Softknack, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """What the pages take for granted."""
    monkeypatch.setenv("SK_API_KEY", sandbox.test_key)
    monkeypatch.setenv("SK_BASE_URL", sandbox.base_url)
    contact = sk.crm.contacts.get(business.contacts[0])
    openings = sk.calendar.availability.list(service="ac_service").to_list(limit=2)
    with sandbox.receiver("appointment.booked") as receiver:
        sk.calendar.appointments.book(slot_id=openings[1].id, contact_id=business.contacts[1], service="ac_service")
        sandbox.settle()
        event, body = receiver.next_event(), receiver.received[-1].body
    webhooks = Webhooks(business.webhook_secret)

    async def raw_body() -> bytes:
        return body

    return {
        "sk": sk,
        "async_sk": sandbox.async_client(),
        "contact": contact,
        "slot": openings[0],
        "call_id": "call-1",
        "idempotency_key": idempotency_key,
        "secret": business.webhook_secret,
        "webhooks": webhooks,
        "request": SimpleNamespace(body=raw_body, headers=webhooks.sign(event.id, body)),
        "log": logging.getLogger("snippets"),
        **dict.fromkeys(("save", "offer", "confirm"), lambda _: None),
    }


@pytest.mark.parametrize(("page", "source"), list(snippets()))
def test_it_runs(page: Path, source: str, surroundings: dict[str, Any], request: pytest.FixtureRequest) -> None:
    code = compile(source, str(page), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    printed = set(surroundings)
    ended = eval(code, surroundings)
    if inspect.iscoroutine(ended):
        asyncio.run(ended)
    for name in set(surroundings) - printed:
        if name.startswith("test_"):
            test = surroundings[name]
            test(*map(request.getfixturevalue, inspect.signature(test).parameters))
