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


class FlagInvalid(Problem):
    status = 422
    code = "FLAG_INVALID"
    title = Text("The flag is not sound", "Bayrak tutarlı değil")
    message = Text(
        "{count} fault(s): {first} Nothing was changed; see `errors` for each and its place.",
        "{count} hata: {first} Hiçbir şey değişmedi; her biri ve yeri `errors` içinde.",
    )


class FlagInUse(Problem):
    status = 409
    code = "FLAG_IN_USE"
    title = Text("Other flags build on it", "Başka bayraklar buna dayanıyor")
    message = Text(
        "The flag {key} is a prerequisite of: {where}. Take it out there first.",
        "{key} bayrağı şunların ön koşulu: {where}. Önce oradan çıkarın.",
    )


class ApprovalRequired(Problem):
    status = 409
    code = "APPROVAL_REQUIRED"
    title = Text("Others have to agree", "Başkalarının onayı gerekli")
    message = Text(
        "A change in {environments} needs the approval of others. Open a change request.",
        "{environments} ortamındaki bir değişiklik başkalarının onayını ister. "
        "Bir değişiklik isteği açın.",
    )


class NothingChanges(Problem):
    status = 409
    code = "NOTHING_CHANGES"
    title = Text("Nothing would change", "Değişen bir şey yok")
    message = Text("The flag is already as you want it.", "Bayrak zaten istediğiniz durumda.")


class GroupNotFound(Problem):
    status = 404
    code = "FLAG_GROUP_NOT_FOUND"
    title = Text("No such group", "Böyle bir grup yok")
    message = Text("This brand has no such group.", "Bu markada böyle bir grup yok.")


class GroupExists(Problem):
    status = 409
    code = "FLAG_GROUP_EXISTS"
    title = Text("The group exists", "Grup zaten var")
    message = Text(
        "This brand has a group {name} already.", "Bu markada {name} adlı bir grup zaten var."
    )


class GroupInUse(Problem):
    status = 409
    code = "FLAG_GROUP_IN_USE"
    title = Text("The group has flags", "Grupta bayrak var")
    message = Text(
        "There are flags in {name}, perhaps archived ones. Move them to another group first.",
        "{name} grubunda bayraklar var; arşivde olabilirler. Önce başka bir gruba taşıyın.",
    )


class VersionNotFound(Problem):
    status = 404
    code = "FLAG_VERSION_NOT_FOUND"
    title = Text("No such version", "Böyle bir sürüm yok")
    message = Text("The flag has no version {number}.", "Bayrağın {number} numaralı sürümü yok.")
