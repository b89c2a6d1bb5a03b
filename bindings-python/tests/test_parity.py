"""Both clients have every operation of the OpenAPI document, with its parameters."""

from __future__ import annotations

import inspect
import json
import keyword
import re
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import softknack
from softknack import AsyncSoftknack, Softknack

ROOT = Path(__file__).parents[2]
DOCUMENT = json.loads((ROOT / "spec" / "openapi.json").read_text())
OPTIONS = {"idempotency_key", "correlation_id", "timeout", "headers"}


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [(row["operationId"], verb, row) for path in DOCUMENT["paths"].values() for verb, row in path.items()]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Any = DOCUMENT
    for step in schema["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found  # type: ignore[no-any-return]


def python_name(wire: str) -> str:
    name = re.sub("[A-Z]", lambda letter: f"_{letter.group().lower()}", wire)
    return f"{name}_" if keyword.iskeyword(name) else name


def documented(row: dict[str, Any]) -> dict[str, bool]:
    """The parameters of an operation by their names in Python, and whether each is required."""
    found = {}
    for parameter in map(resolved, row["parameters"]):
        if parameter["in"] != "header":
            found[python_name(parameter["name"])] = parameter.get("required", False)
    if "requestBody" in row:
        body = resolved(row["requestBody"]["content"]["application/json"]["schema"])
        found |= {python_name(name): name in body.get("required", ()) for name in body["properties"]}
    return found


def method(client: type[Any], operation: str) -> Any:
    found: Any = client("sk_test_1", base_url="http://localhost:1")
    for step in operation.split("."):
        found = getattr(found, step)
    return found


@pytest.mark.parametrize(("operation", "verb", "row"), operations(), ids=lambda part: part if type(part) is str else "")
@pytest.mark.parametrize("client", [Softknack, AsyncSoftknack])
def test_a_method_takes_what_is_documented(client: type[Any], operation: str, verb: str, row: dict[str, Any]) -> None:
    found = method(client, operation)
    parameters = dict(inspect.signature(found).parameters)
    expected = documented(row)
    options = OPTIONS - expected.keys() - ({"idempotency_key"} if verb == "get" else set())
    assert parameters.keys() == expected.keys() | options
    for name, required in expected.items():
        assert (parameters[name].default is inspect.Parameter.empty) is required, name
    assert inspect.iscoroutinefunction(found) is (client is AsyncSoftknack and "Cursor" not in str(row["parameters"]))
    assert row["summary"].replace("\n", " ").split(". ")[0][:40] in (found.__doc__ or "")
    hints = get_type_hints(found)
    assert hints.keys() == parameters.keys() | {"return"}


def test_there_is_a_class_for_each_code_and_event() -> None:
    codes = DOCUMENT["components"]["schemas"]["ErrorCode"]["examples"]
    assert softknack.errors.BY_CODE.keys() == set(codes)
    for name in DOCUMENT["webhooks"]:
        cls = softknack.Event._tags[name]
        assert cls.__name__ in softknack.__all__


def test_what_is_exported_is_there() -> None:
    assert len(softknack.__all__) == len(set(softknack.__all__))
    for name in softknack.__all__:
        assert getattr(softknack, name) is not None
