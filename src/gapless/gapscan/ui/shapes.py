"""Calls of clients that could not be resolved, recognised by their shape; always only probable."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gapless.gapscan.js import ir
from gapless.gapscan.js.evaluate import Evaluator
from gapless.gapscan.js.values import (
    External,
    Fallback,
    Func,
    Hole,
    Missing,
    Record,
    Ref,
    Sequence,
    Text,
    Unknown,
    Value,
    options_of,
    text,
)
from gapless.gapscan.model import Confidence
from gapless.gapscan.ui.addresses import join
from gapless.gapscan.ui.sink import ALIASES, BODY_VERBS, VERBS, Sink, at, setting

_CLIENT_NAMES = re.compile(r"^\$?(axios|http|api|https?_?client|api_?client|ajax)$", re.I)
# Receivers that have `get` and take paths, but are no HTTP client of a panel.
_NOT_CLIENTS = re.compile(
    r"(^|\.)(cy|app|router|server|mock\w*|nock|msw|rest|page|test|params|searchParams|cache|map"
    r"|localStorage|sessionStorage|headers|formData|store|container|injector|cookies|i18n|lodash|_)$",
    re.I,
)


def is_path(value: Value) -> bool:
    """Whether every alternative begins like an address of a server."""
    options = options_of(value)
    for option in options:
        if not isinstance(option, Text) or not option.parts:
            return False
        first = option.parts[0]
        if isinstance(first, Hole):
            named = bool(
                re.search(r"(url|base|api|host|endpoint|server|backend)", first.name, re.I)
            )
            after = option.parts[1] if len(option.parts) > 1 else ""
            if not (named and isinstance(after, str) and after.startswith("/")):
                return False
        elif not re.match(r"/[A-Za-z{]|/$|https?://|(?:api|rest)/", first):
            return False
    return bool(options)


def by_shape(
    evaluator: Evaluator, module: ir.Module, invoke: ir.Invoke, callee: Value, args: list[Value]
) -> list[Sink]:
    """Calls of clients that could not be resolved, recognised by method name and path."""
    if invoke.jsx or not args:
        return []
    first = args[0]
    if isinstance(first, Record) and not invoke.new:
        url, method = first.members.get("url"), first.members.get("method")
        if url is not None and isinstance(method, Text) and is_path(url):
            constant = (method.constant or "").lower()
            if constant in VERBS:
                why = "options that name a method and a url"
                body = setting(evaluator, first, "data", "body")
                return [Sink(url, method, body, "unknown client", why, Confidence.PROBABLE)]
    if not isinstance(invoke.callee, ir.Member) or invoke.new:
        return []
    verb = ALIASES.get(invoke.callee.key, invoke.callee.key).lower()
    named = _named_like_a_client(invoke.callee.value)
    told = is_path(first) or (named and isinstance(first, Text | Ref | Unknown))
    if verb not in VERBS or not told or _receiver_is_no_client(invoke.callee.value):
        return []
    if any(isinstance(arg, Func | Sequence) for arg in args[1:]):
        return []
    owner = evaluator.value(invoke.callee.value, module, invoke.scope)
    if isinstance(owner, External) and owner.name.startswith("new "):
        return []
    body = at(args, 1) if verb in BODY_VERBS else Missing()
    why = f"`.{invoke.callee.key}()` with a path; the client itself could not be resolved"
    return [Sink(first, text(verb), body, "unknown client", why, Confidence.PROBABLE, named)]


def _named_like_a_client(expr: ir.Expr) -> bool:
    """`Vue.axios`, `this.$http`, `api`: what it is called leaves little doubt."""
    name = expr.key if isinstance(expr, ir.Member) else getattr(expr, "name", "")
    return bool(_CLIENT_NAMES.search(name))


def _receiver_is_no_client(expr: ir.Expr) -> bool:
    if isinstance(expr, ir.Name):
        return bool(_NOT_CLIENTS.search(expr.name))
    if isinstance(expr, ir.Member):
        return bool(_NOT_CLIENTS.search(expr.key))
    # `request(app).get(...)` of supertest, `new Map().get(...)`.
    return isinstance(expr, ir.Invoke)


def by_options(evaluator: Evaluator, module: ir.Module, invoke: ir.Invoke) -> Iterator[Sink]:
    """Requests described by an object: ``send({url, method: "PUT"})``, ``c.get({url: "/a"})``.

    For calls that nothing else explains: generated clients whose core could not be followed.
    """
    verb = ""
    if isinstance(invoke.callee, ir.Member) and invoke.callee.key.lower() in VERBS:
        verb = invoke.callee.key.lower()
    for arg in invoke.args:
        if not isinstance(arg, ir.Object) or not any(key == "url" for key, _ in arg.items):
            continue
        options = evaluator.value(arg, module, invoke.scope)
        url, method = setting(evaluator, options, "url"), setting(evaluator, options, "method")
        while isinstance(url, Fallback):  # what is spread in may say otherwise, but rarely does
            url = url.second
        while isinstance(method, Fallback):
            method = method.second
        if not is_path(url):
            continue
        if not isinstance(method, Text):
            method = text(verb)
        if (method.constant or "").lower() in VERBS:
            body = setting(evaluator, options, "data", "body")
            why = "options that name a method and a url"
            yield Sink(url, method, body, "unknown client", why, Confidence.PROBABLE)


def endpoints(evaluator: Evaluator, module: ir.Module, invoke: ir.Invoke) -> Iterator[Sink]:
    """Endpoints of RTK Query: ``builder.query({query: (id) => `/games/${id}`})``."""
    callee = invoke.callee
    if (
        not isinstance(callee, ir.Member)
        or callee.key not in ("query", "mutation")
        or not invoke.args
    ):
        return
    described = evaluator.value(invoke.args[0], module, invoke.scope)
    if not isinstance(evaluator.value(callee.value, module, invoke.scope), Ref):
        return
    function = described.members.get("query") if isinstance(described, Record) else None
    if not isinstance(function, Func):
        return
    base = _base_query(evaluator, module, invoke)
    why = f"a {callee.key} endpoint of RTK Query"
    for result in options_of(evaluator.returned(function.fid)):
        url: Value = result
        method: Value = Missing()
        body: Value = Missing()
        if isinstance(result, Record):
            url = setting(evaluator, result, "url")
            method, body = setting(evaluator, result, "method"), setting(evaluator, result, "body")
        if isinstance(url, Text):
            yield Sink(
                join(text("/") if isinstance(base, Missing) else base, url),
                method,
                body,
                "rtk-query",
                why,
            )


def _base_query(evaluator: Evaluator, module: ir.Module, invoke: ir.Invoke) -> Value:
    """The base address of the API that an endpoint belongs to."""
    function = module.functions.get(invoke.fid)
    while function is not None and function.owner is None:
        function = module.functions.get(function.parent)
    for other in module.invokes:
        if function is None or function.owner not in other.args:
            continue
        # `createApi({...})`, or `api.injectEndpoints({...})` of one that another module made.
        made = evaluator.value(other.args[0], module, other.scope)
        if isinstance(other.callee, ir.Member):
            made = evaluator.value(other.callee.value, module, other.scope)
        base = setting(evaluator, setting(evaluator, made, "baseQuery"), "baseUrl")
        if not isinstance(base, Missing):
            return base
    for other_module in evaluator.modules.loaded.values():
        for other in other_module.invokes if other_module is not None else ():
            if getattr(other.callee, "name", "") == "fetchBaseQuery" and other.args:
                assert other_module is not None
                options = evaluator.value(other.args[0], other_module, other.scope)
                return setting(evaluator, options, "baseUrl")
    return Missing()
