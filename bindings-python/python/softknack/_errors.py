"""What errors share, and the errors that have no code of the platform's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from softknack.models.problem import FieldError, Problem

Outcome = Literal["not_sent", "maybe_applied", "refused"]
"""What became of a change: nothing left this process; it may have been made; the platform decided against it."""


class Attempt(NamedTuple):
    """An attempt of a call."""

    status: int | None
    """The HTTP status, where an answer came."""
    result: str
    """What came of it, in a few words."""
    elapsed: float
    """How long it took, in seconds."""
    wait: float | None
    """How long was waited before the next one, in seconds, where there was a next one."""


class RateLimit(NamedTuple):
    """How many requests the credential may still make."""

    limit: int
    """How many are allowed in a window."""
    remaining: int
    """How many of them are left."""
    reset: float
    """In how many seconds all of them are allowed again."""


class SoftknackError(Exception):
    """Why a call gave no answer, or why something could not be made.

    Its text is one line that a person can act on; `details` has every fact on further lines. Neither ever holds a
    credential, nor what a request or an answer had in its body. An error can be pickled.
    """

    message: str
    """What went wrong, in one line."""
    details: str
    """Every fact behind it, in lines."""
    code: str | None
    """The platform's machine-readable reason."""
    status: int | None
    """The HTTP status of the last answer."""
    operation: str | None
    """The operation, such as `calendar.appointments.book`."""
    request_id: str | None
    """The platform's ID of the last request that it answered."""
    correlation_id: str | None
    """What the call belonged to."""
    idempotency_key: str | None
    """The key of the call: send the request again with it to have its effect once."""
    retry_after: float | None
    """How many seconds the platform asked to wait, where they were not waited for."""
    outcome: Outcome
    """What became of the change that was asked for."""
    field_errors: Sequence[FieldError]
    """The members of the request that are at fault, found here or by the platform."""
    attempts: Sequence[Attempt]
    """Every attempt that was made, first to last."""
    rate_limit: RateLimit | None
    """How many requests the credential may still make, where the platform told it."""
    headers: Mapping[str, str]
    """The headers of the last answer, their names in lower case."""
    problem: Problem | None
    """The platform's whole refusal."""

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self._facts = facts
        get = facts.get
        self.details = get("details") or ""
        self.code = get("code")
        self.status = get("status")
        self.operation = get("operation")
        self.request_id = get("request_id")
        self.correlation_id = get("correlation_id")
        self.idempotency_key = get("idempotency_key")
        self.retry_after = get("retry_after")
        self.outcome = get("outcome") or "not_sent"
        self.field_errors = _field_errors(get("field_errors"))
        self.attempts = tuple(Attempt(*attempt) for attempt in get("attempts") or ())
        limit = get("rate_limit")
        self.rate_limit = None if limit is None else RateLimit(*limit)
        self.headers = dict(get("headers") or ())
        self.problem = _problem(get("problem"))
        if self.details:
            # Python 3.11 shows it beneath the message of an uncaught error.
            self.__notes__ = [self.details]

    @property
    def not_sent(self) -> bool:
        """Whether nothing left this process, so that nothing was changed."""
        return self.outcome == "not_sent"

    @property
    def maybe_applied(self) -> bool:
        """Whether the change may have been made: send it again with the same idempotency key to learn which."""
        return self.outcome == "maybe_applied"

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.message!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.message, self._facts)


class ConfigurationError(SoftknackError):
    """A client cannot be made of these options: correct them."""


class InvalidRequestError(SoftknackError):
    """The request is not valid and was not sent: `field_errors` names each fault."""


class ConnectionError(SoftknackError):
    """No answer came: no connection, or one that broke. `outcome` says whether the change may have been made."""


class TimeoutError(SoftknackError):
    """No answer came in time. `outcome` says whether the change may have been made."""


class ApiError(SoftknackError):
    """The platform refused, or something in between did: `code` and `status` say why."""


class DecodeError(SoftknackError):
    """The platform accepted, but its answer is not of the form that this version expects."""


class PaginationError(SoftknackError):
    """A list does not go on as it must: the platform gave a cursor twice, or none where there is more."""


class RenewalError(SoftknackError):
    """The session has expired, and the function that renews it gave no token: the cause is what it raised."""


class NoItemsError(SoftknackError, LookupError):
    """The first of a list was asked for, and it has none."""


class UsageError(SoftknackError, TypeError):
    """Something was called with what it does not take; the message says what it does."""


class InvalidSecretError(SoftknackError, ValueError):
    """A text is refused as a webhook secret. It is not repeated."""

    @property
    def reason(self) -> str:
        """Why: `none`, `white_space`, `not_base64` or `too_short`."""
        return str(self._facts.get("reason"))


class SignatureError(SoftknackError):
    """Why a delivery is refused. It holds no secret, no signature, no body."""

    @property
    def reason(
        self,
    ) -> Literal["missing_header", "malformed_header", "timestamp_out_of_tolerance", "no_match", "malformed_payload"]:
        """Why. Only `no_match` says that the bytes are not the ones that the platform signed."""
        return self._facts["reason"]  # type: ignore[no-any-return]

    @property
    def skew(self) -> int | None:
        """On `timestamp_out_of_tolerance`: how many seconds ago it was signed; less than zero when in the future."""
        return self._facts.get("skew")


class Cause(Exception):
    """What lies beneath an error: the words of a library below."""


_BY_KIND: dict[str, type[SoftknackError]] = {
    "configuration": ConfigurationError,
    "invalid_request": InvalidRequestError,
    "connection": ConnectionError,
    "timeout": TimeoutError,
    "api": ApiError,
    "decode": DecodeError,
    "pagination": PaginationError,
    "renewal": RenewalError,
}


def error_of(facts: dict[str, Any]) -> SoftknackError:
    """The error of which a call told these facts."""
    from softknack.errors import BY_CODE

    of_kind = _BY_KIND.get(facts.pop("kind", ""), SoftknackError)
    # Where a session was not renewed, or not in time, its code is only half of it.
    codes = {} if of_kind in (RenewalError, TimeoutError) else BY_CODE
    of_code: type[SoftknackError] = codes.get(facts.get("code") or "", of_kind)
    causes: list[str] = facts.pop("causes", [])
    raised: BaseException | None = facts.pop("cause", None)
    error = of_code(facts.pop("message"), **facts)
    if raised is not None:
        error.__cause__ = raised
        return error
    below: BaseException = error
    for text in causes:
        cause = Cause(text)
        below.__cause__ = cause
        below = cause
    return error


def _again(kind: type[SoftknackError], message: str, facts: dict[str, Any]) -> SoftknackError:
    return kind(message, **facts)


def _field_errors(faults: list[tuple[str, str, str]] | None) -> Sequence[FieldError]:
    if not faults:
        return ()
    from softknack.models.problem import FieldError

    return tuple(FieldError(param=param, code=code, detail=detail) for param, code, detail in faults)


def _problem(written: bytes | None) -> Problem | None:
    if written is None:
        return None
    from softknack import _native
    from softknack.models.problem import Problem

    problem: Problem | None = _native.read(Problem, written)[0]
    return problem
