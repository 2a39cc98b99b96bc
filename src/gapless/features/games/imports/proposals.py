"""Proposes what a file's unknown field names may mean, from the names and from the values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gapless.features.games.imports.fields import (
    IDENTITY,
    FieldMapping,
    Target,
    known_mapping,
    unknown_names,
)
from gapless.features.games.imports.rules import parse_number
from gapless.platform.i18n import Text

SURE_ENOUGH = 0.5
"""From this confidence on, a field of a game's identity is asked about before rows are judged."""
_SAMPLES = 5
_SAMPLE_CHARS = 80
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

REASONS: dict[str, Text] = {
    "name": Text("its name says so", "adı öyle diyor"),
    "name_and_values": Text(
        "its name says so, and its values look like it", "adı öyle diyor, değerleri de uyuyor"
    ),
    "name_against_values": Text(
        "its name says so, but its values do not look like it",
        "adı öyle diyor, ama değerleri uymuyor",
    ),
    "values": Text("its values look like it", "değerleri öyle görünüyor"),
}

# Joined lower-case words of a header, and how strongly they speak for the field.
_NAMES: dict[Target, dict[str, float]] = {
    Target.EXTERNAL_ID: {
        "gameid": 0.95, "externalid": 0.95, "gamecode": 0.9, "gamekey": 0.85, "gameuid": 0.9,
        "gameuuid": 0.85, "providergameid": 0.95, "providergamecode": 0.9, "uid": 0.75,
        "uuid": 0.7, "code": 0.65, "itemid": 0.75, "productid": 0.7, "reference": 0.55,
        "ref": 0.55, "slug": 0.55, "identifier": 0.75, "launchid": 0.7, "launchcode": 0.7,
        "oyunid": 0.95, "oyunkodu": 0.9, "kod": 0.65,
    },
    Target.PROVIDER: {
        "providercode": 0.95, "providername": 0.95, "gameprovider": 0.95, "providerslug": 0.9,
        "vendor": 0.9, "vendorname": 0.9, "vendorcode": 0.9, "vendorid": 0.85, "studio": 0.85,
        "studioname": 0.85, "supplier": 0.85, "suppliername": 0.85, "manufacturer": 0.8,
        "developer": 0.7, "producer": 0.7, "brand": 0.55, "saglayici": 0.95, "saglayiciadi": 0.95,
    },
    Target.NAME: {
        "gamename": 0.95, "gametitle": 0.95, "displayname": 0.85, "fullname": 0.7, "label": 0.55,
        "caption": 0.55, "oyunadi": 0.95, "oyunismi": 0.95, "oyun": 0.5, "ad": 0.65, "adi": 0.65,
        "isim": 0.7,
    },
    Target.CATEGORY: {
        "gamecategory": 0.95, "categoryname": 0.95, "categorycode": 0.85, "filter": 0.6,
        "genre": 0.75, "group": 0.6, "gamegroup": 0.7, "section": 0.5, "kategori": 0.95,
    },
    Target.TYPE: {
        "gametype": 0.9, "typename": 0.85, "subtype": 0.6, "subcategory": 0.6, "kind": 0.6,
        "tur": 0.85, "turu": 0.85, "oyunturu": 0.95, "tip": 0.7, "oyuntipi": 0.9,
    },
    Target.RTP: {
        "returntoplayer": 0.95, "rtppercent": 0.95, "rtppercentage": 0.95, "theoreticalrtp": 0.95,
        "defaultrtp": 0.9, "gamertp": 0.95, "rtpvalue": 0.9, "payout": 0.7, "payoutpercent": 0.8,
        "payoutpercentage": 0.8, "oyuncuyadonus": 0.9, "geriodeme": 0.75, "rtporani": 0.95,
    },
    Target.VOLATILITY: {
        "variance": 0.85, "gamevolatility": 0.95, "volatilite": 0.95, "oynaklik": 0.9,
    },
    Target.IMAGE_URL: {
        "image": 0.8, "imageurl": 0.95, "gameimage": 0.9, "thumbnail": 0.85, "thumb": 0.8,
        "icon": 0.7, "iconurl": 0.75, "logo": 0.6, "img": 0.8, "imgurl": 0.9, "picture": 0.75,
        "resim": 0.85, "gorsel": 0.85,
    },
    Target.TAGS: {"labels": 0.7, "keywords": 0.7, "gametags": 0.9, "etiketler": 0.9},
    Target.FEATURES: {"gamefeatures": 0.9, "ozellikler": 0.9},
    Target.MIN_BET: {
        "minbet": 0.95, "minimumbet": 0.95, "betmin": 0.9, "minstake": 0.9, "minwager": 0.85,
        "enazbahis": 0.9, "minbahis": 0.95,
    },
    Target.MAX_BET: {
        "maxbet": 0.95, "maximumbet": 0.95, "betmax": 0.9, "maxstake": 0.9, "maxwager": 0.85,
        "encokbahis": 0.9, "maxbahis": 0.95,
    },
    Target.RELEASE_DATE: {
        "release": 0.75, "releasedate": 0.95, "released": 0.8, "releasedat": 0.85,
        "launchdate": 0.8, "publishedat": 0.6, "yayintarihi": 0.9, "cikistarihi": 0.9,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """One proposed meaning: `source` (a name in the file) would give the field `target`."""

    target: Target
    source: str
    confidence: float
    """From 0 to 1."""
    reason: str
    """Key in `REASONS`."""
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MappingProposal:
    """What the unknown names may mean. Nothing of it holds until a person has agreed."""

    candidates: tuple[Candidate, ...]
    unexplained: tuple[str, ...]
    """Names for which nothing is proposed."""

    def merged(self, known: FieldMapping) -> FieldMapping:
        """The known names together with the proposed ones, as a starting point to correct."""
        proposed = {c.target: (c.source,) for c in self.candidates}
        return FieldMapping(sources={**proposed, **known.sources}, constants=known.constants)


@dataclass(frozen=True, slots=True)
class _Column:
    """What the sampled values of one name have in common."""

    samples: tuple[str, ...]
    texts: int
    distinct: float
    spaced: float
    percent: float
    numeric: float


def propose_mapping(
    headers: Sequence[str], samples: Sequence[Mapping[str, Any]]
) -> MappingProposal:
    """Propose a source for each field that no known name gives, best matches first.

    `samples` are the first rows of the file, as they stand there.
    """
    known = known_mapping(headers)
    unknown = unknown_names(headers)
    columns = {name: _column(name, samples) for name in unknown}
    found: list[Candidate] = []
    for name, column in columns.items():
        for target in Target:
            if not known.gives(target):
                confidence, reason = _score(target, name, column)
                if confidence > 0:
                    found.append(
                        Candidate(target, name, round(confidence, 2), reason, column.samples)
                    )
    order = list(Target)
    found.sort(key=lambda c: (-c.confidence, order.index(c.target), unknown.index(c.source)))
    chosen: dict[Target, Candidate] = {}
    taken: set[str] = set()
    for candidate in found:
        if candidate.target not in chosen and candidate.source not in taken:
            chosen[candidate.target] = candidate
            taken.add(candidate.source)
    return MappingProposal(
        candidates=tuple(chosen[t] for t in Target if t in chosen),
        unexplained=tuple(name for name in unknown if name not in taken),
    )


def must_ask(headers: Sequence[str], proposal: MappingProposal) -> bool:
    """Whether rows cannot be judged before a person has said what the names mean.

    So it is if no name is known at all, or if a field of a game's identity has no known name but
    a likely unknown one. A file that plainly lacks a field is judged as it is.
    """
    known = known_mapping(headers)
    if not known.sources:
        return bool(unknown_names(headers))
    likely = {c.target for c in proposal.candidates if c.confidence >= SURE_ENOUGH}
    return any(target in likely for target in IDENTITY)


def samples_of(name: str, rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """A few different values that stand under a name, as text, cut to a readable length."""
    found: dict[str, None] = {}
    for row in rows:
        value = row.get(name)
        if value is not None and value != "":
            found.setdefault(str(value)[:_SAMPLE_CHARS])
            if len(found) == _SAMPLES:
                break
    return tuple(found)


def _joined(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("İ", "I"))
    ascii_name = plain.encode("ascii", "ignore").decode()
    return "".join(word.lower() for word in _WORD.findall(ascii_name))


def _column(name: str, rows: Sequence[Mapping[str, Any]]) -> _Column:
    values = [row[name] for row in rows if row.get(name) not in (None, "")]
    texts = [str(value) for value in values]
    count = max(1, len(texts))
    numbers = [n for n in map(parse_number, values) if n is not None]
    return _Column(
        samples=samples_of(name, rows),
        texts=len(texts),
        distinct=len(set(texts)) / count,
        spaced=sum(" " in text.strip() for text in texts) / count,
        percent=sum(Decimal(60) <= n <= Decimal(100) for n in numbers) / count,
        numeric=len(numbers) / count,
    )


def _score(target: Target, name: str, column: _Column) -> tuple[float, str]:
    by_name = _NAMES[target].get(_joined(name), 0.0)
    if not column.texts:
        return by_name / 2, "name"
    by_values = _fits(target, column)
    if not by_name:
        return _by_values_alone(target, column), "values"
    if by_values is None:
        return by_name, "name"
    if by_values:
        return min(0.99, by_name + 0.04), "name_and_values"
    return by_name / 2, "name_against_values"


def _fits(target: Target, column: _Column) -> bool | None:
    """Whether the values suit the field; None if that cannot be told."""
    few = column.texts < 5
    match target:
        case Target.EXTERNAL_ID:
            return None if few else column.distinct > 0.7 and column.spaced < 0.5
        case Target.PROVIDER | Target.CATEGORY | Target.TYPE:
            return None if few else column.distinct < 0.6 and column.numeric < 0.9
        case Target.NAME:
            return None if few else column.numeric < 0.5 and column.distinct > 0.3
        case Target.RTP | Target.MIN_BET | Target.MAX_BET:
            return column.numeric > 0.8
        case _:
            return None


def _by_values_alone(target: Target, column: _Column) -> float:
    if column.texts < 5:
        return 0.0
    if target is Target.RTP and column.percent > 0.9 and column.distinct < 0.9:
        return 0.4
    if target is Target.EXTERNAL_ID and column.distinct > 0.98 and column.spaced == 0:
        return 0.3
    if target is Target.NAME and column.distinct > 0.7 and column.spaced > 0.4:
        return 0.3
    return 0.0
