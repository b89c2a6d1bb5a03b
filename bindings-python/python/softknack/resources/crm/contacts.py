# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`crm.contacts`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import EllipsisType
from typing import Literal

from softknack._model import Metadata
from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.crm import Contact
from softknack.models.ids import ContactId

_CONTACTS_CREATE = Operation("crm.contacts.create", Contact)
_CONTACTS_GET = Operation("crm.contacts.get", Contact)
_CONTACTS_LIST = Operation("crm.contacts.list", Contact)
_CONTACTS_UPDATE = Operation("crm.contacts.update", Contact)
_CONTACTS_ERASE = Operation("crm.contacts.erase", Contact)


class Contacts(SyncResource):
    """Contacts: people, with how to reach them."""

    def create(
        self,
        *,
        name: str | None = None,
        phone: str | None = None,
        email: str | None = None,
        verified: bool | None = None,
        metadata: Metadata | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Contact:
        """Creates a contact.

        Args:
            name: The person's name.
            phone: The person's phone number, in E.164.
            email: The person's e-mail address.
            verified: Whether somebody made sure that the phone number is the person's. Default: false.
            metadata: The caller's own data.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        params = {"name": name, "phone": phone, "email": email, "verified": verified, "metadata": metadata}
        del name, phone, email, metadata
        return self._caller.call(
            _CONTACTS_CREATE,
            params,
            (idempotency_key, correlation_id, timeout, headers),
        )

    def get(
        self,
        id: ContactId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Contact:
        """Reads one contact.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _CONTACTS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        phone: str | None = None,
        email: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[Contact]:
        """Lists contacts, newest first.

        Args:
            phone: Only those with this phone number.
            email: Only those with this e-mail address.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        params = {"phone": phone, "email": email, "limit": limit, "cursor": cursor, "order": order}
        del phone, email
        return self._caller.list(
            _CONTACTS_LIST,
            params,
            (None, correlation_id, timeout, headers),
        )

    def update(
        self,
        id: ContactId,
        *,
        verified: bool | EllipsisType = ...,
        metadata: Metadata | EllipsisType = ...,
        name: str | EllipsisType | None = ...,
        phone: str | EllipsisType | None = ...,
        email: str | EllipsisType | None = ...,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Contact:
        """Changes a contact. A member that is null is removed.

        Args:
            id: Which one.
            verified: Whether somebody made sure that the phone number is the person's.
            metadata: The caller's own data; it replaces what was there.
            name: The person's name.
            phone: The person's phone number, in E.164.
            email: The person's e-mail address.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        params = {"id": id, "verified": verified, "metadata": metadata, "name": name, "phone": phone, "email": email}
        del metadata, name, phone, email
        return self._caller.call(
            _CONTACTS_UPDATE,
            params,
            (idempotency_key, correlation_id, timeout, headers),
        )

    def erase(
        self,
        id: ContactId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Contact:
        """Erases a person's data everywhere it was copied: on the contact, its appointments, entries and messages,
        in events and in stored answers. The contact itself stays, nameless; its places in line are given up, its
        appointments stay booked.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _CONTACTS_ERASE,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> ContactsWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return ContactsWithRawResponse(Contacts(self._caller.raw()))


class ContactsWithRawResponse:
    """The calls of `crm.contacts`, each giving a `Response`."""

    def __init__(self, calls: Contacts) -> None:
        self.create = raw_response(calls.create)
        self.get = raw_response(calls.get)
        self.update = raw_response(calls.update)
        self.erase = raw_response(calls.erase)


class AsyncContacts(AsyncResource):
    """Contacts: people, with how to reach them."""

    async def create(
        self,
        *,
        name: str | None = None,
        phone: str | None = None,
        email: str | None = None,
        verified: bool | None = None,
        metadata: Metadata | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Contact:
        """Creates a contact.

        Args:
            name: The person's name.
            phone: The person's phone number, in E.164.
            email: The person's e-mail address.
            verified: Whether somebody made sure that the phone number is the person's. Default: false.
            metadata: The caller's own data.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        params = {"name": name, "phone": phone, "email": email, "verified": verified, "metadata": metadata}
        del name, phone, email, metadata
        return await self._caller.call(
            _CONTACTS_CREATE,
            params,
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def get(
        self,
        id: ContactId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Contact:
        """Reads one contact.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _CONTACTS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        phone: str | None = None,
        email: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[Contact]:
        """Lists contacts, newest first.

        Args:
            phone: Only those with this phone number.
            email: Only those with this e-mail address.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        params = {"phone": phone, "email": email, "limit": limit, "cursor": cursor, "order": order}
        del phone, email
        return self._caller.list(
            _CONTACTS_LIST,
            params,
            (None, correlation_id, timeout, headers),
        )

    async def update(
        self,
        id: ContactId,
        *,
        verified: bool | EllipsisType = ...,
        metadata: Metadata | EllipsisType = ...,
        name: str | EllipsisType | None = ...,
        phone: str | EllipsisType | None = ...,
        email: str | EllipsisType | None = ...,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Contact:
        """Changes a contact. A member that is null is removed.

        Args:
            id: Which one.
            verified: Whether somebody made sure that the phone number is the person's.
            metadata: The caller's own data; it replaces what was there.
            name: The person's name.
            phone: The person's phone number, in E.164.
            email: The person's e-mail address.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        params = {"id": id, "verified": verified, "metadata": metadata, "name": name, "phone": phone, "email": email}
        del metadata, name, phone, email
        return await self._caller.call(
            _CONTACTS_UPDATE,
            params,
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def erase(
        self,
        id: ContactId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Contact:
        """Erases a person's data everywhere it was copied: on the contact, its appointments, entries and messages,
        in events and in stored answers. The contact itself stays, nameless; its places in line are given up, its
        appointments stay booked.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _CONTACTS_ERASE,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncContactsWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncContactsWithRawResponse(AsyncContacts(self._caller.raw()))


class AsyncContactsWithRawResponse:
    """The calls of `crm.contacts`, each giving a `Response`."""

    def __init__(self, calls: AsyncContacts) -> None:
        self.create = async_raw_response(calls.create)
        self.get = async_raw_response(calls.get)
        self.update = async_raw_response(calls.update)
        self.erase = async_raw_response(calls.erase)
