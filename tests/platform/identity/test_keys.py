"""API keys as text."""

from __future__ import annotations

import string
import zlib

from hypothesis import given
from hypothesis import strategies as st

from gapless.platform.audit.masking import mask, mask_text
from gapless.platform.identity import keys

text = st.text(alphabet=string.ascii_letters + string.digits, min_size=30, max_size=30)


def reference_check(start: str) -> str:
    """The checksum as anybody would write it: the CRC32 in base 62, to six places."""
    value, digits = zlib.crc32(start.encode()), ""
    for _ in range(6):
        value, digit = divmod(value, 62)
        digits = keys.ALPHABET[digit] + digits
    return digits


@given(random=text)
def test_the_checksum_is_crc32_in_base_62(random: str) -> None:
    start = f"gls_live_{random}"
    assert keys.check_of(start.encode()) == reference_check(start)


def test_a_new_key_is_one_and_no_two_are_alike() -> None:
    made = {keys.make(kind) for kind in ("live", "test") for _ in range(500)}
    assert len(made) == 1000
    for key in made:
        assert keys.PATTERN.fullmatch(key)
        assert len(key) == keys.LENGTH
        assert keys.digest_of(key) is not None


@given(position=st.integers(0, keys.LENGTH - 1), letter=st.sampled_from(string.printable + "éİ🎰"))
def test_one_wrong_character_is_always_noticed(position: int, letter: str) -> None:
    key = "gls_test_0123456789ABCDEFGHIJabcdefghij"
    key += keys.check_of(key.encode())
    wrong = key[:position] + letter + key[position + 1 :]
    assert (keys.digest_of(wrong) is not None) == (wrong == key)


@given(junk=st.text(max_size=80))
def test_nothing_breaks_the_reading(junk: str) -> None:
    keys.digest_of(junk)
    keys.digest_of("gls_live_" + junk)
    keys.find_keys(junk)


def test_keys_are_found_in_texts_and_look_alikes_are_not() -> None:
    key = keys.make("live")
    alike = key[:-1] + ("0" if key[-1] != "0" else "1")
    assert keys.find_keys(f"url?x={key}&y={alike}") == [key]


def test_secrets_are_masked_by_shape_wherever_they_stand() -> None:
    key, session = keys.make("test"), "gls_sess_" + "a-_9" * 10 + "abc"
    assert mask_text(f"a {key} b {session} c") == "a gls_test_*** b gls_sess_*** c"
    nested = {"note": [f"it is {key}"], "api_key": key, "key_prefix": key[:15]}
    assert mask(nested) == {
        "note": ["it is gls_test_***"],
        "api_key": "***",
        "key_prefix": key[:15],
    }


def test_an_installation_makes_the_kind_of_its_environment() -> None:
    assert keys.kind_in("production") == "live"
    assert {keys.kind_in(name) for name in ("staging", "development")} == {"test"}
