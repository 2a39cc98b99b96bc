"""Who acts in contracts: how each signs in, with secrets from the environment only.

```yaml
sign_in:                        # how an actor with an e-mail address gets a token
  request: {method: POST, path: /api/v1/auth/login,
            json: {email: "${email}", password: "${password}"}}
  token: $.access_token         # JSONPath into the answer
  header: Authorization         # what each later request carries
  value: Bearer ${token}
tenant_header: X-Tenant-ID
actors:
  owner: {email: {env: GAPLESS_OWNER_EMAIL}, password: {env: GAPLESS_OWNER_PASSWORD}}
  robot: {bearer: {env: GAPLESS_ROBOT_TOKEN}, tenant: demo}
  nobody: {anonymous: true}
```
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gapless.gapscan.contracts import file_words, parts, words
from gapless.gapscan.contracts.operators import BadOperand, select
from gapless.gapscan.contracts.reader import Faults, Node, parse_yaml, read_yaml
from gapless.gapscan.contracts.schema import Request
from gapless.gapscan.message import Told


class ActorError(Told):
    """An actor cannot act: unknown, without credentials in the environment, or not signed in."""


@dataclass(frozen=True, slots=True)
class Secret:
    """The name of an environment variable, or a plain value where that is no secret."""

    env: str = ""
    plain: str = ""

    def read(self, environment: Mapping[str, str]) -> str:
        """The value. Raises `ActorError` if the variable is unset or empty."""
        if not self.env:
            return self.plain
        value = environment.get(self.env, "")
        if not value:
            raise ActorError(words.NOT_SET(name=self.env))
        return value


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor: an e-mail address and a password, a bearer token, or nobody (anonymous)."""

    name: str
    email: Secret | None = None
    password: Secret | None = None
    bearer: Secret | None = None
    tenant: str = ""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How an e-mail address and a password become a header."""

    request: Request
    token: str
    header: str = "Authorization"
    value: str = "Bearer ${token}"


@dataclass(frozen=True, slots=True)
class Actors:
    """The actors file."""

    sign_in: SignIn | None = None
    actors: Mapping[str, Actor] = field(default_factory=dict)
    tenant_header: str = "X-Tenant-ID"
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    def get(self, name: str) -> Actor:
        """That actor. Raises `ActorError` naming those there are."""
        actor = self.actors.get(name)
        if actor is None:
            raise ActorError(words.NO_ACTOR(name=name, known=tuple(self.actors) or "-"))
        return actor

    def lacking(self, actor: Actor) -> tuple[str, ...]:
        """The environment variables that the actor needs and that are not set."""
        secrets = (actor.email, actor.password, actor.bearer)
        return tuple(s.env for s in secrets if s and s.env and not self.environment.get(s.env))

    def credentials(self, actor: Actor) -> dict[str, str]:
        """E-mail address and password, for a login form. Raises `ActorError`."""
        if actor.email is None or actor.password is None:
            raise ActorError(words.NO_PASSWORD(name=actor.name))
        return {
            "email": actor.email.read(self.environment),
            "password": actor.password.read(self.environment),
        }


def load_actors(path: Path, environment: Mapping[str, str] | None = None) -> Actors:
    """The actors in that file. Raises `FileInvalid` with every mistake in it."""
    root, faults, _ = read_yaml(path)
    return _actors(root, faults, environment)


def parse_actors(data: bytes, name: str, environment: Mapping[str, str] | None = None) -> Actors:
    """As `load_actors`, from bytes."""
    root, faults = parse_yaml(data, name)
    return _actors(root, faults, environment)


def _actors(root: Node, faults: Faults, environment: Mapping[str, str] | None) -> Actors:
    keys = root.mapping("sign_in", "tenant_header", "actors", required=("actors",))
    sign_in = _sign_in(keys["sign_in"]) if "sign_in" in keys else None
    pairs = keys["actors"].pairs() if "actors" in keys else {}
    actors = {name: _actor(name, child, sign_in) for name, child in pairs.items()}
    header = keys["tenant_header"].text() if "tenant_header" in keys else "X-Tenant-ID"
    faults.raise_if_any()
    return Actors(sign_in, actors, header, dict(os.environ) if environment is None else environment)


def _sign_in(node: Node) -> SignIn:
    keys = node.mapping("request", "token", "header", "value", required=("request", "token"))
    token = keys["token"].text() if "token" in keys else "$"
    if "token" in keys:
        parts.check_path(keys["token"], token)
    return SignIn(
        request=parts.request(keys["request"]) if "request" in keys else Request("POST", "/"),
        token=token,
        header=keys["header"].text() if "header" in keys else "Authorization",
        value=keys["value"].text() if "value" in keys else "Bearer ${token}",
    )


def _actor(name: str, node: Node, sign_in: SignIn | None) -> Actor:
    keys = node.mapping("email", "password", "bearer", "anonymous", "tenant")
    ways = [way for way in ("email", "bearer", "anonymous") if way in keys]
    if len(ways) != 1:
        node.fault(file_words.ONE_WAY(name=name))
    if ("email" in keys) != ("password" in keys):
        node.fault(file_words.TOGETHER(name=name))
    if "email" in keys and sign_in is None:
        keys["email"].fault(file_words.NO_SIGN_IN())
    if "anonymous" in keys and not keys["anonymous"].boolean():
        keys["anonymous"].fault(file_words.ANONYMOUS())
    return Actor(
        name=name,
        email=_secret(keys["email"], plain=True) if "email" in keys else None,
        password=_secret(keys["password"]) if "password" in keys else None,
        bearer=_secret(keys["bearer"]) if "bearer" in keys else None,
        tenant=keys["tenant"].text() if "tenant" in keys else "",
    )


def _secret(node: Node, *, plain: bool = False) -> Secret:
    if node.is_mapping:
        keys = node.mapping("env", required=("env",))
        return Secret(env=keys["env"].text() if "env" in keys else "")
    if not plain:
        node.fault(file_words.SECRET_IN_FILE())
        return Secret()
    return Secret(plain=node.text())


def token_in(path: str, document: object) -> str:
    """The token that a sign-in answered with. Raises `ActorError` if there is none."""
    try:
        found = select(path, document)
    except BadOperand as error:
        raise ActorError(error.message) from error
    if not found or not isinstance(found[0], str) or not found[0]:
        raise ActorError(words.NO_TOKEN(path=path))
    return found[0]
