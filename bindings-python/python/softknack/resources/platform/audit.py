# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`platform.audit`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from softknack._native import Operation
from softknack._pages import AsyncItemList, ItemList
from softknack._resource import AsyncResource, SyncResource
from softknack.models.platform import AuditRecord

_AUDIT_LIST = Operation("platform.audit.list", AuditRecord)


class Audit(SyncResource):
    """The audit log: who changed what. It only ever grows."""

    def list(
        self,
        *,
        subject: str | None = None,
        action: str | None = None,
        correlation_id: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ItemList[AuditRecord]:
        """Lists audit records, newest first.

        Args:
            subject: Only those about this ID.
            action: Only those of this operation.
            correlation_id: Only those that belong to this cause.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _AUDIT_LIST,
            {
                "subject": subject,
                "action": action,
                "correlation_id": correlation_id,
                "limit": limit,
                "cursor": cursor,
                "order": order,
            },
            (None, None, timeout, headers),
        )


class AsyncAudit(AsyncResource):
    """The audit log: who changed what. It only ever grows."""

    def list(
        self,
        *,
        subject: str | None = None,
        action: str | None = None,
        correlation_id: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        order: Literal["asc", "desc"] | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncItemList[AuditRecord]:
        """Lists audit records, newest first.

        Args:
            subject: Only those about this ID.
            action: Only those of this operation.
            correlation_id: Only those that belong to this cause.
            limit: How many items a page has at most.
            cursor: Where the page begins: the `next_cursor` of the page before, with the same filters.
            order: The order of the items, by ID or, for open slots, by time. Default: as the operation says.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        return self._caller.list(
            _AUDIT_LIST,
            {
                "subject": subject,
                "action": action,
                "correlation_id": correlation_id,
                "limit": limit,
                "cursor": cursor,
                "order": order,
            },
            (None, None, timeout, headers),
        )
