"""The clients."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from softknack import _flows, _native
from softknack._caller import AsyncCaller, Caller, Defaults, SyncCaller, in_seconds
from softknack._errors import UsageError, error_of
from softknack._hooks import RequestInfo, ResponseInfo, RetryInfo, hook
from softknack._native import Client as NativeClient
from softknack._response import Response
from softknack._session import AsyncRenew, AsyncRenewal, Renew, Renewal
from softknack.resources import AsyncProducts, Products

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

_ARGUMENTS = """

    Args:
        credential: An API key (`sk_test_…`, `sk_live_…`) or a session token. Default: `SK_API_KEY`.
        base_url: The address of the platform: https, or http to a loopback host. Default: `SK_BASE_URL`, else the
            public platform.
        timeout: How long a call may take in all: attempts, waits and the answer's body. Seconds; default: 60.
        attempt_timeout: How long one attempt may take, the answer's body included. Seconds; default: 30.
        connect_timeout: How long opening a connection may take. Seconds; default: 5.
        max_retries: How often a call is tried again after its first attempt. Default: 2.
        backoff: How long is waited before a retry: anything up to the first number, twice that before the next, and so
            on up to the second. Seconds; default: 0.25 and 8. What `Retry-After` asks for is never undercut.
        proxy: A proxy for all calls, `http://` or `https://`. Default: what `HTTPS_PROXY` and the like say.
        root_certificates: Certificates in PEM to trust beside those of the operating system.
        client_certificate: A certificate chain and its private key, both in PEM, to show to a server that asks.
        user_agent: The name and version of your program, such as `frontdesk/2.1`.
        correlation: Where a call's correlation ID comes from when the call sets none: a context variable, for one.
        on_request: Sees every attempt before it is made. Hooks run on the way of the call, on any thread: be quick.
        on_response: Sees every answer, of whatever status.
        on_retry: Sees every retry before its wait.
        renew_session: Gives the session's next token when the platform says that this one has expired; `credential` is
            then a session's token. It is called once for however many calls wait for it, and each of them is sent again
            as it was. RENEWED Where it fails, each of them raises a `RenewalError` whose cause is what it raised.

    Raises:
        ConfigurationError: There is no credential, or an option cannot be used; the message has the remedy.
    """

_SYNC = "It runs on a thread of its own."
_ASYNC = "It may be a coroutine function, and runs on the event loop of a call."


class _Client:
    """What both clients are made of."""

    _caller: Any

    @property
    def base_url(self) -> str:
        """The address of the platform, without a slash at its end."""
        return self._native.base_url

    @property
    def mode(self) -> str | None:
        """The environment that the credential says it belongs to: `test` or `live`; a session token may say none."""
        return self._native.mode

    @property
    def _native(self) -> NativeClient:
        caller: Caller = self._caller
        return caller.native

    def __repr__(self) -> str:
        caller: Caller | None = getattr(self, "_caller", None)
        if caller is None or caller.is_closed:
            return f"{type(self).__name__}(closed)"
        return f"{type(self).__name__}(base_url={self.base_url!r}, mode={self.mode!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds a credential and is not pickled: make one in each process, from SK_API_KEY")


class Softknack(Products, _Client):
    __doc__ = """A client of the platform: a credential, a pool of connections, and how calls are made.

    Making one takes no connection and reads no file. It may be shared by threads, and used after a fork. Closing it, or
    leaving its `with`, lets go of its connections.""" + _ARGUMENTS.replace("RENEWED", _SYNC)

    __slots__ = ()

    _caller: SyncCaller

    def __init__(
        self,
        credential: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float | timedelta | None = None,
        attempt_timeout: float | timedelta | None = None,
        connect_timeout: float | timedelta | None = None,
        max_retries: int | None = None,
        backoff: tuple[float, float] | None = None,
        proxy: str | None = None,
        root_certificates: Sequence[bytes | str] = (),
        client_certificate: bytes | str | None = None,
        user_agent: str | None = None,
        correlation: Callable[[], str | None] | None = None,
        on_request: Callable[[RequestInfo], object] | None = None,
        on_response: Callable[[ResponseInfo], object] | None = None,
        on_retry: Callable[[RetryInfo], object] | None = None,
        renew_session: Renew | None = None,
    ) -> None:
        options = locals()
        del credential, base_url, proxy, client_certificate
        super().__init__(SyncCaller(_connected(options, Renewal), Defaults(correlation=correlation)))

    def with_options(
        self,
        *,
        credential: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        attempt_timeout: float | timedelta | None = None,
        max_retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        renew_session: Renew | None = None,
    ) -> Self:
        """The same client, connections included, with other options: a guest's session token, for one.

        Args:
            credential: An API key or a session token.
            correlation_id: What every call belongs to.
            timeout: How long a call may take in all, in seconds.
            attempt_timeout: How long one attempt may take, in seconds.
            max_retries: How often a call is tried again after its first attempt.
            headers: Further headers of every call, beside those that the client has.
            renew_session: Gives the next token when the session of `credential` has expired.
        """
        options = locals()
        del credential
        made = type(self).__new__(type(self))
        made._caller = SyncCaller(*_changed(self._caller, options, Renewal))
        return made

    def request(
        self,
        method: Literal["GET", "POST", "PATCH", "DELETE"],
        path: str,
        *,
        json: Any = None,
        query: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response[Any]:
        """A call to a path that this version does not declare, with the same retries, keys and errors as any other.

        ```python
        waitlist = sk.request("POST", "/calendar/v1/waitlists", json={"service": "ac_service"}).value
        ```

        Args:
            method: What to do.
            path: Where, percent-encoded and without its query.
            json: The body.
            query: The query: texts, numbers, truth values and lists of those.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        params = {"method": method, "path": path, "json": json, "query": query}
        return _flows.request(self._caller, params, (idempotency_key, correlation_id, timeout, headers))

    def close(self) -> None:
        """Lets go of the connections. Calls are refused from then on."""
        self._caller = SyncCaller(None, self._caller.defaults)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class AsyncSoftknack(AsyncProducts, _Client):
    __doc__ = """A client of the platform whose calls are awaited.

    It has the methods of `Softknack`. It may be used from several event loops, one after the other or at once, and
    after a fork. A task that is cancelled cancels its call. Closing it, or leaving its `async with`, lets go of its
    connections.""" + _ARGUMENTS.replace("RENEWED", _ASYNC)

    __slots__ = ()

    _caller: AsyncCaller

    def __init__(
        self,
        credential: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float | timedelta | None = None,
        attempt_timeout: float | timedelta | None = None,
        connect_timeout: float | timedelta | None = None,
        max_retries: int | None = None,
        backoff: tuple[float, float] | None = None,
        proxy: str | None = None,
        root_certificates: Sequence[bytes | str] = (),
        client_certificate: bytes | str | None = None,
        user_agent: str | None = None,
        correlation: Callable[[], str | None] | None = None,
        on_request: Callable[[RequestInfo], object] | None = None,
        on_response: Callable[[ResponseInfo], object] | None = None,
        on_retry: Callable[[RetryInfo], object] | None = None,
        renew_session: AsyncRenew | None = None,
    ) -> None:
        options = locals()
        del credential, base_url, proxy, client_certificate
        super().__init__(AsyncCaller(_connected(options, AsyncRenewal), Defaults(correlation=correlation)))

    def with_options(
        self,
        *,
        credential: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        attempt_timeout: float | timedelta | None = None,
        max_retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        renew_session: AsyncRenew | None = None,
    ) -> Self:
        """The same client, connections included, with other options: a guest's session token, for one.

        Args:
            credential: An API key or a session token.
            correlation_id: What every call belongs to.
            timeout: How long a call may take in all, in seconds.
            attempt_timeout: How long one attempt may take, in seconds.
            max_retries: How often a call is tried again after its first attempt.
            headers: Further headers of every call, beside those that the client has.
            renew_session: Gives the next token when the session of `credential` has expired.
        """
        options = locals()
        del credential
        made = type(self).__new__(type(self))
        made._caller = AsyncCaller(*_changed(self._caller, options, AsyncRenewal))
        return made

    async def request(
        self,
        method: Literal["GET", "POST", "PATCH", "DELETE"],
        path: str,
        *,
        json: Any = None,
        query: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response[Any]:
        """A call to a path that this version does not declare, with the same retries, keys and errors as any other.

        ```python
        answer = await sk.request("POST", "/calendar/v1/waitlists", json={"service": "ac_service"})
        ```

        Args:
            method: What to do.
            path: Where, percent-encoded and without its query.
            json: The body.
            query: The query: texts, numbers, truth values and lists of those.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        params = {"method": method, "path": path, "json": json, "query": query}
        return await _flows.async_request(self._caller, params, (idempotency_key, correlation_id, timeout, headers))

    async def aclose(self) -> None:
        """Lets go of the connections. Calls are refused from then on."""
        self._caller = AsyncCaller(None, self._caller.defaults)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()


_TIMES = ("timeout", "attempt_timeout", "connect_timeout")


def _connected(options: dict[str, Any], renewal: type[Renewal]) -> _native.Client:
    """A native client of these options. When it raises, no frame holds a secret any more."""
    for name in ("self", "correlation", "__class__"):
        options.pop(name, None)
    for name in _TIMES:
        if options[name] is not None:
            options[name] = in_seconds(options[name])
    for name, kind in (("on_request", RequestInfo), ("on_response", ResponseInfo), ("on_retry", RetryInfo)):
        options[name] = hook(kind, options[name])
    if options["renew_session"] is not None:
        options["renew_session"] = renewal(options["renew_session"])
    options["root_certificates"] = [_pem(pem) for pem in options["root_certificates"]]
    if options["client_certificate"] is not None:
        options["client_certificate"] = _pem(options["client_certificate"])
    given = {name: value for name, value in options.items() if value is not None}
    options.clear()
    made = _native.Client.connect(given)
    given.clear()
    return _usable(made)


def _changed(caller: Caller, options: dict[str, Any], renewal: type[Renewal]) -> tuple[_native.Client, Defaults]:
    native, defaults = caller.native, caller.defaults
    credential = options.pop("credential")
    renew = options["renew_session"]
    if renew is not None and credential is None:
        raise UsageError("softknack: renew_session renews the session whose token is the credential: pass that as well")
    if credential is not None:
        made = native.with_credential(credential, None if renew is None else renewal(renew))
        credential = None
        native = _usable(made)
    changes: dict[str, Any] = {
        name: in_seconds(value) if name in _TIMES else value
        for name in ("correlation_id", "timeout", "attempt_timeout", "max_retries")
        if (value := options[name]) is not None
    }
    if options["headers"]:
        changes["headers"] = (*defaults.headers, *options["headers"].items())
    return native, defaults._replace(**changes)


def _usable(made: _native.Client | dict[str, Any]) -> _native.Client:
    if isinstance(made, dict):
        raise error_of(made)
    return made


def _pem(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text
