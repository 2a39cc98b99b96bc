"""Routes and stubs of Python servers, by source."""

# ruff: noqa: E501 - whole programs are quoted in one line where that is easier to read

from __future__ import annotations

from pathlib import Path

import pytest

from gapless.gapscan.model import Notice, Route, StubKind
from gapless.gapscan.server.python.scan import scan_python


def routes(folder: Path, **files: str) -> list[Route]:
    for name, text in files.items():
        path = folder / (name.replace("__", "/").replace("INIT", "__init__") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return list(scan_python(folder, []).routes)


def told(found: list[Route]) -> list[str]:
    return sorted(
        f"{route.method} {route.path}{'' if route.mounted else ' (left out)'}" for route in found
    )


def test_fastapi_prefixes_and_nested_includes(tmp_path: Path) -> None:
    found = routes(
        tmp_path,
        app__INIT="",
        app__main=(
            "from fastapi import FastAPI\nfrom .api import api\n"
            "def create_app():\n    app = FastAPI()\n    app.include_router(api, prefix='/api')\n    return app\n"
        ),
        app__api=(
            "from fastapi import APIRouter\nfrom . import games\nfrom app.users import router as users\n"
            "V = 'v1'\napi = APIRouter(prefix=f'/{V}')\napi.include_router(games.router, prefix='/g')\n"
            "api.include_router(users)\n"
        ),
        app__games=(
            "from fastapi import APIRouter\nrouter = APIRouter(prefix='/games')\n"
            "@router.get('/{game_id:int}')\ndef one(game_id): return db.one()\n"
            "@router.api_route('/x', methods=['PUT', 'PATCH'])\ndef x(): return db.one()\n"
        ),
        app__users=(
            "from fastapi import APIRouter\nrouter = APIRouter()\nlost = APIRouter(prefix='/lost')\n"
            "def users(): return db.all()\nrouter.add_api_route('/users', users, methods=['GET'])\n"
            "@lost.get('')\ndef gone(): return db.all()\n"
        ),
    )
    assert told(found) == [
        "GET /api/v1/g/games/{game_id}",
        "GET /api/v1/users",
        "GET /lost (left out)",
        "PATCH /api/v1/g/games/x",
        "PUT /api/v1/g/games/x",
    ]


def test_house_router_and_features(tmp_path: Path) -> None:
    found = routes(
        tmp_path,
        app__INIT="",
        app__routing="from fastapi import APIRouter\nclass Router(APIRouter):\n    pass\n",
        app__feature="from dataclasses import dataclass\n@dataclass\nclass Feature:\n    routers: tuple = ()\n",
        app__games=(
            "from app.routing import Router\nfrom app.feature import Feature\nrouter = Router(prefix='/games')\n"
            "@router.get('')\nasync def games(service): return await service.all()\n"
            "feature = Feature(routers=(router,))\n"
        ),
        app__main=(
            "from fastapi import FastAPI\nfrom app.games import feature as games\nFEATURES = (games,)\n"
            "def create():\n    app = FastAPI()\n    for feature in FEATURES:\n"
            "        for router in feature.routers:\n            app.include_router(router, prefix='/api')\n"
        ),
    )
    assert told(found) == ["GET /api/games"]


def test_an_include_that_cannot_be_worked_out_leaves_nothing_out(tmp_path: Path) -> None:
    (route,) = routes(
        tmp_path,
        main=(
            "import importlib\nfrom fastapi import APIRouter, FastAPI\napp = FastAPI()\n"
            "for name in NAMES:\n    app.include_router(importlib.import_module(name).router)\n"
            "router = APIRouter(prefix='/x')\n@router.get('')\ndef x(): return db.all()\n"
        ),
    )
    assert (route.mounted, route.base_known) == (True, False)


def test_starlette(tmp_path: Path) -> None:
    found = routes(
        tmp_path,
        main=(
            "from starlette.applications import Starlette\nfrom starlette.routing import Mount, Route\n"
            "async def one(request): return await db.one()\n"
            "app = Starlette(routes=[Route('/a', one, methods=['POST']), Mount('/m', routes=[Route('/b', one)])])\n"
            "app.add_route('/c', one)\n"
        ),
    )
    assert told(found) == ["GET /c", "GET /m/b", "POST /a"]


def test_flask_prefixes(tmp_path: Path) -> None:
    found = routes(
        tmp_path,
        main=(
            "from flask import Blueprint, Flask\nouter = Blueprint('o', __name__, url_prefix='/o')\n"
            "inner = Blueprint('i', __name__, url_prefix='/i')\nouter.register_blueprint(inner)\n"
            "app = Flask(__name__)\napp.register_blueprint(outer, url_prefix='/api')\n"
            "@inner.route('/x/<uuid:key>', methods=('GET', 'PUT'))\ndef x(key): return db.x(key)\n"
            "@app.post('/y')\ndef y(): return db.y()\n"
        ),
    )
    assert told(found) == ["GET /api/i/x/{key}", "POST /y", "PUT /api/i/x/{key}"]


def test_a_view_of_a_package_takes_whatever_method_it_likes(tmp_path: Path) -> None:
    found = routes(
        tmp_path,
        site__INIT="",
        site__urls=(
            "from django.urls import path\nfrom django.views.generic import TemplateView\n"
            "from rpc.views import EntryPoint\nurlpatterns = [\n"
            "    path('rpc/', EntryPoint.as_view(protocol=1)), path('t/', TemplateView.as_view())]\n"
        ),
    )
    assert told(found) == ["* /rpc", "GET /t"]


def test_django_addresses(tmp_path: Path) -> None:
    found = routes(
        tmp_path,
        site__INIT="",
        site__urls=(
            "from django.urls import include, path, re_path\nfrom . import views\nfrom rest_framework import routers\n"
            "router = routers.SimpleRouter()\nrouter.register('things', views.Things)\n"
            "urlpatterns = [path('api/', include((router.urls, 'api'))), path('shop/', include('site.shop')),\n"
            "    re_path(r'^old/(?P<year>[0-9]{4})/$', views.old), path('v/', views.V.as_view())]\n"
        ),
        site__shop="from django.urls import path\nfrom . import views\nurlpatterns = [path('<slug:s>/', views.old)]\n",
        site__views=(
            "from rest_framework import generics, mixins, viewsets\nfrom rest_framework.decorators import api_view\n"
            "class Things(mixins.ListModelMixin, viewsets.GenericViewSet):\n    lookup_field = 'slug'\n"
            "    def destroy(self, request, slug): self.get_object().delete()\n"
            "class V(generics.ListCreateAPIView):\n    queryset = 1\n"
            "@api_view(['GET', 'PUT'])\ndef old(request, **kw): return store.get(kw)\n"
        ),
    )
    assert told(found) == [
        "DELETE /api/things/{slug}",
        "GET /api/things",
        "GET /old/{year}",
        "GET /shop/{s}",
        "GET /v",
        "POST /v",
        "PUT /old/{year}",
        "PUT /shop/{s}",
    ]


READ = "@app.get('/x')\n"
WRITE = "@app.post('/x')\n"
STUBS = {
    "pass": (WRITE + "def x():\n    pass", StubKind.NOT_IMPLEMENTED),
    "raise": (READ + "def x():\n    raise NotImplementedError", StubKind.NOT_IMPLEMENTED),
    "501": (READ + "def x():\n    raise HTTPException(status_code=501)", StubKind.NOT_IMPLEMENTED),
    "message": (READ + "def x():\n    return {'m': 'Not implemented yet'}", StubKind.NOT_IMPLEMENTED),
    "empty": (READ + "def x(a: int = 0):\n    return []", StubKind.EMPTY),
    "page": (READ + "def x():\n    return {'items': [], 'total': 0}", StubKind.EMPTY),
    "constant": (READ + "def x():\n    return {'a': 1}", StubKind.CONSTANT),
    "table": (READ + "def x():\n    return T\nT = [1, 2]", StubKind.CONSTANT),
    "random": (READ + "def x():\n    return {'a': random.randint(1, 9)}", StubKind.CONSTANT),
    "echo": (WRITE + "def x(body: dict):\n    return {'id': str(uuid.uuid4()), **body}", StubKind.ECHO),
    "flask echo": (WRITE + "def x():\n    return jsonify(request.get_json())", StubKind.ECHO),
    "success": (WRITE + "def x():\n    logger.info('x')\n    return {'ok': True}", StubKind.NO_STORAGE),
    "an answer of its own kind": (
        "from django.http import JsonResponse\nclass Made(JsonResponse):\n    def __init__(self, at):\n"
        "        super().__init__({})\n        self['Location'] = at\n"
        + WRITE + "def x(b: dict):\n    return Made('/x/1')",
        StubKind.NO_STORAGE,
    ),
    "through a helper": (READ + "def x():\n    return y()\ndef y():\n    return []", StubKind.EMPTY),
    "through a service": (
        READ + "def x(s: S = Depends()):\n    return s.y()\nclass S:\n    def y(self):\n        return {'a': 1}",
        StubKind.CONSTANT,
    ),
}  # fmt: skip
REAL = {
    "database": READ + "def x(db):\n    return db.execute('select 1').all()",
    "memory": READ
    + "def x():\n    return T\nT = []\n@app.post('/y')\ndef y(b: dict):\n    T.append(b)\n    return b",
    "file": READ + "def x():\n    return open('x').read()",
    "http": READ + "def x():\n    return requests.get('http://x').json()",
    "helper": WRITE + "def x(b: dict):\n    save(b)\n    return b\ndef save(b):\n    db.add(b)",
    "queue": WRITE + "async def x(b: dict):\n    await queue.put(b)\n    return b",
    "generator": READ + "def x():\n    yield 1",
    "health": READ.replace("/x", "/health") + "def health():\n    return {'status': 'ok'}",
    "session": WRITE + "def x(b: dict):\n    with Session() as s:\n        s.add(b)\n    return b",
}
HEAD = (
    "import logging, random, uuid, requests\nfrom fastapi import Depends, FastAPI, HTTPException\n"
    "from flask import jsonify, request\nlogger = logging.getLogger()\napp = FastAPI()\n"
)


@pytest.mark.parametrize("case", STUBS, ids=str)
def test_a_stub_is_seen_with_its_reason(tmp_path: Path, case: str) -> None:
    source, kind = STUBS[case]
    route = next(r for r in routes(tmp_path, main=HEAD + source + "\n") if r.path == "/x")
    assert route.stub is not None
    assert route.stub.kind is kind
    assert "`" in route.stub.why
    assert route.stub.location.line > 0


@pytest.mark.parametrize("case", REAL, ids=str)
def test_a_real_handler_is_left_alone(tmp_path: Path, case: str) -> None:
    found = routes(tmp_path, main=HEAD + REAL[case] + "\n")
    assert found
    assert all(route.stub is None for route in found)


@pytest.mark.parametrize(
    "given",
    [
        "from werkzeug.local import LocalProxy\nstate = LocalProxy(lambda: None)\n",
        "import http.client\nstate = http.client.HTTPConnection('store')\n",
    ],
)
def test_what_stands_for_something_else_is_no_constant(tmp_path: Path, given: str) -> None:
    found = routes(tmp_path, main=HEAD + given + READ + "def x():\n    return state.rows\n")
    assert [route.stub for route in found] == [None]


def test_settings_of_another_module_are_no_constant(tmp_path: Path) -> None:
    (route,) = routes(
        tmp_path,
        settings="class Settings(Base):\n    version: str = '1'\nsettings = Settings()\n",
        main="from settings import settings\n"
        + HEAD
        + READ
        + "def x():\n    return settings.version\n",
    )
    assert route.stub is None


def test_source_that_does_not_parse(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("from fastapi import FastAPI\napp = = FastAPI()\n")
    (tmp_path / "null.py").write_bytes(b"from fastapi import FastAPI\n\0\n")
    (tmp_path / "good.py").write_text(HEAD + READ + "def x(db):\n    return db.all()\n")
    notices: list[Notice] = []
    found = list(scan_python(tmp_path, notices).routes)
    assert told(found) == ["GET /x"]
    assert [(n.location.file.rsplit("/", 1)[-1], n.location.line) for n in notices] == [
        ("bad.py", 2),
        ("null.py", 0),
    ]


def test_bodies_are_read_again_as_they_stand(tmp_path: Path) -> None:
    """Folding a function away and reading it again loses neither lines nor what is inside it."""
    source = (
        "# coding: latin-1\r\n"
        "from fastapi import APIRouter\r\n"
        "router = APIRouter()\r\n"
        "class Store:\r\n"
        "    def rows(self):\r\n"
        '        text = """\r\nat the margin \xe9\r\n"""\r\n'
        "        def inner():\r\n"
        "            return session.execute(text)\r\n"
        "        return inner()\r\n"
        "def fetch():\r\n"
        "    return Store().rows()\r\n"
        "@router.get('/real')\r\n"
        "def real():\r\n"
        "    return fetch()\r\n"
        "@router.get('/stub')\r\n"
        "def stub():\r\n"
        "    # TODO\r\n"
        "    return helper()\r\n"
        "def helper():\r\n"
        "    return []\r\n"
    )
    (tmp_path / "app.py").write_bytes(source.encode("latin-1"))
    found = {route.path: route for route in scan_python(tmp_path, []).routes}
    assert found["/real"].stub is None
    stub = found["/stub"].stub
    assert stub is not None
    assert (stub.kind, stub.location.line) == (StubKind.EMPTY, 18)
    assert "app.py:21" in stub.why


def test_patterns_that_mention_themselves(tmp_path: Path) -> None:
    found = routes(
        tmp_path,
        project__urls=(
            "from django.urls import include, path\nfrom . import views\n"
            "urlpatterns = [path('a', views.a)]\n"
            "urlpatterns = urlpatterns + [path('b', views.a)]\n"
            "urlpatterns = [path('inner/', include(urlpatterns))] + urlpatterns\n"
        ),
        project__views="def a(request):\n    return render(request)\n",
    )
    assert set(told(found)) == {"* /a", "* /b", "* /inner/a", "* /inner/b"}


REGISTRY = (
    "from django.urls import re_path\nurlpatterns = []\n"
    "def register(view):\n    urlpatterns.append(re_path(view.url_regex, view.as_view()))\n    return view\n"
)
REGISTERED = (
    "from django.views import View\n{where}\n"
    "@urls.register\nclass Cards(View):\n    url_regex = r'cards/(?P<card>\\d+)/$'\n"
    "    def get(self, request, card):\n        return load(card)\n"
    "class Forgotten(View):\n    url_regex = 'forgotten/$'\n    def get(self, request):\n        return load()\n"
)


def test_views_that_a_decorator_registers(tmp_path: Path) -> None:
    found = routes(
        tmp_path,
        rest__INIT="",
        rest__urls=REGISTRY,
        rest__cards=REGISTERED.format(where="from rest import urls"),
        urls="from django.urls import include, path\nfrom rest import urls\nurlpatterns = [path('api/', include(urls))]\n",
    )
    assert told(found) == ["GET /api/cards/{card}"]


def test_a_register_of_another_package_is_told(tmp_path: Path) -> None:
    (tmp_path / "cards.py").write_text(REGISTERED.format(where="from elsewhere import urls"))
    found = scan_python(tmp_path, [])
    assert not found.routes
    assert [place.line for place in found.blind] == [4]


def test_an_application_that_registers_its_own(tmp_path: Path) -> None:
    found = routes(
        tmp_path,
        app=(
            "from flask import Flask\nfrom parts import cards, games\n"
            "class Shop(Flask):\n    def __init__(self):\n        self.register_blueprint(cards, url_prefix='/c')\n"
            "        self.register_blueprint(games, url_prefix='/g')\n"
        ),
        parts=(
            "from flask import Blueprint\ndef part(name):\n    return Blueprint(name, __name__)\n"
            "cards = part('cards')\ngames = part('games')\n"
            "@cards.route('/all')\ndef all_cards():\n    return load()\n"
            "@games.route('/all')\ndef all_games():\n    return load()\n"
        ),
    )
    assert told(found) == ["GET /c/all", "GET /g/all"]


def test_a_router_that_a_method_makes(tmp_path: Path) -> None:
    found = routes(
        tmp_path,
        app=(
            "from fastapi import APIRouter, FastAPI\nclass Server:\n    def __init__(self):\n"
            "        self.app = FastAPI()\n        self.app.include_router(self._router())\n"
            "    def _router(self):\n        router = APIRouter(prefix='/api')\n"
            "        router.add_api_route('/all', self._all)\n        return router\n"
            "    def _all(self):\n        return self.store.all()\n"
        ),
    )
    assert told(found) == ["GET /api/all"]


def test_an_address_that_is_made_at_work_is_told(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "from fastapi import FastAPI\napp = FastAPI()\n"
        "for path, endpoint in table.items():\n    app.add_api_route(path, endpoint)\n"
    )
    assert [place.line for place in scan_python(tmp_path, []).blind] == [4]
