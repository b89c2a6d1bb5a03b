"""The testing module: the sandbox, its handles, its fixtures."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from softknack import AsyncSoftknack, Softknack
from softknack.testing import Business, Sandbox, SandboxError


def test_the_clock_is_moved(sandbox: Sandbox) -> None:
    before = sandbox.clock.freeze()
    assert sandbox.clock.advance(minutes=3) == before + timedelta(minutes=3)
    assert sandbox.clock.advance(timedelta(hours=1)) - before == timedelta(hours=1, minutes=3)
    new_year = datetime(2030, 1, 1, tzinfo=timezone.utc)
    assert sandbox.clock.set(new_year) == new_year == sandbox.clock.now
    assert sandbox.clock.resume() >= new_year


def test_reminders_go_to_the_outbox(sandbox: Sandbox, business: Business, sk: Softknack) -> None:
    sandbox.clock.freeze()
    slot = sk.calendar.availability.list(service="ac_service").first()
    sk.calendar.appointments.book(slot_id=slot.id, contact_id=business.contacts[0], service="ac_service")
    with pytest.raises(SandboxError, match="no such message"):
        sandbox.outbox.last(template="appt_reminder")
    sandbox.clock.set(slot.starts_at - timedelta(minutes=59))
    message = sandbox.outbox.last(template="appt_reminder")
    assert message.contact_id == business.contacts[0]
    assert message.to == "+919800000001"
    assert "9800000001" not in repr(message)
    assert sandbox.outbox.list(contact_id=business.contacts[0])[0] == message


def test_faults_are_asked_for_and_taken_back(sandbox: Sandbox) -> None:
    sandbox.faults.next("crm.contacts.get", nth=2, times=3).latency(timedelta(milliseconds=5))
    assert sandbox.faults.pending == [{"operation": "crm.contacts.get", "nth": 2, "times": 3, "latency_ms": 5}]
    sandbox.faults.clear()
    assert sandbox.faults.pending == []
    with pytest.raises(SandboxError, match='did you mean "crm'):
        sandbox.faults.next("crm.contact.get").status(503)


def test_each_test_finds_it_fresh(sandbox: Sandbox, sk: Softknack) -> None:
    assert sk.crm.contacts.list().to_list() == []
    assert sandbox.faults.pending == []


def test_both_clients_are_there(sk: Softknack, async_sk: AsyncSoftknack, business: Business) -> None:
    awaited = asyncio.run(async_sk.crm.contacts.get(business.contacts[0]))
    assert awaited == sk.crm.contacts.get(business.contacts[0])


def test_a_sandbox_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "sandbox.db"
    with Sandbox(file=file, live=True) as sandbox:
        business = sandbox.seed()
        assert business.webhook_secret not in repr(business)
        assert sandbox.live_key is not None
        assert sandbox.client(credential=sandbox.live_key).crm.contacts.list().to_list() == []
    with Sandbox(file=file) as again:
        assert again.seed().contacts == business.contacts
        assert again.live_key is None


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="cannot be started"):
        Sandbox(program=tmp_path / "nothing")
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    with pytest.raises(SandboxError, match="status 3"):
        Sandbox(program=broken)


def test_the_plugin_is_an_entry_point(tmp_path: Path, softknack_sandbox: Sandbox) -> None:
    (tmp_path / "test_it.py").write_text(
        "def test_it(sandbox, business, sk):\n    assert sk.crm.contacts.get(business.contacts[0]).verified\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert "1 passed" in done.stdout, done.stdout
