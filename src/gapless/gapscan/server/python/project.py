"""A Python project's modules: parsed when needed, with their names, functions and classes.

A big project does not fit into memory as syntax trees. What a module keeps of a function that
declares nothing is its head; the body is parsed again from the text when somebody follows a call
into it.
"""

from __future__ import annotations

import ast
import os
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from gapless.gapscan.files import read_source, shown
from gapless.gapscan.model import Location, Notice
from gapless.gapscan.server.python.collect import Collector, Frame, FunctionNode, function_frame

__all__ = ["Frame", "FunctionNode", "PyModule", "PyProject"]

_TODO = re.compile(r"#.*\b(TODO|FIXME|HACK|not implemented|stub|placeholder)\b", re.I)
_LINE_END = re.compile(rb"\r\n?")


@dataclass(slots=True, eq=False)
class PyModule:
    """One file.

    ``changed`` are the names whose value something in the file changes in place, ``folded`` the
    functions whose bodies were left out.
    """

    path: str
    shown: str
    source: bytes
    frame: Frame
    frames: dict[ast.AST, Frame]
    calls: list[tuple[ast.Call, Frame]]
    decorated: list[tuple[FunctionNode, Frame]]
    registered: list[tuple[ast.ClassDef, Frame]]
    stars: list[str]
    changed: set[str]
    folded: dict[FunctionNode, Frame]
    _whole: set[FunctionNode] = field(default_factory=set)

    def has_todo(self, node: FunctionNode) -> bool:
        """Whether a comment in a function says that the work is not done."""
        return bool(_TODO.search(self._text(node)))

    def frame_of(self, node: FunctionNode | ast.ClassDef) -> Frame:
        """The names in a function or class."""
        if not isinstance(node, ast.ClassDef):
            self.body(node)
        return self.frames[node]

    def body(self, node: FunctionNode) -> list[ast.stmt]:
        """The statements of a function, with those of all functions in it."""
        if node not in self._whole:
            self._whole.add(node)
            for item in list(ast.walk(node)):
                if isinstance(item, FunctionNode) and item in self.folded:
                    self._unfold(item, self.folded.pop(item))
        return node.body

    def _text(self, node: FunctionNode) -> str:
        lines = self.source.split(b"\n")[node.lineno - 1 : node.end_lineno]
        return b"\n".join(lines).decode("utf-8", "replace")

    def _unfold(self, node: FunctionNode, frame: Frame) -> None:
        # The text of a method is indented, so it gets something to be indented under.
        text, above = self._text(node), 1
        if node.col_offset:
            text, above = "if 1:\n" + text, 2
        try:
            tree = _parse(text)
        except (SyntaxError, ValueError, RecursionError):  # it was parsed before, as part of a file
            node.body = [ast.Expr(ast.Yield())]
        else:
            ast.increment_lineno(tree, node.lineno - above)
            first = tree.body[0]
            inner = first.body[0] if isinstance(first, ast.If) else first
            assert isinstance(inner, FunctionNode)
            node.body = inner.body
        own = function_frame(node, frame)
        collector = Collector(own, fold=False)
        collector.walk(node, own)
        self.frames |= collector.frames


def _parse(content: bytes | str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # their invalid escapes are not our news
        return ast.parse(content)


class PyProject:
    """Modules by path; ``root`` is the scanned folder."""

    def __init__(self, root: Path, notices: list[Notice]) -> None:
        root = Path(os.path.abspath(root))
        self.root = root if root.is_dir() else root.parent
        self.notices = notices
        self.loaded: dict[str, PyModule | None] = {}
        self._resolved: dict[tuple[str, str], str | None] = {}
        self._exists: dict[str, bool] = {}

    def get(self, path: str) -> PyModule | None:
        """The module at ``path``, parsed now if need be."""
        if path not in self.loaded:
            self.loaded[path] = self._load(Path(path))
        return self.loaded[path]

    def check(self, path: Path) -> None:
        """Tell where a file does not parse, without keeping it."""
        name = shown(path)
        content = read_source(path, name, self.notices.append)
        if content is not None:
            self._tree(content, name)

    def _tree(self, content: bytes, name: str) -> ast.Module | None:
        try:
            return _parse(content)
        except SyntaxError as error:
            place = Location(name, error.lineno or 0)
            self.notices.append(Notice(place, f"does not parse: {error.msg}"))
        except (ValueError, RecursionError, MemoryError) as error:
            self.notices.append(Notice(Location(name), f"does not parse: {type(error).__name__}"))
        return None

    def _load(self, path: Path) -> PyModule | None:
        name = shown(path)
        content = read_source(path, name, self.notices.append)
        tree = self._tree(content, name) if content is not None else None
        if content is None or tree is None:
            return None
        try:
            frame = Frame(tree, None)
            collector = Collector(frame, fold=True)
            collector.walk(tree, frame)
        except RecursionError:
            self.notices.append(Notice(Location(name), "skipped: nested too deeply to be source"))
            return None
        return PyModule(
            str(path), name, _LINE_END.sub(b"\n", content), frame, collector.frames,
            collector.calls, collector.decorated, collector.registered, collector.stars,
            collector.changed, collector.folded,
        )  # fmt: skip

    def resolve(self, name: str, importer: str) -> str | None:
        """The file of a dotted name as seen from ``importer``; ``None`` outside the project."""
        folder = os.path.dirname(importer)
        key = (folder, name)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(name, folder)
        return self._resolved[key]

    def _resolve(self, name: str, folder: str) -> str | None:
        level = len(name) - len(name.lstrip("."))
        relative = name[level:].replace(".", "/")
        if level:
            for _ in range(level - 1):
                folder = os.path.dirname(folder)
            return self._file(os.path.join(folder, relative) if relative else folder)
        bases = [folder]
        stop = os.path.dirname(os.path.dirname(os.path.abspath(self.root)))
        at = os.path.abspath(folder)
        while at != os.path.dirname(at) and at != stop:
            at = os.path.dirname(at)
            bases.append(at)
        bases += [str(self.root), str(self.root / "src")]
        for base in bases:
            if found := self._file(os.path.join(base, relative)):
                return found
        return None

    def _file(self, base: str) -> str | None:
        for candidate in (base + ".py", os.path.join(base, "__init__.py")):
            if candidate not in self._exists:
                self._exists[candidate] = os.path.isfile(candidate)
            if self._exists[candidate]:
                return candidate
        return None
