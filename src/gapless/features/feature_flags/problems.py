"""Errors of feature flags."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class FlagNotFound(Problem):
    status = 404
    code = "FLAG_NOT_FOUND"
    title = Text("No such flag", "Böyle bir bayrak yok")
    message = Text("This brand has no flag with this id.", "Bu markada bu kimlikle bir bayrak yok.")


class FlagExists(Problem):
    status = 409
    code = "FLAG_EXISTS"
    title = Text("The key is taken", "Anahtar alınmış")
    message = Text(
        "This brand has a flag with the key {key} already, perhaps an archived one. "
        "Programs ask by key, so a key is never used twice.",
        "Bu markada {key} anahtarlı bir bayrak zaten var; arşivde olabilir. "
        "Programlar anahtarla sorduğu için bir anahtar iki kez kullanılmaz.",
    )


class FlagArchived(Problem):
    status = 409
    code = "FLAG_ARCHIVED"
    title = Text("The flag is archived", "Bayrak arşivde")
    message = Text(
        "The flag {key} is archived and cannot be changed. Restore it first.",
        "{key} bayrağı arşivde, değiştirilemez. Önce arşivden çıkarın.",
    )
