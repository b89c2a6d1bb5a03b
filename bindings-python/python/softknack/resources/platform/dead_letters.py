# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`platform.dead_letters`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.ids import DeadLetterId, WebhookId
from softknack.models.platform import DeadLetter, Delivery, Replayed

_DEAD_LETTERS_GET = Operation("platform.dead_letters.get", DeadLetter)
_DEAD_LETTERS_LIST = Operation("platform.dead_letters.list", DeadLetter)
_DEAD_LETTERS_REPLAY = Operation("platform.dead_letters.replay", Delivery)
_DEAD_LETTERS_REPLAY_ALL = Operation("platform.dead_letters.replay_all", Replayed)


class DeadLetters(SyncResource):
    """Dead letters: deliveries that were given up after eight attempts. Each can be replayed."""

    def get(
        self,
        id: DeadLetterId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> DeadLetter:
        """Reads one dead letter.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _DEAD_LETTERS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        webhook_id: WebhookId | None = None,
        replayed: bool | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[DeadLetter]:
        """Lists dead letters, newest first.

        Args:
            webhook_id: Only those of this endpoint.
            replayed: Only those that were, or were not, replayed.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _DEAD_LETTERS_LIST,
            {"webhook_id": webhook_id, "replayed": replayed, "limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    def replay(
        self,
        id: DeadLetterId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Delivery:
        """Puts a dead letter on its way again, with the same bytes and a fresh signature. Of a person who was
        forgotten meanwhile it says no more.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            InvalidTransitionError: The record is in a state that does not allow this step: `from` and `to` tell
                which.
        """
        return self._caller.call(
            _DEAD_LETTERS_REPLAY,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    def replay_all(
        self,
        *,
        webhook_id: WebhookId | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Replayed:
        """Puts every dead letter that was not replayed yet on its way again, oldest first.

        Args:
            webhook_id: Only those of this endpoint. Default: those of every endpoint.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.call(
            _DEAD_LETTERS_REPLAY_ALL,
            {"webhook_id": webhook_id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> DeadLettersWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return DeadLettersWithRawResponse(DeadLetters(self._caller.raw()))


class DeadLettersWithRawResponse:
    """The calls of `platform.dead_letters`, each giving a `Response`."""

    def __init__(self, calls: DeadLetters) -> None:
        self.get = raw_response(calls.get)
        self.replay = raw_response(calls.replay)
        self.replay_all = raw_response(calls.replay_all)


class AsyncDeadLetters(AsyncResource):
    """Dead letters: deliveries that were given up after eight attempts. Each can be replayed."""

    async def get(
        self,
        id: DeadLetterId,
        *,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> DeadLetter:
        """Reads one dead letter.

        Args:
            id: Which one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _DEAD_LETTERS_GET,
            {"id": id},
            (None, correlation_id, timeout, headers),
        )

    def list(
        self,
        *,
        webhook_id: WebhookId | None = None,
        replayed: bool | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[DeadLetter]:
        """Lists dead letters, newest first.

        Args:
            webhook_id: Only those of this endpoint.
            replayed: Only those that were, or were not, replayed.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _DEAD_LETTERS_LIST,
            {"webhook_id": webhook_id, "replayed": replayed, "limit": limit, "cursor": cursor, "order": order},
            (None, correlation_id, timeout, headers),
        )

    async def replay(
        self,
        id: DeadLetterId,
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Delivery:
        """Puts a dead letter on its way again, with the same bytes and a fresh signature. Of a person who was
        forgotten meanwhile it says no more.

        Args:
            id: Which one.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            InvalidTransitionError: The record is in a state that does not allow this step: `from` and `to` tell
                which.
        """
        return await self._caller.call(
            _DEAD_LETTERS_REPLAY,
            {"id": id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def replay_all(
        self,
        *,
        webhook_id: WebhookId | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Replayed:
        """Puts every dead letter that was not replayed yet on its way again, oldest first.

        Args:
            webhook_id: Only those of this endpoint. Default: those of every endpoint.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return await self._caller.call(
            _DEAD_LETTERS_REPLAY_ALL,
            {"webhook_id": webhook_id},
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncDeadLettersWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncDeadLettersWithRawResponse(AsyncDeadLetters(self._caller.raw()))


class AsyncDeadLettersWithRawResponse:
    """The calls of `platform.dead_letters`, each giving a `Response`."""

    def __init__(self, calls: AsyncDeadLetters) -> None:
        self.get = async_raw_response(calls.get)
        self.replay = async_raw_response(calls.replay)
        self.replay_all = async_raw_response(calls.replay_all)
