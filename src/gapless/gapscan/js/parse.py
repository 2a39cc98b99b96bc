"""Parsing of JavaScript, TypeScript, JSX, TSX, Vue and Svelte files."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from gapless.gapscan.files import read_source, shown
from gapless.gapscan.js.ir import Module
from gapless.gapscan.js.lowering import Lowering
from gapless.gapscan.model import Location, Notice

SUFFIXES = frozenset(
    {".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte"}
)
_SCRIPT = re.compile(rb"<script\b([^>]*)>(.*?)</script\s*>", re.S | re.I)
_TYPESCRIPT = re.compile(rb"\blang\s*=\s*[\"']?tsx?\b", re.I)
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


def lower(content: bytes, path: str, name: str, suffix: str) -> Module:
    """Lower source text; ``error_line`` of the result tells where it does not parse, if so."""
    dialect, content = _dialect(suffix, content)
    root = _parser(dialect).parse(content).root_node
    if root.has_error and suffix == ".js":
        # Flow and type-stripping projects write types into .js files.
        other = _parser("tsx").parse(content).root_node
        root = root if other.has_error else other
    module = Lowering(content, path, name).run(root)
    if root.has_error:
        module.error_line = _first_error(root)
    return module


def load(path: Path) -> tuple[Module | None, list[Notice]]:
    """Read and lower one file; the module is ``None`` when there is nothing to read."""
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
    if module.error_line:
        notices.append(
            Notice(Location(name, module.error_line), "does not parse here; the rest was read")
        )
    return module, notices
