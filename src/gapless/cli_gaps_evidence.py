"""``gapless gaps evidence``: check what runs left, and read what was asked and answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from gapless.cli_gaps_common import AnswerFormat, Directory, Format, InLanguage, told
from gapless.gapscan.contracts import proof_words as words
from gapless.gapscan.contracts.proof import NoEvidence, Proof, find, proof_text, read_proof
from gapless.gapscan.language import Language
from gapless.gapscan.register import vault
from gapless.gapscan.register.snapshot import RegisterMissing, Snapshot
from gapless.gapscan.register.store import RegisterStore


def register_evidence_command(app: typer.Typer) -> None:
    """Add ``evidence`` to the ``gaps`` commands."""
    app.command("evidence")(evidence)


def evidence(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TARGET...]",
            help="A gap, a SHA-256 (or its beginning), or the file of a record; all files if none.",
        ),
    ] = None,
    directory: Directory = Path("gaps"),
    every: Annotated[
        bool, typer.Option("--all", help="Every run of a gap, not only its last.")
    ] = False,
    whole: Annotated[bool, typer.Option("--whole", help="Do not cut long bodies.")] = False,
    language: InLanguage = Language.EN,
    format_: AnswerFormat = Format.TEXT,
) -> None:
    """Check evidence against its hashes, and show what was asked and what was answered.

    Exit 1 if a file is missing or was edited.
    """
    store = RegisterStore(directory)
    with told(language):
        if not targets:
            _check_all(store, language)
            return
        paths = [path for target in targets for path in _records(store, target, every=every)]
        proofs = [read_proof(path) for path in paths]
    if format_ is Format.JSON:
        typer.echo(json.dumps([_data(p, language) for p in proofs], ensure_ascii=False, indent=2))
    else:
        texts = [proof_text(proof, language, whole=whole) for proof in proofs]
        typer.echo(f"\n\n{'=' * 80}\n".join(texts))
    if not all(proof.is_sound for proof in proofs):
        raise typer.Exit(1)


def _check_all(store: RegisterStore, language: Language) -> None:
    """Every file that the log names."""
    named = {name: step.gap for step in store.read().log.transitions for name in step.evidence}
    damaged = {name: what for name in named if (what := vault.damage(store.evidence, name))}
    for name, what in damaged.items():
        typer.echo(words.DAMAGED(gap=named[name], name=name, what=what).text(language))
    if damaged:
        raise typer.Exit(1)
    typer.echo(words.ALL_SOUND(count=len(named)).text(language))


def _records(store: RegisterStore, target: str, *, every: bool) -> list[Path]:
    """The records that a target means. Raises `NoEvidence`."""
    if Path(target).is_file():
        return [Path(target)]
    try:
        snapshot = store.read()
        gap = snapshot.entry(target).id
    except RegisterMissing:
        path = find(store.evidence, target.lower()) if len(target) >= 8 else None
        if path is None:
            raise NoEvidence(words.UNKNOWN(target=target)) from None
        return [path]
    found = _of_gap(store, snapshot, gap)
    if not found:
        raise NoEvidence(words.NO_RUN(gap=gap))
    return found if every else found[-1:]


def _of_gap(store: RegisterStore, snapshot: Snapshot, gap: str) -> list[Path]:
    """The gap's records, oldest first."""
    names = dict.fromkeys(name for step in snapshot.history(gap) for name in step.evidence)
    paths = (find(store.evidence, name) for name in names)
    return [path for path in paths if path is not None and path.suffix == ".json"]


def _data(proof: Proof, language: Language) -> dict[str, object]:
    return {
        "sound": proof.is_sound,
        "files": [
            {
                "sha256": piece.digest,
                "kind": piece.kind,
                "damage": piece.damage.text(language) if piece.damage else None,
            }
            for piece in proof.pieces
        ],
        "record": proof.record,
    }
