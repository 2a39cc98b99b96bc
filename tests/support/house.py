"""The application on the real database, and people to call it as."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI
from starlette.routing import BaseRoute

from gapless.app import create_app, running
from gapless.platform.database import Database
from gapless.platform.identity import Admin, Tenant, sessions
from gapless.platform.identity.models import Role
from gapless.platform.identity.passwords import hash_password
from gapless.platform.permissions import Permission
from gapless.platform.switches import BrandFeature
from gapless.platform.traffic import Traffic
from gapless.settings import Settings

PASSWORD = "Correct-Horse-9"
EVERY_FEATURE = {feature.value: True for feature in BrandFeature}
"""What the brands of a test have, so that no gate stands before what it tests."""
_hashed: list[str] = []
_routes: list[BaseRoute] = []


def _share_routes(app: FastAPI) -> None:
    """Give an application the routes of the first one of this process, as far as both have them.

    FastAPI makes what a router's routes need when the first request comes by, for each application
    anew: half a second, for every test that builds a house.
    """
    routes = app.router.routes
    if not _routes:
        _routes.extend(routes)
        return
    for index, (own, first) in enumerate(zip(routes, _routes, strict=False)):
        if type(own) is type(first) and hasattr(own, "effective_candidates"):
            routes[index] = first


@dataclass
class Caller:
    """Somebody signed in, and a client that calls as them."""

    email: str
    admin_id: str
    tenant_id: str
    role: str
    http: httpx.AsyncClient
    token: str

    async def get(self, path: str, **options: Any) -> httpx.Response:
        """GET below /api/v1."""
        return await self.http.get(f"/api/v1{path}", **options)

    async def post(self, path: str, **options: Any) -> httpx.Response:
        """POST below /api/v1."""
        return await self.http.post(f"/api/v1{path}", **options)

    async def put(self, path: str, **options: Any) -> httpx.Response:
        """PUT below /api/v1."""
        return await self.http.put(f"/api/v1{path}", **options)

    async def patch(self, path: str, **options: Any) -> httpx.Response:
        """PATCH below /api/v1."""
        return await self.http.patch(f"/api/v1{path}", **options)

    async def delete(self, path: str, **options: Any) -> httpx.Response:
        """DELETE below /api/v1."""
        return await self.http.delete(f"/api/v1{path}", **options)


@dataclass
class House:
    """The application, two brands of its own, and whoever the test asks for."""

    database: Database
    settings: Settings
    transport: httpx.ASGITransport
    tenant_id: str
    other_tenant_id: str
    traffic: Traffic
    _clients: list[httpx.AsyncClient] = field(default_factory=list)
    _keeper: Caller | None = None

    @classmethod
    @asynccontextmanager
    async def build(cls, database: Database, settings: Settings) -> AsyncIterator[House]:
        """Make two brands and an application on them."""
        app = create_app(settings, database)
        _share_routes(app)
        mark = uuid4().hex[:8]
        house = cls(
            database=database,
            settings=settings,
            transport=httpx.ASGITransport(app, raise_app_exceptions=False),
            tenant_id=f"brand_{mark}",
            other_tenant_id=f"other_{mark}",
            traffic=app.state.traffic,
        )
        for tenant_id in (house.tenant_id, house.other_tenant_id):
            await house.add_tenant(tenant_id, **EVERY_FEATURE)
        async with running(app):
            try:
                yield house
            finally:
                for client in house._clients:
                    await client.aclose()

    async def add_tenant(self, tenant_id: str, **features: Any) -> None:
        """Make a brand."""
        async with self.database.session() as db:
            db.add(Tenant(id=tenant_id, name=tenant_id, type="renter", features=features))
            await db.commit()

    def client(self, **headers: str) -> httpx.AsyncClient:
        """A client that is nobody yet."""
        client = httpx.AsyncClient(
            transport=self.transport, base_url="http://gapless.example", headers=headers
        )
        self._clients.append(client)
        return client

    async def add_admin(
        self,
        role: str = "Admin",
        *,
        tenant_id: str | None = None,
        owner: bool = False,
        status: str = "active",
        custom: Role | None = None,
        allowed_modules: list[str] | None = None,
    ) -> Admin:
        """Make an admin with the password `PASSWORD`."""
        if not _hashed:
            _hashed.append(await hash_password(PASSWORD))
        async with self.database.session() as db:
            admin = Admin(
                tenant_id=tenant_id or self.tenant_id,
                email=f"{uuid4().hex[:12]}@example.com",
                username="someone",
                full_name="Some One",
                role=custom.name if custom else role,
                role_id=custom.id if custom else None,
                allowed_modules=allowed_modules,
                tenant_role=None,
                is_platform_owner=owner,
                status=status,
                password_hash=_hashed[0],
                last_login_at=None,
            )
            db.add(admin)
            await db.commit()
            return admin

    async def add_role(
        self, permissions: Iterable[Permission], *, tenant_id: str | None = None
    ) -> Role:
        """Make a custom role of the brand."""
        async with self.database.session() as db:
            role = Role(
                tenant_id=tenant_id or self.tenant_id,
                name=f"Role {uuid4().hex[:8]}",
                based_on=None,
                permissions=sorted(permissions),
            )
            db.add(role)
            await db.commit()
            return role

    async def sign_in(
        self,
        role: str = "Admin",
        *,
        tenant_id: str | None = None,
        owner: bool = False,
        acting_for: str | None = None,
        custom: Role | None = None,
        allowed_modules: list[str] | None = None,
        by_password: bool = False,
    ) -> Caller:
        """A new admin, signed in with a Bearer token; with a session as `sign_in_as` opens it."""
        admin = await self.add_admin(
            role, tenant_id=tenant_id, owner=owner, custom=custom, allowed_modules=allowed_modules
        )
        return await self.sign_in_as(admin, acting_for=acting_for, by_password=by_password)

    async def sign_in_as(
        self, admin: Admin, *, acting_for: str | None = None, by_password: bool = False
    ) -> Caller:
        """An admin who is there already, signed in with a Bearer token.

        The session is opened as signing in opens it, without the password, whose check takes long;
        `by_password` for tests of what signing in leaves behind.
        """
        client = self.client()
        token = await (self._login(client, admin) if by_password else self._session(admin))
        client.headers["Authorization"] = f"Bearer {token}"
        if acting_for:
            client.headers["X-Tenant-ID"] = acting_for
        return Caller(admin.email, str(admin.id), admin.tenant_id, admin.role, client, token)

    async def _login(self, client: httpx.AsyncClient, admin: Admin) -> str:
        answer = await client.post(
            "/api/v1/auth/login", json={"email": admin.email, "password": PASSWORD}
        )
        assert answer.status_code == 200, answer.text
        token: str = answer.json()["access_token"]
        return token

    async def _session(self, admin: Admin) -> str:
        async with self.database.session() as db:
            token, _ = await sessions.open_session(
                db, admin, longest=timedelta(hours=8), ip_address="127.0.0.1", user_agent="tests"
            )
            await db.commit()
            return token

    async def keeper(self) -> Caller:
        """The owner who throws kill switches, in a brand of their own."""
        if self._keeper is None:
            home = f"{self.tenant_id}_keeper"
            await self.add_tenant(home, can_use_kill_switch=True)
            self._keeper = await self.sign_in("Platform Owner", tenant_id=home, owner=True)
        return self._keeper

    async def switch(self, module: str, *, off: bool, tenant_id: str | None = None) -> None:
        """Switch a module off, or on again, for the house's brand or another."""
        keeper = await self.keeper()
        answer = await keeper.post(
            "/kill-switch/tenant",
            json={
                "tenant_id": tenant_id or self.tenant_id,
                "module_key": module,
                "disabled": off,
            },
        )
        assert answer.status_code == 200, answer.text

    async def owner(self, *, acting_for: str | None = None) -> Caller:
        """A platform owner, signed in."""
        return await self.sign_in("Platform Owner", owner=True, acting_for=acting_for)
