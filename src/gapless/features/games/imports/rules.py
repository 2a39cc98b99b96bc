"""What one row of a catalogue file must hold. Pure: a row goes in, a game or its errors come out.

Decisions where a file is silent: no type means `slot`, no name the provider's id, no provider
`unknown` (each is told with the row, and only a new game gets it: a game that is there keeps what
it has); no RTP means that it is unknown, for a number nobody gave would be shown to players. A line
break or tab inside a text becomes a space, and the row says so; any other control character, or
one in an identifier, is an error.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from gapless.features.games.imports.fields import OPTIONAL, FieldMapping, Target
from gapless.features.games.imports.reading.table import BEYOND_HEADER
from gapless.features.games.imports.row_errors import RowError

DEFAULT_TYPE = "slot"
UNKNOWN_PROVIDER = "unknown"
MAX_CHARS: dict[Target, int] = {
    Target.EXTERNAL_ID: 200,
    Target.PROVIDER: 120,
    Target.NAME: 300,
    Target.CATEGORY: 80,
    Target.TYPE: 80,
    Target.VOLATILITY: 40,
    Target.IMAGE_URL: 2_000,
}
MAX_LABELS = 50
MAX_LABEL_CHARS = 40
MAX_BET = Decimal(10) ** 12
_RTP_STEP = Decimal("0.0001")
_SHOWN_CHARS = 120

# Controls, lone surrogates, and the marks that turn the direction of text around.
_UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BREAK = re.compile("[ \u00a0]*[\t\r\n\u2028\u2029][\\s]*")
_NUMBER = re.compile(r"[+-]?(?:\d{1,30}(?:[.,]\d{1,30})?|[.,]\d{1,30})")
_URL = re.compile(r"(?:https?://|//|/)[^\s<>\"]+", re.IGNORECASE)


@dataclass(slots=True)
class GameRow:
    """A valid row, in our terms. None: the file says nothing about it."""

    external_id: str
    provider: str
    name: str | None = None
    category: str | None = None
    type: str | None = None
    rtp: Decimal | None = None
    volatility: str | None = None
    image_url: str | None = None
    tags: list[str] | None = None
    features: list[str] | None = None
    min_bet: Decimal | None = None
    max_bet: Decimal | None = None
    release_date: str | None = None

    def fingerprint(self) -> bytes:
        """16 bytes that are the same for rows that say the same of the same game."""
        said = (
            self.external_id, self.provider, self.name, self.category, self.type, self.rtp,
            self.volatility, self.image_url, self.tags, self.features, self.min_bet,
            self.max_bet, self.release_date,
        )  # fmt: skip
        return hashlib.blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=16).digest()


@dataclass(slots=True)
class Checked:
    """A row after the rules: what can be told of it, what is wrong, and what was filled in."""

    shown: dict[str, str | None]
    """Identity, name, type and RTP as text for display, even if the row is not valid."""
    game: GameRow | None
    errors: list[RowError] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    """Fields that the file does not give and that a new game would get by default."""
    tidied: list[str] = field(default_factory=list)
    """Fields in which line breaks or tabs were replaced by spaces."""


def check_row(raw: object, mapping: FieldMapping) -> Checked:
    """Judge one row as the file has it. Never raises for anything a file can hold."""
    if not isinstance(raw, dict):
        errors = [
            RowError("ROW_NOT_OBJECT", "", _found(raw)),
            RowError("MISSING_EXTERNAL_ID", Target.EXTERNAL_ID, None),
        ]
        return Checked(shown={}, game=None, errors=errors)
    return _Checker(raw, mapping).run()


def parse_number(value: object) -> Decimal | None:
    """A finite number, exactly as written; a decimal comma and a percent sign are understood."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, str):
        text = value.strip().removesuffix("%").rstrip()
        if _NUMBER.fullmatch(text):
            try:
                return Decimal(text.replace(",", "."))
            except InvalidOperation:
                return None
    return None


