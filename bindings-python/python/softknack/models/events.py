# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""Events: what happened, a class for each type. `match event: case AppointmentBooked(data=data): ...`"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal, TypeAlias

from softknack._model import Fields, Model, OpenEnum, choose_by_tag
from softknack.models.calendar import Appointment, Slot
from softknack.models.crm import Contact
from softknack.models.ids import EventId, OrganisationId, ResourceId, SlotId
from softknack.models.notifications import Message
from softknack.models.platform import Webhook
from softknack.models.queue import QueueEntry


class Mode(OpenEnum):
    """An environment. Nothing crosses from the one to the other."""

    TEST = "test"
    """For building: no real customer is touched."""
    LIVE = "live"
    """For real."""


ModeLike: TypeAlias = Mode | Literal["test", "live"]
"""A member of `Mode`, or its value."""


class PreviousTime(Model):
    """What an appointment held before it moved."""

    slot_id: SlotId
    """The slot."""
    starts_at: datetime
    """When it began."""
    ends_at: datetime
    """When it ended."""
    resource_ids: Sequence[ResourceId]
    """The resources."""

    _fields: ClassVar[Fields] = (
        ("slot_id", "slot_id", "id:slt", 0),
        ("starts_at", "starts_at", "time", 0),
        ("ends_at", "ends_at", "time", 0),
        ("resource_ids", "resource_ids", ["id:res"], 0),
    )


class Event(Model):
    """Something that happened. The envelope is the same for every product; each type of event is a class of its own."""

    id: EventId
    type: str
    """What happened. The set is open."""
    created_at: datetime
    mode: Mode
    org_id: OrganisationId
    correlation_id: str
    data: Any
    """What happened: the resource as its API returns it, under its own name."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:evt", 0),
        ("type", "type", "text", 0),
        ("created_at", "created_at", "time", 0),
        ("mode", "mode", Mode, 0),
        ("org_id", "org_id", "id:org", 0),
        ("correlation_id", "correlation_id", "text", 0),
    )


class AppointmentBookedData(Model):
    """The data of a `appointment.booked` event."""

    appointment: Appointment
    """The appointment."""

    _fields: ClassVar[Fields] = (("appointment", "appointment", Appointment, 0),)


class AppointmentBooked(Event):
    """An appointment was booked, by whatever way. `appointment.created` is read as the same."""

    data: AppointmentBookedData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", AppointmentBookedData, 0))


class AppointmentRescheduledData(Model):
    """The data of a `appointment.rescheduled` event."""

    appointment: Appointment
    """The appointment as it stands now."""
    previous: PreviousTime
    """What it held before."""

    _fields: ClassVar[Fields] = (
        ("appointment", "appointment", Appointment, 0),
        ("previous", "previous", PreviousTime, 0),
    )


class AppointmentRescheduled(Event):
    """An appointment moved: its old slot was released and a new one won."""

    data: AppointmentRescheduledData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", AppointmentRescheduledData, 0))


class AppointmentCancelledData(Model):
    """The data of a `appointment.cancelled` event."""

    appointment: Appointment
    """The appointment."""

    _fields: ClassVar[Fields] = (("appointment", "appointment", Appointment, 0),)


class AppointmentCancelled(Event):
    """An appointment was cancelled; `reason` says why."""

    data: AppointmentCancelledData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", AppointmentCancelledData, 0))


class SlotReleasedData(Model):
    """The data of a `slot.released` event."""

    slot: Slot
    """The slot as it stands now."""

    _fields: ClassVar[Fields] = (("slot", "slot", Slot, 0),)


class SlotReleased(Event):
    """Capacity opened: a waitlist's moment."""

    data: SlotReleasedData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", SlotReleasedData, 0))


class AppointmentReminderSentData(Model):
    """The data of a `appointment.reminder_sent` event."""

    appointment: Appointment
    """The appointment."""

    _fields: ClassVar[Fields] = (("appointment", "appointment", Appointment, 0),)


class AppointmentReminderSent(Event):
    """A reminder went out."""

    data: AppointmentReminderSentData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", AppointmentReminderSentData, 0))


class AppointmentNoShowData(Model):
    """The data of a `appointment.no_show` event."""

    appointment: Appointment
    """The appointment."""

    _fields: ClassVar[Fields] = (("appointment", "appointment", Appointment, 0),)


class AppointmentNoShow(Event):
    """Nobody came."""

    data: AppointmentNoShowData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", AppointmentNoShowData, 0))


class AppointmentCompletedData(Model):
    """The data of a `appointment.completed` event."""

    appointment: Appointment
    """The appointment."""

    _fields: ClassVar[Fields] = (("appointment", "appointment", Appointment, 0),)


class AppointmentCompleted(Event):
    """An appointment took place."""

    data: AppointmentCompletedData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", AppointmentCompletedData, 0))


class QueueEntryJoinedData(Model):
    """The data of a `queue.entry.joined` event."""

    entry: QueueEntry
    """The entry."""

    _fields: ClassVar[Fields] = (("entry", "entry", QueueEntry, 0),)


class QueueEntryJoined(Event):
    """A verified party came into line."""

    data: QueueEntryJoinedData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", QueueEntryJoinedData, 0))


