"""What stands in a Python file: names, functions, classes, and the calls that declare routes."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
# Nodes without anything below them, and those that say something here; the rest is only walked.
_LEAVES = frozenset({ast.Name, ast.Constant, ast.Load, ast.Store, ast.Del, ast.Pass})
_TELLING = frozenset(
    {
        ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign,
        ast.AugAssign, ast.Delete, ast.Global,
        ast.For, ast.AsyncFor, ast.comprehension, ast.Import, ast.ImportFrom, ast.Call,
    }
)  # fmt: skip
# Methods that declare routes or join what declares them.
DECLARING = frozenset(
    {
        "include_router", "register_blueprint", "mount", "add_api_route", "add_route",
        "add_url_rule", "add_resource", "register",
    }
)  # fmt: skip
MUTATING = frozenset(
    {
        "append", "add", "update", "pop", "remove", "insert", "extend", "clear", "setdefault",
        "discard", "popitem",
    }
)  # fmt: skip


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


class Collector:
    """Walks one file, or one function of it.

    With ``fold``, functions that declare nothing are left without their bodies, and ``folded``
    tells in which frame each of them stands.
    """

    def __init__(self, frame: Frame, *, fold: bool) -> None:
        self.fold = fold
        self.frames: dict[ast.AST, Frame] = {frame.node: frame}
        self.calls: list[tuple[ast.Call, Frame]] = []
        self.decorated: list[tuple[FunctionNode, Frame]] = []
        self.registered: list[tuple[ast.ClassDef, Frame]] = []
        self.stars: list[str] = []
        self.changed: set[str] = set()
        self.folded: dict[FunctionNode, Frame] = {}

    def walk(self, node: ast.AST, frame: Frame) -> None:
        """Visit what is below ``node``."""
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                for item in value:
                    if isinstance(item, ast.AST):
                        self.visit(item, frame)
            elif isinstance(value, ast.AST) and type(value) not in _LEAVES:
                self.visit(value, frame)

    def visit(self, node: ast.AST, frame: Frame) -> None:
        """Take note of one node and what is below it."""
        if type(node) not in _TELLING:
            self.walk(node, frame)
            return
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, frame)
                return
            case ast.ClassDef():
                frame.classes[node.name] = node
                if node.decorator_list:
                    self.registered.append((node, frame))
                inner = Frame(node, frame)
                self.frames[node] = inner
                self.walk(node, inner)
                return
            case ast.Assign():
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        frame.assigns.setdefault(target.id, []).append(node.value)
                    else:
                        self._change(target)
            case ast.AnnAssign(target=ast.Name(id=name)):
                frame.annotations[name] = node.annotation
                if node.value is not None:
                    frame.assigns.setdefault(name, []).append(node.value)
            case ast.AugAssign():
                if isinstance(node.target, ast.Name):
                    frame.assigns.setdefault(node.target.id, []).append(node.value)
                self._change(node.target)
            case ast.Delete():
                for target in node.targets:
                    self._change(target)
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
            case ast.Global():
                self.changed.update(node.names)
            case ast.Call(
                func=ast.Name("partial") | ast.Attribute(attr="partial"),
                args=[ast.Attribute(attr=called) as func, *args],
            ) if called in DECLARING:
                # `partial(app.register_blueprint, api)`, which somebody will call.
                later = ast.Call(func, args, node.keywords)
                self.calls.append((ast.copy_location(later, node), frame))
            case ast.Call(func=ast.Attribute(attr=called, value=owner)):
                if called in DECLARING:
                    self.calls.append((node, frame))
                elif called in MUTATING and isinstance(owner, ast.Name):
                    self.changed.add(owner.id)
        self.walk(node, frame)

    def _function(self, node: FunctionNode, frame: Frame) -> None:
        frame.functions[node.name] = node
        if node.decorator_list:
            self.decorated.append((node, frame))
        inner = Collector(function_frame(node, frame), fold=self.fold)
        inner.walk(node, inner.frames[node])
        self.changed |= inner.changed
        self.stars += inner.stars
        if self.fold and not inner.calls and not inner.decorated:
            node.body = []
            self.folded[node] = frame
            return
        self.frames |= inner.frames
        self.calls += inner.calls
        self.decorated += inner.decorated
        self.folded |= inner.folded

    def _change(self, target: ast.expr) -> None:
        """``TABLE[key] = ...``: what changes under a name."""
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            self.changed.add(target.value.id)


def function_frame(node: FunctionNode, outer: Frame | None) -> Frame:
    """The frame of a function with what its parameters are said to be."""
    frame = Frame(node, outer)
    for arg in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
        if arg.annotation is not None:
            frame.annotations[arg.arg] = arg.annotation
    return frame
