"""The platform in a box, for tests: no account, no network.

```python
from softknack.testing import Sandbox

with Sandbox() as sandbox:
    business = sandbox.seed()
    sk = sandbox.client()
    sandbox.faults.next("calendar.appointments.book").status(503)
    sandbox.clock.advance(minutes=3)
    assert sandbox.outbox.last().template == "appt_reminder"
```

It runs the program `softknack-sandbox`, which `pip install softknack[testing]` brings along. In pytest the fixtures
`sandbox`, `business`, `sk` and `async_sk` are there by themselves.
"""

from softknack.testing._control import Clock, Faults, NextRequest, Outbox, OutboxMessage, SandboxError
from softknack.testing._receiver import Received, Receiver
from softknack.testing._sandbox import Business, Sandbox

__all__ = [
    "Business",
    "Clock",
    "Faults",
    "NextRequest",
    "Outbox",
    "OutboxMessage",
    "Received",
    "Receiver",
    "Sandbox",
    "SandboxError",
]
