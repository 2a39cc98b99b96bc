"""Recognises the calls that leave the browser, whatever library makes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gapless.gapscan.js import ir
from gapless.gapscan.js.builtins import client_of
from gapless.gapscan.js.evaluate import Evaluator
from gapless.gapscan.js.values import (
    Client,
    External,
    Func,
    Hole,
    Klass,
    Missing,
    Record,
    Ref,
    Sequence,
    Text,
    Unknown,
    Value,
    as_parts,
    options_of,
    text,
)
from gapless.gapscan.model import Confidence
from gapless.gapscan.ui.addresses import join

_VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
_ALIASES = {
    "del": "delete", "getJSON": "get", "getJson": "get", "postForm": "post", "putForm": "put",
    "patchForm": "patch", "remove": "delete",
}  # fmt: skip
_BODY_VERBS = frozenset({"post", "put", "patch"})
# Receivers that have `get` and take paths, but are no HTTP client of a panel.
_NOT_CLIENTS = re.compile(
    r"(^|\.)(cy|app|router|server|mock\w*|nock|msw|rest|page|test|params|searchParams|cache|map"
    r"|localStorage|sessionStorage|headers|formData|store|container|injector|cookies|i18n|lodash|_)$",
    re.I,
)
_QUERY_HOOKS = frozenset({"useQuery", "useSuspenseQuery", "useInfiniteQuery"})


@dataclass(frozen=True, slots=True)
class Sink:
    """A call that leaves the browser: where to, how, with what; in terms of parameters maybe."""

    url: Value
    method: Value
    body: Value
    client: str
    why: str
    confidence: Confidence = Confidence.CERTAIN


_LEAVING_GLOBALS = frozenset({"useSWR", "navigator.sendBeacon", "sendBeacon", "EventSource"})


def may_leave(invoke: ir.Invoke, callee: Value) -> bool:
    """Whether it is worth knowing the arguments of a call: most calls of a panel stay inside."""
    for option in options_of(callee):
        if isinstance(option, Func | Klass | Client):
            return True
        if isinstance(option, External) and (
            option.package or option.name in _LEAVING_GLOBALS or client_of(option) is not None
        ):
            return True
    if not invoke.args:
        return False
    if isinstance(invoke.args[0], ir.Object):
        return any(key == "url" for key, _ in invoke.args[0].items)
    if isinstance(invoke.callee, ir.Member):
        key = invoke.callee.key
        return key.lower() in _VERBS or key in _ALIASES
    return isinstance(invoke.callee, ir.Name) and invoke.callee.name in _QUERY_HOOKS


def sinks_of(
    evaluator: Evaluator, module: ir.Module, invoke: ir.Invoke, callee: Value, args: list[Value]
) -> list[Sink]:
    """The sinks that a call is by itself; calls of the project's own functions are none."""
    found: list[Sink] = []
    for option in options_of(callee):
        if isinstance(option, External):
            if (client := client_of(option)) is not None:
                option = client
            else:
                found.extend(_external(evaluator, option, args))
        if isinstance(option, Client):
            found.extend(_client(evaluator, option, args))
    if not found and not any(isinstance(option, Func) for option in options_of(callee)):
        found.extend(_by_shape(evaluator, module, invoke, callee, args))
    return found


def _get(evaluator: Evaluator, options: Value, *keys: str) -> Value:
    for key in keys:
        if not isinstance(options, Missing | Unknown | Text | Sequence):
            found = evaluator.member(options, key)
            if not isinstance(found, Missing):
                return found
    return Missing()


def _at(args: list[Value], index: int) -> Value:
    return args[index] if index < len(args) else Missing()


