"""Takes the findings of a scan into the register: a gap for each module, known ones recognised.

A finding is known by its fingerprint, which the scan gives the same in every run. A known finding
of a gap that was Fixed or Verified reopens it; a new one of an endpoint that a gap names already
joins that gap; the others become new gaps.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gapless.gapscan.register import edit, vault, words
from gapless.gapscan.register.amend import Amendment, TextChange
from gapless.gapscan.register.model import (
    Endpoint,
    Entry,
    FieldKey,
    Language,
    Register,
    Status,
    is_blank,
)
from gapless.gapscan.register.parse import RegisterUnreadable, decode
from gapless.gapscan.register.store import RegisterStore

BY = "gapless scan"
_SLAS = {"P0": "24h", "P1": "7d", "P2": "30d"}
_RATINGS = {"P0": "Critical", "P1": "High", "P2": "Medium"}
_KINDS = {
    "unsafe": ("answers without credentials", "kimlik bilgisi olmadan yanıt veriyor"),
    "missing-route": ("the server has no such route", "sunucuda böyle bir yol yok"),
    "wrong-method": ("the route has another method", "yolun yöntemi başka"),
    "stub": ("the handler does nothing real", "işleyici gerçek bir şey yapmıyor"),
    "no-persistence": ("what is written is not kept", "yazılan saklanmıyor"),
    "mismatch": ("the answer lacks what the panel reads", "yanıtta panelin okuduğu şey eksik"),
}
_TEXTS = {
    Language.EN: {
        "title": "{n} calls that the server does not keep to",
        "verification": (
            "A new scan no longer finds the fingerprints below, and the contract of the gap passes."
        ),
        "workaround": "None known",
        "finding": "Finding `{fingerprint}`: {kind}",
    },
    Language.TR: {
        "title": "sunucunun karşılamadığı {n} çağrı",
        "verification": (
            "Yeni bir tarama aşağıdaki parmak izlerini artık bulmaz ve boşluğun sözleşmesi geçer."
        ),
        "workaround": "Bilinmiyor",
        "finding": "Bulgu `{fingerprint}`: {kind}",
    },
}


@dataclass(frozen=True, slots=True)
class ScanFinding:
    """What the register needs of one finding."""

    fingerprint: str
    kind: str
    endpoint: Endpoint
    field: str
    module: str
    severity: str
    why: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the findings: ids of gaps added, joined by a finding, reopened."""

    added: tuple[str, ...]
    joined: tuple[str, ...]
    reopened: tuple[str, ...]
    known: int


def read_scan(path: Path) -> tuple[ScanFinding, ...]:
    """The gaps of a scan result (`gapless gaps scan --format json`), without mere information.

    Raises `RegisterUnreadable` with file and line.
    """
    try:
        text = decode(path.read_bytes(), str(path))
    except OSError as error:
        message = words.FILE_SAYS(file=str(path), what=str(error.strerror or error))
        raise RegisterUnreadable(message) from error
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message = words.NOT_JSON(file=str(path), line=error.lineno, why=error.msg)
        raise RegisterUnreadable(message) from error
    except RecursionError as error:
        raise RegisterUnreadable(words.TOO_DEEP(file=str(path))) from error
    rows = data.get("findings") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise RegisterUnreadable(words.NO_SCAN(file=str(path)))
    found: list[ScanFinding] = []
    for number, row in enumerate(rows, start=1):
        try:
            finding = _finding(row)
        except (KeyError, TypeError) as error:
            message = words.FINDING_LACKS(file=str(path), number=number, what=str(error))
            raise RegisterUnreadable(message) from error
        if finding.severity in _SLAS and finding.kind in _KINDS:
            found.append(finding)
    return tuple(found)


def _finding(row: Any) -> ScanFinding:
    if not isinstance(row, dict):
        raise TypeError("its fields")
    places = row.get("locations") or []
    return ScanFinding(
        fingerprint=str(row["fingerprint"]),
        kind=str(row["kind"]),
        endpoint=Endpoint(str(row["method"]), str(row["path"])),
        field=str(row.get("field") or ""),
        module=str(row.get("module") or "") or "api",
        severity=str(row["severity"]),
        why=str(row.get("why") or ""),
        files=tuple(dict.fromkeys(str(place["file"]) for place in places)),
    )


