"""Fixtures: the sandbox comes from the plugin, as it does for whoever installs the package."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faces import Blocking
from hypothesis import HealthCheck, settings
from softknack.testing import Business, Sandbox

ROOT = Path(__file__).parents[2]

# On a slow machine an example takes long to make and to check: that is no failure.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

if "SOFTKNACK_SANDBOX" not in os.environ:
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    os.environ["SOFTKNACK_SANDBOX"] = str(target / "debug" / "softknack-sandbox")
for name in ("SK_API_KEY", "SK_BASE_URL"):
    os.environ.pop(name, None)


@pytest.fixture(params=["sync", "async"])
def face(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Any]:
    """Makes clients of one face or the other; the awaited ones wait, so that a scenario is written once."""
    if request.param == "sync":
        yield sandbox.client
        return
    loop = asyncio.new_event_loop()
    yield lambda **options: Blocking(sandbox.async_client(**options), loop)
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


@pytest.fixture
def client(face: Any) -> Any:
    return face()


@pytest.fixture
def slot(client: Any, business: Business) -> Any:
    """The first opening of the demo business."""
    return client.calendar.availability.list(service=business.services[0]).first()
