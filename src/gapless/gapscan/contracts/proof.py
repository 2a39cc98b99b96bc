"""Evidence as a stranger reads it: are these the bytes that were kept, what was asked, what came.

Nothing but the files is needed. A record names the contract and the pictures that belong to it by
their SHA-256, and is itself named by its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gapless.gapscan.contracts import proof_words as words
from gapless.gapscan.contracts.evidence import FORMAT
from gapless.gapscan.contracts.render import outcome_word
from gapless.gapscan.contracts.result import Outcome
from gapless.gapscan.language import Language
from gapless.gapscan.message import Message, Told
from gapless.gapscan.register.check_words import EVIDENCE_EDITED, EVIDENCE_MISSING, NO_SHA
from gapless.gapscan.register.render import printable

_SHA256 = 64
_BODY_SHOWN = 600


class NoEvidence(Told):
    """There is no such evidence, or the file is no record of a run."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a run's evidence; `damage` is what is wrong with it."""

    digest: str
    kind: str
    damage: Message | None


@dataclass(frozen=True, slots=True)
class Proof:
    """A run's record, and every file that belongs to it."""

    record: dict[str, Any]
    pieces: tuple[Piece, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every file is there and has the hash of its name."""
        return all(piece.damage is None for piece in self.pieces)


def find(directory: Path, start: str) -> Path | None:
    """The file of evidence whose name begins so: as a register keeps it, or loose in a folder."""
    if not start or not all(letter in "0123456789abcdef" for letter in start):
        return None
    found = [*directory.glob(f"{start[:2]}/{start}*"), *directory.glob(f"{start}*.*")]
    return min((path for path in found if path.is_file()), default=None)


def read_proof(path: Path) -> Proof:
    """The run whose record that file is, with the files beside it. Raises `NoEvidence`."""
    try:
        record = json.loads(path.read_bytes())
    except OSError as error:
        raise NoEvidence(words.UNREADABLE(file=str(path), why=str(error.strerror))) from error
    except (ValueError, RecursionError) as error:
        raise NoEvidence(words.NO_RECORD(file=str(path))) from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise NoEvidence(words.NO_RECORD(file=str(path)))
    directory = path.parent.parent if path.parent.name == path.stem[:2] else path.parent
    named = [("contract", text_at(record, "contract", "sha256"))]
    named += [
        ("picture", text_at(picture, "sha256"))
        for step in items_at(record, "steps")
        for picture in items_at(step, "pictures")
    ]
    pieces = [Piece(path.stem, "record", _damage(path, path.stem))]
    pieces += [
        Piece(digest, kind, _missing(directory, digest)) for kind, digest in dict.fromkeys(named)
    ]
    return Proof(record, tuple(pieces))


def _missing(directory: Path, digest: str) -> Message | None:
    path = find(directory, digest) if len(digest) == _SHA256 else None
    if path is None:
        return EVIDENCE_MISSING(directory=str(directory))
    return _damage(path, digest)


def _damage(path: Path, digest: str) -> Message | None:
    if len(digest) != _SHA256:
        return NO_SHA()
    return None if hashlib.sha256(path.read_bytes()).hexdigest() == digest else EVIDENCE_EDITED()


def text_at(data: Any, *keys: str) -> str:
    """What stands there in a record, as text; empty if the record is of another shape."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return "" if data is None else str(data)


def items_at(data: Any, key: str) -> list[Any]:
    """The list that stands there in a record; empty if there is none."""
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, list) else []


def proof_text(proof: Proof, language: Language, *, whole: bool = False) -> str:
    """The run for a terminal: its files, and step by step what was asked and answered.

    Long bodies are cut unless `whole`.
    """
    return printable("\n".join(_lines(proof, language, whole=whole)))


def _lines(proof: Proof, language: Language, *, whole: bool) -> Iterator[str]:
    record = proof.record
    yield f"{text_at(record, 'gap')}  {text_at(record, 'title')}"
    yield words.RUN(
        outcome=_outcome(record, language),
        at=text_at(record, "finished"),
        server=text_at(record, "server"),
        tool=text_at(record, "tool"),
    ).text(language)
    yield _said(record, "summary", "said", language)
    yield words.FILES().text(language)
    for piece in proof.pieces:
        kind, state = words.KINDS[piece.kind](), piece.damage or words.SOUND()
        yield f"  {piece.digest}  {kind.text(language)}  {state.text(language)}"
    for number, step in enumerate(items_at(record, "steps"), start=1):
        yield ""
        actor, outcome = text_at(step, "as"), _outcome(step, language)
        yield f"{number}. {text_at(step, 'name')}  ({actor})  {outcome}"
        if text_at(step, "message"):
            yield f"   {_said(step, 'message', 'message_said', language)}"
        for exchange in items_at(step, "exchanges"):
            yield from _exchange(exchange, whole=whole)
        for condition in items_at(step, "conditions"):
            yield f"   {_condition(condition, language)}"
        for picture in items_at(step, "pictures"):
            yield f"   [{text_at(picture, 'name')}] {text_at(picture, 'sha256')}.png"


def _outcome(data: Any, language: Language) -> str:
    word = text_at(data, "outcome")
    return outcome_word(Outcome(word), language) if word in set(Outcome) else word


def _said(data: Any, text: str, message: str, language: Language) -> str:
    known = Message.from_data(data.get(message)) if isinstance(data, dict) else None
    return known.text(language) if known else text_at(data, text)


def _condition(condition: Any, language: Language) -> str:
    expected = _said(condition, "expected", "expected_said", language)
    if isinstance(condition, dict) and condition.get("passed") is True:
        return f"✓ {expected}"
    actual = _said(condition, "actual", "actual_said", language)
    return f"✗ {words.EXPECTED(expected=expected, actual=actual).text(language)}"


def _exchange(exchange: Any, *, whole: bool) -> Iterator[str]:
    request, response = _part(exchange, "request"), _part(exchange, "response")
    yield f"   → {text_at(request, 'method')} {text_at(request, 'url')}"
    yield from _body(request, whole=whole)
    size, seconds = text_at(response, "bytes"), text_at(exchange, "seconds")
    yield f"   ← {text_at(response, 'status')}  ({size} B, {seconds} s)"
    yield from _body(response, whole=whole)


def _part(data: Any, key: str) -> dict[str, Any]:
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}


def _body(side: dict[str, Any], *, whole: bool) -> Iterator[str]:
    body = side.get("body")
    if body is None or body == "":
        return
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    if not whole and len(text) > _BODY_SHOWN:
        text = f"{text[:_BODY_SHOWN]}…"
    for line in text.splitlines():
        yield f"     {line}"
