"""Routes of the system's own flags. They are ordinary flags, served and versioned as such."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel, ConfigDict, StrictBool, StringConstraints

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.editor import Loaded
from gapless.features.feature_flags.endpoints import CHANGE_PROBLEMS
from gapless.features.feature_flags.problems import SystemFlagNotFound
from gapless.features.feature_flags.rules import Environment
from gapless.features.feature_flags.schemas import FlagCreate
from gapless.features.feature_flags.service import FlagService
from gapless.platform.i18n import Text
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/settings/feature-flags", tags=["feature flags"])

SYSTEM_FLAGS = {
    "ENABLE_STRIPE": (
        "Stripe payments",
        Text("Deposits by card through Stripe.", "Stripe üzerinden kartla para yatırma."),
    ),
    "ENABLE_AI": (
        "AI assistance",
        Text("Answers and summaries written by AI.", "Yapay zekânın yazdığı yanıtlar ve özetler."),
    ),
}
ENVIRONMENT: Environment = "production"


class SystemFlag(BaseModel):
    """A flag of the system, in production."""

    key: str
    description: str
    enabled: bool


class SystemFlagEdit(BaseModel):
    """The wanted state, and why."""

    model_config = ConfigDict(extra="forbid")

    enabled: StrictBool
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]


def _service(unit: UnitDep) -> FlagService:
    return FlagService(unit)


Flags = Annotated[FlagService, Depends(_service)]


async def _find(flags: FlagService, key: str) -> Loaded | None:
    flag = await flags.repository.by_key(key)
    return await flags.get(flag.id) if flag else None


def _view(key: str, found: Loaded | None) -> SystemFlag:
    enabled = found is not None and found.flag.archived_at is None
    return SystemFlag(
        key=key,
        description=SYSTEM_FLAGS[key][1].render(),
        enabled=enabled and found is not None and found.configurations[ENVIRONMENT].enabled,
    )


@router.get("")
@flag_policy(Permission.FLAGS_READ)
async def list_system_flags(flags: Flags) -> list[SystemFlag]:
    """The system's own flags, with their state in production."""
    return [_view(key, await _find(flags, key)) for key in SYSTEM_FLAGS]


@router.put("/{key}")
@flag_policy(
    Permission.FLAGS_WRITE, audit="system.feature_flag_updated",
    problems=[SystemFlagNotFound, *CHANGE_PROBLEMS],
)  # fmt: skip
async def set_system_flag(key: str, body: SystemFlagEdit, flags: Flags) -> SystemFlag:
    """Switch one of the system's own flags in production."""
    if key not in SYSTEM_FLAGS:
        raise SystemFlagNotFound(key=key[:200])
    flags.unit.change.reason = body.reason
    found = await _find(flags, key)
    if found is None:
        name, description = SYSTEM_FLAGS[key]
        found = await flags.create(
            FlagCreate(
                flag_id=key, name=name, description=description.en, group="System", scope="both"
            )
        )
    switched = await flags.switch(found.flag.id, ENVIRONMENT, body.enabled, lambda _: None)
    return _view(key, switched)
