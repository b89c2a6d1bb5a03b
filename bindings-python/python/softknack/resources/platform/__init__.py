# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`platform`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from softknack._flows import AsyncReconcile, Reconcile
from softknack._resource import AsyncResource, SyncResource
from softknack.models.ids import WebhookId
from softknack.resources.platform.audit import AsyncAudit, Audit
from softknack.resources.platform.dead_letters import AsyncDeadLetters, DeadLetters
from softknack.resources.platform.deliveries import AsyncDeliveries, Deliveries
from softknack.resources.platform.events import AsyncEvents, Events
from softknack.resources.platform.webhooks import AsyncWebhooks, Webhooks


class Platform(SyncResource):
    """The resources of `platform`: `webhooks`, `events`, `deliveries`, `dead_letters`, `audit`."""

    @property
    def webhooks(self) -> Webhooks:
        """Webhook endpoints: addresses to which events are delivered, signed and at least once."""
        return Webhooks(self._caller)

    @property
    def events(self) -> Events:
        """Events: everything that happened, as it was or will be delivered."""
        return Events(self._caller)

    @property
    def deliveries(self) -> Deliveries:
        """Deliveries: each is one event on its way to one endpoint, with every attempt that was made."""
        return Deliveries(self._caller)

    @property
    def dead_letters(self) -> DeadLetters:
        """Dead letters: deliveries that were given up after eight attempts. Each can be replayed."""
        return DeadLetters(self._caller)

    @property
    def audit(self) -> Audit:
        """The audit log: who changed what. It only ever grows."""
        return Audit(self._caller)

    def reconcile(
        self,
        *,
        webhook: WebhookId | None = None,
        only: str | None = None,
        since: datetime | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reconcile:
        """Makes up for what a receiver missed: while it was down, or disabled, or not registered yet.

        Args:
            webhook: Only the dead letters of this endpoint.
            only: Only events of this type, or of this pattern of types, such as `appointment.*`. A stored cursor
                is bound to it.
            since: Events from what time on, where nothing is stored yet. Default: from the first that there is.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return Reconcile(
            self._caller,
            {"webhook": webhook, "only": only, "since": since},
            (None, correlation_id, timeout, headers),
        )


class AsyncPlatform(AsyncResource):
    """The resources of `platform`: `webhooks`, `events`, `deliveries`, `dead_letters`, `audit`."""

    @property
    def webhooks(self) -> AsyncWebhooks:
        """Webhook endpoints: addresses to which events are delivered, signed and at least once."""
        return AsyncWebhooks(self._caller)

    @property
    def events(self) -> AsyncEvents:
        """Events: everything that happened, as it was or will be delivered."""
        return AsyncEvents(self._caller)

    @property
    def deliveries(self) -> AsyncDeliveries:
        """Deliveries: each is one event on its way to one endpoint, with every attempt that was made."""
        return AsyncDeliveries(self._caller)

    @property
    def dead_letters(self) -> AsyncDeadLetters:
        """Dead letters: deliveries that were given up after eight attempts. Each can be replayed."""
        return AsyncDeadLetters(self._caller)

    @property
    def audit(self) -> AsyncAudit:
        """The audit log: who changed what. It only ever grows."""
        return AsyncAudit(self._caller)

    def reconcile(
        self,
        *,
        webhook: WebhookId | None = None,
        only: str | None = None,
        since: datetime | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncReconcile:
        """Makes up for what a receiver missed: while it was down, or disabled, or not registered yet.

        Args:
            webhook: Only the dead letters of this endpoint.
            only: Only events of this type, or of this pattern of types, such as `appointment.*`. A stored cursor
                is bound to it.
            since: Events from what time on, where nothing is stored yet. Default: from the first that there is.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return AsyncReconcile(
            self._caller,
            {"webhook": webhook, "only": only, "since": since},
            (None, correlation_id, timeout, headers),
        )
