"""Runs `tests/vectors/`, which every language of the SDK runs byte for byte. The format is told in its README."""

from __future__ import annotations

import asyncio
import base64
import json
import traceback
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from faces import Blocking
from scripted import Answer, scripted
from softknack import (
    ApiError,
    AsyncSoftknack,
    ConnectionError,
    DecodeError,
    Event,
    EventId,
    InvalidRequestError,
    InvalidSecretError,
    OpenEnum,
    PaginationError,
    SignatureError,
    SoftknackError,
    TimeoutError,
    UnknownEvent,
    Webhooks,
    _native,
    id_time,
    idempotency_key,
)
from test_parity import python_name

VECTORS = Path(__file__).parents[2] / "tests" / "vectors"
SIGNATURES = json.loads((VECTORS / "signatures.json").read_text())
SECRET = "whsec_0123456789abcdef"


def load(name: str) -> Any:
    return json.loads((VECTORS / name).read_text())


def body(entry: dict[str, Any]) -> bytes:
    encoded = entry.get("body_base64")
    return base64.b64decode(encoded) if encoded is not None else entry["body"].encode()


def form(entry: dict[str, Any]) -> dict[str, Any]:
    return {"form": entry["form"], "header": entry.get("header") or "x-signature"}


def second(value: int) -> datetime:
    return datetime.fromtimestamp(value, timezone.utc)


@pytest.mark.parametrize("entry", load("derived_keys.json"), ids=lambda entry: entry["key"][:12])
def test_derived_keys(entry: dict[str, Any]) -> None:
    assert idempotency_key(*entry["parts"]) == entry["key"]


@pytest.mark.parametrize("entry", SIGNATURES["verify"], ids=lambda entry: entry["name"])
def test_verify(entry: dict[str, Any]) -> None:
    webhooks = Webhooks(
        entry["secrets"], tolerance=entry["tolerance"], clock=lambda: second(entry["now"]), **form(entry)
    )
    headers = [(name, value) for name, value in entry["headers"]]
    found: dict[str, Any]
    try:
        verified = webhooks.verify_raw(body(entry), headers)
        event = webhooks.verify(body(entry), headers)
        found = {"accepted": {"secret": verified.secret, "type": event.type}}
    except SignatureError as error:
        found = {"refused": {"reason": error.reason}}
        if error.skew is not None:
            found["refused"]["skew"] = error.skew
    assert found == entry["expect"]


@pytest.mark.parametrize("entry", SIGNATURES["secrets"], ids=lambda entry: f"{entry['form']}-{entry.get('refused')}")
def test_secrets(entry: dict[str, Any]) -> None:
    if entry.get("refused") is None:
        Webhooks(entry["secret"], **form(entry))
        return
    with pytest.raises(InvalidSecretError) as caught:
        Webhooks(entry["secret"], **form(entry))
    assert caught.value.reason == entry["refused"]


@pytest.mark.parametrize("entry", SIGNATURES["sign"], ids=lambda entry: entry["form"])
def test_sign(entry: dict[str, Any]) -> None:
    webhooks = Webhooks(entry["secrets"], **form(entry))
    assert webhooks.sign(EventId(entry["id"]), body(entry), second(entry["at"])) == entry["headers"]


@pytest.mark.parametrize("entry", load("events.json")["events"], ids=lambda entry: entry["name"])
def test_events(entry: dict[str, Any]) -> None:
    webhooks = Webhooks(SECRET)
    headers = webhooks.sign(EventId("evt_1"), body(entry))
    if "refused" in entry:
        with pytest.raises(SignatureError) as caught:
            webhooks.verify(body(entry), headers)
        assert caught.value.reason == "malformed_payload"
        assert f" at {entry['refused']}: " in str(caught.value)
        assert entry["must_not_show"] not in f"{caught.value!r}{caught.value.details}"
        return
    event = webhooks.verify(body(entry), headers)
    assert event.type == entry["type"]
    assert isinstance(event, UnknownEvent) is not entry["knows"]
    assert event.to_dict() == entry["value"]
    assert Event.from_dict(entry["value"]) == event


def spec_of(kind: str) -> str:
    """The shape of the IDs of a kind, which is the first word of its messages."""
    return next(row for row in PREFIXES if row[1] == kind)[0]


PREFIXES = [(f"id:{entry['text'].split('_')[0]}", entry["kind"]) for entry in load("ids.json")["read"]]


@pytest.mark.parametrize("entry", load("ids.json")["read"], ids=lambda entry: entry["name"])
def test_ids(entry: dict[str, Any]) -> None:
    read, fault = _native.read(spec_of(entry["kind"]), json.dumps(entry["text"]).encode())
    assert (read, fault) == (entry["text"], None)
    made = id_time(entry["text"])
    assert (None if made is None else plain(made)) == entry["time"]


@pytest.mark.parametrize("entry", load("ids.json")["refused"], ids=lambda entry: entry["name"])
def test_refused_ids(entry: dict[str, Any]) -> None:
    _, fault = _native.read(spec_of(entry["kind"]), json.dumps(entry["text"]).encode())
    assert fault == ("", entry["message"])


