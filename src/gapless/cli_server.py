"""Commands of the server: run, serve, worker, db, owner, audit, settings, contract."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from sqlalchemy.engine import make_url

from gapless.settings import Settings

db_app = typer.Typer(no_args_is_help=True, help="The database.")
audit_app = typer.Typer(no_args_is_help=True, help="The audit log.")
owner_app = typer.Typer(no_args_is_help=True, help="Platform owners.")


def register(app: typer.Typer) -> None:
    """Add the server's commands."""
    app.command()(run)
    app.command()(serve)
    app.command()(worker)
    app.command("settings")(show_settings)
    app.command()(contract)
    app.add_typer(db_app, name="db")
    app.add_typer(audit_app, name="audit")
    app.add_typer(owner_app, name="owner")


def load_settings() -> Settings:
    """The settings from the environment; a clear message and exit 2 if one is not valid."""
    try:
        return Settings()
    except ValidationError as invalid:
        for error in invalid.errors():
            if not error["loc"]:
                typer.echo(f"Settings: {error['msg']}", err=True)
                continue
            name = "GAPLESS_" + "_".join(str(part) for part in error["loc"]).upper()
            field = Settings.model_fields.get(str(error["loc"][0]))
            secret = field is not None and "SecretStr" in str(field.annotation)
            found = "" if secret else f" (found {error.get('input')!r})"
            typer.echo(f"{name}: {error['msg']}{found}", err=True)
        raise typer.Exit(2) from None


@contextmanager
def _loading() -> Iterator[None]:
    """Import much at once: nothing of it is garbage, and looking costs a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def run() -> None:
    """Start the whole product: database, API, panel and worker. Ctrl-C stops it."""
    from gapless.launch import run_everything

    raise typer.Exit(run_everything(load_settings()))


def serve() -> None:
    """Start the API and the panel. The database must be at the newest schema (`db upgrade`)."""
    with _loading():
        from gapless.serving import serve as run_server

    run_server(load_settings())


def worker() -> None:
    """Start a background worker. Start as many as you like."""
    with _loading():
        from gapless.serving import work

    work(load_settings())


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest schema."""
    from gapless.launch import open_database
    from gapless.platform import migrate

    async def go() -> str | None:
        async with open_database(load_settings()) as database:
            await migrate.upgrade(database)
            return await migrate.current_version(database)

    typer.echo(f"The database is at {asyncio.run(go())}.")


@owner_app.command("create")
def owner_create(
    email: Annotated[str, typer.Option(prompt=True)],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
) -> None:
    """Make a platform owner."""
    from gapless.bootstrap import create_owner
    from gapless.launch import open_database
    from gapless.platform.problems import Problem

    async def go() -> None:
        async with open_database(load_settings()) as database, database.session() as db:
            await create_owner(db, email, password)
            await db.commit()

    try:
        asyncio.run(go())
    except Problem as problem:
        typer.echo(problem.message.render(**problem.params), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{email} is a platform owner now.")


@audit_app.command("verify")
def audit_verify(
    tenant: Annotated[str | None, typer.Option(help="One brand only.")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Recompute the hash chains of the audit log. Exit code 1 if one does not hold."""
    from gapless.features.audit_log.service import verify
    from gapless.launch import open_database

    async def go() -> list[Any]:
        async with open_database(load_settings()) as database:
            return list(await verify(database, [tenant] if tenant else None))

    reports = asyncio.run(go())
    if tenant and not reports[0].rows and reports[0].ok:
        typer.echo(f"There is no audit log of a brand {tenant!r}.", err=True)
        raise typer.Exit(2)
    if as_json:
        typer.echo(json.dumps([_report(r) for r in reports]))
    else:
        for r in reports:
            outcome = "ok" if r.ok else f"BROKEN at row {r.first_bad_sequence}: {r.reason}"
            typer.echo(f"{r.chain:24} {r.rows:>8} rows  {outcome}  head {r.head_hash[:16]}")
    if not all(r.ok for r in reports):
        raise typer.Exit(1)


def _report(r: Any) -> dict[str, Any]:
    return {
        "chain": r.chain, "ok": r.ok, "rows": r.rows, "head_hash": r.head_hash,
        "first_bad_sequence": r.first_bad_sequence, "reason": r.reason,
    }  # fmt: skip


def show_settings(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List every setting: its environment variable, present value and meaning."""
    settings = load_settings()
    rows = [
        {
            "name": f"GAPLESS_{name.upper()}",
            "value": _shown(getattr(settings, name)),
            "default": str(field.default),
            "description": field.description,
        }
        for name, field in Settings.model_fields.items()
    ]
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row['name']}={row['value']}\n    {row['description']}")


def _shown(value: object) -> str:
    """A setting's value, without the password a database's address may hold."""
    text = str(value)
    return make_url(text).render_as_string() if text.startswith("postgres") else text


def contract(
    directory: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("contract"),
    check: Annotated[bool, typer.Option(help="Write nothing; exit 1 if it is stale.")] = False,
) -> None:
    """Write contract/openapi.json and contract/problems.json from the code."""
    from gapless.contract import contract_files

    stale = []
    for name, content in contract_files().items():
        path = directory / name
        if path.is_file() and path.read_text(encoding="utf-8") == content:
            continue
        stale.append(str(path))
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    if check and stale:
        typer.echo(f"Stale: {', '.join(stale)}. Run: make contract", err=True)
        raise typer.Exit(1)
    typer.echo("Up to date." if not stale else f"Written: {', '.join(stale)}")
