"""Writing a change of an entry into the register's text, in both languages. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gapless.features.gap_register.rules import SHARED, TRIAGE
from gapless.features.gap_register.schemas import GapCreate, GapFacts, GapPatch, GapTexts
from gapless.gapscan.register import (
    EditRefused,
    EntryDraft,
    FieldKey,
    Language,
    Register,
    Snapshot,
    parse_register,
    set_field,
)
from gapless.gapscan.register.edit import newline_of, set_cell
from gapless.gapscan.register.labels import is_rating, label, translate_rating

Value = str | Sequence[str]


def facts_of(facts: GapFacts) -> dict[FieldKey, Value]:
    """What the caller said of the shared fields, as the register writes it."""
    said = facts.model_dump(exclude_unset=True)
    return {key: said[key.value] or "" for key in SHARED if key.value in said}


def texts_of(texts: GapTexts) -> dict[FieldKey, Value]:
    """What the caller said of the prose but the impact, which has two lines in the layout."""
    said = texts.model_dump(exclude_unset=True, exclude={"impact", "title", "path"})
    return {key: said[key.value] or "" for key in FieldKey if key.value in said}


def drafts(wanted: GapCreate, gap_id: str, *, seen: str) -> dict[Language, EntryDraft]:
    """The entry to add, for each language that the caller gave; `seen` is today's ISO date."""
    found: dict[Language, EntryDraft] = {}
    for language, texts in wanted.texts.items():
        # The SLA clock starts when the gap was first seen.
        fields = {
            FieldKey.FIRST_SEEN: seen,
            **facts_of(wanted.facts),
            **texts_of(texts),
        }
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


def patched(snapshot: Snapshot, gap_id: str, patch: GapPatch) -> Snapshot:
    """The register with that change. Raises `EditRefused`."""
    facts = facts_of(patch.facts) if patch.facts else {}
    registers: dict[Language, Register] = dict(snapshot.registers)
    for language in patch.texts or {}:
        if language not in registers:
            raise EditRefused(f"the register is not kept in '{language.value}'")
    for language, register in snapshot.registers.items():
        if register.entry(gap_id) is None:
            continue
        texts = (patch.texts or {}).get(language)
        values = {**facts, **(texts_of(texts) if texts else {})}
        changed = _with_fields(register, gap_id, values)
        if patch.facts and patch.facts.impact_rating:
            rating = translate_rating(patch.facts.impact_rating, language)
            changed = set_impact(changed, gap_id, rating, rating=True)
        if texts and texts.impact is not None:
            changed = set_impact(changed, gap_id, texts.impact, rating=False)
        registers[language] = changed
    return Snapshot(registers, snapshot.log)


def _with_fields(register: Register, gap_id: str, values: Mapping[FieldKey, Value]) -> Register:
    for key, value in values.items():
        entry = register.entry(gap_id)
        if not value and (entry is None or entry.field(key) is None):
            continue
        register = set_field(register, gap_id, key, value)
        if key in TRIAGE and isinstance(value, str):
            register = set_cell(register, gap_id, TRIAGE[key], value)
    return register


def set_impact(register: Register, gap_id: str, text: str, *, rating: bool) -> Register:
    """The register with the entry's impact changed: its grade, or the sentence.

    The layout writes both under one label, the grade above the sentence.
    """
    entry = register.entry(gap_id)
    if entry is None:
        raise EditRefused(f"{register.name} has no entry {gap_id}")
    if not rating and is_rating(text):
        raise EditRefused("the impact is a sentence; its grade is a field of its own")
    found = list(entry.all(FieldKey.IMPACT))
    mine = [field for field in found if is_rating(field.text) is rating]
    if not found or (mine and mine[0] is found[0]):
        return set_field(register, gap_id, FieldKey.IMPACT, text)
    newline = newline_of(register)
    line = f"- **{label(FieldKey.IMPACT, register.language)}:** {text}".rstrip() + newline
    lines = list(register.lines)
    if mine:
        lines[mine[0].line - 1 : mine[0].end] = [line]
    elif rating:
        lines.insert(found[0].line - 1, line)
    else:
        lines.insert(found[0].end, line)
    return parse_register("".join(lines), name=register.name)
