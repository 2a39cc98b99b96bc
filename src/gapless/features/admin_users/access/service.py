"""Use cases of the permission matrix and of explanations."""

from __future__ import annotations

from uuid import UUID

from gapless.features.admin_users.access.problems import NothingToExplain
from gapless.features.admin_users.access.rules import Subject, blocked_by
from gapless.features.admin_users.access.schemas import (
    AccessExplanation,
    AskedAbout,
    Cells,
    MatrixRow,
    OperationAnswer,
    OperationInfo,
    PermissionRow,
    StepRow,
)
from gapless.features.admin_users.granting import may_grant
from gapless.features.admin_users.problems import AdminNotFound
from gapless.features.admin_users.reach import Reach
from gapless.features.admin_users.roles.service import RoleService
from gapless.features.admin_users.users.repository import UserRepository
from gapless.platform.identity import grants
from gapless.platform.identity.tenants import snapshot
from gapless.platform.operations import Operation, Operations
from gapless.platform.permissions import OWNER_ONLY, Permission, group_of
from gapless.platform.security import policies
from gapless.platform.switches import SwitchTable
from gapless.platform.unit import Unit


class AccessService:
    """What the route policies say, by role and by admin."""

    def __init__(
        self, unit: Unit, reach: Reach, operations: Operations, switches: SwitchTable
    ) -> None:
        self.unit = unit
        self.reach = reach
        self.operations = operations
        self.switches = switches

    async def matrix(self) -> list[MatrixRow]:
        """Every role of the brand in every module."""
        cells: dict[str, list[Permission]] = {}
        for permission in Permission:
            cells.setdefault(permission.module, []).append(permission)
        rows = []
        for role in await RoleService(self.unit, self.reach).all():
            held = grants.known(role.permissions)
            for module, permissions in cells.items():
                given = {p.kind.value: p in held for p in permissions}
                rows.append(
                    MatrixRow(
                        id=f"{role.id}:{module}",
                        role_id=role.id,
                        role_name=role.name,
                        module=module,
                        permissions=Cells(**given),
                        is_editable=not role.is_built_in,
                    )
                )
        return rows

    async def permissions(self) -> list[PermissionRow]:
        """Every permission, with its cell of the matrix and the operations it opens."""
        grantable = await may_grant(self.unit)
        return [
            PermissionRow(
                permission=permission,
                module=permission.module,
                kind=permission.kind,
                allowed_module=group_of(permission),
                is_owner_only=permission in OWNER_ONLY,
                is_grantable=permission in grantable - OWNER_ONLY,
                operations=[OperationInfo(**_told(o)) for o in self._opened_by(permission)],
            )
            for permission in Permission
        ]

    async def explain(
        self, admin_id: UUID, permission: Permission | None, operation: str | None
    ) -> AccessExplanation:
        """Why an admin may or may not; raise `AdminNotFound` or `NothingToExplain`."""
        subject = await self._subject(admin_id)
        asked = self.operations.get(operation) if operation else None
        if operation and asked is None:
            raise NothingToExplain
        if asked is not None:
            access = asked.policy.access
            permission = access if isinstance(access, Permission) else None
            steps = subject.operation(asked.policy)
        elif permission is not None:
            steps = subject.permission(permission)
        else:
            raise NothingToExplain
        return AccessExplanation(
            admin=AskedAbout.model_validate(subject.admin, from_attributes=True),
            permission=permission,
            operation=operation,
            allowed=blocked_by(steps) is None,
            steps=[StepRow.model_validate(step, from_attributes=True) for step in steps],
            operations=[_answer(subject, o) for o in self._opened_by(permission)],
        )

    async def _subject(self, admin_id: UUID) -> Subject:
        record = await UserRepository(self.unit.db, self.reach).record(admin_id)
        if record is None:
            raise AdminNotFound
        admin = record.admin
        rules = await policies.load(self.unit.db, admin.tenant_id, self.unit.settings)
        return Subject(
            admin=admin,
            tenant=await snapshot(self.unit.db, admin.tenant_id),
            grants=await grants.load(self.unit.db, admin),
            settings=self.unit.settings,
            switches=self.switches,
            needs_second_factor=rules.require_2fa and not record.has_second_factor,
        )

    def _opened_by(self, permission: Permission | None) -> list[Operation]:
        if permission is None:
            return []
        return [o for o in self.operations.values() if o.policy.access is permission]


def _answer(subject: Subject, operation: Operation) -> OperationAnswer:
    blocked = blocked_by(subject.operation(operation.policy))
    return OperationAnswer(**_told(operation), allowed=blocked is None, blocked_by=blocked)


def _told(operation: Operation) -> dict[str, str]:
    return {
        "id": operation.id,
        "method": operation.method,
        "path": operation.path,
        "summary": operation.summary,
    }
