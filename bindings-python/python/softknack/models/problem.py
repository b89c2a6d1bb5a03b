# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""Models of `problem`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from softknack._model import Fields, Model
from softknack.models.calendar import Slot
from softknack.models.ids import RequestId


class FieldError(Model):
    """One member of a request that is not valid."""

    param: str
    """Where it stands: a JSON pointer into the request."""
    code: str
    """What kind of fault it is: `missing`, `unknown`, `invalid`."""
    detail: str
    """What is wrong, and what would be right."""

    _fields: ClassVar[Fields] = (
        ("param", "param", "text", 0),
        ("code", "code", "text", 0),
        ("detail", "detail", "text", 0),
    )


class Problem(Model):
    """A refusal as the platform writes it: `application/problem+json`."""

    type: str
    """A link to the documentation of the code."""
    title: str
    """The code in words."""
    status: int
    """The HTTP status."""
    code: str
    """The machine-readable reason."""
    detail: str | None = None
    """What happened this time."""
    instance: str | None = None
    """Where it happened: the path of the request."""
    param: str | None = None
    """The member at fault: a JSON pointer into the request."""
    errors: Sequence[FieldError] = ()
    """Every member at fault, where the request is not valid."""
    next_slots: Sequence[Slot] | None = None
    """On `slot_taken`: up to three open slots, soonest first."""
    from_: str | None = None
    """On `invalid_transition`: the state that the record is in."""
    to: str | None = None
    """On `invalid_transition`: the state that was asked for."""
    attempts_left: int | None = None
    """On `otp_incorrect`: how often the code may still be tried."""
    request_id: RequestId | None = None
    """The request that was refused."""
    correlation_id: str | None = None
    """What the request belonged to."""

    _fields: ClassVar[Fields] = (
        ("type", "type", "text", 0),
        ("title", "title", "text", 0),
        ("status", "status", "integer", 0),
        ("detail", "detail", "text", 1),
        ("instance", "instance", "text", 1),
        ("code", "code", "text", 0),
        ("param", "param", "text", 1),
        ("errors", "errors", [FieldError], 2),
        ("next_slots", "next_slots", [Slot], 1),
        ("from", "from_", "text", 1),
        ("to", "to", "text", 1),
        ("attempts_left", "attempts_left", "integer", 1),
        ("request_id", "request_id", "id:req", 1),
        ("correlation_id", "correlation_id", "text", 1),
    )