class QueueEntryAllocatedData(Model):
    """The data of a `queue.entry.allocated` event."""

    entry: QueueEntry
    """The entry."""

    _fields: ClassVar[Fields] = (("entry", "entry", QueueEntry, 0),)


class QueueEntryAllocated(Event):
    """A party was given a resource: it must answer until `respondBy`."""

    data: QueueEntryAllocatedData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", QueueEntryAllocatedData, 0))


class QueueEntrySeatedData(Model):
    """The data of a `queue.entry.seated` event."""

    entry: QueueEntry
    """The entry."""

    _fields: ClassVar[Fields] = (("entry", "entry", QueueEntry, 0),)


class QueueEntrySeated(Event):
    """A party answered, and took its resource."""

    data: QueueEntrySeatedData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", QueueEntrySeatedData, 0))


class QueueEntryCompletedData(Model):
    """The data of a `queue.entry.completed` event."""

    entry: QueueEntry
    """The entry."""

    _fields: ClassVar[Fields] = (("entry", "entry", QueueEntry, 0),)


class QueueEntryCompleted(Event):
    """A party was served and has gone."""

    data: QueueEntryCompletedData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", QueueEntryCompletedData, 0))


class QueueEntryCancelledData(Model):
    """The data of a `queue.entry.cancelled` event."""

    entry: QueueEntry
    """The entry."""

    _fields: ClassVar[Fields] = (("entry", "entry", QueueEntry, 0),)


class QueueEntryCancelled(Event):
    """A party went without being served; `reason` says why."""

    data: QueueEntryCancelledData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", QueueEntryCancelledData, 0))


class MessageSentData(Model):
    """The data of a `message.sent` event."""

    message: Message
    """The message."""

    _fields: ClassVar[Fields] = (("message", "message", Message, 0),)


class MessageSent(Event):
    """A channel took a message."""

    data: MessageSentData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", MessageSentData, 0))


class MessageDeliveredData(Model):
    """The data of a `message.delivered` event."""

    message: Message
    """The message."""

    _fields: ClassVar[Fields] = (("message", "message", Message, 0),)


class MessageDelivered(Event):
    """A message arrived."""

    data: MessageDeliveredData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", MessageDeliveredData, 0))


class MessageFailedData(Model):
    """The data of a `message.failed` event."""

    message: Message
    """The message."""

    _fields: ClassVar[Fields] = (("message", "message", Message, 0),)


class MessageFailed(Event):
    """No channel took a message."""

    data: MessageFailedData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", MessageFailedData, 0))


class ContactUpdatedData(Model):
    """The data of a `contact.updated` event."""

    contact: Contact
    """The contact as it stands now."""
    changed: Sequence[str]
    """The names of the members that changed."""

    _fields: ClassVar[Fields] = (
        ("contact", "contact", Contact, 0),
        ("changed", "changed", ["text"], 0),
    )


class ContactUpdated(Event):
    """A contact changed."""

    data: ContactUpdatedData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", ContactUpdatedData, 0))


class WebhookPingData(Model):
    """The data of a `webhook.ping` event."""

    webhook: Webhook
    """The endpoint, without its secret."""

    _fields: ClassVar[Fields] = (("webhook", "webhook", Webhook, 0),)


class WebhookPing(Event):
    """Somebody asked for a sign of life."""

    data: WebhookPingData
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", WebhookPingData, 0))


class UnknownEvent(Event):
    """An event of a type that this version does not know, with its data as it came."""

    data: Any
    """What happened."""

    _fields: ClassVar[Fields] = (*Event._fields, ("data", "data", "any", 0))


AnyEvent: TypeAlias = (
    AppointmentBooked
    | AppointmentRescheduled
    | AppointmentCancelled
    | SlotReleased
    | AppointmentReminderSent
    | AppointmentNoShow
    | AppointmentCompleted
    | QueueEntryJoined
    | QueueEntryAllocated
    | QueueEntrySeated
    | QueueEntryCompleted
    | QueueEntryCancelled
    | MessageSent
    | MessageDelivered
    | MessageFailed
    | ContactUpdated
    | WebhookPing
    | UnknownEvent
)
"""Every type of event that this version knows, and the one for those that it does not."""

choose_by_tag(
    Event,
    {
        "appointment.booked": AppointmentBooked,
        "appointment.created": AppointmentBooked,
        "appointment.rescheduled": AppointmentRescheduled,
        "appointment.cancelled": AppointmentCancelled,
        "slot.released": SlotReleased,
        "appointment.reminder_sent": AppointmentReminderSent,
        "appointment.no_show": AppointmentNoShow,
        "appointment.completed": AppointmentCompleted,
        "queue.entry.joined": QueueEntryJoined,
        "queue.entry.allocated": QueueEntryAllocated,
        "queue.entry.seated": QueueEntrySeated,
        "queue.entry.completed": QueueEntryCompleted,
        "queue.entry.cancelled": QueueEntryCancelled,
        "message.sent": MessageSent,
        "message.delivered": MessageDelivered,
        "message.failed": MessageFailed,
        "contact.updated": ContactUpdated,
        "webhook.ping": WebhookPing,
    },
    UnknownEvent,
)
