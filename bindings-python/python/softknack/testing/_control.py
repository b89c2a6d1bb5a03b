"""The sandbox's control plane: its clock, its faults, its outbox."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from softknack import _native
from softknack._errors import SoftknackError
from softknack._model import Fields, Model
from softknack.models.ids import ContactId, MessageId


class SandboxError(SoftknackError):
    """The sandbox could not be started, or did not do what it was told."""


class Control:
    """The way to the control plane."""

    def __init__(self, base_url: str, admin_token: str) -> None:
        self._host = urlsplit(base_url).netloc
        self._headers = {"Authorization": f"Bearer {admin_token}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """What the control plane answers, as JSON."""
        return json.loads(self.ask_bytes(method, path, body) or b"null")

    def ask_bytes(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> bytes:
        connection = http.client.HTTPConnection(self._host, timeout=60)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, f"/sandbox/v1{path}", text, self._headers)
            response = connection.getresponse()
            answer = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise SandboxError(f"softknack: the sandbox does not answer: {error}") from error
        finally:
            connection.close()
        if response.status >= 400:
            problem = json.loads(answer)
            faults = "".join(f"; {fault['param']} {fault['detail']}" for fault in problem.get("errors", ()))
            raise SandboxError(
                f"softknack: the sandbox refuses: {problem.get('detail', problem.get('title'))}{faults}",
                code=problem.get("code"),
                status=response.status,
                outcome="refused",
            )
        return answer


class Clock:
    """The sandbox's clock. Everything that waits follows it: deliveries, reminders, expiries."""

    def __init__(self, control: Control) -> None:
        self._control = control

    @property
    def now(self) -> datetime:
        """What time it is in the sandbox."""
        return self._state(self._control.ask_bytes("GET", "/clock"))

    def advance(self, step: timedelta | None = None, /, **parts: float) -> datetime:
        """Moves it on by `step`, or by what a timedelta takes: `advance(minutes=3)`. Gives the new time.

        What falls due on the way happens, each at its own time, before this returns.
        """
        total = timedelta(**parts) + (step or timedelta())
        return self._change(advance_seconds=round(total.total_seconds()))

    def set(self, to: datetime) -> datetime:
        """Sets it. Forwards, what falls due on the way happens; backwards, nothing happens again."""
        return self._change(now=to.isoformat())

    def freeze(self) -> datetime:
        """Stops it: it moves only when it is told to."""
        return self._change(frozen=True)

    def resume(self) -> datetime:
        """Lets it run on from where it stands."""
        return self._change(frozen=False)

    def _change(self, **change: Any) -> datetime:
        return self._state(self._control.ask_bytes("POST", "/clock", change))

    def _state(self, answer: bytes) -> datetime:
        state: _ClockState = _native.read(_ClockState, answer)[0]
        return state.now


class _ClockState(Model):
    now: datetime
    frozen: bool
    _fields: ClassVar[Fields] = (("now", "now", "time", 0), ("frozen", "frozen", "boolean", 0))


class OutboxMessage(Model):
    """A message that would have been sent."""

    id: MessageId
    tenant: str
    """The organisation and the environment, as `org_…/test`."""
    contact_id: ContactId
    template: str
    vars: Mapping[str, Any]
    """What the template is filled with: a one-time code, for one."""
    status: str
    created_at: datetime
    channel: str | None = None
    to: str | None = None
    """The contact's address on that channel."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:msg", 0),
        ("tenant", "tenant", "text", 0),
        ("contact_id", "contact_id", "id:ctc", 0),
        ("channel", "channel", "text", 1),
        ("to", "to", "text", 1),
        ("template", "template", "text", 0),
        ("vars", "vars", "any", 0),
        ("status", "status", "text", 0),
        ("created_at", "created_at", "time", 0),
    )
    _hidden: ClassVar[Mapping[str, str]] = {"to": "personal", "vars": "personal"}


class Outbox:
    """The messages that would have been sent, one-time codes among them."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def list(self, *, template: str | None = None, contact_id: ContactId | None = None) -> list[OutboxMessage]:
        """The last thousand messages that match, newest first."""
        given = {"template": template, "contact_id": contact_id, "limit": 1000}
        query = urlencode({name: value for name, value in given.items() if value is not None})
        written = self._control.ask("GET", f"/outbox?{query}")["data"]
        return [OutboxMessage.from_dict(message) for message in written]

    def last(self, *, template: str | None = None, contact_id: ContactId | None = None) -> OutboxMessage:
        """The newest message that matches.

        Raises:
            SandboxError: There is none.
        """
        messages = self.list(template=template, contact_id=contact_id)
        if not messages:
            raise SandboxError("softknack: no such message is in the outbox")
        return messages[0]


class Faults:
    """Faults that are to come."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def next(self, operation: str | None = None, *, nth: int = 1, times: int = 1) -> NextRequest:
        """The `nth` request of `operation` from now, or of any, and so many from there. Next, say which fault."""
        rule: dict[str, Any] = {"nth": nth, "times": times}
        if operation is not None:
            rule["operation"] = operation
        return NextRequest(self._control, rule)

    @property
    def pending(self) -> list[dict[str, Any]]:
        """What is still to come."""
        rules: list[dict[str, Any]] = self._control.ask("GET", "/faults")["data"]
        return rules

    def clear(self) -> None:
        """Takes everything back."""
        self._control.ask("DELETE", "/faults")


@dataclass(frozen=True)
class NextRequest:
    """Which requests a fault shall hit."""

    _control: Control = field(repr=False)
    _rule: dict[str, Any]

    def latency(self, duration: float | timedelta) -> None:
        """It waits so long, in seconds, and is carried out then."""
        seconds = duration.total_seconds() if isinstance(duration, timedelta) else duration
        self._add(latency_ms=round(seconds * 1000))

    def status(self, status: int, *, retry_after: int | None = None, as_date: bool = False) -> None:
        """It is answered with this status, and nothing is done. `Retry-After` is so many seconds, or the date then."""
        wait: dict[str, Any] = {} if retry_after is None else {"retry_after_seconds": retry_after}
        if as_date:
            wait["retry_after_as_date"] = True
        self._add(status=status, **wait)

    def disconnect_before_commit(self) -> None:
        """The connection breaks off, and nothing was done."""
        self._add(disconnect="before_commit")

    def disconnect_after_commit(self) -> None:
        """The connection breaks off when everything was done, and nobody is told."""
        self._add(disconnect="after_commit")

    def stall(self) -> None:
        """Everything is done, and the answer stops within its body."""
        self._add(stall=True)

    def _add(self, **fault: Any) -> None:
        self._control.ask("POST", "/faults", self._rule | fault)
