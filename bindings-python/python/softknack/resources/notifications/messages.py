# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`notifications.messages`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.calendar import ChannelLike
from softknack.models.ids import ContactId, MessageId
from softknack.models.notifications import Message, MessageStatusLike

_MESSAGES_SEND = Operation("notifications.messages.send", Message)
_MESSAGES_GET = Operation("notifications.messages.get", Message)
_MESSAGES_LIST = Operation("notifications.messages.list", Message)


class Messages(SyncResource):
    """Messages to contacts. The channels are tried in order until one takes the message."""

    def send(
        self,
        *,
        contact_id: ContactId,
        template: str,
        channels: Sequence[ChannelLike],
        vars: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Message:
        """Sends a message.

        Args:
            contact_id: Who receives it.
            template: The name of its text, such as `appt_reminder`.
            channels: The channels, in the order in which they are tried.
            vars: What is filled into its text.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        params = {"contact_id": contact_id, "template": template, "channels": channels, "vars": vars}
        del vars
        return self._caller.call(
            _MESSAGES_SEND,
            params,
            (idempotency_key, correlation_id, timeout, headers),
        )

    def get(
        self,
        id: MessageId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Message:
        """Reads one message.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _MESSAGES_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        contact_id: ContactId | None = None,
        status: MessageStatusLike | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[Message]:
        """Lists messages, newest first.

        Args:
            contact_id: Only those to this contact.
            status: Only those that stand here.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _MESSAGES_LIST,
            {"contact_id": contact_id, "status": status, "limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> MessagesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return MessagesWithRawResponse(Messages(self._caller.raw()))


class MessagesWithRawResponse:
    """The calls of `notifications.messages`, each giving a `Response`."""

    def __init__(self, calls: Messages) -> None:
        self.send = raw_response(calls.send)
        self.get = raw_response(calls.get)


class AsyncMessages(AsyncResource):
    """Messages to contacts. The channels are tried in order until one takes the message."""

    async def send(
        self,
        *,
        contact_id: ContactId,
        template: str,
        channels: Sequence[ChannelLike],
        vars: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Message:
        """Sends a message.

        Args:
            contact_id: Who receives it.
            template: The name of its text, such as `appt_reminder`.
            channels: The channels, in the order in which they are tried.
            vars: What is filled into its text.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        params = {"contact_id": contact_id, "template": template, "channels": channels, "vars": vars}
        del vars
        return await self._caller.call(
            _MESSAGES_SEND,
            params,
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def get(
        self,
        id: MessageId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Message:
        """Reads one message.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _MESSAGES_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        contact_id: ContactId | None = None,
        status: MessageStatusLike | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[Message]:
        """Lists messages, newest first.

        Args:
            contact_id: Only those to this contact.
            status: Only those that stand here.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _MESSAGES_LIST,
            {"contact_id": contact_id, "status": status, "limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncMessagesWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncMessagesWithRawResponse(AsyncMessages(self._caller.raw()))


class AsyncMessagesWithRawResponse:
    """The calls of `notifications.messages`, each giving a `Response`."""

    def __init__(self, calls: AsyncMessages) -> None:
        self.send = async_raw_response(calls.send)
        self.get = async_raw_response(calls.get)
