"""Errors of the catalogue import, beside the refusals of a file."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class MissingFile(Problem):
    status = 400
    code = "MISSING_FILE"
    title = Text("No file was sent", "Dosya gönderilmedi")
    message = Text(
        "The form holds no file. Send one in the part `file`.",
        "Formda dosya yok. `file` adlı bölümde bir dosya gönderin.",
    )


class ImportNotFound(Problem):
    status = 404
    code = "GAME_IMPORT_NOT_FOUND"
    title = Text("No such import", "Böyle bir içe aktarma yok")
    message = Text(
        "This brand has no import with this id.",
        "Bu markada bu numarayla bir içe aktarma yok.",
    )


class JobNotReady(Problem):
    status = 409
    code = "JOB_NOT_READY"
    title = Text("The import is not ready for this", "İçe aktarma buna hazır değil")
    message = Text(
        "This needs an import that is {needed}; this one is {found}.",
        "Bunun için içe aktarmanın durumu {needed} olmalı; şu anda {found}.",
    )


class DuplicatesUnresolved(Problem):
    status = 409
    code = "DUPLICATES_UNRESOLVED"
    title = Text("Repeated games are undecided", "Tekrarlanan oyunlar için karar verilmedi")
    message = Text(
        "The file gives {games} game(s) more than once with different values. "
        "Choose which rows count, then import.",
        "Dosya {games} oyunu farklı değerlerle birden fazla veriyor. "
        "Hangi satırların geçerli olduğunu seçip yeniden içe aktarın.",
    )


class PreviewStale(Problem):
    status = 409
    code = "PREVIEW_STALE"
    title = Text("The catalogue has changed", "Katalog değişti")
    message = Text(
        "The catalogue changed after the preview was made, so {rows} row(s) would overwrite values "
        "that were not shown. Nothing was imported; look at the new preview and confirm again.",
        "Önizlemeden sonra katalog değişti; {rows} satır gösterilmemiş değerlerin üzerine "
        "yazacaktı. Hiçbir şey içe aktarılmadı; yeni önizlemeye bakıp yeniden onaylayın.",
    )


class UndoConflict(Problem):
    status = 409
    code = "UNDO_CONFLICT"
    title = Text(
        "Later imports changed the same games",
        "Sonraki içe aktarmalar aynı oyunları değiştirdi",
    )
    message = Text(
        "{games} game(s) of this import were changed by a later import. Undo that one first, or "
        "undo this one without them (`skip_changed`).",
        "Bu içe aktarmanın {games} oyunu daha sonraki bir içe aktarmada değişti. Önce onu geri "
        "alın ya da bunu o oyunlar hariç geri alın (`skip_changed`).",
    )


class MappingInvalid(Problem):
    status = 422
    code = "MAPPING_INVALID"
    title = Text("The mapping is not valid", "Eşleme geçerli değil")
    message = Text(
        "The mapping cannot be used: {count} entry(ies) are not valid. See `errors` for each.",
        "Eşleme kullanılamıyor: {count} kayıt geçerli değil. Ayrıntılar `errors` içinde.",
    )


class ChoicesInvalid(Problem):
    status = 422
    code = "CHOICES_INVALID"
    title = Text("The choices cannot be followed", "Seçimler uygulanamıyor")
    message = Text(
        "{count} choice(s) cannot be followed: a row is contested by no other, or two rows of one "
        "game are kept. See `errors` for each.",
        "{count} seçim uygulanamıyor: satırın rakibi yok ya da bir oyunun iki satırı birden "
        "tutuluyor. Ayrıntılar `errors` içinde.",
    )
