"""What the language and the well-known libraries give: text functions, lists, client factories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gapless.gapscan.js import ir
from gapless.gapscan.js.values import (
    Answer,
    Chain,
    Client,
    External,
    Fallback,
    Func,
    Hole,
    Made,
    Missing,
    Record,
    Ref,
    Sequence,
    Text,
    Unknown,
    Value,
    as_parts,
    concat,
    options_of,
    text,
)

if TYPE_CHECKING:
    from gapless.gapscan.js.evaluate import Evaluator

SERVER_PACKAGES = frozenset(
    {"express", "fastify", "@koa/router", "koa-router", "hono", "express-promise-router"}
)
FETCH_PACKAGES = frozenset(
    {"node-fetch", "cross-fetch", "isomorphic-fetch", "isomorphic-unfetch", "undici", "ofetch",
     "whatwg-fetch", "#app"}
)  # fmt: skip
AXIOS_PACKAGES = frozenset({"axios", "redaxios", "@nuxtjs/axios"})
XHR_PACKAGES = frozenset({"xhr", "xhr-request", "reqwest", "umi-request"})
KY_PACKAGES = frozenset({"ky", "ky-universal", "got"})
# They have `get` and `delete`, and are no clients.
CONTAINERS = frozenset({"Map", "WeakMap", "Set", "URLSearchParams", "Headers", "FormData"})
# They give back what they are given.
PASSING = frozenset(
    {"useCallback", "useMemo", "memo", "forwardRef", "debounce", "throttle", "cache"}
)
# Under this number a function keeps the arguments that `bind` gave it.
BEGUN = -2
_GLOBAL_OBJECTS = frozenset({"window", "globalThis", "self", "global"})
_SAME_TEXT = frozenset(
    {
        "trim", "toString", "toLowerCase", "toUpperCase", "replace", "replaceAll", "concat",
        "valueOf", "trimEnd", "trimStart", "normalize", "href", "slice", "substring", "pathname",
        "$",
    }
)  # fmt: skip
_TEXT_FUNCTIONS = frozenset(
    {"encodeURIComponent", "encodeURI", "String", "decodeURIComponent", "unref"}
)
_SAME_LIST = frozenset(
    {"filter", "sort", "reverse", "slice", "concat", "flat", "flatMap", "toSorted"}
)
_BODY_READERS = frozenset({"json", "clone"})
_SAME_PROMISE = frozenset({"catch", "finally", "unwrap"})
_COMPONENTS = frozenset({"defineComponent", "Vue.extend", "defineNuxtComponent", "default.extend"})
_QUERY_HOOKS = frozenset(
    {
        "useQuery",
        "useSuspenseQuery",
        "useInfiniteQuery",
        "useLazyQuery",
        "createQuery",
        "useAsyncData",
    }
)


def client_of(value: External) -> Client | None:
    """The HTTP client that a package's export or a global is."""
    package, name = value.package, value.name
    if package in AXIOS_PACKAGES or (not package and name == "axios"):
        return Client("axios", Text(())) if name in ("default", "axios") else None
    if package in KY_PACKAGES and name in ("default", "ky", "got"):
        return Client("ky", Text(()))
    if package in XHR_PACKAGES and name in ("default", "xhr"):
        return Client("xhr package", Text(()))
    if package == "superagent" and name == "default":
        return Client("superagent", Text(()))
    if (package == "jquery" and name == "default") or (not package and name in ("$", "jQuery")):
        return Client("jquery", Text(()))
    if (
        package in FETCH_PACKAGES and name in ("default", "fetch", "$fetch", "ofetch", "useFetch")
    ) or (not package and name in ("fetch", "$fetch", "useFetch", "useLazyFetch")):
        return Client("fetch", Text(()))
    return None


def builtin_member(value: Value, key: str, environment: Mapping[str, str]) -> Value:
    """``value.key`` for what is no object of the program; ``environment`` are build variables."""
    match value:
        case External():
            if not value.package and value.name in _GLOBAL_OBJECTS:
                return External("", key)
            if not value.package and value.name in (
                "import.meta",
                "import.meta.env",
                "process.env",
            ):
                whole = f"{value.name}.{key}"
                if whole.endswith((".env", "process.env")):
                    return External("", whole)
                if key in ("BASE_URL", "PUBLIC_URL"):  # where the panel itself is served
                    return text("")
                found = environment.get(key)
                return text(found) if found is not None else Unknown(key)
            if not value.package and value.name == "process" and key == "env":
                return External("", "process.env")
            if value.name == "*" or (key == "default" and value.name == "default"):
                return External(value.package, key)
            if (client := client_of(value)) is not None:
                return builtin_member(client, key, environment)
            return External(value.package, f"{value.name}.{key}")
        case Client():
            return Client(value.library, value.base, f"{value.method}.{key}".lstrip("."))
        case Answer():
            return Answer(value.site, (*value.path, key))
        case Unknown():
            return Unknown(key)
        case Sequence():
            if key.isdigit():
                index = int(key)
                return value.items[index] if index < len(value.items) else Missing()
            if key == "#values":
                return value
        case Text() if key in _SAME_TEXT:
            return value
        case Missing():
            return Missing()
        case Func() if key in ("call", "apply", "bind"):
            return value
    return Unknown(key)


