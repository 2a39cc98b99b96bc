"""The command line. `gapless gaps` needs the package alone; the rest needs its server extra."""

from __future__ import annotations

import importlib.util

import typer

# The backslash keeps rich from taking the bracket for markup.
_NEEDS_SERVER = r"Needs the extra: pip install 'gapless\[server]'"

app = typer.Typer(
    name="gapless",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="A casino back office without gaps, and the register that proves it.",
)


def _mount() -> None:
    if importlib.util.find_spec("gapless.cli_gaps") is not None:
        from gapless.cli_gaps import gaps_app

        app.add_typer(gaps_app, name="gaps")
    if importlib.util.find_spec("fastapi") is not None:
        from gapless.cli_break_glass import break_glass
        from gapless.cli_flags import flags_app
        from gapless.cli_keys import keys_app
        from gapless.cli_server import register

        register(app)
        app.command("break-glass")(break_glass)
        app.add_typer(flags_app, name="flags")
        app.add_typer(keys_app, name="keys")
    else:
        app.command("serve", help=_NEEDS_SERVER)(_no_server)
        app.command("run", help=_NEEDS_SERVER)(_no_server)


def _no_server() -> None:
    typer.echo("This command needs the server: pip install 'gapless[server]'", err=True)
    raise typer.Exit(2)


@app.command()
def version() -> None:
    """Print the version."""
    from gapless import __version__

    typer.echo(__version__)


def main() -> None:
    """Entry point of the `gapless` command."""
    _mount()
    app()


if __name__ == "__main__":
    main()
