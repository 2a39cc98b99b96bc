"""Routes of Express and NestJS from source."""

from __future__ import annotations

import re
from pathlib import Path

from gapless.gapscan.files import SourceTree
from gapless.gapscan.js.evaluate import Evaluator
from gapless.gapscan.js.modules import Modules
from gapless.gapscan.js.parse import SUFFIXES
from gapless.gapscan.model import Notice
from gapless.gapscan.server.javascript.express import ExpressScan
from gapless.gapscan.server.javascript.nest import NestScan
from gapless.gapscan.server.javascript.stubs import JsStubJudge
from gapless.gapscan.server.model import SourceScan

_SERVER = re.compile(
    rb"""['"](?:express|fastify|koa-router|@koa/router|hono|@nestjs/common|@nestjs/core|express-promise-router)['"]"""
    rb"|@Controller\(|\.(?:use|register)\(|\.(?:get|post|put|patch|delete|all|route)\(\s*['\"`]/"
    rb"|\b(?:app|router|server)\.(?:get|post|put|patch|delete|all|route)\("
)
_MARK = re.compile(
    rb"""['"](?:express|fastify|koa-router|@koa/router|hono|@nestjs/common|@nestjs/core|express-promise-router)['"]"""
)


def scan_javascript(root: Path, notices: list[Notice]) -> SourceScan:
    """The routes below ``root``."""
    modules = Modules(root, notices)
    tree = SourceTree(root, notices)
    files = lines = 0
    candidates: list[Path] = []
    is_server = False
    for path in tree.walk(SUFFIXES - {".vue", ".svelte"}):
        content = tree.peek(path)
        if _SERVER.search(content):
            is_server = is_server or bool(_MARK.search(content))
            candidates.append(path)
            files += 1
            lines += content.count(b"\n") + 1
    if not is_server:
        return SourceScan()
    loaded = [modules.get(str(path)) for path in candidates]
    found = [module for module in loaded if module is not None]
    evaluator = Evaluator(modules)
    judge = JsStubJudge(evaluator)
    express = ExpressScan(evaluator, judge)
    routes = express.run(found)
    routes += NestScan(evaluator, judge).run(found)
    return SourceScan(tuple(routes), files, lines, tuple(express.blind))
