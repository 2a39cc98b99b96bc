"""The register as JSON and CSV, in either language; as Markdown it is its own text."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta
from typing import Any

from gapless.gapscan.register import labels
from gapless.gapscan.register.model import Entry, FieldKey, Language, Register
from gapless.gapscan.register.sla import SlaClock, sla_clock
from gapless.gapscan.register.snapshot import Snapshot, signatures

# A cell that begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def moment(value: datetime | None) -> str | None:
    """A moment in UTC as ISO 8601 with Z, or None."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def _seconds(span: timedelta | None) -> int | None:
    return int(span.total_seconds()) if span is not None else None


def clock_as_data(clock: SlaClock) -> dict[str, Any]:
    """The SLA clock as JSON: moments in UTC, spans in seconds."""
    return {
        "allowed_seconds": _seconds(clock.allowed),
        "started": moment(clock.started),
        "due": moment(clock.due),
        "stopped": moment(clock.stopped),
        "remaining_seconds": _seconds(clock.remaining),
        "breached": clock.breached,
        "defaulted": clock.defaulted,
    }


def entry_as_data(entry: Entry, snapshot: Snapshot, now: datetime) -> dict[str, Any]:
    """One entry with everything computed about it: closeable, SLA clock, timeline, evidence."""
    history = snapshot.history(entry.id)
    texts: dict[str, Any] = {}
    for field in entry.fields:
        if field.key in (None, FieldKey.ID, FieldKey.STATUS, FieldKey.IMPACT):
            continue
        assert field.key is not None  # the line above
        texts.setdefault(field.key.value, _value(field.text, field.items))
    return {
        "id": entry.id,
        "path": list(entry.path),
        "title": entry.title,
        "status": entry.status.value if entry.status else None,
        "impact_rating": labels.rating_of(entry.impact_rating) or None,
        "impact": entry.impact or None,
        **texts,
        "owner": entry.owner or None,
        "priority": entry.priority.value if entry.priority else None,
        "endpoints": [str(endpoint) for endpoint in entry.mentioned_endpoints],
        "other_fields": {
            field.label: _value(field.text, field.items)
            for field in entry.fields
            if field.key is None
        },
        "closeable": entry.closeable,
        "lacks": [key.value for key in entry.not_closeable],
        "sla_clock": clock_as_data(sla_clock(entry, snapshot.log.transitions, now)),
        "version": signatures(snapshot)[entry.id],
        "timeline": [json.loads(step.to_json()) for step in history],
        "evidence_files": list(dict.fromkeys(name for step in history for name in step.evidence)),
    }


def _value(text: str, items: tuple[str, ...]) -> str | list[str]:
    if not items:
        return text
    return [text, *items] if text else list(items)


def as_json(snapshot: Snapshot, language: Language, now: datetime) -> str:
    """The whole register as JSON with the computed fields; `now` is in UTC."""
    register = snapshot.register(language)
    document = {
        "format": "gapless-register/1",
        "language": language.value,
        "last_reviewed": register.last_reviewed or None,
        "exported_at": moment(now),
        "gaps": [entry_as_data(entry, snapshot, now) for entry in register.entries],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


_CSV_KEYS = (
    FieldKey.FIRST_SEEN,
    FieldKey.ENVIRONMENT,
    FieldKey.PRIORITY,
    FieldKey.OWNER,
    FieldKey.SLA,
    FieldKey.TARGET_VERSION,
    FieldKey.IMPACT,
    FieldKey.SYMPTOM,
    FieldKey.LIKELY_CAUSE,
    FieldKey.WORKAROUND,
    FieldKey.VERIFICATION,
)
_CSV_WORDS = {
    Language.EN: ("Module", "Title", "Due", "Remaining (s)", "Breached", "Closeable"),
    Language.TR: ("Modül", "Başlık", "Son tarih", "Kalan (sn)", "Aşıldı", "Kapatılabilir"),
}
_ANSWERS = {Language.EN: ("yes", "no"), Language.TR: ("evet", "hayır")}


def as_csv(snapshot: Snapshot, language: Language, now: datetime) -> str:
    """One row a gap, with a header in that language; cells are safe to open in a spreadsheet."""
    register: Register = snapshot.register(language)
    words, answers = _CSV_WORDS[language], _ANSWERS[language]
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(
        (
            labels.label(FieldKey.ID, language),
            *words[:2],
            labels.label(FieldKey.STATUS, language),
            *(labels.label(key, language) for key in _CSV_KEYS),
            labels.label(FieldKey.UI_ENDPOINTS, language),
            *words[2:],
        )
    )
    for entry in register.entries:
        clock = sla_clock(entry, snapshot.log.transitions, now)
        left = _seconds(clock.remaining)
        row = (
            entry.id,
            " → ".join(entry.path),
            entry.title,
            labels.status_word(entry.status, language) if entry.status else "",
            *(entry.owner if key is FieldKey.OWNER else entry.text(key) for key in _CSV_KEYS),
            "; ".join(str(endpoint) for endpoint in entry.mentioned_endpoints),
            moment(clock.due) or "",
            "" if left is None else left,
            answers[0] if clock.breached else answers[1],
            answers[0] if entry.closeable else answers[1],
        )
        writer.writerow([_safe(cell) for cell in row])
    return output.getvalue()


def _safe(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def as_markdown(snapshot: Snapshot, language: Language) -> str:
    """The register's own text in that language, byte for byte; translated labels if it has none."""
    return snapshot.register(language).text
