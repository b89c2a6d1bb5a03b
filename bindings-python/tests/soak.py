"""A thousand rounds of each thing that may hang or leak, against a sandbox of its own. For a person to run:

    SOFTKNACK_SANDBOX=target/debug/softknack-sandbox python bindings-python/tests/soak.py [rounds [kind...]]

It fails where a round hangs, or where memory has grown by more than a few megabytes at the end.
"""

from __future__ import annotations

import asyncio
import faulthandler
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from softknack import AsyncSoftknack, ContactId, Softknack
from softknack.testing import Sandbox

SLACK = 8 * 1024 * 1024


def resident() -> int:
    """The memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Rounds:
    def __init__(self, sandbox: Sandbox) -> None:
        self.sk: Softknack = sandbox.client()
        self.ask: AsyncSoftknack = sandbox.async_client()
        self.contact: ContactId = sandbox.seed().contacts[0]

    def call(self) -> None:
        assert self.sk.crm.contacts.get(self.contact).id == self.contact

    async def acall(self) -> None:
        assert (await self.ask.crm.contacts.get(self.contact)).id == self.contact

    def fork_after_use(self) -> None:
        child = os.fork()
        if child == 0:
            self.call()
            asyncio.run(self.acall())
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        self.call()

    def loop_after_loop(self) -> None:
        asyncio.run(self.acall())

    def threads(self) -> None:
        threads = [threading.Thread(target=self.call) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def cancel_at_random(self) -> None:
        async def cancelled() -> None:
            tasks = [asyncio.ensure_future(self.acall()) for _ in range(4)]
            await asyncio.sleep(random.random() * 0.01)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

        asyncio.run(cancelled())

    def interrupt_at_random(self) -> None:
        timer = threading.Timer(random.random() * 0.01, signal.raise_signal, (signal.SIGINT,))
        try:
            timer.start()
            for _ in range(100):
                self.call()
                if not timer.is_alive():
                    break
            timer.join()
            time.sleep(0)
        except KeyboardInterrupt:
            timer.join()
        self.call()

    def exit_in_mid_call(self) -> None:
        child = os.fork()
        if child == 0:
            threading.Thread(target=lambda: [self.call() for _ in range(1000)], daemon=True).start()
            threading.Thread(target=lambda: asyncio.run(self.acall()), daemon=True).start()
            time.sleep(random.random() * 0.02)
            sys.exit(0)
        assert os.waitpid(child, 0)[1] == 0

    def pages(self) -> None:
        assert len(self.sk.calendar.availability.list(service="ac_service", limit=50).to_list()) > 100


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    wanted = sys.argv[2:]
    # An alarm is not inherited by a child, unlike the timer of faulthandler.
    faulthandler.register(signal.SIGALRM, chain=True)
    with Sandbox() as sandbox:
        rounds = Rounds(sandbox)
        kinds: list[Callable[[], None]] = [
            rounds.call,
            rounds.loop_after_loop,
            rounds.threads,
            rounds.cancel_at_random,
            rounds.interrupt_at_random,
            rounds.pages,
            rounds.fork_after_use,
            rounds.exit_in_mid_call,
        ]
        for kind in kinds:
            if wanted and kind.__name__ not in wanted:
                continue
            for _ in range(min(50, count)):
                signal.alarm(60)
                kind()
            before, started = resident(), time.perf_counter()
            for _ in range(count):
                signal.alarm(60)
                kind()
            signal.alarm(0)
            grown, elapsed = resident() - before, time.perf_counter() - started
            print(f"{kind.__name__}: {count} rounds in {elapsed:.1f} s, memory {grown / 1024:+.0f} KiB", flush=True)
            assert grown < SLACK, f"{kind.__name__} leaks"


if __name__ == "__main__":
    main()
