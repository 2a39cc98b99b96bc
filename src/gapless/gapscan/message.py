"""What the register says to people: a code and its parameters, put into words in either language.

A message is kept as it is (in the transition log, in evidence, in a database) and put into words
when somebody reads it. The words stand beside each other where they are declared:

    NO_STATUS = Template("check.no-status", "{gap} has no status", "{gap}: durum yazılmamış")
    NO_STATUS(gap="G-001").text(Language.TR)
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from gapless.gapscan.language import Language

_NESTED = "$message"
_NAMED = "$name"


TEMPLATES: Final[dict[str, Template]] = {}
# How things of the layout are called; filled in by who declares them.
NAMES: Final[dict[str, Callable[[str, Language], str]]] = {}
_KINDS: Final[dict[type, str]] = {}


def name_things(kind: type, code: str, name: Callable[[str, Language], str]) -> None:
    """Lets parameters of that type be named by `name(value, language)` in messages."""
    _KINDS[kind] = code
    NAMES[code] = name


@dataclass(frozen=True, slots=True)
class Name:
    """A thing of the layout inside a message: its kind and its value."""

    kind: str
    value: str

    def text(self, language: Language) -> str:
        """What it is called in that language."""
        return NAMES[self.kind](self.value, language)


Param = Any  # text, number, Message, Name, a thing that `name_things` knows, or a list of those


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said. Its text in English is what `str` gives."""

    key: str
    params: Mapping[str, Param] = field(default_factory=dict)

    def text(self, language: Language = Language.EN) -> str:
        """The words in that language."""
        template = TEMPLATES[self.key]
        words = {name: _worded(value, language) for name, value in self.params.items()}
        return template.of(language).format(**words)

    def __str__(self) -> str:
        return self.text()

    def mapped(self, change: Callable[[str], str]) -> Message:
        """The message with `change` made to every text that its parameters hold."""
        return Message(self.key, {name: _mapped(v, change) for name, v in self.params.items()})

    def as_data(self) -> dict[str, Any]:
        """The message as JSON."""
        return {"key": self.key, "params": {n: _as_data(v) for n, v in self.params.items()}}

    @classmethod
    def from_data(cls, data: object) -> Message | None:
        """The message in that JSON; None if it is none that this program knows the words of."""
        try:
            return _read(data)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Template:
    """The words of a message in both languages; `{name}` stands for a parameter."""

    key: str
    english: str
    turkish: str

    def __post_init__(self) -> None:
        if TEMPLATES.setdefault(self.key, self) is not self:
            raise TypeError(f"two messages have the code {self.key}")

    @property
    def names(self) -> frozenset[str]:
        """The parameters."""
        return placeholders(self.english)

    def of(self, language: Language) -> str:
        """The words, the parameters not filled in."""
        return self.english if language is Language.EN else self.turkish

    def __call__(self, **params: Param) -> Message:
        """The message with those parameters."""
        if params.keys() != self.names:
            raise TypeError(f"{self.key} takes {sorted(self.names)}, not {sorted(params)}")
        return Message(self.key, {name: _taken(value) for name, value in params.items()})


@lru_cache(maxsize=1024)
def placeholders(text: str) -> frozenset[str]:
    """The names of the `{placeholders}` of a template."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


PLAIN = Template("text", "{text}", "{text}")


def plain(text: str) -> Message:
    """Somebody else's words: a library's, the operating system's, a person's."""
    return PLAIN(text=text)


class Told(Exception):
    """An error that is told to people, in their language."""

    def __init__(self, message: Message | str) -> None:
        self.message = plain(message) if isinstance(message, str) else message
        super().__init__(self.message.text())

    def text(self, language: Language) -> str:
        """What is told, in that language."""
        return self.message.text(language)


def _taken(value: Param) -> Param:
    if type(value) in _KINDS:
        return Name(_KINDS[type(value)], value.value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_taken(item) for item in value)
    return value


def _worded(value: Param, language: Language) -> str:
    if isinstance(value, Message | Name):
        return value.text(language)
    if isinstance(value, tuple):
        return ", ".join(_worded(item, language) for item in value)
    return str(value)


def _mapped(value: Param, change: Callable[[str], str]) -> Param:
    if isinstance(value, Message):
        return value.mapped(change)
    if isinstance(value, tuple):
        return tuple(_mapped(item, change) for item in value)
    return change(value) if isinstance(value, str) else value


def _as_data(value: Param) -> Any:
    if isinstance(value, Message):
        return {_NESTED: value.as_data()}
    if isinstance(value, Name):
        return {_NAMED: [value.kind, value.value]}
    if isinstance(value, tuple):
        return [_as_data(item) for item in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _read(data: object) -> Message:
    """Raises `ValueError` for what is no message of this program's."""
    key = data.get("key") if isinstance(data, dict) else None
    given = data.get("params") if isinstance(data, dict) else None
    if not isinstance(key, str) or key not in TEMPLATES or not isinstance(given, dict):
        raise ValueError("no message")
    if TEMPLATES[key].names != given.keys():
        raise ValueError(f"{key} with other parameters")
    return Message(key, {name: _from_data(value) for name, value in given.items()})


def _from_data(value: Any) -> Param:
    if isinstance(value, list):
        return tuple(_from_data(item) for item in value)
    if not isinstance(value, dict):
        return value
    if _NESTED in value:
        return _read(value[_NESTED])
    match value.get(_NAMED):
        case [str(kind), str(thing)] if kind in NAMES:
            return Name(kind, thing)
    raise ValueError("a parameter of no kind")
