"""``gapless gaps edit``: change an entry's fields, in both languages where they are shared."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from gapless import cli_words as words
from gapless.cli_gaps_common import Directory, InLanguage, told
from gapless.gapscan.register import labels
from gapless.gapscan.register.amend import SHARED, Amendment, TextChange
from gapless.gapscan.register.edit import Value
from gapless.gapscan.register.model import FieldKey, Language
from gapless.gapscan.register.snapshot import SHOWN, signatures
from gapless.gapscan.register.store import RegisterStore

_RATING = "impact_rating"
_ARROW = re.compile(r"\s*(?:→|->|›|»)\s*")


def register_edit_command(app: typer.Typer) -> None:
    """Add ``edit`` to the ``gaps`` commands."""
    app.command("edit")(edit)


def edit(
    gap: Annotated[str, typer.Argument(metavar="ID")],
    title: Annotated[str | None, typer.Option(help="The title, in --language.")] = None,
    path: Annotated[
        str | None, typer.Option(help="The menu path, in --language: 'Core → Games'.")
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="A field by its key or label; several lines are items. Repeat for more.",
        ),
    ] = None,
    language: InLanguage = Language.EN,
    if_match: Annotated[
        str | None,
        typer.Option(help="Only if the entry is still the one with this version (see `show`)."),
    ] = None,
    directory: Directory = Path("gaps"),
) -> None:
    """Change an entry: only the lines it is about.

    Owner, SLA, priority, dates and endpoints are written to both languages and the triage table;
    title, menu path and prose to --language. The status changes by `move` and `verify` only.
    """
    change = _amendment(title, path, values or [], language)
    with told(language):
        store = RegisterStore(directory)
        gap_id = store.read().entry(gap).id
        after = store.amend(gap_id, change, version=if_match)
    version = signatures(after)[gap_id][:SHOWN]
    typer.echo(words.SAVED(gap=gap_id, version=version).text(language))


def _amendment(
    title: str | None, path: str | None, values: list[str], language: Language
) -> Amendment:
    shared: dict[FieldKey, Value] = {}
    prose: dict[FieldKey, Value] = {}
    others: dict[str, Value] = {}
    rating = impact = None
    for pair in values:
        name, equals, text = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"'{pair}' is not FIELD=VALUE", param_hint="--set")
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        value: Value = lines if len(lines) > 1 else text.strip()
        key = _key(name.strip())
        if key is FieldKey.IMPACT:
            impact = text.strip()
        elif key in SHARED:
            # Endpoints are items even when there is one.
            shared[key] = lines if key is FieldKey.UI_ENDPOINTS else value
        elif key is not None:
            prose[key] = value
        elif name.strip() == _RATING:
            rating = labels.rating_of(text.strip())
        else:
            others[name.strip()] = value
    text_change = TextChange(
        title=title,
        path=None if path is None else tuple(filter(None, _ARROW.split(path.strip()))),
        impact=impact,
        fields=prose,
        others=others,
    )
    texts = {} if text_change == TextChange() else {language: text_change}
    change = Amendment(shared=shared, impact_rating=rating, texts=texts)
    if change == Amendment():
        raise typer.BadParameter("nothing to change: give --title, --path or --set")
    return change


def _key(name: str) -> FieldKey | None:
    known = {key.value: key for key in FieldKey}
    return known.get(name) or labels.field_of(name)[0]
