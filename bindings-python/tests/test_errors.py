"""Errors tell what happened and to whom, and nothing that is secret."""

from __future__ import annotations

import copy
import logging
import pickle
import socket
import traceback
from pathlib import Path
from typing import Any

import pytest
import softknack
from softknack import (
    ApiError,
    ConfigurationError,
    ConnectionError,
    RateLimitedError,
    SlotTakenError,
    Softknack,
    SoftknackError,
    TimeoutError,
    Webhooks,
)
from softknack.testing import Business, Sandbox

KEY = "sk_test_4eC39HqLyjWDarjtT1zdp7dc"
SECRET = "whsec_4eC39HqLyjWDarjtT1zdp7dc"


def test_every_class_is_under_one_base() -> None:
    classes = [getattr(softknack, name) for name in softknack.__all__ if name.endswith("Error")]
    classes.remove(softknack.FieldError)  # a fault in a request, which nobody raises
    assert len(classes) > 30
    assert all(issubclass(cls, SoftknackError) for cls in classes)
    assert all(issubclass(cls, ApiError) for cls in softknack.errors.BY_CODE.values())


def test_an_error_is_pickled_whole(client: Any, slot: Any, business: Business) -> None:
    booking = {"slot_id": slot.id, "contact_id": business.contacts[0], "service": "ac_service"}
    client.calendar.appointments.book(**booking)
    with pytest.raises(SlotTakenError) as caught:
        client.calendar.appointments.book(**booking)
    error = caught.value
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is SlotTakenError
        assert again.next_slots == error.next_slots
        assert (str(again), again.details, vars(again).keys()) == (str(error), error.details, vars(error).keys())
        assert again.attempts == error.attempts


def test_no_connection_is_not_sent() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    sk = Softknack(KEY, base_url=f"http://127.0.0.1:{port}", max_retries=1, backoff=(0.001, 0.001))
    with pytest.raises(ConnectionError) as caught:
        sk.crm.contacts.create(name="Priya")
    assert (caught.value.not_sent, caught.value.maybe_applied) == (True, False)
    assert [attempt.result for attempt in caught.value.attempts] == ["no connection"] * 2
    assert caught.value.__cause__ is not None
    assert caught.value.idempotency_key is not None


def test_a_lost_answer_may_be_applied(client: Any, sandbox: Sandbox) -> None:
    sandbox.faults.next("crm.contacts.create", times=9).disconnect_after_commit()
    with pytest.raises(ConnectionError) as caught:
        client.with_options(max_retries=0).crm.contacts.create(name="Priya")
    assert caught.value.maybe_applied
    assert caught.value.operation == "crm.contacts.create"


def test_time_that_runs_out(client: Any, business: Business, sandbox: Sandbox) -> None:
    sandbox.faults.next("crm.contacts.get", times=9).latency(30)
    with pytest.raises(TimeoutError) as caught:
        client.crm.contacts.get(business.contacts[0], timeout=0.2)
    assert "200ms" in str(caught.value)


def test_an_answer_that_stalls(client: Any, sandbox: Sandbox) -> None:
    sandbox.faults.next("crm.contacts.create").stall()
    with pytest.raises(TimeoutError) as caught:
        client.with_options(max_retries=0).crm.contacts.create(name="Priya", timeout=3)
    assert caught.value.maybe_applied
    sandbox.faults.next("crm.contacts.create").status(429, retry_after=3600, as_date=True)
    with pytest.raises(RateLimitedError) as limited:
        client.crm.contacts.create(name="Priya")
    assert limited.value.retry_after is not None
    assert 3590 < limited.value.retry_after <= 3600


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"credential": ""}, "SK_API_KEY"),
        ({"credential": KEY + "\n"}, "white space"),
        ({"credential": "hunter2"}, "neither an API key"),
        ({"base_url": "http://example.com"}, "loopback"),
        ({"base_url": "https://user:hunter2@example.com"}, "user or a password"),
        ({"timeout": 0}, "timeout must be longer than nothing"),
        ({"timeout": -1.5}, "timeout must be longer than nothing"),
        ({"root_certificates": ["no PEM"]}, "certificate"),
        ({"proxy": "socks://x"}, "proxy"),
        ({"user_agent": "ü"}, "user_agent"),
    ],
)
def test_options_that_cannot_be_used(options: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says) as caught:
        Softknack(**{"credential": KEY, "base_url": "https://api.example.com"} | options)
    told = f"{caught.value!r}{caught.value.details}{locals_of(caught.value)}"
    assert "hunter2" not in told
    assert KEY not in told


def locals_of(error: BaseException) -> str:
    """What a report with local variables shows of the package's own frames."""
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    own = str(Path(softknack.__file__).parent)
    return str([frame.locals for frame in report.stack if frame.filename.startswith(own)])


def test_no_secret_is_in_sight(caplog: pytest.LogCaptureFixture, sandbox: Sandbox, business: Business) -> None:
    key = sandbox.test_key
    with caplog.at_level(logging.DEBUG, "softknack"):
        sk = sandbox.client()
        sk.crm.contacts.create(name="Priya Sharma", phone="+919811111111")
        with pytest.raises(SoftknackError) as caught:
            sk.with_options(credential=KEY).crm.contacts.list().first_page()
    assert "crm.contacts.create: 201" in caplog.text
    webhooks = Webhooks({"primary": SECRET})
    seen = [caplog.text, repr(sk), str(vars(sk)), repr(vars(sk._caller)) if hasattr(sk._caller, "__dict__") else ""]
    seen += [repr(webhooks), str(caught.value), repr(vars(caught.value)), locals_of(caught.value)]
    seen.append("".join(traceback.format_exception(caught.value)))
    for secret in (key, KEY, SECRET, "Priya", "9811111111"):
        assert not any(secret in text for text in seen)
    for holder in (sk, webhooks):
        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(holder)


def test_facts_stand_beneath_an_uncaught_error(client: Any) -> None:
    with pytest.raises(SoftknackError) as caught:
        client.crm.contacts.get("ctc_01J9X4T5V6W7X8Y9Z0A1B2C3D4")
    text = "".join(traceback.format_exception(caught.value))
    assert "NotFoundError: softknack: not_found (404)" in text
    if hasattr(BaseException, "add_note"):
        assert "operation crm.contacts.get · request req_" in text


def test_spans_and_their_headers(sandbox: Sandbox, business: Business) -> None:
    trace = pytest.importorskip("opentelemetry.sdk.trace")
    from opentelemetry import trace as api
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter = InMemorySpanExporter()
    provider = trace.TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    api.set_tracer_provider(provider)
    sandbox.client().crm.contacts.get(business.contacts[0])
    with pytest.raises(SoftknackError):
        sandbox.client().crm.contacts.get("ctc_1")
    fine, failed = exporter.get_finished_spans()
    assert fine.name == "crm.contacts.get"
    assert fine.attributes["http.response.status_code"] == 200
    assert str(fine.attributes["softknack.request_id"]).startswith("req_")
    assert failed.status.status_code.name == "ERROR"
