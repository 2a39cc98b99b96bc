"""The expressions in the markup of Vue and Svelte files, each where it stands.

The result is as long as the file and blank but for the expressions, which become statements, so
that lines and columns are those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NOT_NEWLINE = re.compile(rb"[^\n]")
_CODE = re.compile(rb"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.S | re.I)
# `@click="..."`, `:src="..."`, `v-if="..."`; the name tells whether statements may stand in it.
_ATTRIBUTE = re.compile(
    rb"(?<=[\s\"'])(@[\w:.\-\[\]]+|v-on:[\w:.\-]+|:[\w.\-\[\]]+|v-[\w:.\-\[\]]+)\s*=\s*(\"|')", re.S
)
_MUSTACHE = re.compile(rb"\{\{(.*?)\}\}", re.S)
# What stands before and after the expression in a block of Svelte.
_OPENING = re.compile(rb"\s*(?:[#:@](?:if|else if|each|await|key|html|render|const|then|debug)\b)?")
_CLOSING = re.compile(rb"\s(?:as|then|catch)\s")
_SKIPPED = re.compile(rb"\s*(?:[:/]|#snippet|@const|@debug|:then|:catch|\.\.\.)")


def expressions(content: bytes, suffix: str) -> bytes | None:
    """The markup of a file as statements; ``None`` when no call stands in it."""
    markup = _CODE.sub(lambda match: _NOT_NEWLINE.sub(b" ", match[0]), content)
    found = _vue(markup) if suffix == ".vue" else _svelte(markup)
    kept = bytearray(_NOT_NEWLINE.sub(b" ", content))
    any_call = False
    for start, end, is_handler in found:
        text = markup[start:end]
        # Nothing is called without a bracket, unless a whole function is handed over.
        if b"(" not in text:
            continue
        any_call = True
        kept[start:end] = text
        opening, closing = (b"{", b"}") if is_handler else (b"(", b")")
        before = bytes(kept[start - 2 : start - 1])
        if before in (b" ", b"\n"):
            kept[start - 1 : start] = opening
            kept[end : end + 1] = closing
            if before == b" ":
                kept[start - 2 : start - 1] = b";"
        else:
            kept[start - 1 : start] = b";"
            kept[end : end + 1] = b";"
    return bytes(kept) if any_call else None


def _vue(markup: bytes) -> Iterator[tuple[int, int, bool]]:
    spans: list[tuple[int, int, bool]] = []
    for match in _ATTRIBUTE.finditer(markup):
        end = markup.find(match[2], match.end())
        name = match[1]
        if end < 0 or name.startswith((b"v-for", b"v-slot", b"#")):
            continue
        spans.append((match.end(), end, name.startswith((b"@", b"v-on"))))
    taken = [(start, end) for start, end, _ in spans]
    spans += [
        (match.start(1), match.end(1), False)
        for match in _MUSTACHE.finditer(markup)
        if not any(start <= match.start(1) < end for start, end in taken)
    ]
    yield from sorted(spans)


def _svelte(markup: bytes) -> Iterator[tuple[int, int, bool]]:
    at = 0
    while (at := markup.find(b"{", at)) >= 0:
        end = _balanced(markup, at)
        if end < 0:
            return
        inner = markup[at + 1 : end]
        opening = _OPENING.match(inner)
        start = at + 1 + (opening.end() if opening else 0)
        if not _SKIPPED.match(inner):
            stop = end
            if inner.lstrip()[:1] == b"#" and (closing := _CLOSING.search(markup, start, end)):
                stop = closing.start()
            yield start, stop, False
        at = end + 1


def _balanced(text: bytes, at: int) -> int:
    """The brace that closes the one at ``at``; texts between quotes do not count."""
    depth = 0
    quote = b""
    while at < len(text):
        char = text[at : at + 1]
        if quote:
            if char == b"\\":
                at += 1
            elif char == quote:
                quote = b""
        elif char in (b"'", b'"', b"`"):
            quote = char
        elif char == b"{":
            depth += 1
        elif char == b"}":
            depth -= 1
            if not depth:
                return at
        at += 1
    return -1
