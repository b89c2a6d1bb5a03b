"""Sessions that renew themselves: once for all who wait, whoever goes away, and never in wait for themselves."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import pickle
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from softknack import (
    AsyncSoftknack,
    ConfigurationError,
    RenewalError,
    Softknack,
    TimeoutError,
    TokenExpiredError,
    UsageError,
)
from softknack.testing import Business, Sandbox

ENTRY = (
    b'{"id":"que_1","status":"seated","position":null,"estimatedWaitSeconds":null,"customerId":"ctc_1","partySize":2,'
    b'"matchType":"FITTED","resourceType":"table","resourceId":"res_1","metadata":{},"respondBy":null,"reason":null,'
    b'"joinedAt":"2026-11-22T12:00:00.000Z","allocatedAt":null,"seatedAt":null,"endedAt":null}'
)
EXPIRED = b'{"type":"about:blank","title":"expired","status":401,"code":"token_expired","detail":"it is over"}'
PAGE = b'{"data":[' + ENTRY + b'],"has_more":%s,"next_cursor":%s}'


def token(name: str) -> str:
    parts = ({"alg": "HS256"}, {"mode": "test", "sub": name}, "mac")
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)


class Door:
    """A server to which one token is good, and every other has expired."""

    url = ""

    def __init__(self) -> None:
        self.good = token("new")
        self.refused = 0

    def client(self, renew: Callable[[], Any], **options: Any) -> Softknack:
        return Softknack(token("old"), base_url=self.url, renew_session=renew, **options)

    def async_client(self, renew: Callable[[], Any], **options: Any) -> AsyncSoftknack:
        return AsyncSoftknack(token("old"), base_url=self.url, renew_session=renew, **options)


@pytest.fixture
def door() -> Iterator[Door]:
    with opened() as door:
        yield door


@contextmanager
def opened() -> Iterator[Door]:
    door = Door()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            is_good = self.headers.get("Authorization") == f"Bearer {door.good}"
            door.refused += not is_good
            body = ENTRY if is_good else EXPIRED
            if is_good and "?" in self.path:
                body = PAGE % ((b"false", b"null") if "cursor" in self.path else (b"true", b'"more"'))
            elif is_good and self.path.endswith("entries"):
                body = PAGE % (b"true", b'"more"')
            self.send_response_only(200 if is_good else 401)
            self.send_header("Content-Type", "application/json" if is_good else "application/problem+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    door.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield door
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_threads_that_wait_cause_one_renewal(door: Door) -> None:
    everybody, renewals = 16, 0

    def renew() -> str:
        nonlocal renewals
        renewals += 1
        # Not before all of them wait.
        while door.refused < everybody:
            time.sleep(0.001)
        return token("new")

    sk = door.client(renew)
    found: list[Any] = []
    threads = [threading.Thread(target=lambda: found.append(sk.queue.entries.get("que_1"))) for _ in range(everybody)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), renewals) == (everybody, 1)
    assert sk.queue.entries.get("que_1").status == "seated"
    assert renewals == 1


def test_tasks_that_wait_cause_one_renewal_on_their_loop(door: Door) -> None:
    everybody, loops = 16, []

    async def renew() -> str:
        loops.append(asyncio.get_running_loop())
        while door.refused < everybody:
            await asyncio.sleep(0.001)
        return token("new")

    async def scenario() -> None:
        sk = door.async_client(renew)
        calls = [sk.queue.entries.get("que_1") for _ in range(everybody)]
        assert len(await asyncio.gather(*calls)) == everybody
        assert loops == [asyncio.get_running_loop()]

    asyncio.run(scenario())
    # A loop that has ended is no obstacle to the next.
    door.good = token("newer")

    async def later() -> None:
        sk = door.async_client(lambda: token("newer"))
        assert (await sk.queue.entries.get("que_1")).id == "que_1"

    asyncio.run(later())


def test_both_pools_of_a_client_have_one_session(door: Door) -> None:
    renewals: list[int] = []

    def renew() -> str:
        renewals.append(1)
        return token("new")

    sk = door.client(renew)
    # The second page is fetched in the background.
    assert [entry.id for entry in sk.queue.entries.list()] == ["que_1", "que_1"]
    assert (len(renewals), door.refused) == (1, 1)


class Closed(Exception):
    pass


@pytest.mark.parametrize("face", ["sync", "async"])
def test_what_the_function_raises_is_the_cause_and_no_text_has_it(door: Door, face: str) -> None:
    def renew() -> str:
        raise Closed("hunter2")

    async def awaited() -> Any:
        return await door.async_client(renew).queue.entries.get("que_1")

    def call() -> Any:
        return door.client(renew).queue.entries.get("que_1") if face == "sync" else asyncio.run(awaited())

    with pytest.raises(RenewalError) as caught:
        call()
    error = caught.value
    assert isinstance(error.__cause__, Closed)
    assert (error.code, error.status, error.outcome) == ("token_expired", 401, "refused")
    assert "the function that renews it raised Closed" in str(error)
    assert "hunter2" not in f"{error} {error.details} {error!r}"
    assert pickle.loads(pickle.dumps(error)).code == "token_expired"
    # Whoever looks at the cause is told where it was raised.
    assert "in renew" in "".join(traceback.format_exception(error.__cause__))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("sk_test_hunter2", "an API key"),
        ("hunter2", "neither an API key"),
        (token("older"), "it is over"),
    ],
)
def test_what_is_no_good_token_is_refused(door: Door, given: str, why: str) -> None:
    with pytest.raises((RenewalError, TokenExpiredError), match=why) as caught:
        door.client(lambda: given).queue.entries.get("que_1")
    assert isinstance(caught.value, TokenExpiredError) is (why == "it is over")
    assert given not in f"{caught.value} {caught.value.details}"


@pytest.mark.filterwarnings("error")
def test_what_gives_no_text_is_misused(door: Door) -> None:
    async def awaited() -> str:
        return token("new")

    for wrong in (awaited, lambda: 7):
        with pytest.raises(RenewalError) as caught:
            door.client(wrong).queue.entries.get("que_1")
        assert isinstance(caught.value.__cause__, UsageError)
    with pytest.raises(UsageError, match="must be a function"):
        door.client("token")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="credential"):
        Softknack("sk_test_1", base_url=door.url).with_options(renew_session=lambda: token("new"))
    with pytest.raises(ConfigurationError, match="an API key is none"):
        Softknack("sk_test_1", base_url=door.url, renew_session=lambda: token("new"))


def test_a_function_that_calls_with_its_own_client_does_not_wait_for_itself(door: Door) -> None:
    seen: list[str] = []

    def renew() -> str:
        with pytest.raises(TokenExpiredError) as caught:
            sk.queue.entries.get("que_1")
        seen.append(str(caught.value.code))
        # Nor does what fetches in the background for it.
        with pytest.raises(TokenExpiredError):
            list(sk.queue.entries.list())
        return token("new")

    sk = door.client(renew)
    started = time.perf_counter()
    assert sk.queue.entries.get("que_1").id == "que_1"
    assert seen == ["token_expired"]

    async def again() -> str:
        with pytest.raises(TokenExpiredError):
            await ask.queue.entries.get("que_1")
        return token("new")

    async def scenario() -> None:
        nonlocal ask
        ask = door.async_client(again)
        assert (await ask.queue.entries.get("que_1")).id == "que_1"

    ask: Any = None
    asyncio.run(scenario())
    assert time.perf_counter() - started < 25, "a renewal may take 30 s"


def test_who_goes_away_takes_nothing_from_the_others(door: Door) -> None:
    async def scenario() -> None:
        go, renewals = asyncio.Event(), 0

        async def renew() -> str:
            nonlocal renewals
            renewals += 1
            await go.wait()
            return token("new")

        sk = door.async_client(renew)
        first, second = (asyncio.ensure_future(sk.queue.entries.get("que_1")) for _ in range(2))
        while door.refused < 2 or renewals == 0:
            await asyncio.sleep(0.001)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        go.set()
        assert (await second).id == "que_1"
        assert renewals == 1

    asyncio.run(scenario())


def test_a_synchronous_caller_that_gives_up_leaves_the_renewal_running(door: Door) -> None:
    go, renewals = threading.Event(), 0

    def renew() -> str:
        nonlocal renewals
        renewals += 1
        go.wait(60)
        return token("new")

    sk = door.client(renew)
    with pytest.raises(TimeoutError, match="200ms"):
        sk.queue.entries.get("que_1", timeout=0.2)
    go.set()
    assert sk.queue.entries.get("que_1").id == "que_1"
    assert renewals == 1


def test_another_client_over_the_same_connections_has_a_session_of_its_own(door: Door) -> None:
    staff = Softknack("sk_test_1", base_url=door.url)
    guest = staff.with_options(credential=token("old"), renew_session=lambda: token("new"))
    assert guest.queue.entries.get("que_1").id == "que_1"
    assert (guest.mode, staff.mode) == ("test", "test")
    plain = guest.with_options(timeout=60)
    assert plain.queue.entries.get("que_1").id == "que_1"
    with pytest.raises(TokenExpiredError):
        guest.with_options(credential=token("old")).queue.entries.get("que_1")


@pytest.mark.parametrize("lasts", [0.25, 0.6])
def test_a_program_ends_well_while_a_session_is_renewed(door: Door, lasts: float) -> None:
    text = f"""
