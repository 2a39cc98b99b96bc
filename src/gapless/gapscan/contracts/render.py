"""A verification as text for a terminal and as data."""

from __future__ import annotations

from gapless.gapscan.contracts.result import Outcome
from gapless.gapscan.contracts.verify import GapVerdict
from gapless.gapscan.language import Language
from gapless.gapscan.register.labels import status_word
from gapless.gapscan.register.model import Status
from gapless.gapscan.register.render import printable

_WORDS = {
    Language.EN: {
        "stays": "stays {status}",
        "reopened": " (reopened)",
        "refused": "not moved",
        "evidence": "evidence",
        "unknown": "?",
    },
    Language.TR: {
        "stays": "{status} kalıyor",
        "reopened": " (yeniden açıldı)",
        "refused": "durumu değişmedi",
        "evidence": "kanıt",
        "unknown": "?",
    },
}
_OUTCOMES = {
    Language.EN: {outcome: outcome.value for outcome in Outcome},
    Language.TR: {
        Outcome.PASSED: "geçti",
        Outcome.FAILED: "kaldı",
        Outcome.ERROR: "yürütülemedi",
        Outcome.SKIPPED: "atlandı",
    },
}


def outcome_word(outcome: Outcome, language: Language) -> str:
    """What a step or a run came to, in that language."""
    return _OUTCOMES[language][outcome]


def verdict_text(verdict: GapVerdict, language: Language = Language.EN) -> str:
    """What a verification came to, in one to three lines."""
    said = _WORDS[language]

    def word(status: Status | None) -> str:
        return status_word(status, language) if status else said["unknown"]

    moved = f"{word(verdict.before)} → {word(verdict.after)}"
    if verdict.before is verdict.after:
        moved = said["stays"].format(status=word(verdict.after))
    if verdict.reopened:
        moved += said["reopened"]
    outcome, summary = outcome_word(verdict.run.outcome, language), verdict.run.summary
    lines = [f"{verdict.gap}: {outcome}, {moved}: {summary.text(language)}"]
    if verdict.refused:
        lines.append(f"  {said['refused']}: {verdict.refused.text(language)}")
    if verdict.evidence:
        lines.append(f"  {said['evidence']} {verdict.evidence[0]}")
    return printable("\n".join(lines))


def verdict_data(verdict: GapVerdict, language: Language = Language.EN) -> dict[str, object]:
    """A verification as JSON; texts are in that language."""
    return {
        "gap": verdict.gap,
        "outcome": verdict.run.outcome.value,
        "summary": verdict.run.summary.text(language),
        "from": verdict.before,
        "to": verdict.after,
        "reopened": verdict.reopened,
        "refused": verdict.refused.text(language) if verdict.refused else None,
        "evidence": list(verdict.evidence),
    }
