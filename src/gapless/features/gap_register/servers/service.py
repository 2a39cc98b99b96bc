"""Use cases of server documents."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from gapless import __version__
from gapless.features.gap_register.findings import capture_words
from gapless.features.gap_register.findings.joining import Declared, read_declared
from gapless.features.gap_register.findings.reading import CaptureUnreadable
from gapless.features.gap_register.models import GapServer
from gapless.features.gap_register.problems import GapFileUnreadable, GapServerNotFound
from gapless.features.gap_register.servers.repository import ServerRepository
from gapless.features.gap_register.servers.schemas import GapServerList, GapServerRow
from gapless.features.gap_register.speech import Spoken
from gapless.platform.unit import Unit

METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})
OwnDocument = Callable[[], dict[str, Any]]
THIS = "this"


class ServerService:
    """The servers that uploads can be joined with; `own` writes this server's document."""

    def __init__(self, unit: Unit, own: OwnDocument) -> None:
        self.unit = unit
        self.repository = ServerRepository(unit.db)
        self._own = own

    async def list(self) -> GapServerList:
        """Every document, by name."""
        rows = await self.repository.all()
        paths = (await asyncio.to_thread(self._own))["paths"]
        own = sum(len(METHODS & operations.keys()) for operations in paths.values())
        return GapServerList(items=[server_row(row) for row in rows], own_operations=own)

    async def add(self, filename: str, data: bytes) -> GapServerRow:
        """Keep a document; the same bytes are kept once. Raises `GapFileUnreadable`."""
        digest = hashlib.sha256(data).hexdigest()
        self.unit.change.details = {"filename": filename, "sha256": digest}
        text, declared = await asyncio.to_thread(_read, data, filename)
        server = await self.repository.same(digest)
        if server is None:
            server = GapServer(
                name=declared.name,
                filename=filename,
                operations=len(declared.routes),
                sha256=digest,
                document=text,
                added_by=self.unit.known_actor.email,
            )
            await self.repository.add(server)
        self.unit.change.about("gap_server", server.id)
        self.unit.change.after = {"name": server.name, "operations": server.operations}
        return server_row(server)

    async def remove(self, server_id: UUID) -> None:
        """Keep it no longer. Raises `GapServerNotFound`."""
        self.unit.change.about("gap_server", server_id)
        server = await self._get(server_id)
        self.unit.change.before = {"name": server.name, "operations": server.operations}
        await self.repository.remove(server_id)

    async def declared(self, server: str) -> Declared | None:
        """What `this` server, that of an id, or none (empty) declares.

        Raises `GapServerNotFound`.
        """
        if not server:
            return None
        if server == THIS:
            document = json.dumps(await asyncio.to_thread(self._own))
            return await asyncio.to_thread(read_declared, document, f"Gapless {__version__}")
        kept = await self._get(UUID(server))
        return await asyncio.to_thread(read_declared, kept.document, kept.filename)

    async def _get(self, server_id: UUID) -> GapServer:
        found = await self.repository.get(server_id)
        if found is None:
            raise GapServerNotFound
        return found


def _read(data: bytes, filename: str) -> tuple[str, Declared]:
    try:
        text = data.decode("utf-8-sig")
        return text, read_declared(text, filename)
    except UnicodeDecodeError as error:
        raise GapFileUnreadable(why=Spoken(capture_words.NOT_UTF8(file=filename).text)) from error
    except CaptureUnreadable as error:
        raise GapFileUnreadable(why=Spoken(error.text)) from error


def server_row(server: GapServer) -> GapServerRow:
    """A document on the wire."""
    return GapServerRow.model_validate(server, from_attributes=True)
