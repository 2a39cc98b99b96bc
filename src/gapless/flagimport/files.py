"""From a file's bytes to its flags: whose it is, and what is wrong with it."""

from __future__ import annotations

import json
from typing import Any, Literal, Protocol

import yaml

from gapless.flagimport import flagd, flagsmith, growthbook, launchdarkly, own, unleash
from gapless.flagimport.bundle import Bundle, Format, Options
from gapless.flagimport.nodes import Malformed, Words

_UNKNOWN = Words(
    "this is no export of Unleash, Flagsmith, GrowthBook, flagd, LaunchDarkly or Gapless",
    "bu, Unleash, Flagsmith, GrowthBook, flagd, LaunchDarkly ya da Gapless dosyası değil",
)
_NO_ENVIRONMENT = Words("the file has no such environment", "dosyada böyle bir ortam yok")
_TOO_DEEP = Words("it is nested too deeply", "çok derin iç içe")


class Unreadable(Exception):
    """The file as a whole cannot be read. `place` is a line, or a path in the file."""

    def __init__(self, place: str, what: Words) -> None:
        super().__init__(f"{place}: {what.en}")
        self.place = place
        self.what = what

    def text(self, language: Literal["en", "tr"] = "en") -> str:
        """A sentence about it."""
        return f"{self.place}: {self.what.text(language)}"


class _Converter(Protocol):
    def recognises(self, data: Any) -> bool: ...

    def convert(self, data: Any, options: Options) -> Bundle: ...


# Asked in this order: who marks their files first.
_CONVERTERS: dict[Format, _Converter] = {
    Format.GAPLESS: own,
    Format.FLAGSMITH: flagsmith,
    Format.UNLEASH: unleash,
    Format.GROWTHBOOK: growthbook,
    Format.LAUNCHDARKLY: launchdarkly,
    Format.FLAGD: flagd,
}


def read_file(data: bytes, source: Format | None = None, options: Options | None = None) -> Bundle:
    """The flags of a file, JSON or YAML; raise `Unreadable`. Whose it is, is found out."""
    chosen = options or Options()
    parsed = _parsed(data)
    try:
        kind = source or next(f for f, one in _CONVERTERS.items() if one.recognises(parsed))
    except StopIteration:
        raise Unreadable("$", _UNKNOWN) from None
    try:
        bundle = _CONVERTERS[kind].convert(parsed, chosen)
    except Malformed as wrong:
        raise Unreadable(wrong.place, wrong.what) from None
    except RecursionError:
        raise Unreadable("$", _TOO_DEEP) from None
    if (
        chosen.environment
        and bundle.environments
        and (chosen.environment not in bundle.environments)
    ):
        raise Unreadable(chosen.environment, _NO_ENVIRONMENT)
    return bundle


def _parsed(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = f"byte {error.start + 1}"
        raise Unreadable(place, Words("it is not UTF-8", "UTF-8 değil")) from None
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise Unreadable("$", _TOO_DEEP) from None
    except ValueError as error:
        if text.lstrip()[:1] in ("{", "["):
            line = getattr(error, "lineno", None)
            place = f"line {line}, column {error.colno}" if line else "$"  # type: ignore[attr-defined]
            said = getattr(error, "msg", str(error))
            raise Unreadable(place, Words(f"not JSON: {said}", f"JSON değil: {said}")) from None
    return _yaml(text)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _yaml(text: str) -> Any:
    try:
        found = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a safe loader
        json.dumps(found)  # only what JSON can say: no dates, no anchors that go round
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "$"
        words = Words("neither JSON nor YAML", "ne JSON ne YAML")
        raise Unreadable(place, words) from None
    except (ValueError, TypeError, RecursionError):
        raise Unreadable("$", Words("not what JSON can say", "JSON ile söylenemez")) from None
    return found


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases: a small file cannot become a huge one."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases")
        return super().compose_node(parent, index)
