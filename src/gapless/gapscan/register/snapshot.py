"""The register as it was at one reading, and what tells two readings of a gap apart."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from gapless.gapscan.message import Told
from gapless.gapscan.register import words
from gapless.gapscan.register.lifecycle import Transition, history_of
from gapless.gapscan.register.log import TransitionLog
from gapless.gapscan.register.mirror import translate
from gapless.gapscan.register.model import Entry, Language, Register

# How much of a version is shown to people.
SHOWN = 16


class RegisterMissing(Told):
    """There is no register in that directory, or no such gap in it."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The register as it was at one reading."""

    registers: Mapping[Language, Register]
    log: TransitionLog

    @property
    def primary(self) -> Register:
        """English if there is an English file, else Turkish."""
        return self.registers.get(Language.EN) or self.registers[Language.TR]

    def register(self, language: Language) -> Register:
        """The register in that language: its file, or the other's with its labels translated."""
        found = self.registers.get(language)
        return found if found is not None else translate(self.primary, language)

    def entry(self, gap_id: str, language: Language | None = None) -> Entry:
        """That gap's entry. Raises `RegisterMissing`."""
        register = self.primary if language is None else self.register(language)
        entry = register.entry(gap_id)
        if entry is None:
            known = tuple(entry.id for entry in register.entries[:20])
            raise RegisterMissing(words.NO_GAP(gap=gap_id, known=known or words.NONE()))
        return entry

    def history(self, gap_id: str) -> tuple[Transition, ...]:
        """That gap's transitions, oldest first."""
        return history_of(self.log.transitions, gap_id)


def signatures(snapshot: Snapshot) -> dict[str, str]:
    """A hash of everything the register says of each gap: it differs if the gap changed."""
    found: dict[str, hashlib._Hash] = {}
    for language, register in sorted(snapshot.registers.items()):
        for entry in register.entries:
            digest = found.setdefault(entry.id, hashlib.sha256())
            digest.update(f"{language}\n".encode())
            digest.update("".join(register.lines[entry.line - 1 : entry.end]).encode())
            row = register.triage.row(entry.id) if register.triage else None
            digest.update("|".join(row.cells if row else ()).encode())
    for gap_id, digest in found.items():
        digest.update(str(len(snapshot.history(gap_id))).encode())
    return {gap_id: digest.hexdigest() for gap_id, digest in found.items()}


def is_version(signature: str, given: str) -> bool:
    """Whether that is the version: all of it, or enough of its beginning to be no accident."""
    return len(given) >= SHOWN and signature.startswith(given)
