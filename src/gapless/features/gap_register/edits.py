"""What a caller said of an entry, as the register's library takes it. Pure."""

from __future__ import annotations

from gapless.features.gap_register.schemas import GapCreate, GapFacts, GapPatch, GapTexts, WordsIn
from gapless.gapscan.register import EntryDraft, FieldKey, Language
from gapless.gapscan.register.amend import PROSE, SHARED, Amendment, TextChange
from gapless.gapscan.register.edit import Value, Words


def _value(said: str | list[str] | WordsIn | None) -> Value:
    return Words(said.text, tuple(said.items)) if isinstance(said, WordsIn) else said or ""


def _facts(facts: GapFacts) -> dict[FieldKey, Value]:
    """What the caller said of the shared fields; the grade of the impact is no field of its own."""
    said = facts.model_fields_set
    return {key: _value(getattr(facts, key.value)) for key in SHARED if key.value in said}


def _prose(texts: GapTexts) -> dict[FieldKey, Value]:
    """What the caller said of the prose but the impact, which has two lines in the layout."""
    said = texts.model_fields_set
    return {key: _value(getattr(texts, key.value)) for key in PROSE if key.value in said}


def drafts(wanted: GapCreate, gap_id: str, *, seen: str) -> dict[Language, EntryDraft]:
    """The entry to add, for each language that the caller gave; `seen` is today's ISO date."""
    found: dict[Language, EntryDraft] = {}
    for language, texts in wanted.texts.items():
        # The SLA clock starts when the gap was first seen.
        fields = {FieldKey.FIRST_SEEN: seen, **_facts(wanted.facts), **_prose(texts)}
        if texts.impact:
            fields[FieldKey.IMPACT] = texts.impact
        found[language] = EntryDraft(
            id=gap_id,
            path=tuple(texts.path),
            title=texts.title,
            fields={key: value for key, value in fields.items() if value},
            impact_rating=wanted.facts.impact_rating or "",
        )
    return found


def amendment(patch: GapPatch) -> Amendment:
    """The change that the caller asked for."""
    return Amendment(
        shared=_facts(patch.facts) if patch.facts else {},
        impact_rating=patch.facts.impact_rating if patch.facts else None,
        texts={language: _change(texts) for language, texts in (patch.texts or {}).items()},
    )


def _change(texts: GapTexts) -> TextChange:
    return TextChange(
        title=texts.title,
        path=None if texts.path is None else tuple(texts.path),
        impact=texts.impact,
        fields=_prose(texts),
        others={label: _value(value) for label, value in (texts.others or {}).items()},
    )
