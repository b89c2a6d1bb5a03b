# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""Models of `calendar`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Literal, TypeAlias

from softknack._model import Fields, Metadata, Model, OpenEnum
from softknack.models.ids import AppointmentId, BookingPageId, ContactId, ResourceId, ScheduleId, ServiceId, SlotId


class SlotStatus(OpenEnum):
    """Whether a slot can be booked."""

    OPEN = "open"
    """It has room."""
    FULL = "full"
    """It has as many appointments as it takes."""
    CLOSED = "closed"
    """It was taken out of inventory."""


SlotStatusLike: TypeAlias = SlotStatus | Literal["open", "full", "closed"]
"""A member of `SlotStatus`, or its value."""


class SlotResources(Model):
    """The resources that an appointment holds: every `required` one, and one of each group in `any_of`, all or
    nothing.
    """

    required: Sequence[ResourceId] = ()
    """Each of these is held."""
    any_of: Sequence[Sequence[ResourceId]] = ()
    """One of each group is held."""

    _fields: ClassVar[Fields] = (
        ("required", "required", ["id:res"], 2),
        ("any_of", "any_of", [["id:res"]], 2),
    )


class Slot(Model):
    """A time that can be booked."""

    id: SlotId
    """The slot's ID."""
    service: str
    """The slug of the service that it is for."""
    starts_at: datetime
    """When the appointment begins."""
    ends_at: datetime
    """When the appointment ends."""
    timezone: str
    """The zone in which to show its times."""
    status: SlotStatus
    """Whether it can be booked."""
    capacity: int
    """How many appointments it takes."""
    booked: int
    """How many appointments it has."""
    overbook_limit: int
    """How many appointments it takes beyond its capacity."""
    resources: SlotResources
    """The resources that an appointment in it holds."""
    schedule_id: ScheduleId | None = None
    """The schedule that made it, or null where staff opened it."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:slt", 0),
        ("service", "service", "text", 0),
        ("starts_at", "starts_at", "time", 0),
        ("ends_at", "ends_at", "time", 0),
        ("timezone", "timezone", "text", 0),
        ("status", "status", SlotStatus, 0),
        ("capacity", "capacity", "integer", 0),
        ("booked", "booked", "integer", 0),
        ("overbook_limit", "overbook_limit", "integer", 0),
        ("resources", "resources", SlotResources, 0),
        ("schedule_id", "schedule_id", "id:sch", 1),
    )


class IfTaken(OpenEnum):
    """What to do when the slot is no longer open."""

    OFFER = "offer"
    """Refuse with `slot_taken`, and name the next openings."""
    BOOK_NEXT = "book_next"
    """Book the next opening of the same service instead."""


IfTakenLike: TypeAlias = IfTaken | Literal["offer", "book_next"]
"""A member of `IfTaken`, or its value."""


class AppointmentSource(OpenEnum):
    """Where a booking came from."""

    API = "api"
    """A program, through the API."""
    PAGE = "page"
    """A hosted booking page."""
    AGENT = "agent"
    """A voice or chat agent."""
    STAFF = "staff"
    """A member of staff."""


AppointmentSourceLike: TypeAlias = AppointmentSource | Literal["api", "page", "agent", "staff"]
"""A member of `AppointmentSource`, or its value."""


class AppointmentStatus(OpenEnum):
    """Where an appointment stands."""

    BOOKED = "booked"
    """It holds its slot."""
    COMPLETED = "completed"
    """It took place."""
    CANCELLED = "cancelled"
    """It was cancelled."""
    NO_SHOW = "no_show"
    """Nobody came."""


AppointmentStatusLike: TypeAlias = AppointmentStatus | Literal["booked", "completed", "cancelled", "no_show"]
"""A member of `AppointmentStatus`, or its value."""


class Appointment(Model):
    """A booking of a slot by a contact."""

    id: AppointmentId
    """The appointment's ID."""
    status: AppointmentStatus
    """Where it stands; only `booked` moves on."""
    slot_id: SlotId
    """The slot that it holds."""
    contact_id: ContactId
    """Who booked, or for whom."""
    service: str
    """The slug of the service."""
    starts_at: datetime
    """When it begins."""
    ends_at: datetime
    """When it ends."""
    resource_ids: Sequence[ResourceId]
    """The resources that it holds."""
    party_size: int
    """How many people come."""
    source: AppointmentSource
    """Where the booking came from."""
    metadata: Metadata
    """The caller's own data."""
    created_at: datetime
    """When it was booked."""
    updated_at: datetime
    """When it last changed."""
    reason: str | None = None
    """Why it was cancelled or moved."""
    notes: str | None = None
    """Free words."""
    requested_slot_id: SlotId | None = None
    """The slot that was asked for, where `book_next` won another one."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:apt", 0),
        ("status", "status", AppointmentStatus, 0),
        ("slot_id", "slot_id", "id:slt", 0),
        ("contact_id", "contact_id", "id:ctc", 0),
        ("service", "service", "text", 0),
        ("starts_at", "starts_at", "time", 0),
        ("ends_at", "ends_at", "time", 0),
        ("resource_ids", "resource_ids", ["id:res"], 0),
        ("party_size", "party_size", "integer", 0),
        ("source", "source", AppointmentSource, 0),
        ("reason", "reason", "text", 1),
        ("notes", "notes", "text", 1),
        ("metadata", "metadata", "any", 0),
        ("requested_slot_id", "requested_slot_id", "id:slt", 1),
        ("created_at", "created_at", "time", 0),
        ("updated_at", "updated_at", "time", 0),
    )
    _hidden: ClassVar[Mapping[str, str]] = {"reason": "personal", "notes": "personal", "metadata": "personal"}


class Channel(OpenEnum):
    """A way to reach a person."""

    WHATSAPP = "whatsapp"
    """WhatsApp."""
    SMS = "sms"
    """A text message."""
    EMAIL = "email"
    """E-mail."""


ChannelLike: TypeAlias = Channel | Literal["whatsapp", "sms", "email"]
"""A member of `Channel`, or its value."""


class Service(Model):
    """Something that can be booked."""

    id: ServiceId
    """The service's ID."""
    slug: str
    """Its name in addresses and bodies."""
    name: str
    """Its name for people."""
    duration_minutes: int
    """How long an appointment lasts, in minutes."""
    buffer_before_minutes: int
    """How long its resources are held before it begins, in minutes."""
    buffer_after_minutes: int
    """How long its resources are held after it ends, in minutes."""
    reminder_offsets_minutes: Sequence[int]
    """How long before the appointment each reminder goes out, in minutes."""
    reminder_channels: Sequence[Channel]
    """The channels of its reminders, in the order in which they are tried."""
    created_at: datetime
    """When it was created."""
    updated_at: datetime
    """When it last changed."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:svc", 0),
        ("slug", "slug", "text", 0),
        ("name", "name", "text", 0),
        ("duration_minutes", "duration_minutes", "integer", 0),
        ("buffer_before_minutes", "buffer_before_minutes", "integer", 0),
        ("buffer_after_minutes", "buffer_after_minutes", "integer", 0),
        ("reminder_offsets_minutes", "reminder_offsets_minutes", ["integer"], 0),
        ("reminder_channels", "reminder_channels", [Channel], 0),
        ("created_at", "created_at", "time", 0),
        ("updated_at", "updated_at", "time", 0),
    )


class ResourceKind(OpenEnum):
    """What a resource is. The vendor's list is open."""

    STAFF = "staff"
    """A person who gives the service."""
    ROOM = "room"
    """A room."""
    EQUIPMENT = "equipment"
    """A device or vehicle."""
    TABLE = "table"
    """A table."""
    AGENT = "agent"
    """A voice or chat agent."""
    BAY = "bay"
    """A bay, for vehicles or beds."""


