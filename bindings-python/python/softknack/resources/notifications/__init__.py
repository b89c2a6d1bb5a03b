# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`notifications`: the same methods on both clients."""

from __future__ import annotations

from softknack._resource import AsyncResource, SyncResource
from softknack.resources.notifications.messages import AsyncMessages, Messages


class Notifications(SyncResource):
    """The resources of `notifications`: `messages`."""

    @property
    def messages(self) -> Messages:
        """Messages to contacts. The channels are tried in order until one takes the message."""
        return Messages(self._caller)


class AsyncNotifications(AsyncResource):
    """The resources of `notifications`: `messages`."""

    @property
    def messages(self) -> AsyncMessages:
        """Messages to contacts. The channels are tried in order until one takes the message."""
        return AsyncMessages(self._caller)
