"""What contracts are run against, and who acts in them: from the settings."""

from __future__ import annotations

from gapless.features.gap_register.problems import GapTargetInvalid
from gapless.gapscan.contracts import (
    Actors,
    BadBaseUrl,
    FileInvalid,
    load_actors,
    parse_actors,
)
from gapless.gapscan.contracts.client import split_base
from gapless.settings import Settings

# This server's own way to sign in; the secrets stay in the environment.
DEFAULT_ACTORS = b"""\
sign_in:
  request:
    method: POST
    path: /api/v1/auth/login
    json: {email: "${email}", password: "${password}"}
  token: $.access_token
tenant_header: X-Tenant-ID
actors:
  owner:
    email: {env: GAPLESS_OWNER_EMAIL}
    password: {env: GAPLESS_OWNER_PASSWORD}
  nobody: {anonymous: true}
"""


def base_url(settings: Settings) -> str:
    """The server under test: the setting, else this server. Raises `GapTargetInvalid`."""
    url = settings.gap_base_url or settings.own_url
    try:
        split_base(url)
    except BadBaseUrl as error:
        raise GapTargetInvalid(why=str(error)) from error
    return url


def actors(settings: Settings) -> Actors:
    """Who acts. Reads a file. Raises `GapTargetInvalid`."""
    try:
        if settings.gap_actors_file is not None:
            return load_actors(settings.gap_actors_file)
        return parse_actors(DEFAULT_ACTORS, "actors")
    except FileInvalid as error:
        raise GapTargetInvalid(why=str(error.faults[0])) from error
