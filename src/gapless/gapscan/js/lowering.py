"""From a syntax tree to :mod:`gapless.gapscan.js.ir`: statements, scopes, functions, classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gapless.gapscan.js import ir
from gapless.gapscan.js.expressions import Expressions

if TYPE_CHECKING:
    from tree_sitter import Node

_FUNCTIONS = frozenset(
    {
        "function_declaration", "generator_function_declaration", "function_expression",
        "generator_function", "arrow_function", "method_definition",
    }
)  # fmt: skip
# Types say nothing about addresses, and are a third of a typical file.
_IGNORED = frozenset(
    {
        "type_annotation", "type_arguments", "type_parameters", "interface_declaration",
        "type_alias_declaration", "ambient_declaration", "function_signature", "comment",
        "method_signature", "abstract_method_signature", "import_alias", "jsx_text",
        "empty_statement", "break_statement", "continue_statement", "hash_bang_line",
        "property_identifier", "jsx_closing_element", "index_signature",
    }
)  # fmt: skip
_BRANCHES = frozenset({"consequence", "alternative", "body"})


class Lowering(Expressions):
    """Lowers one parsed file into ``self.module``."""

    def __init__(self, source: bytes, path: str, shown: str) -> None:
        super().__init__(source, ir.Module(path, shown, lines=source.count(b"\n") + 1))
        self.component = path.endswith((".svelte", ".vue"))
        self.new_scope(-1, path)
        self._statements: dict[str, Callable[[Node, int], None]] = {
            "import_statement": self._import,
            "export_statement": self._export,
            "variable_declarator": self._declarator,
            "class_declaration": self._class_declaration,
            "abstract_class_declaration": self._class_declaration,
            "enum_declaration": self._enum,
            "return_statement": self._return,
            "throw_statement": self._throw,
            "for_in_statement": self._for_in,
            "if_statement": self._branching,
            "for_statement": self._branching,
            "while_statement": self._branching,
            "switch_case": self._block,
            "switch_default": self._block,
            "statement_block": self._block,
            "class_static_block": self._block,
            "catch_clause": self._catch,
        }

    def run(self, root: Node, markup: Node | None = None) -> ir.Module:
        """Lower the whole file; ``markup`` are the expressions outside of its script.

        What does not parse in the markup (a template language has words of its own) is left out.
        """
        for child in root.named_children:
            self.statement(child, 0)
        for child in markup.named_children if markup is not None else ():
            if not child.has_error:
                self.statement(child, 0)
        self._statements.clear()  # bound methods: a circle that would keep the whole file
        return self.module

    # -- statements ------------------------------------------------------------------------

    def statement(self, node: Node, scope: int) -> None:
        """Lower one statement, or descend until there is one."""
        kind = node.type
        if kind in _IGNORED:
            return
        if kind in ("function_declaration", "generator_function_declaration"):
            name = node.child_by_field_name("name")
            fid = self.function(node, scope)
            if name is not None:
                self.bind(self.function_scope(scope), self.text(name), ir.Closure(fid), scope)
        elif (handler := self._statements.get(kind)) is not None:
            handler(node, scope)
        elif kind in self.EXPRESSIONS:
            self.expression(node, scope)
        else:
            for child in node.named_children:
                self.statement(child, scope)

    def _block(self, node: Node, scope: int) -> None:
        inner = self.new_scope(scope, self.module.scopes[scope].fid)
        for child in node.named_children:
            self.statement(child, inner)

    def _branching(self, node: Node, scope: int) -> None:
        loop_scope = scope
        if node.type == "for_statement":
            loop_scope = self.new_scope(scope, self.module.scopes[scope].fid)
        for index, child in enumerate(node.children):
            if not child.is_named:
                continue
            if node.field_name_for_child(index) in _BRANCHES and child.type != "statement_block":
                # A branch without braces is a branch all the same.
                inner = self.new_scope(loop_scope, self.module.scopes[scope].fid)
                self.statement(child, inner)
            else:
                self.statement(child, loop_scope)

    def _catch(self, node: Node, scope: int) -> None:
        inner = self.new_scope(scope, self.module.scopes[scope].fid)
        if (parameter := node.child_by_field_name("parameter")) is not None:
            self.pattern(parameter, ir.Other("error"), inner, inner)
        if (body := node.child_by_field_name("body")) is not None:
            self.statement(body, inner)

    def _for_in(self, node: Node, scope: int) -> None:
        inner = self.new_scope(scope, self.module.scopes[scope].fid)
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is not None and right is not None:
            value = self.expression(right, scope)
            operator = node.child_by_field_name("operator")
            item: ir.Expr = ir.Element(value)
            if operator is not None and operator.type == "in":
                item = ir.Element(ir.Member(value, "#keys"))
            self.pattern(left, item, inner, inner)
        if (body := node.child_by_field_name("body")) is not None:
            self.statement(body, inner)

    def _return(self, node: Node, scope: int) -> None:
        function = self.module.functions.get(self.module.scopes[scope].fid)
        for child in node.named_children:
            if child.type == "comment":
                continue
            value = self.expression(child, scope)
            if function is not None:
                function.returns.append((value, scope))

    def _throw(self, node: Node, scope: int) -> None:
        function = self.module.functions.get(self.module.scopes[scope].fid)
        for child in node.named_children:
            value = self.expression(child, scope)
            if function is not None:
                function.throws.append(value)

    def _declarator(self, node: Node, scope: int) -> None:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is None:
            return
        parent = node.parent
        target = scope
        if parent is not None and parent.type == "variable_declaration":  # `var` is of the function
            target = self.function_scope(scope)
        if value is None:
            if name.type == "identifier":
                self.module.scopes[target].names.setdefault(self.text(name), [])
            return
        hint = self.text(name) if name.type == "identifier" else ""
        if self.component and hint and self.text(value) in ("''", '""', "``"):
            # Bound to a field of the page, which fills it.
            self.bind(target, hint, ir.Other(hint), scope)
            return
        self.pattern(name, self.expression(value, scope, name=hint), target, scope)

    def _enum(self, node: Node, scope: int) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None or body is None:
            return
        items: list[tuple[str | None, ir.Expr]] = []
        for child in body.named_children:
            if child.type == "enum_assignment":
                key, value = child.child_by_field_name("name"), child.child_by_field_name("value")
                if key is not None and value is not None:
                    items.append((self.key(key), self.expression(value, scope)))
        self.bind(scope, self.text(name), ir.Object(items), scope)

    # -- modules ---------------------------------------------------------------------------

    def _import(self, node: Node, scope: int) -> None:
        source = node.child_by_field_name("source")
        if source is None:
            return
        spec = self.string(source)
        for clause in node.named_children:
            if clause.type != "import_clause":
                continue
            for child in clause.named_children:
                if child.type == "identifier":
                    self.bind(scope, self.text(child), ir.Imported(spec, "default"), scope)
                elif child.type == "namespace_import":
                    name = self.text(child.named_children[0])
                    self.bind(scope, name, ir.Imported(spec, "*"), scope)
                elif child.type == "named_imports":
                    self._named_imports(child, spec, scope)

    def _named_imports(self, node: Node, spec: str, scope: int) -> None:
        for item in node.named_children:
            name, alias = item.child_by_field_name("name"), item.child_by_field_name("alias")
            if name is not None:
                local = self.text(alias if alias is not None else name)
                self.bind(scope, local, ir.Imported(spec, self.text(name)), scope)

    def _export(self, node: Node, scope: int) -> None:
        exports = self.module.exports
        source = node.child_by_field_name("source")
        spec = self.string(source) if source is not None else ""
        declaration = node.child_by_field_name("declaration")
        default = any(child.type == "default" for child in node.children)
        decorators = [c for c in node.named_children if c.type == "decorator"]
        if declaration is not None:
            if declaration.type == "lexical_declaration" and self.component:
                self._properties(declaration, scope)
            self._export_declaration(declaration, scope, default=default, decorators=decorators)
        elif (value := node.child_by_field_name("value")) is not None:
            exports["default"] = self._scoped(self.expression(value, scope, name="default"))
        for child in node.named_children:
            if child.type == "export_clause":
                for item in child.named_children:
                    name, alias = (
                        item.child_by_field_name("name"),
                        item.child_by_field_name("alias"),
                    )
                    if name is None:
                        continue
                    local = self.text(name)
                    public = self.text(alias) if alias is not None else local
                    exports[public] = ir.Imported(spec, local) if spec else ir.Name(local)
            elif child.type == "namespace_export":
                exports[self.text(child.named_children[0])] = ir.Imported(spec, "*")
        if spec and any(child.type == "*" for child in node.children):
            self.module.star_exports.append(spec)

    def _export_declaration(
        self, node: Node, scope: int, *, default: bool, decorators: list[Node]
    ) -> None:
        before = set(self.module.scopes[scope].names)
        if node.type in ("class_declaration", "abstract_class_declaration"):
            self._class_declaration(node, scope, decorators)
        else:
            self.statement(node, scope)
        name = node.child_by_field_name("name")
        if name is not None:
            self.module.exports["default" if default else self.text(name)] = ir.Name(
                self.text(name)
            )
        elif default and node.type in _FUNCTIONS:
            self.module.exports["default"] = ir.Closure(self.last_function)
        for local in self.module.scopes[scope].names:
            if local not in before:
                self.module.exports.setdefault(local, ir.Name(local))

    def _properties(self, declaration: Node, scope: int) -> None:
        """``export let name = ""`` in Svelte: whoever uses the component gives the value."""
        for child in declaration.named_children:
            name = child.child_by_field_name("name")
            if name is not None and name.type == "identifier":
                self.bind(scope, self.text(name), ir.Other(self.text(name)), scope)

    # -- functions and classes -------------------------------------------------------------

    def function(self, node: Node, scope: int, name: str = "", cid: str = "") -> str:
        """Lower a function of any spelling; its ``fid``."""
        named = node.child_by_field_name("name")
        if named is not None:
            name = self.text(named)
        fid = f"{self.module.path}#{len(self.module.functions)}"
        inner = self.new_scope(scope, fid)
        outer = self.module.scopes[scope].fid
        body = node.child_by_field_name("body")
        function = ir.Function(
            fid, name, node.start_point[0] + 1, outer, inner, node.type == "arrow_function", cid
        )
        function.end = node.end_point[0] + 1
        self.module.functions[fid] = function
        if (single := node.child_by_field_name("parameter")) is not None:
            function.params = 1
            self.pattern(single, ir.Param(fid, 0), inner, inner)
        elif (parameters := node.child_by_field_name("parameters")) is not None:
            self._parameters(parameters, function)
        if body is not None and body.type == "statement_block":
            for child in body.named_children:
                if child.type == "comment":
                    function.todo = function.todo or self.is_todo(child)
                else:
                    function.statements += 1
                    self.statement(child, inner)
        elif body is not None:
            function.statements = 1
            function.returns.append((self.expression(body, inner), inner))
        self.last_function = fid
        return fid

    def _parameters(self, node: Node, function: ir.Function) -> None:
        index = 0
        for child in node.named_children:
            if child.type in ("comment", "decorator"):
                continue
            target: Node | None = child
            default = None
            value: ir.Expr = ir.Param(function.fid, index)
            if child.type in ("required_parameter", "optional_parameter"):
                target = child.child_by_field_name("pattern")
                default = child.child_by_field_name("value")
                kind = child.child_by_field_name("type")
                if kind is not None:
                    function.param_types[index] = self.type_name(kind)
                if target is not None and target.type == "this":
                    continue
                # `constructor(private http: Http)` declares a field.
                if any(c.type in ("accessibility_modifier", "readonly") for c in child.children):
                    owner = self.module.classes.get(function.cid)
                    if owner is not None and target is not None:
                        owner.fields[self.text(target)] = value
                        owner.field_types[self.text(target)] = function.param_types.get(index, "")
            elif child.type == "assignment_pattern":
                target = child.child_by_field_name("left")
                default = child.child_by_field_name("right")
            if default is not None:
                lowered = self.expression(default, function.scope)
                value = ir.Choice([value, lowered], fallback=True)
            if target is not None:
                self.pattern(target, value, function.scope, function.scope)
            index += 1
        function.params = index

    def _class_declaration(
        self, node: Node, scope: int, decorators: list[Node] | None = None
    ) -> None:
        cid = self.klass(node, scope, decorators)
        if (name := node.child_by_field_name("name")) is not None:
            self.bind(scope, self.text(name), ir.ClassRef(cid), scope)
        else:
            self.module.exports["default"] = ir.ClassRef(cid)

    def klass(self, node: Node, scope: int, decorators: list[Node] | None = None) -> str:
        """Lower a class; its ``cid``."""
        name = node.child_by_field_name("name")
        cid = f"{self.module.path}#c{len(self.module.classes)}"
        klass = ir.Class(cid, self.text(name) if name else "", node.start_point[0] + 1, scope)
        self.module.classes[cid] = klass
        own = [child for child in node.named_children if child.type == "decorator"]
        for decorator in [*(decorators or []), *own]:
            klass.decorators.extend(self.expression(c, scope) for c in decorator.named_children)
        for child in node.named_children:
            if child.type == "class_heritage":
                parent = child.named_children[0] if child.named_children else None
                if parent is not None and parent.type == "extends_clause":
                    parent = parent.child_by_field_name("value")
                if parent is not None:
                    klass.superclass = self.expression(parent, scope)
        if (body := node.child_by_field_name("body")) is not None:
            self._class_body(body, klass, scope)
        return cid

    def _class_body(self, body: Node, klass: ir.Class, scope: int) -> None:
        pending: list[ir.Expr] = []
        for member in body.named_children:
            if member.type == "decorator":
                pending.extend(self.expression(c, scope) for c in member.named_children)
                continue
            name = member.child_by_field_name("name") or member.child_by_field_name("property")
            if member.type == "method_definition" and name is not None:
                fid = self.function(member, scope, cid=klass.cid)
                klass.methods[self.key(name)] = fid
                klass.method_decorators[fid] = pending
            elif (
                member.type in ("public_field_definition", "field_definition") and name is not None
            ):
                kind = member.child_by_field_name("type")
                if kind is not None:
                    klass.field_types[self.key(name)] = self.type_name(kind)
                if (value := member.child_by_field_name("value")) is not None:
                    fid_before = self.last_function
                    lowered = self.expression(value, scope, name=self.key(name), cid=klass.cid)
                    klass.fields[self.key(name)] = lowered
                    if isinstance(lowered, ir.Closure) and self.last_function != fid_before:
                        self.module.functions[lowered.fid].cid = klass.cid
            elif member.type not in _IGNORED:
                self.statement(member, scope)
            pending = []

    def _scoped(self, value: ir.Expr) -> ir.Expr:
        # Exports are looked up in the module's own scope, which is where they were lowered.
        return value
