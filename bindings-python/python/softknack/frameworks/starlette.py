"""Webhooks in Starlette, and whatever hands over its requests.

```python
async def hook(request: Request) -> Response:
    event = await verify(webhooks, request)
```
"""

from __future__ import annotations

from typing import Any, Protocol

from softknack._errors import UsageError
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
        UsageError: The body was read off the request before, and is not kept.
    """
    return webhooks.verify(await _body(request), request.headers)


async def _body(request: Request) -> bytes:
    try:
        return await request.body()
    except RuntimeError as error:
        raise UsageError("softknack: the body was read before: verify the delivery first") from error
