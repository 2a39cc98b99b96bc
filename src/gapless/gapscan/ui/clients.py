"""Recognises the calls that leave the browser, whatever library makes them."""

from __future__ import annotations

from dataclasses import replace

from gapless.gapscan.js import ir
from gapless.gapscan.js.builtins import client_of
from gapless.gapscan.js.evaluate import Evaluator
from gapless.gapscan.js.values import (
    Client,
    External,
    Fallback,
    Func,
    Klass,
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
from gapless.gapscan.ui.interceptors import rewritten
from gapless.gapscan.ui.shapes import by_shape, is_path
from gapless.gapscan.ui.sink import ALIASES, BODY_VERBS, NO_ADDRESS, VERBS, Sink, at, setting

_QUERY_HOOKS = frozenset({"useQuery", "useSuspenseQuery", "useInfiniteQuery"})


_LEAVING_GLOBALS = frozenset({"useSWR", "navigator.sendBeacon", "sendBeacon", "EventSource"})


# Calls of these have no address of their own: they are listed, with what they name instead.
_TRPC_CALLS = frozenset(
    {"useQuery", "useMutation", "useInfiniteQuery", "useSuspenseQuery", "useSubscription", "query",
     "mutate", "subscribe", "queryOptions", "mutationOptions", "fetch", "prefetch", "mutateAsync"}
)  # fmt: skip
_GRAPHQL = ("@apollo/client", "urql", "@urql/", "graphql-request", "@vue/apollo-composable")
_GRAPHQL_CALLS = frozenset(
    {"useQuery", "useMutation", "useLazyQuery", "useSubscription", "useSuspenseQuery", "request"}
)


def _handed_fetch(value: Value) -> bool:
    """``load({ fetch })``: a framework hands the function over, by its name."""
    return isinstance(value, Ref) and (value.path[-1] if value.path else value.name) in (
        "fetch",
        "$fetch",
    )


def may_leave(invoke: ir.Invoke, callee: Value) -> bool:
    """Whether it is worth knowing the arguments of a call: most calls of a panel stay inside."""
    for option in options_of(callee):
        if isinstance(option, Func | Klass | Client) or _handed_fetch(option):
            return True
        if isinstance(option, External) and (
            option.package or option.name in _LEAVING_GLOBALS or client_of(option) is not None
        ):
            return True
    if not invoke.args:
        return False
    if isinstance(invoke.args[0], ir.Object) and any(k == "url" for k, _ in invoke.args[0].items):
        return True
    if isinstance(invoke.callee, ir.Member):
        key = invoke.callee.key
        return key.lower() in VERBS or key in ALIASES
    return isinstance(invoke.callee, ir.Name) and invoke.callee.name in _QUERY_HOOKS


def sinks_of(
    evaluator: Evaluator, module: ir.Module, invoke: ir.Invoke, callee: Value, args: list[Value]
) -> list[Sink]:
    """The sinks that a call is by itself; calls of the project's own functions are none."""
    found: list[Sink] = []
    for option in options_of(callee):
        if _handed_fetch(option):
            option = Client("fetch", Text(()))
        if isinstance(option, External):
            if (client := client_of(option)) is not None:
                option = client
            else:
                found.extend(_external(evaluator, option, args))
        if isinstance(option, Client):
            found.extend(_client(evaluator, option, args))
    if not found and not any(isinstance(option, Func) for option in options_of(callee)):
        found.extend(by_shape(evaluator, module, invoke, callee, args))
    return found


def _client(evaluator: Evaluator, client: Client, args: list[Value]) -> list[Sink]:
    library, method = client.library, client.method
    first, second, third = at(args, 0), at(args, 1), at(args, 2)
    method = ALIASES.get(method, method)
    why = f"call of {library}" + (f".{client.method}" if client.method else "")
    sink: Sink | None = None
    if library == "trpc":
        procedure, _, called = method.rpartition(".")
        if called in _TRPC_CALLS and procedure:
            sink = Sink(Unknown(), text("POST"), first, NO_ADDRESS, f"tRPC procedure {procedure}")
    elif library == "xhr":
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
            setting(evaluator, second, "method"),
            setting(evaluator, second, "json", "body"),
            library,
            why,
        )
    elif library == "ky" and method in VERBS:
        sink = Sink(first, text(method), setting(evaluator, second, "json", "body"), library, why)
    elif method in ("", "request"):
        if isinstance(first, Text | Ref) and not isinstance(second, Missing):
            sink = Sink(
                first,
                setting(evaluator, second, "method"),
                setting(evaluator, second, "data"),
                library,
                why,
            )
        elif isinstance(first, Text):
            sink = Sink(first, Missing(), Missing(), library, why)
        elif not isinstance(first, Missing):
            body = setting(evaluator, first, "data", "json", "body")
            sink = Sink(
                setting(evaluator, first, "url"),
                setting(evaluator, first, "method"),
                body,
                library,
                why,
            )
            own = setting(evaluator, first, "baseURL")
            client = replace(client, base=_own_base(evaluator, own, client.base))
    elif method in VERBS:
        body = second if method in BODY_VERBS else setting(evaluator, second, "data")
        options = third if method in BODY_VERBS else second
        own = setting(evaluator, options, "baseURL")
        client = replace(client, base=_own_base(evaluator, own, client.base))
        sink = Sink(first, text(method), body, library, why)
    if sink is None or (isinstance(sink.url, Missing) and not args):
        return []
    if isinstance(sink.url, Missing):  # it has an address, of which nothing is known
        sink = replace(sink, url=Unknown())
    base: Value = client.base
    url: Value = sink.url
    if library == "axios":
        if isinstance(base, Missing) or base == Text(()):
            base = evaluator.axios_base
        base, url = rewritten(evaluator, client.base, base, url)
    return [replace(sink, url=join(base, url))]


