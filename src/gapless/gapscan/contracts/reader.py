"""Reads YAML so that every mistake in it is told with its line, all of them at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from gapless.gapscan.contracts import file_words as words
from gapless.gapscan.language import Language
from gapless.gapscan.message import Message, Told, plain

MAX_BYTES = 1024 * 1024
# Deeper or larger than any contract: aliases that repeat or contain themselves.
_MAX_DEPTH = 40
_MAX_VALUES = 50_000

_DURATION = re.compile(r"^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, None: 1.0}


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a file; line and column are 1-based."""

    file: str
    line: int
    column: int
    message: Message

    def __str__(self) -> str:
        return self.text(Language.EN)

    def text(self, language: Language) -> str:
        """The mistake as one line."""
        return f"{self.file}:{self.line}:{self.column}: {self.message.text(language)}"


class FileInvalid(Told):
    """A contract or actors file is wrong; `faults` holds every mistake found in it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(plain("\n".join(str(fault) for fault in faults)))

    def text(self, language: Language) -> str:
        """Every mistake, one a line."""
        return "\n".join(fault.text(language) for fault in self.faults)


class _Loader(yaml.SafeLoader):
    """YAML with the scalars of JSON: `off`, `no` and `2026-01-01` are text, as they look."""


_Loader.yaml_implicit_resolvers = {
    letter: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
    ]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


class Faults:
    """Collects the mistakes of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []
        self.values = 0
        self.loader = _Loader("")

    def add(self, node: yaml.Node, message: Message) -> None:
        """Notes a mistake at a node."""
        mark = node.start_mark
        self.found.append(Fault(self.file, mark.line + 1, mark.column + 1, message))

    def raise_if_any(self) -> None:
        """Raises `FileInvalid` if a mistake was noted."""
        if self.found:
            raise FileInvalid(sorted(self.found, key=lambda fault: (fault.line, fault.column)))


class Node:
    """A place in the file. Each getter notes a mistake and gives a neutral value if it is wrong."""

    def __init__(self, node: yaml.Node, faults: Faults, depth: int = 0) -> None:
        self.node = node
        self.faults = faults
        self.depth = depth

    @property
    def line(self) -> int:
        """The 1-based line."""
        return int(self.node.start_mark.line) + 1

    def fault(self, message: Message) -> None:
        """Notes a mistake here."""
        self.faults.add(self.node, message)

    def _child(self, node: yaml.Node) -> Node:
        return Node(node, self.faults, self.depth + 1)

    @property
    def is_mapping(self) -> bool:
        """True for `key: value` pairs."""
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        """True for a sequence."""
        return isinstance(self.node, yaml.SequenceNode)

    def pairs(self) -> dict[str, Node]:
        """The keys and values of a mapping of any keys."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fault(words.NO_PAIRS())
            return {}
        if self.depth > _MAX_DEPTH:
            self.fault(words.TOO_DEEP(limit=_MAX_DEPTH))
            return {}
        found: dict[str, Node] = {}
        for key, value in self.node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.faults.add(key, words.KEY_NOT_TEXT())
            elif key.value in found:
                self.faults.add(key, words.KEY_TWICE(key=key.value))
            else:
                found[key.value] = self._child(value)
        return found

    def mapping(self, *allowed: str, required: Sequence[str] = ()) -> dict[str, Node]:
        """The keys and values of a mapping that may have only those keys."""
        found = self.pairs()
        for key in list(found):
            if key not in allowed:
                near = difflib.get_close_matches(key, allowed, n=1)
                found.pop(key).fault(
                    words.UNKNOWN_KEY_NEAR(key=key, near=near[0])
                    if near
                    else words.UNKNOWN_KEY(key=key, known=allowed)
                )
        for key in required:
            if self.is_mapping and key not in found:
                self.fault(words.MISSING(key=key))
        return found

    def items(self) -> list[Node]:
        """The items of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.fault(words.NO_LIST())
            return []
        if self.depth > _MAX_DEPTH:
            self.fault(words.TOO_DEEP(limit=_MAX_DEPTH))
            return []
        return [self._child(item) for item in self.node.value]

    def value(self) -> Any:
        """Whatever stands here as JSON-like data."""
        self.faults.values += 1
        if self.faults.values > _MAX_VALUES:
            if self.faults.values == _MAX_VALUES + 1:
                self.fault(words.TOO_MANY(limit=_MAX_VALUES))
            return None
        if self.is_mapping:
            return {key: child.value() for key, child in self.pairs().items()}
        if self.is_list:
            return [item.value() for item in self.items()]
        try:
            return self.faults.loader.construct_object(self.node)
        except (yaml.YAMLError, ValueError):
            self.fault(words.BAD_TYPE(text=str(self.node.value), type=self.node.tag))
            return None

    def text(self) -> str:
        """Text; numbers count as what they look like."""
        if isinstance(self.node, yaml.ScalarNode) and self.node.tag != "tag:yaml.org,2002:null":
            return str(self.node.value)
        self.fault(words.NO_TEXT())
        return ""

    def boolean(self) -> bool:
        """True or false."""
        value = self.value()
        if not isinstance(value, bool):
            self.fault(words.NO_BOOLEAN())
            return False
        return value

    def integer(self) -> int:
        """A whole number."""
        value = self.value()
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(words.NO_INTEGER())
            return 0
        return value

    def duration(self) -> timedelta:
        """A span such as `500ms`, `10s`, `2m`; a bare number is seconds."""
        match = _DURATION.match(self.text().strip())
        if match is None:
            self.fault(words.NO_DURATION())
            return timedelta(0)
        return timedelta(seconds=float(match[1]) * _SECONDS[match[2]])


def read_yaml(path: Path) -> tuple[Node, Faults, bytes]:
    """The root of the file, where to note mistakes, and the file's bytes.

    Raises `FileInvalid` if it cannot be opened, is no UTF-8, too large, empty, or no YAML.
    """
    name = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileInvalid([Fault(name, 1, 1, words.TOO_LARGE(limit=MAX_BYTES >> 20))])
        data = path.read_bytes()
    except OSError as error:
        raise FileInvalid([Fault(name, 1, 1, plain(error.strerror or str(error)))]) from error
    root, faults = parse_yaml(data, name)
    return root, faults, data


def parse_yaml(data: bytes, name: str) -> tuple[Node, Faults]:
    """As `read_yaml`, from bytes."""
    try:
        root = yaml.compose(data.decode("utf-8"), Loader=_Loader)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileInvalid([Fault(name, line, 1, words.NOT_UTF8())]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = error.problem or error.context or "no YAML"
        raise FileInvalid([Fault(name, line, column, words.NO_YAML(why=said))]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise FileInvalid([Fault(name, 1, 1, words.NO_YAML(why=str(error)))]) from error
    if root is None:
        raise FileInvalid([Fault(name, 1, 1, words.EMPTY())])
    faults = Faults(name)
    return Node(root, faults), faults
