"""What Python expressions are worth, as far as routes are concerned."""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass, replace

from gapless.gapscan.server.python.project import Frame, FunctionNode, PyModule, PyProject

_MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Thing:
    """A name of another package: dotted, such as ``fastapi.APIRouter``."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class FunctionValue:
    """A function of the project; ``owner`` is the class for a method."""

    node: FunctionNode
    module: PyModule
    owner: ClassValue | None = None


@dataclass(frozen=True, slots=True)
class ClassValue:
    """A class of the project."""

    node: ast.ClassDef
    module: PyModule
    frame: Frame


@dataclass(frozen=True, slots=True)
class Made:
    """What a call gives that the project does not define: an instance, with the call itself."""

    node: ast.Call
    what: Thing | ClassValue
    module: PyModule
    frame: Frame


@dataclass(frozen=True, slots=True)
class ModuleValue:
    """A module of the project."""

    module: PyModule


@dataclass(frozen=True, slots=True)
class Anything:
    """Not known."""

    annotation: Thing | ClassValue | None = None


PyValue = str | list["PyValue"] | Thing | FunctionValue | ClassValue | Made | ModuleValue | Anything


class PyEvaluator:
    """Evaluates on demand; cycles give :class:`Anything`."""

    def __init__(self, project: PyProject) -> None:
        self.project = project
        self._names: dict[tuple[int, str], PyValue] = {}
        self._busy: set[tuple[int, str]] = set()
        self._lineages: dict[int, tuple[list[ClassValue], list[str]]] = {}
        self._copies: dict[int, tuple[ast.Call, ast.Call]] = {}
        self._depth = 0

    def value(self, expr: ast.expr, module: PyModule, frame: Frame) -> PyValue:
        """What ``expr`` is worth where ``frame`` is."""
        self._depth += 1
        try:
            if self._depth > _MAX_DEPTH:
                return Anything()
            return self._value(expr, module, frame)
        finally:
            self._depth -= 1

    def _value(self, expr: ast.expr, module: PyModule, frame: Frame) -> PyValue:
        match expr:
            case ast.Constant(value=str(text)):
                return text
            case ast.Name(id=name):
                return self.name(name, module, frame)
            case ast.Attribute():
                return self.attribute(self.value(expr.value, module, frame), expr.attr)
            case ast.Call():
                return self._call(expr, module, frame)
            case ast.JoinedStr():
                parts = [
                    self.value(p.value if isinstance(p, ast.FormattedValue) else p, module, frame)
                    for p in expr.values
                ]
                return "".join(p if isinstance(p, str) else "{unknown}" for p in parts)
            case ast.BinOp(op=ast.Add()):
                left, right = (
                    self.value(expr.left, module, frame),
                    self.value(expr.right, module, frame),
                )
                if isinstance(left, str) and isinstance(right, str):
                    return left + right
                if isinstance(left, list) and isinstance(right, list):
                    return [*left, *right]
            case ast.List() | ast.Tuple() | ast.Set():
                items: list[PyValue] = []
                for element in expr.elts:
                    if isinstance(element, ast.Starred):
                        inner = self.value(element.value, module, frame)
                        items.extend(inner if isinstance(inner, list) else [inner])
                    else:
                        items.append(self.value(element, module, frame))
                return items
            case ast.Await(value=inner_expr):
                return self.value(inner_expr, module, frame)
            case ast.Subscript():
                # `Annotated[X, ...]`, `Depends[X]`: the first argument is what it stands for.
                base = self.value(expr.value, module, frame)
                if isinstance(base, Thing) and base.name.endswith(".Annotated"):
                    inner_type = expr.slice
                    if isinstance(inner_type, ast.Tuple) and inner_type.elts:
                        return self.value(inner_type.elts[0], module, frame)
            case ast.IfExp():
                return self.value(expr.body, module, frame)
            case ast.BoolOp() if expr.values:
                return self.value(expr.values[-1], module, frame)
        return Anything()

    def name(self, name: str, module: PyModule, frame: Frame | None) -> PyValue:
        """What a name is worth."""
        while frame is not None:
            key = (id(frame), name)
            if key in self._names:
                return self._names[key]
            if key in self._busy:
                return Anything()
            self._busy.add(key)
            try:
                found = self._in_frame(name, module, frame)
            finally:
                self._busy.discard(key)
            if found is not None:
                self._names[key] = found
                return found
            frame = frame.parent
        for star in module.stars:
            path = self.project.resolve(star, module.path)
            other = self.project.get(path) if path else None
            if other is not None:
                value = self.name(name, other, other.frame)
                if not isinstance(value, Thing) or "." in value.name:
                    return value
        return Thing(name)

    def _in_frame(self, name: str, module: PyModule, frame: Frame) -> PyValue | None:
        if name in frame.functions:
            return FunctionValue(frame.functions[name], module)
        if name in frame.classes:
            return ClassValue(frame.classes[name], module, frame)
        if name in frame.imports:
            return self._imported(*frame.imports[name], module)
        if name in frame.loops:
            items = self.value(frame.loops[name], module, frame)
            return items if isinstance(items, list) else Anything()
        if name in frame.assigns:
            values = [self.value(expr, module, frame) for expr in frame.assigns[name]]
            if len(values) > 1 and all(isinstance(value, list) for value in values):
                return [item for value in values if isinstance(value, list) for item in value]
            known = [value for value in values if not isinstance(value, Anything)]
            return known[0] if known else Anything()
        if name in frame.annotations and isinstance(frame.node, FunctionNode):
            kind = self.value(
                plain_annotation(frame.annotations[name]), module, frame.parent or frame
            )
            return Anything(kind if isinstance(kind, Thing | ClassValue) else None)
        if isinstance(frame.node, FunctionNode):
            arguments = frame.node.args
            if any(a.arg == name for a in [*arguments.args, *arguments.kwonlyargs]):
                outer = frame.parent
                if name == "self" and outer is not None and isinstance(outer.node, ast.ClassDef):
                    return Anything(ClassValue(outer.node, module, outer.parent or outer))
                return Anything()
        return None

    def _imported(self, base: str, name: str, module: PyModule) -> PyValue:
        path = self.project.resolve(base, module.path)
        if not name:
            other = self.project.get(path) if path else None
            return ModuleValue(other) if other is not None else Thing(base)
        sub = f"{base}{'' if base.endswith('.') else '.'}{name}"
        base_module = self.project.get(path) if path is not None else None
        # A package that imports from itself means one of its modules.
        if base_module is module:
            base_module = None
        if base_module is not None and self._defines(base_module, name):
            return self.name(name, base_module, base_module.frame)
        submodule = self.project.resolve(sub, module.path)
        if submodule is not None and (other := self.project.get(submodule)) is not None:
            return ModuleValue(other)
        if base_module is not None and base_module.stars:
            return self.name(name, base_module, base_module.frame)
        return Thing(sub)

    @staticmethod
    def _defines(module: PyModule, name: str) -> bool:
        frame = module.frame
        return any(
            name in table
            for table in (frame.assigns, frame.functions, frame.classes, frame.imports, frame.loops)
        )

    def attribute(self, value: PyValue, key: str) -> PyValue:
        """``value.key``."""
        match value:
            case ModuleValue():
                if self._defines(value.module, key) or value.module.stars:
                    return self.name(key, value.module, value.module.frame)
                path = self.project.resolve("." + key, value.module.path)
                other = self.project.get(path) if path else None
                return ModuleValue(other) if other else Anything()
            case Thing():
                return Thing(f"{value.name}.{key}")
            case ClassValue():
                return self._class_attribute(value, key)
            case Made():
                for keyword in value.node.keywords:
                    if keyword.arg == key:
                        return self.value(keyword.value, value.module, value.frame)
                if isinstance(value.what, ClassValue):
                    return self._class_attribute(value.what, key)
            case Anything(annotation=ClassValue() as kind):
                return self._class_attribute(kind, key)
            case list():
                items: list[PyValue] = []
                for item in value:
                    found = self.attribute(item, key)
                    items.extend(found if isinstance(found, list) else [found])
                return items
        return Anything()

    def _class_attribute(self, klass: ClassValue, key: str) -> PyValue:
        for ancestor in self.lineage(klass)[0]:
            frame = ancestor.module.frame_of(ancestor.node)
            if key in frame.functions:
                return FunctionValue(frame.functions[key], ancestor.module, klass)
            if key in frame.assigns:
                return self.value(frame.assigns[key][-1], ancestor.module, frame)
            initialiser = frame.functions.get("__init__")
            if initialiser is not None:
                found = self._set_by(initialiser, ancestor, key)
                if found is not None:
                    return found
        return Anything()

    def _set_by(self, node: FunctionNode, klass: ClassValue, key: str) -> PyValue | None:
        """``self.key = value`` in a constructor."""
        frame = klass.module.frame_of(node)
        for statement in ast.walk(node):
            if isinstance(statement, ast.Assign):
                targets, value = statement.targets, statement.value
            elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
                targets, value = [statement.target], statement.value
            else:
                continue
            if any(isinstance(target, ast.Attribute) and target.attr == key for target in targets):
                return self.value(value, klass.module, frame)
        return None

    def _call(self, expr: ast.Call, module: PyModule, frame: Frame) -> PyValue:
        callee = self.value(expr.func, module, frame)
        match callee:
            case Thing() | ClassValue():
                if isinstance(callee, Thing) and callee.name in (
                    "list",
                    "tuple",
                    "sorted",
                    "reversed",
                ):
                    return self.value(expr.args[0], module, frame) if expr.args else []
                return Made(expr, callee, module, frame)
            case FunctionValue():
                inner = callee.module.frame_of(callee.node)
                for node in ast.walk(callee.node):
                    if isinstance(node, ast.Return) and node.value is not None:
                        found = self.value(node.value, callee.module, inner)
                        if isinstance(found, Made) and found.node is node.value:
                            return self._made_anew(expr, found)
                        return found
        return Anything()

    def _made_anew(self, call: ast.Call, made: Made) -> Made:
        """What a factory (`return Blueprint(name)`) gives is another thing for each call of it."""
        node = self._copies.setdefault(id(call), (call, copy.copy(made.node)))[1]
        return replace(made, node=node)

    def lineage(self, klass: ClassValue) -> tuple[list[ClassValue], list[str]]:
        """A class with its ancestors in the project, and the dotted names of those outside."""
        key = id(klass.node)
        if key in self._lineages:
            return self._lineages[key]
        inside: list[ClassValue] = []
        outside: list[str] = []
        todo = [klass]
        while todo and len(inside) < 40:
            current = todo.pop(0)
            if any(current.node is known.node for known in inside):
                continue
            inside.append(current)
            for base in current.node.bases:
                plain = base.value if isinstance(base, ast.Subscript) else base
                value = self.value(plain, current.module, current.frame)
                if isinstance(value, ClassValue):
                    todo.append(value)
                elif isinstance(value, Thing):
                    outside.append(value.name)
        self._lineages[key] = (inside, outside)
        return inside, outside

    def kind_of(self, what: Thing | ClassValue | None) -> list[str]:
        """The dotted names of what a class is: its own for a foreign one, else its ancestors'."""
        if what is None:
            return []
        return [what.name] if isinstance(what, Thing) else self.lineage(what)[1]


def plain_annotation(annotation: ast.expr) -> ast.expr:
    """An annotation without quotes and without ``| None``."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            return ast.parse(annotation.value, mode="eval").body
        except SyntaxError:
            return annotation
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        return plain_annotation(annotation.left)
    return annotation
