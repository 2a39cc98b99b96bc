"""Routes from an OpenAPI 3 document (2.0 is read as far as it means the same)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from gapless.gapscan.model import Location, Notice, Route, ScanInputError
from gapless.gapscan.paths import METHODS, normalise, split_url

_MAX_DEPTH = 5
_LISTED_MAX = 4000


def read_openapi(text: str, name: str) -> tuple[list[Route], list[Notice]]:
    """The operations of a document given as JSON or YAML text; ``name`` is told in locations.

    Raises :class:`ScanInputError` when the text is no OpenAPI document. A part of a good document
    that cannot be used becomes a notice.
    """
    document = parse_document(text, name)
    if not isinstance(document, dict) or not ("openapi" in document or "swagger" in document):
        raise ScanInputError(
            "is no OpenAPI document: it has no `openapi` member", Location(name, 1)
        )
    paths = document.get("paths")
    if paths is None and "webhooks" in document:
        paths = {}
    if not isinstance(paths, dict):
        raise ScanInputError("is no OpenAPI document: `paths` is not an object", Location(name, 1))
    return _Reader(document, name, text).routes(paths)


def parse_document(text: str, name: str) -> Any:
    """JSON or YAML; raises :class:`ScanInputError` with the line at which it does not parse."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(text)
        except ValueError as error:
            line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
            raise ScanInputError(f"is not valid JSON: {error}", Location(name, line)) from error
        except RecursionError as error:
            raise ScanInputError("is nested too deeply to be a document", Location(name)) from error
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 0
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise ScanInputError(f"is not valid YAML: {problem}", Location(name, line)) from error
    except RecursionError as error:
        raise ScanInputError("is nested too deeply to be a document", Location(name)) from error


