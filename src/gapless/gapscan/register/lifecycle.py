"""Which way a gap may go: Open, In Progress, Fixed, Verified; nothing skipped.

Only a machine run of a gap's verification contract makes it Verified, and a gap that is not
closeable cannot be closed. A gap goes back to Open when it regresses.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from gapless.gapscan.language import Language
from gapless.gapscan.message import Message, Told
from gapless.gapscan.register import check_words, words
from gapless.gapscan.register.model import FieldKey, Status, parse_moment

FORWARD: dict[Status, Status] = {
    Status.OPEN: Status.IN_PROGRESS,
    Status.IN_PROGRESS: Status.FIXED,
    Status.FIXED: Status.VERIFIED,
}


class LineInvalid(Told, ValueError):
    """A line of the transition log is JSON and no transition."""


class TransitionRefused(Told):
    """The gap may not go that way; the message says why and what may be done instead."""


class Keep(StrEnum):
    """Which runs of a contract leave a line in the log, and evidence."""

    ALL = "all"
    NEWS = "news"  # not those that only confirm a Verified gap
    MOVES = "moves"  # only those that change a gap's status

    def wants(self, status: Status, *, passed: bool, moves: bool) -> bool:
        """Whether a run is kept that found the gap in that status; `moves`: it changes it."""
        if moves or self is Keep.ALL:
            return True
        return self is Keep.NEWS and not (passed and status is Status.VERIFIED)


class Cause(StrEnum):
    """What wrote a line of the transition log."""

    IMPORT = "import"  # the gap entered the register with that status
    MOVE = "move"  # a person moved it
    VERIFY = "verify"  # a run of its contract moved it, or confirmed it


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the transition log; `at` is in UTC, `evidence` holds SHA-256 names."""

    gap: str
    before: Status | None
    after: Status
    at: datetime
    by: str
    cause: Cause
    reason: str = ""
    evidence: tuple[str, ...] = field(default=())
    message: Message | None = None

    def why(self, language: Language) -> str:
        """The reason: a program's in that language, a person's as they wrote it."""
        return self.message.text(language) if self.message else self.reason

    def to_json(self) -> str:
        """The transition as one line of JSON."""
        return json.dumps(
            {
                "at": self.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
                "gap": self.gap,
                "from": self.before.value if self.before else None,
                "to": self.after.value,
                "by": self.by,
                "cause": self.cause.value,
                "reason": self.reason,
                "evidence": list(self.evidence),
                **({"message": self.message.as_data()} if self.message else {}),
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, line: str) -> Transition:
        """The transition in a line of JSON. Raises `LineInvalid`, or `ValueError` for no JSON."""
        data: Any = json.loads(line)
        if not isinstance(data, dict):
            raise LineInvalid(check_words.NOT_AN_OBJECT())
        missing = [key for key in ("at", "gap", "to", "by", "cause") if not data.get(key)]
        if missing:
            raise LineInvalid(check_words.LACKS(what=missing))
        at = parse_moment(str(data["at"]))
        if at is None:
            raise LineInvalid(check_words.NO_MOMENT(text=str(data["at"])))
        evidence = data.get("evidence") or []
        if not isinstance(evidence, list):
            raise LineInvalid(check_words.NO_EVIDENCE_LIST())
        before = data.get("from")
        return cls(
            gap=str(data["gap"]),
            before=Status(before) if before else None,
            after=Status(data["to"]),
            at=at,
            by=str(data["by"]),
            cause=Cause(data["cause"]),
            reason=str(data.get("reason") or ""),
            evidence=tuple(str(name) for name in evidence),
            message=Message.from_data(data.get("message")),
        )


_LACKS = {
    FieldKey.OWNER: words.LACKS_OWNER,
    FieldKey.SLA: words.LACKS_SLA,
    FieldKey.VERIFICATION: words.LACKS_VERIFICATION,
}


def lacks(missing: Sequence[FieldKey]) -> tuple[Message, ...]:
    """What an entry lacks to be closeable, in words."""
    return tuple(_LACKS[key]() for key in missing)


def check_move(
    before: Status | None,
    after: Status,
    *,
    by_machine: bool = False,
    missing: Sequence[FieldKey] = (),
    reason: str = "",
) -> None:
    """Returns if a gap may go from `before` to `after`; `missing` is `Entry.not_closeable`.

    Raises `TransitionRefused` with the reason.
    """
    if before is None:
        raise TransitionRefused(words.STATUS_NONE())
    if after is before:
        raise TransitionRefused(words.ALREADY(status=before))
    if after is Status.OPEN:
        if not reason.strip():
            raise TransitionRefused(words.NEEDS_REASON(status=before))
        return
    expected = FORWARD.get(before)
    if expected is None:
        raise TransitionRefused(words.ONLY_BACK(status=before))
    if after is not expected:
        raise TransitionRefused(words.SKIPS(before=before, after=after, expected=expected))
    if after in (Status.FIXED, Status.VERIFIED) and missing:
        raise TransitionRefused(words.NOT_YET_CLOSEABLE(lacks=lacks(missing)))
    if after is Status.VERIFIED and not by_machine:
        raise TransitionRefused(words.MACHINE_ONLY())


def steps_of_run(status: Status, *, passed: bool, advance: bool = False) -> tuple[Status, ...]:
    """Where a run of the contract takes a gap, step by step; with `advance` from Open on."""
    if not passed:
        return (Status.OPEN,) if status in (Status.FIXED, Status.VERIFIED) else ()
    if status is Status.FIXED:
        return (Status.VERIFIED,)
    if not advance:
        return ()
    steps: list[Status] = []
    while status in FORWARD:
        status = FORWARD[status]
        steps.append(status)
    return tuple(steps)


def history_of(log: Sequence[Transition], gap_id: str) -> tuple[Transition, ...]:
    """That gap's transitions, in the order of the log."""
    wanted = gap_id.upper()
    return tuple(entry for entry in log if entry.gap.upper() == wanted)


def history_problems(history: Sequence[Transition]) -> tuple[Message, ...]:
    """Where one gap's log breaks the rules: a skipped step, a gap verified without evidence."""
    problems: list[Message] = []
    current: Status | None = None
    for place, step in enumerate(history):
        if step.cause is Cause.IMPORT:
            if place and step.before is not current:
                problems.append(check_words.STEP_NOT_FOLLOWING(when=_when(step), status=current))
        elif place and step.before is not current:
            problems.append(
                check_words.STEP_WRONG_START(when=_when(step), before=step.before, status=current)
            )
        elif step.after is not step.before and not _legal(step):
            problems.append(
                check_words.STEP_ILLEGAL(when=_when(step), before=step.before, after=step.after)
            )
        if step.after is Status.VERIFIED and step.cause is not Cause.IMPORT and not step.evidence:
            problems.append(check_words.STEP_UNPROVEN(when=_when(step)))
        current = step.after
    return tuple(problems)


def _when(step: Transition) -> str:
    return step.at.isoformat(timespec="seconds")


def _legal(step: Transition) -> bool:
    if step.after is Status.OPEN:
        return True
    machine_only = step.after is Status.VERIFIED and step.cause is not Cause.VERIFY
    return step.before is not None and FORWARD.get(step.before) is step.after and not machine_only
