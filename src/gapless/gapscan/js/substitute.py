"""Puts what a caller gives in the place of parameters: how a call is followed through wrappers."""

from __future__ import annotations

from typing import Protocol

from gapless.gapscan.js.size import too_big
from gapless.gapscan.js.values import (
    Answer,
    Bindings,
    Client,
    Fallback,
    Func,
    Hole,
    Instance,
    Missing,
    OneOf,
    Record,
    Ref,
    Sequence,
    Text,
    Unknown,
    Value,
    When,
    concat,
    fallback,
    one_of,
    options_of,
    when,
)


class Program(Protocol):
    """What has to be known of the program."""

    def member(self, value: Value, key: str) -> Value:
        """``value.key``."""

    def encloses(self, outer: str, inner: str) -> bool:
        """Whether a function lies in another, which is when it closes over its parameters."""

    def spend(self) -> bool:
        """Whether what was done so far is more than shall be done."""


def substitute(value: Value, bindings: Bindings, program: Program) -> Value:
    """``value`` with the parameters in ``bindings`` replaced."""
    if not bindings:
        return value
    member, encloses = program.member, program.encloses

    def go(item: Value) -> Value:
        if program.spend():
            return Unknown()
        found = replaced(item)
        return Unknown() if too_big(found) else found

    def replaced(item: Value) -> Value:
        match item:
            case Ref():
                if (item.fid, item.index) not in bindings:
                    return item
                found = bindings[(item.fid, item.index)]
                for key in item.path:
                    found = member(found, key)
                if isinstance(found, Unknown) and not found.name and not found.constant:
                    return Unknown(item.path[-1] if item.path else item.name)
                return found
            case Text():
                if all(isinstance(p, str) or p.ref is None for p in item.parts):
                    return item
                pieces: list[Value] = []
                for part in item.parts:
                    if isinstance(part, str) or part.ref is None:
                        pieces.append(Text((part,)))
                    else:
                        found = go(part.ref)
                        # A value that says nothing keeps the parameter's name.
                        unnamed = isinstance(found, Unknown) and not found.name
                        empty = isinstance(found, Missing)
                        if empty and part.default is not None:
                            pieces.append(go(part.default))
                            continue
                        if part.default is not None and isinstance(found, Ref | Fallback):
                            found = Fallback(found, go(part.default))
                        pieces.append(Text((Hole(part.name),)) if unnamed or empty else found)
                return concat(pieces)
            case Fallback():
                return fallback(go(item.first), go(item.second))
            case OneOf():
                return one_of([go(option) for option in item.options])
            case When():
                return when(go(item.subject), item.equals, go(item.then), go(item.otherwise))
            case Record():
                members = {key: go(entry) for key, entry in item.members.items()}
                return Record(members, tuple(go(spread) for spread in item.spreads))
            case Sequence():
                return Sequence(tuple(go(entry) for entry in item.items))
            case Func():
                merged = {key: go(entry) for key, entry in item.env}
                for owner, given in bindings.items():
                    if owner not in merged and encloses(owner[0], item.fid):
                        merged[owner] = given
                return Func(item.fid, tuple(merged.items()))
            case Instance():
                return Instance(item.cid, tuple((key, go(entry)) for key, entry in item.env))
            case Client():
                return Client(item.library, go(item.base), item.method)
        return item

    return go(value)


def resite(value: Value, site: tuple[str, int]) -> Value:
    """``value`` with every answer in it taken to be the answer of the call at ``site``."""
    match value:
        case Answer():
            return Answer(site, value.path)
        case OneOf() | When():
            return one_of([resite(option, site) for option in options_of(value)])
        case Record():
            return Record(
                {key: resite(item, site) for key, item in value.members.items()}, value.spreads
            )
    return value
