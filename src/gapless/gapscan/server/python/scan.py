"""Routes of a Python server from its source."""

from __future__ import annotations

import re
from pathlib import Path

from gapless.gapscan.files import SourceTree
from gapless.gapscan.model import Notice
from gapless.gapscan.server.model import SourceScan
from gapless.gapscan.server.python.django import DjangoScan
from gapless.gapscan.server.python.evaluate import PyEvaluator
from gapless.gapscan.server.python.project import PyModule, PyProject
from gapless.gapscan.server.python.routers import RouterScan, finished
from gapless.gapscan.server.python.stubs import StubJudge

# A file without any of these declares no route; it is parsed only if another one leads to it.
_ROUTES = re.compile(
    rb"include_router|\.add_api_route|\.add_route|\.add_url_rule|register_blueprint|\.mount\(|add_resource"
    rb"|Starlette|FastAPI|Flask|APIRouter|Blueprint|urlpatterns|ViewSet|APIView|\.register\("
    rb"|@\s*[\w.]+\.(?:get|post|put|patch|delete|head|options|route|api_route|register)\b"
)


def scan_python(root: Path, notices: list[Notice]) -> SourceScan:
    """The routes below ``root``."""
    project = PyProject(root, notices)
    tree = SourceTree(root, notices)
    files = lines = 0
    modules: list[PyModule] = []
    for path in tree.walk(frozenset({".py"})):
        content = tree.peek(path)
        files += 1
        lines += content.count(b"\n") + 1
        if not _ROUTES.search(content):
            project.check(path)
            continue
        if (module := project.get(str(path))) is not None:
            modules.append(module)
    evaluator = PyEvaluator(project)
    judge = StubJudge(evaluator)
    routers, django = RouterScan(evaluator, judge.judge), DjangoScan(evaluator, judge.judge)
    routes = [finished(route) for route in [*routers.run(modules), *django.run(modules)]]
    return SourceScan(tuple(routes), files, lines, (*routers.blind, *django.blind))
