"""What a run of a contract came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from gapless.gapscan.contracts import words
from gapless.gapscan.contracts.client import Exchange
from gapless.gapscan.contracts.operators import Verdict
from gapless.gapscan.contracts.redact import Redactor
from gapless.gapscan.contracts.schema import Contract
from gapless.gapscan.message import Message


class Outcome(StrEnum):
    """What a step, or a run, came to.

    FAILED is the server's doing and says something of the gap; ERROR is not, and says nothing:
    no connection, no credentials, no browser.
    """

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"


@dataclass(slots=True)
class StepResult:
    """One step: its verdicts, the exchanges that led to them, pictures (name and PNG bytes).

    `elapsed` is in seconds.
    """

    name: str
    actor: str
    line: int
    outcome: Outcome = Outcome.PASSED
    message: Message | None = None
    verdicts: list[Verdict] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    elapsed: float = 0.0
    cleans_up: bool = False

    @property
    def title(self) -> str | Message:
        """The step's name, and that it cleans up where it does."""
        return words.CLEANUP(name=self.name) if self.cleans_up else self.name

    @property
    def failure(self) -> Verdict | None:
        """The first condition that was not met."""
        return next((verdict for verdict in self.verdicts if not verdict.passed), None)

    @property
    def explanation(self) -> Message | None:
        """Why the step did not pass; None if it did."""
        if self.outcome is Outcome.PASSED:
            return None
        failure = self.failure
        if failure is None:
            return self.message
        said = words.EXPECTED(expected=failure.expected, actual=failure.actual)
        return words.BOTH(one=self.message, two=said) if self.message else said


@dataclass(frozen=True, slots=True)
class RunResult:
    """A run of a contract; moments are in UTC."""

    contract: Contract
    base_url: str
    run_id: str
    started: datetime
    finished: datetime
    outcome: Outcome
    steps: tuple[StepResult, ...]
    redactor: Redactor

    @property
    def decisive(self) -> StepResult | None:
        """The first step that failed or could not be carried out."""
        wrong = (Outcome.FAILED, Outcome.ERROR)
        return next((step for step in self.steps if step.outcome in wrong), None)

    @property
    def summary(self) -> Message:
        """The run in one line, without secrets."""
        step = self.decisive
        if step is None:
            return words.PASSED(steps=len(self.steps))
        said = words.FAILED if step.outcome is Outcome.FAILED else words.NOT_CARRIED_OUT
        why = step.explanation or words.AN_ANSWER()
        return self.redactor.message(said(step=step.title, why=why))


@dataclass(frozen=True, slots=True)
class Progress:
    """Told as a run goes on: step `index` of `total` begins (outcome None) or has ended."""

    gap: str
    step: str
    index: int
    total: int
    outcome: Outcome | None = None
