"""The document that the engine evaluates, of what is stored."""

from __future__ import annotations

from collections.abc import Iterable

from gapless.features.feature_flags.repository import FlagRepository
from gapless.flagengine import Document, Flag, read_flag


async def document_around(
    repository: FlagRepository, environment: str, flags: Iterable[Flag]
) -> Document:
    """Some flags with everything that their evaluation depends on: prerequisites and segments."""
    looked_at = list(flags)
    known = {flag.key: flag for flag in looked_at}
    while missing := {p.flag for flag in looked_at for p in flag.prerequisites} - set(known):
        rows = await repository.named(environment, sorted(missing))
        looked_at = [flag for flag in (read_flag(row)[0] for row in rows) if flag is not None]
        known.update({flag.key: flag for flag in looked_at})
    segments = await repository.engine_segments()
    return Document(flags=tuple(known.values()), segments=tuple(segments.values()))
