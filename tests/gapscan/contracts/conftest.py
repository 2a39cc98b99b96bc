from collections.abc import Iterator

import pytest

from gapless.gapscan.contracts.actors import Actors, parse_actors
from tests.gapscan.contracts.lending import EMAIL, PASSWORD, Library, running

ACTORS = b"""
sign_in:
  request: {method: POST, path: /login, json: {email: "${email}", password: "${password}"}}
  token: $.access_token
actors:
  desk: {email: {env: DESK_EMAIL}, password: {env: DESK_PASSWORD}}
  robot: {bearer: {env: ROBOT_TOKEN}, tenant: north}
  nobody: {anonymous: true}
"""
ENVIRONMENT = {"DESK_EMAIL": EMAIL, "DESK_PASSWORD": PASSWORD}


@pytest.fixture
def server() -> Iterator[tuple[Library, str]]:
    with running() as pair:
        yield pair


@pytest.fixture
def library(server: tuple[Library, str]) -> Library:
    return server[0]


@pytest.fixture
def base_url(server: tuple[Library, str]) -> str:
    return server[1]


@pytest.fixture
def actors() -> Actors:
    return parse_actors(ACTORS, "actors.yaml", ENVIRONMENT)
