"""Routes of single sign-on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request, Response
from pydantic import AfterValidator

from gapless.features.admin_users.problems import DecidesOverEverybody
from gapless.features.admin_users.scim.schema import ADDRESS as SCIM_ADDRESS
from gapless.features.admin_users.sso import flows
from gapless.features.admin_users.sso.oidc import Providers
from gapless.features.admin_users.sso.problems import (
    FlowInvalid,
    IdentityNotFound,
    IdentityTaken,
    IssuerInvalid,
    NoAccount,
    ProviderNameTaken,
    ProviderNotFound,
    ProviderRefused,
    ProviderUnavailable,
    TokenInvalid,
)
from gapless.features.admin_users.sso.providers import ProviderService
from gapless.features.admin_users.sso.schemas import (
    AuthorizationAddress,
    OwnAddresses,
    OwnLinks,
    ProviderCreate,
    ProviderPatch,
    ProviderRow,
    Returned,
    SignedIn,
    SignInOption,
)
from gapless.features.admin_users.sso.service import CALLBACK, SsoService
from gapless.platform.etags import check_if_match, set_etag
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.problems import ReasonRequired, StaleWrite
from gapless.platform.routing import TAKES_ACCESS_AWAY, Access, Router, Scope, policy
from gapless.platform.security.cookies import hand_over
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/auth/sso", tags=["single sign-on"])
management = Router(prefix="/admin/sso/providers", tags=["single sign-on"])
own_addresses = Router(prefix="/admin/sso/addresses", tags=["single sign-on"])
_providers = Providers()


def _sso(unit: UnitDep) -> SsoService:
    return SsoService(unit, _providers)


def _management(unit: UnitDep) -> ProviderService:
    return ProviderService(unit, _providers)


def _page(value: str) -> str:
    """A page of the panel, never another site's."""
    # Browsers drop tabs and line ends, and read a backslash as a slash.
    if not value.isprintable() or not value.startswith("/") or value[1:2] in ("/", "\\"):
        raise ValueError("a path of this panel, such as /games")
    return value


Sso = Annotated[SsoService, Depends(_sso)]
Management = Annotated[ProviderService, Depends(_management)]
NextPage = Annotated[str, Query(alias="next", max_length=500), AfterValidator(_page)]


def _keep(cookie: str, response: Response, sso: SsoService) -> None:
    response.set_cookie(
        flows.COOKIE,
        cookie,
        max_age=int(flows.LIFETIME.total_seconds()),
        path=flows.COOKIE_PATH,
        secure=sso.unit.settings.cookie_secure,
        httponly=True,
        samesite="strict",
    )


@router.get("/options")
@policy(Access.PUBLIC, scope=Scope.SELF)
async def list_sign_in_options(
    sso: Sso, email: Annotated[str | None, Query(max_length=320)] = None
) -> list[SignInOption]:
    """The identity providers to offer to whoever types this e-mail address."""
    return await sso.options(email)


@router.get("/{provider_id}/authorize")
@policy(Access.PUBLIC, scope=Scope.SELF, problems=[ProviderNotFound, ProviderUnavailable])
async def begin_sign_in(
    provider_id: PathId, sso: Sso, response: Response, next_page: NextPage = "/"
) -> AuthorizationAddress:
    """Begin to sign in through a provider."""
    address, cookie = await sso.begin(provider_id, next_page, link=False)
    _keep(cookie, response, sso)
    return AuthorizationAddress(authorization_url=address)


@router.get("/{provider_id}/link")
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, step_up=True,
    problems=[ProviderNotFound, ProviderUnavailable],
)  # fmt: skip
async def begin_link(
    provider_id: PathId, sso: Sso, response: Response, next_page: NextPage = "/account"
) -> AuthorizationAddress:
    """Begin to link one's own account with one at a provider of one's brand."""
    address, cookie = await sso.begin(provider_id, next_page, link=True)
    _keep(cookie, response, sso)
    return AuthorizationAddress(authorization_url=address)


