"""Plays `tests/behaviour/`, which every language of the SDK plays, with both clients. Its README tells the format."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from faces import Blocking
from scenarios import Play
from softknack.testing import Sandbox

FOLDER = Path(__file__).parents[2] / "tests" / "behaviour"

Steps = list[dict[str, Any]]


def scenarios() -> Iterator[tuple[str, Steps]]:
    for path in sorted(FOLDER.glob("*.json")):
        file = json.loads(path.read_text())
        assert file.keys() == {"before", "scenarios"}
        for scenario in file["scenarios"]:
            assert scenario.keys() == {"name", "steps"}
            yield f"{path.stem}: {scenario['name']}", file["before"] + scenario["steps"]


SCENARIOS = dict(scenarios())


@pytest.fixture(params=["sync", "async"])
def play(request: pytest.FixtureRequest) -> Iterator[Callable[[Steps], None]]:
    """Plays steps in a sandbox of their own, with one face or the other."""
    loop = asyncio.new_event_loop()

    def play(steps: Steps) -> None:
        with Sandbox() as sandbox:
            waiting = request.param == "sync"
            client = sandbox.client if waiting else lambda: Blocking(sandbox.async_client(), loop)
            with Play(sandbox, client) as scenario:
                for step in steps:
                    print(json.dumps(step))  # shown where it fails
                    scenario.step(step)

    yield play
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_goes_as_it_is_written(play: Callable[[Steps], None], name: str) -> None:
    play(SCENARIOS[name])


def test_there_are_scenarios() -> None:
    assert len(SCENARIOS) > 20


@pytest.mark.parametrize("member", ["gives", "answer", "fails"])
def test_a_scenario_that_is_altered_fails(play: Callable[[Steps], None], member: str) -> None:
    steps = copy.deepcopy(SCENARIOS["bookings: the same key with another request is refused"])
    steps[-3]["answer"] = {"status": 201}
    play(steps)
    number = {"gives": -1, "answer": -3, "fails": -2}[member]
    name, value = next((name, value) for name, value in steps[number][member].items() if isinstance(value, int))
    steps[number][member][name] = value + 1
    with pytest.raises(AssertionError, match=rf"^{member}: /{name} is {value}, not {value + 1}"):
        play(steps)
