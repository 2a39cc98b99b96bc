"""`gapless keys`: API keys from the command line, for who has the server's settings."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Annotated, Any

import typer

from gapless.cli_database import run

keys_app = typer.Typer(no_args_is_help=True, help="API keys.")

Key = Annotated[str, typer.Argument(help="The key's id, or the beginning of its secret.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
Reason = Annotated[str | None, typer.Option(help="Kept in the audit log.")]
NeededReason = Annotated[str, typer.Option(help="Kept in the audit log.", prompt=True)]


@keys_app.command("list")
def keys_list(
    tenant: Annotated[str | None, typer.Option(help="One brand only.")] = None,
    deleted: Annotated[bool, typer.Option(help="Those that were deleted.")] = False,
    as_json: Json = False,
) -> None:
    """List API keys."""

    async def go(database: Any, settings: Any) -> list[Any]:
        from gapless.features.api_keys.console import api_keys_of, brands
        from gapless.features.api_keys.schemas import ApiKeyRow

        rows = []
        for tenant_id in [tenant] if tenant else await brands(database):
            async with api_keys_of(database, settings, tenant_id) as keys:
                rows += [ApiKeyRow.of(record) for record in await keys.all(deleted=deleted)]
        return rows

    rows = run(go)
    if as_json:
        typer.echo(json.dumps([row.model_dump(mode="json") for row in rows], indent=2))
        return
    for row in rows:
        used = f"{row.last_used_at:%Y-%m-%d %H:%M}" if row.last_used_at else "never used"
        typer.echo(
            f"{row.id}  {row.tenant_id:20} {row.status:8} {row.key_prefix}…{row.last_four}  "
            f"{used:16}  {row.name}"
        )


@keys_app.command("create")
def keys_create(
    name: Annotated[str, typer.Argument(help="What calls with it.")],
    tenant: Annotated[str, typer.Option(help="The brand it belongs to.")],
    scope: Annotated[
        list[str] | None, typer.Option(help="What it may do, for example games.read. Repeatable.")
    ] = None,
    expires_in_days: Annotated[int | None, typer.Option(min=1, help="Default: never.")] = None,
    cidr: Annotated[
        list[str] | None, typer.Option(help="A network it may be used from. Repeatable.")
    ] = None,
    rate_limit: Annotated[int | None, typer.Option(min=1, help="Calls a minute.")] = None,
    reason: Reason = None,
    as_json: Json = False,
) -> None:
    """Make an API key. Its secret is printed once, alone on standard output."""

    async def go(database: Any, settings: Any) -> Any:
        from gapless.features.api_keys.console import api_keys_of
        from gapless.features.api_keys.schemas import ApiKeyCreate
        from gapless.platform import clock

        days = expires_in_days
        wanted = ApiKeyCreate(
            name=name,
            scopes=scope or [],
            expires_at=clock.now() + timedelta(days=days) if days else None,
            allowed_cidrs=cidr or [],
            rate_limit_per_minute=rate_limit,
        )
        async with api_keys_of(
            database, settings, tenant, action="api_key.created", reason=reason
        ) as keys:
            return await keys.create(wanted)

    _print_secret(run(go), as_json)


@keys_app.command("show")
def keys_show(key: Key) -> None:
    """Show one API key, as JSON."""

    async def go(database: Any, settings: Any) -> Any:
        from gapless.features.api_keys.console import api_keys_of, locate
        from gapless.features.api_keys.schemas import ApiKeyRow

        tenant_id, key_id = await locate(database, key)
        async with api_keys_of(database, settings, tenant_id) as keys:
            return ApiKeyRow.of(await keys.get(key_id))

    typer.echo(run(go).model_dump_json(indent=2))


@keys_app.command("disable")
def keys_disable(key: Key, reason: Reason = None) -> None:
    """Switch an API key off, in every process within a second."""
    _switch(key, active=False, reason=reason)


@keys_app.command("enable")
def keys_enable(key: Key, reason: Reason = None) -> None:
    """Switch an API key on."""
    _switch(key, active=True, reason=reason)


@keys_app.command("rotate")
def keys_rotate(
    key: Key,
    overlap_hours: Annotated[
        int, typer.Option(min=0, max=720, help="How long the old secret works on.")
    ] = 24,
    reason: Reason = None,
    as_json: Json = False,
) -> None:
    """Give an API key a new secret. It is printed once, alone on standard output."""

    async def go(database: Any, settings: Any) -> Any:
        from gapless.features.api_keys.console import api_keys_of, locate

        tenant_id, key_id = await locate(database, key)
        async with api_keys_of(
            database, settings, tenant_id, action="api_key.rotated", reason=reason
        ) as keys:
            return await keys.rotate(key_id, overlap_hours, lambda _: None)

    _print_secret(run(go), as_json)


@keys_app.command("revoke")
def keys_revoke(key: Key, reason: NeededReason) -> None:
    """Delete an API key: it stops for good."""

    async def go(database: Any, settings: Any) -> str:
        from gapless.features.api_keys.console import api_keys_of, locate

        tenant_id, key_id = await locate(database, key)
        async with api_keys_of(
            database, settings, tenant_id, action="api_key.deleted", reason=reason
        ) as keys:
            name = (await keys.get(key_id)).key.name
            await keys.delete(key_id)
            return name

    typer.echo(f"{run(go)} no longer works.")


def _switch(key: str, *, active: bool, reason: str | None) -> None:
    async def go(database: Any, settings: Any) -> Any:
        from gapless.features.api_keys.console import api_keys_of, locate
        from gapless.features.api_keys.schemas import ApiKeyPatch, ApiKeyRow

        tenant_id, key_id = await locate(database, key)
        async with api_keys_of(
            database, settings, tenant_id, action="api_key.toggled", reason=reason
        ) as keys:
            record = await keys.change(key_id, ApiKeyPatch(active=active), lambda _: None)
            return ApiKeyRow.of(record)

    row = run(go)
    typer.echo(f"{row.name} ({row.key_prefix}…{row.last_four}) is {row.status}.")


def _print_secret(issued: Any, as_json: bool) -> None:
    if as_json:
        typer.echo(issued.model_dump_json(indent=2))
        return
    key = issued.key
    typer.echo(f"{key.name} ({key.id}) of {key.tenant_id}: the secret, this once.", err=True)
    typer.echo(issued.api_key)