def storable(value: Any) -> Any:
    """The value as JSON that the database takes: no NUL, no lone surrogate, decimals as text."""
    if isinstance(value, str):
        return value if value.isprintable() else _unstorable.sub("\ufffd", value)
    if isinstance(value, dict):
        return {storable(str(key)): storable(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [storable(inner) for inner in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return str(value)
    return value


_unstorable = re.compile("[\x00\ud800-\udfff]")


class _Checker:
    """The rules, on one row."""

    def __init__(self, raw: Mapping[str, Any], mapping: FieldMapping) -> None:
        self.raw = raw
        self.mapping = mapping
        self.errors: list[RowError] = []
        self.tidied: list[str] = []

    def run(self) -> Checked:
        external_id = self.text(Target.EXTERNAL_ID)
        if external_id is None and not self.errors:
            self.wrong("MISSING_EXTERNAL_ID", Target.EXTERNAL_ID, None)
        provider = self.text(Target.PROVIDER)
        name = self.text(Target.NAME)
        kind = self.text(Target.TYPE)
        # Where both are read from one column, its mistakes count once.
        first = self.mapping.sources.get(Target.CATEGORY, ())[:1]
        same = bool(first) and first == self.mapping.sources.get(Target.TYPE, ())[:1]
        category = kind if same and not self.mapping.constants else self.text(Target.CATEGORY)
        if BEYOND_HEADER in self.raw:
            self.wrong("TOO_MANY_CELLS", "", self.raw[BEYOND_HEADER])
        game = GameRow(
            external_id=external_id or "",
            provider=provider or UNKNOWN_PROVIDER,
            name=name,
            category=category or kind,
            type=kind or category,
            rtp=self.rtp(),
        )
        if not OPTIONAL.isdisjoint(self.mapping.sources):
            self.optional(game)
        assumed = [
            field
            for field, value in (("provider", provider), ("name", name), ("type", game.type))
            if value is None
        ]
        return Checked(
            shown={
                "external_id": external_id,
                "provider": game.provider,
                "name": name or external_id,
                "type": game.type or DEFAULT_TYPE,
                "rtp": None if game.rtp is None else str(game.rtp),
            },
            game=None if self.errors else game,
            errors=self.errors,
            assumed=assumed,
            tidied=self.tidied,
        )

    def optional(self, game: GameRow) -> None:
        given = self.mapping.sources
        if Target.VOLATILITY in given:
            game.volatility = self.text(Target.VOLATILITY)
        if Target.IMAGE_URL in given:
            game.image_url = self.url()
        if Target.TAGS in given:
            game.tags = self.labels(Target.TAGS)
        if Target.FEATURES in given:
            game.features = self.labels(Target.FEATURES)
        if Target.RELEASE_DATE in given:
            game.release_date = self.date()
        if Target.MIN_BET in given or Target.MAX_BET in given:
            low, high = self.amount(Target.MIN_BET), self.amount(Target.MAX_BET)
            if low is not None and high is not None and low > high:
                self.wrong("LIMITS_CROSSED", Target.MIN_BET, f"{low} > {high}")
            game.min_bet, game.max_bet = low, high

    def wrong(self, code: str, field: str, found: object, **params: str | int) -> None:
        self.errors.append(RowError(code, str(field), _found(found), params))

    def value(self, target: Target) -> Any:
        """The first value that is given under the target's names."""
        for source in self.mapping.sources.get(target, ()):
            value = self.raw.get(source)
            if value is None or value is False or (value == 0 and target is not Target.RTP):
                continue
            if isinstance(value, str) and (not value or value.isspace()):
                continue
            if value == [] or value == {}:
                continue
            return value
        return self.mapping.constants.get(target)

    def text(self, target: Target) -> str | None:
        value = self.value(target)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
            self.wrong("VALUE_NOT_TEXT", target, value)
            return None
        try:
            text = str(value).strip()
        except ValueError:  # an integer with more digits than Python turns into text
            self.wrong("TEXT_TOO_LONG", target, "…", limit=MAX_CHARS[target])
            return None
        if not text.isprintable():
            if target is not Target.EXTERNAL_ID and _BREAK.search(text):
                text = _BREAK.sub(" ", text)
                self.tidied.append(target.value)
            if _UNWANTED.search(text):
                self.wrong("CONTROL_CHARACTERS", target, text)
                return None
        if len(text) > MAX_CHARS[target]:
            self.wrong("TEXT_TOO_LONG", target, text, limit=MAX_CHARS[target], length=len(text))
            return None
        return text

    def rtp(self) -> Decimal | None:
        value = self.value(Target.RTP)
        if value is None:
            return None
        number = parse_number(value)
        if number is None:
            self.wrong("INVALID_RTP", Target.RTP, value)
        elif not 0 <= number <= 100:
            self.wrong("RTP_OUT_OF_RANGE", Target.RTP, value)
        elif 0 < number <= 1:
            percent = f"{(number * 100).quantize(_RTP_STEP).normalize():f}"
            self.wrong("RTP_LOOKS_LIKE_FRACTION", Target.RTP, value, proposed=percent)
        else:
            return number.quantize(_RTP_STEP)
        return None

    def amount(self, target: Target) -> Decimal | None:
        zero_is_a_value = next(
            (self.raw[s] for s in self.mapping.sources.get(target, ()) if self.raw.get(s) == 0),
            None,
        )
        value = zero_is_a_value if zero_is_a_value is not None else self.value(target)
        if value is None:
            return None
        number = parse_number(value)
        if number is None or not 0 <= number <= MAX_BET:
            self.wrong("INVALID_AMOUNT", target, value)
            return None
        return number.quantize(_RTP_STEP).normalize() + 0

    def labels(self, target: Target) -> list[str] | None:
        value = self.value(target)
        if value is None:
            return None
        parts = re.split(r"[,;|]", value) if isinstance(value, str) else value
        if not isinstance(parts, list) or not all(isinstance(p, (str, int)) for p in parts):
            self.wrong("INVALID_LIST", target, value)
            return None
        labels = list(dict.fromkeys(text for p in parts if (text := str(p).strip())))
        too_long = any(len(label) > MAX_LABEL_CHARS for label in labels)
        if too_long or len(labels) > MAX_LABELS or _UNWANTED.search("".join(labels)):
            self.wrong("INVALID_LIST", target, value)
            return None
        return labels

    def url(self) -> str | None:
        text = self.text(Target.IMAGE_URL)
        if text is not None and not _URL.fullmatch(text):
            self.wrong("INVALID_URL", Target.IMAGE_URL, text)
            return None
        return text

    def date(self) -> str | None:
        value = self.value(Target.RELEASE_DATE)
        if value is None:
            return None
        try:
            return date.fromisoformat(str(value).strip()[:10]).isoformat()
        except ValueError:
            self.wrong("INVALID_DATE", Target.RELEASE_DATE, value)
            return None


def _found(value: object) -> str | None:
    """What stands in the file, as short printable text."""
    if value is None:
        return None
    try:
        text = str(value)
    except ValueError:
        return "…"
    text = _UNWANTED.sub("\ufffd", text)
    return text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 1] + "…"