@pytest.mark.parametrize("entry", load("times.json")["accepted"], ids=lambda entry: entry["text"])
def test_times(entry: dict[str, Any]) -> None:
    read, fault = _native.read("time", json.dumps(entry["text"]).encode())
    if entry["prints"].startswith("0000-"):
        # Python's years begin at 1.
        assert "years 1 to 9999" in fault[1]
        return
    assert plain(read) == entry["prints"]


@pytest.mark.parametrize("entry", load("times.json")["refused"], ids=lambda entry: ascii(entry["text"]))
def test_refused_times(entry: dict[str, Any]) -> None:
    _, fault = _native.read("time", json.dumps(entry["text"]).encode())
    assert fault is not None


def plain(at: datetime) -> str:
    return at.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


KINDS = {ConnectionError: "connection", DecodeError: "decode", PaginationError: "pagination", TimeoutError: "timeout"}


def kind(error: SoftknackError) -> str:
    return "api" if isinstance(error, ApiError) else KINDS[type(error)]


@pytest.mark.parametrize("entry", load("errors.json")["answers"], ids=lambda entry: entry["name"])
def test_errors(entry: dict[str, Any]) -> None:
    answer = Answer(entry["status"], entry["body"], entry["headers"])
    with scripted(answer) as server, pytest.raises(SoftknackError) as caught:
        server.client().calendar.appointments.book(slot_id="slt_1", contact_id="ctc_1", service="cut")
    error: Any = caught.value
    found = {
        "kind": lambda: kind(error),
        "code": lambda: error.code,
        "outcome": lambda: error.outcome,
        "next_slots": lambda: [slot.id for slot in error.next_slots],
        "from": lambda: error.from_ or "",
        "to": lambda: error.to or "",
        "attempts_left": lambda: error.problem.attempts_left,
        "errors": lambda: [fault.to_dict() for fault in error.field_errors],
        "retry_after_seconds": lambda: error.retry_after,
        "request_id": lambda: error.request_id,
        "extra": lambda: dict(error.problem.extra),
    }
    for member, expected in entry["expect"].items():
        if member == "must_not_show":
            printed = f"{error!r}{error}{error.details}{''.join(traceback.format_exception(error))}"
            assert [text for text in expected if text in printed] == []
        else:
            assert found[member]() == expected, member
    assert error.status == entry["status"]


@pytest.mark.parametrize("entry", load("pages.json")["lists"], ids=lambda entry: entry["name"])
@pytest.mark.parametrize("face", ["sync", "async"])
def test_pages(entry: dict[str, Any], face: str) -> None:
    appointment = next(row["value"] for row in load("open_values.json")["answers"] if row["id"] == "apt_1")

    def body(page: dict[str, Any]) -> str:
        return json.dumps({**page, "data": [appointment | {"id": id} for id in page["ids"]]})

    ids: list[str] = []
    ended: str | None = None
    with scripted(*[Answer(200, body(page), {}) for page in entry["pages"]]) as server:
        sk: Any = server.client()
        if face == "async":
            loop = asyncio.new_event_loop()
            sk = Blocking(AsyncSoftknack("sk_test_1", base_url=server.url, max_retries=0), loop)
        try:
            ids.extend(item.id for item in sk.calendar.appointments.list(cursor=entry.get("cursor")))
        except SoftknackError as error:
            ended = kind(error)
        if face == "async":
            loop.close()
    assert (ids, ended) == (entry["expect"]["ids"], entry["expect"].get("error"))
    assert [seen.query.get("cursor", [None])[0] for seen in server.seen] == entry["expect"]["cursors"]


def method(client: Any, operation: str) -> Any:
    for step in operation.split("."):
        client = getattr(client, step)
    return client


@pytest.mark.parametrize("entry", load("open_values.json")["answers"], ids=lambda entry: entry["name"])
def test_open_values(entry: dict[str, Any]) -> None:
    with scripted(Answer(200, json.dumps(entry["value"]), {})) as server:
        answer = method(server.client(), entry["operation"])(entry["id"])
    assert answer.to_dict() == entry["value"]
    unknown = {
        wire: str(value)
        for wire, name, _, _ in answer._fields
        if isinstance(value := getattr(answer, name), OpenEnum) and not value.is_known
    }
    assert unknown == entry.get("unknown", {})


@pytest.mark.parametrize("entry", load("patches.json")["changes"], ids=lambda entry: entry["name"])
def test_patches(entry: dict[str, Any]) -> None:
    params = dict(entry["params"])
    names = [params.pop(name) for name in ("id", "slug") if name in params]
    with scripted(Answer(200, "{}", {})) as server:
        change = method(server.client(), entry["operation"])
        with pytest.raises((SoftknackError, TypeError)) as caught:
            change(*names, **{python_name(wire): value for wire, value in params.items()})
    if isinstance(caught.value, TypeError):
        # A name that the method does not take is refused by Python itself.
        assert f"'{entry['refused'].removeprefix('/')}'" in str(caught.value)
    elif "refused" in entry:
        assert isinstance(caught.value, InvalidRequestError)
        assert caught.value.field_errors[0].param == entry["refused"]
        assert server.seen == []
    else:
        assert isinstance(caught.value, DecodeError)  # the answer says nothing, but the change was sent
        assert json.loads(server.seen[0].body) == entry["body"]
