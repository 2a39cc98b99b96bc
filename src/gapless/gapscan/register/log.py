"""The transition log: one line of JSON for each change of status, beside the register.

It is only ever added to. The whole file is replaced at each addition, so that it is never seen
with half a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gapless.gapscan.message import Message
from gapless.gapscan.register import check_words as words
from gapless.gapscan.register.lifecycle import LineInvalid, Transition

FILE_NAME = "transitions.jsonl"


@dataclass(frozen=True, slots=True)
class LogProblem:
    """A line of the log that cannot be read."""

    line: int
    message: Message


@dataclass(frozen=True, slots=True)
class TransitionLog:
    """The log as read: its transitions, and the lines that are none."""

    transitions: tuple[Transition, ...] = ()
    problems: tuple[LogProblem, ...] = ()
    text: str = ""

    def added(self, *new: Transition) -> str:
        """The log's text with those transitions at its end; what was there stays as it is."""
        old = self.text if not self.text or self.text.endswith("\n") else self.text + "\n"
        return old + "".join(f"{transition.to_json()}\n" for transition in new)


def read_log(path: Path) -> TransitionLog:
    """The log in that file; an empty one if there is no such file. Raises `OSError`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return TransitionLog()
    text = data.decode("utf-8", errors="replace")
    transitions: list[Transition] = []
    problems: list[LogProblem] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            transitions.append(Transition.from_json(line))
        except LineInvalid as error:
            problems.append(LogProblem(number, words.NOT_A_TRANSITION(why=error.message)))
        except ValueError as error:  # JSONDecodeError is one
            problems.append(LogProblem(number, words.NOT_A_TRANSITION(why=str(error))))
    return TransitionLog(tuple(transitions), tuple(problems), text)