import asyncio, time
from softknack import AsyncSoftknack, Softknack, TimeoutError

def renew():
    time.sleep({lasts})
    return {token("new")!r}

async def awaited():
    await asyncio.sleep({lasts})
    return {token("new")!r}

async def main():
    sk = AsyncSoftknack({token("old")!r}, base_url={door.url!r}, renew_session=awaited)
    await sk.queue.entries.get("que_1", timeout=0.2)

sk = Softknack({token("old")!r}, base_url={door.url!r}, renew_session=renew)
for call in (lambda: asyncio.run(main()), lambda: sk.queue.entries.get("que_1", timeout=0.2)):
    try:
        call()
    except TimeoutError:
        print("late")
"""
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=180, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "late\nlate\n", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_child_renews_for_itself(door: Door) -> None:
    sk = door.client(lambda: token("new"))
    assert sk.queue.entries.get("que_1").id == "que_1"
    child = os.fork()
    if child == 0:
        os._exit(0 if sk.queue.entries.get("que_1").id == "que_1" else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert door.refused == 2


def test_a_guest_of_the_sandbox_outlives_a_token(sandbox: Sandbox, business: Business) -> None:
    staff = sandbox.client()

    def verify() -> str:
        challenge = staff.queue.otp.request(phone="+919800000042", name="Meera")
        code = sandbox.outbox.last().vars["code"]
        session = staff.queue.otp.verify(challenge_id=challenge.challenge_id, code=code)
        customers.append(session.customer_id)
        return session.token

    customers: list[Any] = []
    guest = staff.with_options(credential=verify(), renew_session=verify)
    entry = guest.queue.join(customer_id=customers[0], party_size=2, match_type="FITTED", resource_type="table")
    sandbox.clock.advance(hours=3)
    assert guest.queue.entries.get(entry.id).id == entry.id
    assert len(customers) == 2
