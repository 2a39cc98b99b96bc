"""Errors of tenants."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class TenantExists(Problem):
    status = 400
    code = "TENANT_EXISTS"
    title = Text("Brand exists", "Marka zaten var")
    message = Text(
        "A brand named {name} exists already. Choose another name.",
        "{name} adlı bir marka zaten var. Başka bir ad seçin.",
    )


class KillSwitchesElsewhere(Problem):
    status = 422
    code = "KILL_SWITCHES_ELSEWHERE"
    title = Text("Not changed here", "Buradan değiştirilmez")
    message = Text(
        "Kill switches are not changed with a brand's features, and these are not as they stand "
        "now: {modules}. Use the kill switch (POST /api/v1/kill-switch/tenant), or reload.",
        "Acil kapatma anahtarları markanın özellikleriyle değiştirilmez; şunlar şu anki durumdan "
        "farklı: {modules}. Acil kapatmayı kullanın (POST /api/v1/kill-switch/tenant) ya da "
        "sayfayı yenileyin.",
    )
