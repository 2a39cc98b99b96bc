"""OpenAPI documents: operations, fields, and documents that are none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gapless.gapscan.model import ScanInputError
from gapless.gapscan.server.openapi import read_openapi


def document(schema: Any, **extra: Any) -> str:
    answer = {"description": "", "content": {"application/json": {"schema": schema}}}
    return json.dumps(
        {"openapi": "3.1.0", "paths": {"/x": {"get": {"responses": {"200": answer}}}}, **extra}
    )


def test_operations_servers_and_lines() -> None:
    text = (
        "openapi: 3.0.3\nservers: [{url: 'https://x.example/api/v1'}]\npaths:\n  /games/{id}:\n"
        "    get: {responses: {'200': {description: x}}, security: []}\n"
        "    delete: {responses: {'204': {description: x}, '404': {description: y}}}\n"
    )
    routes, notices = read_openapi(text, "o.yaml")
    assert [(r.method, r.path, r.location.line) for r in routes] == [
        ("GET", "/api/v1/games/{id}", 4),
        ("DELETE", "/api/v1/games/{id}", 4),
    ]
    assert routes[0].secured is False
    assert routes[1].statuses == (204, 404)
    assert notices == []


def test_fields_of_an_answer() -> None:
    node = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "parent": {"$ref": "#/components/schemas/Node"}},
    }
    page = {
        "allOf": [
            {"type": "object", "properties": {"total": {"type": "integer"}}},
            {
                "type": "object",
                "properties": {
                    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
                    "extra": {"type": "object", "additionalProperties": True},
                },
            },
        ]
    }
    (route,), notices = read_openapi(document(page, components={"schemas": {"Node": node}}), "o")
    assert notices == []
    assert route.response_fields is not None
    assert {"total", "items", "items[].name", "items[].parent", "extra"} <= route.response_fields
    assert "items[].parent" in route.response_open
    assert "extra" in route.response_open


@pytest.mark.parametrize(
    "schema", [{}, {"type": "object"}, {"type": "object", "additionalProperties": {}}]
)
def test_an_open_shape_is_not_known(schema: Any) -> None:
    (route,), _ = read_openapi(document(schema), "o")
    assert route.response_fields is None


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("#/components/schemas/Nowhere", "leads nowhere"),
        ("other.yaml#/X", "leads out of the document"),
    ],
)
def test_references_that_lead_nowhere(ref: str, words: str) -> None:
    (route,), (notice,) = read_openapi(document({"$ref": ref}), "o")
    assert route.response_fields is None
    assert words in notice.message


def test_references_in_a_circle_end() -> None:
    loop = {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}
    (route,), _ = read_openapi(
        document({"$ref": "#/components/schemas/A"}, components={"schemas": loop}), "o"
    )
    assert route.response_fields is None
    text = json.dumps(
        {
            "openapi": "3.1.0",
            "paths": {"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}},
        }
    )
    routes, notices = read_openapi(text, "o")
    assert routes == []
    assert any("circle" in notice.message for notice in notices)


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ('{"openapi": "3.1.0",\n "paths": {,}}', "not valid JSON", 2),
        ("openapi: 3.1.0\npaths: [a: b: c", "not valid YAML", 2),
        ("[]", "no OpenAPI document", 1),
        ("just words", "no OpenAPI document", 1),
        ('{"openapi": "3.1.0", "paths": []}', "`paths` is not an object", 1),
        ("[" * 100000, "is n", 0),
    ],
)
def test_what_is_no_document(text: str, words: str, line: int) -> None:
    with pytest.raises(ScanInputError, match=words) as error:
        read_openapi(text, "o.yaml")
    assert error.value.location is not None
    assert error.value.location.line >= line


def test_parts_that_cannot_be_used_are_told() -> None:
    text = (
        '{"openapi": "3.0.0", "paths": {"/a": 1, "b": {}, "x-y": 2, "/c": {"get": {}, "put": 3}}}'
    )
    routes, notices = read_openapi(text, "o")
    assert [(r.method, r.path) for r in routes] == [("GET", "/c")]
    assert len(notices) == 2
