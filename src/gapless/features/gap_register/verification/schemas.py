"""Wire shapes of verification."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from gapless.features.gap_register.schemas import GapId, RunRow


class GapContract(BaseModel):
    """A verification contract, YAML; null removes it."""

    model_config = ConfigDict(extra="forbid")

    contract: Annotated[str, Field(max_length=200_000)] | None


class GapVerify(BaseModel):
    """Which gaps to verify; null: every gap that has a contract."""

    model_config = ConfigDict(extra="forbid")

    gaps: Annotated[list[GapId], Field(min_length=1, max_length=1000)] | None


class GapVerdictRow(RunRow):
    """What the run of one gap's contract came to."""

    gap_id: str


class VerificationRun(BaseModel):
    """A run in the background, as far as it has come."""

    id: UUID
    state: Literal["queued", "running", "succeeded", "failed", "cancelled"]
    phase: str | None = Field(description="The gap and the step at work.")
    done: int = Field(description="Gaps done.")
    total: int | None
    progress: float = Field(description="From 0 to 1, steps of contracts counted.")
    cancel_requested: bool
    verdicts: list[GapVerdictRow]
    error: str | None
    created_at: datetime
    finished_at: datetime | None


class ActorState(BaseModel):
    """Somebody who acts in contracts, and whether they can sign in."""

    name: str
    ready: bool
    lacks: list[str] = Field(description="Environment variables that are not set.")
    gaps: list[str] = Field(description="The gaps whose contracts they act in.")


class VerificationState(BaseModel):
    """What runs of contracts stand on: the settings as this process has them."""

    server: str = Field(description="The server that contracts are run against.")
    actors: list[ActorState] = Field(description="Those that the kept contracts need.")
    needs_browser: list[str] = Field(description="The gaps whose contracts have browser steps.")
    has_browser: bool = Field(description="Whether Playwright is installed for them.")
    nightly: bool
    told: list[Literal["webhook", "mail"]] = Field(
        description="How breaches and reopenings are told."
    )


StepOutcome = Literal["passed", "failed", "error", "skipped"]


class Condition(BaseModel):
    """One condition and what came of it, in the reader's language."""

    expected: str
    actual: str
    passed: bool


class SeenExchange(BaseModel):
    """One request and its answer, without secrets."""

    method: str
    url: str
    sent: str
    status: int
    size: int = Field(description="Bytes of the answer's body, before anything was cut.")
    received: str
    seconds: float


class EvidencePicture(BaseModel):
    """A picture of a page; its file is evidence too."""

    name: str
    sha256: str


class EvidenceStep(BaseModel):
    """One step of a run: what was asked, what was answered, what was made of it."""

    name: str
    actor: str
    outcome: StepOutcome
    message: str
    seconds: float
    conditions: list[Condition]
    exchanges: list[SeenExchange]
    pictures: list[EvidencePicture]


class EvidenceRecord(BaseModel):
    """What a run of a contract saw."""

    sha256: str
    intact: bool = Field(description="Whether the kept bytes have the hash of their name.")
    gap: str
    title: str
    server: str
    tool: str
    outcome: StepOutcome
    summary: str
    started: datetime
    finished: datetime
    contract: str = Field(description="SHA-256 of the contract that was run; it is evidence too.")
    steps: list[EvidenceStep]
