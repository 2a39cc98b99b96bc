"""Wire shapes of captures and findings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from gapless.features.gap_register.schemas import GapId
from gapless.gapscan.model import Kind, Severity
from gapless.platform.paging import PageMeta


class CaptureResult(BaseModel):
    """What an uploaded file showed. The file is not kept."""

    id: UUID
    filename: str
    kind: Literal["har", "scan"]
    size: int
    sha256: str
    server: str | None = Field(description="The server it was held against; null: none.")
    findings: int = Field(description="Gaps that the file shows.")
    fresh: int = Field(description="Those that were never seen before.")
    reopened: list[str] = Field(description="Verified gaps whose finding was seen again.")
    notices: list[str]


class FindingRow(BaseModel):
    """A finding: something that a capture or scan showed."""

    fingerprint: str
    kind: Kind
    method: str
    path: str
    field: str
    title: str
    why: str
    severity: Severity = Field(description="The priority that is proposed.")
    severity_why: str
    module: str
    confidence: Literal["certain", "probable"]
    places: list[str]
    facts: dict[str, Any]
    first_seen: datetime
    last_seen: datetime
    count: int = Field(description="In how many uploads it was seen.")
    gap_id: str | None


class FindingList(BaseModel):
    """A page of findings, the most urgent first."""

    items: list[FindingRow]
    meta: PageMeta


class FindingLink(BaseModel):
    """The gap a finding belongs to; null takes it from its gap."""

    model_config = ConfigDict(extra="forbid")

    gap_id: GapId | None
