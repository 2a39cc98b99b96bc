"""`gapless flags`: flags in from a file and out to one, for who has the server's settings."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from gapless.cli_database import run

flags_app = typer.Typer(no_args_is_help=True, help="Feature flags.")

Tenant = Annotated[str, typer.Option(help="The brand.")]


class Environment(StrEnum):
    """The environments."""

    PRODUCTION = "production"
    STAGING = "staging"
    DEVELOPMENT = "development"


class Source(StrEnum):
    """Whose files can be read."""

    GAPLESS = "gapless"
    UNLEASH = "unleash"
    FLAGSMITH = "flagsmith"
    GROWTHBOOK = "growthbook"
    FLAGD = "flagd"
    LAUNCHDARKLY = "launchdarkly"


class Conflict(StrEnum):
    """What happens to a key that is taken."""

    SKIP = "skip"
    REPLACE = "replace"
    RENAME = "rename"


class Target(StrEnum):
    """What can be written."""

    GAPLESS = "gapless"
    FLAGD = "flagd"


@flags_app.command("import")
def flags_import(
    file: Annotated[
        Path, typer.Argument(help="An export, JSON or YAML.", exists=True, dir_okay=False)
    ],
    tenant: Tenant,
    environment: Annotated[Environment, typer.Option(help="The environment to set.")],
    format: Annotated[
        Source | None, typer.Option(help="Whose file it is. Default: found out.")
    ] = None,
    source_environment: Annotated[
        str | None, typer.Option(help="Which of the file's environments to read.")
    ] = None,
    user_attribute: Annotated[
        str | None, typer.Option(help="What a user is called in the file, if not usual.")
    ] = None,
    on_conflict: Annotated[
        Conflict, typer.Option(help="What to do with a key that is taken.")
    ] = Conflict.SKIP,
    switched_off: Annotated[bool, typer.Option(help="Bring the flags switched off.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Do it. Else only the report.")] = False,
    reason: Annotated[str | None, typer.Option(help="Kept in the audit log.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
) -> None:
    """Tell what an import of a file would do, flag by flag; with --apply, do it."""
    data = file.read_bytes()
    if apply and (reason is None or len(reason.strip()) < 3):
        typer.echo("--apply needs a --reason of at least 3 characters", err=True)
        raise typer.Exit(2)

    async def go(database: Any, settings: Any) -> Any:
        from gapless.features.feature_flags.transfer.asked import Asked
        from gapless.features.feature_flags.transfer.console import transfer_of

        asked = Asked(
            data=data,
            environment=environment.value,
            source=format.value if format else None,
            source_environment=source_environment,
            user_attribute=user_attribute,
            on_conflict=on_conflict.value,
            switched_off=switched_off,
        )
        action = "flag.imported" if apply else None
        async with transfer_of(
            database, settings, tenant, action=action, reason=reason
        ) as transfer:
            return await (transfer.apply(asked) if apply else transfer.preview(asked))

    plan = run(go)
    if as_json:
        typer.echo(plan.model_dump_json(indent=2))
    else:
        _print_plan(plan)


@flags_app.command("export")
def flags_export(
    tenant: Tenant,
    environment: Annotated[Environment, typer.Option(help="The environment to write.")],
    format: Annotated[Target, typer.Option(help="Whose form.")] = Target.GAPLESS,
    output: Annotated[
        Path | None, typer.Option(help="The file to write. Default: standard output.")
    ] = None,
) -> None:
    """Write an environment's flags and segments as JSON: our own form, or flagd's."""

    async def go(database: Any, settings: Any) -> bytes:
        from gapless.features.feature_flags.transfer.console import transfer_of

        async with transfer_of(database, settings, tenant, action="flag.exported") as transfer:
            found: bytes = await transfer.export(environment.value, format.value)
            return found

    data = run(go)
    if output is None:
        typer.echo(data.decode(), nl=False)
    else:
        output.write_bytes(data)
        typer.echo(f"{output}: {len(data)} bytes", err=True)


def _print_plan(plan: Any) -> None:
    for row in plan.rows:
        new = f" as {row.new_key}" if row.act == "rename" else ""
        typer.echo(f"{row.outcome:12} {row.act + new:10} {row.kind:8} {row.key}")
        for note in row.notes:
            typer.echo(f"{'':13}{note.message}")
    acts = Counter(row.act for row in plan.rows)
    told = ", ".join(f"{count} {act}" for act, count in sorted(acts.items()))
    counts = plan.counts
    typer.echo(
        f"{plan.format}: {counts.carried} carried, {counts.changed} changed, "
        f"{counts.not_carried} not carried ({told})"
        + ("" if plan.applied else "; nothing was written, --apply does it")
    )