def take_in(
    store: RegisterStore,
    findings: Sequence[ScanFinding],
    evidence: bytes,
    *,
    owner: str,
    now: datetime,
) -> TakenIn:
    """Brings the findings into the register; `evidence` is the scan result, kept for reopened gaps.

    Gaps without an `owner` are not closeable until somebody names one. Raises as `RegisterStore`.
    """
    register = store.read().primary
    joining: dict[str, list[ScanFinding]] = {}
    fresh: dict[str, list[ScanFinding]] = {}
    reopened: dict[str, None] = {}
    known = 0
    for finding in findings:
        entry = _knows(register, finding)
        if entry is not None:
            known += 1
            if entry.status in (Status.FIXED, Status.VERIFIED):
                reopened[entry.id] = None
            continue
        entry = _names(register, finding)
        if entry is not None:
            joining.setdefault(entry.id, []).append(finding)
        else:
            fresh.setdefault(finding.module, []).append(finding)
    for gap_id in reopened:
        digest = vault.put(store.evidence, evidence, ".json")
        reason = words.SCAN_FINDS_AGAIN()
        store.record_run(gap_id, passed=False, evidence=[digest], reason=reason, now=now, by=BY)
    for gap_id, group in joining.items():
        texts = {
            lang: _joined(store, gap_id, lang, group)
            for lang, text in store.read().registers.items()
            if text.entry(gap_id)
        }
        store.amend(gap_id, Amendment(texts=texts))
    added: list[str] = []
    for module, group in fresh.items():
        gap_id = edit.next_id(store.read().primary)
        drafts = {lang: _draft(gap_id, module, group, lang, owner, now) for lang in Language}
        store.add(drafts, by=BY, now=now)
        added.append(gap_id)
    return TakenIn(tuple(added), tuple(joining), tuple(reopened), known)


def _knows(register: Register, finding: ScanFinding) -> Entry | None:
    mark = f"`{finding.fingerprint}`"
    return next((e for e in register.entries if mark in e.text(FieldKey.EVIDENCE)), None)


def _names(register: Register, finding: ScanFinding) -> Entry | None:
    """The gap that works on that endpoint; a closed one is another matter."""
    for entry in register.entries:
        if entry.status in (Status.OPEN, Status.IN_PROGRESS) and finding.endpoint.key in {
            endpoint.key for endpoint in entry.endpoints
        }:
            return entry
    return None


def _mark(finding: ScanFinding, language: Language) -> str:
    side = 0 if language is Language.EN else 1
    text = _TEXTS[language]["finding"]
    return text.format(fingerprint=finding.fingerprint, kind=_KINDS[finding.kind][side])


def _joined(
    store: RegisterStore, gap_id: str, language: Language, group: Sequence[ScanFinding]
) -> TextChange:
    current = store.read().entry(gap_id, language).field(FieldKey.EVIDENCE)
    old = [] if current is None else [text for text in (current.text, *current.items) if text]
    marks = [_mark(finding, language) for finding in group]
    return TextChange(fields={FieldKey.EVIDENCE: [*old, *marks]})


def _symptom(finding: ScanFinding, language: Language) -> str:
    side = 0 if language is Language.EN else 1
    about = f" ({finding.field})" if finding.field else ""
    said = f"`{finding.endpoint}`{about}: {_KINDS[finding.kind][side]}"
    # The reason is the scanner's own words, which are English.
    return f"{said}; {finding.why}" if language is Language.EN and finding.why else said


def _draft(
    gap_id: str,
    module: str,
    group: Sequence[ScanFinding],
    language: Language,
    owner: str,
    now: datetime,
) -> edit.EntryDraft:
    texts = _TEXTS[language]
    side = 0 if language is Language.EN else 1
    priority = min(finding.severity for finding in group)
    endpoints = dict.fromkeys(f"`{finding.endpoint}`" for finding in group)
    if len(endpoints) == 1:
        title = f"{group[0].endpoint}: {_KINDS[group[0].kind][side]}"
    else:
        title = texts["title"].format(n=len(endpoints))
    files = dict.fromkeys(f"`{name}`" for finding in group for name in finding.files)
    fields: dict[FieldKey, edit.Value] = {
        FieldKey.FIRST_SEEN: now.date().isoformat(),
        FieldKey.ENVIRONMENT: "all",
        FieldKey.PRIORITY: priority,
        FieldKey.OWNER: "TBD" if is_blank(owner) else owner.strip(),
        FieldKey.SLA: _SLAS[priority],
        FieldKey.TARGET_VERSION: "TBD",
        FieldKey.SYMPTOM: [_symptom(finding, language) for finding in group],
        FieldKey.UI_ENDPOINTS: list(endpoints),
        FieldKey.WORKAROUND: texts["workaround"],
        FieldKey.VERIFICATION: texts["verification"],
        FieldKey.EVIDENCE: [_mark(finding, language) for finding in group],
    }
    if files:
        fields[FieldKey.SOURCE_PAGES] = list(files)
    return edit.EntryDraft(gap_id, (module,), title, fields, _RATINGS[priority])
