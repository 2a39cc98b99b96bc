"""An upload is held against what a server declares: this one, or one whose document is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from gapless.gapscan.report.json_report import as_json
from gapless.gapscan.scan import scan
from tests.features.gap_register.test_findings import exchange, findings, har, upload
from tests.support.house import Caller

SHOP = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "2.1"},
    "paths": {
        "/api/v1/orders/{order_id}": {"get": {"responses": {"200": {"description": "ok"}}}},
        "/api/v1/stock": {"get": {"responses": {"200": {"description": "ok"}}}},
    },
}
UNKNOWN_ORDER = exchange("GET", "https://shop.example/api/v1/orders/4711", 404, {})
NO_ROUTE = exchange("POST", "https://shop.example/api/v1/refunds", 404, {})


async def keep(owner: Caller, document: Any = SHOP, filename: str = "shop.json") -> httpx.Response:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return await owner.post(
        "/gaps/servers",
        content=data,
        params={"filename": filename},
        headers={"Content-Type": "application/octet-stream"},
    )


async def test_a_document_is_kept_once_listed_and_removed(owner: Caller) -> None:
    kept = (await keep(owner)).json()
    assert (kept["name"], kept["operations"]) == ("Shop 2.1", 2)
    assert (await keep(owner, filename="again.json")).json()["id"] == kept["id"]
    listed = (await owner.get("/gaps/servers")).json()
    assert [row["id"] for row in listed["items"]] == [kept["id"]]
    declared = (await owner.http.get("/api/openapi.json")).json()["paths"]
    assert listed["own_operations"] == sum(len(methods) for methods in declared.values())
    assert (await owner.delete(f"/gaps/servers/{kept['id']}")).status_code == 204
    assert (await owner.get("/gaps/servers")).json()["items"] == []
    gone = await owner.delete(f"/gaps/servers/{kept['id']}")
    assert gone.json()["error_code"] == "GAP_SERVER_NOT_FOUND"
    events = (await owner.get("/audit/events", params={"action": "gap_server.added"})).json()
    assert events["items"][0]["after_json"] == {"name": "Shop 2.1", "operations": 2}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"not json", "no OpenAPI document"),
        (b"{\n\n oops", "shop.json:3: is not valid JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b'{"openapi": "3.1.0", "paths": {}}', "declares no operation"),
        (b'{"openapi": "3.1.0\x00", "paths": {}}', "NUL"),
        (b"{}", "no OpenAPI document"),
    ],
)
async def test_what_is_no_document_is_refused(owner: Caller, document: bytes, said: str) -> None:
    answer = await keep(owner, document)
    assert (answer.status_code, answer.json()["error_code"]) == (422, "GAP_FILE_UNREADABLE")
    assert said in answer.json()["message"]


async def test_a_capture_alone_cannot_tell_a_missing_thing_from_a_missing_route(
    owner: Caller,
) -> None:
    """The server declares the route: that one order is not there is no gap."""
    server = (await keep(owner)).json()["id"]
    alone = (await upload(owner, har(UNKNOWN_ORDER, NO_ROUTE))).json()
    assert (alone["findings"], alone["server"]) == (2, None)
    joined = (await upload(owner, har(UNKNOWN_ORDER, NO_ROUTE), server=server)).json()
    assert (joined["findings"], joined["fresh"], joined["server"]) == (1, 0, "Shop 2.1")
    seen = {row["path"]: row["count"] for row in await findings(owner)}
    assert seen == {"/api/v1/orders/{id}": 1, "/api/v1/refunds": 2}


async def test_a_capture_is_joined_with_this_server(owner: Caller) -> None:
    own = exchange("GET", "http://127.0.0.1/api/v1/games/no-such-game", 404, {})
    body = (await upload(owner, har(own, NO_ROUTE), server="this")).json()
    assert body["server"].startswith("Gapless ")
    assert [row["path"] for row in await findings(owner)] == ["/api/v1/refunds"]
    strange = (await upload(owner, har(NO_ROUTE), server="this")).json()
    assert any("is it the right server?" in notice for notice in strange["notices"])


async def test_the_calls_of_a_scan_result_are_joined_with_a_server(
    owner: Caller, tmp_path: Path
) -> None:
    """A panel scanned where its server is not at hand."""
    server = (await keep(owner)).json()["id"]
    (tmp_path / "shop.ts").write_text(
        "export const stock = () => fetch('/api/v1/stock');\n"
        "export const refund = () => fetch('/api/v1/refunds', {method: 'POST'});\n"
        "export const drop = () => fetch('/api/v1/stock', {method: 'DELETE'});\n"
    )
    result = as_json(scan(ui=[tmp_path]), frozenset()).encode()
    alone = (await upload(owner, result, filename="scan.json")).json()
    assert (alone["kind"], alone["findings"]) == ("scan", 0)
    joined = (await upload(owner, result, filename="scan.json", server=server)).json()
    assert joined["findings"] == 2
    assert {(row["kind"], row["method"], row["path"]) for row in await findings(owner)} == {
        ("missing-route", "POST", "/api/v1/refunds"),
        ("wrong-method", "DELETE", "/api/v1/stock"),
    }
    again = scan(ui=[tmp_path], server=[str(_written(tmp_path, SHOP))])
    assert {f.fingerprint for f in again.findings if f.is_gap} == {
        row["fingerprint"] for row in await findings(owner)
    }


def _written(directory: Path, document: Any) -> Path:
    path = directory / "openapi.json"
    path.write_text(json.dumps(document))
    return path


async def test_an_unknown_server_is_refused_before_the_file_is_read(owner: Caller) -> None:
    answer = await upload(owner, har(NO_ROUTE), server=str(uuid4()))
    assert (answer.status_code, answer.json()["error_code"]) == (404, "GAP_SERVER_NOT_FOUND")
    wrong = await upload(owner, har(NO_ROUTE), server="somewhere")
    assert wrong.json()["error_code"] == "VALIDATION_FAILED"
