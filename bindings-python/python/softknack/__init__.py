"""The Softknack SDK: book, queue and receive signed webhooks, with one typed client.

```python
from softknack import Softknack, SlotTakenError

sk = Softknack()  # SK_API_KEY
slots = sk.calendar.availability.list(service="ac_service", timezone="Asia/Kolkata")
try:
    appointment = sk.calendar.appointments.book(slot_id=slots.first().id, contact_id=contact.id, service="ac_service")
except SlotTakenError as taken:
    offer(taken.next_slots)  # somebody was faster: here is what is still open
```

`AsyncSoftknack` has the same methods, to be awaited. Every call that changes something carries an idempotency key, the
same on all its attempts; `idempotency_key` derives one from facts of your business.
"""

import atexit
import os
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from softknack import _native, errors, models
from softknack._caller import forget_loops
from softknack._client import AsyncSoftknack, Softknack
from softknack._cursors import AsyncCursorStore, CursorStore, FileCursor, MemoryCursor
from softknack._errors import (
    ApiError,
    Attempt,
    ConfigurationError,
    ConnectionError,
    DecodeError,
    InvalidRequestError,
    InvalidSecretError,
    NoItemsError,
    PaginationError,
    RateLimit,
    RenewalError,
    SignatureError,
    SoftknackError,
    TimeoutError,
    UsageError,
)
from softknack._flow_errors import (
    NotBookedError,
    TriedSlot,
    UnreadableCursorError,
    WaitEndedError,
    WaitTimeoutError,
)
from softknack._flows import AsyncFollow, AsyncReconcile, FirstBooked, Follow, Reconcile, Reconciled
from softknack._hooks import RequestInfo, ResponseInfo, RetryInfo
from softknack._model import Metadata, Model, OpenEnum
from softknack._pages import AsyncItemList, ItemList, Page
from softknack._response import Response
from softknack.errors import *  # noqa: F403
from softknack.models import *  # noqa: F403

if TYPE_CHECKING:
    from softknack.inbox import AsyncInbox, Inbox, InboxError, LeaseLostError, MemoryInbox
    from softknack.webhooks import Router, VerifiedBody, Webhooks

__version__ = _native.__version__

__all__ = [
    "ApiError",
    "AsyncCursorStore",
    "AsyncFollow",
    "AsyncInbox",
    "AsyncItemList",
    "AsyncReconcile",
    "AsyncSoftknack",
    "Attempt",
    "ConfigurationError",
    "ConnectionError",
    "CursorStore",
    "DecodeError",
    "FileCursor",
    "FirstBooked",
    "Follow",
    "Inbox",
    "InboxError",
    "InvalidRequestError",
    "InvalidSecretError",
    "ItemList",
    "LeaseLostError",
    "MemoryCursor",
    "MemoryInbox",
    "Metadata",
    "Model",
    "NoItemsError",
    "NotBookedError",
    "OpenEnum",
    "Page",
    "PaginationError",
    "RateLimit",
    "Reconcile",
    "Reconciled",
    "RenewalError",
    "RequestInfo",
    "Response",
    "ResponseInfo",
    "RetryInfo",
    "Router",
    "SignatureError",
    "Softknack",
    "SoftknackError",
    "TimeoutError",
    "TriedSlot",
    "UnreadableCursorError",
    "UsageError",
    "VerifiedBody",
    "WaitEndedError",
    "WaitTimeoutError",
    "Webhooks",
    "__version__",
    "id_time",
    "idempotency_key",
]
__all__ += errors.__all__
__all__ += models.__all__

# A program that receives nothing does without them: they are imported when they are asked for.
_RECEIVING = {
    "inbox": ("AsyncInbox", "Inbox", "InboxError", "LeaseLostError", "MemoryInbox"),
    "webhooks": ("Router", "VerifiedBody", "Webhooks"),
}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        from importlib import import_module

        for module, names in _RECEIVING.items():
            if name == module or name in names:
                imported = import_module(f"softknack.{module}")
                globals().update({name: getattr(imported, name) for name in names})
                return globals()[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


def idempotency_key(*parts: str) -> str:
    """The key that follows from facts of your business: texts and IDs, in order.

    A process that crashed before it saw the answer asks again with the same facts, and has their effect once. Every
    Softknack SDK derives the same key.

    ```python
    key = idempotency_key("booking", call_id, slot.id)
    ```
    """
    try:
        return _native.derive_key(list(parts))
    except (TypeError, UnicodeError):
        raise UsageError("softknack: a key is derived from texts: write other facts as text") from None


def id_time(id: str) -> datetime | None:
    """When the ID was made, which stands in it; or none where it is no full one."""
    made = _native.id_time(id)
    return None if made is None else datetime.fromtimestamp(0, timezone.utc) + timedelta(milliseconds=made)


def _after_fork_in_child() -> None:
    _native.after_fork_in_child()
    forget_loops()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
atexit.register(_native.shutdown)
