"""How flows end that give nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from softknack import _native
from softknack._errors import SoftknackError, TimeoutError
from softknack._model import Fields, Model
from softknack.models.calendar import Slot
from softknack.models.ids import SlotId
from softknack.models.queue import QueueEntry

if TYPE_CHECKING:
    from typing import ClassVar


class TriedSlot(NamedTuple):
    """A slot that was not booked, and why."""

    slot_id: SlotId
    """The slot."""
    error: SoftknackError
    """Why it was not booked, or why that is not known."""


class NotBookedError(SoftknackError):
    """None of several slots was booked, as far as is known. Its cause is the error of the slot that was tried last."""

    @property
    def reason(self) -> Literal["all_taken", "timed_out", "in_doubt", "failed"]:
        """Why: the platform decided against each; time ran out between two; the last one may have been booked, so send
        the same again, with the same facts, to learn it; or the last call failed for another reason than its slot.
        """
        return self._facts["reason"]  # type: ignore[no-any-return]

    @property
    def tried(self) -> Sequence[TriedSlot]:
        """Every slot that was tried, first to last, with its error."""
        return self._facts["tried"]  # type: ignore[no-any-return]

    @property
    def untried(self) -> Sequence[SlotId]:
        """The slots that were left alone."""
        return self._facts["untried"]  # type: ignore[no-any-return]

    @property
    def in_doubt(self) -> SlotId | None:
        """The slot that may have been booked."""
        return self._facts["in_doubt"]  # type: ignore[no-any-return]

    @property
    def next_slots(self) -> Sequence[Slot]:
        """The openings that the platform named last."""
        return self._facts["next_slots"]  # type: ignore[no-any-return]


class WaitEndedError(SoftknackError):
    """A party in line has gone before what was waited for."""

    @property
    def entry(self) -> QueueEntry:
        """How its entry ended."""
        return self._facts["entry"]  # type: ignore[no-any-return]


class WaitTimeoutError(TimeoutError):
    """What was waited for did not happen in time. Its cause is why the last look failed, where it did."""

    @property
    def after(self) -> float:
        """How long was waited, in seconds."""
        return self._facts["after"]  # type: ignore[no-any-return]

    @property
    def entry(self) -> QueueEntry | None:
        """The entry as it was read last."""
        return self._facts["entry"]  # type: ignore[no-any-return]


class UnreadableCursorError(SoftknackError):
    """What is in a cursor store is no cursor of this reader: give it a store of its own, or empty that one."""


class _NotBooked(Model):
    reason: str
    outcome: str
    tried: Sequence[SlotId]
    untried: Sequence[SlotId]
    in_doubt: SlotId | None
    next_slots: Sequence[Slot]

    _fields: ClassVar[Fields] = (
        ("reason", "reason", "text", 0),
        ("outcome", "outcome", "text", 0),
        ("tried", "tried", ["id:slt"], 0),
        ("untried", "untried", ["id:slt"], 0),
        ("in_doubt", "in_doubt", "id:slt", 1),
        ("next_slots", "next_slots", [Slot], 0),
    )


class _Waited(Model):
    entry: QueueEntry | None
    after: float | None

    _fields: ClassVar[Fields] = (("entry", "entry", QueueEntry, 1), ("after", "after", "number", 1))


def failure(kind: str, json: bytes, message: str | None, errors: list[SoftknackError]) -> SoftknackError:
    """The error of which a flow told these facts."""
    text = f"softknack: {kind}: {message}"
    error: SoftknackError
    if kind == "not_booked":
        told, _ = _native.read(_NotBooked, json)
        tried = [TriedSlot(slot_id, error) for slot_id, error in zip(told.tried, errors, strict=True)]
        lines = [f"  {slot_id}: {error}" for slot_id, error in tried]
        lines += [f"  {slot_id}: not tried" for slot_id in told.untried]
        facts: dict[str, Any] = {**told.__dict__, "tried": tried, "details": "\n".join(lines)}
        error = NotBookedError(text, operation="calendar.appointments.book_first_of", **facts)
    elif kind == "wait_ended":
        told, _ = _native.read(_Waited, json)
        error = WaitEndedError(text, operation="queue.entries.wait_until", entry=told.entry)
    elif kind == "wait_timed_out":
        told, _ = _native.read(_Waited, json)
        error = WaitTimeoutError(text, operation="queue.entries.wait_until", entry=told.entry, after=told.after)
    else:
        error = UnreadableCursorError(text)
    if errors:
        error.__cause__ = errors[-1]
    return error
