"""Type checkers accept what is right, refuse what is wrong, and read the stubs as the built module is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = HERE.parent
EXAMPLES = PACKAGE.parent / "examples" / "python"
EXPECTED = HERE / "typing" / "expected_errors.py"


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=PACKAGE, capture_output=True, text=True, check=False)


def marked() -> set[int]:
    return {number for number, line in enumerate(EXPECTED.read_text().splitlines(), 1) if "# error:" in line}


def test_mypy() -> None:
    found = run("mypy", "python", "tests/typing", str(EXAMPLES))
    refused = [line for line in found.stdout.splitlines() if ": error: " in line]
    elsewhere = [line for line in refused if "expected_errors.py" not in line]
    assert elsewhere == []
    lines = {int(match.group(1)) for line in refused if (match := re.search(r"expected_errors\.py:(\d+): error", line))}
    assert lines == marked(), found.stdout


def test_pyright() -> None:
    command = ("pyright", "--outputjson", "--pythonpath", sys.executable, "python", "tests/typing", str(EXAMPLES))
    found = json.loads(run(*command).stdout)
    refused = [fault for fault in found["generalDiagnostics"] if fault["severity"] == "error"]
    elsewhere = [fault for fault in refused if not fault["file"].endswith("expected_errors.py")]
    assert elsewhere == []
    lines = {fault["range"]["start"]["line"] + 1 for fault in refused if fault not in elsewhere}
    assert lines == marked(), refused


def test_the_stub_is_as_the_module_is() -> None:
    found = run("mypy.stubtest", "softknack._native", "--ignore-disjoint-bases")
    assert found.returncode == 0, found.stdout + found.stderr
