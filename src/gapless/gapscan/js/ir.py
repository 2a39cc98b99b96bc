"""A small language that JavaScript is lowered to: only what can decide an address.

Statements become bindings, calls and returns; expressions become the few shapes below. It holds
no syntax trees, so that it is small and can cross a process boundary.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Lit:
    """A string constant."""

    text: str


@dataclass(slots=True)
class Tpl:
    """A template literal or a concatenation: its parts in order."""

    parts: list[Expr]


@dataclass(slots=True)
class Name:
    """A name, to be looked up in the scope where the expression stands."""

    name: str


@dataclass(slots=True)
class Param:
    """A parameter of a function (``index`` -1 is ``this``)."""

    fid: str
    index: int


@dataclass(slots=True)
class Imported:
    """Something imported: ``name`` is ``default``, ``*`` or an exported name."""

    module: str
    name: str


@dataclass(slots=True)
class Member:
    """``value.key`` or ``value["key"]``."""

    value: Expr
    key: str


@dataclass(slots=True)
class Index:
    """``value[key]`` with a computed key."""

    value: Expr
    key: Expr


@dataclass(slots=True)
class Element:
    """Some element of ``value``: what a loop variable or a callback's parameter holds."""

    value: Expr


@dataclass(slots=True)
class Object:
    """An object literal; a ``None`` key is a spread."""

    items: list[tuple[str | None, Expr]]


@dataclass(slots=True)
class Array:
    """An array literal."""

    items: list[Expr]


@dataclass(slots=True)
class Closure:
    """A function expression or declaration."""

    fid: str


@dataclass(slots=True)
class ClassRef:
    """A class expression or declaration."""

    cid: str


@dataclass(slots=True)
class Choice:
    """One of several: a conditional, or ``a || b`` when ``fallback`` is set.

    ``test`` is what a conditional asks, if it is simple: ``options[0]`` when ``subject`` is
    ``equals``, or when it is there at all.
    """

    options: list[Expr]
    fallback: bool = False
    subject: Expr | None = None
    equals: str | None = None


@dataclass(slots=True)
class This:
    """``this`` where no function of the file gives it a meaning."""


@dataclass(slots=True)
class Other:
    """Anything else; ``name`` hints at a placeholder, ``constant`` is a literal but no text."""

    name: str = ""
    constant: bool = False


@dataclass(slots=True, eq=False)
class Invoke:
    """A call or ``new``; JSX elements are calls of their component with the attributes."""

    callee: Expr
    args: list[Expr]
    line: int
    scope: int
    fid: str
    new: bool = False
    jsx: bool = False
    # Where it stands in the file, in bytes: its text is read again when somebody asks for it.
    start: int = 0
    end: int = 0


Expr = (
    Lit | Tpl | Name | Param | Imported | Member | Index | Element | Object | Array | Closure
    | ClassRef | Choice | This | Other | Invoke
)  # fmt: skip


@dataclass(slots=True)
class Assign:
    """One assignment to a name: what, where from, and whether it always happens."""

    value: Expr
    scope: int
    conditional: bool = False
    append: bool = False


@dataclass(slots=True)
class Scope:
    """A block or function body; ``-1`` is no parent."""

    parent: int
    fid: str
    names: dict[str, list[Assign]] = field(default_factory=dict)


@dataclass(slots=True)
class Write:
    """An assignment to a member, such as ``axios.defaults.baseURL = ...``."""

    target: Expr
    value: Expr
    scope: int
    fid: str
    line: int


@dataclass(slots=True)
class Function:
    """A function: its parameters are names in its scope, its body is in the module's lists."""

    fid: str
    name: str
    line: int
    parent: str
    scope: int
    arrow: bool = False
    cid: str = ""
    params: int = 0
    param_types: dict[int, str] = field(default_factory=dict)
    returns: list[tuple[Expr, int]] = field(default_factory=list)
    throws: list[Expr] = field(default_factory=list)
    statements: int = 0
    todo: bool = False
    end: int = 0
    # Where the function is handed as a callback: the receiver and the method, e.g. (`xs`, `map`).
    passed_to: tuple[Expr, str, int] | None = None
    owner: Object | None = None


@dataclass(slots=True)
class Class:
    """A class: methods and fields by name, with decorators for the frameworks that use them."""

    cid: str
    name: str
    line: int
    scope: int
    superclass: Expr | None = None
    methods: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Expr] = field(default_factory=dict)
    field_types: dict[str, str] = field(default_factory=dict)
    decorators: list[Expr] = field(default_factory=list)
    method_decorators: dict[str, list[Expr]] = field(default_factory=dict)


@dataclass(slots=True)
class Module:
    """One file."""

    path: str
    shown: str
    scopes: list[Scope] = field(default_factory=list)
    functions: dict[str, Function] = field(default_factory=dict)
    classes: dict[str, Class] = field(default_factory=dict)
    invokes: list[Invoke] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    reads: list[tuple[Expr, int]] = field(default_factory=list)
    exports: dict[str, Expr] = field(default_factory=dict)
    star_exports: list[str] = field(default_factory=list)
    # Every name and member that is used somewhere in the file, for what nobody uses.
    mentions: set[str] = field(default_factory=set)
    error_line: int = 0
    lines: int = 0
