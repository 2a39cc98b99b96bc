"""Use cases of captures and findings."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from gapless.features.gap_register import records, reopening
from gapless.features.gap_register.findings.joining import Declared, judge
from gapless.features.gap_register.findings.reading import CaptureUnreadable
from gapless.features.gap_register.findings.repository import FindingFilter, FindingRepository
from gapless.features.gap_register.findings.schemas import CaptureResult, FindingRow
from gapless.features.gap_register.models import GapCapture, GapFinding
from gapless.features.gap_register.problems import GapFileUnreadable, GapFindingNotFound
from gapless.features.gap_register.repository import RegisterRepository
from gapless.features.gap_register.service import entry_of
from gapless.features.gap_register.speech import Spoken
from gapless.gapscan.register import words
from gapless.platform import clock, ids
from gapless.platform.unit import Unit


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent, whole, on this machine; `size` is in bytes."""

    path: Path
    filename: str
    size: int
    sha256: str


class FindingService:
    """What captures and scans show."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = FindingRepository(unit.db)

    async def page(
        self, wanted: FindingFilter, offset: int, limit: int
    ) -> tuple[list[FindingRow], int]:
        """A page of findings, and how many the filter leaves."""
        rows, total = await self.repository.page(wanted, offset, limit)
        return [finding_row(row) for row in rows], total

    async def take(self, upload: Upload, host: str, declared: Declared | None) -> CaptureResult:
        """Read a HAR or scan result; a verified gap whose finding is seen again reopens.

        With `declared` it is held against that server. Raises `GapFileUnreadable`.
        """
        change = self.unit.change
        capture_id = ids.new_id()
        change.about("gap_capture", capture_id)
        filename = upload.filename
        change.details = {
            "filename": filename,
            "size": upload.size,
            "sha256": upload.sha256,
            "host": host,
            "server": declared.name if declared else None,
        }
        try:
            read = await asyncio.to_thread(judge, upload.path, filename, host, declared)
        except CaptureUnreadable as error:
            raise GapFileUnreadable(why=Spoken(error.text)) from error
        # The register's lock puts uploads in line, so that none counts a finding as new twice.
        book = await RegisterRepository(self.unit.db).read(lock=True)
        known = await self.repository.known([f.fingerprint for f in read.findings])
        fresh = [f for f in read.findings if f.fingerprint not in known]
        capture = GapCapture(
            id=capture_id,
            filename=filename,
            kind=read.kind,
            size=upload.size,
            sha256=upload.sha256,
            findings=len(read.findings),
            fresh=len(fresh),
            notices=list(read.notices)[:100],
            uploaded_by=self.unit.known_actor.email,
        )
        await self.repository.add_capture(capture)
        await self.repository.see(read.findings, capture_id, clock.now())
        seen = {
            gap_id: finding.title
            for finding in read.findings
            if (gap_id := known.get(finding.fingerprint)) is not None
        }
        reasons = {gap: words.SEEN_AGAIN(file=filename, title=title) for gap, title in seen.items()}
        reopened = await reopening.reopen_verified(self.unit, book, reasons)
        change.after = {
            "findings": capture.findings,
            "fresh": capture.fresh,
            "reopened": reopened,
        }
        return CaptureResult(
            id=capture_id,
            filename=filename,
            kind=read.kind,
            size=upload.size,
            sha256=upload.sha256,
            server=declared.name if declared else None,
            findings=capture.findings,
            fresh=capture.fresh,
            reopened=reopened,
            notices=capture.notices,
        )

    async def link(self, fingerprint: str, gap_id: str | None) -> FindingRow:
        """Say which gap a finding belongs to. Raises `GapFindingNotFound`, `GapNotFound`."""
        change = self.unit.change
        change.about("gap_finding", fingerprint)
        finding = await self.repository.get(fingerprint)
        if finding is None:
            raise GapFindingNotFound
        if gap_id is not None:
            gap_id = entry_of(await RegisterRepository(self.unit.db).read(), gap_id).id
        change.before, change.after = {"gap_id": finding.gap_id}, {"gap_id": gap_id}
        await records.link(self.unit.db, [fingerprint], gap_id)
        linked = await self.repository.get(fingerprint)
        assert linked is not None  # nothing deletes findings
        return finding_row(linked)


def finding_row(row: GapFinding) -> FindingRow:
    """A finding on the wire."""
    return FindingRow.model_validate(row, from_attributes=True)
