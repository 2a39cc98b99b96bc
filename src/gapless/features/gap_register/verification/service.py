"""Use cases of verification."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from typing import Literal
from uuid import UUID

from gapless.features.gap_register import records
from gapless.features.gap_register.models import GapEvidence
from gapless.features.gap_register.problems import (
    GapContractInvalid,
    GapContractMissing,
    GapEvidenceNotFound,
    GapRunNotFound,
)
from gapless.features.gap_register.repository import RegisterRepository
from gapless.features.gap_register.schemas import GapDetail
from gapless.features.gap_register.service import GapService, entry_of
from gapless.features.gap_register.speech import said
from gapless.features.gap_register.verification import target
from gapless.features.gap_register.verification.evidence_view import record_of
from gapless.features.gap_register.verification.jobs import PART, VERIFY, with_contract
from gapless.features.gap_register.verification.readiness import actor_states, read_contracts
from gapless.features.gap_register.verification.repository import RunRepository
from gapless.features.gap_register.verification.schemas import (
    EvidenceRecord,
    GapVerdictRow,
    VerificationRun,
    VerificationState,
)
from gapless.gapscan.contracts import Fault, FileInvalid, file_words, parse_contract, words
from gapless.gapscan.contracts.browser import is_playwright_installed
from gapless.gapscan.register import Language
from gapless.platform import jobs, mail
from gapless.platform.jobs import BackgroundJob
from gapless.platform.problems import FieldError
from gapless.platform.unit import Unit


class VerificationService:
    """Contracts, runs and evidence."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = RunRepository(unit.db)

    async def set_contract(
        self,
        gap_id: str,
        contract: str | None,
        check_version: Callable[[int], None],
        language: Language,
    ) -> GapDetail:
        """Keep a gap's contract. Raises `GapNotFound`, `StaleWrite`, `GapContractInvalid`."""
        register = RegisterRepository(self.unit.db)
        book = await register.read(lock=True)
        self.unit.change.about("gap", gap_id)
        entry = entry_of(book, gap_id)
        check_version(book.version_of(entry.id))
        if contract is not None:
            await asyncio.to_thread(_check, contract, entry.id)
        old = book.kept.get(entry.id)
        self.unit.change.before = {"sha256": _hash(old.contract if old else None)}
        self.unit.change.after = {"sha256": _hash(contract)}
        await register.touch([entry.id])
        await register.set_contract(entry.id, contract)
        return await GapService(self.unit).get(entry.id, language)

    async def state(self) -> VerificationState:
        """Whether contracts can be run as things stand. Raises `GapTargetInvalid`."""
        settings = self.unit.settings
        book = await RegisterRepository(self.unit.db).read()
        kept = {gap_id: book.kept[gap_id].contract or "" for gap_id in with_contract(book)}
        contracts = await asyncio.to_thread(read_contracts, kept)
        actors = await asyncio.to_thread(target.actors, settings)
        told: list[Literal["webhook", "mail"]] = []
        if settings.gap_webhook_url is not None:
            told.append("webhook")
        if settings.gap_mail_to and mail.is_configured(settings):
            told.append("mail")
        return VerificationState(
            server=target.base_url(settings),
            actors=actor_states(contracts, actors),
            needs_browser=[c.gap for c in contracts if any(s.browser for s in c.all_steps)],
            has_browser=is_playwright_installed(),
            nightly=settings.gap_verify_nightly,
            told=told,
        )

    async def start(self, gaps: list[str] | None) -> VerificationRun:
        """Add a run of those gaps' contracts, or of all.

        Raises `GapNotFound`, `GapContractMissing`, `GapTargetInvalid`.
        """
        self.unit.change.about("gap_register", "1")
        base_url = target.base_url(self.unit.settings)
        await asyncio.to_thread(target.actors, self.unit.settings)
        book = await RegisterRepository(self.unit.db).read()
        provable = with_contract(book)
        wanted = provable if gaps is None else [entry_of(book, gap_id).id for gap_id in gaps]
        lacking = [gap_id for gap_id in wanted if gap_id not in provable]
        if lacking or not wanted:
            raise GapContractMissing(gaps=", ".join(lacking) or "-", details={"gaps": lacking})
        wanted = list(dict.fromkeys(wanted))
        self.unit.change.details = {"gaps": wanted, "server": base_url}
        job = await self.unit.enqueue(VERIFY, {"gaps": wanted})
        return await self._run(job)

    async def run(self, job_id: UUID) -> VerificationRun:
        """A run, as far as it has come. Raises `GapRunNotFound`."""
        return await self._run(await self._job(job_id))

    async def cancel(self, job_id: UUID) -> VerificationRun:
        """Ask a run to stop after the contract at work. Raises `GapRunNotFound`."""
        self.unit.change.about("job", job_id)
        await self._job(job_id)
        await jobs.request_cancel(self.unit.db, job_id)
        return await self._run(await self._job(job_id))

    async def evidence(self, sha256: str) -> GapEvidence:
        """A file of evidence. Raises `GapEvidenceNotFound`."""
        known = len(sha256) == hashlib.sha256().digest_size * 2 and sha256.isalnum()
        found = await self.repository.evidence(sha256) if known else None
        if found is None:
            raise GapEvidenceNotFound
        return found

    async def record(self, sha256: str) -> EvidenceRecord:
        """A run's record in the reader's language. Raises `GapEvidenceNotFound`."""
        found = await self.evidence(sha256)
        record = record_of(found)
        if record is None:
            raise GapEvidenceNotFound
        return record

    async def _job(self, job_id: UUID) -> BackgroundJob:
        job = await jobs.find(self.unit.db, job_id)
        if job is None or job.kind != VERIFY:
            raise GapRunNotFound
        return job

    async def _run(self, job: BackgroundJob) -> VerificationRun:
        rows = await self.repository.of_job(job.id)
        return VerificationRun.model_validate(
            {
                "id": job.id,
                "state": job.state,
                "phase": job.phase,
                "done": (job.progress_current or 0) // PART,
                "total": None if job.progress_total is None else job.progress_total // PART,
                "progress": (job.progress_current or 0) / (job.progress_total or 1),
                "cancel_requested": job.cancel_requested or False,
                "verdicts": [
                    GapVerdictRow(gap_id=row.gap_id, **records.run_row(row).model_dump())
                    for row in rows
                ],
                "error": (job.error or {}).get("message"),
                "created_at": job.created_at,
                "finished_at": job.finished_at,
            }
        )


def _hash(contract: str | None) -> str | None:
    return None if contract is None else hashlib.sha256(contract.encode()).hexdigest()


def _check(text: str, gap_id: str) -> None:
    name = f"{gap_id}.yaml"
    try:
        contract = parse_contract(text.encode(), name)
        if contract.gap != gap_id:
            fault = Fault(name, 1, 1, file_words.ANOTHER_GAP(gap=gap_id, other=contract.gap))
            raise FileInvalid([fault])
    except FileInvalid as error:
        errors = [
            FieldError(
                field=said(words.LINE(line=fault.line)),
                code="CONTRACT",
                message=said(fault.message),
            )
            for fault in error.faults[:100]
        ]
        raise GapContractInvalid(count=len(error.faults), errors=errors) from error
