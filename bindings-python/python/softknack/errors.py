# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""A class for each code with which the platform refuses. Each is an `ApiError`, and a `SoftknackError`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from softknack._errors import ApiError
from softknack.models.calendar import Slot


class BadRequestError(ApiError):
    """The request is not of the form that the platform takes."""


class AuthenticationError(ApiError):
    """The credential is not accepted."""


class ConflictError(ApiError):
    """The state of things does not allow it."""


class UnprocessableError(ApiError):
    """The request is of the right form, but what it says is not accepted."""


class ServerError(ApiError):
    """The platform failed."""


class MalformedJsonError(BadRequestError):
    """The body is no JSON. (400, `malformed_json`)"""


class InvalidParameterError(BadRequestError):
    """A query, path or header parameter is not of its form. (400, `invalid_parameter`)"""


class InvalidCursorError(BadRequestError):
    """The cursor was altered, is of another version, or was made for other filters: list again from the start. (400,
    `invalid_cursor`)
    """


class IdempotencyKeyMissingError(BadRequestError):
    """A mutation came without an `Idempotency-Key`. (400, `idempotency_key_missing`)"""


class IdempotencyKeyInvalidError(BadRequestError):
    """The `Idempotency-Key` is not 1 to 255 visible ASCII characters. (400, `idempotency_key_invalid`)"""


class AuthenticationRequiredError(AuthenticationError):
    """No credential was sent. (401, `authentication_required`)"""


class InvalidCredentialError(AuthenticationError):
    """The credential is unknown, revoked, or of the other environment. (401, `invalid_credential`)"""


class TokenExpiredError(AuthenticationError):
    """The session token has expired: renew it. (401, `token_expired`)"""


class PermissionDeniedError(ApiError):
    """The credential may not do this within its own organisation. (403, `permission_denied`)"""


class NotFoundError(ApiError):
    """There is no such record, or it belongs to somebody else. (404, `not_found`)"""


class IdempotencyKeyReusedError(ConflictError):
    """The key was used before with another body, method or path: use a new key for a new intent. (409,
    `idempotency_key_reused`)
    """


class IdempotencyInProgressError(ConflictError):
    """The first request with this key is still running; a client waits and tries again by itself. (409,
    `idempotency_in_progress`)
    """


class SlotTakenError(ConflictError):
    """The slot is no longer open: somebody else won it, or it was closed, or it has begun. `next_slots` has the next
    openings. (409, `slot_taken`)
    """

    @property
    def next_slots(self) -> Sequence[Slot]:
        """Up to three open slots, soonest first."""
        return () if self.problem is None else self.problem.next_slots or ()


class ResourceTakenError(ConflictError):
    """A resource that the slot needs is held by another appointment at that time, or does not fit. (409,
    `resource_taken`)
    """


class InvalidTransitionError(ConflictError):
    """The record is in a state that does not allow this step: `from` and `to` tell which. (409,
    `invalid_transition`)
    """

    @property
    def from_(self) -> str | None:
        """The state that the record is in."""
        return None if self.problem is None else self.problem.from_

    @property
    def to(self) -> str | None:
        """The state that was asked for."""
        return None if self.problem is None else self.problem.to


class AlreadyExistsError(ConflictError):
    """The name is in use: a slug, for one, names one record. (409, `already_exists`)"""


class AlreadyInQueueError(ConflictError):
    """The party stands in this line already. (409, `already_in_queue`)"""


class OtpExpiredError(ApiError):
    """The one-time code has expired or was used: request a new one. (410, `otp_expired`)"""


class PayloadTooLargeError(ApiError):
    """The body is larger than 1 MiB. (413, `payload_too_large`)"""


class UnsupportedMediaTypeError(ApiError):
    """The body is not `application/json`. (415, `unsupported_media_type`)"""


class ValidationFailedError(UnprocessableError):
    """The body has members that are missing, unknown or out of bounds: `errors` names each. (422,
    `validation_failed`)
    """


class OtpIncorrectError(UnprocessableError):
    """The one-time code is wrong: `attempts_left` says how often it may still be tried. (422, `otp_incorrect`)"""

    @property
    def attempts_left(self) -> int | None:
        """How often the code may still be tried."""
        return None if self.problem is None else self.problem.attempts_left


class RateLimitedError(ApiError):
    """Too many requests: wait for `Retry-After`. (429, `rate_limited`)"""


class InternalError(ServerError):
    """The platform failed; nothing was stored under the key, so the request may be sent again with it. (500,
    `internal`)
    """


class UnavailableError(ServerError):
    """The platform is not available for now: wait for `Retry-After`. (503, `unavailable`)"""


BY_CODE: Final[dict[str, type[ApiError]]] = {
    "malformed_json": MalformedJsonError,
    "invalid_parameter": InvalidParameterError,
    "invalid_cursor": InvalidCursorError,
    "idempotency_key_missing": IdempotencyKeyMissingError,
    "idempotency_key_invalid": IdempotencyKeyInvalidError,
    "authentication_required": AuthenticationRequiredError,
    "invalid_credential": InvalidCredentialError,
    "token_expired": TokenExpiredError,
    "permission_denied": PermissionDeniedError,
    "not_found": NotFoundError,
    "idempotency_key_reused": IdempotencyKeyReusedError,
    "idempotency_in_progress": IdempotencyInProgressError,
    "slot_taken": SlotTakenError,
    "resource_taken": ResourceTakenError,
    "invalid_transition": InvalidTransitionError,
    "already_exists": AlreadyExistsError,
    "already_in_queue": AlreadyInQueueError,
    "otp_expired": OtpExpiredError,
    "payload_too_large": PayloadTooLargeError,
    "unsupported_media_type": UnsupportedMediaTypeError,
    "validation_failed": ValidationFailedError,
    "otp_incorrect": OtpIncorrectError,
    "rate_limited": RateLimitedError,
    "internal": InternalError,
    "unavailable": UnavailableError,
}
"""The class of each code."""

__all__ = [
    "AlreadyExistsError",
    "AlreadyInQueueError",
    "AuthenticationError",
    "AuthenticationRequiredError",
    "BadRequestError",
    "ConflictError",
    "IdempotencyInProgressError",
    "IdempotencyKeyInvalidError",
    "IdempotencyKeyMissingError",
    "IdempotencyKeyReusedError",
    "InternalError",
    "InvalidCredentialError",
    "InvalidCursorError",
    "InvalidParameterError",
    "InvalidTransitionError",
    "MalformedJsonError",
    "NotFoundError",
    "OtpExpiredError",
    "OtpIncorrectError",
    "PayloadTooLargeError",
    "PermissionDeniedError",
    "RateLimitedError",
    "ResourceTakenError",
    "ServerError",
    "SlotTakenError",
    "TokenExpiredError",
    "UnavailableError",
    "UnprocessableError",
    "UnsupportedMediaTypeError",
    "ValidationFailedError",
]
