"""Wire shapes of the kill switch."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from gapless.platform.paging import PageMeta
from gapless.platform.switches import Module
from gapless.platform.switches.store import KillSwitch

Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
TenantId = Annotated[str, StringConstraints(max_length=63, pattern=r"^[^\x00]*$")]


class Throw(BaseModel):
    """A module to switch off, or on again."""

    model_config = ConfigDict(extra="forbid")

    module_key: Module = Field(description="The module: `crm`, `games`, ...")
    disabled: StrictBool = Field(description="True switches the module off, false lifts that.")
    reason: Reason | None = Field(
        None, description="Why; may come in the header X-Reason instead. At least 3 characters."
    )
    until: AwareDatetime | None = Field(
        None, description="When it ends by itself. Empty: when somebody lifts it."
    )


class TenantThrow(Throw):
    """A module to switch off, or on again, for one brand."""

    tenant_id: TenantId

    @property
    def is_bare(self) -> bool:
        """Whether it says no more than a panel that knows neither reasons nor ends."""
        return self.model_fields_set <= {"tenant_id", "module_key", "disabled"}


class GlobalThrow(Throw):
    """A module to switch off, or on again, for every brand."""


class Lift(BaseModel):
    """Why a switch is lifted, if it is worth a word."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason | None = None


class SwitchRow(BaseModel):
    """One time that a module was switched off."""

    id: UUID
    module: str
    tenant_id: str | None = Field(description="The brand; null: every brand.")
    tenant_name: str | None
    state: Literal["standing", "lifted", "expired", "replaced"]
    reason: str
    thrown_at: datetime
    thrown_by: str | None = Field(description="E-mail of who switched it off.")
    until: datetime | None
    ended_at: datetime | None
    lifted_by: str | None
    lift_reason: str | None

    @classmethod
    def of(cls, switch: KillSwitch, names: dict[str, str], now: datetime) -> SwitchRow:
        """The wire shape of a switch at a moment: one whose end has passed no longer stands."""
        expired = switch.ended_at is None and switch.until is not None and switch.until <= now
        ending = "expired" if expired else switch.ending or "standing"
        return cls.model_validate(
            {
                "id": switch.id,
                "module": switch.module,
                "tenant_id": switch.tenant_id,
                "tenant_name": names.get(switch.tenant_id) if switch.tenant_id else None,
                "state": ending,
                "reason": switch.reason,
                "thrown_at": switch.thrown_at,
                "thrown_by": switch.thrown_by_email,
                "until": switch.until,
                "ended_at": switch.until if expired else switch.ended_at,
                "lifted_by": switch.lifted_by_email,
                "lift_reason": switch.lift_reason,
            }
        )


class Outcome(BaseModel):
    """What stands for the module after the act."""

    module_key: str
    tenant_id: str | None
    disabled: bool
    switch: SwitchRow | None = Field(description="The switch that stands, or the one just lifted.")


class ModuleRow(BaseModel):
    """A module, how much belongs to it, and what stands against it."""

    key: str
    operations: int = Field(description="Operations of the API that belong to it.")
    jobs: int = Field(description="Kinds of background jobs that belong to it.")
    switches: list[SwitchRow]


class Brand(BaseModel):
    """A brand that a switch can be thrown for."""

    id: str
    name: str


class SwitchStatus(BaseModel):
    """What is switched off now."""

    kill_switch_all: bool = Field(description="The setting that turns everything off.")
    global_kill_switches: dict[str, bool]
    tenant_kill_switches: dict[str, dict[str, bool]]
    modules: list[ModuleRow]
    brands: list[Brand]


class SwitchHistory(BaseModel):
    """A page of past and present switches, the newest first."""

    items: list[SwitchRow]
    meta: PageMeta


class OperationRow(BaseModel):
    """An operation that would answer 503."""

    method: str
    path: str
    permission: str


class JobRow(BaseModel):
    """A kind of job that would be held, and how many of it there are now."""

    kind: str
    running: int
    queued: int


class BrandImpact(BaseModel):
    """A brand that would be hit, and how much it asked of the module lately."""

    id: str
    name: str
    requests_5_minutes: int
    requests_hour: int
    already_off: bool = Field(description="A switch stands for it already.")


class BlastRadius(BaseModel):
    """What switching a module off would stop."""

    module: str
    tenant_id: str | None
    operations: list[OperationRow]
    jobs: list[JobRow]
    schedules: list[str] = Field(description="Timed work that would be left out (if for all).")
    brands: list[BrandImpact]
    requests_5_minutes: int
    requests_hour: int
