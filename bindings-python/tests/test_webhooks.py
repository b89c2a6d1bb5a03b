"""Deliveries: verified, told apart, received with frameworks."""

from __future__ import annotations

import ast
import gc
import inspect
import json
import weakref
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import softknack
from hypothesis import given, settings
from hypothesis import strategies as st
from softknack import (
    AppointmentBooked,
    AppointmentCancelled,
    EventId,
    Router,
    SignatureError,
    SlotReleased,
    SoftknackError,
    UnknownEvent,
    UsageError,
    Webhooks,
)
from softknack.testing import Business, Sandbox

SECRET = "whsec_0123456789abcdef"
EVENT = {
    "id": "evt_1",
    "type": "demo.happened",
    "created_at": "2026-11-22T12:00:00.000Z",
    "mode": "test",
    "org_id": "org_1",
    "correlation_id": "cor_1",
    "data": {"note": "हिन्दी"},
}
BODY = json.dumps(EVENT).encode()


@pytest.fixture
def webhooks() -> Webhooks:
    return Webhooks(SECRET)


@pytest.fixture
def headers(webhooks: Webhooks) -> dict[str, str]:
    return webhooks.sign(EventId("evt_1"), BODY)


def test_a_ring_says_which_secret_matched(headers: dict[str, str]) -> None:
    ring = Webhooks({"new": "whsec_fedcba9876543210", "old": SECRET})
    verified = ring.verify_raw(bytearray(BODY), headers)
    assert (verified.secret, verified.label) == (1, "old")
    assert verified.signed_at is not None
    assert verified.body == BODY
    assert "Priya" not in repr(verified)
    assert ring.verify(memoryview(BODY), list(headers.items())).type == "demo.happened"


def test_a_refusal_says_why(webhooks: Webhooks, headers: dict[str, str]) -> None:
    with pytest.raises(SignatureError, match="was it read before") as caught:
        webhooks.verify(b"", headers)
    assert caught.value.reason == "no_match"
    late = Webhooks(SECRET, clock=lambda: datetime(2030, 1, 1, tzinfo=timezone.utc))
    with pytest.raises(SignatureError, match="300 s are tolerated") as caught:
        late.verify(BODY, headers)
    assert caught.value.reason == "timestamp_out_of_tolerance"
    assert caught.value.skew is not None
    assert caught.value.skew > 300
    with pytest.raises(SignatureError, match="no X-Nexus-Signature"):
        webhooks.verify(BODY, {})


@pytest.mark.parametrize(
    ("body", "says"),
    [(EVENT, "a parsed body"), (BODY.decode(), "decoded wrongly"), ([1], "a parsed body"), (None, "raw bytes")],
)
def test_a_body_that_is_no_bytes_is_named(webhooks: Webhooks, headers: Any, body: Any, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        webhooks.verify(body, headers)


def test_a_verifier_can_be_derived_from() -> None:
    class OfTenant(Webhooks):
        def __init__(self, tenant: str) -> None:
            super().__init__(f"whsec_{tenant}_0123456789abcdef")
            self.tenant = tenant

    one, other = OfTenant("one"), OfTenant("other")
    signed = one.sign(EventId("evt_1"), BODY)
    assert (one.verify(BODY, signed).type, one.tenant) == ("demo.happened", "one")
    with pytest.raises(SignatureError, match="no_match"):
        other.verify(BODY, signed)


def test_a_verifier_is_made_once(webhooks: Webhooks, headers: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="make another"):
        webhooks.__init__("whsec_fedcba9876543210")  # type: ignore[misc]
    assert webhooks.verify_raw(BODY, headers).secret == 0
    with pytest.raises(UsageError, match="__init__ was not called"):
        Webhooks.__new__(Webhooks).verify(BODY, headers)


def test_a_clock_that_holds_its_verifier_is_collected() -> None:
    class Clock:
        webhooks: Webhooks

        def __call__(self) -> datetime:
            return datetime(2026, 11, 22, tzinfo=timezone.utc)

    clock = Clock()
    clock.webhooks = Webhooks(SECRET, clock=clock)
    assert clock.webhooks.verify(BODY, clock.webhooks.sign(EventId("evt_1"), BODY)).type == "demo.happened"
    gone = weakref.ref(clock)
    del clock
    gc.collect()
    assert gone() is None


def test_a_clock_that_fails_says_so_itself(headers: dict[str, str]) -> None:
    def failing() -> datetime:
        raise ZeroDivisionError("no time")

    with pytest.raises(ZeroDivisionError, match="no time"):
        Webhooks(SECRET, clock=failing).verify(BODY, headers)


@pytest.mark.parametrize("name", ["verify", "verify_raw", "sign"])
def test_help_says_what_an_editor_shows(name: str) -> None:
    stub = ast.parse(Path(softknack.__file__).with_name("_native.pyi").read_text())
    shown = [
        ast.get_docstring(node) for node in ast.walk(stub) if isinstance(node, ast.FunctionDef) and node.name == name
    ]
    assert shown == [inspect.getdoc(getattr(Webhooks, name))]


@pytest.mark.parametrize("wrong", [None, 7, "t=1,v1=ab", b"x", [1], [("a",)], {"a": 1}, {"a": ["b"]}, object()])
def test_headers_that_are_none_are_named(webhooks: Webhooks, wrong: Any) -> None:
    with pytest.raises(UsageError, match="headers must be"):
        webhooks.verify(BODY, wrong)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(sorted(EVENT)) | st.text(), inner),
    max_leaves=8,
)
written = st.builds(lambda value: json.dumps(value).encode("utf-8", "surrogatepass"), json_values)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner) | st.tuples(inner, inner),
    max_leaves=8,
)


