"""Where a reader of events keeps how far it came."""

from __future__ import annotations

import os
from typing import Protocol


class CursorStore(Protocol):
    """Where a reader keeps how far it came, as one short text that means nothing to anybody else.

    One store belongs to one reader: two that share one would each miss what the other has read. Where the effect of an
    event lies in a database, keep the text there, and save it in the effect's own transaction.
    """

    def load(self) -> str | None:
        """What was saved last, or none where nothing was."""
        ...

    def save(self, cursor: str, /) -> None:
        """Keeps `cursor` in place of what was there. After a crash either is there, and nothing in between."""
        ...


class AsyncCursorStore(Protocol):
    """A `CursorStore` whose methods are awaited."""

    async def load(self) -> str | None:
        """What was saved last, or none where nothing was."""
        ...

    async def save(self, cursor: str, /) -> None:
        """Keeps `cursor` in place of what was there. After a crash either is there, and nothing in between."""
        ...


class MemoryCursor:
    """A cursor in this process's memory: for tests, and for readers that begin anew with each process."""

    __slots__ = ("_cursor",)

    def __init__(self) -> None:
        self._cursor: str | None = None

    def load(self) -> str | None:
        return self._cursor

    def save(self, cursor: str, /) -> None:
        self._cursor = cursor


class FileCursor:
    """A cursor in a file of its own, replaced as a whole each time. Its folder must be there."""

    __slots__ = ("_path",)

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = os.fspath(path)

    def load(self) -> str | None:
        try:
            with open(self._path, encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def save(self, cursor: str, /) -> None:
        fresh = f"{self._path}.new"
        with open(fresh, "w", encoding="utf-8") as file:
            file.write(cursor)
            # Else the name could outlive a power cut, and what stands under it not.
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self._path)

    def __repr__(self) -> str:
        return f"FileCursor({self._path!r})"
