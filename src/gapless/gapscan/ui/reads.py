"""Which fields of an answer the panel reads, where that can be followed."""

from __future__ import annotations

from gapless.gapscan.js import ir
from gapless.gapscan.js.evaluate import Evaluator
from gapless.gapscan.js.values import Answer, Value, options_of
from gapless.gapscan.ui.follow import Followed

# Where in what a client answers the body is.
_BODY = {
    "axios": "data", "unknown client": "data", "openapi-fetch": "data", "fetch": "json()", "ky":
    "json()",
}  # fmt: skip
# Properties that every list, text or number has; reading them reads no field.
_LANGUAGE = frozenset(
    {
        "length", "map", "filter", "forEach", "find", "findIndex", "some", "every", "reduce",
        "slice", "sort", "join", "includes", "indexOf", "concat", "push", "flat", "flatMap", "at",
        "then", "catch", "finally", "toString", "toFixed", "toLocaleString", "toLowerCase",
        "toUpperCase", "split", "trim", "replace", "startsWith", "endsWith", "keys", "values",
        "entries", "hasOwnProperty", "reverse", "json()", "#keys", "#values", "pop", "shift",
        "unshift", "splice", "charAt", "substring", "padStart", "localeCompare", "getTime",
        "size", "has", "get", "valueOf", "match", "replaceAll",
    }
)  # fmt: skip


def reads_by_site(
    evaluator: Evaluator, modules: list[ir.Module], followed: Followed
) -> dict[tuple[str, int], set[str]]:
    """The fields read of each call's answer, by the call's site.

    The evaluator learns what calls answer, so its earlier results are dropped.
    """
    libraries: dict[tuple[str, int], str] = {}
    for identity, (site, library) in followed.direct.items():
        if identity not in followed.wrapped:
            evaluator.answers[identity] = Answer(site)
            libraries[site] = library
    evaluator.resited.update(followed.wrapped)
    # The call of a wrapper answers what its innermost call does.
    own = dict(followed.calls)
    for site, call in own.items():
        libraries.setdefault(site, call.client)
    evaluator.forget()
    if _learn_state(evaluator, modules):
        evaluator.forget()
    found: dict[tuple[str, int], set[str]] = {}
    for module in modules:
        for expr, scope in module.reads:
            for option in options_of(evaluator.value(expr, module, scope)):
                if isinstance(option, Answer):
                    field = _field(option, libraries.get(option.site, ""))
                    if field:
                        found.setdefault(option.site, set()).add(field)
    return found


def _field(answer: Answer, library: str) -> str:
    path = list(answer.path)
    if (body := _BODY.get(library)) is not None:
        if body not in path[:1]:
            return ""
        path = path[1:]
    for index, key in enumerate(path):
        if key in _LANGUAGE or key.isdigit():
            path = path[:index]
            break
    text = ""
    for key in path:
        text += key if key == "[]" else f".{key}" if text else key
    return text if text.strip("[].") else ""


def _learn_state(evaluator: Evaluator, modules: list[ir.Module]) -> bool:
    """``const [games, setGames] = useState()``: what ``setGames`` is given, ``games`` is worth."""
    learned = False
    for module in modules:
        states = _states(module)
        if not states:
            continue
        for invoke in module.invokes:
            if not isinstance(invoke.callee, ir.Name) or not invoke.args:
                continue
            target = _declared(module, invoke.callee.name, invoke.scope)
            state = states.get(target) if target is not None else None
            if state is None:
                continue
            value: Value = evaluator.value(invoke.args[0], module, invoke.scope)
            answers = [option for option in options_of(value) if isinstance(option, Answer)]
            if answers:
                key = (module.path, *state)
                evaluator.setters.setdefault(key, []).extend(answers)
                learned = True
    return learned


def _states(module: ir.Module) -> dict[tuple[int, str], tuple[int, str]]:
    """Setter to state, each as scope and name."""
    pairs: dict[int, dict[str, tuple[int, str]]] = {}
    for number, scope in enumerate(module.scopes):
        for name, assigns in scope.names.items():
            for assign in assigns:
                member = assign.value
                if isinstance(member, ir.Member) and isinstance(member.value, ir.Invoke):
                    callee = member.value.callee
                    called = (
                        callee.key if isinstance(callee, ir.Member) else getattr(callee, "name", "")
                    )
                    if called in ("useState", "createSignal"):
                        pairs.setdefault(id(member.value), {})[member.key] = (number, name)
    return {pair["1"]: pair["0"] for pair in pairs.values() if "0" in pair and "1" in pair}


def _declared(module: ir.Module, name: str, scope: int) -> tuple[int, str] | None:
    while scope >= 0:
        if name in module.scopes[scope].names:
            return scope, name
        scope = module.scopes[scope].parent
    return None
