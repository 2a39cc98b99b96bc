"""Why an operation is open or closed to an admin: the checks of the server, each with its answer.

The checks that decide a request are asked themselves, so that what is explained is what happens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from gapless.platform.identity import Admin, Tenant
from gapless.platform.identity.grants import Effect, Grants, Step
from gapless.platform.identity.sessions import may_sign_in
from gapless.platform.permissions import Permission
from gapless.platform.policy import Access, Policy
from gapless.platform.problems import FeatureDisabled, ModuleDisabled
from gapless.platform.switches import SwitchTable, check_feature
from gapless.settings import Settings


class Check(StrEnum):
    """The checks around those of the permission itself."""

    KILL_SWITCH_ALL = "kill_switch_all"
    ACCOUNT = "account"
    SECOND_FACTOR = "second_factor"
    KILL_SWITCH = "kill_switch"
    ACCESS = "access"
    BRAND_FEATURE = "brand_feature"
    STEP_UP = "step_up"


@dataclass(frozen=True, slots=True)
class Subject:
    """An admin as a request of theirs would be judged."""

    admin: Admin
    tenant: Tenant | None
    grants: Grants
    settings: Settings
    switches: SwitchTable
    needs_second_factor: bool
    """The brand demands one, and the admin has none yet: their sessions may only set one up."""

    def permission(self, permission: Permission) -> list[Step]:
        """Whether the admin could use the permission anywhere."""
        return [self._account(), *self._second_factor(), *self.grants.explain(permission)]

    def operation(self, policy: Policy) -> list[Step]:
        """Every check of the operation, in the order of the server."""
        steps = self._kill_switch(Check.KILL_SWITCH_ALL, policy, None)
        if policy.access is Access.PUBLIC:
            return [*steps, Step(Check.ACCESS, Effect.ALLOWS, policy.access.value)]
        steps.append(self._account())
        if not policy.limited_sessions:
            steps += self._second_factor()
        steps += self._kill_switch(Check.KILL_SWITCH, policy, self.admin.tenant_id)
        if isinstance(policy.access, Permission):
            steps += self.grants.explain(policy.access)
        else:
            steps.append(Step(Check.ACCESS, Effect.ALLOWS, policy.access.value))
        steps += self._feature(policy)
        # Everybody can give a fresh proof, so that this closes nothing.
        return [*steps, Step(Check.STEP_UP, Effect.NEUTRAL)] if policy.step_up else steps

    def _account(self) -> Step:
        fine = may_sign_in(self.admin, self.settings)
        return Step(Check.ACCOUNT, Effect.NEUTRAL if fine else Effect.DENIES, self.admin.status)

    def _second_factor(self) -> list[Step]:
        return [Step(Check.SECOND_FACTOR, Effect.DENIES)] if self.needs_second_factor else []

    def _kill_switch(self, check: Check, policy: Policy, tenant_id: str | None) -> list[Step]:
        if policy.module is None:
            return []
        passed = _passes(lambda: self.switches.check(policy.module, tenant_id))
        return [Step(check, passed, policy.module.value)]

    def _feature(self, policy: Policy) -> list[Step]:
        if policy.feature is None:
            return []
        passed = _passes(lambda: check_feature(policy.feature, self.tenant, policy.module))
        return [Step(Check.BRAND_FEATURE, passed, policy.feature.value)]


def _passes(check: Callable[[], None]) -> Effect:
    try:
        check()
    except (ModuleDisabled, FeatureDisabled):
        return Effect.DENIES
    return Effect.NEUTRAL


def blocked_by(steps: list[Step]) -> str | None:
    """The check that closes: the first that denies, else that nothing allows."""
    for step in steps:
        if step.effect is Effect.DENIES:
            return step.check
    if any(step.effect is Effect.ALLOWS for step in steps):
        return None
    return "no_grant"
