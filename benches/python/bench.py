"""What a call costs in Python, beside what others cost, in one run:

    python benches/python/bench.py <the responder's program> [rounds]

Every contender is a process of its own; they take turns, so that a machine that slows down slows all of them.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import IO, NamedTuple

CONTENDERS = Path(__file__).with_name("contenders.py")


class Measured(NamedTuple):
    title: str
    count: int
    goals: dict[str, float]
    """How many times as much a contender is to cost, at least."""


MEASURES = {
    "post": Measured("A booking, one at a time", 300, {"requests": 10, "stripe": 15}),
    "async": Measured("A booking, 16 in flight", 640, {"aiohttp": 3.5}),
    "page": Measured("A page of 100 appointments", 30, {"requests": 3.5, "stripe": 30}),
    "signature": Measured("The check of a delivery of 1 KB", 5000, {"stripe": 6}),
    "event": Measured("The same, and its event", 2000, {"stripe": 40}),
}

IMPORT_GOAL = 60.0
SIZE_GOAL = 8.0


class Contender:
    """A process that measures when it is told to."""

    def __init__(self, name: str, address: str) -> None:
        self.name = name
        command = [sys.executable, str(CONTENDERS), name, address]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.measures = self._line().split()[1:]

    def _line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} has ended before its time")
        return line

    def run(self, measure: str, count: int) -> tuple[float, float]:
        assert self.process.stdin is not None
        print(measure, count, file=self.process.stdin, flush=True)
        processor, wall = self._line().split()
        return float(processor), float(wall)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def names() -> list[str]:
    sys.path.insert(0, str(CONTENDERS.parent))
    from contenders import CONTENDERS as functions

    return [function.__name__ for function in functions]


def row(*cells: object) -> None:
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def head(*cells: str) -> None:
    row(*cells)
    row(*("---" for _ in cells))


def compare(measure: str, contenders: list[Contender], rounds: int) -> None:
    title, count, goals = MEASURES[measure]
    taking_part = [contender for contender in contenders if measure in contender.measures]
    figures: dict[str, list[tuple[float, float]]] = {contender.name: [] for contender in taking_part}
    for contender in taking_part:
        contender.run(measure, max(count // 4, 16))
    for _ in range(rounds):
        for contender in taking_part:
            figures[contender.name].append(contender.run(measure, count))

    ours = figures[taking_part[0].name]
    print(f"\n{title}: {rounds} rounds of {count}\n")
    head("", "processor, µs", "best", "time, µs", "times ours", "of the best", "goal")
    for name, measured in figures.items():
        processor = [used for used, _ in measured]
        ratio = statistics.median(used / own for used, (own, _) in zip(processor, ours, strict=True))
        best = min(processor) / min(own for own, _ in ours)
        wall = statistics.median(wall for _, wall in measured)
        cells = [statistics.median(processor), min(processor), wall, ratio, best]
        row(name, *(f"{cell:.1f}" for cell in cells), goals.get(name, ""))


def milliseconds(program: str) -> float:
    """The processor time of a fresh interpreter that runs `program`."""
    code = f"import time; {program}; print(time.process_time() * 1000)"
    return float(subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True).stdout)


def imports(rounds: int) -> None:
    packages = ["softknack", "requests", "httpx", "aiohttp", "pycurl", "stripe", "openai"]
    figures: dict[str, list[float]] = {package: [] for package in packages}
    for _ in range(rounds):
        bare = milliseconds("pass")
        for package in packages:
            figures[package].append(milliseconds(f"import {package}") - bare)
    print(f"\nImporting it, and its size: {rounds} rounds\n")
    head("", "over the bare interpreter, ms", "best", "goal", "installed, MB", "goal")
    for package, measured in figures.items():
        goals = (f"{IMPORT_GOAL:.0f}", f"{SIZE_GOAL:.0f}") if package == "softknack" else ("", "")
        cells = f"{statistics.median(measured):.0f}", f"{min(measured):.0f}", goals[0], f"{megabytes(package):.1f}"
        row(package, *cells, goals[1])


def megabytes(package: str) -> float:
    """The size of what pip has installed for it, without what it depends on."""
    files = metadata.files(package) or []
    paths = [Path(str(file.locate())) for file in files]
    return sum(path.stat().st_size for path in paths if path.is_file() and path.suffix != ".pyc") / 1e6


def started(responder: str) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen([responder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    output: IO[str] | None = process.stdout
    assert output is not None
    return process, output.readline().strip()


def main() -> None:
    responder, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 9
    process, address = started(responder)
    contenders: list[Contender] = []
    try:
        contenders.extend(Contender(name, address) for name in names())
        for measure in MEASURES:
            compare(measure, contenders, rounds)
        imports(min(rounds, 5))
    finally:
        for contender in contenders:
            contender.stop()
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()
