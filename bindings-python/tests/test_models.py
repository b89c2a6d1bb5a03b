"""Models are values: compared, copied, pickled, taken apart, and shown without what is personal."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import datetime, timezone
from typing import Any

import pytest
from softknack import Appointment, AppointmentStatus, Contact, OpenEnum, QueueEntry, Slot, SlotResources, Webhook

WRITTEN: dict[str, Any] = {
    "id": "ctc_1",
    "name": "Priya Sharma",
    "phone": "+919800000001",
    "email": None,
    "verified": True,
    "metadata": {"room": "12b"},
    "created_at": "2026-11-22T12:00:00.000Z",
    "updated_at": "2026-11-22T12:00:00.000Z",
    "loyalty": {"tier": "gold"},
}


@pytest.fixture
def contact() -> Contact:
    return Contact.from_dict(WRITTEN)


def test_nothing_is_lost_on_the_way(contact: Contact) -> None:
    assert contact.to_dict() == WRITTEN
    assert contact.extra == {"loyalty": {"tier": "gold"}}
    assert contact.created_at == datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
    assert json.loads(json.dumps(contact.to_dict())) == WRITTEN


def test_a_model_is_a_value(contact: Contact) -> None:
    for same in (Contact.from_dict(WRITTEN), copy.copy(contact), copy.deepcopy(contact)):
        assert same == contact
        assert same is not contact
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(contact, protocol)) == contact
    assert contact != Contact.from_dict(WRITTEN | {"verified": False})
    assert contact != WRITTEN
    assert contact.__replace__(verified=False).verified is False
    with pytest.raises(AttributeError, match="cannot be changed"):
        contact.verified = False  # type: ignore[misc]
    with pytest.raises(AttributeError, match="cannot be changed"):
        del contact.verified
    with pytest.raises(TypeError):
        hash(contact)


def test_a_model_is_taken_apart(contact: Contact) -> None:
    match contact:
        case Contact(verified=True, id=id):
            assert id == "ctc_1"
        case _:
            pytest.fail("it is a verified contact")


def test_nothing_personal_is_shown(contact: Contact) -> None:
    shown = f"{contact} {contact!r} {[contact]}"
    for personal in ("Priya", "9800000001", "12b", "gold"):
        assert personal not in shown
    assert "name=[personal]" in shown
    assert "email=None" in shown
    webhook = Webhook.from_dict(
        {"id": "whk_1", "url": "https://x", "events": [], "description": None, "enabled": True, "secret": "whsec_abc"}
        | {name: WRITTEN[name] for name in ("created_at", "updated_at")}
    )
    assert webhook.secret == "whsec_abc"
    assert "abc" not in repr(webhook)


def test_a_model_is_made_by_hand() -> None:
    assert SlotResources().to_dict() == {}
    assert SlotResources(required=[]).required == []
    with pytest.raises(TypeError, match="there is no colour"):
        SlotResources(colour="red")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="id is missing"):
        Slot(service="cut")  # type: ignore[call-arg]


def test_an_enum_stays_open() -> None:
    new = AppointmentStatus("rescheduled_twice")
    assert new == "rescheduled_twice"
    assert (new.is_known, AppointmentStatus.BOOKED.is_known) == (False, True)
    assert f"{new} {new!s} {AppointmentStatus.BOOKED:>8}" == "rescheduled_twice rescheduled_twice   booked"
    assert pickle.loads(pickle.dumps(new)) == new == copy.deepcopy(new)
    assert json.dumps([new, AppointmentStatus.BOOKED]) == '["rescheduled_twice", "booked"]'
    assert {new: 1}[AppointmentStatus("rescheduled_twice")] == 1
    assert issubclass(AppointmentStatus, OpenEnum)
    with pytest.raises(ValueError, match="7"):
        AppointmentStatus(7)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"verified": "yes"}, "/verified: expected true or false"),
        ({"verified": None}, "/verified: expected true or false"),
        ({"id": "slt_1"}, '/id: expected a contact ID, which starts with "ctc_"'),
        ({"id": 7}, '/id: expected a contact ID, a string that starts with "ctc_"'),
        ({"created_at": "yesterday"}, "/created_at: expected an RFC 3339 date and time"),
        ({"name": ["Priya"]}, "/name: expected a string"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(ValueError, match="Contact cannot be read at") as caught:
        Contact.from_dict(WRITTEN | change)
    assert place in str(caught.value)


def test_a_missing_member_is_named() -> None:
    with pytest.raises(ValueError, match="/verified: `verified` is required"):
        Contact.from_dict({name: value for name, value in WRITTEN.items() if name != "verified"})
    without_email = {name: value for name, value in WRITTEN.items() if name != "email"}
    assert Contact.from_dict(without_email).email is None


def test_names_are_pythons_whatever_the_wire_says() -> None:
    written = {
        "id": "que_1",
        "status": "waiting",
        "position": 3,
        "estimatedWaitSeconds": 720,
        "customerId": "ctc_1",
        "partySize": 4,
        "matchType": "FITTED",
        "resourceType": "table",
        "metadata": {},
        "joinedAt": "2026-11-22T12:00:00.000+05:30",
    }
    entry = QueueEntry.from_dict(written)
    assert (entry.estimated_wait_seconds, entry.party_size, entry.resource_id) == (720, 4, None)
    assert entry.to_dict() == written | {"joinedAt": "2026-11-22T06:30:00.000Z"}


def test_classes_are_documented() -> None:
    assert Appointment.__doc__ == "A booking of a slot by a contact."
