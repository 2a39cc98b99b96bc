"""A verification as text for a terminal and as data."""

from __future__ import annotations

from gapless.gapscan.contracts.verify import GapVerdict
from gapless.gapscan.register.render import printable


def verdict_text(verdict: GapVerdict) -> str:
    """What a verification came to, in one to three lines."""
    moved = f"{verdict.before} → {verdict.after}"
    if verdict.before is verdict.after:
        moved = f"stays {verdict.after}"
    if verdict.reopened:
        moved += " (reopened)"
    lines = [f"{verdict.gap}: {verdict.run.outcome}, {moved}: {verdict.run.summary}"]
    if verdict.refused:
        lines.append(f"  not moved: {verdict.refused}")
    if verdict.evidence:
        lines.append(f"  evidence {verdict.evidence[0]}")
    return printable("\n".join(lines))


def verdict_data(verdict: GapVerdict) -> dict[str, object]:
    """A verification as JSON."""
    return {
        "gap": verdict.gap,
        "outcome": verdict.run.outcome.value,
        "summary": verdict.run.summary,
        "from": verdict.before,
        "to": verdict.after,
        "reopened": verdict.reopened,
        "refused": verdict.refused or None,
        "evidence": list(verdict.evidence),
    }
