"""`gapless gaps`: keep a gap register and prove that its gaps are closed."""

from __future__ import annotations

import getpass
import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gapless import cli_words as words
from gapless.cli_gaps_common import (
    AnswerFormat,
    By,
    Directory,
    Format,
    InLanguage,
    Moment,
    moment_of,
    told,
)
from gapless.cli_gaps_edit import register_edit_command
from gapless.cli_gaps_evidence import register_evidence_command
from gapless.cli_gaps_scan import register_scan_commands
from gapless.cli_gaps_verify import register_verify_commands
from gapless.gapscan.register import audit, check, export, files, intake, labels, render
from gapless.gapscan.register.model import Language, Priority, Status
from gapless.gapscan.register.parse import read_register
from gapless.gapscan.register.sla import sla_clock
from gapless.gapscan.register.store import RegisterStore

gaps_app = typer.Typer(
    no_args_is_help=True,
    help="Find gaps between a UI and its backend, keep them, and prove that they are closed.",
)


class ExportFormat(StrEnum):
    """What a register is exported as."""

    MARKDOWN = "markdown"
    JSON = "json"
    CSV = "csv"


class FailOn(StrEnum):
    """The least level of a finding that makes `check` fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "unknown"


@gaps_app.command("import")
def import_(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Registers (.md), scan results (.json).")
    ],
    directory: Directory = Path("gaps"),
    mirror: Annotated[
        bool, typer.Option(help="Make the file of the other language if there is none.")
    ] = True,
    replace: Annotated[bool, typer.Option("--replace", help="Replace files that differ.")] = False,
    owner: Annotated[str, typer.Option(help="Who owns the gaps that a scan adds.")] = "",
    by: By = "",
    language: InLanguage = Language.EN,
) -> None:
    """Take Markdown registers over, byte for byte, or the findings of a scan into the register."""
    store = RegisterStore(directory)
    scans = [path for path in paths if path.suffix.lower() == ".json"]
    registers = [path for path in paths if path not in scans]
    with told(language):
        if registers:
            _import_registers(store, registers, language, mirror=mirror, replace=replace, by=by)
        for path in scans:
            _import_scan(store, path, owner, language)


def _import_scan(store: RegisterStore, path: Path, owner: str, language: Language) -> None:
    findings = intake.read_scan(path)
    if not any(store.path(language).exists() for language in Language):
        store.create(datetime.now(UTC))
    done = intake.take_in(store, findings, path.read_bytes(), owner=owner, now=datetime.now(UTC))
    for said, ids in (
        (words.ADDED, done.added),
        (words.JOINED, done.joined),
        (words.REOPENED, done.reopened),
    ):
        if ids:
            typer.echo(said(gaps=ids).text(language))
    typer.echo(words.FINDINGS(count=len(findings), known=done.known).text(language))


def _import_registers(
    store: RegisterStore,
    paths: list[Path],
    language: Language,
    *,
    mirror: bool,
    replace: bool,
    by: str,
) -> None:
    done = store.import_registers(
        [read_register(path) for path in paths],
        by=by or _login(),
        now=datetime.now(UTC),
        mirror=mirror,
        replace=replace,
    )
    for said, ids in ((words.IMPORTED, done.added), (words.REPLACED, done.replaced)):
        if ids:
            typer.echo(said(gaps=ids).text(language))
    if done.mirrored is not None:
        typer.echo(words.MIRRORED(file=str(store.path(done.mirrored))).text(language))
    if not done.added and not done.replaced:
        typer.echo(words.NOTHING_NEW().text(language))


@gaps_app.command("check")
def check_(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE...]", help="Register files; the register of --dir if none."),
    ] = None,
    directory: Directory = Path("gaps"),
    format_: AnswerFormat = Format.TEXT,
    fail_on: Annotated[FailOn, typer.Option(help="The level that fails.")] = FailOn.ERROR,
    language: InLanguage = Language.EN,
    at: Moment = None,
) -> None:
    """Name every inconsistency of a register, with its line; exit 1 if any is an error."""
    now = moment_of(at)
    with told(language):
        found = (
            audit.check_files(paths, now)
            if paths
            else audit.check_store(RegisterStore(directory), now)
        )
    counts = {level: sum(f.level is level for f in found) for level in check.ORDER}
    if format_ is Format.JSON:
        rows = [finding.as_data(language) for finding in found]
        summary = {level.value: count for level, count in counts.items()}
        typer.echo(json.dumps({"findings": rows, "counts": summary}, ensure_ascii=False, indent=2))
    else:
        for finding in found:
            typer.echo(render.printable(finding.text(language)))
        errors, warnings, notes = (counts[level] for level in check.ORDER)
        said = words.COUNTS(errors=errors, warnings=warnings, notes=notes)
        typer.echo(said.text(language))
    if fail_on is not FailOn.NEVER:
        levels = check.ORDER[: check.ORDER.index(check.Level(fail_on.value)) + 1]
        if any(counts[level] for level in levels):
            raise typer.Exit(1)


@gaps_app.command("list")
def list_(
    directory: Directory = Path("gaps"),
    status: Annotated[str | None, typer.Option(help="Only of that status.")] = None,
    priority: Annotated[Priority | None, typer.Option(help="Only of that priority.")] = None,
    owner: Annotated[str | None, typer.Option(help="Only of that owner.")] = None,
    module: Annotated[str | None, typer.Option(help="Only where the menu path has this.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those overdue.")] = False,
    language: InLanguage = Language.EN,
    format_: AnswerFormat = Format.TEXT,
    at: Moment = None,
) -> None:
    """List the gaps with what is left of their SLAs."""
    now = moment_of(at)
    wanted = None if status is None else _status(status)
    with told(language):
        snapshot = RegisterStore(directory).read()
        entries = [
            entry
            for entry in snapshot.register(language).entries
            if (wanted is None or entry.status is wanted)
            and (priority is None or entry.priority is priority)
            and (owner is None or labels.fold(owner) == labels.fold(entry.owner))
            and (module is None or labels.fold(module) in labels.fold(" → ".join(entry.path)))
        ]
        if overdue:
            clocks = {id(e): sla_clock(e, snapshot.log.transitions, now) for e in entries}
            entries = [
                e for e in entries if clocks[id(e)].breached and clocks[id(e)].stopped is None
            ]
        if format_ is Format.JSON:
            rows = [export.entry_as_data(entry, snapshot, now) for entry in entries]
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            typer.echo(render.list_text(entries, snapshot, language, now))


@gaps_app.command("show")
def show(
    gap: Annotated[str, typer.Argument(metavar="ID")],
    directory: Directory = Path("gaps"),
    language: InLanguage = Language.EN,
    format_: AnswerFormat = Format.TEXT,
    at: Moment = None,
) -> None:
    """Show one gap: its fields, clock, timeline, evidence and escalation package."""
    now = moment_of(at)
    with told(language):
        snapshot = RegisterStore(directory).read()
        entry = snapshot.entry(gap, language)
        if format_ is Format.JSON:
            data = export.entry_as_data(entry, snapshot, now)
            typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            typer.echo(render.entry_text(entry, snapshot, language, now))


def _status(word: str) -> Status:
    found = labels.status_of(word.replace("-", " ").replace("_", " "))[0]
    if found is None:
        raise typer.BadParameter(f"'{word}' is none of {', '.join(Status)}")
    return found


@gaps_app.command("move")
def move(
    gap: Annotated[str, typer.Argument(metavar="ID")],
    status: Annotated[str, typer.Argument(help="open, in-progress or fixed; Turkish words too.")],
    directory: Directory = Path("gaps"),
    reason: Annotated[str, typer.Option(help="Why; needed to go back to Open.")] = "",
    by: By = "",
    language: InLanguage = Language.EN,
) -> None:
    """Move a gap one step on: Open, In Progress, Fixed. Only `verify` makes it Verified."""
    after = _status(status)
    with told(language):
        step = RegisterStore(directory).move(
            gap, after, by=by or _login(), reason=reason, now=datetime.now(UTC)
        )
    said = words.MOVED(gap=step.gap, before=step.before, after=step.after)
    typer.echo(said.text(language))


@gaps_app.command("export")
def export_(
    directory: Directory = Path("gaps"),
    format_: Annotated[
        ExportFormat, typer.Option("--format", "-f", help="markdown, json or csv.")
    ] = ExportFormat.MARKDOWN,
    language: InLanguage = Language.EN,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file; standard output if none.")
    ] = None,
    at: Moment = None,
) -> None:
    """Write the register as Markdown in its own layout, JSON or CSV, in either language."""
    now = moment_of(at)
    with told(language):
        snapshot = RegisterStore(directory).read()
        match format_:
            case ExportFormat.MARKDOWN:
                text = export.as_markdown(snapshot, language)
            case ExportFormat.JSON:
                text = export.as_json(snapshot, language, now)
            case ExportFormat.CSV:
                text = export.as_csv(snapshot, language, now)
        if output is None:
            # Bytes, so that no line ending is translated on the way.
            typer.get_binary_stream("stdout").write(text.encode())
        else:
            files.write_files({output: text})


register_scan_commands(gaps_app)
register_verify_commands(gaps_app)
register_edit_command(gaps_app)
register_evidence_command(gaps_app)
