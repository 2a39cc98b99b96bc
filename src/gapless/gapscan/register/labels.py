"""The words of the layout in English and Turkish, and how to recognise either.

Each pair is one spelling and its mirror, so that translating a register's labels there and back
gives the same text. Values that are prose have no place here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TypeVar

from gapless.gapscan.message import name_things
from gapless.gapscan.register.model import Column, FieldKey, Language, Status

_K = TypeVar("_K")

# The first pair of a key is the one that is written when the field is new.
FIELDS: dict[FieldKey, tuple[tuple[str, str], ...]] = {
    FieldKey.ID: (("ID", "Kimlik"),),
    FieldKey.FIRST_SEEN: (("First Seen", "İlk Görülme"),),
    FieldKey.ENVIRONMENT: (("Environment", "Ortam"),),
    FieldKey.STATUS: (("Status", "Durum"),),
    FieldKey.PRIORITY: (("Priority", "Öncelik"),),
    FieldKey.OWNER: (("Owner", "Sahip"),),
    FieldKey.SLA: (("SLA", "SLA"), ("Deadline", "Süre")),
    FieldKey.TARGET_VERSION: (("Target Version", "Hedef Sürüm"),),
    FieldKey.IMPACT: (("Impact", "Etki"),),
    FieldKey.CUSTOMER_IMPACT: (
        ("Customer Impact", "Müşteri Etkisi"),
        ("Customer impact (optional)", "Müşteri etkisi (isteğe bağlı)"),
    ),
    FieldKey.SOURCE_PAGES: (
        ("Source pages", "Kaynak sayfalar"),
        ("Source page", "Kaynak sayfa"),
        ("Source page(s)", "Kaynak sayfa(lar)"),
    ),
    FieldKey.SYMPTOM: (("Symptom", "Belirti"),),
    FieldKey.LIKELY_CAUSE: (("Likely Cause", "Olası Neden"),),
    FieldKey.UI_ENDPOINTS: (
        ("UI endpoints", "UI uç noktaları"),
        ("UI endpoint", "UI uç noktası"),
        ("UI endpoints (examples)", "UI uç noktaları (örnekler)"),
        ("UI endpoint(s)", "UI uç nokta(ları)"),
    ),
    FieldKey.WORKAROUND: (
        ("Admin Workaround", "Yönetici Geçici Çözümü"),
        ("Workaround", "Geçici Çözüm"),
    ),
    FieldKey.ESCALATION: (("Escalation Package", "Eskalasyon Paketi"),),
    FieldKey.RESOLUTION_OWNER: (("Resolution Owner", "Çözüm Sahibi"),),
    FieldKey.VERIFICATION: (
        ("Verification (done when fixed)", "Doğrulama (düzeltildiğinde)"),
        ("Verification", "Doğrulama"),
    ),
    FieldKey.EVIDENCE: (("Evidence", "Kanıt"), ("Evidence link/ref", "Kanıt bağlantısı")),
}

COLUMNS: dict[Column, tuple[tuple[str, str], ...]] = {
    Column.ID: (("ID", "Kimlik"),),
    Column.AREA: (("Area", "Alan"),),
    Column.GAP: (("Gap", "Boşluk"),),
    Column.PRIORITY: (("Priority", "Öncelik"),),
    Column.OWNER: (("Owner", "Sahip"),),
    Column.SLA: (("SLA", "SLA"),),
    Column.TARGET_VERSION: (("Target Version", "Hedef Sürüm"),),
    Column.STATUS: (("Status", "Durum"),),
    Column.WORKAROUND: (("Workaround", "Geçici Çözüm"),),
    Column.VERIFICATION: (("Verification", "Doğrulama"),),
}

STATUSES: dict[Status, tuple[str, str]] = {
    Status.OPEN: ("Open", "Açık"),
    Status.IN_PROGRESS: ("In Progress", "Devam Ediyor"),
    Status.FIXED: ("Fixed", "Düzeltildi"),
    Status.VERIFIED: ("Verified", "Doğrulandı"),
}

RATINGS: tuple[tuple[str, str], ...] = (
    ("Critical", "Kritik"),
    ("High", "Yüksek"),
    ("Medium", "Orta"),
    ("Low", "Düşük"),
)

# Lines outside entries and tables whose leading words belong to the layout.
PHRASES: tuple[tuple[str, str], ...] = (
    ("# Backend Gap Register (EN)", "# Backend Boşluk Kütüğü (TR)"),
    ("# Gap Register (EN)", "# Boşluk Kütüğü (TR)"),
    ("## Triage Summary (Ops)", "## Triyaj Özeti (Operasyon)"),
    ("## Triage Summary", "## Triyaj Özeti"),
    ("## 1) Open gaps (by module)", "## 1) Açık boşluklar (modüle göre)"),
    ("## 1) Gaps (by module)", "## 1) Boşluklar (modüle göre)"),
    ("## 2) Notes / process", "## 2) Notlar / süreç"),
    ("**Last reviewed:**", "**Son gözden geçirme:**"),
    ("**Owner:**", "**Sahip:**"),
    ("**How to use:**", "**Nasıl kullanılır:**"),
    ("> SLA default:", "> Varsayılan SLA:"),
)


def fold(text: str) -> str:
    """Lower case and one spelling of blanks, the same for Turkish and English I's."""
    text = unicodedata.normalize("NFKC", text)
    text = text.replace("İ", "i").replace("I", "i").replace("ı", "i")
    return re.sub(r"\s+", " ", text).strip().lower()


