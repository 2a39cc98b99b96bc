"""Fills in an entry's escalation package: what whoever mends the gap needs to see it themselves.

What people wrote stays; lines that an earlier run wrote are replaced by those of the last run.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gapless.gapscan.message import Message
from gapless.gapscan.register.labels import fold
from gapless.gapscan.register.model import Endpoint, Entry, FieldKey, Language

_WORDS = {
    Language.EN: {
        "keywords": "Keywords",
        "compare": "Expected vs actual",
        "run": "Last run",
        "evidence": "Evidence",
        "request": "Request id",
        "reproduce": "Reproduce",
        "expected": "expected",
        "got": "got",
    },
    Language.TR: {
        "keywords": "Anahtar sözcükler",
        "compare": "Beklenen ve gerçekleşen",
        "run": "Son çalıştırma",
        "evidence": "Kanıt",
        "request": "İstek kimliği",
        "reproduce": "Yeniden üretme",
        "expected": "beklenen",
        "got": "gerçekleşen",
    },
}
# Lines beginning so are a run's, and replaced by the next run's.
_MACHINE = tuple(
    fold(words[key])
    for words in _WORDS.values()
    for key in ("run", "evidence", "request", "reproduce")
)
# Segments that every path has say nothing about where to look in a log.
_DULL = re.compile(r"^(api|v\d+|rest|\{.*\}|<.*>|:.*|)$", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{(\w+)\}|<(\w+)>|(?<=/):(\w+)")


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a failed run showed: the step, what was expected of it, what came, and the evidence.

    `evidence` holds paths of files as they are seen from the register's directory.
    """

    at: datetime
    step: str
    expected: Message
    actual: Message
    evidence: tuple[str, ...] = field(default=())
    request_ids: tuple[str, ...] = field(default=())


def keywords(endpoints: Sequence[Endpoint], limit: int = 6) -> tuple[str, ...]:
    """Words to look for in the server's log: the telling segments of the paths."""
    words = (
        part
        for endpoint in endpoints
        for part in endpoint.path.split("?")[0].split("/")
        if not _DULL.match(part)
    )
    return tuple(dict.fromkeys(words))[:limit]


def curl_command(endpoint: Endpoint, base_url: str = "$BASE_URL") -> str:
    """A command that repeats the call; `$BASE_URL`, `$TOKEN` and the placeholders are the shell's.

    It holds no credential: those are the variables of who runs it.
    """
    path = _PLACEHOLDER.sub(lambda m: f"${{{(m[1] or m[2] or m[3]).upper()}}}", endpoint.path)
    url = f"{base_url.rstrip('/')}{path}"
    quoted = f'"{url}"' if "$" in url else shlex.quote(url)
    method = "" if endpoint.method == "GET" else f" -X {endpoint.method}"
    body = ""
    if endpoint.method in ("POST", "PUT", "PATCH"):
        body = " -H 'Content-Type: application/json' -d \"$BODY\""
    return f'curl -i{method} -H "Authorization: Bearer $TOKEN"{body} {quoted}'


def fill_package(
    entry: Entry,
    language: Language,
    facts: RunFacts | None = None,
    *,
    base_url: str = "$BASE_URL",
) -> tuple[str, ...]:
    """The items of the entry's escalation package, filled in as far as the entry and a run tell."""
    words = _WORDS[language]
    current = entry.field(FieldKey.ESCALATION)
    own = [] if current is None else [*current.items] or [current.text]
    items = [item for item in own if item and not fold(item).startswith(_MACHINE)]
    endpoints = entry.mentioned_endpoints
    found = keywords(endpoints)
    if found and not _has(items, "keywords"):
        items.append(f"{words['keywords']}: " + ", ".join(f"`{word}`" for word in found))
    symptom, verification = entry.text(FieldKey.SYMPTOM), entry.text(FieldKey.VERIFICATION)
    if symptom and verification and not _has(items, "compare"):
        pair = " / ".join(re.sub(r"\s+", " ", text) for text in (verification, symptom))
        items.append(f"{words['compare']}: {pair}")
    if facts is not None:
        when = facts.at.strftime("%Y-%m-%d %H:%M UTC")
        items.append(
            f"{words['run']} ({when}): {_line(facts.step)}; "
            f"{words['expected']} {_line(facts.expected.text(language))}, "
            f"{words['got']} {_line(facts.actual.text(language))}"
        )
        items += [f"{words['request']}: `{name}`" for name in facts.request_ids]
        items += [
            f"{words['evidence']}: [{path.split('/')[-1][:12]}]({path})" for path in facts.evidence
        ]
    items += [
        f"{words['reproduce']}: `{curl_command(endpoint, base_url)}`" for endpoint in endpoints
    ]
    return tuple(items)


def _has(items: Sequence[str], key: str) -> bool:
    starts = tuple(fold(words[key]) for words in _WORDS.values())
    return any(fold(item).startswith(starts) for item in items)


def _line(text: str, limit: int = 200) -> str:
    """One line that cannot break the list that it stands in."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"
