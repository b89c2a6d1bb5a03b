"""Starting a sandbox, and what it consists of."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from softknack._client import AsyncSoftknack, Softknack
from softknack.models.ids import BookingPageId, ContactId, OrganisationId, ResourceId, ScheduleId, WebhookId
from softknack.testing._control import Clock, Control, Faults, Outbox, SandboxError
from softknack.testing._receiver import Receiver

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

_PROGRAM = "softknack-sandbox"


@dataclass(frozen=True)
class Business:
    """What a demo business consists of."""

    organisation: OrganisationId
    mode: str
    services: Sequence[str]
    """`ac_service`, an hour at home by one of the staff, and `table_dinner`, a table in the evening."""
    staff: Sequence[ResourceId]
    tables: Sequence[ResourceId]
    schedules: Sequence[ScheduleId]
    contacts: Sequence[ContactId]
    """Two people with verified numbers."""
    booking_page: BookingPageId
    booking_page_slug: str
    webhook: WebhookId
    webhook_secret: str = field(repr=False)
    """What signs the deliveries of the demo's own endpoint."""


class Sandbox:
    """The platform in a box, in a process of its own. Closing it, or leaving its `with`, ends it.

    It ends with this process at the latest, even where that is killed.

    Args:
        file: Keeps everything in this file across restarts. Default: in memory.
        live: Plays the live environment, too. Otherwise `sk_live_` keys are refused.
        program: The program to run. Default: `SOFTKNACK_SANDBOX`, else the one that is installed.

    Raises:
        SandboxError: The program is not there, or does not start.
    """

    base_url: str
    """Where it listens."""
    test_key: str
    """An API key of its first organisation."""
    live_key: str | None
    """A live key, where it plays the live environment."""
    admin_token: str
    """What the control plane is asked with, for what has no method here."""
    clock: Clock
    """Its clock."""
    faults: Faults
    """Faults that are to come."""
    outbox: Outbox
    """Messages that would have been sent."""

    def __init__(
        self,
        *,
        file: str | os.PathLike[str] | None = None,
        live: bool = False,
        program: str | os.PathLike[str] | None = None,
    ) -> None:
        command = [str(program or _find()), "--port", "0", "--json", "--no-seed", "--until-stdin-closes"]
        command += ["--live"] if live else []
        command += [] if file is None else ["--file", os.fspath(file)]
        try:
            # Its input closes when this process ends, even where that is killed and closes nothing itself.
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        except OSError as error:
            raise SandboxError(f"softknack: the sandbox cannot be started: {error}") from error
        self._pid = os.getpid()
        self._receivers: list[Receiver] = []
        atexit.register(self.close)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            status = self._process.wait()
            raise SandboxError(f"softknack: the sandbox ended with status {status} before it was ready")
        ready: Mapping[str, Any] = json.loads(line)
        self.base_url = ready["base_url"]
        self.test_key = ready["test_key"]
        self.live_key = ready.get("live_key")
        self.admin_token = ready["admin_token"]
        self._control = Control(self.base_url, self.admin_token)
        self.clock = Clock(self._control)
        self.faults = Faults(self._control)
        self.outbox = Outbox(self._control)

    def client(self, **options: Any) -> Softknack:
        """A client of it, with the options of `Softknack`."""
        return Softknack(**self._own(options))

    def async_client(self, **options: Any) -> AsyncSoftknack:
        """A client of it, with the options of `AsyncSoftknack`."""
        return AsyncSoftknack(**self._own(options))

    def _own(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"credential": self.test_key, "base_url": self.base_url} | options

    def seed(self) -> Business:
        """Sets up a demo business. Again, it tells what that consists of."""
        return Business(**self._control.ask("POST", "/seed", {}))

    def receiver(self, *patterns: str) -> Receiver:
        """An endpoint that receives the events of these types and patterns: `appointment.*`. Default: all of them."""
        receiver = Receiver(self, patterns)
        self._receivers.append(receiver)
        return receiver

    def settle(self) -> None:
        """Waits until everything that is due was done, deliveries included."""
        self._control.ask("POST", "/settle")

    def reset(self) -> None:
        """Removes everything but the first organisation and its keys. Faults are gone, the clock is where it stood."""
        for receiver in self._receivers:
            receiver.close()
        self._receivers.clear()
        self._control.ask("POST", "/reset")

    def close(self) -> None:
        """Ends it."""
        # A child that was forked is not the one who started it.
        if os.getpid() != self._pid:
            return
        atexit.unregister(self.close)
        for receiver in self._receivers:
            receiver.close()
        self._receivers.clear()
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Sandbox({self.base_url})"


def _find() -> str:
    given = os.environ.get("SOFTKNACK_SANDBOX")
    if given:
        return given
    beside = Path(sysconfig.get_path("scripts"), _PROGRAM).with_suffix(".exe" if os.name == "nt" else "")
    found = str(beside) if beside.exists() else shutil.which(_PROGRAM)
    if found is None:
        raise SandboxError(f"softknack: the program {_PROGRAM} is not there: pip install softknack[testing]")
    return found
