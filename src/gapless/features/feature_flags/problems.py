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


class SegmentNotFound(Problem):
    status = 404
    code = "SEGMENT_NOT_FOUND"
    title = Text("No such segment", "Böyle bir segment yok")
    message = Text("This brand has no such segment.", "Bu markada böyle bir segment yok.")


class SegmentExists(Problem):
    status = 409
    code = "SEGMENT_EXISTS"
    title = Text("The key is taken", "Anahtar alınmış")
    message = Text(
        "This brand has a segment with the key {key} already.",
        "Bu markada {key} anahtarlı bir segment zaten var.",
    )


class SegmentInUse(Problem):
    status = 409
    code = "SEGMENT_IN_USE"
    title = Text("The segment is used", "Segment kullanılıyor")
    message = Text(
        "The segment {key} is used by: {where}. Take it out there first.",
        "{key} segmentini kullananlar: {where}. Önce oradan çıkarın.",
    )


class ScheduleNotFound(Problem):
    status = 404
    code = "FLAG_SCHEDULE_NOT_FOUND"
    title = Text("No such scheduled change", "Böyle bir zamanlanmış değişiklik yok")
    message = Text(
        "This brand has no such scheduled change.",
        "Bu markada böyle bir zamanlanmış değişiklik yok.",
    )


class ScheduleInPast(Problem):
    status = 422
    code = "FLAG_SCHEDULE_IN_PAST"
    title = Text("The time has passed", "Zaman geçmiş")
    message = Text(
        "The time of the change, {due_at}, has passed. Choose a later one.",
        "Değişikliğin zamanı olan {due_at} geçmiş. Daha sonraki bir zaman seçin.",
    )


class ScheduleEnded(Problem):
    status = 409
    code = "FLAG_SCHEDULE_ENDED"
    title = Text("It has happened already", "Zaten gerçekleşti")
    message = Text(
        "The scheduled change is {status} already.", "Zamanlanmış değişikliğin durumu: {status}."
    )


class FlagMoved(Problem):
    status = 409
    code = "FLAG_MOVED"
    title = Text("The flag was changed meanwhile", "Bayrak bu arada değiştirildi")
    message = Text(
        "What this change replaces was changed by others since it was made: {places}. "
        "Make it anew from the present state.",
        "Bu değişikliğin yerine geçeceği yerleri başkaları bu arada değiştirdi: {places}. "
        "Şimdiki durumdan yeniden hazırlayın.",
    )


class RampNotFound(Problem):
    status = 404
    code = "FLAG_RAMP_NOT_FOUND"
    title = Text("No such ramp", "Böyle bir kademeli açılış yok")
    message = Text("This brand has no such ramp.", "Bu markada böyle bir kademeli açılış yok.")


class RampRunning(Problem):
    status = 409
    code = "FLAG_RAMP_RUNNING"
    title = Text("A ramp is running", "Bir kademeli açılış sürüyor")
    message = Text(
        "A ramp of this flag is under way in {environment}. Let it end or roll it back first.",
        "Bu bayrağın {environment} ortamında süren bir kademeli açılışı var. "
        "Önce bitmesini bekleyin ya da geri alın.",
    )


class RampEnded(Problem):
    status = 409
    code = "FLAG_RAMP_STATE"
    title = Text("Not in this state", "Bu durumda olmaz")
    message = Text(
        "The ramp is {status}; that cannot be done now.",
        "Kademeli açılışın durumu {status}; bu şimdi yapılamaz.",
    )


class RampTargetMissing(Problem):
    status = 422
    code = "FLAG_RAMP_RULE_MISSING"
    title = Text("No such rule", "Böyle bir kural yok")
    message = Text(
        "The flag has no rule {rule} in this environment.",
        "Bayrağın bu ortamda {rule} kuralı yok.",
    )


class RequestNotFound(Problem):
    status = 404
    code = "FLAG_CHANGE_REQUEST_NOT_FOUND"
    title = Text("No such change request", "Böyle bir değişiklik isteği yok")
    message = Text(
        "This brand has no such change request.", "Bu markada böyle bir değişiklik isteği yok."
    )


class RequestClosed(Problem):
    status = 409
    code = "FLAG_CHANGE_REQUEST_CLOSED"
    title = Text("It is decided already", "Karar verilmiş")
    message = Text(
        "The change request is {status} already.", "Değişiklik isteğinin durumu: {status}."
    )


class RequestNotYours(Problem):
    status = 403
    code = "FLAG_CHANGE_REQUEST_NOT_YOURS"
    title = Text("Not your request", "İstek sizin değil")
    message = Text(
        "Only who asked for a change may withdraw it. You may reject it.",
        "Bir isteği yalnızca açan kişi geri çekebilir. Siz reddedebilirsiniz.",
    )


class SegmentNeedsApproval(Problem):
    status = 409
    code = "SEGMENT_NEEDS_APPROVAL"
    title = Text("Flags that need approval use it", "Onay isteyen bayraklar onu kullanıyor")
    message = Text(
        "Flags in {environments} ask for the segment {key}, and a change there needs the approval "
        "of others. Make another segment, and ask for approval to use it in the flags.",
        "{environments} ortamındaki bayraklar {key} segmentini soruyor ve oradaki bir değişiklik "
        "başkalarının onayını ister. Başka bir segment oluşturun ve bayraklarda onu kullanmak için "
        "onay isteyin.",
    )


class SelfApproval(Problem):
    status = 403
    code = "SELF_APPROVAL"
    title = Text("Somebody else has to decide", "Kararı başkası vermeli")
    message = Text(
        "You asked for this change, so others decide on it. You may withdraw it.",
        "Bu değişikliği siz istediniz; kararı başkaları verir. Geri çekebilirsiniz.",
    )


class AllOffNotFound(Problem):
    status = 404
    code = "FLAG_ALL_OFF_NOT_FOUND"
    title = Text("No such act", "Böyle bir işlem yok")
    message = Text(
        "This brand's flags were never turned off under this id.",
        "Bu markanın bayrakları bu kimlikle hiç kapatılmadı.",
    )


class AllOffUndone(Problem):
    status = 409
    code = "FLAG_ALL_OFF_UNDONE"
    title = Text("Undone already", "Zaten geri alınmış")
    message = Text(
        "That it was turned off has been undone already.", "Bu kapatma zaten geri alınmış."
    )


class SystemFlagNotFound(Problem):
    status = 404
    code = "SYSTEM_FLAG_NOT_FOUND"
    title = Text("No such system flag", "Böyle bir sistem bayrağı yok")
    message = Text(
        "The system has no flag {key} of its own.", "Sistemin {key} adında bir bayrağı yok."
    )
