"""Use cases of explanations and trials. Nothing here writes."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from gapless.features.feature_flags.documents import document_around
from gapless.features.feature_flags.editor import FlagEditor, Loaded
from gapless.features.feature_flags.problems import FlagArchived
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.soundness import normalised
from gapless.features.feature_flags.states import State, applied, engine_flag
from gapless.features.feature_flags.why.samples import sample_contexts
from gapless.features.feature_flags.why.schemas import (
    ExplainRequest,
    ExplainStep,
    Explanation,
    Served,
    Trial,
    TrialRequest,
    TriedContext,
    TriedCrowd,
)
from gapless.features.feature_flags.why.trial import CROWD, try_contexts, try_crowd, with_flag
from gapless.flagengine import Flag, explain, read_flag
from gapless.platform.unit import Unit


class WhyService:
    """Answers questions about the flags of the brand acted in."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = FlagRepository(unit.db, unit.tenant_id)
        self.editor = FlagEditor(unit, self.repository)

    async def explain(self, flag_id: UUID, asked: ExplainRequest) -> Explanation:
        """What a context gets, and why; raise `FlagNotFound`, `FlagArchived`."""
        loaded = await self._load(flag_id)
        flag = self._engine(loaded.state(), asked.environment)
        document = await document_around(self.repository, asked.environment, [flag])
        found = explain(document, flag.key, asked.context)
        return Explanation(
            served=Served.of(found), steps=[ExplainStep.of(step) for step in found.trace]
        )

    async def attempt(self, flag_id: UUID, asked: TrialRequest) -> Trial:
        """What a change would do; raise `FlagNotFound`, `FlagArchived`."""
        loaded = await self._load(flag_id)
        before = loaded.state()
        change = {"enabled": asked.enabled, "configuration": asked.configuration}
        patch: dict[str, Any] = {"environments": {asked.environment: change}}
        if asked.variants is not None:
            patch["variants"] = asked.variants
        after = normalised(applied(before, patch))
        seen = [asked.environment] if asked.variants is None else list(after["environments"])
        faults = await self.editor.soundness.faults(after, seen)
        if faults:
            return Trial(faults=faults, contexts=[], crowd=None)
        old, new = (self._engine(state, asked.environment) for state in (before, after))
        document = await document_around(self.repository, asked.environment, [old, new])
        old_document, new_document = with_flag(document, old), with_flag(document, new)
        contexts = asked.contexts or sample_contexts(new_document, [old, new])
        tried = try_contexts(old_document, new_document, new.key, contexts)
        crowd = await asyncio.to_thread(try_crowd, old_document, new_document, [old, new], new.key)
        return Trial(
            faults=[],
            contexts=[
                TriedContext(
                    context=dict(one.context),
                    made_of="given" if asked.contexts else "rules",
                    before=Served.of(one.before),
                    after=Served.of(one.after),
                    flips=one.flips,
                )
                for one in tried
            ],
            crowd=TriedCrowd(
                size=CROWD,
                before=dict(crowd.before),
                after=dict(crowd.after),
                flipped=crowd.flipped,
            ),
        )

    async def _load(self, flag_id: UUID) -> Loaded:
        loaded = await self.editor.load(flag_id)
        if loaded.flag.archived_at is not None:
            raise FlagArchived(key=loaded.flag.key)
        return loaded

    def _engine(self, state: State, environment: str) -> Flag:
        flag, _ = read_flag(engine_flag(state, state["environments"][environment]))
        assert flag is not None, "what is stored was sound when it was stored"
        return flag
