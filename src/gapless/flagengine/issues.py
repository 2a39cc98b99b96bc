"""What can be wrong with a document: a code, a place, and sentences in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal


class IssueCode(StrEnum):
    """Every fault that a document can have."""

    INVALID = "INVALID"
    UNKNOWN_OPERATOR = "UNKNOWN_OPERATOR"
    DUPLICATE = "DUPLICATE"
    VARIANT_MISSING = "VARIANT_MISSING"
    VALUE_TYPE = "VALUE_TYPE"
    WEIGHTS_NOT_FULL = "WEIGHTS_NOT_FULL"
    SHARE_INVALID = "SHARE_INVALID"
    FLAG_UNKNOWN = "FLAG_UNKNOWN"
    PREREQUISITE_CYCLE = "PREREQUISITE_CYCLE"
    SEGMENT_UNKNOWN = "SEGMENT_UNKNOWN"
    SEGMENT_CYCLE = "SEGMENT_CYCLE"
    VALUES_COUNT = "VALUES_COUNT"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    NOT_A_VERSION = "NOT_A_VERSION"
    NOT_A_MOMENT = "NOT_A_MOMENT"
    NOT_A_TEXT = "NOT_A_TEXT"
    PATTERN_INVALID = "PATTERN_INVALID"
    RANGE_EMPTY = "RANGE_EMPTY"
    NEVER_MATCHES = "NEVER_MATCHES"
    UNREACHABLE = "UNREACHABLE"
    TOO_DEEP = "TOO_DEEP"
    TOO_LARGE = "TOO_LARGE"


_TEXTS: Mapping[IssueCode, tuple[str, str]] = {
    IssueCode.INVALID: ("This is not valid: {what}.", "Bu geçerli değil: {what}."),
    IssueCode.UNKNOWN_OPERATOR: (
        "There is no operator {operator}.",
        "{operator} diye bir karşılaştırma yok.",
    ),
    IssueCode.DUPLICATE: ("{name} occurs twice.", "{name} iki kez geçiyor."),
    IssueCode.VARIANT_MISSING: (
        "The flag {flag} has no variant {variant}.",
        "{flag} bayrağının {variant} varyantı yok.",
    ),
    IssueCode.VALUE_TYPE: (
        "The value of variant {variant} is not of type {type}.",
        "{variant} varyantının değeri {type} türünde değil.",
    ),
    IssueCode.WEIGHTS_NOT_FULL: (
        "The weights sum to {percent} %, not 100 %.",
        "Ağırlıkların toplamı %100 değil, %{percent}.",
    ),
    IssueCode.SHARE_INVALID: (
        "The share from {start} to {end} does not lie within 0 and {total}.",
        "{start} ile {end} arasındaki pay 0 ile {total} arasında değil.",
    ),
    IssueCode.FLAG_UNKNOWN: ("There is no flag {flag}.", "{flag} diye bir bayrak yok."),
    IssueCode.PREREQUISITE_CYCLE: (
        "The prerequisites run in a circle: {cycle}.",
        "Ön koşullar bir döngü oluşturuyor: {cycle}.",
    ),
    IssueCode.SEGMENT_UNKNOWN: (
        "There is no segment {segment}.",
        "{segment} diye bir segment yok.",
    ),
    IssueCode.SEGMENT_CYCLE: (
        "The segments contain each other in a circle: {cycle}.",
        "Segmentler birbirini döngü hâlinde içeriyor: {cycle}.",
    ),
    IssueCode.VALUES_COUNT: (
        "The operator {operator} takes {wanted} value(s), not {found}.",
        "{operator} karşılaştırması {wanted} değer alır, {found} değil.",
    ),
    IssueCode.NOT_A_NUMBER: ("{value} is not a number.", "{value} bir sayı değil."),
    IssueCode.NOT_A_VERSION: (
        "{value} is not a semantic version such as 2.10.0.",
        "{value}, 2.10.0 gibi bir sürüm numarası değil.",
    ),
    IssueCode.NOT_A_MOMENT: (
        "{value} is not a date or time such as 2026-01-31T12:00:00Z.",
        "{value}, 2026-01-31T12:00:00Z gibi bir tarih ya da zaman değil.",
    ),
    IssueCode.NOT_A_TEXT: ("{value} is not a text.", "{value} bir metin değil."),
    IssueCode.PATTERN_INVALID: (
        "The regular expression cannot be used: {what}.",
        "Düzenli ifade kullanılamaz: {what}.",
    ),
    IssueCode.RANGE_EMPTY: (
        "The range from {low} to {high} is empty.",
        "{low} ile {high} arasındaki aralık boş.",
    ),
    IssueCode.NEVER_MATCHES: (
        "This can never match: the conditions on {attribute} contradict each other.",
        "Bu hiçbir zaman eşleşmez: {attribute} üzerindeki koşullar birbiriyle çelişiyor.",
    ),
    IssueCode.UNREACHABLE: (
        "This rule is never reached: rule {rule} before it takes everybody it could match.",
        "Bu kurala hiç sıra gelmez: önündeki {rule} kuralı eşleşebileceği herkesi alıyor.",
    ),
    IssueCode.TOO_DEEP: (
        "Conditions are nested deeper than {limit} levels.",
        "Koşullar {limit} düzeyden derin iç içe.",
    ),
    IssueCode.TOO_LARGE: (
        "The value is larger than {limit} bytes.",
        "Değer {limit} bayttan büyük.",
    ),
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault. `place` is a path such as `flags.new-lobby.rules.0.when.1.values.0`."""

    code: IssueCode
    place: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: Literal["en", "tr"] = "en") -> str:
        """A sentence about it."""
        return _TEXTS[self.code][language == "tr"].format(**self.params)

    def under(self, place: str) -> Issue:
        """The same fault, seen from further out."""
        return Issue(self.code, f"{place}.{self.place}" if self.place else place, self.params)
