"""Use cases of leak reports."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from starlette.responses import Response

from gapless.features.api_keys.leaks import signatures
from gapless.features.api_keys.leaks.attempts import RefusedReports
from gapless.features.api_keys.leaks.notices import tell_admins
from gapless.features.api_keys.leaks.problems import LeakReportsOff, LeakSignatureInvalid
from gapless.features.api_keys.leaks.repository import LeakRepository
from gapless.features.api_keys.leaks.schemas import LeakReport, LeakVerdict
from gapless.features.api_keys.states import forget_previous, state_of
from gapless.platform import audit, clock
from gapless.platform.audit import Change, Entry
from gapless.platform.identity import SYSTEM, keys
from gapless.platform.identity.key_gate import KeyGate
from gapless.platform.identity.key_models import ApiKey
from gapless.platform.requests import network_of
from gapless.platform.unit import Unit

log = structlog.get_logger(__name__)

REASON = "found in public by a secret scanner"


class LeakService:
    """Blocks keys that were found in public."""

    def __init__(self, unit: Unit, gate: KeyGate, refused: RefusedReports) -> None:
        self.unit = unit
        self.gate = gate
        self.refused = refused
        self.repository = LeakRepository(unit.db)

    def prove(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raise unless the report is signed as this installation wants it."""
        network = network_of(self.unit.ip_address)
        self.refused.check(network)
        if not signatures.is_configured(self.unit.settings):
            self.refused.add(network)
            raise LeakReportsOff
        if not signatures.is_signed(self.unit.settings, headers, body):
            self.refused.add(network)
            raise LeakSignatureInvalid

    async def take(self, reports: Sequence[LeakReport]) -> list[LeakVerdict]:
        """Block what is ours of the reported secrets, and say which were."""
        by_digest = {
            digest: report for report in reports if (digest := keys.digest_of(report.token))
        }
        found: set[bytes] = set()
        entries: list[Entry] = []
        for key in await self.repository.locked(list(by_digest)):
            current, previous = key.secret_hash, key.previous_hash
            found |= {digest for digest in (current, previous) if digest in by_digest}
            if current in by_digest:
                entries += await self._block(key, by_digest[current])
            elif previous is not None:
                entries += await self._end_overlap(key, by_digest[previous])
        # Last, because they keep the logs of their brands locked until the commit.
        for entry in entries:
            await audit.append(self.unit.db, entry)
        self.unit.change.resource_type = "api_key"
        self.unit.change.details = {"reported": len(reports), "ours": len(found)}
        self.unit.after_commit = self._tell
        return [_verdict(report, found) for report in reports]

    async def _block(self, key: ApiKey, report: LeakReport) -> list[Entry]:
        """Switch a key off until it is rotated. Nothing if it was reported before."""
        if key.leaked_at is not None:
            return []
        before = state_of(key)
        key.leaked_at, key.active = clock.now(), False
        key.leak_source, key.leak_url = report.source, report.url
        return [await self._changed(key, before, report, "the secret")]

    async def _end_overlap(self, key: ApiKey, report: LeakReport) -> list[Entry]:
        """The secret from before a rotation was found: it alone stops, its successor works on."""
        before = state_of(key)
        forget_previous(key)
        return [await self._changed(key, before, report, "the secret before the rotation")]

    async def _changed(
        self, key: ApiKey, before: dict[str, Any], report: LeakReport, found: str
    ) -> Entry:
        key.version += 1
        await self.unit.db.flush()
        await tell_admins(self.unit, key, report)
        log.warning("api_key.leaked", key_id=str(key.id), tenant_id=key.tenant_id, found=found)
        change = Change(before=before, after=state_of(key), reason=REASON)
        change.about("api_key", key.id)
        change.details = {
            "found": found, "source": report.source, "url": report.url, "type": report.type,
        }  # fmt: skip
        return Entry(
            action="api_key.leaked",
            status="SUCCESS",
            actor=SYSTEM,
            tenant_id=key.tenant_id,
            change=change,
            request_id=self.unit.request_id,
            ip_address=self.unit.ip_address,
            user_agent=self.unit.user_agent,
        )

    async def _tell(self, response: Response) -> Response:
        self.gate.table.expire()
        return response


def _verdict(report: LeakReport, found: set[bytes]) -> LeakVerdict:
    whole = hashlib.sha256(report.token.encode()).digest()
    return LeakVerdict(
        token_hash=base64.b64encode(whole).decode(),
        token_type=report.type,
        label="true_positive" if whole in found else "false_positive",
    )
