"""The audit log: append-only, chained by hashes per tenant, written with the change itself."""

from gapless.platform.audit.chain import ChainReport, verify_chain
from gapless.platform.audit.models import AuditEvent
from gapless.platform.audit.recorder import Change, Entry, append

__all__ = ["AuditEvent", "ChainReport", "Change", "Entry", "append", "verify_chain"]
