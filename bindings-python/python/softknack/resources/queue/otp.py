# Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
"""`queue.otp`: the same methods on both clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from softknack._native import Operation
from softknack._resource import AsyncResource, SyncResource, async_raw_response, raw_response
from softknack.models.ids import OtpChallengeId
from softknack.models.queue import OtpChallenge, OtpChannelLike, QueueSession

_OTP_REQUEST = Operation("queue.otp.request", OtpChallenge)
_OTP_VERIFY = Operation("queue.otp.verify", QueueSession)


class Otp(SyncResource):
    """One-time codes: how a guest shows that a phone number is theirs before a place in line is given."""

    def request(
        self,
        *,
        phone: str,
        name: str | None = None,
        channel: OtpChannelLike | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> OtpChallenge:
        """Sends a code of four digits, good for 120 seconds, once, and for five attempts. One a minute for a phone.

        Args:
            phone: The guest's phone number.
            name: The guest's name.
            channel: How to send it. Default: `sms`.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        params = {"phone": phone, "name": name, "channel": channel}
        del phone, name
        return self._caller.call(
            _OTP_REQUEST,
            params,
            (idempotency_key, correlation_id, timeout, headers),
        )

    def verify(
        self,
        *,
        challenge_id: OtpChallengeId,
        code: str,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueSession:
        """Trades a code for a session, and creates or matches the contact.

        Args:
            challenge_id: The challenge that the code belongs to.
            code: The four digits.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            OtpExpiredError: The one-time code has expired or was used: request a new one.
            OtpIncorrectError: The one-time code is wrong: `attempts_left` says how often it may still be tried.
        """
        params = {"challengeId": challenge_id, "code": code}
        del code
        return self._caller.call(
            _OTP_VERIFY,
            params,
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> OtpWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return OtpWithRawResponse(Otp(self._caller.raw()))


class OtpWithRawResponse:
    """The calls of `queue.otp`, each giving a `Response`."""

    def __init__(self, calls: Otp) -> None:
        self.request = raw_response(calls.request)
        self.verify = raw_response(calls.verify)


class AsyncOtp(AsyncResource):
    """One-time codes: how a guest shows that a phone number is theirs before a place in line is given."""

    async def request(
        self,
        *,
        phone: str,
        name: str | None = None,
        channel: OtpChannelLike | None = None,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> OtpChallenge:
        """Sends a code of four digits, good for 120 seconds, once, and for five attempts. One a minute for a phone.

        Args:
            phone: The guest's phone number.
            name: The guest's name.
            channel: How to send it. Default: `sms`.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.
        """
        params = {"phone": phone, "name": name, "channel": channel}
        del phone, name
        return await self._caller.call(
            _OTP_REQUEST,
            params,
            (idempotency_key, correlation_id, timeout, headers),
        )

    async def verify(
        self,
        *,
        challenge_id: OtpChallengeId,
        code: str,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout: float | timedelta | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> QueueSession:
        """Trades a code for a session, and creates or matches the contact.

        Args:
            challenge_id: The challenge that the code belongs to.
            code: The four digits.
            idempotency_key: The key under which the platform remembers its answer. Default: a fresh one.
            correlation_id: What the call belongs to. Default: from the client, else a fresh one.
            timeout: How long the call may take in all, in seconds. Default: as the client has it.
            headers: Further headers, such as `traceparent`.

        Raises:
            OtpExpiredError: The one-time code has expired or was used: request a new one.
            OtpIncorrectError: The one-time code is wrong: `attempts_left` says how often it may still be tried.
        """
        params = {"challengeId": challenge_id, "code": code}
        del code
        return await self._caller.call(
            _OTP_VERIFY,
            params,
            (idempotency_key, correlation_id, timeout, headers),
        )

    @property
    def with_raw_response(self) -> AsyncOtpWithRawResponse:
        """The same calls, each giving a `Response`: the value with status, headers and how it went."""
        return AsyncOtpWithRawResponse(AsyncOtp(self._caller.raw()))


class AsyncOtpWithRawResponse:
    """The calls of `queue.otp`, each giving a `Response`."""

    def __init__(self, calls: AsyncOtp) -> None:
        self.request = async_raw_response(calls.request)
        self.verify = async_raw_response(calls.verify)
