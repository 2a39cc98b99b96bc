"""Whether a changed flag is sound among the others of its environments, as the engine judges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gapless.features.feature_flags.problems import FlagInUse, FlagInvalid
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.states import CONFIGURATION, State, engine_flag
from gapless.flagengine import Flag, Issue, Segment, check_flag, read_flag
from gapless.flagengine.checks import check_dependants
from gapless.platform.i18n import current_locale
from gapless.platform.problems import FieldError


class Soundness:
    """Judges changes of one brand's flags against what is stored."""

    def __init__(self, repository: FlagRepository) -> None:
        self.repository = repository

    async def require(self, state: State, environments: Iterable[str]) -> None:
        """Raise `FlagInvalid` with every fault and its place, `FlagInUse` for an archived flag."""
        names = list(environments)
        if state["archived"]:
            await self._require_unused(state["flag_id"], names)
            return
        faults = await self.faults(state, names)
        if faults:
            raise FlagInvalid(count=len(faults), first=faults[0].message, errors=faults)

    async def faults(self, state: State, environments: Iterable[str]) -> list[FieldError]:
        """Every fault, in the caller's language; places begin with `variants` or `environments`."""
        found: dict[str, FieldError] = {}
        segments = await self.repository.engine_segments()
        for name in environments:
            for issue in await self._in_environment(state, name, segments):
                of_all = issue.place.startswith(("variants", "key", "type"))
                told = issue if of_all else issue.under(f"environments.{name}")
                found.setdefault(told.place, field_error(told))
        return list(found.values())

    async def _in_environment(
        self, state: State, environment: str, segments: Mapping[str, Segment]
    ) -> list[Issue]:
        flag, faults = read_flag(engine_flag(state, state["environments"][environment]))
        if flag is None:
            return faults
        named = [wanted.flag for wanted in flag.prerequisites]
        others = await self.related(environment, flag.key, named)
        return [
            *check_flag(flag, others, segments),
            *check_dependants(flag, others.values()),
        ]

    async def related(self, environment: str, key: str, named: Iterable[str]) -> dict[str, Flag]:
        """The flags that build on others, and those that are named, without `key` itself."""
        rows = await self.repository.related(environment, list(named))
        read = (read_flag(row)[0] for row in rows if row["key"] != key)
        return {flag.key: flag for flag in read if flag is not None}

    async def _require_unused(self, key: str, environments: Iterable[str]) -> None:
        where = [
            f"{flag.key} ({environment})"
            for environment in environments
            for flag in (await self.related(environment, key, ())).values()
            if any(wanted.flag == key for wanted in flag.prerequisites)
        ]
        if where:
            raise FlagInUse(key=key, where=", ".join(where), details={"where": where})


def normalised(state: State) -> State:
    """The state with everything in it that the engine's form leaves out where it is usual.

    What cannot be read stays as it is: it is about to be refused.
    """
    for setup in state["environments"].values():
        flag, _ = read_flag(engine_flag(state, setup))
        if flag is not None:
            setup.update(flag.model_dump(mode="json", include=set(CONFIGURATION)))
    return state


def field_error(issue: Issue, field: str | None = None) -> FieldError:
    """A fault as the API tells it; at another place than its own, if one is given."""
    extra: dict[str, Any] = {"params": dict(issue.params)}
    return FieldError(
        field=field or issue.place,
        code=issue.code.value,
        message=issue.text(current_locale()),
        **extra,
    )
