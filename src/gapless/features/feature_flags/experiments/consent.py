"""What experiments do when others have agreed to it."""

from __future__ import annotations

from gapless.features.feature_flags.approvals.models import FlagChangeRequest
from gapless.features.feature_flags.approvals.operations import Deed, Wish
from gapless.features.feature_flags.editor import Loaded
from gapless.features.feature_flags.experiments.problems import (
    ExperimentChanged,
    ExperimentNotFound,
)
from gapless.features.feature_flags.experiments.repository import ExperimentRepository
from gapless.features.feature_flags.experiments.service import ExperimentService, agreed_state
from gapless.platform.unit import Unit


class ExperimentDeeds:
    """The `Deeds` of change requests, for the brand acted in."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = ExperimentRepository(unit.db, unit.tenant_id)

    async def changed(self, deed: Deed) -> list[str]:
        """In what the experiment is no longer as it was agreed to."""
        return await self._changed(deed, lock=False)

    async def hold(self, deed: Deed) -> None:
        """Lock the experiment; raise `ExperimentChanged`."""
        fields = await self._changed(deed, lock=True)
        if fields:
            raise ExperimentChanged(
                name=deed.name, fields=", ".join(fields), details={"fields": fields}
            )

    async def do(self, loaded: Loaded, wish: Wish, request: FlagChangeRequest) -> None:
        """Change the flag and the experiment in one, by the name of who asked."""
        service = ExperimentService(self.unit, author=request.author)
        await service.carry_out(loaded, wish, request.id, request.comment)

    async def _changed(self, deed: Deed, *, lock: bool) -> list[str]:
        found = await self.repository.get(deed.experiment, lock=lock)
        if found is None:
            raise ExperimentNotFound
        now = agreed_state(found.experiment)
        return [key for key in now if now[key] != deed.state.get(key)]
