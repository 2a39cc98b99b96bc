"""What the commands of `gapless gaps` share: options, exit codes, and how errors are told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gapless import cli_words as words
from gapless.gapscan.message import Told
from gapless.gapscan.register import render
from gapless.gapscan.register.lifecycle import TransitionRefused
from gapless.gapscan.register.model import Language, parse_moment
from gapless.gapscan.register.store import EntryChanged

# What was asked cannot be done (2), as against an answer that is bad news (1).
CANNOT = 2


class Format(StrEnum):
    """How a command answers."""

    TEXT = "text"
    JSON = "json"


Directory = Annotated[
    Path, typer.Option("--dir", envvar="GAPLESS_GAPS_DIR", help="The register's directory.")
]
InLanguage = Annotated[Language, typer.Option("--language", "--lang", "-l", help="en or tr.")]
AnswerFormat = Annotated[Format, typer.Option("--format", "-f", help="text or json.")]
By = Annotated[str, typer.Option("--by", help="Who does it; the name of the login by default.")]
Moment = Annotated[
    str | None, typer.Option("--at", help="Judge clocks as of this ISO date or date and time.")
]


@contextmanager
def told(language: Language = Language.EN) -> Iterator[None]:
    """Turns what can go wrong into a line for people, in their language, and an exit code."""
    try:
        yield
    except (TransitionRefused, EntryChanged) as error:
        typer.echo(words.REFUSED(why=error.message).text(language), err=True)
        raise typer.Exit(1) from error
    except Told as error:
        typer.echo(render.printable(error.text(language)), err=True)
        raise typer.Exit(CANNOT) from error
    except OSError as error:
        message = words.FILE_ERROR(file=error.filename or "", why=error.strerror or str(error))
        typer.echo(message.text(language), err=True)
        raise typer.Exit(CANNOT) from error


def moment_of(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    moment = parse_moment(text)
    if moment is None:
        raise typer.BadParameter(f"'{text}' is no ISO date", param_hint="--at")
    return moment
