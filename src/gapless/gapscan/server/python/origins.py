"""Where what a handler works with comes from: nowhere but its own text, its input, or outside."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import IntFlag

from gapless.gapscan.server.python.collect import Frame, FunctionNode
from gapless.gapscan.server.python.evaluate import (
    Anything,
    ClassValue,
    FunctionValue,
    Made,
    ModuleValue,
    PyEvaluator,
    PyValue,
    Thing,
    plain_annotation,
)
from gapless.gapscan.server.python.project import PyModule
from gapless.gapscan.server.python.purity import (
    DEPENDENCIES,
    DOING,
    HANDED,
    INPUT_BASES,
    MADE_UP,
    PAGES,
    PURE_METHODS,
    REQUESTS,
    SENT,
    is_known,
    is_pure,
)


class Origin(IntFlag):
    """Where a value comes from; ``NOWHERE`` is what stands in the source itself."""

    NOWHERE = 0
    INPUT = 1
    OUTSIDE = 2


Follow = Callable[[FunctionValue], Origin | None]


@dataclass(slots=True)
class Origins:
    """Finds origins in one function.

    ``follow`` tells what a function of the project brings, ``None`` for one that only computes.
    """

    evaluator: PyEvaluator
    handler: FunctionValue
    follow: Follow
    frame: Frame = field(init=False)
    _bound: dict[str, list[ast.expr | None]] = field(init=False)
    _busy: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.frame = self.handler.module.frame_of(self.handler.node)
        self._bound = _bindings(self.handler.node)

    def of(self, expr: ast.AST) -> Origin:
        """Where the value of an expression comes from."""
        match expr:
            case ast.Constant():
                return Origin.NOWHERE
            case ast.Name():
                return self._name(expr.id)
            case ast.Attribute():
                return self._attribute(expr)
            case ast.Call():
                return self._call(expr)
            case ast.Yield() | ast.YieldFrom():
                return Origin.OUTSIDE
        found = Origin.NOWHERE
        for child in ast.iter_child_nodes(expr):
            found |= self.of(child)
        return found

    # -- names -----------------------------------------------------------------------------

    def _name(self, name: str) -> Origin:
        if name in self._busy:
            return Origin.NOWHERE
        self._busy.add(name)
        try:
            if (values := self._bound.get(name)) is not None:
                found = Origin.NOWHERE
                for value in values:
                    found |= Origin.OUTSIDE if value is None else self.of(value)
                return found
            if (argument := _arguments(self.handler.node).get(name)) is not None:
                return self._parameter(*argument)
            return self.static(ast.Name(name), self.handler.module, self.frame)
        finally:
            self._busy.discard(name)

    def _parameter(self, argument: ast.arg, default: ast.expr | None) -> Origin:
        if argument.arg in HANDED or _depends(default):
            return Origin.OUTSIDE
        if argument.annotation is None:
            return Origin.INPUT
        module, frame = self.handler.module, self.frame.parent or self.frame
        annotation = plain_annotation(argument.annotation)
        if self._is_dependency(annotation, module, frame):
            return Origin.OUTSIDE
        kind = self.evaluator.value(annotation, module, frame)
        if isinstance(kind, ClassValue):
            inside, outside = self.evaluator.lineage(kind)
            bases = [item.node.name for item in inside] + [n.rsplit(".", 1)[-1] for n in outside]
            plain = any(base.endswith(INPUT_BASES) or base in ("Enum", "StrEnum") for base in bases)
            made = any(_decorator_name(d) == "dataclass" for d in kind.node.decorator_list)
            return Origin.INPUT if plain or made or not outside else Origin.OUTSIDE
        if isinstance(kind, Thing) and "." in kind.name and not is_pure(kind.name):
            return Origin.OUTSIDE
        return Origin.INPUT

    def _is_dependency(self, annotation: ast.expr, module: PyModule, frame: Frame) -> bool:
        """``Annotated[X, Depends(...)]``, by whatever name it goes."""
        if isinstance(annotation, ast.Name):
            found = self._definition(annotation.id, module, frame)
            if found is None:
                return False
            (annotation, *_), module, frame = found
        if not isinstance(annotation, ast.Subscript):
            return False
        return any(_depends(item) for item in ast.walk(annotation.slice))

    def _definition(
        self, name: str, module: PyModule, frame: Frame | None, hops: int = 0
    ) -> tuple[list[ast.expr], PyModule, Frame] | None:
        """The expressions that a name of a module is given, through imports."""
        while frame is not None:
            if name in frame.assigns:
                return frame.assigns[name], module, frame
            if name in frame.functions or name in frame.classes:
                return None
            if name in frame.imports and hops < 6:
                base, what = frame.imports[name]
                path = self.evaluator.project.resolve(base, module.path)
                other = self.evaluator.project.get(path) if path and what else None
                return self._definition(what, other, other.frame, hops + 1) if other else None
            frame = frame.parent
        return None

    def static(self, expr: ast.expr, module: PyModule, frame: Frame) -> Origin:
        """The origin of an expression that stands in a module: a literal, or more than is seen."""
        match expr:
            case ast.Constant():
                return Origin.NOWHERE
            case ast.Name():
                return self._static_name(expr.id, module, frame)
            case ast.Attribute() | ast.Call():
                value = self.evaluator.value(
                    expr.func if isinstance(expr, ast.Call) else expr, module, frame
                )
                pure = isinstance(value, str | FunctionValue) or (
                    isinstance(value, Thing)
                    and (is_pure(value.name) or hasattr(builtins, value.name))
                )
                if not pure:
                    return Origin.OUTSIDE
                parts = [*expr.args, *(k.value for k in expr.keywords)] if isinstance(
                    expr, ast.Call
                ) else []  # fmt: skip
                return _union(self.static(part, module, frame) for part in parts)
        children = [c for c in ast.iter_child_nodes(expr) if isinstance(c, ast.expr)]
        if any(isinstance(c, ast.comprehension) for c in ast.iter_child_nodes(expr)):
            return Origin.OUTSIDE
        return _union(self.static(child, module, frame) for child in children)

    def _static_name(self, name: str, module: PyModule, frame: Frame) -> Origin:
        found = self._definition(name, module, frame)
        if found is not None:
            exprs, owner, where = found
            if owner is not module and name.isupper() and not MADE_UP.search(name):
                return Origin.OUTSIDE  # a catalogue that the project keeps elsewhere
            key = f"{owner.path}:{name}"
            if name in owner.changed or key in self._busy or _is_filled_later(exprs[-1]):
                return Origin.OUTSIDE
            self._busy.add(key)
            try:
                return _union(self.static(expr, owner, where) for expr in exprs)
            finally:
                self._busy.discard(key)
        value = self.evaluator.name(name, module, frame)
        if isinstance(value, Thing):
            if value.name in REQUESTS:
                return Origin.INPUT
            return Origin.NOWHERE if is_known(value.name) else Origin.OUTSIDE
        return Origin.OUTSIDE if isinstance(value, Made | Anything) else Origin.NOWHERE

    # -- members and calls -----------------------------------------------------------------

    def _value(self, expr: ast.expr) -> PyValue:
        """What an expression is, with ``self.x`` looked up in the handler's class."""
        owner = self.handler.owner
        if (
            owner is not None
            and isinstance(expr, ast.Attribute)
            and isinstance(expr.value, ast.Name)
            and expr.value.id in ("self", "cls")
        ):
            return self.evaluator.attribute(owner, expr.attr)
        return self.evaluator.value(expr, self.handler.module, self.frame)

    def _attribute(self, expr: ast.Attribute) -> Origin:
        if self._is_request(expr.value):
            return Origin.INPUT if expr.attr in SENT else Origin.OUTSIDE
        value, owner = self._value(expr), self._value(expr.value)
        if isinstance(owner, Made) and not isinstance(value, FunctionValue):
            return self.of(expr.value)
        if isinstance(value, FunctionValue) and is_property(value):
            brought = self.follow(value)
            return self.of(expr.value) if brought is None else brought
        if isinstance(value, str | FunctionValue | ClassValue | ModuleValue):
            return Origin.NOWHERE
        if isinstance(value, Thing):
            return Origin.NOWHERE if is_known(value.name) else Origin.OUTSIDE
        if isinstance(owner, ClassValue):
            # What is written in the class, as the members of an enumeration, or a framework's.
            frame = owner.module.frame_of(owner.node)
            exprs = frame.assigns.get(expr.attr)
            if exprs is None or _is_filled_later(exprs[-1]):
                return Origin.OUTSIDE
            return self.static(exprs[-1], owner.module, frame)
        if isinstance(owner, ModuleValue):
            if expr.attr.isupper() and not MADE_UP.search(expr.attr):
                return Origin.OUTSIDE
            return self._static_name(expr.attr, owner.module, owner.module.frame)
        if isinstance(expr.value, ast.Name) and expr.value.id == "self":
            return Origin.INPUT if expr.attr == "request" else Origin.OUTSIDE
        return self.of(expr.value)

    def _is_request(self, expr: ast.expr) -> bool:
        if isinstance(expr, ast.Attribute):
            return expr.attr == "request" and getattr(expr.value, "id", "") == "self"
        return isinstance(expr, ast.Name) and expr.id in ("request", "req")

    def _making(self, klass: ClassValue) -> Origin:
        """What an instance of a class of the project brings by being made."""
        inside, outside = self.evaluator.lineage(klass)
        if any(base.endswith("BaseSettings") for base in outside):
            return Origin.OUTSIDE
        if any(base.endswith("Serializer") for base in outside) and any(
            name.startswith("validate")
            for ancestor in inside
            for name in ancestor.module.frame_of(ancestor.node).functions
        ):
            return Origin.OUTSIDE  # it asks whether what it is given may be
        if any(base.endswith("Response") for base in outside):
            return Origin.NOWHERE  # an answer is a form for what it is given
        made = self.evaluator.attribute(klass, "__init__")
        brought = self.follow(made) if isinstance(made, FunctionValue) else None
        return Origin.OUTSIDE if brought == Origin.OUTSIDE else Origin.NOWHERE

    def _is_plain(self, expr: ast.expr) -> bool:
        """Whether a receiver is a text, a number, a moment: nothing that could reach out."""
        while isinstance(expr, ast.Call | ast.Attribute):
            expr = expr.func if isinstance(expr, ast.Call) else expr.value
            if isinstance(value := self._value(expr), Thing):
                return is_known(value.name)
        if isinstance(expr, ast.Name):
            if isinstance(made := self._value(expr), Made):
                return any(map(is_pure, self.evaluator.kind_of(made.what)))
            values = self._bound.get(expr.id)
            if values is None or f"plain {expr.id}" in self._busy:
                return False
            self._busy.add(f"plain {expr.id}")
            try:
                return all(value is not None and self._is_plain(value) for value in values)
            finally:
                self._busy.discard(f"plain {expr.id}")
        return isinstance(
            expr, ast.Constant | ast.JoinedStr | ast.BinOp | ast.List | ast.Dict | ast.Tuple
        )

    def _call(self, call: ast.Call) -> Origin:
        target = call.func
        name = target.id if isinstance(target, ast.Name) else getattr(target, "attr", "")
        if name in PAGES or name in DOING:
            return Origin.OUTSIDE
        given = _union(map(self.of, [*call.args, *(keyword.value for keyword in call.keywords)]))
        if isinstance(target, ast.Attribute) and self._is_request(target.value):
            return given | self._attribute(target)
        value = self._value(target)
        match value:
            case FunctionValue():
                brought = self.follow(value)
                return given if brought is None else brought
            case ClassValue():
                return given | self._making(value)
            case Thing():
                return given if is_known(value.name) else Origin.OUTSIDE
        if not isinstance(target, ast.Attribute):
            return given | self.of(target) if isinstance(target, ast.Lambda) else Origin.OUTSIDE
        owner = self._attribute(target)
        if owner & Origin.OUTSIDE:
            return Origin.OUTSIDE
        if target.attr not in PURE_METHODS | SENT and not self._is_plain(target.value):
            return Origin.OUTSIDE
        return owner | given


