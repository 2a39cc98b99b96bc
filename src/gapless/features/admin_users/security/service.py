"""Use cases of the security policy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from gapless.features.admin_users.security.problems import BelowFloor
from gapless.features.admin_users.security.repository import SecurityRepository
from gapless.features.admin_users.security.schemas import (
    OwnRules,
    PolicyRules,
    SecurityState,
)
from gapless.platform import clock
from gapless.platform.i18n import Text
from gapless.platform.problems import FieldError
from gapless.platform.security import devices, policies
from gapless.platform.security.networks import Restriction
from gapless.platform.security.policies import RULES, SecurityPolicy, SecurityRules
from gapless.platform.security.problems import WouldLockYouOut
from gapless.platform.unit import Unit

_NO_COOKIE = Text(
    "your client keeps no cookie, so that nobody could approve it",
    "istemciniz çerez saklamıyor, bu yüzden kimse onu onaylayamaz",
)


class SecurityService:
    """The policy of one brand, or with no brand the floor under all of them."""

    def __init__(self, unit: Unit, tenant_id: str | None) -> None:
        self.unit = unit
        self.tenant_id = tenant_id
        self.repository = SecurityRepository(unit.db, tenant_id)

    async def state(self) -> SecurityState:
        """What holds now, what was set, and the floor."""
        rules = await self.repository.rules()
        own = _own(rules)
        floor = await self._floor()
        admins, without = await self.repository.coverage()
        return SecurityState(
            **asdict(policies.combine(floor, own)),
            tenant_id=self.tenant_id,
            allowed_ips=await self.repository.networks(Restriction.ALLOWED),
            blocked_ips=await self.repository.networks(Restriction.BLOCKED),
            own=OwnRules(**own),
            floor=PolicyRules(**asdict(floor)),
            admins=admins,
            admins_without_2fa=without,
            version=rules.version if rules else 0,
            updated_at=rules.updated_at if rules else None,
            updated_by=await self.repository.name_of(rules.updated_by) if rules else None,
        )

    async def change(
        self, changes: dict[str, Any], check_version: Callable[[int], None], *, confirmed: bool
    ) -> SecurityState:
        """Set rules; null leaves one to the floor. Raises `BelowFloor`, `WouldLockYouOut`."""
        self.unit.change.about("security_policy", self.repository.scope)
        self.unit.change.tenant_id = self.tenant_id
        stored = await self.repository.rules()
        check_version(stored.version if stored else 0)
        self._check_floor(changes, await self._floor())
        rules = await self.repository.locked()
        check_version(rules.version if stored else 0)
        self.unit.change.before = _own(rules)
        if changes.get("require_device_approval") and not confirmed:
            await self._check_own_device()
        for name, value in changes.items():
            setattr(rules, name, value)
        if stored is not None:
            rules.version += 1
        rules.updated_by = self.unit.known_actor.admin_id
        rules.updated_at = clock.now()
        self.unit.change.after = _own(rules)
        await self.unit.db.flush()
        return await self.state()

    async def _floor(self) -> SecurityPolicy:
        if self.tenant_id is None:
            return policies.built_in(self.unit.settings)
        return await policies.load_floor(self.unit.db, self.unit.settings)

    def _check_floor(self, changes: dict[str, Any], floor: SecurityPolicy) -> None:
        weaker = [
            name
            for name, value in changes.items()
            if value is not None and policies.stricter(name, value, getattr(floor, name)) != value
        ]
        if weaker:
            raise BelowFloor(
                names=", ".join(weaker),
                details={"floor": {name: getattr(floor, name) for name in weaker}},
                errors=[
                    FieldError(
                        field=f"body.{name}",
                        code="BELOW_FLOOR",
                        message=f"The floor is {getattr(floor, name)}.",
                    )
                    for name in weaker
                ],
            )

    async def _check_own_device(self) -> None:
        actor = self.unit.known_actor
        if not await devices.is_recognisable(self.unit.db, actor.session_id):
            raise WouldLockYouOut(
                why=_NO_COOKIE.render(),
                details={"cause": "device"},
            )


def _own(rules: SecurityRules | None) -> dict[str, Any]:
    return {name: getattr(rules, name) if rules else None for name in RULES}
