"""What an import tells about a flag: what was changed, and why something was not carried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal


class Weight(StrEnum):
    """How much a note matters."""

    INFO = "info"
    """Everybody gets what they got; something is spelled differently."""
    CHANGED = "changed"
    """Carried, but not in every respect as it was."""
    LOST = "lost"
    """Not carried."""


class NoteCode(StrEnum):
    """Everything an import may have to tell."""

    USER_ATTRIBUTE = "USER_ATTRIBUTE"
    SCHEME = "SCHEME"
    NOT_STICKY = "NOT_STICKY"
    FALLBACK_ATTRIBUTE = "FALLBACK_ATTRIBUTE"
    ONE_BUCKET = "ONE_BUCKET"
    ROUNDED = "ROUNDED"
    OFF_VALUE = "OFF_VALUE"
    ON_AND_VALUE = "ON_AND_VALUE"
    REGROUPED = "REGROUPED"
    EVERY_ENVIRONMENT = "EVERY_ENVIRONMENT"
    RULE_DROPPED = "RULE_DROPPED"
    KEY_INVALID = "KEY_INVALID"
    MALFORMED = "MALFORMED"
    ARCHIVED = "ARCHIVED"
    STRATEGY_UNKNOWN = "STRATEGY_UNKNOWN"
    OPERATOR_UNKNOWN = "OPERATOR_UNKNOWN"
    TIME_RULE = "TIME_RULE"
    NETWORKS = "NETWORKS"
    EXPRESSION = "EXPRESSION"
    OTHER_FLAG = "OTHER_FLAG"
    MIXED_TYPES = "MIXED_TYPES"
    NO_VALUE = "NO_VALUE"
    BIG_SEGMENT = "BIG_SEGMENT"
    DEPENDS_ON_LEFT = "DEPENDS_ON_LEFT"
    DUPLICATE = "DUPLICATE"
    UNSOUND = "UNSOUND"


_TEXTS: Mapping[NoteCode, tuple[Weight, str, str]] = {
    NoteCode.USER_ATTRIBUTE: (
        Weight.INFO,
        "The user that was called {attribute} there is OpenFeature's targetingKey here.",
        "Orada {attribute} denen kullanıcı burada OpenFeature'ın targetingKey alanıdır.",
    ),
    NoteCode.SCHEME: (
        Weight.INFO,
        "Users are placed by the hashing of {system}: everybody stays in their bucket.",
        "Kullanıcılar {system} sisteminin özetiyle yerleştirilir: herkes kendi dilimlerinde kalır.",
    ),
    NoteCode.NOT_STICKY: (
        Weight.CHANGED,
        "The draw was new at every call there; here it stays with the user.",
        "Orada her çağrıda yeniden çekiliyordu; burada kullanıcıda kalır.",
    ),
    NoteCode.FALLBACK_ATTRIBUTE: (
        Weight.CHANGED,
        "Who has no {attribute} was placed by {fallback} there; here they are not placed.",
        "{attribute} alanı olmayanlar orada {fallback} ile yerleştiriliyordu; "
        "burada yerleştirilmez.",
    ),
    NoteCode.ONE_BUCKET: (
        Weight.CHANGED,
        "All who have no {attribute} fell into one bucket there, which one depends on the SDK; "
        "here they get {variant}.",
        "{attribute} alanı olmayanların hepsi orada tek bir dilime düşüyordu, hangisi olduğu "
        "SDK'ya bağlıydı; burada {variant} alırlar.",
    ),
    NoteCode.ROUNDED: (
        Weight.CHANGED,
        "A share of {was} % became {now} %.",
        "%{was} olan bir pay %{now} oldu.",
    ),
    NoteCode.OFF_VALUE: (
        Weight.CHANGED,
        "While it is off, there programs got their own default; here they get variant {variant}.",
        "Kapalıyken programlar orada kendi varsayılanlarını alıyordu; burada {variant} "
        "varyantını alır.",
    ),
    NoteCode.ON_AND_VALUE: (
        Weight.CHANGED,
        "It was both on or off and had a value; here it is its value, and {variant} stands "
        "for off.",
        "Hem açık ya da kapalıydı hem de bir değeri vardı; burada değeridir ve {variant} "
        "kapalı demektir.",
    ),
    NoteCode.REGROUPED: (
        Weight.CHANGED,
        "The file does not tell how users were placed: the shares are kept, not who is in them.",
        "Dosya kullanıcıların nasıl yerleştirildiğini söylemiyor: paylar korunur, "
        "kimin hangisinde olduğu korunmaz.",
    ),
    NoteCode.EVERY_ENVIRONMENT: (
        Weight.CHANGED,
        "It replaces what every environment has: {what}.",
        "Her ortamda olanın yerine geçer: {what}.",
    ),
    NoteCode.RULE_DROPPED: (
        Weight.CHANGED,
        "Rule {rule} could never decide and was left out.",
        "{rule}. kural hiçbir zaman karar veremezdi, alınmadı.",
    ),
    NoteCode.KEY_INVALID: (
        Weight.LOST,
        "The key holds characters that cannot stand in an address.",
        "Anahtarda bir adreste duramayacak karakterler var.",
    ),
    NoteCode.MALFORMED: (Weight.LOST, "{place}: {what}.", "{place}: {what}."),
    NoteCode.ARCHIVED: (
        Weight.LOST,
        "It is archived there.",
        "Orada arşivlenmiş.",
    ),
    NoteCode.STRATEGY_UNKNOWN: (
        Weight.LOST,
        "There is no counterpart to the strategy {strategy}.",
        "{strategy} stratejisinin burada karşılığı yok.",
    ),
    NoteCode.OPERATOR_UNKNOWN: (
        Weight.LOST,
        "There is no counterpart to the operator {operator}.",
        "{operator} karşılaştırmasının burada karşılığı yok.",
    ),
    NoteCode.TIME_RULE: (
        Weight.LOST,
        "A rule looks at the clock. Schedule the change here instead.",
        "Bir kural saate bakıyor. Burada bunun yerine değişikliği zamanlayın.",
    ),
    NoteCode.NETWORKS: (
        Weight.LOST,
        "A rule compares networks of addresses ({value}).",
        "Bir kural adres ağlarını karşılaştırıyor ({value}).",
    ),
    NoteCode.EXPRESSION: (
        Weight.LOST,
        "{place}: rules here cannot say this ({what}).",
        "{place}: buradaki kurallar bunu söyleyemez ({what}).",
    ),
    NoteCode.OTHER_FLAG: (
        Weight.LOST,
        "One of its rules depends on the flag {flag}; here only a whole flag can.",
        "Kurallarından biri {flag} bayrağına bağlı; burada yalnızca bütün bir bayrak bağlı "
        "olabilir.",
    ),
    NoteCode.MIXED_TYPES: (
        Weight.LOST,
        "Its values are of different types: {types}.",
        "Değerleri farklı türlerde: {types}.",
    ),
    NoteCode.NO_VALUE: (
        Weight.LOST,
        "There is a case in which it has no value.",
        "Hiç değeri olmadığı bir durum var.",
    ),
    NoteCode.BIG_SEGMENT: (
        Weight.LOST,
        "The members of segment {segment} are kept elsewhere, not in the file.",
        "{segment} segmentinin üyeleri dosyada değil, başka yerde tutuluyor.",
    ),
    NoteCode.DEPENDS_ON_LEFT: (
        Weight.LOST,
        "It builds on {key}, which is not carried.",
        "Taşınmayan {key} üzerine kurulu.",
    ),
    NoteCode.DUPLICATE: (
        Weight.LOST,
        "The file has it twice.",
        "Dosyada iki kez var.",
    ),
    NoteCode.UNSOUND: (Weight.LOST, "{what}", "{what}"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about one flag or segment."""

    code: NoteCode
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def weight(self) -> Weight:
        """How much it matters."""
        return _TEXTS[self.code][0]

    def text(self, language: Literal["en", "tr"] = "en") -> str:
        """A sentence about it."""
        said = _TEXTS[self.code][2 if language == "tr" else 1]
        return said.format(**{name: _spoken(v, language) for name, v in self.params.items()})


class Lost(Exception):
    """A flag or segment cannot be carried."""

    def __init__(self, code: NoteCode, **params: Any) -> None:
        super().__init__(code)
        self.note = Note(code, params)


def _spoken(value: Any, language: Literal["en", "tr"]) -> str:
    said = value.text(language) if hasattr(value, "text") else str(value)
    return said if len(said) <= 300 else f"{said[:299]}…"