@router.post("/finish")
@policy(
    Access.PUBLIC, scope=Scope.SELF, audit="auth.sso", idempotent_replay=False,
    problems=[FlowInvalid, ProviderNotFound, ProviderRefused, ProviderUnavailable, TokenInvalid,
              NoAccount, IdentityTaken],
)  # fmt: skip
async def finish_sign_in(
    body: Returned, sso: Sso, request: Request, response: Response
) -> SignedIn:
    """End a flow with what the provider's redirect brought; the session is carried by a cookie."""
    flow, opened = await sso.finish(body, request.cookies)
    response.delete_cookie(flows.COOKIE, path=flows.COOKIE_PATH)
    if opened is None:
        return SignedIn(outcome="linked", next=flow.next)
    hand_over(opened, "cookie", response, sso.unit.settings)
    return SignedIn(outcome="signed_in", next=flow.next)


@router.get("/links")
@policy(Access.SIGNED_IN, scope=Scope.SELF)
async def list_own_links(sso: Sso) -> OwnLinks:
    """The caller's accounts at identity providers, and where they could link one."""
    return await sso.own_links()


@router.delete("/links/{identity_id}", status_code=204)
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, audit="auth.sso_unlinked",
    without_proof=TAKES_ACCESS_AWAY, problems=[IdentityNotFound],
)  # fmt: skip
async def remove_own_link(identity_id: PathId, sso: Sso) -> None:
    """Remove one of the caller's links."""
    await sso.unlink(identity_id)


@management.get("")
@policy(Permission.SSO_READ, feature=BrandFeature.CAN_MANAGE_ADMINS)
async def list_identity_providers(providers: Management) -> list[ProviderRow]:
    """The brand's identity providers."""
    redirect_uri = providers.unit.settings.link(CALLBACK)
    return [ProviderRow.of(p, linked, redirect_uri) for p, linked in await providers.all()]


@own_addresses.get("")
@policy(Permission.SSO_READ, feature=BrandFeature.CAN_MANAGE_ADMINS)
async def get_own_addresses(unit: UnitDep) -> OwnAddresses:
    """The addresses of this server that an identity provider has to be told."""
    link = unit.settings.link
    return OwnAddresses(redirect_uri=link(CALLBACK), scim_base_url=link(SCIM_ADDRESS))


@management.post("", status_code=201)
@policy(
    Permission.SSO_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS, audit="sso.provider_created",
    step_up=True,
    problems=[IssuerInvalid, ProviderNameTaken, DecidesOverEverybody],
)  # fmt: skip
async def create_identity_provider(
    body: ProviderCreate, providers: Management, response: Response
) -> ProviderRow:
    """Believe an identity provider. Its discovery document is read at once."""
    made = await providers.create(body)
    set_etag(response, made.version)
    return ProviderRow.of(made, 0, providers.unit.settings.link(CALLBACK))


@management.patch("/{provider_id}")
@policy(
    Permission.SSO_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS, audit="sso.provider_changed",
    step_up=True,
    problems=[ProviderNotFound, ProviderNameTaken, DecidesOverEverybody, StaleWrite],
)  # fmt: skip
async def change_identity_provider(
    provider_id: PathId,
    body: ProviderPatch,
    providers: Management,
    request: Request,
    response: Response,
) -> ProviderRow:
    """Change an identity provider. What is not named stays."""
    changed = await providers.change(provider_id, body, lambda v: check_if_match(request, v))
    set_etag(response, changed.version)
    linked = await providers.linked(provider_id)
    return ProviderRow.of(changed, linked, providers.unit.settings.link(CALLBACK))


@management.delete("/{provider_id}", status_code=204)
@policy(
    Permission.SSO_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS, audit="sso.provider_removed",
    step_up=True,
    problems=[ProviderNotFound, ReasonRequired],
)  # fmt: skip
async def remove_identity_provider(provider_id: PathId, providers: Management) -> None:
    """Believe an identity provider no more; the admins stay, their links go."""
    await providers.remove(provider_id)
