"""`gapless break-glass`: emergency access, for who has the server's settings."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from gapless.cli_server import load_settings

MINUTES = 30
MOST_MINUTES = 240


def break_glass(
    opened_for: Annotated[
        str | None, typer.Option("--for", help="Your name, as the others know you.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option(help="Kept in the audit log; told to owners.")
    ] = None,
    minutes: Annotated[
        int, typer.Option(min=5, max=MOST_MINUTES, help="How long the access lasts.")
    ] = MINUTES,
    end: Annotated[bool, typer.Option("--end", help="End all access that is open.")] = False,
) -> None:
    """Let one person in with every right for a time, when everyone is locked out.

    Prints a link that works once, for ten minutes. It passes by passwords, second factors, networks
    and devices. Every platform owner is told by mail, a banner stands in their panel while it is
    open, and the audit log has who opened it, from where, and why.
    """
    from gapless.bootstrap import ensure_first_tenant
    from gapless.features.auth.break_glass import console
    from gapless.features.auth.break_glass.service import LINK_MINUTES
    from gapless.launch import open_database
    from gapless.platform import mail, telemetry

    settings = load_settings()
    # The log goes to standard error: the link is alone on standard output.
    telemetry.configure_logging(settings, service="break-glass")
    if end:

        async def stop() -> int:
            async with open_database(settings) as database:
                return await console.end_all(database, settings)

        typer.echo(f"Ended: {asyncio.run(stop())}.")
        return
    who = _said(opened_for, "Your name")
    why = _said(reason, "Reason")

    async def go() -> str:
        async with open_database(settings) as database:
            async with database.session() as db:
                tenant_id = (await ensure_first_tenant(db)).id
                await db.commit()
            return await console.open_access(
                database,
                settings,
                tenant_id=tenant_id,
                opened_for=who,
                reason=why,
                minutes=minutes,
            )

    link = asyncio.run(go())
    told = (
        "Every platform owner is told by mail."
        if mail.is_configured(settings)
        else ("No mail server is configured: tell the other platform owners yourself.")
    )
    typer.secho("BREAK-GLASS ACCESS", err=True, bold=True, fg="red")
    typer.echo(
        f"This link works once, within {LINK_MINUTES} minutes, and gives every right for {minutes} "
        f"minutes. {told}\nEnd it early by signing out, or with: gapless break-glass --end",
        err=True,
    )
    typer.echo(link)


def _said(given: str | None, what: str) -> str:
    said = (typer.prompt(what, err=True) if given is None else given).strip()
    if not 3 <= len(said) <= 500 or not said.isprintable():
        typer.echo(f"{what}: from 3 to 500 printable characters.", err=True)
        raise typer.Exit(2)
    return said
