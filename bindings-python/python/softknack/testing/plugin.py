"""Fixtures for pytest, there as soon as the package is installed.

One sandbox serves a whole run; each test that asks for it finds it as if it had just started.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from softknack._client import AsyncSoftknack, Softknack
from softknack.testing._sandbox import Business, Sandbox


@pytest.fixture(scope="session")
def softknack_sandbox() -> Iterator[Sandbox]:
    """The sandbox of this run, as the tests before have left it."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(softknack_sandbox: Sandbox) -> Sandbox:
    """A sandbox with nothing in it."""
    softknack_sandbox.reset()
    return softknack_sandbox


@pytest.fixture
def business(sandbox: Sandbox) -> Business:
    """The demo business in the sandbox."""
    return sandbox.seed()


@pytest.fixture
def sk(sandbox: Sandbox) -> Iterator[Softknack]:
    """A client of the sandbox."""
    with sandbox.client() as client:
        yield client


@pytest.fixture
def async_sk(sandbox: Sandbox) -> AsyncSoftknack:
    """A client of the sandbox whose calls are awaited."""
    return sandbox.async_client()
