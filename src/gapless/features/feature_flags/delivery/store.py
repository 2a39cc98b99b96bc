"""The environments that one process serves: compiled, kept current, and kept when all else fails.

An environment is loaded when it is first asked for. After that each announced change is loaded and
compiled in slices between requests, and takes its place at once and whole. While the database is
away, or when a version cannot be compiled, the last good version keeps serving.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any

import mmh3
import structlog
from sqlalchemy.exc import SQLAlchemyError

from gapless.features.feature_flags.delivery.loading import Loader
from gapless.flagengine.compiled import Compiled
from gapless.flagengine.compiler import CompileFailed, Compiler, Source
from gapless.platform.problems import Unavailable

log = structlog.get_logger("gapless.flags")

SLICE_SECONDS = 0.001
"""How long compiling may run before requests get their turn."""


class Environment:
    """One environment of one brand, as this process serves it."""

    def __init__(self, tenant_id: str, name: str) -> None:
        self.tenant_id = tenant_id
        self.name = name
        self.compiled = Compiled.empty()
        self.source = Source(-1)
        self.tag = ""
        """Names this content: equal in every process that serves it, other for any other."""
        self.failure: str | None = None
        """Why a newer version is not served, if one is not."""
        self.compiler = Compiler()
        self.lock = asyncio.Lock()
        self.changed = asyncio.Event()
        """Set, and replaced by a new one, when another version is served."""

    @property
    def version(self) -> int:
        """The version that is served; -1 before the first."""
        return self.source.version

    def serve(self, source: Source, compiled: Compiled) -> None:
        """Answer from this version from now on."""
        self.source, self.compiled = source, compiled
        self.tag = content_tag(self.tenant_id, self.name, source)
        self.failure = None
        changed, self.changed = self.changed, asyncio.Event()
        changed.set()


class FlagStore:
    """All environments of one process."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader
        self._known: dict[tuple[str, str], Environment] = {}

    def known(self, tenant_id: str, name: str) -> Environment | None:
        """The environment, if this process serves it already."""
        return self._known.get((tenant_id, name))

    async def get(self, tenant_id: str, name: str) -> Environment:
        """The environment, loaded if this process has not served it yet.

        Raises `Unavailable` if it cannot be loaded for the first time.
        """
        found = self._known.get((tenant_id, name))
        if found is not None:
            return found
        made = Environment(tenant_id, name)
        try:
            await self._refresh(made)
        except (OSError, SQLAlchemyError, TimeoutError) as lost:
            log.warning("flags.not_loaded", tenant=tenant_id, environment=name, error=str(lost))
            raise Unavailable(headers={"Retry-After": "1"}) from lost
        return self._known.setdefault((tenant_id, name), made)

    async def listen(self, announced: str | None) -> None:
        """Take over a change that was announced, or every change if it is not known which."""
        if announced is None:
            wanted = list(self._known.values())
        else:
            change = json.loads(announced)
            keys = [(change["tenant"], name) for name in change["environments"]]
            wanted = [self._known[key] for key in keys if key in self._known]
        for environment in wanted:
            await self._refresh(environment)

    async def _refresh(self, environment: Environment) -> None:
        """Serve what is stored now. Raises if it cannot be read; what is served then stays."""
        async with environment.lock:
            source = await self.loader.load(environment.tenant_id, environment.name)
            if source == environment.source:
                return
            first = environment.version < 0
            try:
                compiled = await compile_in_slices(environment.compiler, source, lenient=first)
            except CompileFailed as refused:
                environment.failure = f"version {source.version}: {refused}"
                log.error("flags.not_compiled", **_about(environment, refused.broken))
                return
            environment.serve(source, compiled)
            if compiled.broken:
                log.error("flags.partly_compiled", **_about(environment, compiled.broken))


async def compile_in_slices(compiler: Compiler, source: Source, *, lenient: bool) -> Compiled:
    """Compile between the other work of the event loop, holding it up a millisecond at a time."""
    steps = compiler.steps(source, lenient=lenient)
    until = time.perf_counter() + SLICE_SECONDS
    while True:
        try:
            next(steps)
        except StopIteration as done:
            compiled: Compiled = done.value
            return compiled
        if time.perf_counter() >= until:
            await asyncio.sleep(0)
            until = time.perf_counter() + SLICE_SECONDS


def content_tag(tenant_id: str, name: str, source: Source) -> str:
    """A name for the content: the same wherever it is the same."""
    digest = mmh3.mmh3_x64_128()
    for part in (tenant_id.encode(), name.encode(), str(source.version).encode()):
        digest.update(b"%d:%b" % (len(part), part))
    for parts in (source.flags, source.segments):
        for text in parts.values():
            digest.update(text)
    return digest.digest().hex()


def _about(environment: Environment, broken: Mapping[str, str]) -> dict[str, Any]:
    return {
        "tenant": environment.tenant_id,
        "environment": environment.name,
        "broken": dict(broken),
    }