def _side(language: Language) -> int:
    return 0 if language is Language.EN else 1


def _index(
    table: dict[_K, tuple[tuple[str, str], ...]],
) -> dict[str, tuple[_K, Language | None]]:
    index: dict[str, tuple[_K, Language | None]] = {}
    for key, pairs in table.items():
        for english, turkish in pairs:
            same = fold(english) == fold(turkish)
            index[fold(english)] = (key, None if same else Language.EN)
            index[fold(turkish)] = (key, None if same else Language.TR)
    return index


_FIELD_INDEX = _index(FIELDS)
_COLUMN_INDEX = _index(COLUMNS)
_STATUS_INDEX = _index({status: (pair,) for status, pair in STATUSES.items()})


def field_of(label: str) -> tuple[FieldKey | None, Language | None]:
    """The field that a label names, and the language that it is in (None: the same in both)."""
    found = _FIELD_INDEX.get(fold(label))
    if found is None:  # "Verification (anything)" is still the verification
        found = _FIELD_INDEX.get(fold(re.sub(r"\([^()]*\)\s*$", "", label)))
    return found or (None, None)


def column_of(header: str) -> tuple[Column | None, Language | None]:
    """The triage column that a header names, and its language."""
    return _COLUMN_INDEX.get(fold(header), (None, None))


def status_of(text: str) -> tuple[Status | None, Language | None]:
    """The status that a word of either language names, and its language."""
    return _STATUS_INDEX.get(fold(text.strip("*` ")), (None, None))


def is_rating(text: str) -> bool:
    """True for High, Medium, Yüksek and their like: an impact that is a grade, not a sentence."""
    folded = fold(text)
    return any(folded in (fold(english), fold(turkish)) for english, turkish in RATINGS)


_NONE = ("no", "none", "yok", "bilinen yok", "hiç")


def says_none(text: str) -> bool:
    """Whether a workaround says that there is none: `No safe workaround`, `Yok; ...`."""
    first = re.split(r"[\s;,.(]", fold(text), maxsplit=1)[0]
    return first in _NONE or fold(text).endswith(" yok")


def is_examples(text: str) -> bool:
    """Whether a label says that what stands under it is not all: `UI endpoints (examples)`."""
    return re.search(r"\((examples?|e\.g\.|örnek\w*)\)", fold(text)) is not None


def label(key: FieldKey, language: Language) -> str:
    """The label that is written for a new field."""
    return FIELDS[key][0][_side(language)]


def header(column: Column, language: Language) -> str:
    """The header that is written for a column."""
    return COLUMNS[column][0][_side(language)]


def status_word(status: Status, language: Language) -> str:
    """The status in that language."""
    return STATUSES[status][_side(language)]


def _translate(text: str, pairs: tuple[tuple[str, str], ...], to: Language) -> str:
    # Exact spelling only: what is not the layout's own spelling could not be brought back.
    source, target = _side(to.other), _side(to)
    return next((pair[target] for pair in pairs if pair[source] == text), text)


def translate_label(text: str, key: FieldKey, to: Language) -> str:
    """That spelling's mirror; the text itself if the layout has no such spelling."""
    return _translate(text, FIELDS[key], to)


def translate_header(text: str, column: Column, to: Language) -> str:
    """That column header's mirror."""
    return _translate(text, COLUMNS[column], to)


def translate_status(text: str, to: Language) -> str:
    """That status word's mirror; anything else unchanged."""
    return _translate(text, tuple(STATUSES.values()), to)


def translate_rating(text: str, to: Language) -> str:
    """That impact rating's mirror; anything else unchanged."""
    return _translate(text, RATINGS, to)


def translate_phrase(line: str, to: Language) -> str:
    """The line with its leading words of the layout translated, if it begins with any."""
    source, target = _side(to.other), _side(to)
    for pair in PHRASES:
        if line.startswith(pair[source]):
            return pair[target] + line[len(pair[source]) :]
    flow = tuple(" → ".join(pair[side] for pair in STATUSES.values()) for side in (0, 1))
    return line.replace(flow[source], flow[target])


def rating_of(text: str) -> str:
    """The English word of an impact rating; any other text unchanged."""
    folded = fold(text)
    for english, turkish in RATINGS:
        if folded in (fold(english), fold(turkish)):
            return english
    return text


# How messages name the things of the layout.
name_things(Status, "status", lambda value, language: status_word(Status(value), language))
name_things(FieldKey, "field", lambda value, language: label(FieldKey(value), language))
name_things(Column, "column", lambda value, language: header(Column(value), language))