ResourceKindLike: TypeAlias = ResourceKind | Literal["staff", "room", "equipment", "table", "agent", "bay"]
"""A member of `ResourceKind`, or its value."""


class Resource(Model):
    """Something that an appointment holds while it lasts."""

    id: ResourceId
    """The resource's ID."""
    name: str
    """Its name."""
    kind: ResourceKind
    """What it is."""
    capacity_min: int
    """The smallest party that it takes."""
    active: bool
    """Whether it can be held by new appointments."""
    created_at: datetime
    """When it was created."""
    updated_at: datetime
    """When it last changed."""
    capacity_max: int | None = None
    """The largest party that it takes, or null where there is no bound."""
    zone: str | None = None
    """Where it stands, as the business calls it."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:res", 0),
        ("name", "name", "text", 0),
        ("kind", "kind", ResourceKind, 0),
        ("capacity_min", "capacity_min", "integer", 0),
        ("capacity_max", "capacity_max", "integer", 1),
        ("zone", "zone", "text", 1),
        ("active", "active", "boolean", 0),
        ("created_at", "created_at", "time", 0),
        ("updated_at", "updated_at", "time", 0),
    )


class Weekday(OpenEnum):
    """A day of the week."""

    MONDAY = "monday"
    """Monday."""
    TUESDAY = "tuesday"
    """Tuesday."""
    WEDNESDAY = "wednesday"
    """Wednesday."""
    THURSDAY = "thursday"
    """Thursday."""
    FRIDAY = "friday"
    """Friday."""
    SATURDAY = "saturday"
    """Saturday."""
    SUNDAY = "sunday"
    """Sunday."""


WeekdayLike: TypeAlias = Weekday | Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
"""A member of `Weekday`, or its value."""


class WeeklyHours(Model):
    """Hours on one day of each week. A day may have several."""

    weekday: Weekday
    """The day."""
    opens: str
    """When it opens."""
    closes: str
    """When it closes: later than it opens."""

    _fields: ClassVar[Fields] = (
        ("weekday", "weekday", Weekday, 0),
        ("opens", "opens", "text", 0),
        ("closes", "closes", "text", 0),
    )


class OpeningHours(Model):
    """Hours on a day."""

    opens: str
    """When it opens."""
    closes: str
    """When it closes: later than it opens."""

    _fields: ClassVar[Fields] = (
        ("opens", "opens", "text", 0),
        ("closes", "closes", "text", 0),
    )


class ScheduleException(Model):
    """A day that is not ordinary: closed, or open at other hours."""

    date: str
    """The day."""
    hours: Sequence[OpeningHours] | None = None
    """The hours of that day in place of the ordinary ones. Default: none, the day is closed."""

    _fields: ClassVar[Fields] = (
        ("date", "date", "text", 0),
        ("hours", "hours", [OpeningHours], 1),
    )


class Schedule(Model):
    """Weekly opening hours of a service."""

    id: ScheduleId
    """The schedule's ID."""
    service: str
    """The slug of the service."""
    timezone: str
    """The zone of its wall-clock times."""
    weekly: Sequence[WeeklyHours]
    """The hours of an ordinary week."""
    exceptions: Sequence[ScheduleException]
    """Days that are not ordinary."""
    horizon_days: int
    """How many days ahead slots are made."""
    interval_minutes: int
    """The minutes from one slot's beginning to the next one's."""
    capacity: int
    """How many appointments each slot takes."""
    overbook_limit: int
    """How many appointments each slot takes beyond its capacity."""
    resources: SlotResources
    """The resources that an appointment in each slot holds."""
    created_at: datetime
    """When it was created."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:sch", 0),
        ("service", "service", "text", 0),
        ("timezone", "timezone", "text", 0),
        ("weekly", "weekly", [WeeklyHours], 0),
        ("exceptions", "exceptions", [ScheduleException], 0),
        ("horizon_days", "horizon_days", "integer", 0),
        ("interval_minutes", "interval_minutes", "integer", 0),
        ("capacity", "capacity", "integer", 0),
        ("overbook_limit", "overbook_limit", "integer", 0),
        ("resources", "resources", SlotResources, 0),
        ("created_at", "created_at", "time", 0),
    )


class Brand(Model):
    """How a booking page looks."""

    color: str | None = None
    """The colour of its buttons."""
    logo_url: str | None = None
    """The address of its logo."""

    _fields: ClassVar[Fields] = (
        ("color", "color", "text", 1),
        ("logo_url", "logo_url", "text", 1),
    )


class BookingPage(Model):
    """A hosted page on which people book for themselves."""

    id: BookingPageId
    """The page's ID."""
    slug: str
    """Its name in its address."""
    title: str
    """Its heading."""
    services: Sequence[str]
    """The slugs of the services that it offers."""
    brand: Brand
    """How it looks."""
    timezone: str
    """The zone in which it shows times."""
    created_at: datetime
    """When it was created."""
    updated_at: datetime
    """When it last changed."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:bkp", 0),
        ("slug", "slug", "text", 0),
        ("title", "title", "text", 0),
        ("services", "services", ["text"], 0),
        ("brand", "brand", Brand, 0),
        ("timezone", "timezone", "text", 0),
        ("created_at", "created_at", "time", 0),
        ("updated_at", "updated_at", "time", 0),
    )
