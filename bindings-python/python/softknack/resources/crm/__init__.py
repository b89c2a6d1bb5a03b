# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`crm`: the same methods on both clients."""

from __future__ import annotations

from softknack._resource import AsyncResource, SyncResource
from softknack.resources.crm.contacts import AsyncContacts, Contacts


class Crm(SyncResource):
    """The resources of `crm`: `contacts`."""

    @property
    def contacts(self) -> Contacts:
        """Contacts: people, with how to reach them."""
        return Contacts(self._caller)


class AsyncCrm(AsyncResource):
    """The resources of `crm`: `contacts`."""

    @property
    def contacts(self) -> AsyncContacts:
        """Contacts: people, with how to reach them."""
        return AsyncContacts(self._caller)