def _client(evaluator: Evaluator, client: Client, args: list[Value]) -> list[Sink]:
    library, method = client.library, client.method
    first, second, third = _at(args, 0), _at(args, 1), _at(args, 2)
    method = _ALIASES.get(method, method)
    why = f"call of {library}" + (f".{client.method}" if client.method else "")
    sink: Sink | None = None
    if library == "xhr":
        if method == "open":
            sink = Sink(second, first, Missing(), "XMLHttpRequest", why)
    elif library in ("openapi-fetch", "openapi-query"):
        sink = _openapi_client(evaluator, client, args, why)
    elif library == "jquery":
        sink = _jquery(evaluator, method, args, why)
    elif library == "fetch":
        if method in ("", "raw"):
            sink = _fetch(evaluator, first, second, why)
    elif library == "ky" and method == "":
        sink = Sink(
            first,
            _get(evaluator, second, "method"),
            _get(evaluator, second, "json", "body"),
            library,
            why,
        )
    elif library == "ky" and method in _VERBS:
        sink = Sink(first, text(method), _get(evaluator, second, "json", "body"), library, why)
    elif method in ("", "request"):
        if isinstance(first, Text | Ref) and not isinstance(second, Missing):
            sink = Sink(
                first,
                _get(evaluator, second, "method"),
                _get(evaluator, second, "data"),
                library,
                why,
            )
        elif isinstance(first, Text):
            sink = Sink(first, Missing(), Missing(), library, why)
        elif not isinstance(first, Missing):
            sink = Sink(_get(evaluator, first, "url"), _get(evaluator, first, "method"),
                        _get(evaluator, first, "data"), library, why)  # fmt: skip
            own = _get(evaluator, first, "baseURL")
            client = replace(client, base=client.base if isinstance(own, Missing) else own)
    elif method in _VERBS:
        body = second if method in _BODY_VERBS else _get(evaluator, second, "data")
        options = third if method in _BODY_VERBS else second
        own = _get(evaluator, options, "baseURL")
        client = replace(client, base=client.base if isinstance(own, Missing) else own)
        sink = Sink(first, text(method), body, library, why)
    if sink is None or isinstance(sink.url, Missing):
        return []
    return [replace(sink, url=join(client.base, sink.url))]


def _fetch(evaluator: Evaluator, first: Value, second: Value, why: str) -> Sink:
    url, options = first, second
    if isinstance(first, Record):
        url = _get(evaluator, first, "url")
        options = first if isinstance(second, Missing) else second
    elif isinstance(first, Func):
        url = evaluator.returned(first.fid)
    # Only `$fetch` knows a base; a spread of unknown options does not bring one.
    own = options.members.get("baseURL", Missing()) if isinstance(options, Record) else Missing()
    method, body = _get(evaluator, options, "method"), _get(evaluator, options, "body")
    return Sink(join(own, url), method, body, "fetch", why)


def _openapi_client(
    evaluator: Evaluator, client: Client, args: list[Value], why: str
) -> Sink | None:
    if client.library == "openapi-fetch":
        if client.method.lower() in _VERBS and client.method.isupper():
            body = _get(evaluator, _at(args, 1), "body")
            return Sink(_at(args, 0), text(client.method), body, "openapi-fetch", why)
        if client.method == "request":
            body = _get(evaluator, _at(args, 2), "body")
            return Sink(_at(args, 1), _at(args, 0), body, "openapi-fetch", why)
        return None
    if client.method in (
        "useQuery",
        "useMutation",
        "useSuspenseQuery",
        "queryOptions",
        "useInfiniteQuery",
    ):
        return Sink(_at(args, 1), _at(args, 0), Missing(), "openapi-react-query", why)
    return None


def _jquery(evaluator: Evaluator, method: str, args: list[Value], why: str) -> Sink | None:
    first, second = _at(args, 0), _at(args, 1)
    if method == "ajax":
        options = second if isinstance(first, Text) else first
        url = first if isinstance(first, Text) else _get(evaluator, options, "url")
        return Sink(
            url,
            _get(evaluator, options, "method", "type"),
            _get(evaluator, options, "data"),
            "jquery",
            why,
        )
    if method in ("get", "post"):
        if isinstance(first, Record):
            return Sink(
                _get(evaluator, first, "url"),
                text(method),
                _get(evaluator, first, "data"),
                "jquery",
                why,
            )
        return Sink(first, text(method), second if method == "post" else Missing(), "jquery", why)
    return None


