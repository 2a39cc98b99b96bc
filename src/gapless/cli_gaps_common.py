"""What the commands of `gapless gaps` share: options, exit codes, and how errors are told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gapless.gapscan.contracts import BadBaseUrl, ContractMissing, FileInvalid
from gapless.gapscan.register import files, render
from gapless.gapscan.register.edit import EditRefused
from gapless.gapscan.register.lifecycle import TransitionRefused
from gapless.gapscan.register.model import Language, parse_moment
from gapless.gapscan.register.parse import RegisterUnreadable
from gapless.gapscan.register.snapshot import RegisterMissing
from gapless.gapscan.register.store import EntryChanged, LogDamaged

# What was asked cannot be done (2), as against an answer that is bad news (1).
CANNOT = 2


class Format(StrEnum):
    """How a command answers."""

    TEXT = "text"
    JSON = "json"


Directory = Annotated[
    Path, typer.Option("--dir", envvar="GAPLESS_GAPS_DIR", help="The register's directory.")
]
InLanguage = Annotated[Language, typer.Option("--language", "-l", help="en or tr.")]
AnswerFormat = Annotated[Format, typer.Option("--format", "-f", help="text or json.")]
By = Annotated[str, typer.Option("--by", help="Who does it; the name of the login by default.")]
Moment = Annotated[
    str | None, typer.Option("--at", help="Judge clocks as of this ISO date or date and time.")
]


@contextmanager
def told() -> Iterator[None]:
    """Turns what can go wrong into a line for people and an exit code."""
    try:
        yield
    except (TransitionRefused, EntryChanged) as error:
        typer.echo(f"refused: {error}", err=True)
        raise typer.Exit(1) from error
    except (
        BadBaseUrl,
        ContractMissing,
        EditRefused,
        FileInvalid,
        LogDamaged,
        RegisterMissing,
        RegisterUnreadable,
        files.RegisterBusy,
    ) as error:
        typer.echo(render.printable(str(error)), err=True)
        raise typer.Exit(CANNOT) from error
    except OSError as error:
        typer.echo(f"{error.filename or ''}: {error.strerror or error}", err=True)
        raise typer.Exit(CANNOT) from error


def moment_of(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    moment = parse_moment(text)
    if moment is None:
        raise typer.BadParameter(f"'{text}' is no ISO date", param_hint="--at")
    return moment