def load_openapi(path: Path, name: str) -> tuple[list[Route], list[Notice]]:
    """:func:`read_openapi` of a file."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ScanInputError(f"cannot be read: {error}", Location(name)) from error
    return read_openapi(text, name)


class _Reader:
    def __init__(self, document: dict[str, Any], name: str, text: str) -> None:
        self.document = document
        self.name = name
        self.notices: list[Notice] = []
        self.lines = {
            match.group(1): text.count("\n", 0, match.start()) + 1
            for match in re.finditer(r"^\s*[\"']?(/[^\"'\s:][^\"'\n]*|/)[\"']?\s*:", text, re.M)
        }

    def routes(self, paths: dict[Any, Any]) -> tuple[list[Route], list[Notice]]:
        prefixes = self._prefixes(self.document)
        found: list[Route] = []
        for raw, item in paths.items():
            path = str(raw)
            item = self._resolve(item, path)
            if not path.startswith("/") or not isinstance(item, dict):
                if not path.startswith("x-"):
                    self._note(path, f"path {path!r} is skipped: not a path with operations")
                continue
            for method in METHODS:
                operation = item.get(method.lower())
                if not isinstance(operation, dict):
                    continue
                bases = self._prefixes(operation if "servers" in operation else item) or prefixes
                found.extend(
                    self._route(method, prefix + path, path, operation) for prefix in bases or [""]
                )
        return found, self.notices

    def _prefixes(self, owner: dict[str, Any]) -> list[str]:
        if isinstance(base := owner.get("basePath"), str):  # OpenAPI 2
            return [base.rstrip("/")]
        found: list[str] = []
        servers = owner.get("servers")
        for server in servers if isinstance(servers, list) else ():
            url = server.get("url") if isinstance(server, dict) else None
            if isinstance(url, str):
                prefix = split_url(re.sub(r"^(https?://)?\{[^}]*\}", r"http://host", url))[
                    1
                ].rstrip("/")
                if prefix not in found:
                    found.append(prefix)
        return found

    def _route(self, method: str, full: str, path: str, operation: dict[str, Any]) -> Route:
        responses = operation.get("responses")
        statuses: list[int] = []
        fields: frozenset[str] | None = None
        opened: frozenset[str] = frozenset()
        for status, response in responses.items() if isinstance(responses, dict) else ():
            if str(status).isdigit():
                statuses.append(int(status))
            if fields is None and str(status).startswith("2"):
                schema = self._schema(self._resolve(response, path))
                if schema is not None:
                    fields, opened = self._fields(schema, path)
        body = self._resolve(operation.get("requestBody"), path)
        request = self._schema(body) if isinstance(body, dict) else None
        security = operation.get("security", self.document.get("security"))
        return Route(
            method,
            normalise(full),
            Location(self.name, self.lines.get(path, 0)),
            "openapi",
            handler=str(operation.get("operationId", "")),
            response_fields=fields,
            response_open=opened,
            request_fields=self._fields(request, path)[0] if request is not None else None,
            secured=bool(security) if security is not None else None,
            statuses=tuple(sorted(statuses)),
        )

    @staticmethod
    def _schema(response: Any) -> dict[str, Any] | None:
        if not isinstance(response, dict):
            return None
        content = response.get("content")
        if isinstance(content, dict):
            for kind, media in content.items():
                if "json" in str(kind) and isinstance(media, dict):
                    schema = media.get("schema")
                    return schema if isinstance(schema, dict) else None
            return None
        schema = response.get("schema")
        return schema if isinstance(schema, dict) else None

    def _fields(
        self, schema: dict[str, Any], path: str
    ) -> tuple[frozenset[str] | None, frozenset[str]]:
        """All field paths of a schema, and the prefixes below which anything may stand."""
        fields: set[str] = set()
        opened: set[str] = set()
        self._collect(schema, "", fields, opened, path, 0, ())
        if "" in opened:
            return None, frozenset()
        return frozenset(fields), frozenset(opened)

    def _collect(
        self, schema: Any, prefix: str, fields: set[str], opened: set[str], path: str, depth: int,
        seen: tuple[str, ...],
    ) -> None:  # fmt: skip
        while isinstance(schema, dict) and isinstance(ref := schema.get("$ref"), str):
            if ref in seen:  # a schema that contains itself goes on forever
                opened.add(prefix)
                return
            seen = (*seen, ref)
            schema = self._target(ref, path)
        if not isinstance(schema, dict) or depth > _MAX_DEPTH or len(fields) > _LISTED_MAX:
            opened.add(prefix)
            return
        kinds = schema.get("type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        variants = [v for key in ("allOf", "anyOf", "oneOf") for v in schema.get(key) or ()]
        for variant in variants:
            if isinstance(variant, dict) and variant.get("type") == "null":
                continue
            self._collect(variant, prefix, fields, opened, path, depth, seen)
        if "array" in kinds or "items" in schema:
            self._collect(schema.get("items"), prefix + "[]", fields, opened, path, depth + 1, seen)
            return
        properties = schema.get("properties")
        if isinstance(properties, dict):
            for name, inner in properties.items():
                field = (
                    f"{prefix}.{name}" if prefix and not prefix.endswith(".") else f"{prefix}{name}"
                )
                fields.add(field)
                self._collect(inner, field, fields, opened, path, depth + 1, seen)
            if schema.get("additionalProperties"):
                opened.add(prefix)
        elif not variants and (
            "object" in kinds or (kinds == [None] and not ({"enum", "const"} & schema.keys()))
        ):
            opened.add(prefix)

    def _resolve(self, item: Any, path: str) -> Any:
        for _ in range(20):
            if not (isinstance(item, dict) and isinstance(ref := item.get("$ref"), str)):
                return item
            item = self._target(ref, path)
        self._note(path, f"a reference in {path!r} leads round in a circle")
        return None

    def _target(self, ref: str, path: str) -> Any:
        if not ref.startswith("#/"):
            self._note(path, f"reference {ref!r} leads out of the document and is not followed")
            return None
        target: Any = self.document
        for part in ref[2:].split("/"):
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            if isinstance(target, list) and key.isdigit() and int(key) < len(target):
                target = target[int(key)]
            elif isinstance(target, dict) and key in target:
                target = target[key]
            else:
                self._note(path, f"reference {ref!r} leads nowhere")
                return None
        return target

    def _note(self, path: str, message: str) -> None:
        notice = Notice(Location(self.name, self.lines.get(path, 0)), message)
        if notice not in self.notices:
            self.notices.append(notice)
