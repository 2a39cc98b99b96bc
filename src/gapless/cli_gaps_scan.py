"""``gapless gaps scan`` and ``gapless gaps probe``.

Exit codes: 0 nothing that ``--fail-on`` names, 1 gaps that it names, 2 an input that cannot be
used.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gapless.gapscan.baseline import fails, read_baseline, write_baseline, write_whole
from gapless.gapscan.model import Scan, ScanInputError
from gapless.gapscan.probe import probe
from gapless.gapscan.report import render
from gapless.gapscan.report.tables import summary
from gapless.gapscan.scan import scan


class Format(StrEnum):
    """The formats of a report."""

    TABLE = "table"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    CSV = "csv"
    MARKDOWN = "markdown"


class FailOn(StrEnum):
    """What makes the command exit with 1."""

    NEVER = "never"
    NEW = "new"
    ANY = "any"
    P0 = "P0"
    P1 = "P1"
    P2 = "P2"


UiOption = Annotated[
    list[Path], typer.Option("--ui", help="Folder with a panel's source; repeat for several apps.")
]
ServerOption = Annotated[
    list[str],
    typer.Option("--server", help="Folder with the server's source, an OpenAPI file, or a URL."),
]
HarOption = Annotated[
    list[Path], typer.Option("--har", help="Capture of a browser session (HAR 1.2).")
]
BaseUrlOption = Annotated[
    str, typer.Option("--base-url", help="The server under test, such as https://example.com/api.")
]
HeaderOption = Annotated[
    list[str],
    typer.Option(
        "--header", "-H", help="Credentials as NAME:VALUE; repeat. Never stored or shown."
    ),
]
ReportOption = Annotated[
    list[Path],
    typer.Option(
        "--report",
        help="Report of another tool: Redocly drift (JSON), Schemathesis (NDJSON, JUnit, JSON).",
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="Format of the report.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Write the report here.")]
BaselineOption = Annotated[
    Path | None, typer.Option("--baseline", help="Known gaps; those in it are not new.")
]
FailOnOption = Annotated[
    FailOn,
    typer.Option(
        "--fail-on",
        help="Exit with 1 for: new gaps (not in the baseline), any, or new ones of a severity.",
    ),
]


def register_scan_commands(app: typer.Typer) -> None:
    """Add ``scan`` and ``probe`` to the ``gaps`` commands."""
    app.command("scan")(scan_command)
    app.command("probe")(probe_command)


def scan_command(
    ui: UiOption = [],  # noqa: B006 - typer copies it
    server: ServerOption = [],  # noqa: B006 - typer copies it
    har: HarOption = [],  # noqa: B006 - typer copies it
    base_url: BaseUrlOption = "",
    report: ReportOption = [],  # noqa: B006 - typer copies it
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    baseline: BaselineOption = None,
    write: Annotated[
        bool, typer.Option("--write-baseline", help="Take today's gaps as known; needs --baseline.")
    ] = False,
    fail_on: FailOnOption = FailOn.NEW,
) -> None:
    """Find the gaps between what a panel calls and what a server does.

    Exit code 0: no gap that --fail-on names; 1: there is one; 2: an input cannot be used.
    """
    try:
        if write and baseline is None:
            raise ScanInputError("--write-baseline needs --baseline FILE")
        result = scan(ui, server, har, base_url, report)
        if write and baseline is not None:
            count = write_baseline(baseline, result.findings)
            typer.echo(f"{baseline}: {count} gaps are known now", err=True)
        finish(result, form, output, baseline, fail_on)
    except ScanInputError as error:
        typer.echo(f"gapless: {error}", err=True)
        raise typer.Exit(2) from None


def probe_command(
    base_url: Annotated[
        str, typer.Option("--base-url", help="The running server, such as https://example.com.")
    ],
    ui: UiOption = [],  # noqa: B006 - typer copies it
    server: ServerOption = [],  # noqa: B006 - typer copies it
    header: HeaderOption = [],  # noqa: B006 - typer copies it
    allow_writes: Annotated[
        str,
        typer.Option("--allow-writes", help="The host on which marks may be written and restored."),
    ] = "",
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    baseline: BaselineOption = None,
    fail_on: FailOnOption = FailOn.NEW,
) -> None:
    """Ask a running server: what answers, to whom, and (if allowed) whether what is written stays.

    Reads only, unless --allow-writes names the base URL's host; never asks another host.
    Without --ui and --server the operations come from the server's own OpenAPI document.
    Exit codes as for `scan`.
    """
    try:
        headers: dict[str, str] = {}
        for line in header:
            name, colon, value = line.partition(":")
            if not colon or not name.strip():
                raise ScanInputError("--header takes NAME:VALUE")
            headers[name.strip()] = value.strip()
        scanned = scan(ui, server or ([] if ui else [base_url]), (), base_url)
        result = probe(scanned, base_url, headers, allow_writes)
        finish(result, form, output, baseline, fail_on)
    except ScanInputError as error:
        typer.echo(f"gapless: {error}", err=True)
        raise typer.Exit(2) from None


def finish(
    result: Scan, form: Format, output: Path | None, baseline: Path | None, fail_on: FailOn
) -> None:
    """Write the report and exit as ``--fail-on`` says."""
    known = read_baseline(baseline) if baseline is not None and baseline.exists() else {}
    if baseline is not None and not baseline.exists():
        raise ScanInputError(f"{baseline}: no such baseline; write one with --write-baseline")
    found = frozenset(finding.fingerprint for finding in result.findings)
    new = found - known.keys()
    text = render(result, form.value, new)
    if output is not None:
        write_whole(output, text)
        typer.echo(summary(result, new), err=True)
    else:
        typer.echo(text, nl=False)
    for fingerprint in sorted(known.keys() - found):
        typer.echo(f"gone since the baseline: {known[fingerprint]} [{fingerprint}]", err=True)
    if fails(result.findings, new, fail_on.value):
        raise typer.Exit(1)
