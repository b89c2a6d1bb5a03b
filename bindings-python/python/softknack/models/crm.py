# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""Models of `crm`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from softknack._model import Fields, Metadata, Model
from softknack.models.ids import ContactId


class Contact(Model):
    """A person."""

    id: ContactId
    """The contact's ID."""
    verified: bool
    """Whether somebody made sure that the phone number is the person's."""
    metadata: Metadata
    """The caller's own data."""
    created_at: datetime
    """When it was created."""
    updated_at: datetime
    """When it last changed."""
    name: str | None = None
    """The person's name."""
    phone: str | None = None
    """The person's phone number."""
    email: str | None = None
    """The person's e-mail address."""

    _fields: ClassVar[Fields] = (
        ("id", "id", "id:ctc", 0),
        ("name", "name", "text", 1),
        ("phone", "phone", "text", 1),
        ("email", "email", "text", 1),
        ("verified", "verified", "boolean", 0),
        ("metadata", "metadata", "any", 0),
        ("created_at", "created_at", "time", 0),
        ("updated_at", "updated_at", "time", 0),
    )
    _hidden: ClassVar[Mapping[str, str]] = {
        "name": "personal",
        "phone": "personal",
        "email": "personal",
        "metadata": "personal",
    }
