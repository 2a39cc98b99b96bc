"""flagd's JSON: variants, and targeting in JSONLogic."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from gapless.flagengine import Flag
from gapless.flagengine.model import Rule, Serve, Variant
from gapless.flagimport.bundle import (
    Bundle,
    CarriedFlag,
    Collector,
    Format,
    Options,
    about_of,
)
from gapless.flagimport.flagd_logic import Logic, call_of, name_of
from gapless.flagimport.logic import Expression, all_of, conditions, negated
from gapless.flagimport.nodes import Node
from gapless.flagimport.notes import Lost, Note, NoteCode
from gapless.flagimport.shares import fixed, split
from gapless.flagimport.variants import type_of


def recognises(data: Any) -> bool:
    """Whether the file looks like flagd's."""
    flags = data.get("flags") if isinstance(data, dict) else None
    if not isinstance(flags, dict):
        return False
    if "$evaluators" in data or "flagd.dev" in str(data.get("$schema", "")):
        return True
    first = next(iter(flags.values()), None)
    return isinstance(first, dict) and isinstance(first.get("variants"), dict)


def convert(data: Any, options: Options) -> Bundle:
    """The file's flags as ours."""
    root = Node(data)
    shared = dict(root.members("$evaluators"))
    made = Collector()
    for key, node in root.members("flags"):
        made.flag(key, partial(_flag, key, node, Logic(key, shared)))
    return made.bundle(Format.FLAGD)


def _flag(key: str, node: Node, logic: Logic) -> CarriedFlag:
    variants = {name: one.value for name, one in node.members("variants")}
    default = node.maybe("defaultVariant")
    if default is None:
        raise Lost(NoteCode.NO_VALUE)
    usual = name_of(default)
    enabled = node.text("state", "ENABLED") == "ENABLED"
    told = node.maybe("metadata") or Node({})
    off = told.text("offVariant", "")  # our own export keeps what flagd has no word for
    notes = [] if enabled or off else [Note(NoteCode.OFF_VALUE, {"variant": usual})]
    targeting = node.maybe("targeting")
    rules: list[Rule] = []
    if targeting is not None and targeting.value != {}:
        reader = _Targeting(usual, logic)
        rules = [
            Rule(id=f"r{number}", when=when, serve=serve)
            for number, (when, serve) in enumerate(reader.rules(targeting, True), 1)
        ]
        notes += [
            Note(NoteCode.ONE_BUCKET, {"attribute": by, "variant": usual}) for by in logic.joined
        ]
        if logic.hashes:
            notes.append(Note(NoteCode.SCHEME, {"system": "flagd"}))
    flag = Flag(
        key=key,
        type=type_of(variants.values()),
        enabled=enabled,
        variants=tuple(Variant(key=name, value=value) for name, value in variants.items()),
        off_variant=off or usual,
        default=fixed(usual),
        rules=tuple(rules),
    )
    return CarriedFlag(flag, about_of(node, told.text("name", key)), tuple(notes))


class _Targeting:
    """Takes a targeting apart into rules, the first of which decides."""

    def __init__(self, usual: str, logic: Logic) -> None:
        self.usual = usual
        self.logic = logic

    def rules(self, node: Node, when: Expression) -> Iterator[tuple[Any, Serve]]:
        """What is served to those for whom `when` holds. Whoever it reaches, it decides."""
        node = self.logic.followed(node)
        call = call_of(node)
        if call is None:
            yield from _served(when, fixed(self.usual if node.value is None else name_of(node)))
            return
        name, arguments = call
        match name:
            case "if" | "?:":
                yield from self._choice(arguments, when)
            case "fractional":
                serve = self._split(node, arguments)
                if serve is not None:
                    yield from _served(when, serve)
                yield from _served(when, fixed(self.usual))
            case _:
                # A condition as a result names the variants `true` and `false`.
                found = self.logic.condition(node)
                yield from _served(all_of([when, found]), fixed("true"))
                yield from _served(all_of([when, negated(found)]), fixed("false"))

    def _choice(self, arguments: list[Node], when: Expression) -> Iterator[tuple[Any, Serve]]:
        pairs = list(zip(arguments[::2], arguments[1::2], strict=False))
        for asked, answer in pairs:
            yield from self.rules(answer, all_of([when, self.logic.condition(asked)]))
        if len(arguments) % 2:
            yield from self.rules(arguments[-1], when)
        else:
            yield from _served(when, fixed(self.usual))

    def _split(self, node: Node, arguments: list[Node]) -> Serve | None:
        rollout, parts = self.logic.fractional(node, arguments)
        return split(rollout, [(start, end, name_of(one)) for start, end, one in parts])


def _served(when: Expression, serve: Serve) -> Iterator[tuple[Any, Serve]]:
    found = conditions(when)
    if found is not None:
        yield found, serve
