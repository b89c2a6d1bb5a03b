"""What a whole process goes through: forks, Ctrl-C, the end. Each runs a program of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest
from softknack.testing import Business, Sandbox

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")

# What a shell runs in the background ignores Ctrl-C, and so do its children.
BEGIN = """
import asyncio, os, signal, sys, threading, time
from softknack import AsyncSoftknack, Softknack
signal.signal(signal.SIGINT, signal.default_int_handler)
contact = sys.argv[1]
sk, ask = Softknack(), AsyncSoftknack()
"""


def program(sandbox: Sandbox, business: Business, text: str) -> subprocess.Popen[str]:
    environment = os.environ | {"SK_API_KEY": sandbox.test_key, "SK_BASE_URL": sandbox.base_url}
    return subprocess.Popen(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", BEGIN + textwrap.dedent(text), business.contacts[0]],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(sandbox: Sandbox, business: Business, text: str) -> str:
    running = program(sandbox, business, text)
    try:
        out, err = running.communicate(timeout=180)
    except subprocess.TimeoutExpired:
        running.kill()
        raise
    assert running.returncode == 0, err
    return out


def test_a_child_calls_as_its_parent_did(sandbox: Sandbox, business: Business) -> None:
    out = run(
        sandbox,
        business,
        """
        def both():
            assert sk.crm.contacts.get(contact).id == contact
            assert asyncio.run(ask.crm.contacts.get(contact)).id == contact

        both()
        for _ in range(20):
            child = os.fork()
            if child == 0:
                both()
                grandchild = os.fork()
                if grandchild == 0:
                    both()
                    os._exit(7)
                assert os.waitstatus_to_exitcode(os.waitpid(grandchild, 0)[1]) == 7
                os._exit(6)
            both()
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 6
        print("done")
        """,
    )
    assert out == "done\n"


def test_a_child_is_forked_while_calls_are_running(sandbox: Sandbox, business: Business) -> None:
    out = run(
        sandbox,
        business,
        """
        stop = threading.Event()
        def busy():
            while not stop.is_set():
                sk.crm.contacts.get(contact)
        threads = [threading.Thread(target=busy) for _ in range(4)]
        for thread in threads: thread.start()
        for _ in range(20):
            child = os.fork()
            if child == 0:
                assert sk.with_options(timeout=60).crm.contacts.get(contact).id == contact
                os._exit(0)
            deadline = time.time() + 60
            while (status := os.waitpid(child, os.WNOHANG))[0] == 0:
                assert time.time() < deadline, "the child hangs"
                time.sleep(0.005)
            assert status[1] == 0
        stop.set()
        for thread in threads: thread.join()
        print("done")
        """,
    )
    assert out == "done\n"


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_multiprocessing(sandbox: Sandbox, business: Business, method: str, tmp_path: os.PathLike[str]) -> None:
    path = os.path.join(tmp_path, "work.py")
    with open(path, "w") as file:
        file.write(
            textwrap.dedent(
                f"""
                import multiprocessing
                from softknack import Softknack

                def look(contact):
                    return Softknack().crm.contacts.get(contact)

                if __name__ == "__main__":
                    look({business.contacts[0]!r})
                    with multiprocessing.get_context({method!r}).Pool(3) as pool:
                        print(len({{contact.id for contact in pool.map(look, [{business.contacts[0]!r}] * 12)}}))
                """
            )
        )
    environment = os.environ | {"SK_API_KEY": sandbox.test_key, "SK_BASE_URL": sandbox.base_url}
    command = [sys.executable, "-W", "ignore::DeprecationWarning", path]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180)
    assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr


@pytest.mark.parametrize(
    "call",
    ["sk.crm.contacts.get(contact)", "asyncio.run(ask.crm.contacts.get(contact))"],
    ids=["sync", "async"],
)
def test_ctrl_c_ends_a_call(sandbox: Sandbox, business: Business, call: str) -> None:
    sandbox.faults.next("crm.contacts.get").latency(60)
    running = program(
        sandbox,
        business,
        f"""
        sk.crm.contacts.list().first()
        try:
            {call}
        except KeyboardInterrupt:
            print("interrupted")
            print(sk.crm.contacts.get(contact).verified)
        """,
    )
    while sandbox.faults.pending:
        assert running.poll() is None, "it ended"
        time.sleep(0.001)
    started = time.perf_counter()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert out == "interrupted\nTrue\n", err
    assert time.perf_counter() - started < 25, "an attempt may take 30 s"


@pytest.mark.parametrize(
    "call",
    [
        "threading.Thread(target=sk.crm.contacts.get, args=(contact,), daemon=True).start()",
        "threading.Thread(target=lambda: asyncio.run(ask.crm.contacts.get(contact)), daemon=True).start()",
        "loop = asyncio.new_event_loop(); loop.create_task(ask.crm.contacts.get(contact)); "
        "loop.run_until_complete(asyncio.sleep(0.1))",
    ],
    ids=["a thread that waits", "a loop on a thread", "a loop that stands"],
)
def test_the_interpreter_ends_in_mid_call(sandbox: Sandbox, business: Business, call: str) -> None:
    sandbox.faults.next("crm.contacts.get").latency(60)
    started = time.perf_counter()
    out = run(
        sandbox,
        business,
        f"""
        {call}
        time.sleep(0.2)
        print("over")
        """,
    )
    assert out == "over\n"
    assert time.perf_counter() - started < 25, "an attempt may take 30 s"


def test_the_interpreter_ends_at_random_moments(sandbox: Sandbox, business: Business) -> None:
    for number in range(8):
        out = run(
            sandbox,
            business,
            f"""
            def flood():
                async def many():
                    while True:
                        await asyncio.gather(*[ask.crm.contacts.get(contact) for _ in range(8)])
                asyncio.run(many())
            threading.Thread(target=flood, daemon=True).start()
            time.sleep(0.1 + {number} * 0.007)
            print("over")
            """,
        )
        assert out == "over\n"


def test_a_sandbox_ends_with_the_process_that_started_it() -> None:
    text = (
        "import time; from softknack.testing import Sandbox; print(Sandbox()._process.pid, flush=True); time.sleep(99)"
    )
    running = subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None
    sandbox = int(running.stdout.readline())
    running.kill()
    try:
        # The sandbox writes its log to the same place: that is closed when both have ended.
        assert running.communicate(timeout=60) == ("", "")
    except subprocess.TimeoutExpired:
        os.kill(sandbox, signal.SIGKILL)
        raise


def test_importing_is_quick() -> None:
    late = {"asyncio", "inspect", "json", "logging", "softknack.inbox", "softknack.webhooks"}
    program = f"import sys, softknack; print(*{late} & sys.modules.keys())"
    assert subprocess.check_output([sys.executable, "-I", "-c", program], text=True).split() == []


def test_what_is_imported_late_is_there_when_it_is_asked_for() -> None:
    program = """
import softknack
assert {"Inbox", "Webhooks"} <= set(dir(softknack)) and not hasattr(softknack, "Outbox")
assert softknack.Inbox is softknack.inbox.Inbox and softknack.webhooks.Router is softknack.Router
for name in softknack.__all__:
    getattr(softknack, name)
"""
    subprocess.run([sys.executable, "-I", "-c", program], check=True)
