"""Installs the packed wheels into a clean environment, and runs the quickstart there:
`python scripts/quickstart.py <folder of wheels> [interpreter...]`, by default for the interpreter that runs it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

# More than this nobody should ship without noticing.
LARGEST = 8_000_000

# Asked of the clean environment: that it needs no other package, and its size.
INSTALLED = """
import importlib.metadata, os
package = importlib.metadata.distribution("softknack")
assert all("extra ==" in asked for asked in package.requires or ()), f"it brings others along: {package.requires}"
print(sum(os.path.getsize(package.locate_file(file)) for file in package.files))
"""

QUICKSTART = Path(__file__).resolve().parents[2] / "examples/python/quickstart.py"


def in_a_clean_environment(interpreter: str, wheels: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="softknack-quickstart-") as folder:
        subprocess.run((interpreter, "-m", "venv", folder), check=True)
        python = Path(folder) / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

        def run(*arguments: str) -> str:
            # A folder of its own, so that nothing of the checkout can be imported.
            command = (str(python), *arguments)
            return subprocess.run(command, cwd=folder, check=True, text=True, stdout=subprocess.PIPE).stdout

        offline = ("--quiet", "--disable-pip-version-check", "--no-index", "--find-links")
        run("-m", "pip", "install", *offline, str(wheels), "softknack", "softknack-sandbox")
        size = int(run("-c", INSTALLED))
        assert size <= LARGEST, f"softknack is {size} bytes installed, more than {LARGEST}"
        run(str(QUICKSTART))
        version = run("--version").strip()
    print(f"the quickstart runs in a clean environment of {version}; softknack, which needs nothing else: {size} bytes")


if __name__ == "__main__":
    for interpreter in sys.argv[2:] or [sys.executable]:
        in_a_clean_environment(interpreter, Path(sys.argv[1]).resolve())
