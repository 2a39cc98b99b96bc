"""A Python project's modules: parsed when needed, with their names, functions and classes."""

from __future__ import annotations

import ast
import os
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from gapless.gapscan.files import read_source, shown
from gapless.gapscan.model import Location, Notice

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
# Nodes without anything below them, and those that say something here; the rest is only walked.
_LEAVES = frozenset({ast.Name, ast.Constant, ast.Load, ast.Store, ast.Del, ast.Pass})
_TELLING = frozenset(
    {
        ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign,
        ast.AugAssign,
        ast.For, ast.AsyncFor, ast.comprehension, ast.Import, ast.ImportFrom, ast.Call,
    }
)  # fmt: skip
_TODO = re.compile(r"#.*\b(TODO|FIXME|HACK|not implemented|stub|placeholder)\b", re.I)


@dataclass(slots=True)
class Frame:
    """The names of a module or function: what is assigned, in order, and loop variables."""

    node: ast.AST
    parent: Frame | None
    assigns: dict[str, list[ast.expr]] = field(default_factory=dict)
    loops: dict[str, ast.expr] = field(default_factory=dict)
    functions: dict[str, FunctionNode] = field(default_factory=dict)
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    annotations: dict[str, ast.expr] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class PyModule:
    """One file."""

    path: str
    shown: str
    tree: ast.Module
    source: str
    frame: Frame
    frames: dict[ast.AST, Frame]
    calls: list[tuple[ast.Call, Frame]]
    decorated: list[tuple[FunctionNode, Frame]]
    classes: list[tuple[ast.ClassDef, Frame]]
    stars: list[str]

    def has_todo(self, node: FunctionNode) -> bool:
        """Whether a comment in a function says that the work is not done."""
        lines = self.source.splitlines()[node.lineno - 1 : node.end_lineno]
        return any(_TODO.search(line) for line in lines)


class _Collector:
    def __init__(self, frame: Frame) -> None:
        self.frames: dict[ast.AST, Frame] = {frame.node: frame}
        self.calls: list[tuple[ast.Call, Frame]] = []
        self.decorated: list[tuple[FunctionNode, Frame]] = []
        self.classes: list[tuple[ast.ClassDef, Frame]] = []
        self.stars: list[str] = []

    def walk(self, node: ast.AST, frame: Frame) -> None:
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                for item in value:
                    if isinstance(item, ast.AST):
                        self.visit(item, frame)
            elif isinstance(value, ast.AST) and type(value) not in _LEAVES:
                self.visit(value, frame)

    def visit(self, node: ast.AST, frame: Frame) -> None:
        if type(node) not in _TELLING:
            self.walk(node, frame)
            return
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                frame.functions[node.name] = node
                if node.decorator_list:
                    self.decorated.append((node, frame))
                inner = Frame(node, frame)
                self.frames[node] = inner
                for arg in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
                    if arg.annotation is not None:
                        inner.annotations[arg.arg] = arg.annotation
                self.walk(node, inner)
                return
            case ast.ClassDef():
                frame.classes[node.name] = node
                self.classes.append((node, frame))
                inner = Frame(node, frame)
                self.frames[node] = inner
                self.walk(node, inner)
                return
            case ast.Assign():
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        frame.assigns.setdefault(target.id, []).append(node.value)
            case ast.AnnAssign(target=ast.Name(id=name)):
                frame.annotations[name] = node.annotation
                if node.value is not None:
                    frame.assigns.setdefault(name, []).append(node.value)
            case ast.AugAssign(target=ast.Name(id=name)):
                frame.assigns.setdefault(name, []).append(node.value)
            case ast.For(target=ast.Name(id=name)) | ast.AsyncFor(target=ast.Name(id=name)):
                frame.loops[name] = node.iter
            case ast.comprehension(target=ast.Name(id=name)):
                frame.loops[name] = node.iter
            case ast.Import():
                for alias in node.names:
                    local = alias.asname or alias.name.split(".")[0]
                    module = alias.name if alias.asname else alias.name.split(".")[0]
                    frame.imports[local] = (module, "")
            case ast.ImportFrom():
                base = "." * node.level + (node.module or "")
                for alias in node.names:
                    if alias.name == "*":
                        self.stars.append(base)
                    else:
                        frame.imports[alias.asname or alias.name] = (base, alias.name)
            case ast.Call():
                self.calls.append((node, frame))
        self.walk(node, frame)


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

    def _load(self, path: Path) -> PyModule | None:
        name = shown(path)
        content = read_source(path, name, self.notices.append)
        if content is None:
            return None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # their invalid escapes are not our news
                tree = ast.parse(content)
            frame = Frame(tree, None)
            collector = _Collector(frame)
            collector.walk(tree, frame)
        except SyntaxError as error:
            place = Location(name, error.lineno or 0)
            self.notices.append(Notice(place, f"does not parse: {error.msg}"))
            return None
        except (ValueError, RecursionError, MemoryError) as error:
            self.notices.append(Notice(Location(name), f"does not parse: {type(error).__name__}"))
            return None
        return PyModule(
            str(path), name, tree, content.decode("utf-8", "replace"), frame, collector.frames,
            collector.calls, collector.decorated, collector.classes, collector.stars,
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
