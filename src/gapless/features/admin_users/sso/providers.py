"""Use cases of identity providers: which of them a brand believes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from gapless.features.admin_users.granting import check_over_everybody
from gapless.features.admin_users.sso.models import IdentityProvider
from gapless.features.admin_users.sso.oidc import Providers
from gapless.features.admin_users.sso.problems import (
    IssuerInvalid,
    ProviderNameTaken,
    ProviderNotFound,
    ProviderUnavailable,
)
from gapless.features.admin_users.sso.repository import ProviderRepository
from gapless.features.admin_users.sso.schemas import ProviderCreate, ProviderPatch
from gapless.platform import ids
from gapless.platform.unit import Unit
from gapless.platform.vault import vault_of

SECRET_PURPOSE = "sso-client-secret"  # noqa: S105 - the name of a purpose


class ProviderService:
    """The identity providers of the brand acted in."""

    def __init__(self, unit: Unit, providers: Providers) -> None:
        self.unit = unit
        self.providers = providers
        self.repository = ProviderRepository(unit.db, unit.tenant_id)

    async def all(self) -> list[tuple[IdentityProvider, int]]:
        """The brand's providers, and how many admins are linked to each."""
        return await self.repository.all()

    async def linked(self, provider_id: UUID) -> int:
        """How many admins are linked to a provider."""
        return await self.repository.linked(provider_id)

    async def create(self, wanted: ProviderCreate) -> IdentityProvider:
        """Believe a provider.

        Raises `IssuerInvalid` if its discovery document cannot be used, `ProviderNameTaken`,
        `DecidesOverEverybody`.
        """
        await check_over_everybody(self.unit)
        await self._check_issuer(wanted.issuer)
        provider_id = ids.new_id()
        provider = IdentityProvider(
            id=provider_id,
            tenant_id=self.unit.tenant_id,
            client_secret=self._sealed(wanted.client_secret.get_secret_value(), provider_id),
            **wanted.model_dump(exclude={"client_secret"}),
        )
        self.unit.db.add(provider)
        await self._flush(wanted.name)
        self.unit.change.about("identity_provider", provider.id)
        self.unit.change.after = _state(provider)
        return provider

    async def change(
        self, provider_id: UUID, wanted: ProviderPatch, check_version: Callable[[int], None]
    ) -> IdentityProvider:
        """Change a provider; raise `ProviderNotFound`, `StaleWrite`, or as `create` does.

        The issuer stays: another issuer is another provider, whose subjects are other people.
        """
        provider = await self._found(provider_id)
        check_version(provider.version)
        changes = wanted.model_dump(exclude_unset=True, exclude={"client_secret"})
        changes = {k: v for k, v in changes.items() if v is not None or k == "groups_claim"}
        if set(wanted.model_fields_set) != {"is_enabled"} or wanted.is_enabled:
            await check_over_everybody(self.unit)
        self.unit.change.before = _state(provider)
        for name, value in changes.items():
            setattr(provider, name, value or None if name == "groups_claim" else value)
        if wanted.client_secret is not None:
            secret = wanted.client_secret.get_secret_value()
            provider.client_secret = self._sealed(secret, provider.id)
            self.unit.change.details = {"client_secret_replaced": True}
        provider.version += 1
        await self._flush(provider.name)
        self.unit.change.after = _state(provider)
        return provider

    async def remove(self, provider_id: UUID) -> None:
        """Believe a provider no more; its links go with it, the admins stay."""
        provider = await self._found(provider_id)
        self.unit.require_reason()
        self.unit.change.before = _state(provider)
        await self.unit.db.delete(provider)

    async def _found(self, provider_id: UUID) -> IdentityProvider:
        self.unit.change.about("identity_provider", provider_id)
        provider = await self.repository.locked(provider_id)
        if provider is None:
            raise ProviderNotFound
        return provider

    async def _check_issuer(self, issuer: str) -> None:
        # Gives the connection back while the provider is waited for.
        await self.unit.db.commit()
        try:
            await self.providers.metadata(issuer, fresh=True)
        except ProviderUnavailable as wrong:
            raise IssuerInvalid(why=wrong.params["why"]) from wrong

    def _sealed(self, secret: str, provider_id: UUID) -> bytes:
        vault = vault_of(self.unit.settings)
        return vault.seal(secret.encode(), purpose=SECRET_PURPOSE, owner=str(provider_id))

    async def _flush(self, name: str) -> None:
        try:
            await self.unit.db.flush()
        except IntegrityError as race:
            raise ProviderNameTaken(name=name) from race


def _state(provider: IdentityProvider) -> dict[str, Any]:
    return {
        "name": provider.name,
        "issuer": provider.issuer,
        "client_id": provider.client_id,
        "scopes": provider.scopes,
        "email_domains": provider.email_domains,
        "provisions": provider.provisions,
        "default_role": provider.default_role,
        "groups_claim": provider.groups_claim,
        "role_by_group": provider.role_by_group,
        "is_enabled": provider.is_enabled,
    }
