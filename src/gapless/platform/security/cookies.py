"""The cookies that a sign-in leaves in a browser."""

from __future__ import annotations

from fastapi import Response

from gapless.platform.identity import sessions
from gapless.platform.security import devices
from gapless.platform.security.admission import Carrier, Opened
from gapless.settings import Settings


def hand_over(opened: Opened, carrier: Carrier, response: Response, settings: Settings) -> None:
    """Set the cookies of a session that has begun, as far as it is carried by them."""
    if carrier == "cookie":
        csrf = opened.session.csrf_token
        for name, value, hidden in (
            (sessions.COOKIE, opened.token, True),
            (sessions.CSRF_COOKIE, csrf, False),
        ):
            response.set_cookie(
                name,
                value,
                max_age=settings.session_absolute_hours * 3600,
                path="/",
                secure=settings.cookie_secure,
                httponly=hidden,
                samesite="strict",
            )
    if opened.device_secret is not None:
        response.headers.append(
            "set-cookie", devices.set_cookie(opened.admin.id, opened.device_secret, settings)
        )
