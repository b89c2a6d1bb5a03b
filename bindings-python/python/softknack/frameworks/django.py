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

from softknack._errors import UsageError
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
        UsageError: The body was read off the request before, and is not kept.
    """
    return webhooks.verify(_body(request), request.headers)


def _body(request: Request) -> bytes:
    try:
        return request.body
    except Exception as error:
        if type(error).__name__ != "RawPostDataException":
            raise
        raise UsageError("softknack: the body was read before: verify the delivery first") from error
