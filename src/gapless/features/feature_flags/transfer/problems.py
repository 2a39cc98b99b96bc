"""Errors of import and export."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class FlagFileUnreadable(Problem):
    status = 422
    code = "FLAG_FILE_UNREADABLE"
    title = Text("The file cannot be read", "Dosya okunamıyor")
    message = Text(
        "{place}: {what}. Nothing was changed.", "{place}: {what}. Hiçbir şey değişmedi."
    )


class FlagImportEmpty(Problem):
    status = 409
    code = "FLAG_IMPORT_EMPTY"
    title = Text("There is nothing to import", "İçe aktarılacak bir şey yok")
    message = Text(
        "Nothing in the file can be carried, or all of it is here already. The preview tells why.",
        "Dosyada taşınabilecek bir şey yok ya da hepsi zaten burada. Nedenini önizleme söyler.",
    )


class FlagImportTooMany(Problem):
    status = 409
    code = "FLAG_IMPORT_TOO_MANY"
    title = Text("Too many flags", "Çok fazla bayrak")
    message = Text(
        "The brand would have {count} flags; {limit} is the limit.",
        "Markanın {count} bayrağı olurdu; sınır {limit}.",
    )
