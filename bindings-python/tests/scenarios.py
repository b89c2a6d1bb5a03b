"""Plays a scenario of `tests/behaviour/` with a client, whichever face it has."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from typing import Any
from urllib.request import Request, urlopen

import pytest
import softknack
from hook import Hook, listening
from patterns import Scope, fault
from softknack import Page, Response, SignatureError, SoftknackError, Webhooks
from softknack._model import Model
from softknack.testing import Sandbox
from test_parity import python_name

START = "2030-01-07T09:00:00.000Z"

KINDS = {
    softknack.InvalidRequestError: "invalid_request",
    softknack.ConnectionError: "connection",
    softknack.TimeoutError: "timeout",
    softknack.ApiError: "api",
    softknack.DecodeError: "decode",
}

# Which steps there are, by the member that only they have, and what else they may have.
STEPS = {
    "call": {"params", "options", "credential", "all", "as", "gives", "answer", "fails"},
    "control": {"body", "as", "gives"},
    "receiver": {"answers", "otherwise"},
    "received": {"secrets", "not", "as", "gives"},
}


class Play:
    """A scenario as it is played. Leaving its `with` ends what it began."""

    def __init__(self, sandbox: Sandbox, client: Callable[[], Any]) -> None:
        self._sandbox = sandbox
        self._client = client()
        self._scope = Scope()
        self._hooks: dict[str, Hook] = {}
        self._open = ExitStack()
        self._control("POST", "/clock", {"now": START, "frozen": True})

    def __enter__(self) -> Play:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def step(self, step: dict[str, Any]) -> None:
        (kind,) = step.keys() & STEPS.keys()
        assert step.keys() <= STEPS[kind] | {kind}
        if kind == "call":
            self._call(step)
        elif kind == "control":
            method, path = step["control"].split(" ")
            self._result(step, self._control(method, path, self._scope.resolve(step.get("body"))))
        elif kind == "receiver":
            self._receiver(step)
        else:
            self._received(step)

    def _call(self, step: dict[str, Any]) -> None:
        client = self._client
        if "credential" in step:
            client = client.with_options(credential=self._scope.resolve(step["credential"]))
        options = dict(step.get("options", {}))
        if "max_retries" in options:
            client = client.with_options(max_retries=options.pop("max_retries"))
        if "timeout_seconds" in options:
            options["timeout"] = options.pop("timeout_seconds")
        given = {python_name(name): typed(value) for name, value in self._scope.resolve(step.get("params", {})).items()}
        try:
            result, response = made(client, step["call"], given | options, step.get("all", False))
        except SoftknackError as error:
            failed = failure(error)
        except TypeError as error:
            failed = refused_by_python(error)
        else:
            assert "fails" not in step, f"it did not fail: {result}"
            if "answer" in step:
                check("answer", self._scope.resolve(step["answer"]), facts(response, step["answer"]))
            self._result(step, result)
            return
        assert "fails" in step, f"it failed: {failed}"
        check("fails", self._scope.resolve(step["fails"]), failed)

    def _receiver(self, step: dict[str, Any]) -> None:
        name = step["receiver"]
        if name not in self._hooks:
            self._hooks[name] = self._open.enter_context(listening())
            self._scope.set(name, {"url": self._hooks[name].url})
        self._hooks[name].answers.extend(step.get("answers", ()))
        self._hooks[name].otherwise = step.get("otherwise", 204)

    def _received(self, step: dict[str, Any]) -> None:
        self._control("POST", "/settle")
        came = []
        for headers, body in self._hooks[step["received"]].take():
            # What came earlier was signed for its own moment.
            (at,) = re.findall(r"\bt=(\d+)", headers["x-nexus-signature"])
            moment = datetime.fromtimestamp(int(at), self._sandbox.clock.now.tzinfo)
            assert moment <= self._sandbox.clock.now
            for secret in self._scope.resolve(step["secrets"]):
                event = Webhooks(secret, clock=lambda moment=moment: moment).verify(body, headers)
                assert written(event) == json.loads(body)
            for secret in self._scope.resolve(step.get("not", [])):
                with pytest.raises(SignatureError, match="no_match"):
                    Webhooks(secret, clock=lambda moment=moment: moment).verify(body, headers)
            came.append({"attempt": int(headers["x-nexus-attempt"]), "event": json.loads(body)})
        self._result(step, came)

    def _result(self, step: dict[str, Any], result: Any) -> None:
        if "gives" in step:
            check("gives", self._scope.resolve(step["gives"]), result)
        if "as" in step:
            self._scope.set(step["as"], result)

    def _control(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self._sandbox.admin_token}", "Content-Type": "application/json"}
        request = Request(f"{self._sandbox.base_url}/sandbox/v1{path}", data, headers, method=method)
        with urlopen(request) as answer:
            return json.loads(answer.read() or b"null")


def made(client: Any, operation: str, given: dict[str, Any], to_its_end: bool) -> tuple[Any, Any]:
    """A call as a program makes it: its result as JSON, and its answer."""
    *groups, verb = operation.split(".")
    resource = client
    for group in groups:
        resource = getattr(resource, group)
    # A page of a list brings its answer along.
    with_response = getattr(getattr(resource, "with_raw_response", None), verb, None)
    if with_response is not None:
        response: Response[Any] = with_response(**given)
        return written(response.value), response
    items = getattr(resource, verb)(**given)
    if to_its_end:
        return [written(item) for item in items], None
    page: Page[Any] = items.first_page()
    result = {"data": [written(item) for item in page], "has_more": page.has_more, "next_cursor": page.next_cursor}
    return result, page.response


def typed(value: Any) -> Any:
    """A time as Python has it; anything else as it is."""
    is_time = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", value)
    return datetime.fromisoformat(value.replace("Z", "+00:00")) if is_time else value


def written(value: Model | None) -> Any:
    """A result as JSON again, by way of JSON: what is in it is nothing else."""
    return None if value is None else json.loads(json.dumps(value.to_dict()))


def facts(response: Response[Any], pattern: dict[str, Any]) -> dict[str, Any]:
    """What came beside an answer. A wait is as in the pattern where it is as long."""
    waited = response.attempts[0].wait
    least = pattern.get("waited_seconds")
    return {
        "status": response.status,
        "replayed": response.replayed,
        "attempts": len(response.attempts),
        "waited_seconds": least if least is not None and waited is not None and waited >= least else waited,
        "correlation_id": response.correlation_id,
        "idempotency_key": response.idempotency_key,
    }


def failure(error: SoftknackError) -> dict[str, Any]:
    next_slots = getattr(error, "next_slots", None)
    retry_after = error.retry_after
    return {
        "kind": next(kind for cls, kind in KINDS.items() if isinstance(error, cls)),
        "code": error.code,
        "status": error.status,
        "outcome": error.outcome,
        "attempts": len(error.attempts),
        "retry_after_seconds": None if retry_after is None else int(retry_after),
        "params": [found.param for found in error.field_errors],
        "next_slots": None if next_slots is None else [written(slot) for slot in next_slots],
        "from": getattr(error, "from_", None),
        "to": getattr(error, "to", None),
        "attempts_left": getattr(error, "attempts_left", None),
    }


def refused_by_python(error: TypeError) -> dict[str, Any]:
    """An argument that is missing, or that there is none of, is refused by Python itself before anything is sent."""
    named = re.search(r"(missing 1 required keyword-only|unexpected keyword) argument:? '(\w+)'$", str(error))
    if named is None:
        raise error
    params = [f"/{named[2]}"]
    return {"kind": "invalid_request", "code": None, "outcome": "not_sent", "attempts": 0, "params": params}


def check(what: str, pattern: Any, found: Any) -> None:
    amiss = fault(pattern, found)
    assert amiss is None, f"{what}: {amiss}\n{json.dumps(found, indent=2)}"
