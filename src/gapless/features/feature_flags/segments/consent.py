"""Segments where flags may only change with the consent of others."""

from __future__ import annotations

from collections.abc import Mapping

from gapless.features.feature_flags.models import FlagEnvironment
from gapless.features.feature_flags.problems import SegmentNeedsApproval
from gapless.features.feature_flags.segments.repository import SegmentRepository


async def require_free(
    repository: SegmentRepository, key: str, rules: Mapping[str, FlagEnvironment]
) -> None:
    """Raise `SegmentNeedsApproval` where its change would pass by those who have to agree."""
    used = await repository.environments_of(key)
    asking = [e for e in rules if e in used and rules[e].approvals_required > 0]
    if asking:
        raise SegmentNeedsApproval(
            key=key, environments=", ".join(asking), details={"environments": asking}
        )
