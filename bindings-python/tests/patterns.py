"""References and patterns, as `tests/behaviour/README.md` tells them."""

from __future__ import annotations

from typing import Any


class Scope:
    """What a scenario has given names to."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}

    def set(self, name: str, value: Any) -> None:
        self._values[name] = value

    def resolve(self, value: Any) -> Any:
        """The value with its references followed."""
        if isinstance(value, str) and value.startswith("$"):
            return self._find(value[1:])
        if isinstance(value, list):
            return [self.resolve(item) for item in value]
        if isinstance(value, dict):
            return {name: self.resolve(member) for name, member in value.items()}
        return value

    def _find(self, reference: str) -> Any:
        name, *steps = reference.split(".")
        found = self._values[name]
        for step in steps:
            found = found[int(step) if isinstance(found, list) else step]
        return found


def fault(pattern: Any, value: Any) -> str | None:
    """What is amiss with a value, by a pattern without references; or nothing."""
    if isinstance(pattern, dict):
        special = next((name for name in pattern if name.startswith("$")), None)
        if special is not None:
            return _special(special, pattern[special], value)
        for name, member in pattern.items():
            if not isinstance(value, dict) or name not in value:
                if isinstance(member, dict) and "$absent" in member:
                    continue
                return f"/{name} is missing"
            if found := fault(member, value[name]):
                return f"/{name}{found}"
        return None
    if isinstance(pattern, list):
        if not isinstance(value, list):
            return " is no list"
        if len(value) != len(pattern):
            return f" has {len(value)} items, not {len(pattern)}"
        for number, (wanted, item) in enumerate(zip(pattern, value, strict=True)):
            if found := fault(wanted, item):
                return f"/{number}{found}"
        return None
    # To Python `True` equals 1, to JSON it does not.
    same = pattern == value and isinstance(pattern, bool) is isinstance(value, bool)
    return None if same else f" is {value!r}, not {pattern!r}"


def _special(name: str, argument: Any, value: Any) -> str | None:
    if name == "$starts_with":
        holds = isinstance(value, str) and value.startswith(argument)
    elif name == "$length":
        holds = isinstance(value, list) and len(value) == argument
    elif name == "$not":
        holds = fault(argument, value) is not None
    elif name == "$absent":
        holds = False
    else:
        raise AssertionError(f"unknown pattern {name}")
    return None if holds else f" is {value!r}, which {name} {argument!r} does not hold for"
