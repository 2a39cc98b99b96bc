"""The gap register: read, checked, changed and exported without a server.

`RegisterStore` is the register on the disk; the modules beside it are the pure parts that it is
made of.
"""

from gapless.gapscan.register.audit import check_files, check_store
from gapless.gapscan.register.check import Finding, Level, check_register
from gapless.gapscan.register.compare import compare_registers
from gapless.gapscan.register.edit import EditRefused, EntryDraft, add_entry, set_field, set_status
from gapless.gapscan.register.escalation import RunFacts, fill_package
from gapless.gapscan.register.export import as_csv, as_json, as_markdown, entry_as_data
from gapless.gapscan.register.files import RegisterBusy
from gapless.gapscan.register.lifecycle import (
    Cause,
    Keep,
    Transition,
    TransitionRefused,
    check_move,
)
from gapless.gapscan.register.mirror import translate
from gapless.gapscan.register.model import (
    Column,
    Endpoint,
    Entry,
    FieldKey,
    Language,
    Priority,
    Register,
    Status,
)
from gapless.gapscan.register.parse import RegisterUnreadable, parse_register, read_register
from gapless.gapscan.register.sla import DEFAULT_SLA, SlaClock, sla_clock
from gapless.gapscan.register.snapshot import RegisterMissing, Snapshot
from gapless.gapscan.register.store import LogDamaged, RegisterStore

__all__ = [
    "DEFAULT_SLA",
    "Cause",
    "Column",
    "EditRefused",
    "Endpoint",
    "Entry",
    "EntryDraft",
    "FieldKey",
    "Finding",
    "Keep",
    "Language",
    "Level",
    "LogDamaged",
    "Priority",
    "Register",
    "RegisterBusy",
    "RegisterMissing",
    "RegisterStore",
    "RegisterUnreadable",
    "RunFacts",
    "SlaClock",
    "Snapshot",
    "Status",
    "Transition",
    "TransitionRefused",
    "add_entry",
    "as_csv",
    "as_json",
    "as_markdown",
    "check_files",
    "check_move",
    "check_register",
    "check_store",
    "compare_registers",
    "entry_as_data",
    "fill_package",
    "parse_register",
    "read_register",
    "set_field",
    "set_status",
    "sla_clock",
    "translate",
]
