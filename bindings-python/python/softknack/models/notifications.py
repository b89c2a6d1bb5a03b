# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""Models of `notifications`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Literal, TypeAlias

from softknack._model import Fields, Model, OpenEnum
from softknack.models.calendar import Channel
from softknack.models.ids import ContactId, MessageId


class MessageStatus(OpenEnum):
    """Where a message stands."""

    QUEUED = "queued"
    """It will be sent."""
    SENT = "sent"
    """A provider took it."""
    DELIVERED = "delivered"
    """It arrived."""
    FAILED = "failed"
    """No channel took it."""


MessageStatusLike: TypeAlias = MessageStatus | Literal["queued", "sent", "delivered", "failed"]
"""A member of `MessageStatus`, or its value."""


class MessageAttempt(Model):
    """A channel that was tried."""

    channel: Channel
    """The channel."""
    attempted_at: datetime
    """When it was tried."""
    error: str | None = None
    """Why it did not take the message, or null where it did."""

    _fields: ClassVar[Fields] = (
        ("channel", "channel", Channel, 0),
        ("attempted_at", "attempted_at", "time", 0),
        ("error", "error", "text", 1),
    )


class Message(Model):
    """A message."""

    id: MessageId
    """The message's ID."""
    contact_id: ContactId
    """Who receives it."""
    template: str
    """The name of its text."""
    channels: Sequence[Channel]
    """The channels, in the order in which they are tried."""
    status: MessageStatus
    """Where it stands."""
    attempts: Sequence[MessageAttempt]
    """Every channel that was tried."""
    created_at: datetime
    """When it was sent."""
    channel: Channel | None = None
    """The channel that took it, or null where none did."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:msg", 0),
        ("contact_id", "contact_id", "id:ctc", 0),
        ("template", "template", "text", 0),
        ("channels", "channels", [Channel], 0),
        ("status", "status", MessageStatus, 0),
        ("channel", "channel", Channel, 1),
        ("attempts", "attempts", [MessageAttempt], 0),
        ("created_at", "created_at", "time", 0),
    )
