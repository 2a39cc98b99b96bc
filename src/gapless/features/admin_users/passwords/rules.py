"""Texts of password resets."""

from __future__ import annotations

from datetime import timedelta

from gapless.platform.i18n import Text

NOT_AGAIN_BEFORE = timedelta(minutes=2)
"""A second request of the same admin this soon sends no second mail."""

SUBJECT = Text("Set a new password", "Yeni parola belirleyin")
BODY = Text(
    """Hello {name},

somebody asked to set a new password for {email}. If it was you, do it here within {minutes}
minutes:
{link}

The link works once. If it was not you, ignore this mail: your password stays as it is.""",
    """Merhaba {name},

{email} için yeni bir parola belirlenmesi istendi. İsteyen sizseniz {minutes} dakika içinde buradan
belirleyin:
{link}

Bağlantı bir kez çalışır. İsteyen siz değilseniz bu postayı yok sayın: parolanız değişmez.""",
)