def _external(evaluator: Evaluator, callee: External, args: list[Value]) -> list[Sink]:
    name = callee.name.rsplit(".", 1)[-1]
    first, second = _at(args, 0), _at(args, 1)
    if (callee.package.startswith("swr") and callee.name != "mutate") or (
        not callee.package and name == "useSWR"
    ):
        # The fetcher gets the key; a fetcher of the project is followed, another one is a GET.
        if isinstance(second, Func):
            return []
        url = evaluator.returned(first.fid) if isinstance(first, Func) else first
        url = url.items[0] if isinstance(url, Sequence) and url.items else url
        return [Sink(url, text("GET"), Missing(), "swr", "key of useSWR")] if _is_path(url) else []
    if name in _QUERY_HOOKS and isinstance(first, Record) and "queryFn" not in first.members:
        key = _get(evaluator, first, "queryKey")
        if isinstance(key, Sequence) and key.items and _is_path(key.items[0]):
            why = "key of a query without a function: the default function fetches it"
            return [
                Sink(key.items[0], text("GET"), Missing(), "react-query", why, Confidence.PROBABLE)
            ]
    if callee.name == "navigator.sendBeacon" or callee.name == "sendBeacon":
        return [Sink(first, text("POST"), second, "sendBeacon", "call of sendBeacon")]
    if callee.name == "EventSource":
        return [Sink(first, text("GET"), Missing(), "EventSource", "an event stream is opened")]
    return []


def _is_path(value: Value) -> bool:
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
        elif not re.match(r"/[A-Za-z{]|/$|https?://", first):
            return False
    return bool(options)


def _by_shape(
    evaluator: Evaluator, module: ir.Module, invoke: ir.Invoke, callee: Value, args: list[Value]
) -> list[Sink]:
    """Calls of clients that could not be resolved, recognised by method name and path."""
    if invoke.jsx or not args:
        return []
    first = args[0]
    if isinstance(first, Record) and not invoke.new:
        url, method = first.members.get("url"), first.members.get("method")
        if url is not None and isinstance(method, Text) and _is_path(url):
            constant = (method.constant or "").lower()
            if constant in _VERBS:
                why = "options that name a method and a url"
                body = _get(evaluator, first, "data", "body")
                return [Sink(url, method, body, "unknown client", why, Confidence.PROBABLE)]
    if not isinstance(invoke.callee, ir.Member) or invoke.new:
        return []
    verb = _ALIASES.get(invoke.callee.key, invoke.callee.key).lower()
    if verb not in _VERBS or not _is_path(first) or _receiver_is_no_client(invoke.callee.value):
        return []
    if any(isinstance(arg, Func | Sequence) for arg in args[1:]):
        return []
    owner = evaluator.value(invoke.callee.value, module, invoke.scope)
    if isinstance(owner, External) and owner.name.startswith("new "):
        return []
    body = _at(args, 1) if verb in _BODY_VERBS else Missing()
    why = f"`.{invoke.callee.key}()` with a path; the client itself could not be resolved"
    return [Sink(first, text(verb), body, "unknown client", why, Confidence.PROBABLE)]


def _receiver_is_no_client(expr: ir.Expr) -> bool:
    if isinstance(expr, ir.Name):
        return bool(_NOT_CLIENTS.search(expr.name))
    if isinstance(expr, ir.Member):
        return bool(_NOT_CLIENTS.search(expr.key))
    # `request(app).get(...)` of supertest, `new Map().get(...)`.
    return isinstance(expr, ir.Invoke)


def body_keys(value: Value) -> tuple[str, ...]:
    """The keys of a body that is an object, sorted."""
    keys: set[str] = set()
    for option in options_of(value):
        if isinstance(option, Record):
            keys.update(key for key in option.members if not key.startswith("#"))
    return tuple(sorted(keys))


def describe(value: Value) -> str:
    """A short text for a value, for the list of unresolved calls."""
    return "".join(
        part if isinstance(part, str) else f"{{{part.name or '?'}}}" for part in as_parts(value)
    )