@settings(max_examples=150)
@given(body=anything, headers=anything)
def test_no_foreign_exception_leaves_it(body: Any, headers: Any) -> None:
    with pytest.raises(SoftknackError):
        Webhooks(SECRET).verify(body, headers)


@settings(max_examples=200)
@given(body=st.binary() | written)
def test_what_is_rightly_signed_is_an_event_or_unreadable(body: bytes) -> None:
    webhooks = Webhooks(SECRET)
    try:
        webhooks.verify(body, webhooks.sign(EventId("evt_1"), body))
    except SignatureError as refused:
        if refused.reason != "malformed_payload":
            raise


@settings(max_examples=200)
@given(place=st.integers(0, len(BODY) - 1), bit=st.integers(0, 7))
def test_every_changed_bit_is_noticed(place: int, bit: int) -> None:
    webhooks = Webhooks(SECRET)
    changed = bytearray(BODY)
    changed[place] ^= 1 << bit
    with pytest.raises(SignatureError) as caught:
        webhooks.verify(changed, webhooks.sign(EventId("evt_1"), BODY))
    assert caught.value.reason == "no_match"


def test_a_router_has_a_fallback() -> None:
    router: Router[str] = Router(lambda event: f"nothing to do for {event.type}")

    @router.on(AppointmentBooked)
    def booked(event: AppointmentBooked) -> str:
        return f"booked {event.data.appointment.id}"

    webhooks = Webhooks(SECRET)
    event = webhooks.verify(BODY, webhooks.sign(EventId("evt_1"), BODY))
    assert isinstance(event, UnknownEvent)
    assert event.data == {"note": "हिन्दी"}
    assert router.route(event) == "nothing to do for demo.happened"
    with pytest.raises(UsageError, match="has a handler already"):
        router.on(AppointmentBooked)(booked)
    with pytest.raises(UsageError, match="fallback"):
        router.on(UnknownEvent)


def test_deliveries_arrive_typed_and_are_tried_again(sandbox: Sandbox, business: Business) -> None:
    sk = sandbox.client()
    inbox = sandbox.receiver("appointment.*", "slot.released")
    slot = sk.calendar.availability.list(service="ac_service").first()
    inbox.answer(503)
    booked = sk.calendar.appointments.book(slot_id=slot.id, contact_id=business.contacts[0], service="ac_service")
    sandbox.settle()
    sandbox.clock.advance(seconds=1)
    match inbox.next_event():
        case AppointmentBooked(data=data, org_id=org):
            assert data.appointment == booked
            assert org == business.organisation
        case other:
            pytest.fail(f"another came first: {other}")
    assert [attempt.status for attempt in inbox.received] == [503, 204]
    sk.calendar.appointments.cancel(booked.id, reason="ill")
    sandbox.settle()
    kinds = {type(inbox.next_event()), type(inbox.next_event())}
    assert kinds == {AppointmentCancelled, SlotReleased}
    listed = sk.platform.events.list(type="appointment.*").to_list()
    assert [type(event) for event in listed] == [AppointmentCancelled, AppointmentBooked]
