"""Use cases of signing in through a provider, and of linking one's account with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from gapless.features.admin_users.sso import flows
from gapless.features.admin_users.sso.flows import Flow
from gapless.features.admin_users.sso.models import AdminIdentity, IdentityProvider
from gapless.features.admin_users.sso.oidc import Client, Providers, authorization_url
from gapless.features.admin_users.sso.problems import (
    IdentityNotFound,
    IdentityTaken,
    NoAccount,
    ProviderNotFound,
    ProviderRefused,
)
from gapless.features.admin_users.sso.providers import SECRET_PURPOSE
from gapless.features.admin_users.sso.repository import IdentityRepository
from gapless.features.admin_users.sso.rules import name_of, role_for, verified_email
from gapless.features.admin_users.sso.schemas import (
    LinkedIdentity,
    OwnLinks,
    Returned,
    SignInOption,
)
from gapless.platform import clock, ids
from gapless.platform.identity import Admin
from gapless.platform.identity.emails import EmailInvalid, admin_email
from gapless.platform.security.admission import Opened, admit
from gapless.platform.security.history import Method
from gapless.platform.unit import Unit
from gapless.platform.vault import vault_of

CALLBACK = "/sso/callback"
"""The panel's page that a provider sends the browser back to."""


class SsoService:
    """Signing in by another's word."""

    def __init__(self, unit: Unit, providers: Providers) -> None:
        self.unit = unit
        self.providers = providers
        self.repository = IdentityRepository(unit.db)

    async def options(self, email: str | None) -> list[SignInOption]:
        """The providers offered to whoever types this address: by its domain, not by who it is."""
        domain = (email or "").rpartition("@")[2].lower()
        return [
            SignInOption(id=provider.id, name=provider.name)
            for provider in await self.repository.all_enabled()
            if not provider.email_domains or domain in provider.email_domains
        ]

    async def begin(self, provider_id: UUID, next_page: str, *, link: bool) -> tuple[str, str]:
        """Where the browser has to go, and the cookie that it has to bring back.

        Raises `ProviderNotFound`, `ProviderUnavailable`.
        """
        provider = await self._provider(provider_id)
        own_id = self.unit.known_actor.admin_id if link else None
        if link and provider.tenant_id != self.unit.known_actor.tenant_id:
            raise ProviderNotFound
        flow = flows.begin(provider.id, next_page, own_id)
        await self.unit.db.commit()
        metadata = await self.providers.metadata(provider.issuer)
        address = authorization_url(metadata, self._client(provider), flow.begun)
        return address, flows.seal(flow, vault_of(self.unit.settings))

    async def finish(
        self, returned: Returned, cookies: Mapping[str, str]
    ) -> tuple[Flow, Opened | None]:
        """Sign in or link whoever comes back; None where an account was linked.

        Raises `FlowInvalid`, `ProviderRefused`, `TokenInvalid`, `NoAccount`, `IdentityTaken`.
        """
        flow = flows.resume(cookies.get(flows.COOKIE), returned.state, vault_of(self.unit.settings))
        provider = await self._provider(flow.provider_id)
        self.unit.change.about("identity_provider", provider.id)
        self.unit.change.tenant_id = provider.tenant_id
        if returned.code is None:
            raise ProviderRefused(why=returned.error_description or returned.error or "no code")
        client = self._client(provider)
        # Gives the connection back while the provider is waited for.
        await self.unit.db.commit()
        claims = await self.providers.claims(client, flow.begun, returned.code, returned.iss)
        if flow.link_to is not None:
            await self._link(provider, flow.link_to, claims)
            return flow, None
        admin = await self._who(provider, claims)
        return flow, await admit(
            self.unit, admin, method=Method.SSO, carrier="cookie", cookies=cookies
        )

    async def own_links(self) -> OwnLinks:
        """The caller's accounts at providers, and the brand's providers without one."""
        links = await self.repository.of_admin(self._own_id())
        taken = {identity.provider_id for identity, _ in links}
        return OwnLinks(
            linked=[LinkedIdentity.of(identity, name) for identity, name in links],
            available=[
                SignInOption(id=provider.id, name=provider.name)
                for provider in await self.repository.all_enabled()
                if provider.tenant_id == self.unit.known_actor.tenant_id
                and provider.id not in taken
            ],
        )

    async def unlink(self, identity_id: UUID) -> None:
        """Remove one of the caller's links; raise `IdentityNotFound`."""
        self.unit.change.about("admin_identity", identity_id)
        if not await self.repository.unlink(self._own_id(), identity_id):
            raise IdentityNotFound

    async def _provider(self, provider_id: UUID) -> IdentityProvider:
        provider = await self.repository.enabled(provider_id)
        if provider is None:
            raise ProviderNotFound
        return provider

    def _client(self, provider: IdentityProvider) -> Client:
        opened = vault_of(self.unit.settings).open(
            provider.client_secret, purpose=SECRET_PURPOSE, owner=str(provider.id)
        )
        return Client(
            issuer=provider.issuer,
            client_id=provider.client_id,
            client_secret=opened.decode(),
            scopes=provider.scopes,
            redirect_uri=self.unit.settings.link(CALLBACK),
        )

    async def _who(self, provider: IdentityProvider, claims: Mapping[str, Any]) -> Admin:
        """The admin whom the claims mean, locked; made if the provider makes accounts."""
        email = verified_email(claims, provider.email_domains)
        linked = await self.repository.linked(provider.id, claims["sub"])
        if linked is not None:
            admin = await self.repository.locked_admin(linked.admin_id)
            linked.last_used_at = clock.now()
            linked.email = email or linked.email
            self._follow_groups(provider, admin, claims)
            return admin
        if email is None:
            raise NoAccount
        found = await self.repository.admin_by_email(email)
        if found is None and provider.provisions:
            found = await self._provision(provider, email, claims)
        # Another brand's admins are not this provider's to vouch for; nor are platform owners,
        # who are above the brand: they link their account themselves, once.
        if found is None or found.tenant_id != provider.tenant_id or found.is_platform_owner:
            raise NoAccount
        admin = await self.repository.locked_admin(found.id)
        if admin.status == "active":
            self._remember(provider, admin.id, claims, email)
            self._follow_groups(provider, admin, claims)
        return admin

    async def _provision(
        self, provider: IdentityProvider, email: str, claims: Mapping[str, Any]
    ) -> Admin:
        try:
            email = admin_email(email)
        except EmailInvalid as wrong:  # letters that look like another's
            raise NoAccount from wrong
        role = role_for(
            claims, provider.groups_claim, provider.role_by_group, provider.default_role
        )
        assert role is not None
        admin = Admin(
            id=ids.new_id(),
            tenant_id=provider.tenant_id,
            email=email,
            username=email.partition("@")[0],
            full_name=name_of(claims, email),
            role=role,
            tenant_role=None,
            password_hash=None,
            last_login_at=None,
        )
        self.unit.db.add(admin)
        try:
            await self.unit.db.flush()
        except IntegrityError as race:
            raise NoAccount from race
        self.unit.change.details = {"account_made": True, "email": email, "role": role}
        return admin

    def _follow_groups(
        self, provider: IdentityProvider, admin: Admin, claims: Mapping[str, Any]
    ) -> None:
        """Give the admin the role of their groups, where the provider's groups decide on roles."""
        role = role_for(claims, provider.groups_claim, provider.role_by_group, None)
        if role is None or admin.is_platform_owner or (admin.role == role and not admin.role_id):
            return
        self.unit.change.before = {"role": admin.role}
        self.unit.change.after = {"role": role}
        admin.role, admin.role_id = role, None
        admin.version += 1

    def _remember(
        self,
        provider: IdentityProvider,
        admin_id: UUID,
        claims: Mapping[str, Any],
        email: str | None,
    ) -> None:
        self.unit.db.add(
            AdminIdentity(
                admin_id=admin_id,
                provider_id=provider.id,
                subject=claims["sub"],
                email=email,
                last_used_at=clock.now(),
            )
        )

    async def _link(
        self, provider: IdentityProvider, admin_id: UUID, claims: Mapping[str, Any]
    ) -> None:
        linked = await self.repository.linked(provider.id, claims["sub"])
        if linked is not None and linked.admin_id != admin_id:
            raise IdentityTaken
        admin = await self.repository.locked_admin(admin_id)
        if admin.status != "active":
            raise NoAccount
        if linked is None:
            self._remember(provider, admin_id, claims, verified_email(claims, ()))
        self.unit.change.details = {"linked_admin": str(admin_id)}

    def _own_id(self) -> UUID:
        admin_id = self.unit.known_actor.admin_id
        assert admin_id is not None
        return admin_id
