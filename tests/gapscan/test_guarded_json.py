"""The guard lets through what a parser can bear, in whatever pieces it comes, and nothing else."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapless.gapscan.guarded_json import GuardedJson, JsonTooWild


def drain(data: bytes, piece: int, **limits: int) -> bytes:
    source, out = GuardedJson(io.BytesIO(data), **limits), b""
    while part := source.read(piece):
        out += part
    return out


texts = st.text(alphabet=st.sampled_from('ab"\\[]{}01ğ\n'), max_size=12)
values = st.recursive(
    texts | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=12,
)


def depth(value: object) -> int:
    if isinstance(value, list | dict):
        children = value.values() if isinstance(value, dict) else value
        return 1 + max(map(depth, children), default=0)
    return 0


@given(values, st.integers(1, 9))
def test_the_depth_is_counted_exactly_whatever_the_pieces(value: object, piece: int) -> None:
    data = json.dumps(value, ensure_ascii=False).encode()
    found = depth(value)
    assert drain(data, piece, max_depth=found) == data
    if found:
        with pytest.raises(JsonTooWild, match="deeper"):
            drain(data, piece, max_depth=found - 1)


@pytest.mark.parametrize("piece", [1, 7, 4096])
def test_an_absurd_number_is_refused_and_digits_in_text_are_not(piece: int) -> None:
    with pytest.raises(JsonTooWild, match="digits"):
        drain(b'{"n": ' + b"9" * 60 + b"}", piece, max_digits=50)
    text = b'{"n": "' + b"9" * 60 + b'", "m": [1, 22, 333]}'
    assert drain(text, piece, max_digits=50) == text


def test_deep_nesting_is_refused_at_once() -> None:
    with pytest.raises(JsonTooWild):
        drain(b"[" * 1_000_000, 65536)


def test_text_of_many_quotes_that_goes_on_in_the_next_piece_is_passed_over_once() -> None:
    """Looked at again from each of its quotes, it would take longer than a test may."""
    data = json.dumps(['"' * 4_000_000]).encode()
    assert drain(data, len(data) - 2) == data
