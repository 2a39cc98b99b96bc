"""Parsing of JavaScript, TypeScript, JSX, TSX, Vue and Svelte files."""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from pathlib import Path

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from gapless.gapscan.files import read_source, shown
from gapless.gapscan.js.ir import Invoke, Module
from gapless.gapscan.js.lowering import Lowering
from gapless.gapscan.js.markup import expressions
from gapless.gapscan.js.prune import prune
from gapless.gapscan.model import Location, Notice

SUFFIXES = frozenset(
    {".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte"}
)
_SCRIPT = re.compile(rb"<script\b([^>]*)>(.*?)</script\s*>", re.S | re.I)
_TYPESCRIPT = re.compile(rb"\blang\s*=\s*[\"']?tsx?\b", re.I)
_EXPORT_TYPE = re.compile(rb"(\bexport\s+)(type)(\s*\*)")
_IMPORT_TYPE = re.compile(rb"(?:typeof\s+)?\bimport\((['\"])[^'\"\n]*\1\)(?=\.[A-Z_$])")
_WORD = re.compile(rb"[A-Za-z_$][\w$]*")
_NOT_NEWLINE = re.compile(rb"[^\n]")


@cache
def _parser(dialect: str) -> Parser:
    if dialect == "javascript":
        return Parser(Language(tree_sitter_javascript.language()))
    if dialect == "typescript":
        return Parser(Language(tree_sitter_typescript.language_typescript()))
    return Parser(Language(tree_sitter_typescript.language_tsx()))


def _dialect(suffix: str, content: bytes) -> tuple[str, bytes]:
    if suffix in (".vue", ".svelte"):
        blocks = list(_SCRIPT.finditer(content))
        typed = any(_TYPESCRIPT.search(block.group(1)) for block in blocks)
        # What is no script becomes blank, so that every line keeps its number.
        kept = bytearray(_NOT_NEWLINE.sub(b" ", content))
        for block in blocks:
            kept[block.start(2) : block.end(2)] = block.group(2)
            if block.start(2) > 0:
                kept[block.start(2) - 1] = ord(";")
        return ("typescript" if typed else "javascript"), bytes(kept)
    if suffix in (".ts", ".mts", ".cts"):
        return "typescript", content
    return ("tsx" if suffix == ".tsx" else "javascript"), content


def _first_error(node: Node) -> int:
    while True:
        if node.type == "ERROR" or node.is_missing:
            return node.start_point[0] + 1
        broken = next(
            (child for child in node.children if child.has_error or child.is_missing), None
        )
        if broken is None:
            return node.start_point[0] + 1
        node = broken


def _without_new_types(content: bytes) -> bytes:
    """The text, equally long, without what the grammar does not know; all of it is types."""
    content = _EXPORT_TYPE.sub(lambda m: m[1] + b" " * len(m[2]) + m[3], content)
    return _IMPORT_TYPE.sub(lambda m: b"_" * len(m[0]), content)


def _root(content: bytes, dialect: str, suffix: str) -> Node:
    root = _parser(dialect).parse(content).root_node
    if root.has_error and dialect != "javascript":
        other = _parser(dialect).parse(_without_new_types(content)).root_node
        root = root if other.has_error else other
    if root.has_error and suffix == ".js":
        # Flow and type-stripping projects write types into .js files.
        other = _parser("tsx").parse(content).root_node
        root = root if other.has_error else other
    return root


def lower(content: bytes, path: str, name: str, suffix: str) -> Module:
    """Lower source text; ``error_line`` of the result tells where it does not parse, if so."""
    original = content
    dialect, content = _dialect(suffix, content)
    root = _root(content, dialect, suffix)
    markup = None
    if suffix in (".vue", ".svelte"):
        statements = expressions(original, suffix)
        markup = _parser(dialect).parse(statements).root_node if statements else None
    module = Lowering(original, path, name).run(root, markup)
    if suffix in (".vue", ".svelte"):
        words = _WORD.findall(_SCRIPT.sub(b" ", original))
        module.mentions |= {word.decode() for word in words}
    if root.has_error:
        module.error_line = _first_error(root)
    return module


@lru_cache(maxsize=16)
def _content(path: str, _: tuple[int, int]) -> bytes:
    return Path(path).read_bytes()


def snippet(path: str, invoke: Invoke) -> str:
    """The text of a call, cut when it is long; empty when the file is gone."""
    try:
        state = os.stat(path)
        content = _content(path, (state.st_mtime_ns, state.st_size))
    except OSError:
        return ""
    if invoke.end - invoke.start <= 120:
        return content[invoke.start : invoke.end].decode("utf-8", "replace")
    return content[invoke.start : invoke.start + 117].decode("utf-8", "replace") + "..."


def load(path: Path, *, panel: bool = False) -> tuple[Module | None, list[Notice]]:
    """Read and lower one file; the module is ``None`` when there is nothing to read.

    ``panel`` prunes it to what can matter to a call that leaves the browser.
    """
    notices: list[Notice] = []
    name = shown(path)
    content = read_source(path, name, notices.append)
    if content is None:
        return None, notices
    try:
        module = lower(content, str(path), name, path.suffix)
    except RecursionError:
        notices.append(Notice(Location(name), "skipped: nested too deeply to be source"))
        return None, notices
    if panel:
        prune(module)
    if module.error_line:
        notices.append(_broken(name, module.error_line))
    return module, notices


def check(path: Path) -> list[Notice]:
    """Where a file does not parse, if so; :func:`load` without the lowering."""
    name = shown(path)
    content = read_source(path, name, lambda _: None)
    if content is None:
        return []
    dialect, content = _dialect(path.suffix, content)
    root = _root(content, dialect, path.suffix)
    return [_broken(name, _first_error(root))] if root.has_error else []


def _broken(name: str, line: int) -> Notice:
    return Notice(Location(name, line), "does not parse here; the rest was read")
