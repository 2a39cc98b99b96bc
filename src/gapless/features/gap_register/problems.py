"""Errors of the gap register."""

from __future__ import annotations

from gapless.features.gap_register.rules import MoveRefusal
from gapless.features.gap_register.speech import Spoken
from gapless.gapscan.register import Status
from gapless.gapscan.register.labels import status_word
from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class GapNotFound(Problem):
    status = 404
    code = "GAP_NOT_FOUND"
    title = Text("No such gap", "Böyle bir boşluk yok")
    message = Text(
        "The register has no gap with this id.", "Kayıt defterinde bu numarayla bir boşluk yok."
    )


class GapRegisterEmpty(Problem):
    status = 404
    code = "GAP_REGISTER_EMPTY"
    title = Text("The register is empty", "Kayıt defteri boş")
    message = Text(
        "There is no register yet. Import one, or add the first gap.",
        "Henüz bir kayıt defteri yok. Birini içe aktarın ya da ilk boşluğu ekleyin.",
    )


class GapEditRefused(Problem):
    status = 409
    code = "GAP_EDIT_REFUSED"
    title = Text("The register does not take this", "Kayıt defteri bunu kabul etmiyor")
    message = Text("The change cannot be written: {why}.", "Değişiklik yazılamıyor: {why}.")


class GapRegisterInconsistent(Problem):
    status = 409
    code = "GAP_REGISTER_INCONSISTENT"
    title = Text("The register contradicts itself", "Kayıt defteri kendisiyle çelişiyor")
    message = Text(
        "The gap cannot move before this is settled: {why}.",
        "Şu düzeltilmeden boşluk ilerletilemez: {why}.",
    )


class GapFileUnreadable(Problem):
    status = 422
    code = "GAP_FILE_UNREADABLE"
    title = Text("The file cannot be read", "Dosya okunamıyor")
    message = Text("The file cannot be read: {why}.", "Dosya okunamıyor: {why}.")


class GapFileTooLarge(Problem):
    status = 413
    code = "GAP_FILE_TOO_LARGE"
    title = Text("The file is too large", "Dosya çok büyük")
    message = Text("{name} is larger than {limit} bytes.", "{name} dosyası {limit} bayttan büyük.")


class GapImportRefused(Problem):
    status = 409
    code = "GAP_IMPORT_REFUSED"
    title = Text("The import is refused", "İçe aktarma reddedildi")
    message = Text("Nothing was imported: {why}.", "Hiçbir şey içe aktarılmadı: {why}.")


_WHY: dict[MoveRefusal, Text] = {
    MoveRefusal.UNKNOWN_STATUS: Text(
        "its present status is none of Open, In Progress, Fixed, Verified",
        "şimdiki durumu Açık, Devam Ediyor, Düzeltildi, Doğrulandı değerlerinden biri değil",
    ),
    MoveRefusal.SAME: Text("it is there already", "zaten o durumda"),
    MoveRefusal.REASON_NEEDED: Text(
        "going back to Open needs a reason", "Açık durumuna dönmek için bir gerekçe gerekli"
    ),
    MoveRefusal.AFTER_VERIFIED: Text(
        "a verified gap goes only back to Open, when it regresses",
        "doğrulanmış bir boşluk yalnızca bozulduğunda Açık durumuna döner",
    ),
    MoveRefusal.SKIPPED: Text(
        "the way is Open, In Progress, Fixed, Verified, and nothing is skipped",
        "sıra Açık, Devam Ediyor, Düzeltildi, Doğrulandı şeklindedir ve hiçbir adım atlanmaz",
    ),
    MoveRefusal.NOT_CLOSEABLE: Text(
        "it is not closeable: it needs an owner, a readable SLA and a verification",
        "kapatılabilir değil: bir sahip, okunur bir SLA ve bir doğrulama gerekiyor",
    ),
    MoveRefusal.MACHINE_ONLY: Text(
        "only a passing run of its verification contract makes a gap Verified",
        "bir boşluğu yalnızca doğrulama sözleşmesinin başarılı bir çalıştırması doğrular",
    ),
}


class GapMoveRefused(Problem):
    status = 409
    code = "GAP_MOVE_REFUSED"
    title = Text("The gap may not go there", "Boşluk oraya geçemez")
    message = Text(
        "{gap} may not become {after}: {why}.", "{gap}, {after} durumuna geçemez: {why}."
    )

    def __init__(self, gap: str, after: Status, refusal: MoveRefusal) -> None:
        super().__init__(
            gap=gap,
            after=Spoken(lambda language: status_word(after, language)),
            why=Spoken(lambda language: _WHY[refusal].of(language.value)),
            details={"gap": gap, "to": after.value, "refusal": refusal.value},
        )


class GapFindingNotFound(Problem):
    status = 404
    code = "GAP_FINDING_NOT_FOUND"
    title = Text("No such finding", "Böyle bir bulgu yok")
    message = Text("There is no finding with this fingerprint.", "Bu parmak iziyle bir bulgu yok.")


class GapContractInvalid(Problem):
    status = 422
    code = "GAP_CONTRACT_INVALID"
    title = Text("The contract has mistakes", "Sözleşmede hatalar var")
    message = Text(
        "The contract cannot be run: {count} mistake(s). See `errors` for each.",
        "Sözleşme çalıştırılamaz: {count} hata. Ayrıntılar `errors` içinde.",
    )


class GapContractMissing(Problem):
    status = 409
    code = "GAP_CONTRACT_MISSING"
    title = Text("Nothing to run", "Çalıştırılacak bir şey yok")
    message = Text(
        "No verification contract is kept for {gaps}.",
        "{gaps} için bir doğrulama sözleşmesi yok.",
    )


class GapServerNotFound(Problem):
    status = 404
    code = "GAP_SERVER_NOT_FOUND"
    title = Text("No such server", "Böyle bir sunucu yok")
    message = Text(
        "No server document with this id is kept. Reload the list.",
        "Bu numarayla saklanan bir sunucu belgesi yok. Listeyi yenileyin.",
    )


class GapRunNotFound(Problem):
    status = 404
    code = "GAP_RUN_NOT_FOUND"
    title = Text("No such run", "Böyle bir çalıştırma yok")
    message = Text(
        "There is no verification run with this id.",
        "Bu numarayla bir doğrulama çalıştırması yok.",
    )


class GapEvidenceNotFound(Problem):
    status = 404
    code = "GAP_EVIDENCE_NOT_FOUND"
    title = Text("No such evidence", "Böyle bir kanıt yok")
    message = Text("There is no evidence with this hash.", "Bu özetle bir kanıt yok.")


class GapTargetInvalid(Problem):
    status = 409
    code = "GAP_TARGET_INVALID"
    title = Text("The verification is not set up", "Doğrulama ayarlanmamış")
    message = Text(
        "Contracts cannot be run with the present settings: {why}.",
        "Sözleşmeler şimdiki ayarlarla çalıştırılamaz: {why}.",
    )
