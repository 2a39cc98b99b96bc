"""What classic scripts share: names of files that are no modules, and what is put on `window`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from gapless.gapscan.js import ir
from gapless.gapscan.js.builtins import client_of
from gapless.gapscan.js.values import External

GLOBAL_OBJECTS = frozenset({"window", "globalThis", "self", "global"})
# More definitions than that are no shared name, but one that many pages use for themselves.
_MAX_DEFINITIONS = 3

Shared = dict[str, list[tuple[ir.Module, ir.Expr, int]]]


def shared_names(modules: Iterable[ir.Module]) -> Shared:
    """Each name with the expressions it stands for: module, expression, scope."""
    found: Shared = defaultdict(list)
    for module in modules:
        if is_script(module):
            for name in module.scopes[0].names:
                found[name].append((module, ir.Name(name), 0))
        for write in module.writes:
            target = write.target
            if (
                isinstance(target, ir.Member)
                and isinstance(target.value, ir.Name)
                and target.value.name in GLOBAL_OBJECTS
            ):
                found[target.key].append((module, write.value, write.scope))
    return {
        name: places
        for name, places in found.items()
        # A library's own copy among the files is the library all the same.
        if len(places) <= _MAX_DEFINITIONS and client_of(External("", name)) is None
    }


def is_script(module: ir.Module) -> bool:
    """Whether the file imports and exports nothing, so that its names are everybody's."""
    if module.exports or module.star_exports or module.path.endswith((".vue", ".svelte")):
        return False
    return not any(
        isinstance(assign.value, ir.Imported)
        for assigns in module.scopes[0].names.values()
        for assign in assigns
    )
