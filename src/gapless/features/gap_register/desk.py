"""A register from the database laid out as files, so that the register's own code works on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from gapless.features.gap_register.problems import (
    GapEditRefused,
    GapNotFound,
    GapRegisterInconsistent,
)
from gapless.features.gap_register.speech import Spoken
from gapless.gapscan.message import Told
from gapless.gapscan.register import (
    EditRefused,
    Language,
    LogDamaged,
    Register,
    RegisterMissing,
    RegisterStore,
    Snapshot,
    parse_register,
)
from gapless.gapscan.register.log import TransitionLog

T = TypeVar("T")


def file_name(language: Language) -> str:
    """The name of the register's file in that language."""
    return f"REGISTER.{language.value}.md"


@lru_cache(maxsize=8)
def parsed(text: str, name: str) -> Register:
    """The register that `text` holds. Registers are frozen, so that one reading serves all."""
    return parse_register(text, name=name)


async def work_on(snapshot: Snapshot, change: Callable[[RegisterStore], T]) -> tuple[T, Snapshot]:
    """Lets `change` work on a copy of the register; returns its answer and the register after it.

    Raises `GapNotFound`, `GapEditRefused`, `GapRegisterInconsistent`, and what else `change` does.
    """
    return await asyncio.to_thread(_work_on, snapshot, change)


def _work_on(snapshot: Snapshot, change: Callable[[RegisterStore], T]) -> tuple[T, Snapshot]:
    with TemporaryDirectory(prefix="gapless-gaps-") as name:
        directory = Path(name)
        store = RegisterStore(directory)
        lay_out(snapshot, store)
        try:
            answer = change(store)
            return answer, pick_up(store)
        except RegisterMissing as error:
            raise GapNotFound from error
        except EditRefused as error:
            raise GapEditRefused(why=_said(error, directory)) from error
        except LogDamaged as error:
            raise GapRegisterInconsistent(why=_said(error, directory)) from error


def _said(error: Told, directory: Path) -> Spoken:
    """The message without the copy's own place, which means nothing to anybody."""
    message = error.message.mapped(lambda text: text.replace(f"{directory}/", ""))
    return Spoken(message.text)


def lay_out(snapshot: Snapshot, store: RegisterStore) -> None:
    """Writes the register and its log as the files of `store`."""
    for language, register in snapshot.registers.items():
        store.path(language).write_bytes(register.text.encode())
    store.log_path.write_bytes(TransitionLog().added(*snapshot.log.transitions).encode())


def pick_up(store: RegisterStore) -> Snapshot:
    """The register that the files of `store` hold, under the names that people know."""
    found = store.read()
    registers = {
        language: parsed(register.text, file_name(language))
        for language, register in found.registers.items()
    }
    return Snapshot(registers, found.log)
