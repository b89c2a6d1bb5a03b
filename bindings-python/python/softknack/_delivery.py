"""A delivery as frameworks hand it over, made into what the native half reads."""

from __future__ import annotations

from typing import Any, Final, cast

from softknack._errors import UsageError

_INSTEAD: Final[dict[Any, str]] = {
    str: "a text may have been decoded wrongly; pass the raw bytes of the request",
    dict: "a parsed body is not what was signed; pass the raw bytes of the request",
    list: "a parsed body is not what was signed; pass the raw bytes of the request",
}


def as_bytes(body: Any) -> bytes | UsageError:
    """A copy of a body that is no `bytes`; or the error to raise once no frame holds it, for it has personal data."""
    if isinstance(body, (bytes, bytearray, memoryview)):
        try:
            return memoryview(cast("bytes", body)).tobytes()
        except ValueError:
            return UsageError("softknack: the body must be bytes: the memoryview was released")
    instead = _INSTEAD.get(type(body), "the raw bytes of the request, as they came")
    return UsageError(f"softknack: the body must be bytes: {instead}")


def as_pairs(headers: Any) -> list[Any] | None:
    """The pairs of headers that are no plain dictionary, list or tuple. Whatever it raises, they are none."""
    if isinstance(headers, (str, bytes)):
        return None
    return list(headers.items() if hasattr(headers, "items") else headers)
