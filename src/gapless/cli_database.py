"""Commands that act on the configured database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import typer
from pydantic import ValidationError

Result = TypeVar("Result")


def run(go: Callable[[Any, Any], Awaitable[Result]]) -> Result:
    """Run on the configured database; a refusal is told on standard error, with exit code 1."""
    from gapless.cli_server import load_settings
    from gapless.launch import open_database
    from gapless.platform.problems import Problem

    async def inside() -> Result:
        settings = load_settings()
        async with open_database(settings) as database:
            return await go(database, settings)

    try:
        return asyncio.run(inside())
    except Problem as problem:
        typer.echo(problem.message.render(**problem.params), err=True)
        raise typer.Exit(1) from None
    except ValidationError as invalid:
        for error in invalid.errors():
            typer.echo(f"{'.'.join(map(str, error['loc']))}: {error['msg']}", err=True)
        raise typer.Exit(2) from None
