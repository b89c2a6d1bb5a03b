"""Webhooks in FastAPI: a dependency that gives the verified event.

```python
from typing import Annotated

signed = signed_event(webhooks)

@app.post("/webhooks", status_code=204)
async def hook(event: Annotated[AnyEvent, Depends(signed)]) -> None: ...
```
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import HTTPException, Request

from softknack._errors import SignatureError
from softknack.frameworks.starlette import verify
from softknack.models.events import AnyEvent
from softknack.webhooks import Webhooks

__all__ = ["signed_event", "verify"]


def signed_event(webhooks: Webhooks) -> Callable[[Request], Awaitable[AnyEvent]]:
    """A dependency that verifies the request, and answers 400 with the reason where it is refused."""

    async def signed(request: Request) -> AnyEvent:
        try:
            return await verify(webhooks, request)
        except SignatureError as error:
            raise HTTPException(400, error.reason) from error

    # FastAPI reads what a dependency takes off its annotations, as they are written here.
    signed.__annotations__ = {"request": Request}
    return signed
