"""Names while lowering: their text, the scopes they live in, destructuring patterns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gapless.gapscan.js import ir

if TYPE_CHECKING:
    from tree_sitter import Node

_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\/": "/", "\\\\": "\\", "\\'": "'", '\\"': '"', "\\`": "`"}
_TODO = re.compile(rb"\b(TODO|FIXME|HACK|not implemented|stub|placeholder)\b", re.I)


class Names:
    """State of one file's lowering, and all that concerns names."""

    def __init__(self, source: bytes, module: ir.Module) -> None:
        self.source = source
        self.module = module
        self.last_function = ""
        # Most of a file is the same few words: each is kept once.
        self._texts: dict[bytes, str] = {}
        self._known: dict[str, ir.Name] = {}

    def expression(self, node: Node, scope: int, name: str = "", cid: str = "") -> ir.Expr:
        """Lower an expression."""
        raise NotImplementedError

    # -- text ------------------------------------------------------------------------------

    def text(self, node: Node) -> str:
        """The source of a node."""
        raw = self.source[node.start_byte : node.end_byte]
        found = self._texts.get(raw)
        if found is None:
            found = self._texts[raw] = raw.decode("utf-8", "replace")
        return found

    def named(self, name: str) -> ir.Name:
        """The expression of a name."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = ir.Name(name)
            self.module.mentions.add(name)
        return found

    def string(self, node: Node) -> str:
        """The value of a string literal."""
        raw = self.text(node)[1:-1]
        return (
            re.sub(r"\\.", lambda m: _ESCAPES.get(m.group(), m.group()[1:]), raw)
            if "\\" in raw
            else raw
        )

    def key(self, node: Node) -> str:
        """The name of a property, however it is written."""
        if node.type == "string":
            return self.string(node)
        if node.type == "computed_property_name":
            inner = node.named_children
            return self.string(inner[0]) if inner and inner[0].type == "string" else "?"
        return self.text(node)

    def type_name(self, node: Node) -> str:
        """The outermost name in a type annotation, or an empty text."""
        match = re.match(r":?\s*(?:readonly\s+)?([A-Za-z_$][\w$]*)", self.text(node))
        return match.group(1) if match else ""

    def is_todo(self, node: Node) -> bool:
        """Whether a comment says that the work is not done."""
        return bool(_TODO.search(self.source, node.start_byte, node.end_byte))

    # -- scopes ----------------------------------------------------------------------------

    def new_scope(self, parent: int, fid: str) -> int:
        """Open a scope; its number."""
        self.module.scopes.append(ir.Scope(parent, fid))
        return len(self.module.scopes) - 1

    def function_scope(self, scope: int) -> int:
        """The outermost scope of the function that ``scope`` is in."""
        scopes = self.module.scopes
        while scopes[scope].parent >= 0 and scopes[scopes[scope].parent].fid == scopes[scope].fid:
            scope = scopes[scope].parent
        return scope

    def bind(self, target: int, name: str, value: ir.Expr, scope: int) -> None:
        """Declare ``name`` in ``target``; ``value`` is evaluated in ``scope``."""
        self.module.scopes[target].names.setdefault(name, []).append(ir.Assign(value, scope))

    def declared(self, name: str, scope: int) -> ir.Assign | None:
        """The first value of a name that this file declares."""
        while scope >= 0:
            assigns = self.module.scopes[scope].names.get(name)
            if assigns:
                return assigns[0]
            scope = self.module.scopes[scope].parent
        return None

    def assign(self, name: str, value: ir.Expr, scope: int, *, append: bool) -> None:
        """Assign to a name that an enclosing scope declares."""
        at = scope
        scopes = self.module.scopes
        while at >= 0 and name not in scopes[at].names:
            at = scopes[at].parent
        if at < 0:
            at = 0
        scopes[at].names.setdefault(name, []).append(ir.Assign(value, scope, at != scope, append))

    def pattern(self, node: Node, value: ir.Expr, target: int, scope: int) -> None:
        """Bind the names of a destructuring pattern to parts of ``value``."""
        kind = node.type
        if kind in ("identifier", "shorthand_property_identifier_pattern"):
            self.bind(target, self.text(node), value, scope)
        elif kind == "object_pattern":
            for child in node.named_children:
                self._object_item(child, value, target, scope)
        elif kind == "array_pattern":
            index = 0
            for child in node.children:
                if child.type == ",":
                    index += 1
                elif child.is_named:
                    self.pattern(child, ir.Member(value, str(index)), target, scope)
        elif kind in ("assignment_pattern", "object_assignment_pattern"):
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is not None and right is not None:
                if left.type == "shorthand_property_identifier_pattern":
                    value = self.read(ir.Member(value, self.text(left)), scope)
                default = self.expression(right, scope)
                self.pattern(left, ir.Choice([value, default], fallback=True), target, scope)
        elif kind == "rest_pattern":
            for child in node.named_children:
                self.pattern(child, value, target, scope)

    def _object_item(self, node: Node, value: ir.Expr, target: int, scope: int) -> None:
        if node.type == "shorthand_property_identifier_pattern":
            member = self.read(ir.Member(value, self.text(node)), scope)
            self.bind(target, self.text(node), member, scope)
        elif node.type == "pair_pattern":
            key, inner = node.child_by_field_name("key"), node.child_by_field_name("value")
            if key is not None and inner is not None:
                self.pattern(
                    inner, self.read(ir.Member(value, self.key(key)), scope), target, scope
                )
        else:
            self.pattern(node, value, target, scope)

    def read(self, member: ir.Member, scope: int) -> ir.Member:
        """Remember that a member is read, for the fields of answers."""
        self.module.reads.append((member, scope))
        return member
