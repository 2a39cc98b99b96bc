"""The lowering of expressions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gapless.gapscan.js import ir
from gapless.gapscan.js.names import Names
from gapless.gapscan.js.walk import add_member

if TYPE_CHECKING:
    from tree_sitter import Node

_TRANSPARENT = frozenset(
    {
        "await_expression", "parenthesized_expression", "as_expression", "satisfies_expression",
        "non_null_expression", "type_assertion", "jsx_expression", "yield_expression",
    }
)  # fmt: skip
_FUNCTION_EXPRESSIONS = frozenset(
    {"arrow_function", "function_expression", "generator_function", "function"}
)
_CALLBACK_NAMES = re.compile(r"[a-zA-Z]")
_OTHER, _CONSTANT = ir.Other(), ir.Other(constant=True)


class Expressions(Names):
    """Lowers expressions; see :class:`Lowering` for statements."""

    EXPRESSIONS = frozenset(
        {
            "string", "template_string", "identifier", "member_expression", "subscript_expression",
            "call_expression", "new_expression", "object", "array", "arrow_function",
            "function_expression", "generator_function", "class", "ternary_expression",
            "binary_expression", "assignment_expression", "augmented_assignment_expression",
            "sequence_expression", "this", "super", "jsx_element", "jsx_self_closing_element",
            "number", "unary_expression", "meta_property", "regex", "true", "false", "null",
            "undefined", *_TRANSPARENT,
        }
    )  # fmt: skip

    # -- what statements provide -----------------------------------------------------------

    def statement(self, node: Node, scope: int) -> None:
        """Lower a statement."""
        raise NotImplementedError

    def function(self, node: Node, scope: int, name: str = "", cid: str = "") -> str:
        """Lower a function."""
        raise NotImplementedError

    def klass(self, node: Node, scope: int, decorators: list[Node] | None = None) -> str:
        """Lower a class."""
        raise NotImplementedError

    # -- expressions -----------------------------------------------------------------------

    def expression(self, node: Node, scope: int, name: str = "", cid: str = "") -> ir.Expr:
        """Lower an expression; ``name`` is what it is about to be called."""
        kind = node.type
        while kind in _TRANSPARENT:
            inner = [child for child in node.named_children if child.type != "comment"]
            if not inner:
                return _OTHER
            if kind == "type_assertion":
                node = inner[-1]
            else:
                for extra in inner[1:]:
                    if kind != "as_expression" and kind != "satisfies_expression":
                        self.statement(extra, scope)
                node = inner[0]
            kind = node.type
        match kind:
            case "string":
                return ir.Lit(self.string(node))
            case "identifier" | "shorthand_property_identifier":
                return self.named(self.text(node))
            case "template_string":
                return self._template(node, scope)
            case "member_expression":
                return self._member(node, scope)
            case "subscript_expression":
                return self._subscript(node, scope)
            case "call_expression" | "new_expression":
                return self._call(node, scope)
            case "object":
                return self._object(node, scope)
            case "array":
                return ir.Array(
                    [self.expression(c, scope) for c in node.named_children if c.type != "comment"]
                )
            case "arrow_function" | "function_expression" | "generator_function":
                return ir.Closure(self.function(node, scope, name, cid))
            case "class":
                return ir.ClassRef(self.klass(node, scope))
            case "ternary_expression" | "binary_expression":
                return self._operator(node, scope)
            case "assignment_expression" | "augmented_assignment_expression":
                return self._assignment(node, scope)
            case "this" | "super":
                return self._this(scope)
            case "jsx_element" | "jsx_self_closing_element":
                return self._jsx(node, scope)
            case "number" | "true" | "false" | "null" | "undefined" | "regex":
                return _CONSTANT
            case "spread_element":
                return ir.Element(self.expression(node.named_children[0], scope))
        for child in node.named_children:
            self.statement(child, scope)
        return _OTHER

    def _template(self, node: Node, scope: int) -> ir.Expr:
        parts: list[ir.Expr] = []
        for child in node.named_children:
            if child.type == "template_substitution":
                inner = [c for c in child.named_children if c.type != "comment"]
                parts.append(self.expression(inner[0], scope) if inner else ir.Lit(""))
            else:
                parts.append(ir.Lit(self.text(child)))
        return ir.Tpl(parts) if len(parts) != 1 or not isinstance(parts[0], ir.Lit) else parts[0]

    def _member(self, node: Node, scope: int, *, read: bool = True) -> ir.Expr:
        value, key = node.child_by_field_name("object"), node.child_by_field_name("property")
        if value is None or key is None:
            return _OTHER
        if value.type == "import" or value.type == "meta_property":
            return self.named("import.meta")
        # The chain below is part of this read, so only the whole chain is noted.
        inner = (
            self._member(value, scope, read=False)
            if value.type == "member_expression"
            else self.expression(value, scope)
        )
        member = ir.Member(inner, self.text(key))
        self.module.mentions.add(member.key)
        return self.read(member, scope) if read else member

    def _subscript(self, node: Node, scope: int) -> ir.Expr:
        value, key = node.child_by_field_name("object"), node.child_by_field_name("index")
        if value is None or key is None:
            return _OTHER
        if key.type == "string":
            return self.read(ir.Member(self.expression(value, scope), self.string(key)), scope)
        if key.type == "number":
            return ir.Member(self.expression(value, scope), self.text(key))
        return ir.Index(self.expression(value, scope), self.expression(key, scope))

    def _call(self, node: Node, scope: int) -> ir.Expr:
        new = node.type == "new_expression"
        callee = node.child_by_field_name("constructor" if new else "function")
        arguments = node.child_by_field_name("arguments")
        if callee is None:
            return _OTHER
        if callee.type == "import":
            spec = arguments.named_children[0] if arguments and arguments.named_children else None
            if spec is not None and spec.type == "string":
                return ir.Imported(self.string(spec), "*")
        head: ir.Expr
        if callee.type == "member_expression":
            head = self._member(callee, scope, read=False)
            if isinstance(head, ir.Member) and isinstance(head.value, ir.Member):
                self.module.reads.append((head.value, scope))
        else:
            head = self.expression(callee, scope)
        args: list[ir.Expr] = []
        if arguments is not None and arguments.type == "template_string":
            args.append(self._template(arguments, scope))
        elif arguments is not None:
            args.extend(
                self.expression(child, scope)
                for child in arguments.named_children
                if child.type != "comment"
            )
        target = args[0] if args else None
        if isinstance(head, ir.Name) and head.name == "require" and isinstance(target, ir.Lit):
            return ir.Imported(target.text, "require")
        fid = self.module.scopes[scope].fid
        invoke = ir.Invoke(
            head, args, node.start_point[0] + 1, scope, fid, new, False, node.start_byte,
            node.end_byte,
        )  # fmt: skip
        for index, arg in enumerate(args):
            if isinstance(arg, ir.Closure):
                where = (head.value, head.key) if isinstance(head, ir.Member) else (head, "")
                self.module.functions[arg.fid].passed_to = (*where, index)
        self.module.invokes.append(invoke)
        return invoke

    def _object(self, node: Node, scope: int) -> ir.Expr:
        result = ir.Object([])
        for child in node.named_children:
            match child.type:
                case "pair":
                    key, value = (
                        child.child_by_field_name("key"),
                        child.child_by_field_name("value"),
                    )
                    if key is not None and value is not None:
                        name = self.key(key)
                        lowered = self.expression(value, scope, name=name)
                        if isinstance(lowered, ir.Closure):
                            self.module.functions[lowered.fid].owner = result
                        result.items.append((name, lowered))
                case "shorthand_property_identifier":
                    result.items.append((self.text(child), self.named(self.text(child))))
                case "method_definition":
                    named = child.child_by_field_name("name")
                    fid = self.function(child, scope)
                    self.module.functions[fid].owner = result
                    result.items.append((self.key(named) if named else "?", ir.Closure(fid)))
                case "spread_element":
                    result.items.append((None, self.expression(child.named_children[0], scope)))
        return result

    def _operator(self, node: Node, scope: int) -> ir.Expr:
        if node.type == "ternary_expression":
            fields = ("condition", "consequence", "alternative")
            parts = [node.child_by_field_name(name) for name in fields]
            lowered = [self.expression(part, scope) for part in parts if part is not None]
            return self._conditional(parts[0], lowered[0], lowered[1:], scope)
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        if left is None or right is None or operator is None:
            return _OTHER
        first, second = self.expression(left, scope), self.expression(right, scope)
        match operator.type:
            case "+":
                head = first.parts if isinstance(first, ir.Tpl) else [first]
                return ir.Tpl([*head, second])
            case "||" | "??":
                return ir.Choice([first, second], fallback=True)
            case "&&":
                return second
        return _OTHER

    def _conditional(
        self, test: Node | None, asked: ir.Expr, options: list[ir.Expr], scope: int
    ) -> ir.Expr:
        """``a === "x" ? b : c`` and ``a ? b : c``, which a caller may decide."""
        while test is not None and test.type == "parenthesized_expression":
            test = test.named_children[0]
        if test is None or len(options) != 2:
            return ir.Choice(options)
        if test.type in ("identifier", "member_expression"):
            return ir.Choice(options, subject=asked)
        if (
            test.type == "unary_expression"
            and self.source[test.start_byte : test.start_byte + 1] == b"!"
        ):
            inner = test.child_by_field_name("argument")
            if inner is not None and inner.type in ("identifier", "member_expression"):
                return ir.Choice(options[::-1], subject=self.expression(inner, scope))
        if test.type == "binary_expression":
            left, right = test.child_by_field_name("left"), test.child_by_field_name("right")
            operator = test.child_by_field_name("operator")
            if left is not None and right is not None and operator is not None:
                if left.type == "string":
                    left, right = right, left
                if right.type == "string" and operator.type in ("===", "==", "!==", "!="):
                    if operator.type.startswith("!"):
                        options = options[::-1]
                    subject = self.expression(left, scope)
                    return ir.Choice(options, subject=subject, equals=self.string(right))
        return ir.Choice(options)

    def _assignment(self, node: Node, scope: int) -> ir.Expr:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return _OTHER
        value = self.expression(
            right, scope, name=self.text(left) if left.type == "identifier" else ""
        )
        append = node.type == "augmented_assignment_expression"
        if left.type == "identifier":
            self.assign(self.text(left), value, scope, append=append)
        elif left.type == "member_expression" and not append:
            target = self._member(left, scope, read=False)
            self._exports(target, value)
            self._grow(target, value, scope)
            fid = self.module.scopes[scope].fid
            line = node.start_point[0] + 1
            self.module.writes.append(ir.Write(target, value, scope, fid, line))
        elif left.type == "subscript_expression":
            target = self._subscript(left, scope)
            fid = self.module.scopes[scope].fid
            line = node.start_point[0] + 1
            self.module.writes.append(ir.Write(target, value, scope, fid, line))
        elif left.type in ("object_pattern", "array_pattern"):
            self.pattern(left, value, scope, scope)
        return value

    def _grow(self, target: ir.Expr, value: ir.Expr, scope: int) -> None:
        """``api.load = ...`` on an object of this file, ``Api.prototype.load = ...`` on a class."""
        if not isinstance(target, ir.Member):
            return
        owner = target.value
        if isinstance(owner, ir.Name):
            made = self.declared(owner.name, scope)
            if made is not None and isinstance(made.value, ir.Object):
                add_member(made.value, target.key, value)
                if isinstance(value, ir.Closure):
                    self.module.functions[value.fid].owner = made.value
            elif made is not None and target.key == "prototype" and isinstance(value, ir.Object):
                for key, item in value.items:
                    self._prototype(owner.name, scope, key or "", item)
        elif (
            isinstance(owner, ir.Member)
            and owner.key == "prototype"
            and isinstance(owner.value, ir.Name)
        ):
            self._prototype(owner.value.name, scope, target.key, value)

    def _prototype(self, name: str, scope: int, key: str, value: ir.Expr) -> None:
        """A method of a function that is used as a class: from now on it is one."""
        made = self.declared(name, scope)
        if made is None or not isinstance(value, ir.Closure):
            return
        if isinstance(made.value, ir.Closure):
            maker = self.module.functions[made.value.fid]
            cid = f"{self.module.path}#c{len(self.module.classes)}"
            klass = ir.Class(cid, name, maker.line, made.scope)
            klass.methods["constructor"] = maker.fid
            maker.cid = cid
            self.module.classes[cid] = klass
            made.value = ir.ClassRef(cid)
        if isinstance(made.value, ir.ClassRef):
            self.module.classes[made.value.cid].methods[key] = value.fid
            self.module.functions[value.fid].cid = made.value.cid

    def _exports(self, target: ir.Expr, value: ir.Expr) -> None:
        """``module.exports = x``, ``module.exports.a = x`` and ``exports.a = x``."""
        if not isinstance(target, ir.Member):
            return
        owner = target.value
        if isinstance(owner, ir.Name) and owner.name == "module" and target.key == "exports":
            self.module.exports["default"] = value
            if isinstance(value, ir.Object):
                for key, item in value.items:
                    if key is not None:
                        self.module.exports.setdefault(key, item)
        elif (isinstance(owner, ir.Name) and owner.name == "exports") or (
            isinstance(owner, ir.Member)
            and owner.key == "exports"
            and isinstance(owner.value, ir.Name)
            and owner.value.name == "module"
        ):
            self.module.exports[target.key] = value
            whole = self.module.exports.get("default")
            if isinstance(whole, ir.Object):
                add_member(whole, target.key, value)

    def _this(self, scope: int) -> ir.Expr:
        functions = self.module.functions
        function = functions.get(self.module.scopes[scope].fid)
        while function is not None and function.arrow and not function.cid:
            function = functions.get(function.parent)
        return ir.Param(function.fid, -1) if function is not None else ir.This()

    def _jsx(self, node: Node, scope: int) -> ir.Expr:
        tag = (
            node
            if node.type == "jsx_self_closing_element"
            else node.child_by_field_name("open_tag")
        )
        if tag is None:
            return _OTHER
        name = tag.child_by_field_name("name")
        items: list[tuple[str | None, ir.Expr]] = []
        for child in tag.named_children:
            if child.type == "jsx_attribute":
                parts = child.named_children
                key = self.text(parts[0])
                value = self.expression(parts[1], scope, name=key) if len(parts) > 1 else _OTHER
                items.append((key, value))
            elif child.type == "jsx_expression":
                for inner in child.named_children:
                    items.append((None, self.expression(inner.named_children[0], scope))) if (
                        inner.type == "spread_element"
                    ) else self.statement(inner, scope)
        if node is not tag:
            for child in node.named_children:
                if child.type not in ("jsx_opening_element", "jsx_closing_element", "jsx_text"):
                    self.statement(child, scope)
        if (
            name is None
            or not _CALLBACK_NAMES.match(self.text(name))
            or self.text(name)[0].islower()
        ):
            return _OTHER
        callee: ir.Expr = self.named(self.text(name))
        if name.type == "member_expression":
            callee = self._member(name, scope, read=False)
        fid = self.module.scopes[scope].fid
        line = node.start_point[0] + 1
        invoke = ir.Invoke(callee, [ir.Object(items)], line, scope, fid, jsx=True)
        self.module.invokes.append(invoke)
        return invoke
