"""Errors of invites."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class InviteNotFound(Problem):
    status = 404
    code = "INVITE_NOT_FOUND"
    title = Text("No such invite", "Böyle bir davet yok")
    message = Text(
        "This brand has no invite with this id.", "Bu markada bu numarayla bir davet yok."
    )


class InviteTokenInvalid(Problem):
    status = 400
    code = "INVITE_TOKEN_INVALID"
    title = Text("The link is not valid", "Bağlantı geçerli değil")
    message = Text(
        "This invite link is not valid. A newer one may have been sent.",
        "Bu davet bağlantısı geçerli değil. Daha yenisi gönderilmiş olabilir.",
    )


class InviteTokenExpired(Problem):
    status = 400
    code = "INVITE_TOKEN_EXPIRED"
    title = Text("The invite has expired", "Davetin süresi doldu")
    message = Text(
        "This invite has expired. Ask who invited you to send it again.",
        "Bu davetin süresi doldu. Sizi davet edenden yeniden göndermesini isteyin.",
    )


class InviteNotPending(Problem):
    status = 409
    code = "INVITE_NOT_PENDING"
    title = Text("The invite is not open", "Davet açık değil")
    message = Text(
        "This invite was accepted or revoked already.",
        "Bu davet zaten kabul edilmiş ya da geri alınmış.",
    )
