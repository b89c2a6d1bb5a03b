"""What a call was given is in no frame of the package when it raises, and in nothing that is told of it."""

from __future__ import annotations

import asyncio
import logging
import pickle
import re
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from softknack import AsyncSoftknack, Contact, Softknack, SoftknackError, Webhooks
from softknack.testing import Business, Sandbox
from test_errors import locals_of

# What each call is given that is personal or secret; what is not a text of its form is refused before it is sent.
MARK = "7319"
PHONE = f"+91980000{MARK}"
# Addresses in memory, trace and other IDs, ports and times: the mark may stand in them by chance.
CHANCE = re.compile(
    r"0x[0-9a-f]+|(?=[0-9]*[a-f])[0-9a-f]{16,}|_[0-9A-HJKMNP-TV-Z]{26}|127\.0\.0\.1:[0-9]+|[0-9]+\.[0-9]+"
)
CALLS: dict[str, Callable[[Any], Any]] = {
    "a code": lambda sk: sk.queue.otp.verify(challenge_id="otp_01J9X4T5V6W7X8Y9Z0A1B2C3D4", code=MARK),
    "a code that is none": lambda sk: sk.queue.otp.verify(challenge_id="otp_1", code=f"{MARK}{MARK}"),
    "a phone number": lambda sk: sk.queue.otp.request(phone=PHONE, name=f"Priya {MARK}"),
    "a contact": lambda sk: sk.crm.contacts.create(phone=PHONE, email="x", metadata={"note": MARK}),
    "a change": lambda sk: sk.crm.contacts.update("ctc_1", phone=PHONE, name=f"Priya {MARK}"),
    "a reason": lambda sk: sk.calendar.appointments.cancel("apt_1", reason=f"ill {MARK}"),
    "a message": lambda sk: sk.notifications.messages.send(
        contact_id="ctc_1", template="x", channels=["sms"], vars={"code": MARK}
    ),
    "a whole answer": lambda sk: sk.queue.otp.with_raw_response.verify(challenge_id="otp_1", code=MARK),
    "a page": lambda sk: sk.crm.contacts.list(phone=PHONE, cursor="x").first_page(),
    "a list": lambda sk: sk.crm.contacts.list(phone=PHONE, cursor="x").to_list(limit=3),
    "an item": lambda sk: sk.crm.contacts.list(phone=PHONE, cursor="x").first(),
    "a flow": lambda sk: sk.calendar.appointments.book_first_of(
        slot_ids=["slt_1"], contact_id="ctc_1", service="cut", notes=MARK, metadata={"note": MARK}
    ),
    "a call of tomorrow": lambda sk: sk.request(
        "POST", "/crm/v1/contacts", json={"phone": PHONE, "email": "x"}, query={"phone": PHONE}
    ),
    "a time that is none": lambda sk: sk.queue.otp.verify(challenge_id="otp_1", code=MARK, timeout=object()),
}


def shown(error: BaseException) -> str:
    """Everything that a report of an error may show of it."""
    told = [str(error), repr(error), repr(vars(error)), locals_of(error)]
    told += traceback.format_exception(error)
    told.append(str(pickle.dumps(error)))
    return "\n".join(told)


def raised(call: Callable[[], Any]) -> BaseException:
    with pytest.raises(Exception) as caught:  # noqa: PT011
        call()
    return caught.value


def tells(text: str) -> bool:
    return MARK in CHANCE.sub("", text)


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("observed", [False, True], ids=["", "observed"])
@pytest.mark.parametrize("state", ["open", "closed", "misled"])
def test_a_call_that_raises_shows_nothing(
    sandbox: Sandbox, business: Business, caplog: pytest.LogCaptureFixture, name: str, observed: bool, state: str
) -> None:
    def lost() -> str:
        raise ValueError("no correlation")

    options: dict[str, Any] = {"correlation": lost} if state == "misled" else {}
    sk, ask = sandbox.client(**options), sandbox.async_client(**options)
    if state == "closed":
        sk.close()
        asyncio.run(ask.aclose())
    else:
        # Faults make those that are in order fail as well.
        sandbox.faults.next(times=4).status(422)

    async def awaited() -> None:
        await CALLS[name](ask)

    caplog.set_level(logging.DEBUG if observed else logging.ERROR, "softknack")
    for error in (raised(lambda: CALLS[name](sk)), raised(lambda: asyncio.run(awaited()))):
        assert isinstance(error, ValueError if state == "misled" else SoftknackError)
        assert not tells(shown(error))
        assert sandbox.test_key not in shown(error)
    assert not tells(caplog.text)


def test_a_call_that_is_cancelled_shows_nothing(sandbox: Sandbox, business: Business) -> None:
    sandbox.faults.next("queue.otp.request").latency(60)
    ask = sandbox.async_client()

    async def cancelled() -> None:
        task = asyncio.create_task(ask.queue.otp.request(phone=PHONE, name=f"Priya {MARK}"))
        await asyncio.sleep(0.05)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError) as caught:
        asyncio.run(cancelled())
    assert not tells(locals_of(caught.value))


def test_a_list_that_failed_can_be_read_again(sandbox: Sandbox, business: Business) -> None:
    sk = sandbox.client(max_retries=0)
    phone = sk.crm.contacts.get(business.contacts[0]).phone
    listed = sk.crm.contacts.list(phone=phone, limit=1)
    sandbox.faults.next("crm.contacts.list").status(500)
    with pytest.raises(SoftknackError):
        listed.to_list()
    assert [contact.id for contact in listed] == [contact.id for contact in listed.to_list(limit=5)]
    assert listed.first().phone == phone


def test_nothing_that_holds_a_secret_shows_it(sandbox: Sandbox) -> None:
    key, secret = "sk_test_4eC39HqLyjWDarjtT1zdp7dc", "whsec_4eC39HqLyjWDarjtT1zdp7dc"
    held: list[Any] = [Webhooks(secret), Webhooks({"old": secret})]
    for client in (Softknack, AsyncSoftknack):
        made = client(key, base_url="http://127.0.0.1:9")
        held += [made, made._caller, made.crm, made.crm.contacts, made.crm.contacts.list(), made._caller.native]
        held.append(made.with_options(credential=f"{key}2"))
    for one in held:
        slots = {name: getattr(one, name, None) for cls in type(one).__mro__ for name in getattr(cls, "__slots__", ())}
        text = f"{one!r}{one}{getattr(one, '__dict__', '')}{slots}"
        assert "4eC39" not in text
        if not isinstance(one, (Softknack, AsyncSoftknack, Webhooks)):
            continue
        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(one)


@pytest.mark.parametrize("wrong", [{"form": None}, {"header": 7}, {"tolerance": "long"}, {"form": "plain"}])
def test_a_verifier_that_cannot_be_made_shows_nothing(wrong: dict[str, Any]) -> None:
    error = raised(lambda: Webhooks([f"whsec_{MARK * 4}"], **wrong))
    assert not tells(shown(error))


def test_a_model_that_cannot_be_made_shows_nothing() -> None:
    for make in (lambda: Contact(phone=PHONE), lambda: Contact.from_dict({"id": 1, "phone": PHONE})):
        error = raised(make)
        assert not tells(f"{error}{locals_of(error)}")
