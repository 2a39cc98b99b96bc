"""Where the SCIM service reads and writes: the brand's admins and teams, in the request's unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from scim2_models import (
    GroupMembership,
    InvalidValueException,
    Meta,
    NotFoundException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    SearchRequest,
    UniquenessException,
)
from scim2_server.storage import AsyncScimStorage, SearchPage
from sqlalchemy.exc import IntegrityError

from gapless.features.admin_users.granting import check_over_everybody
from gapless.features.admin_users.scim.models import ScimRecord
from gapless.features.admin_users.scim.repository import ScimRepository
from gapless.features.admin_users.scim.schema import MOST, Group, Member, User
from gapless.platform import clock, ids
from gapless.platform.identity import Admin, sessions
from gapless.platform.identity.emails import EmailInvalid, admin_email
from gapless.platform.identity.models import Team
from gapless.platform.unit import Unit

NEW_ROLE = "Support"
"""The role of whom an identity provider makes; more comes by the default roles of their teams."""


class ScimStorage(AsyncScimStorage):
    """The brand's admins as users and its teams as groups."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = ScimRepository(unit.db, unit.tenant_id)

    async def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """One user or group; raise `NotFoundException`."""
        wanted = _id(resource_id)
        if resource_type.endpoint == "/Users":
            admin, record = await self._user(wanted)
            return self._as_user(admin, record, await self._teams_of())
        team, record = await self._team(wanted)
        return self._as_group(team, record, await self._members_of())

    async def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: Any = None,
    ) -> SearchPage:
        """The users and groups that the filter lets pass, sorted and paged.

        A brand has hundreds of admins, so they are filtered here, by the library's own filter, and
        no filter ever becomes SQL.
        """
        found: list[Resource[Any]] = []
        endpoints = {resource_type.endpoint for resource_type in resource_types}
        if "/Users" in endpoints:
            teams = await self._teams_of()
            found += [self._as_user(a, r, teams) for a, r in await self.repository.users()]
        if "/Groups" in endpoints:
            members = await self._members_of()
            found += [self._as_group(t, r, members) for t, r in await self.repository.teams()]
        wanted = search_request.filter
        if wanted is not None:
            found = [resource for resource in found if wanted.match(resource)]
        descending = search_request.sort_order == SearchRequest.SortOrder.descending
        found.sort(
            key=_order(search_request), reverse=search_request.sort_by is not None and descending
        )
        start = search_request.start_index_0 or 0
        count = MOST if search_request.count is None else search_request.count
        return SearchPage(len(found), found[start : start + count])

    async def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Make a user or group; raise `UniquenessException`."""
        await self._check_caller()
        if isinstance(resource, User):
            return await self._create_user(resource)
        assert isinstance(resource, Group)
        team = Team(
            id=ids.new_id(),
            tenant_id=self.unit.tenant_id,
            name=resource.display_name or "",
            default_role=None,
            default_role_id=None,
        )
        self.unit.db.add(team)
        await self._write_group(team, None, resource)
        return await self._told(resource_type, team.id)

    async def update(
        self,
        resource_type: ResourceType,
        resource: Resource[Any],
        *,
        expected_version: str | None = None,
    ) -> Resource[Any]:
        """Replace a user or group by what it has become."""
        wanted = _id(resource.id)
        await self._check_caller()
        if isinstance(resource, User):
            admin, record = await self._user(wanted)
            _check(expected_version, _version(admin.version, record))
            self.unit.change.before = _state(admin)
            await self._write_user(admin, record, resource)
        else:
            assert isinstance(resource, Group)
            team, record = await self._team(wanted)
            _check(expected_version, _version(team.version, record))
            await self._write_group(team, record, resource)
        return await self._told(resource_type, wanted)

    async def delete(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        expected_version: str | None = None,
    ) -> None:
        """Remove a team; disable an admin for good, whose deeds stay in the audit log."""
        wanted = _id(resource_id)
        if resource_type.endpoint == "/Groups":
            team, record = await self._team(wanted)
            await self._check_caller()
            _check(expected_version, _version(team.version, record))
            self.unit.change.about("team", team.id)
            await self.repository.delete_team(team, record)
            return
        admin, record = await self._user(wanted)
        await self._check_caller()
        _check(expected_version, _version(admin.version, record))
        self.unit.change.before = _state(admin)
        self._keep(admin.id, "user", record, {}).deleted_at = clock.now()
        await self._set_active(admin, active=False)
        self.unit.change.about("admin", admin.id)
        self.unit.change.after = _state(admin)
        await self.unit.db.flush()

    async def _check_caller(self) -> None:
        """A key was given by somebody who may decide over everybody; a person has to be one."""
        if self.unit.known_actor.via != "api_key":
            await check_over_everybody(self.unit)

    async def _create_user(self, resource: User) -> Resource[Any]:
        email = _address(resource)
        found = await self.repository.by_email(email)
        record = None
        if found is not None:
            admin, record = found
            returns = record is not None and record.deleted_at is not None
            if admin.tenant_id != self.unit.tenant_id or not returns or admin.is_platform_owner:
                raise UniquenessException
        else:
            admin = Admin(
                id=ids.new_id(),
                tenant_id=self.unit.tenant_id,
                email=email,
                username=resource.user_name or "",
                full_name="",
                role=NEW_ROLE,
                tenant_role=None,
                password_hash=None,
                last_login_at=None,
            )
            self.unit.db.add(admin)
        if resource.active is None:
            resource.active = True
        await self._write_user(admin, record, resource)
        return self._as_user(admin, await self._record(admin.id), await self._teams_of())

    async def _write_user(self, admin: Admin, record: ScimRecord | None, resource: User) -> None:
        await self._check_user_name(admin.id, resource.user_name or "")
        email = _address(resource)
        taken = await self.repository.by_email(email)
        if taken is not None and taken[0].id != admin.id:
            raise UniquenessException
        admin.email = email
        admin.username = (resource.user_name or email)[:320]
        admin.full_name = _full_name(resource)[:200]
        admin.version = (admin.version or 0) + 1
        await self._flush()
        if resource.active is not None:
            await self._set_active(admin, active=resource.active)
        kept = resource.model_dump(exclude={"id", "meta", "groups", "schemas"})
        self._keep(admin.id, "user", record, kept).deleted_at = None
        self.unit.change.about("admin", admin.id)
        self.unit.change.after = _state(admin)
        await self._flush()

    async def _set_active(self, admin: Admin, *, active: bool) -> None:
        """Enable or disable; disabling ends every session in the same transaction."""
        if active:
            if admin.status == "disabled" or admin.status is None:
                admin.status = "active"
            return
        admin.status = "disabled"
        await sessions.revoke(self.unit.db, reason="disabled by SCIM", admin_id=admin.id)

    async def _check_user_name(self, own: UUID, name: str) -> None:
        for admin, record in await self.repository.users():
            if admin.id != own and _user_name(admin, record).lower() == name.lower():
                raise UniquenessException

    async def _write_group(self, team: Team, record: ScimRecord | None, resource: Group) -> None:
        team.name = (resource.display_name or "").strip()
        if not 0 < len(team.name) <= 100:
            raise InvalidValueException(detail="displayName has 1 to 100 characters")
        for other, _ in await self.repository.teams():
            if other.id != team.id and other.name.lower() == team.name.lower():
                raise UniquenessException
        team.version = (team.version or 0) + 1
        await self._flush()
        known = {admin.id for admin, _ in await self.repository.users()}
        members = {_id(member.value, InvalidValueException) for member in resource.members or []}
        if not members <= known:
            raise InvalidValueException(detail="a member is no user of this brand")
        await self.repository.set_members(team.id, members)
        kept = resource.model_dump(exclude={"id", "meta", "members", "schemas"})
        self._keep(team.id, "group", record, kept)
        self.unit.change.about("team", team.id)
        self.unit.change.after = {"name": team.name, "members": sorted(map(str, members))}
        await self._flush()

    def _keep(
        self, owner: UUID, kind: str, record: ScimRecord | None, attributes: dict[str, Any]
    ) -> ScimRecord:
        if record is None:
            record = ScimRecord(
                id=owner, tenant_id=self.unit.tenant_id, kind=kind, attributes=attributes
            )
            self.unit.db.add(record)
        else:
            record.attributes = attributes
            record.revision += 1
            record.updated_at = clock.now()
        return record

    async def _record(self, owner: UUID) -> ScimRecord | None:
        return await self.unit.db.get(ScimRecord, owner)

    async def _user(self, admin_id: UUID) -> tuple[Admin, ScimRecord | None]:
        found = await self.repository.users(admin_id)
        if not found:
            raise NotFoundException(detail=f"There is no user {admin_id}")
        return found[0]

    async def _team(self, team_id: UUID) -> tuple[Team, ScimRecord | None]:
        found = await self.repository.teams(team_id)
        if not found:
            raise NotFoundException(detail=f"There is no group {team_id}")
        return found[0]

    async def _told(self, resource_type: ResourceType, owner: UUID) -> Resource[Any]:
        return await self.get(resource_type, str(owner))

    async def _flush(self) -> None:
        try:
            await self.unit.db.flush()
        except IntegrityError as taken:
            raise UniquenessException from taken

    async def _teams_of(self) -> dict[UUID, list[GroupMembership]]:
        found: dict[UUID, list[GroupMembership]] = {}
        for row in await self.repository.memberships():
            found.setdefault(row.admin_id, []).append(
                GroupMembership(
                    value=str(row.team_id), ref=f"Groups/{row.team_id}", display=row.team,
                    type="direct",
                )
            )  # fmt: skip
        return found

    async def _members_of(self) -> dict[UUID, list[Member]]:
        found: dict[UUID, list[Member]] = {}
        for row in await self.repository.memberships():
            found.setdefault(row.team_id, []).append(
                Member.model_validate(
                    {
                        "value": str(row.admin_id), "$ref": f"Users/{row.admin_id}",
                        "type": "User",
                    }
                )
            )  # fmt: skip
        return found

    def _as_user(
        self, admin: Admin, record: ScimRecord | None, teams: dict[UUID, list[GroupMembership]]
    ) -> User:
        kept = dict(record.attributes) if record else {}
        kept.setdefault("userName", admin.email)
        kept.setdefault("emails", [{"value": admin.email, "type": "work", "primary": True}])
        if record is None:
            kept["displayName"] = admin.full_name
        user = User.model_validate(kept)
        if record is None or user.active is not None:
            user.active = admin.status != "disabled"
        user.id = str(admin.id)
        user.groups = teams.get(admin.id)
        user.meta = _meta("User", admin.created_at, admin.updated_at, admin.version, record)
        return user

    def _as_group(
        self, team: Team, record: ScimRecord | None, members: dict[UUID, list[Member]]
    ) -> Group:
        group = Group.model_validate(dict(record.attributes) if record else {})
        group.display_name = team.name
        group.id = str(team.id)
        group.members = members.get(team.id)
        group.meta = _meta("Group", team.created_at, team.updated_at, team.version, record)
        return group


def _meta(kind: str, created: Any, updated: Any, version: int, record: ScimRecord | None) -> Meta:
    latest = max(updated, record.updated_at) if record else updated
    return Meta(
        resource_type=kind,
        created=created,
        last_modified=latest,
        version=_version(version, record),
    )


def _version(version: int, record: ScimRecord | None) -> str:
    return f'W/"{version}.{record.revision if record else 0}"'


def _check(expected: str | None, present: str) -> None:
    if expected is not None and expected != present:
        raise PreconditionFailedException


def _id(text: str | None, problem: type[Exception] = NotFoundException) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise problem(detail=f"{(text or '')[:100]!r} is no id") from None  # type: ignore[call-arg]


def _address(resource: User) -> str:
    """The address that counts: the primary one, else the first, else a user name that is one."""
    emails: Sequence[Any] = resource.emails or []
    told = next((e.value for e in emails if e.primary), None) or next(
        (e.value for e in emails if e.value), resource.user_name
    )
    try:
        return admin_email(told or "")
    except EmailInvalid:
        raise InvalidValueException(detail="no e-mail address to sign in with") from None


def _full_name(resource: User) -> str:
    name = resource.name
    parts = [part for part in (name.given_name, name.family_name) if part] if name else []
    formatted = name.formatted if name else None
    return resource.display_name or formatted or " ".join(parts) or resource.user_name or ""


def _user_name(admin: Admin, record: ScimRecord | None) -> str:
    told = (record.attributes if record else {}).get("userName")
    return told if isinstance(told, str) else admin.email


def _order(request: SearchRequest[Any]) -> Callable[[Resource[Any]], tuple[bool, Any, str]]:
    def key(resource: Resource[Any]) -> tuple[bool, Any, str]:
        value = request.sort_value(resource) if request.sort_by is not None else None
        return value is None, value if value is not None else "", resource.id or ""

    return key


def _state(admin: Admin) -> dict[str, Any]:
    return {"email": admin.email, "full_name": admin.full_name, "status": admin.status}
