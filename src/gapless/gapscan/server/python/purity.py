"""What is known of names by heart: what only computes, what reaches out, what a request holds."""

from __future__ import annotations

import builtins
import re

from gapless.gapscan.server.python.collect import MUTATING

# Packages whose functions give only what they are given, or chance and the clock.
PURE_PACKAGES = (
    "uuid", "datetime", "time", "random", "logging", "json", "math", "secrets", "string",
    "decimal", "copy", "asyncio.sleep", "fastapi", "starlette", "flask.jsonify", "quart.jsonify",
    "flask.make_response", "flask.abort", "flask.Response", "rest_framework.response",
    "rest_framework.status", "rest_framework.decorators", "django.http", "structlog", "typing",
    "collections", "itertools", "functools", "hashlib", "base64", "re", "loguru", "http", "enum",
    "pydantic", "dataclasses", "django.utils", "werkzeug",
)  # fmt: skip
# Parts of them that reach out, or stand for something that may.
REACHING = ("werkzeug.local", "http.client", "http.server", "werkzeug.test", "werkzeug.serving")
REQUESTS = ("flask.request", "quart.request")
# What a request holds that its sender wrote; the rest of it (the user, the session) is known
# from elsewhere.
SENT = frozenset(
    {
        "json", "form", "args", "data", "values", "files", "body", "query_params", "path_params",
        "headers", "cookies", "get_json", "method", "GET", "POST", "FILES", "META", "url", "path",
        "content_type", "view_args", "query", "stream", "client", "host", "remote_addr",
    }
)  # fmt: skip
# Data that says of itself that it is none.
MADE_UP = re.compile(r"fake|mock|dummy|sample|demo|stub|placeholder|fixture|example", re.I)
# Answers that are files and pages: what they hold does not stand in the handler.
PAGES = frozenset(
    {
        "FileResponse", "StreamingResponse", "RedirectResponse", "TemplateResponse", "render",
        "redirect", "render_template", "send_file", "send_from_directory", "HTMLResponse",
        "StreamingHttpResponse", "HttpResponseRedirect", "HttpResponsePermanentRedirect",
        "EventSourceResponse", "PlainTextResponse", "render_to_response",
    }
)  # fmt: skip
# Functions of the language, and methods of an answer, that reach out.
DOING = frozenset(
    {"open", "super", "exec", "eval", "__import__", "input", "set_cookie", "delete_cookie"}
)
PURE_METHODS = MUTATING | {
    "dict", "model_dump", "model_dump_json", "json", "get", "strip", "lower", "upper", "split",
    "join", "format", "items", "keys", "values", "copy", "isoformat", "strftime", "replace",
    "startswith", "endswith", "hex", "encode", "decode", "title", "total_seconds", "timestamp",
    "is_valid", "model_copy", "count", "index", "getlist", "to_dict", "get_json", "lstrip",
    "rstrip", "splitlines", "read",
}  # fmt: skip
DEPENDENCIES = frozenset({"Depends", "Security", "Inject", "Provide", "FromDishka"})
# Parameters that are called so are handed over by the framework, whatever it is.
HANDED = frozenset(
    {"db", "session", "conn", "connection", "cursor", "store", "repo", "repository", "service",
     "cache", "redis", "user", "current_user", "uow"}
)  # fmt: skip
INPUT_BASES = ("BaseModel", "SQLModel", "RootModel", "TypedDict", "Schema", "Struct", "NamedTuple")


def is_pure(name: str) -> bool:
    """Whether a dotted name is of a package that only computes."""
    return _within(name, PURE_PACKAGES) and not _within(name, REACHING)


def is_known(name: str) -> bool:
    """Whether a name of elsewhere holds nothing: a builtin, a package that only computes."""
    if name.rsplit(".", 1)[-1] in PAGES:
        return False
    return is_pure(name) or ("." not in name and hasattr(builtins, name))


def _within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == p or name.startswith(p + ".") for p in packages)
