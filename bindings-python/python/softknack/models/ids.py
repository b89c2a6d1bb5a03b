# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""IDs: texts that a type checker keeps apart, so that a slot's is never passed where a contact's is meant.

A text of your own becomes one by its type: `SlotId(row.slot)`. Its prefix is checked when it is sent.
"""

from __future__ import annotations

from typing import NewType

AppointmentId = NewType("AppointmentId", str)
"""Identifies an appointment."""

AuditRecordId = NewType("AuditRecordId", str)
"""Identifies an audit record."""

BookingPageId = NewType("BookingPageId", str)
"""Identifies a booking page."""

ContactId = NewType("ContactId", str)
"""Identifies a contact."""

DeadLetterId = NewType("DeadLetterId", str)
"""Identifies a dead letter."""

DeliveryId = NewType("DeliveryId", str)
"""Identifies a delivery."""

EventId = NewType("EventId", str)
"""Identifies an event."""

MessageId = NewType("MessageId", str)
"""Identifies a message."""

OrganisationId = NewType("OrganisationId", str)
"""Identifies an organisation."""

OtpChallengeId = NewType("OtpChallengeId", str)
"""Identifies an OTP challenge."""

QueueEntryId = NewType("QueueEntryId", str)
"""Identifies a queue entry."""

RequestId = NewType("RequestId", str)
"""Identifies a request."""

ResourceId = NewType("ResourceId", str)
"""Identifies a resource."""

ScheduleId = NewType("ScheduleId", str)
"""Identifies a schedule."""

ServiceId = NewType("ServiceId", str)
"""Identifies a service."""

SlotId = NewType("SlotId", str)
"""Identifies a slot."""

WebhookId = NewType("WebhookId", str)
"""Identifies a webhook endpoint."""