def given_by(expr: ir.Invoke, receiver: Value, args: list[Value]) -> list[Value]:
    """The arguments that a function gets: `f.call(this, x)` and `f.apply(this, [x])` give it x."""
    key = expr.callee.key if isinstance(expr.callee, ir.Member) else ""
    if key not in ("call", "apply", "bind") or not isinstance(receiver, Func):
        return args
    if key == "apply":
        return list(args[1].items) if len(args) > 1 and isinstance(args[1], Sequence) else []
    return args[1:]


def bound_to(function: Func, args: list[Value]) -> Func:
    """What ``function.bind(this, ...args)`` gives."""
    if not args:
        return function
    key = (function.fid, BEGUN)
    first = (*begun(dict(function.env).get(key)), *args)
    env = tuple(item for item in function.env if item[0] != key)
    return Func(function.fid, (*env, (key, Sequence(first))))


def begun(value: Value | None) -> tuple[Value, ...]:
    """The arguments that a function was given before it is called."""
    return value.items if isinstance(value, Sequence) else ()


def builtin_new(evaluator: Evaluator, callee: Value, args: list[Value], site: int) -> Value:
    """``new`` of what is no class of the program."""
    if not isinstance(callee, External):
        return Unknown()
    if callee.package in SERVER_PACKAGES:
        return Made(f"{callee.package}.{callee.name}", site)
    if callee.name == "URL" and args:
        first = args[0]
        constant = as_parts(first)[0] if as_parts(first) else ""
        if len(args) > 1 and isinstance(constant, str) and not constant.startswith("http"):
            base = args[1]
            if constant.startswith("/") and isinstance(base, Text) and base.constant is None:
                return concat([Text((Hole("base"),)), first])
            if isinstance(base, External):
                return first
            return concat([base, first]) if not constant.startswith("/") else first
        return first
    if callee.name == "Request" and args:
        options = args[1] if len(args) > 1 else Record({})
        return Record({"url": args[0]}, (options,))
    if callee.name == "XMLHttpRequest":
        return Client("xhr", Text(()))
    if callee.name in CONTAINERS:
        return External("", f"new {callee.name}")
    return Unknown(callee.name if callee.name[:1].islower() else "")


def builtin_call(
    evaluator: Evaluator, callee: Value, args: list[Value], expr: ir.Invoke, receiver: Value
) -> Value:
    """What a call of a library or language function gives."""
    if isinstance(callee, External):
        if callee.package in SERVER_PACKAGES:
            return Made(f"{callee.package}.{callee.name}", id(expr))
        return _external_call(evaluator, callee, args)
    if isinstance(callee, Client):
        return _client_call(evaluator, callee, args)
    if not isinstance(expr.callee, ir.Member):
        return Unknown()
    return _method_call(evaluator, receiver, expr.callee.key, args)


def _external_call(evaluator: Evaluator, callee: External, args: list[Value]) -> Value:
    first: Value = args[0] if args else Missing()
    if callee.package == "openapi-fetch" and callee.name in ("default", "createClient"):
        return Client("openapi-fetch", _option(evaluator, first, "baseUrl"))
    if callee.package.startswith("@trpc/") and callee.name.startswith("createTRPC"):
        return Client("trpc", Text(()))
    if callee.name in ("createApi", "fetchBaseQuery"):  # of RTK Query: known by their options
        return first
    if callee.package in ("openapi-react-query", "swr-openapi"):
        return Client("openapi-query", first.base) if isinstance(first, Client) else Unknown()
    if not callee.package and callee.name in _TEXT_FUNCTIONS and args:
        return first
    if callee.name in (
        "Object.freeze",
        "Object.seal",
        "reactive",
        "ref",
        "readonly",
        "Promise.resolve",
    ):
        if callee.name == "ref":
            # What begins empty is filled by the page.
            return Record({"value": Unknown() if first == Text(()) else first}, (first,))
        return first
    if callee.name in ("Object.values", "Object.keys"):
        return evaluator.member(first, "#" + callee.name.partition(".")[2])
    if callee.name == "Object.entries":
        values = evaluator.member(first, "#values")
        keys = evaluator.member(first, "#keys")
        if isinstance(values, Sequence) and isinstance(keys, Sequence):
            pairs = zip(keys.items, values.items, strict=False)
            return Sequence(tuple(Sequence(pair) for pair in pairs))
    if callee.name == "Object.assign":
        return Record({}, tuple(args))
    if callee.name == "JSON.stringify" or callee.name in _COMPONENTS:
        return first
    if callee.name in ("Promise.all", "Promise.allSettled"):
        return first
    if callee.name in ("useState", "React.useState") or callee.name.endswith(".useState"):
        return Unknown()
    if callee.name.rsplit(".", 1)[-1] in _QUERY_HOOKS or callee.name == "useSWR":
        return _query(evaluator, args, infinite="Infinite" in callee.name)
    if callee.package == "swr":
        return _query(evaluator, args)
    if callee.name in ("queryOptions", "infiniteQueryOptions"):
        return first
    if callee.name.rsplit(".", 1)[-1] in ("useMemo", "useCallback") and args:
        found = args[0]
        if callee.name.endswith("useMemo") and isinstance(found, Func):
            return evaluator.bind(evaluator.returned(found.fid), dict(found.env))
        return found
    return Unknown()


