"""What a client does, whichever face it has."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from softknack import (
    AppointmentStatus,
    ConfigurationError,
    ConflictError,
    IdempotencyKeyReusedError,
    InvalidRequestError,
    InvalidTransitionError,
    NoItemsError,
    NotFoundError,
    OtpIncorrectError,
    RateLimitedError,
    RequestInfo,
    ResponseInfo,
    RetryInfo,
    ServerError,
    SlotTakenError,
    Weekday,
    WeeklyHours,
    idempotency_key,
)
from softknack.testing import Business, Sandbox


def book(client: Any, slot: Any, business: Business, contact: int = 0, **more: Any) -> Any:
    contact_id = business.contacts[contact]
    return client.calendar.appointments.book(slot_id=slot.id, contact_id=contact_id, service="ac_service", **more)


def test_a_lost_race_offers_what_is_still_open(client: Any, slot: Any, business: Business) -> None:
    booked = book(client, slot, business)
    assert (booked.status, booked.starts_at) == (AppointmentStatus.BOOKED, slot.starts_at)
    with pytest.raises(SlotTakenError) as caught:
        book(client, slot, business, contact=1)
    error = caught.value
    assert isinstance(error, ConflictError)
    assert (error.status, error.code, error.operation) == (409, "slot_taken", "calendar.appointments.book")
    assert error.outcome == "refused"
    assert len(error.attempts) == 1
    assert str(error.request_id).startswith("req_")
    assert str(error.correlation_id).startswith("cor_")
    assert str(error.idempotency_key).startswith("idk_")
    assert [opening.starts_at for opening in error.next_slots] == sorted(o.starts_at for o in error.next_slots)
    assert book(client, error.next_slots[0], business, contact=1).slot_id == error.next_slots[0].id


def test_the_same_key_gives_the_same_answer(client: Any, slot: Any, business: Business) -> None:
    key = idempotency_key("booking", "call_81", slot.id)
    calls = client.calendar.appointments.with_raw_response
    given = {"slot_id": slot.id, "contact_id": business.contacts[0], "service": "ac_service", "idempotency_key": key}
    first, again = calls.book(**given), calls.book(**given)
    assert again.value == first.value
    assert (first.status, first.replayed, again.replayed) == (201, False, True)
    assert first.idempotency_key == again.idempotency_key == key
    assert first.rate_limit.remaining > 0
    with pytest.raises(IdempotencyKeyReusedError):
        calls.book(**given | {"notes": "another body"})


def test_options_of_a_call(client: Any, slot: Any) -> None:
    response = client.calendar.slots.with_raw_response.get(
        slot.id, correlation_id="cor_mine", timeout=timedelta(seconds=30), headers={"traceparent": "00-1-2-01"}
    )
    assert response.correlation_id == "cor_mine" == response.headers["x-correlation-id"]
    wrong: list[dict[str, Any]] = [
        {"correlation_id": "no spaces"},
        {"correlation_id": 7},
        {"timeout": 0},
        {"timeout": float("nan")},
        {"timeout": "soon"},
        {"headers": {"authorization": "Bearer x"}},
        {"headers": [1]},
    ]
    for options in wrong:
        with pytest.raises(InvalidRequestError) as caught:
            client.calendar.slots.get(slot.id, **options)
        assert [fault.param for fault in caught.value.field_errors] == [f"/{next(iter(options))}"]
        assert caught.value.not_sent


def test_with_options_shares_all_but_what_it_changes(
    client: Any, slot: Any, business: Business, sandbox: Sandbox
) -> None:
    other = client.with_options(correlation_id="cor_shift", headers={"traceparent": "00-1-2-01"})
    assert other.calendar.slots.with_raw_response.get(slot.id).correlation_id == "cor_shift"
    own = other.calendar.slots.with_raw_response.get(slot.id, correlation_id="cor_own")
    assert own.correlation_id == "cor_own"
    sandbox.faults.next("calendar.slots.get", times=2).status(503)
    with pytest.raises(ServerError) as caught:
        client.with_options(max_retries=0).calendar.slots.get(slot.id)
    assert len(caught.value.attempts) == 1
    with pytest.raises(ConfigurationError, match="white space"):
        client.with_options(credential="no key")


def test_a_guest_has_a_session(client: Any, business: Business, sandbox: Sandbox) -> None:
    challenge = client.queue.otp.request(phone="+919800000000", name="Priya", channel="sms")
    with pytest.raises(OtpIncorrectError) as caught:
        client.queue.otp.verify(challenge_id=challenge.challenge_id, code="0000")
    assert caught.value.attempts_left == 4
    code = sandbox.outbox.last(template="queue_otp").vars["code"]
    session = client.queue.otp.verify(challenge_id=challenge.challenge_id, code=code)
    guest = client.with_options(credential=session.token)
    entry = guest.queue.join(
        customer_id=session.customer_id,
        party_size=4,
        match_type="FITTED",
        resource_type="table",
        metadata={"zone": "AC"},
    )
    assert entry.metadata == {"zone": "AC"}
    assert guest.queue.entries.get(entry.id).customer_id == session.customer_id
    assert client.queue.lines.get("table").resource_type == "table"


def test_left_out_and_null_differ_in_a_change(client: Any, business: Business) -> None:
    contact = client.crm.contacts.update(business.contacts[0], email="priya@example.com")
    assert contact.email == "priya@example.com"
    kept = client.crm.contacts.update(contact.id, name="Priya")
    assert (kept.name, kept.email) == ("Priya", "priya@example.com")
    assert client.crm.contacts.update(contact.id, email=None).email is None


def test_nested_values_and_times_are_sent(client: Any, business: Business) -> None:
    hours = [WeeklyHours(weekday=Weekday.MONDAY, opens="09:00", closes="12:00")]
    schedule = client.calendar.schedules.create(
        service="ac_service", timezone="Asia/Kolkata", weekly=hours, exceptions=[{"date": "2026-12-25"}]
    )
    assert schedule.weekly == hours
    assert schedule.exceptions[0].date == "2026-12-25"
    client.calendar.schedules.delete(schedule.id)
    starts = datetime(2026, 12, 1, 9, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    slot = client.calendar.slots.create(service="ac_service", starts_at=starts, ends_at=starts + timedelta(hours=1))
    assert slot.starts_at == starts
    assert slot.starts_at.tzinfo is timezone.utc


@pytest.mark.parametrize(
    ("given", "param", "detail"),
    [
        ({"from_": datetime(2026, 1, 1)}, "/from", "with its offset"),
        ({"party_size": 0}, "/party_size", "lower than 1"),
        ({"party_size": 2**70}, "/party_size", "64 bits"),
        ({"party_size": object()}, "/party_size", "the type object"),
        ({"resource_id": "slt_1"}, "/resource_id", 'starts with "res_"'),
        ({"timezone": "\ud800"}, "/timezone", "Unicode"),
        ({"limit": 101}, "/limit", "1 to 100"),
    ],
)
def test_what_cannot_be_sent_is_named(
    client: Any, business: Business, given: dict[str, Any], param: str, detail: str
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        client.calendar.availability.list(service="ac_service", **given).first_page()
    assert [fault.param for fault in caught.value.field_errors] == [param]
    assert detail in str(caught.value)
    assert (caught.value.operation, caught.value.outcome) == ("calendar.availability.list", "not_sent")


def test_a_list_is_read_by_items_by_pages_and_up_to_a_number(client: Any, business: Business) -> None:
    openings = client.calendar.availability.list(service="ac_service", limit=10)
    everything = [opening.id for opening in openings]
    assert len(everything) == len(set(everything)) > 100
    pages = list(openings.pages())
    assert [opening.id for page in pages for opening in page] == everything
    assert all(len(page) == 10 for page in pages[:-1])
    assert (pages[-1].has_more, pages[-1].next_cursor) == (False, None)
    assert pages[0].response.status == 200
    assert [opening.id for opening in openings.to_list(limit=25)] == everything[:25]
    assert openings.to_list(limit=0) == []
    resumed = client.calendar.availability.list(service="ac_service", limit=10, cursor=pages[1].next_cursor)
    assert resumed.first().id == everything[20]


def test_the_first_of_nothing(client: Any, business: Business) -> None:
    nobody = client.crm.contacts.list(email="nobody@example.com")
    assert nobody.first(None) is None
    with pytest.raises(NoItemsError):
        nobody.first()


def test_a_page_that_fails_late_fails_where_it_is_asked_for(client: Any, business: Business, sandbox: Sandbox) -> None:
    sandbox.faults.next("calendar.availability.list", nth=2, times=9).status(500)
    pages = iter(client.with_options(max_retries=0).calendar.availability.list(service="ac_service").pages())
    assert len(next(pages)) == 25
    with pytest.raises(ServerError):
        next(pages)


def test_refusals_have_their_classes(client: Any, slot: Any, business: Business, sandbox: Sandbox) -> None:
    with pytest.raises(NotFoundError):
        client.calendar.appointments.get("apt_01J9X4T5V6W7X8Y9Z0A1B2C3D4")
    booked = book(client, slot, business)
    client.calendar.appointments.cancel(booked.id, reason="ill")
    with pytest.raises(InvalidTransitionError) as caught:
        client.calendar.appointments.cancel(booked.id, reason="ill")
    assert (caught.value.from_, caught.value.to) == ("cancelled", "cancelled")
    sandbox.faults.next("calendar.slots.get").status(429, retry_after=3600)
    with pytest.raises(RateLimitedError) as limited:
        client.calendar.slots.get(slot.id)
    assert limited.value.retry_after == 3600


def test_a_lost_answer_is_asked_for_again(client: Any, slot: Any, business: Business, sandbox: Sandbox) -> None:
    sandbox.faults.next("calendar.appointments.book").disconnect_after_commit()
    response = client.calendar.appointments.with_raw_response.book(
        slot_id=slot.id, contact_id=business.contacts[0], service="ac_service"
    )
    assert response.replayed
    assert len(response.attempts) == 2
    assert len(client.calendar.appointments.list().to_list()) == 1


def test_hooks_see_each_attempt(face: Any, business: Business, sandbox: Sandbox) -> None:
    seen: list[RequestInfo | ResponseInfo | RetryInfo] = []
    client = face(on_request=seen.append, on_response=seen.append, on_retry=seen.append, backoff=(0.001, 0.001))
    sandbox.faults.next("crm.contacts.get").status(503)
    client.crm.contacts.get(business.contacts[0], correlation_id="cor_hooks")
    kinds = [RequestInfo, ResponseInfo, RetryInfo, RequestInfo, ResponseInfo]
    assert [type(info) for info in seen] == kinds
    assert {info.correlation_id for info in seen} == {"cor_hooks"}
    assert [info.attempt for info in seen] == [1, 1, 1, 2, 2]
    assert [info.status for info in seen if isinstance(info, ResponseInfo)] == [503, 200]


def test_a_hook_that_raises_takes_no_part(face: Any, business: Business, capsys: pytest.CaptureFixture[str]) -> None:
    import sys

    reported: list[Any] = []
    before, sys.unraisablehook = sys.unraisablehook, reported.append
    try:
        client = face(on_request=lambda _: 1 / 0)
        assert client.crm.contacts.get(business.contacts[0]).id == business.contacts[0]
    finally:
        sys.unraisablehook = before
    assert [type(report.exc_value) for report in reported] == [ZeroDivisionError]


def test_the_correlation_comes_from_where_the_program_says(face: Any, slot: Any) -> None:
    client = face(correlation=lambda: "cor_context")
    assert client.calendar.slots.with_raw_response.get(slot.id).correlation_id == "cor_context"


def test_a_closed_client_says_so(sandbox: Sandbox) -> None:
    with sandbox.client() as client:
        pass
    with pytest.raises(ConfigurationError, match="closed"):
        client.crm.contacts.list().first()
