"""Webhooks in Flask, and whatever hands over Werkzeug's requests.

```python
@app.post("/webhooks")
def hook() -> ResponseReturnValue:
    event = verify(webhooks, request)
```
"""

from __future__ import annotations

from typing import Any, Protocol

from softknack.models.events import AnyEvent
from softknack.webhooks import Webhooks


class Request(Protocol):
    """As much of a request as is needed."""

    @property
    def headers(self) -> Any: ...

    def get_data(self) -> bytes: ...


def verify(webhooks: Webhooks, request: Request) -> AnyEvent:
    """Checks the delivery, and reads its event.

    Raises:
        SignatureError: The delivery is refused; `reason` says why.
    """
    return webhooks.verify(request.get_data(), request.headers)