def _own_base(evaluator: Evaluator, own: Value, base: Value) -> Value:
    """The base that a call gives for itself, or the client's, or that of all clients."""
    if isinstance(own, Ref | Fallback):
        unknown = isinstance(base, Missing) or base == Text(())
        return Fallback(own, evaluator.axios_base if unknown else base)
    return base if isinstance(own, Missing) else own


def _fetch(evaluator: Evaluator, first: Value, second: Value, why: str) -> Sink:
    url, options = first, second
    if isinstance(first, Record):
        url = setting(evaluator, first, "url")
        options = first if isinstance(second, Missing) else second
    elif isinstance(first, Func):
        url = evaluator.returned(first.fid)
    # Only `$fetch` knows a base; a spread of unknown options does not bring one.
    own = options.members.get("baseURL", Missing()) if isinstance(options, Record) else Missing()
    method, body = setting(evaluator, options, "method"), setting(evaluator, options, "body")
    return Sink(join(own, url), method, body, "fetch", why)


def _openapi_client(
    evaluator: Evaluator, client: Client, args: list[Value], why: str
) -> Sink | None:
    if client.library == "openapi-fetch":
        if client.method.lower() in VERBS and client.method.isupper():
            body = setting(evaluator, at(args, 1), "body")
            return Sink(at(args, 0), text(client.method), body, "openapi-fetch", why)
        if client.method == "request":
            body = setting(evaluator, at(args, 2), "body")
            return Sink(at(args, 1), at(args, 0), body, "openapi-fetch", why)
        return None
    if client.method in (
        "useQuery",
        "useMutation",
        "useSuspenseQuery",
        "queryOptions",
        "useInfiniteQuery",
    ):
        return Sink(at(args, 1), at(args, 0), Missing(), "openapi-react-query", why)
    return None


def _jquery(evaluator: Evaluator, method: str, args: list[Value], why: str) -> Sink | None:
    first, second = at(args, 0), at(args, 1)
    if method == "ajax":
        alone = isinstance(second, Missing) and not isinstance(first, Text)
        options = first if alone else second
        url = setting(evaluator, options, "url") if alone else first
        return Sink(
            url,
            setting(evaluator, options, "method", "type"),
            setting(evaluator, options, "data"),
            "jquery",
            why,
        )
    if method in ("get", "post"):
        if isinstance(first, Record):
            return Sink(
                setting(evaluator, first, "url"),
                text(method),
                setting(evaluator, first, "data"),
                "jquery",
                why,
            )
        return Sink(first, text(method), second if method == "post" else Missing(), "jquery", why)
    return None


def _external(evaluator: Evaluator, callee: External, args: list[Value]) -> list[Sink]:
    name = callee.name.rsplit(".", 1)[-1]
    first, second = at(args, 0), at(args, 1)
    if callee.package.startswith(_GRAPHQL) and name in _GRAPHQL_CALLS and args:
        return [Sink(Unknown(), text("POST"), first, NO_ADDRESS, "GraphQL operation")]
    if (callee.package.startswith("swr") and callee.name != "mutate") or (
        not callee.package and name == "useSWR"
    ):
        # The fetcher gets the key; a fetcher of the project is followed, another one is a GET.
        if isinstance(second, Func):
            return []
        url = evaluator.returned(first.fid) if isinstance(first, Func) else first
        url = url.items[0] if isinstance(url, Sequence) and url.items else url
        return [Sink(url, text("GET"), Missing(), "swr", "key of useSWR")] if is_path(url) else []
    if name in _QUERY_HOOKS and isinstance(first, Record) and "queryFn" not in first.members:
        key = setting(evaluator, first, "queryKey")
        if isinstance(key, Sequence) and key.items and is_path(key.items[0]):
            why = "key of a query without a function: the default function fetches it"
            return [
                Sink(key.items[0], text("GET"), Missing(), "react-query", why, Confidence.PROBABLE)
            ]
    if callee.name == "navigator.sendBeacon" or callee.name == "sendBeacon":
        return [Sink(first, text("POST"), second, "sendBeacon", "call of sendBeacon")]
    if callee.name == "EventSource":
        return [Sink(first, text("GET"), Missing(), "EventSource", "an event stream is opened")]
    return []
