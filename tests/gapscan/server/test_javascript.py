"""Routes and stubs of Express and NestJS servers, by source."""

# ruff: noqa: E501 - whole programs are quoted in one line where that is easier to read

from __future__ import annotations

from pathlib import Path

import pytest

from gapless.gapscan.model import Route, StubKind
from gapless.gapscan.server.javascript.scan import scan_javascript


def routes(folder: Path, **files: str) -> list[Route]:
    for name, text in files.items():
        (folder / name.replace("_DOT_", ".")).write_text(text)
    return list(scan_javascript(folder, []).routes)


def told(found: list[Route]) -> list[str]:
    return sorted(
        f"{route.method} {route.path}{'' if route.mounted else ' (left out)'}" for route in found
    )


def test_express_mounts(tmp_path: Path) -> None:
    found = routes(
        tmp_path,
        app_DOT_js=(
            "const express = require('express'); const app = express(); const api = express.Router();\n"
            "app.use('/api', auth, api); api.use('/games', require('./games'));\n"
            "app.all('/any', (req, res) => db.x(res)); app.get(['/a', '/b'], check, load);\n"
        ),
        games_DOT_js=(
            "const { Router } = require('express'); const router = Router(); const lost = Router();\n"
            "router.route('/:id').get(one).delete(one); lost.get('/lost', one);\n"
            "module.exports = router; async function one(req, res) { res.json(await db.one(req.params.id)) }\n"
        ),
    )
    assert told(found) == [
        "* /any",
        "DELETE /api/games/{id}",
        "GET /a",
        "GET /api/games/{id}",
        "GET /b",
        "GET /lost (left out)",
    ]
    assert all(route.stub is None for route in found)


HEAD = "import express from 'express'; import db from './db'; const app = express();\n"
STUBS = {
    "empty": ("app.get('/x', (req, res) => res.json([]))", StubKind.EMPTY),
    "page": ("app.get('/x', (req, res) => { res.json({items: [], total: 0}) })", StubKind.EMPTY),
    "constant": ("app.get('/x', (req, res) => res.send({a: 1}))", StubKind.CONSTANT),
    "echo": ("app.post('/x', (req, res) => { const b = req.body; res.status(201).json({...b}) })", StubKind.ECHO),
    "success": ("app.put('/x', (req, res) => res.json({ok: true}))", StubKind.NO_STORAGE),
    "501": ("app.put('/x', (req, res) => res.status(501).end())", StubKind.NOT_IMPLEMENTED),
    "nothing": ("app.put('/x', (req, res) => {})", StubKind.NOT_IMPLEMENTED),
    "helper": ("const h = () => []; app.get('/x', (req, res) => res.json(h()))", StubKind.EMPTY),
}  # fmt: skip
REAL = {
    "database": "app.get('/x', async (req, res) => res.json(await db.find()))",
    "memory": "const t = []; app.get('/x', (q, res) => res.json(t)); app.post('/x', (q, res) => { t.push(q.body); res.json(q.body) })",
    "write": "const t = {}; app.put('/x', (req, res) => { t[req.params.id] = req.body; res.json(req.body) })",
    "health": "app.get('/x', function health(req, res) { res.json({ok: true}) })",
    "unknown": "app.get('/x', controller.list)",
    "outer parameter": "module.exports = (name) => { app.get('/x', (req, res) => { res.json({name}) }) }",
    "bound": "function list(store, req, res) { res.json(store.all) }; app.get('/x', list.bind(null, store))",
    "setting": "app.get('/x', (req, res) => { res.json({name: process.env.NAME}) })",
    "worked out": "const tree = walk('.'); app.get('/x', (req, res) => { res.json({tree}) })",
    "module": "const state = require('state'); app.get('/x', (req, res) => { res.json({s: state.now}) })",
}


@pytest.mark.parametrize("case", STUBS, ids=str)
def test_a_stub_is_seen(tmp_path: Path, case: str) -> None:
    source, kind = STUBS[case]
    (route,) = routes(tmp_path, app_DOT_js=HEAD + source)
    assert route.stub is not None
    assert route.stub.kind is kind


@pytest.mark.parametrize("case", REAL, ids=str)
def test_a_real_handler_is_left_alone(tmp_path: Path, case: str) -> None:
    found = routes(tmp_path, app_DOT_js=HEAD + REAL[case])
    assert found
    assert [route.stub for route in found if route.stub] == []


def test_nest(tmp_path: Path) -> None:
    found = routes(
        tmp_path,
        main_DOT_ts=(
            "import { Controller, Get, Module, Put } from '@nestjs/common';\n"
            "@Controller({ path: 'cats', version: '1' })\nclass Cats { constructor(private db: Db) {}\n"
            " @Get() all() { return this.db.find() }\n @Put(':id') save() { return { ok: true } } }\n"
            "@Module({ controllers: [Cats] })\nexport class App {}\n"
        ),
    )
    assert told(found) == ["GET /cats", "PUT /cats/{id}"]
    assert [route.stub.kind for route in found if route.stub] == [StubKind.NO_STORAGE]


def test_a_panel_is_no_server(tmp_path: Path) -> None:
    assert routes(tmp_path, api_DOT_ts="api.get('/games'); router.push('/x')") == []


def test_an_optional_parameter(tmp_path: Path) -> None:
    found = routes(
        tmp_path, app_DOT_js=HEAD + "app.get('/f/:id/:name?', load); app.get('/g{/:page}', load)"
    )
    assert told(found) == ["GET /f/{id}", "GET /f/{id}/{name}", "GET /g", "GET /g/{page}"]


def test_routes_without_a_path_that_begins_in_the_source(tmp_path: Path) -> None:
    found = routes(
        tmp_path,
        app_DOT_js=HEAD,
        part_DOT_js="Part.prototype.add = function (app) { app.get(this.base + '/x', load) }",
    )
    assert told(found) == ["GET /x"]


@pytest.mark.parametrize(
    ("call", "blind"),
    [
        ("require('rest-of-it').serve(app, Cards)", True),
        ("require('http').createServer(app)", False),
    ],
)
def test_an_application_in_other_hands(tmp_path: Path, call: str, blind: bool) -> None:
    (tmp_path / "app.js").write_text(HEAD + "app.get('/x', load)\n" + call)
    assert bool(scan_javascript(tmp_path, []).blind) is blind


def test_a_part_that_is_bound_to_its_application(tmp_path: Path) -> None:
    found = routes(
        tmp_path,
        app_DOT_js=HEAD + "function add(log, app) { app.get('/x', load.bind(null, log)) }\n"
        "ready.then(add.bind(null, log, app))\n"
        "function more(log, app) { app.get('/y', load) }\nready.then(more.bind(null, log))\nmore()",
    )
    assert told(found) == ["GET /x", "GET /y"]
