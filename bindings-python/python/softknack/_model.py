"""What models and enums share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar, cast

from softknack import _native

if TYPE_CHECKING:
    from typing_extensions import Self, dataclass_transform
else:

    def dataclass_transform(**_: object):
        return lambda transformed: transformed


Fields: TypeAlias = tuple[tuple[str, str, Any, int], ...]
"""For each field: its wire name, its attribute, what it is read as; and 1 where it may be null, 2 where absent."""

Metadata: TypeAlias = Mapping[str, "str | int | float | bool"]
"""The caller's own data: at most 50 keys of 1 to 40 characters, texts of at most 500."""

M = TypeVar("M", bound="Model")


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Model:
    """Something that the platform answers, or a part of a request.

    A model is a value: it is compared by what it holds, cannot be changed, can be copied and pickled, and is taken
    apart by `match`. What this version has no name for is kept in `extra`. Its `repr` shows nothing personal.
    """

    extra: Mapping[str, Any] = MappingProxyType({})
    """Members that this version does not know, as they came."""

    _fields: ClassVar[Fields] = ()
    _hidden: ClassVar[Mapping[str, str]] = {}

    if not TYPE_CHECKING:

        def __init__(self, **fields: Any) -> None:
            known = {name for _, name, _, _ in self._fields} | {"extra"}
            missing = [name for _, name, _, flag in self._fields if flag == 0 and name not in fields]
            if missing or not fields.keys() <= known:
                unknown = sorted(fields.keys() - known)
                wrong = [f"{name} is missing" for name in missing] + [f"there is no {name}" for name in unknown]
                # No frame holds anything personal when something is raised.
                fields.clear()
                raise TypeError(f"{type(self).__name__}: {', '.join(wrong)}")
            self.__dict__.update(fields)

        def __setattr__(self, name: str, value: object) -> None:
            raise AttributeError(f"a model cannot be changed: make another with copy.replace, or anew (.{name})")

        def __delattr__(self, name: str) -> None:
            raise AttributeError(f"a model cannot be changed (.{name})")

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON: names as on the wire, times as text, and what this version does not know."""
        held = self.__dict__
        written = {wire: _plain(held[name]) for wire, name, _, _ in self._fields if name in held}
        return written | dict(self.extra)

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> Self:
        """The model that `to_dict` wrote.

        Raises:
            ValueError: It is none; the message names the member at fault.
        """
        import json

        value, fault = _native.read(cls, json.dumps(written).encode())
        del written
        if fault is not None:
            place, detail = fault
            raise ValueError(f"{cls.__name__} cannot be read at {place or 'its top'}: {detail}")
        return value  # type: ignore[no-any-return]

    def __replace__(self, **changes: Any) -> Self:
        return type(self)(**(self.__dict__ | changes))

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        held = self.__dict__
        shown = [f"{name}={self._show(name, held[name])}" for _, name, _, _ in self._fields if name in held]
        return f"{type(self).__name__}({', '.join(shown)})"

    def _show(self, name: str, value: Any) -> str:
        if value is None or name not in self._hidden:
            return _shown(value)
        return f"[{self._hidden[name]}]"


class OpenEnum(str, Enum):
    """A set of words that may grow. A member is its word: it compares, sorts and prints as that text.

    A word that this version does not know becomes a member of its own, and is written back byte for byte.
    """

    @classmethod
    def _missing_(cls, value: object) -> OpenEnum | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """Whether this version knows the word."""
        return self.value in type(self)._value2member_map_

    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, format_spec: str) -> str:
        return format(str(self.value), format_spec)


def choose_by_tag(base: type[M], by_tag: Mapping[str, type[M]], unknown: type[M]) -> None:
    """Has what is read as `base` be of the class that its `type` names."""
    vars_of_class: dict[str, Any] = {"_tags": dict(by_tag), "_unknown": unknown}
    for name, value in vars_of_class.items():
        setattr(base, name, value)


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, OpenEnum):
        return value.value
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in cast("Sequence[Any]", value)]
    return value


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        # What a caller keeps there may be personal.
        keys = len(cast("Mapping[str, Any]", value))
        return f"{{{keys} keys}}" if keys else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_shown, cast('Sequence[Any]', value)))}]"
    if isinstance(value, datetime):
        return str(_plain(value))
    return repr(value.value) if isinstance(value, OpenEnum) else repr(value)
