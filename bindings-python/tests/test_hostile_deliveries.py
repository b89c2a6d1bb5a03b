"""Whatever a verifier is fed: it says what is wrong, with an error of its own that shows nothing of it."""

from __future__ import annotations

import traceback
from collections import UserDict
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from softknack import EventId, SignatureError, UsageError, Webhooks
from test_errors import locals_of

WEBHOOKS = Webhooks("whsec_0123456789abcdef")
MARK = "+919876543210"
BODY = f'{{"phone":"{MARK}"}}'.encode()
HEADERS = WEBHOOKS.sign(EventId("evt_1"), BODY)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(MARK),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


def says(body: Any, headers: Any, kind: type[Exception], words: str) -> None:
    for verify in (WEBHOOKS.verify, WEBHOOKS.verify_raw):
        with pytest.raises(kind, match=words) as caught:
            verify(body, headers)
        assert caught.value.__context__ is None
        assert MARK not in "".join(traceback.format_exception(caught.value)) + locals_of(caught.value)


@given(body=st.dictionaries(st.text(), json_values) | st.lists(json_values))
def test_a_parsed_body_is_named(body: Any) -> None:
    says(body, HEADERS, UsageError, "a parsed body is not what was signed; pass the raw bytes")


@given(body=st.text() | st.just(BODY.decode()))
def test_a_text_is_named(body: str) -> None:
    says(body, HEADERS, UsageError, "a text may have been decoded wrongly; pass the raw bytes")


@given(encoding=st.sampled_from(["utf-8", "utf-16", "latin-1", "cp1252", "utf-8-sig"]), note=st.text(min_size=1))
def test_a_body_of_another_encoding_does_not_match(encoding: str, note: str) -> None:
    signed = (MARK + note).encode("utf-8", "surrogatepass")
    wrong = (MARK + note).encode(encoding, "replace")
    if wrong != signed:
        says(wrong, WEBHOOKS.sign(EventId("evt_1"), signed), SignatureError, "no_match")


@given(headers=st.lists(st.text() | st.tuples(st.text()), min_size=1) | st.text())
def test_a_list_of_headers_that_are_no_pairs_is_named(headers: Any) -> None:
    says(BODY, headers, UsageError, "headers must be a mapping of names to values, or pairs of them")


class Raising(UserDict[str, str]):
    def items(self) -> NoReturn:
        raise ZeroDivisionError(MARK)


class RaisingPair:
    def __len__(self) -> int:
        return 2

    def __getitem__(self, place: int) -> NoReturn:
        raise ZeroDivisionError(MARK)

    def __iter__(self) -> Iterator[str]:
        raise ZeroDivisionError(MARK)


class RaisingDict(dict[str, str]):
    def items(self) -> NoReturn:
        raise ZeroDivisionError(MARK)


@pytest.mark.parametrize("headers", [Raising(), RaisingPair(), [RaisingPair()], RaisingDict(a="b")])
def test_headers_that_raise_are_named(headers: Mapping[str, str]) -> None:
    says(BODY, headers, UsageError, "headers must be")


def test_a_released_view_is_named() -> None:
    view = memoryview(BODY)
    view.release()
    says(view, HEADERS, UsageError, "released")


def test_pairs_of_bytes_are_headers() -> None:
    pairs = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    assert WEBHOOKS.verify_raw(BODY, pairs).body == BODY


def test_a_refused_delivery_shows_nothing_of_it() -> None:
    says(BODY + b" ", HEADERS, SignatureError, "no_match")
    says(BODY, {}, SignatureError, "missing_header")
    with pytest.raises(SignatureError, match="malformed_payload") as caught:
        WEBHOOKS.verify(BODY, HEADERS)
    assert MARK not in "".join(traceback.format_exception(caught.value)) + locals_of(caught.value)
