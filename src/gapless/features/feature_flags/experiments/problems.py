"""Errors of experiments."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class ExperimentNotFound(Problem):
    status = 404
    code = "EXPERIMENT_NOT_FOUND"
    title = Text("No such experiment", "Böyle bir deney yok")
    message = Text(
        "This brand has no experiment with this id.", "Bu markada bu kimlikle bir deney yok."
    )


class ExperimentMoveRefused(Problem):
    status = 409
    code = "EXPERIMENT_MOVE_REFUSED"
    title = Text("Not from this state", "Bu durumdan yapılamaz")
    message = Text(
        "The experiment is {status}; this is possible only while it is: {wanted}.",
        "Deneyin durumu {status}; bu yalnızca şu durumlarda yapılabilir: {wanted}.",
    )


class ExperimentOverlaps(Problem):
    status = 409
    code = "EXPERIMENT_OVERLAPS"
    title = Text("Another experiment has this flag", "Bu bayrakta başka bir deney var")
    message = Text(
        "The experiment {name} divides the users of {flag} in {environment} already. "
        "Complete it first.",
        "{name} deneyi {environment} ortamında {flag} bayrağının kullanıcılarını zaten bölüyor. "
        "Önce onu tamamlayın.",
    )


class ExperimentFlagOff(Problem):
    status = 409
    code = "EXPERIMENT_FLAG_OFF"
    title = Text("The flag is off", "Bayrak kapalı")
    message = Text(
        "The flag {flag} is off in {environment}: everybody would get the same. "
        "Switch it on first.",
        "{flag} bayrağı {environment} ortamında kapalı: herkes aynısını alırdı. Önce açın.",
    )


class ExperimentWaits(Problem):
    status = 409
    code = "EXPERIMENT_WAITS"
    title = Text("Others have not decided yet", "Başkaları henüz karar vermedi")
    message = Text(
        "The experiment waits for the consent of others to something else ({act}). Have that "
        "request decided or withdrawn first.",
        "Deney başka bir işlem ({act}) için başkalarının onayını bekliyor. Önce o istek "
        "sonuçlandırılmalı ya da geri çekilmeli.",
    )


class ExperimentChanged(Problem):
    status = 409
    code = "EXPERIMENT_CHANGED"
    title = Text("The experiment has changed", "Deney değişmiş")
    message = Text(
        "The experiment {name} is no longer what was to be agreed to: {fields}. Reject the "
        "request, and have it asked anew.",
        "{name} deneyi artık onaya sunulan deney değil: {fields}. İsteği reddedin, yeniden "
        "istensin.",
    )


class ExperimentInvalid(Problem):
    status = 422
    code = "EXPERIMENT_INVALID"
    title = Text("The experiment is not sound", "Deney tutarlı değil")
    message = Text(
        "{count} fault(s): {first} See `errors` for each and its place.",
        "{count} hata: {first} Her biri ve yeri `errors` içinde.",
    )


class ExperimentLocked(Problem):
    status = 409
    code = "EXPERIMENT_LOCKED"
    title = Text("Fixed since the start", "Başlangıçtan beri sabit")
    message = Text(
        "The experiment has started. Only its name, hypothesis and owner may change; "
        "{fields} would make the result worthless.",
        "Deney başladı. Yalnızca adı, varsayımı ve sahibi değişebilir; {fields} sonucu değersiz "
        "kılardı.",
    )


class PlanImpossible(Problem):
    status = 422
    code = "EXPERIMENT_PLAN_IMPOSSIBLE"
    title = Text("There is no such plan", "Böyle bir plan yok")
    message = Text(
        "No number of users answers this: {why}.", "Hiçbir kullanıcı sayısı bunu yanıtlamaz: {why}."
    )