def _is_filled_later(expr: ast.expr) -> bool:
    """``printer = None``: the place of something that does not exist yet."""
    return isinstance(expr, ast.Constant) and expr.value is None


def _union(origins: Iterable[Origin]) -> Origin:
    found = Origin.NOWHERE
    for origin in origins:
        found |= origin
    return found


def _decorator_name(expr: ast.expr) -> str:
    target = expr.func if isinstance(expr, ast.Call) else expr
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def is_property(value: FunctionValue) -> bool:
    """Whether reading a member calls this function."""
    return any(
        _decorator_name(d) in ("property", "cached_property", "hybrid_property")
        for d in value.node.decorator_list
    )


def _depends(expr: ast.AST | None) -> bool:
    return isinstance(expr, ast.Call) and _decorator_name(expr) in DEPENDENCIES


def _arguments(node: FunctionNode) -> dict[str, tuple[ast.arg, ast.expr | None]]:
    spec = node.args
    plain = [*spec.posonlyargs, *spec.args]
    defaults = [None] * (len(plain) - len(spec.defaults)) + list(spec.defaults)
    found = {a.arg: (a, d) for a, d in zip(plain, defaults, strict=True)}
    found.update((a.arg, (a, d)) for a, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True))
    for extra in (spec.vararg, spec.kwarg):
        if extra is not None:
            found[extra.arg] = (extra, None)
    return found


def _bindings(node: FunctionNode) -> dict[str, list[ast.expr | None]]:
    """What each local name is given; ``None`` is something from outside."""
    found: dict[str, list[ast.expr | None]] = {}

    def bind(target: ast.AST, value: ast.expr | None) -> None:
        for item in ast.walk(target):
            if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store):
                found.setdefault(item.id, []).append(value)

    for item in ast.walk(node):
        match item:
            case ast.Assign():
                for target in item.targets:
                    bind(target, item.value)
            case ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr():
                if item.value is not None:
                    bind(item.target, item.value)
            case ast.For() | ast.AsyncFor() | ast.comprehension():
                bind(item.target, item.iter)
            case ast.withitem():
                if item.optional_vars is not None:
                    bind(item.optional_vars, None)
            case ast.ExceptHandler() if item.name:
                found.setdefault(item.name, []).append(ast.Constant(None))
    return found
