"""Webhooks in Django.

```python
@csrf_exempt
@require_POST
def hook(request: HttpRequest) -> HttpResponse:
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

    @property
    def body(self) -> bytes: ...


def verify(webhooks: Webhooks, request: Request) -> AnyEvent:
    """Checks the delivery, and reads its event.

    Raises:
        SignatureError: The delivery is refused; `reason` says why.
    """
    return webhooks.verify(request.body, request.headers)
