# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""Models of `queue`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Literal, TypeAlias

from softknack._model import Fields, Metadata, Model, OpenEnum
from softknack.models.ids import ContactId, OtpChallengeId, QueueEntryId, ResourceId


class MatchType(OpenEnum):
    """How a party and a resource are matched."""

    FITTED = "FITTED"
    """By size and zone: tables, rooms, bays."""
    POOL = "POOL"
    """One line for all: voice lines, chat agents."""


MatchTypeLike: TypeAlias = MatchType | Literal["FITTED", "POOL"]
"""A member of `MatchType`, or its value."""


class EntryStatus(OpenEnum):
    """Where a party stands."""

    WAITING = "waiting"
    """In line."""
    ALLOCATED = "allocated"
    """Given a resource, and asked to come."""
    SEATED = "seated"
    """At its resource."""
    COMPLETED = "completed"
    """Gone, after it was served."""
    CANCELLED = "cancelled"
    """Gone, without being served."""


EntryStatusLike: TypeAlias = EntryStatus | Literal["waiting", "allocated", "seated", "completed", "cancelled"]
"""A member of `EntryStatus`, or its value."""


class QueueEntry(Model):
    """A party in line."""

    id: QueueEntryId
    """The entry's ID."""
    status: EntryStatus
    """Where it stands."""
    customer_id: ContactId
    """The contact in line."""
    party_size: int
    """How many people they are."""
    match_type: MatchType
    """How a resource is found for them."""
    resource_type: str
    """The kind of resource that they wait for."""
    metadata: Metadata
    """The caller's own data."""
    joined_at: datetime
    """When it came into line."""
    position: int | None = None
    """Its place among those who wait for the same type of resource, from 1; null when it waits no more."""
    estimated_wait_seconds: int | None = None
    """How long it will wait at most, conservatively; null when it waits no more."""
    resource_id: ResourceId | None = None
    """The resource that they were given."""
    respond_by: datetime | None = None
    """Until when an allocated party must answer."""
    reason: str | None = None
    """Why it was cancelled: `guest`, `staff`, `response_timeout` or `expired`."""
    allocated_at: datetime | None = None
    """When it was given a resource."""
    seated_at: datetime | None = None
    """When it took the resource."""
    ended_at: datetime | None = None
    """When it was completed or cancelled."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:que", 0),
        ("status", "status", EntryStatus, 0),
        ("position", "position", "integer", 1),
        ("estimatedWaitSeconds", "estimated_wait_seconds", "integer", 1),
        ("customerId", "customer_id", "id:ctc", 0),
        ("partySize", "party_size", "integer", 0),
        ("matchType", "match_type", MatchType, 0),
        ("resourceType", "resource_type", "text", 0),
        ("resourceId", "resource_id", "id:res", 1),
        ("metadata", "metadata", "any", 0),
        ("respondBy", "respond_by", "time", 1),
        ("reason", "reason", "text", 1),
        ("joinedAt", "joined_at", "time", 0),
        ("allocatedAt", "allocated_at", "time", 1),
        ("seatedAt", "seated_at", "time", 1),
        ("endedAt", "ended_at", "time", 1),
    )
    _hidden: ClassVar[Mapping[str, str]] = {"metadata": "personal"}


class Allocated(Model):
    """What one allocation check did."""

    allocated: Sequence[QueueEntry]
    """The entries that were given a resource, in that order."""

    _fields: ClassVar[Fields] = (("allocated", "allocated", [QueueEntry], 0),)


class OtpChannel(OpenEnum):
    """How a code is sent."""

    SMS = "sms"
    """A text message."""
    WHATSAPP = "whatsapp"
    """WhatsApp."""


OtpChannelLike: TypeAlias = OtpChannel | Literal["sms", "whatsapp"]
"""A member of `OtpChannel`, or its value."""


class OtpChallenge(Model):
    """A code on its way."""

    challenge_id: OtpChallengeId
    """What to verify the code against."""
    expires_at: datetime
    """Until when the code is good."""

    _fields: ClassVar[Fields] = (
        ("challengeId", "challenge_id", "id:otp", 0),
        ("expiresAt", "expires_at", "time", 0),
    )


class QueueSession(Model):
    """A guest's session: it may join once, and read, confirm and cancel its own entry."""

    token: str
    """The credential."""
    customer_id: ContactId
    """The contact that it acts for."""
    expires_at: datetime
    """Until when it is good."""

    _fields: ClassVar[Fields] = (
        ("token", "token", "text", 0),
        ("customerId", "customer_id", "id:ctc", 0),
        ("expiresAt", "expires_at", "time", 0),
    )
    _hidden: ClassVar[Mapping[str, str]] = {"token": "secret"}


class CancelReason(OpenEnum):
    """Who takes a party out of line."""

    GUEST = "guest"
    """The guest."""
    STAFF = "staff"
    """A member of staff."""


CancelReasonLike: TypeAlias = CancelReason | Literal["guest", "staff"]
"""A member of `CancelReason`, or its value."""


class QueueLine(Model):
    """Everybody who waits for one type of resource."""

    resource_type: str
    """The type of resource."""
    waiting: int
    """How many parties wait."""
    estimated_wait_seconds: int
    """How long a party that came now would wait at most, conservatively."""
    free: int
    """How many resources are free."""
    average_session_seconds: int | None = None
    """How long past sessions took on average, of the last hundred, or null where there were none."""

    _fields: ClassVar[Fields] = (
        ("resourceType", "resource_type", "text", 0),
        ("waiting", "waiting", "integer", 0),
        ("estimatedWaitSeconds", "estimated_wait_seconds", "integer", 0),
        ("averageSessionSeconds", "average_session_seconds", "integer", 1),
        ("free", "free", "integer", 0),
    )
