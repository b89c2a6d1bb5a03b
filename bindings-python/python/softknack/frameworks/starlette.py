"""Webhooks in Starlette, and whatever hands over its requests.

```python
async def hook(request: Request) -> Response:
    event = await verify(webhooks, request)
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

    async def body(self) -> bytes: ...


async def verify(webhooks: Webhooks, request: Request) -> AnyEvent:
    """Checks the delivery, and reads its event.

    Raises:
        SignatureError: The delivery is refused; `reason` says why.
    """
    return webhooks.verify(await request.body(), request.headers)
