"""The hash chain: how a link is computed, and how a chain is verified.

A row's hash is SHA-256 of the previous row's hash (hex) followed by the row's canonical JSON:
keys sorted, no spaces, UTF-8, times in UTC with microseconds. Sequences start at 1 after 64 zeros.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64

HASHED_FIELDS = (
    "id", "chain", "sequence", "timestamp", "tenant_id", "actor_user_id", "actor_email",
    "actor_role", "action", "resource_type", "resource_id", "status", "reason", "request_id",
    "ip_address", "user_agent", "details", "before_json", "after_json", "error_code",
    "error_message",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Outcome of a verification. `first_bad_sequence` is None when the chain holds."""

    chain: str
    rows: int
    head_hash: str
    first_bad_sequence: int | None = None
    reason: str | None = None

    @property
    def ok(self) -> bool:
        """Whether every link holds."""
        return self.first_bad_sequence is None


def canonical(row: Mapping[str, Any]) -> bytes:
    """Canonical bytes of a row: what its hash covers."""
    covered = {name: row[name] for name in HASHED_FIELDS}
    return json.dumps(
        covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def link(previous_hash: str, row: Mapping[str, Any]) -> str:
    """Hash of a row that follows `previous_hash`."""
    return hashlib.sha256(previous_hash.encode() + canonical(row)).hexdigest()


async def verify_chain(
    chain: str, rows: AsyncIterable[Mapping[str, Any]], head: tuple[int, str] | None
) -> ChainReport:
    """Recompute a chain in order; name the first row that is missing, altered or cut off.

    `head` is the (sequence, hash) kept beside the log: it tells when the newest rows are gone.
    """
    previous, expected = GENESIS, 1
    async for row in rows:
        sequence = row["sequence"]
        if sequence != expected:
            return ChainReport(chain, expected - 1, previous, expected, "row is missing")
        if row["previous_hash"] != previous:
            return ChainReport(
                chain, expected - 1, previous, expected, "does not follow the row before it"
            )
        if link(previous, row) != row["row_hash"]:
            return ChainReport(chain, expected - 1, previous, expected, "row was altered")
        previous, expected = row["row_hash"], expected + 1
    if head is None and expected > 1:
        return ChainReport(chain, expected - 1, previous, expected, "the chain's head is missing")
    if head is not None and head != (expected - 1, previous):
        return ChainReport(chain, expected - 1, previous, expected, "newest rows are missing")
    return ChainReport(chain, expected - 1, previous)
