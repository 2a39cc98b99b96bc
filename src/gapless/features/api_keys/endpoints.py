"""Routes of API keys."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query, Request, Response

from gapless.features.api_keys.catalogue import describe_scopes
from gapless.features.api_keys.giving import givable
from gapless.features.api_keys.problems import (
    ApiKeyBlocked,
    ApiKeyLimitReached,
    ApiKeyScopeNotHeld,
    ApiKeyScopeUnknown,
)
from gapless.features.api_keys.schemas import (
    AdminKey,
    ApiKeyCreate,
    ApiKeyIssued,
    ApiKeyPatch,
    ApiKeyRotate,
    ApiKeyRow,
    ApiKeyUsage,
    ScopeInfo,
    SettingsKey,
)
from gapless.features.api_keys.service import ApiKeyService
from gapless.platform.etags import check_if_match, set_etag
from gapless.platform.identity.scopes import CATALOGUE
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.problems import NotFound, ReasonRequired, StaleWrite
from gapless.platform.routing import ASKS_UNLESS_IT_STOPS, TAKES_ACCESS_AWAY, Router, policy
from gapless.platform.security.problems import StepUpRequired
from gapless.platform.switches import Module
from gapless.platform.unit import UnitDep

router = Router(prefix="/api-keys", tags=["api keys"])
settings_router = Router(prefix="/settings", tags=["api keys"])
admin_router = Router(prefix="/admin", tags=["api keys"])


def _service(unit: UnitDep, request: Request) -> ApiKeyService:
    return ApiKeyService(unit, request.app.state.keys)


Keys = Annotated[ApiKeyService, Depends(_service)]


@router.get("")
@policy(Permission.API_KEYS_READ)
async def list_api_keys(
    keys: Keys,
    show: Annotated[
        Literal["kept", "deleted"], Query(description="The keys of today, or those deleted.")
    ] = "kept",
) -> list[ApiKeyRow]:
    """The brand's API keys, newest first."""
    return [ApiKeyRow.of(record) for record in await keys.all(deleted=show == "deleted")]


@router.post("")
@policy(
    Permission.API_KEYS_WRITE, audit="api_key.created", module=Module.API_KEYS, step_up=True,
    problems=[ApiKeyScopeUnknown, ApiKeyScopeNotHeld, ApiKeyLimitReached],
    idempotent_replay=False,  # the answer holds the secret, which is stored nowhere
)  # fmt: skip
async def create_api_key(body: ApiKeyCreate, keys: Keys) -> ApiKeyIssued:
    """Make an API key. Its secret is shown this once."""
    return await keys.create(body)


@router.get("/scopes")
@policy(Permission.API_KEYS_READ, api_only="The panel reads them with what each opens.")
async def list_scopes() -> list[str]:
    """Every scope that a key may have."""
    return list(CATALOGUE)


@router.get("/scopes/details")
@policy(Permission.API_KEYS_READ)
async def describe_api_key_scopes(unit: UnitDep, request: Request) -> list[ScopeInfo]:
    """Every scope with the calls it opens, and whether the caller may give it."""
    scopes = await givable(unit.db, unit.known_actor)
    return describe_scopes(request.app.state.features, scopes)


@router.get("/{key_id}")
@policy(Permission.API_KEYS_READ, problems=[NotFound])
async def get_api_key(key_id: PathId, keys: Keys, response: Response) -> ApiKeyRow:
    """One API key, with its ETag."""
    record = await keys.get(key_id)
    set_etag(response, record.key.version)
    return ApiKeyRow.of(record)


@router.patch("/{key_id}")
@policy(
    Permission.API_KEYS_WRITE, audit="api_key.changed", without_proof=ASKS_UNLESS_IT_STOPS,
    problems=[
        NotFound, StepUpRequired, ApiKeyScopeUnknown, ApiKeyScopeNotHeld, ApiKeyBlocked, StaleWrite,
    ],
)  # fmt: skip
async def change_api_key(
    key_id: PathId, body: ApiKeyPatch, keys: Keys, request: Request, response: Response
) -> ApiKeyRow:
    """Switch a key on or off, or change its name, scopes, end, networks or limit."""
    record = await keys.change(key_id, body, lambda version: check_if_match(request, version))
    set_etag(response, record.key.version)
    return ApiKeyRow.of(record)


@router.post("/{key_id}/rotate")
@policy(
    Permission.API_KEYS_WRITE, audit="api_key.rotated", module=Module.API_KEYS, step_up=True,
    problems=[NotFound, ApiKeyScopeNotHeld, StaleWrite],
    idempotent_replay=False,  # as above
)  # fmt: skip
async def rotate_api_key(
    key_id: PathId, keys: Keys, request: Request, body: ApiKeyRotate | None = None
) -> ApiKeyIssued:
    """Give a key a new secret; the old one works on for the overlap."""
    hours = (body or ApiKeyRotate()).overlap_hours
    return await keys.rotate(key_id, hours, lambda version: check_if_match(request, version))


@router.delete("/{key_id}/previous-secret")
@policy(
    Permission.API_KEYS_WRITE, audit="api_key.overlap_ended",
    without_proof=TAKES_ACCESS_AWAY, problems=[NotFound],
)  # fmt: skip
async def end_api_key_overlap(key_id: PathId, keys: Keys) -> ApiKeyRow:
    """Stop the secret from before the last rotation now."""
    return ApiKeyRow.of(await keys.end_overlap(key_id))


@router.delete("/{key_id}", status_code=204)
@policy(
    Permission.API_KEYS_WRITE, audit="api_key.deleted",
    without_proof=TAKES_ACCESS_AWAY, problems=[NotFound, ReasonRequired],
)  # fmt: skip
async def delete_api_key(key_id: PathId, keys: Keys) -> None:
    """Stop a key for good. Needs a reason."""
    await keys.delete(key_id)


@router.get("/{key_id}/use")
@policy(Permission.API_KEYS_READ, problems=[NotFound])
async def api_key_use(
    key_id: PathId, keys: Keys, days: Annotated[int, Query(ge=1, le=90)] = 30
) -> ApiKeyUsage:
    """Calls with a key and refusals over time: by hour up to two days, else by day, in UTC."""
    return await keys.usage(key_id, days)


@settings_router.get("/api-keys")
@policy(Permission.API_KEYS_READ, api_only="Settings of the existing panel; ours has its own page.")
async def list_settings_api_keys(keys: Keys) -> list[SettingsKey]:
    """The brand's API keys, as the existing panel's settings page reads them."""
    return [SettingsKey.of(record) for record in await keys.all()]


@admin_router.get("/keys")
@policy(Permission.API_KEYS_READ, api_only="Admin Users of the existing panel; ours shows more.")
async def list_admin_keys(keys: Keys) -> list[AdminKey]:
    """The brand's API keys and who made them, as the existing panel's Admin Users reads them."""
    return [AdminKey.of(record) for record in await keys.all()]
