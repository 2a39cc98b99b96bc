"""What contracts are run against, and who acts in them: from the settings."""

from __future__ import annotations

from collections.abc import Mapping

from gapless.features.gap_register.problems import GapTargetInvalid
from gapless.features.gap_register.speech import Spoken
from gapless.gapscan.contracts import (
    Actors,
    BadBaseUrl,
    FileInvalid,
    load_actors,
    parse_actors,
)
from gapless.gapscan.contracts.client import split_base
from gapless.platform.identity.demo import DEMO_ADMINS, DEMO_PASSWORD
from gapless.settings import Settings

# This server's own way to sign in; the secrets stay in the environment.
_SIGN_IN = """\
sign_in:
  request:
    method: POST
    path: /api/v1/auth/login
    json: {email: "${email}", password: "${password}"}
  token: $.access_token
tenant_header: X-Tenant-ID
actors:
  nobody: {anonymous: true}
"""
_OWNER = """\
  owner:
    email: {env: GAPLESS_OWNER_EMAIL}
    password: {env: GAPLESS_OWNER_PASSWORD}
"""
# Their password is on everybody's screen; it goes the way of the others all the same.
_DEMO_VARIABLE = "GAPLESS_DEMO_PASSWORD"
_DEMO = "".join(
    f"  {one.actor}: {{email: {one.email}, password: {{env: {_DEMO_VARIABLE}}}}}\n"
    for one in DEMO_ADMINS
)


def base_url(settings: Settings) -> str:
    """The server under test: the setting, else this server. Raises `GapTargetInvalid`."""
    url = settings.gap_base_url or settings.own_url
    try:
        split_base(url)
    except BadBaseUrl as error:
        raise GapTargetInvalid(why=Spoken(error.text)) from error
    return url


def actors(settings: Settings) -> Actors:
    """Who acts: as the file says, else who this server knows. Reads a file.

    In demo mode those are the demo sign-ins, unless an owner is named. Raises `GapTargetInvalid`.
    """
    try:
        if settings.gap_actors_file is not None:
            return load_actors(settings.gap_actors_file)
        known = _known(settings)
        is_demo = settings.demo and not known["GAPLESS_OWNER_EMAIL"]
        text = _SIGN_IN + (_DEMO if is_demo else _OWNER)
        return parse_actors(text.encode(), "actors", known)
    except FileInvalid as error:
        raise GapTargetInvalid(why=Spoken(error.faults[0].text)) from error


def _known(settings: Settings) -> Mapping[str, str]:
    password = settings.owner_password
    return {
        "GAPLESS_OWNER_EMAIL": settings.owner_email or "",
        "GAPLESS_OWNER_PASSWORD": password.get_secret_value() if password else "",
        _DEMO_VARIABLE: DEMO_PASSWORD if settings.demo else "",
    }
