"""Tables of the gap register. The register's text is the truth; entries are read from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base


class GapRegister(Base):
    """The one register. Its row is the lock of every change, its version counts them."""

    __tablename__ = "gap_register"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    version: Mapped[int]


class GapDocument(Base):
    """The register's Markdown in one language, byte for byte."""

    __tablename__ = "gap_documents"

    language: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class GapEntry(Base):
    """What is kept of a gap beside its text: its version, and the contract that proves it."""

    __tablename__ = "gap_entries"

    gap_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    contract: Mapped[str | None]
    breach_told_due: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)


class GapTransition(Base):
    """One line of the transition log. The database refuses to change or delete it."""

    __tablename__ = "gap_transitions"

    id: Mapped[int] = mapped_column(primary_key=True)
    gap_id: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    cause: Mapped[str]
    reason: Mapped[str]
    message: Mapped[dict[str, Any] | None]
    evidence: Mapped[list[str]]


class GapEvidence(Base):
    """A file of evidence under the SHA-256 of its bytes. It is never changed."""

    __tablename__ = "gap_evidence"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    size: Mapped[int]
    data: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class GapRun(Base):
    """What one run of a gap's contract came to."""

    __tablename__ = "gap_runs"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    gap_id: Mapped[str]
    job_id: Mapped[UUID]
    outcome: Mapped[str]
    summary: Mapped[str]
    message: Mapped[dict[str, Any] | None]
    before: Mapped[str | None]
    after: Mapped[str | None]
    refused: Mapped[str] = mapped_column(default="")
    refused_message: Mapped[dict[str, Any] | None]
    evidence: Mapped[list[str]] = mapped_column(default=list)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]


class GapCapture(Base):
    """A HAR or scan result that was read. The file itself is not kept, only its hash."""

    __tablename__ = "gap_captures"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    filename: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    findings: Mapped[int]
    fresh: Mapped[int]
    notices: Mapped[list[str]] = mapped_column(default=list)
    uploaded_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class GapServer(Base):
    """The OpenAPI document of a server under test, which uploads are joined with."""

    __tablename__ = "gap_servers"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    name: Mapped[str]
    filename: Mapped[str]
    operations: Mapped[int]
    sha256: Mapped[str]
    document: Mapped[str]
    added_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class GapFinding(Base):
    """Something a capture or scan showed, one row however often it was seen."""

    __tablename__ = "gap_findings"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    method: Mapped[str]
    path: Mapped[str]
    field: Mapped[str]
    title: Mapped[str]
    why: Mapped[str]
    severity: Mapped[str]
    severity_why: Mapped[str]
    module: Mapped[str]
    confidence: Mapped[str]
    places: Mapped[list[str]]
    facts: Mapped[dict[str, Any]]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    count: Mapped[int]
    capture_id: Mapped[UUID] = mapped_column(ForeignKey("gap_captures.id"))
    gap_id: Mapped[str | None]
