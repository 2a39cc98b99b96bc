"""What can be wrong with one row: code, sentence and what is allowed, in both languages."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, NamedTuple

from gapless.platform.i18n import Text


@dataclasses.dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong with a row. Texts are made when it is read, in the reader's language."""

    code: str
    field: str
    """The field in our terms; empty for the row as a whole."""
    found: str | None
    """What stands in the file, shortened; None if nothing does."""
    params: Mapping[str, str | int] = dataclasses.field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is wrong, in the reader's language."""
        return ROW_RULES[self.code].message.render(**self._shown())

    @property
    def allowed(self) -> str:
        """What would be right, in the reader's language."""
        return ROW_RULES[self.code].allowed.render(**self._shown())

    def _shown(self) -> dict[str, object]:
        return {"field": self.field, "found": self.found, **self.params}

    def as_json(self) -> dict[str, Any]:
        """The error as it is stored."""
        return {"code": self.code, "field": self.field, "found": self.found, **(
            {"params": dict(self.params)} if self.params else {}
        )}  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> RowError:
        """The error that `as_json` gave."""
        return cls(stored["code"], stored["field"], stored["found"], stored.get("params") or {})


class RowRule(NamedTuple):
    """The texts of a rule."""

    message: Text
    allowed: Text


ROW_RULES: dict[str, RowRule] = {
    "ROW_NOT_OBJECT": RowRule(
        Text("This entry is no game, but {found}.", "Bu kayıt bir oyun değil: {found}."),
        Text("an object with a game's fields", "bir oyunun alanlarını taşıyan bir nesne"),
    ),
    "MISSING_EXTERNAL_ID": RowRule(
        Text("The provider's id of the game is missing.", "Oyunun sağlayıcıdaki numarası eksik."),
        Text("an id that is the game's own at this provider",
             "bu sağlayıcıda yalnız bu oyuna ait bir numara"),
    ),
    "INVALID_RTP": RowRule(
        Text("The RTP {found} is no number.", "RTP bir sayı değil: {found}."),
        Text("a number from 0 to 100, such as 96.5", "0 ile 100 arasında bir sayı, örneğin 96,5"),
    ),
    "RTP_OUT_OF_RANGE": RowRule(
        Text("The RTP {found} is outside 0 to 100.", "RTP 0 ile 100 dışında: {found}."),
        Text("a percentage from 0 to 100", "0 ile 100 arasında bir yüzde"),
    ),
    "RTP_LOOKS_LIKE_FRACTION": RowRule(
        Text("The RTP {found} looks like a fraction; as a percentage it would be {proposed}.",
             "RTP {found} bir kesre benziyor; yüzde olarak {proposed} olurdu."),
        Text("a percentage, such as {proposed}", "bir yüzde, örneğin {proposed}"),
    ),
    "VALUE_NOT_TEXT": RowRule(
        Text("{field} is neither text nor a number.", "{field} ne metin ne de sayı."),
        Text("text", "metin"),
    ),
    "TEXT_TOO_LONG": RowRule(
        Text("{field} is longer than {limit} characters.", "{field} {limit} karakterden uzun."),
        Text("at most {limit} characters", "en çok {limit} karakter"),
    ),
    "CONTROL_CHARACTERS": RowRule(
        Text("{field} holds characters that cannot be seen.",
             "{field} görünmeyen karakterler içeriyor."),
        Text("visible characters on one line", "tek satırda görünen karakterler"),
    ),
    "TOO_MANY_CELLS": RowRule(
        Text("The row has more cells than the header has columns; a quotation mark or a "
             "delimiter may be wrong.",
             "Satırda başlıktakinden fazla hücre var; bir tırnak ya da ayırıcı yanlış olabilir."),
        Text("as many cells as columns", "sütun sayısı kadar hücre"),
    ),
    "INVALID_AMOUNT": RowRule(
        Text("{field} is no amount: {found}.", "{field} bir tutar değil: {found}."),
        Text("a number from 0", "0 ya da daha büyük bir sayı"),
    ),
    "LIMITS_CROSSED": RowRule(
        Text("The smallest bet is above the largest: {found}.",
             "En küçük bahis en büyüğünden fazla: {found}."),
        Text("min_bet at most max_bet", "min_bet en çok max_bet kadar"),
    ),
    "INVALID_LIST": RowRule(
        Text("{field} is no list of short texts.", "{field} kısa metinlerden bir liste değil."),
        Text("up to 50 texts of up to 40 characters", "en çok 40 karakterlik en çok 50 metin"),
    ),
    "INVALID_URL": RowRule(
        Text("{field} is no web address: {found}.", "{field} bir web adresi değil: {found}."),
        Text("an address that begins with http://, https:// or /",
             "http://, https:// ya da / ile başlayan bir adres"),
    ),
    "INVALID_DATE": RowRule(
        Text("{field} is no date: {found}.", "{field} bir tarih değil: {found}."),
        Text("a date such as 2026-05-31", "2026-05-31 gibi bir tarih"),
    ),
    "DUPLICATE_IN_FILE": RowRule(
        Text("The file gives this game more than once, with different values (first in row "
             "{first_row}).",
             "Dosya bu oyunu farklı değerlerle birden fazla veriyor (ilk olarak {first_row}. "
             "satırda)."),
        Text("one row for each game; choose which one counts",
             "her oyun için tek satır; hangisinin geçerli olduğunu seçin"),
    ),
}  # fmt: skip
"""Every rule a row can break, by its stable code."""
