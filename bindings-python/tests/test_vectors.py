"""Runs `tests/vectors/`, which every language of the SDK runs byte for byte. The format is told in its README."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from softknack import Event, EventId, InvalidSecretError, SignatureError, UnknownEvent, Webhooks, idempotency_key

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