def _query(evaluator: Evaluator, args: list[Value], *, infinite: bool = False) -> Value:
    """The result of a query hook: ``data`` is what its function answers, or selects of it."""
    for arg in args:
        function = arg
        select: Value = Unknown()
        if isinstance(arg, Record):
            function = evaluator.member(arg, "queryFn")
            select = evaluator.member(arg, "select")
        if not isinstance(function, Func):
            continue
        data = evaluator.bind(evaluator.returned(function.fid), evaluator.bindings(function, []))
        if infinite:
            data = Record({"pages": Sequence((data,)), "pageParams": Unknown("pageParams")})
        if isinstance(select, Func):
            chosen = evaluator.returned(select.fid)
            data = evaluator.bind(chosen, evaluator.bindings(select, [data]))
        return Record({"data": data})
    return Unknown()


def _client_call(evaluator: Evaluator, callee: Client, args: list[Value]) -> Value:
    first: Value = args[0] if args else Missing()
    if callee.library == "trpc" and callee.method.endswith("useTRPC"):
        return Client("trpc", Text(()))
    match callee.library, callee.method:
        case "axios", "create":
            return Client("axios", _joined(callee.base, _option(evaluator, first, "baseURL")))
        case "ky", "create" | "extend":
            prefix = _option(evaluator, first, "prefixUrl")
            if isinstance(prefix, Missing):
                prefix = _option(evaluator, first, "prefix")
            return Client("ky", callee.base if isinstance(prefix, Missing) else prefix)
        case "fetch", "create":
            return Client("fetch", _option(evaluator, first, "baseURL"))
    return Unknown()


def _option(evaluator: Evaluator, options: Value, key: str) -> Value:
    if isinstance(options, Missing):
        return Missing()
    return evaluator.member(options, key)


def _joined(base: Value, more: Value) -> Value:
    return base if isinstance(more, Missing) else more


def _method_call(evaluator: Evaluator, receiver: Value, key: str, args: list[Value]) -> Value:
    results = [_method_result(evaluator, option, key, args) for option in options_of(receiver)]
    return results[0] if len(results) == 1 else _first_known(results)


def _first_known(results: list[Value]) -> Value:
    return next((result for result in results if not isinstance(result, Unknown)), Unknown())


def _method_result(evaluator: Evaluator, receiver: Value, key: str, args: list[Value]) -> Value:
    match receiver:
        case Made() if key == "route" and args:
            return Chain(receiver, args[0])
        case Chain():
            return receiver
        case Text() | Ref() | Fallback() if key in _SAME_TEXT:
            if key == "concat":
                return concat([receiver, *args])
            return receiver
        case Sequence():
            if key == "join":
                separator = args[0] if args else text(",")
                parts: list[Value] = []
                for index, item in enumerate(receiver.items):
                    parts.extend([separator, item] if index else [item])
                return concat(parts)
            if key == "map" and args and isinstance(args[0], Func):
                return Sequence(
                    tuple(
                        evaluator.bind(
                            evaluator.returned(args[0].fid), evaluator.bindings(args[0], [item])
                        )
                        for item in receiver.items
                    )
                )
            if key in _SAME_LIST:
                return receiver
            if key in ("find", "at", "pop", "shift"):
                return evaluator.element(receiver)
        case Answer():
            if key in _BODY_READERS:
                return (
                    Answer(receiver.site, (*receiver.path, f"{key}()"))
                    if key == "json"
                    else receiver
                )
            if key == "then" and args and isinstance(args[0], Func):
                returned = evaluator.returned(args[0].fid)
                return evaluator.bind(returned, evaluator.bindings(args[0], [receiver]))
            if key in _SAME_PROMISE or key in _SAME_LIST:
                return receiver
            if key in ("find", "at", "pop", "shift"):
                return evaluator.element(receiver)
            return Unknown(key)
    if key == "then" and args and isinstance(args[0], Func):
        returned = evaluator.returned(args[0].fid)
        return evaluator.bind(returned, evaluator.bindings(args[0], [receiver]))
    if key in _SAME_PROMISE:
        return receiver
    return Unknown(key)
