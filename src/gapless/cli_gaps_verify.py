"""``gapless gaps verify``: run contracts, keep the evidence, let the register follow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from gapless.cli_gaps_common import CANNOT, AnswerFormat, Directory, Format, InLanguage, told
from gapless.gapscan.contracts import (
    Actors,
    ContractMissing,
    Outcome,
    Progress,
    check_contracts,
    load_actors,
    verify_gap,
    words,
)
from gapless.gapscan.contracts.junit import as_junit
from gapless.gapscan.contracts.render import outcome_word, verdict_data, verdict_text
from gapless.gapscan.language import Language
from gapless.gapscan.register import files, render
from gapless.gapscan.register.lifecycle import Keep
from gapless.gapscan.register.store import RegisterStore


def register_verify_commands(app: typer.Typer) -> None:
    """Add ``verify`` to the ``gaps`` commands."""
    app.command("verify")(verify)


def verify(
    gaps: Annotated[list[str] | None, typer.Argument(metavar="[ID...]")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every gap that has a contract.")] = False,
    base_url: Annotated[
        str, typer.Option(envvar="GAPLESS_BASE_URL", help="The server to verify against.")
    ] = "http://localhost:8000",
    directory: Directory = Path("gaps"),
    actors_file: Annotated[
        Path | None, typer.Option("--actors", help="Who acts; actors.yaml of --dir by default.")
    ] = None,
    advance: Annotated[
        bool,
        typer.Option("--advance", help="Take a gap that passes through every step to Verified."),
    ] = False,
    keep: Annotated[
        Keep,
        typer.Option(
            help="Which runs leave a log line and evidence: all; news: none that only confirms a "
            "Verified gap; moves: only those that change a status."
        ),
    ] = Keep.ALL,
    allow_open: Annotated[
        bool,
        typer.Option("--allow-open", help="Do not fail for gaps that nobody ever called Fixed."),
    ] = False,
    junit: Annotated[
        Path | None, typer.Option("--junit", help="Write a JUnit report to this file as well.")
    ] = None,
    language: InLanguage = Language.EN,
    format_: AnswerFormat = Format.TEXT,
) -> None:
    """Run verification contracts, keep the evidence, verify what passes, reopen what fails.

    Exit 1 if a contract failed, 2 if one could not be carried out.
    """
    if bool(gaps) == all_:
        raise typer.BadParameter("name gaps, or give --all")
    with told(language):
        store = RegisterStore(directory)
        snapshot = store.read()
        ids = [snapshot.entry(gap).id for gap in gaps or []] or [
            entry.id
            for entry in snapshot.primary.entries
            if (store.contracts / f"{entry.id}.yaml").exists()
        ]
        if not ids:
            raise ContractMissing(
                words.NO_CONTRACTS(directory=str(directory), contracts=str(store.contracts))
            )
        check_contracts(store, ids)
        path = actors_file or directory / "actors.yaml"
        actors = load_actors(path) if path.exists() or actors_file else Actors()
        hears = format_ is Format.TEXT

        def progress(step: Progress) -> None:
            if hears:
                _progress(step, language)

        verdicts = []
        for gap_id in ids:
            verdict = verify_gap(
                store,
                gap_id,
                base_url,
                actors,
                advance=advance,
                keep_runs=keep,
                on_progress=progress,
            )
            verdicts.append(verdict)
            if format_ is Format.TEXT:
                typer.echo(verdict_text(verdict, language))
        if junit is not None:
            report = as_junit(verdicts, allow_open=allow_open, language=language)
            files.write_files({junit: report})
    if format_ is Format.JSON:
        data = [verdict_data(verdict, language) for verdict in verdicts]
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    if any(
        verdict.run.outcome is Outcome.FAILED and not (allow_open and not verdict.once_fixed)
        for verdict in verdicts
    ):
        raise typer.Exit(1)
    if any(verdict.run.outcome is Outcome.ERROR for verdict in verdicts):
        raise typer.Exit(CANNOT)


def _progress(progress: Progress, language: Language) -> None:
    if progress.outcome is not None:
        place = f"{progress.gap} {progress.index}/{progress.total}"
        outcome = outcome_word(progress.outcome, language)
        typer.echo(render.printable(f"  {place}  {outcome:<7}  {progress.step}"))
