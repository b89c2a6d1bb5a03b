# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""Models of `platform`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal, TypeAlias

from softknack._model import Fields, Model, OpenEnum
from softknack.models.ids import AuditRecordId, DeadLetterId, DeliveryId, EventId, RequestId, WebhookId


class Webhook(Model):
    """An address to which events are delivered."""

    id: WebhookId
    """The endpoint's ID."""
    url: str
    """The address."""
    events: Sequence[str]
    """Which events it receives."""
    enabled: bool
    """Whether events are delivered to it."""
    created_at: datetime
    """When it was registered."""
    updated_at: datetime
    """When it last changed."""
    description: str | None = None
    """What it is for."""
    secret: str | None = None
    """The secret that signs its deliveries: shown once, at creation and at rotation."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:whk", 0),
        ("url", "url", "text", 0),
        ("events", "events", ["text"], 0),
        ("description", "description", "text", 1),
        ("enabled", "enabled", "boolean", 0),
        ("secret", "secret", "text", 1),
        ("created_at", "created_at", "time", 0),
        ("updated_at", "updated_at", "time", 0),
    )
    _hidden: ClassVar[Mapping[str, str]] = {"secret": "secret"}


class DeliveryStatus(OpenEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    """It will be tried, or tried again."""
    DELIVERED = "delivered"
    """The endpoint accepted it."""
    DEAD = "dead"
    """It was given up, and is a dead letter."""


DeliveryStatusLike: TypeAlias = DeliveryStatus | Literal["pending", "delivered", "dead"]
"""A member of `DeliveryStatus`, or its value."""


class DeliveryAttempt(Model):
    """One attempt at a delivery."""

    number: int
    """The number of the attempt: 1 to 8, and again from 1 after a replay."""
    attempted_at: datetime
    """When it was made."""
    status_code: int | None = None
    """The status that the endpoint answered, or null where it did not answer."""
    error: str | None = None
    """Why it failed, or null where it did not."""

    _fields: ClassVar[Fields] = (
        ("number", "number", "integer", 0),
        ("attempted_at", "attempted_at", "time", 0),
        ("status_code", "status_code", "integer", 1),
        ("error", "error", "text", 1),
    )


class Delivery(Model):
    """One event on its way to one endpoint."""

    id: DeliveryId
    """The delivery's ID."""
    event_id: EventId
    """The event that is delivered."""
    event_type: str
    """The type of that event."""
    correlation_id: str
    """What the event belongs to: the call that caused it has the same, and so has each attempt in its header."""
    webhook_id: WebhookId
    """The endpoint that it is delivered to."""
    status: DeliveryStatus
    """Where it stands."""
    attempts: Sequence[DeliveryAttempt]
    """Every attempt that was made, first to last."""
    created_at: datetime
    """When the event was put on its way."""
    next_attempt_at: datetime | None = None
    """When the next attempt is due, or null where none is."""
    delivered_at: datetime | None = None
    """When the endpoint accepted it."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:dlv", 0),
        ("event_id", "event_id", "id:evt", 0),
        ("event_type", "event_type", "text", 0),
        ("correlation_id", "correlation_id", "text", 0),
        ("webhook_id", "webhook_id", "id:whk", 0),
        ("status", "status", DeliveryStatus, 0),
        ("attempts", "attempts", [DeliveryAttempt], 0),
        ("next_attempt_at", "next_attempt_at", "time", 1),
        ("created_at", "created_at", "time", 0),
        ("delivered_at", "delivered_at", "time", 1),
    )


class DeadLetter(Model):
    """A delivery that was given up."""

    id: DeadLetterId
    """The dead letter's ID."""
    delivery_id: DeliveryId
    """The delivery that was given up."""
    event_id: EventId
    """The event that was not delivered."""
    event_type: str
    """The type of that event."""
    webhook_id: WebhookId
    """The endpoint that did not accept it."""
    reason: str
    """Why the last attempt failed."""
    attempts: int
    """How many attempts were made."""
    created_at: datetime
    """When it was given up."""
    replayed_at: datetime | None = None
    """When it was put on its way again, or null where it was not."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:dlq", 0),
        ("delivery_id", "delivery_id", "id:dlv", 0),
        ("event_id", "event_id", "id:evt", 0),
        ("event_type", "event_type", "text", 0),
        ("webhook_id", "webhook_id", "id:whk", 0),
        ("reason", "reason", "text", 0),
        ("attempts", "attempts", "integer", 0),
        ("created_at", "created_at", "time", 0),
        ("replayed_at", "replayed_at", "time", 1),
    )


class Replayed(Model):
    """How many dead letters were put on their way again."""

    replayed: int
    """How many."""

    _fields: ClassVar[Fields] = (("replayed", "replayed", "integer", 0),)


class AuditRecord(Model):
    """One change."""

    id: AuditRecordId
    """The record's ID."""
    actor: str
    """Who made the change: a credential's name, or `system`."""
    action: str
    """The operation, such as `calendar.appointments.cancel`."""
    subject: str
    """The ID of what was changed."""
    correlation_id: str
    """What the change belongs to."""
    created_at: datetime
    """When it was made."""
    before: Any = None
    """What stood there before, without personal data, or null where nothing did."""
    after: Any = None
    """What stands there now, without personal data, or null where nothing does."""
    request_id: RequestId | None = None
    """The request that made the change, or null where a timer did."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:aud", 0),
        ("actor", "actor", "text", 0),
        ("action", "action", "text", 0),
        ("subject", "subject", "text", 0),
        ("before", "before", "any", 1),
        ("after", "after", "any", 1),
        ("request_id", "request_id", "id:req", 1),
        ("correlation_id", "correlation_id", "text", 0),
        ("created_at", "created_at", "time", 0),
    )
