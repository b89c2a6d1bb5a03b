"""Telling of calls: the logger `softknack`, and spans where OpenTelemetry's API is installed.

No key, no query and no body is ever told.
"""

from __future__ import annotations

import importlib
import logging
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from softknack._caller import is_traced

if TYPE_CHECKING:
    from softknack._response import Response

logger = logging.getLogger("softknack")

Merged: TypeAlias = "tuple[Any, ...] | None"


@contextmanager
def call(operation: str, options: Merged) -> Generator[tuple[Merged, Callable[[Response[Any]], None]], None, None]:
    """A call that is told of. Gives its options, to which a span adds its headers, and what to tell the answer to."""
    with _span(operation) as (headers, span):
        if headers:
            options = (*(options or (None,) * 6)[:5], [*((options or (None,) * 6)[5] or ()), *headers])
        started = time.perf_counter()

        def observed(response: Response[Any]) -> None:
            for number, attempt in enumerate(response.attempts[:-1], 1):
                logger.info("%s: attempt %d: %s, tried again", operation, number, attempt.result)
            elapsed = (time.perf_counter() - started) * 1000
            logger.debug("%s: %d in %.1f ms, request %s", operation, response.status, elapsed, response.request_id)
            if span is not None:
                span.set_attribute("http.response.status_code", response.status)
                span.set_attribute("softknack.attempts", len(response.attempts))
                if response.request_id:
                    span.set_attribute("softknack.request_id", response.request_id)

        try:
            yield options, observed
        except Exception as error:
            # The text of an error of ours has neither keys nor bodies in it.
            logger.info("%s: %s", operation, error)
            raise


@contextmanager
def _span(operation: str) -> Generator[tuple[list[tuple[str, str]], Any], None, None]:
    if not is_traced():
        yield [], None
        return
    propagate, trace = (importlib.import_module(f"opentelemetry.{name}") for name in ("propagate", "trace"))
    tracer = trace.get_tracer("softknack")
    with tracer.start_as_current_span(operation, kind=trace.SpanKind.CLIENT) as span:
        carrier: dict[str, str] = {}
        propagate.inject(carrier)
        yield list(carrier.items()), span
