"""Use case of resetting second factors."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select

from gapless.features.admin_users.problems import AdminNotFound, OwnAccount
from gapless.features.admin_users.rank import check_rank
from gapless.features.admin_users.reach import Reach
from gapless.platform.identity import Admin, sessions
from gapless.platform.security.alarms import Alarm, raise_alarm
from gapless.platform.security.factors import Passkey, RecoveryCode, TotpFactor
from gapless.platform.unit import Unit


class SecondFactorService:
    """The second factors of admins within reach."""

    def __init__(self, unit: Unit, reach: Reach) -> None:
        self.unit = unit
        self.reach = reach

    async def reset(self, admin_id: UUID) -> int:
        """Remove every factor of an admin and end their sessions; how many sessions ended.

        Raises `AdminNotFound`, `AdminOutranksYou`, and `OwnAccount`: one's own are removed in
        one's account, where another one can take their place.
        """
        self.unit.change.about("admin", admin_id)
        statement = select(Admin).where(Admin.id == admin_id).with_for_update()
        if self.reach.tenant_id is not None:
            statement = statement.where(Admin.tenant_id == self.reach.tenant_id)
        admin = await self.unit.db.scalar(statement)
        if admin is None:
            raise AdminNotFound
        self.unit.change.tenant_id = admin.tenant_id
        if admin.id == self.unit.known_actor.admin_id:
            raise OwnAccount
        await check_rank(self.unit, admin, for_good=True)
        reason = self.unit.require_reason()
        removed = {}
        for table in (TotpFactor, Passkey, RecoveryCode):
            gone = await self.unit.db.execute(
                delete(table).where(table.admin_id == admin.id).returning(table.admin_id)
            )
            removed[table.__tablename__] = len(gone.all())
        self.unit.change.before = removed
        await raise_alarm(self.unit, admin, Alarm.FACTORS_RESET)
        return await sessions.revoke(self.unit.db, reason=reason, admin_id=admin.id)
