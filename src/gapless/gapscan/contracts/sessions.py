"""Sessions of actors: signed in once and kept, or made anew to see what outlives a session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from gapless.gapscan.contracts import parts, words
from gapless.gapscan.contracts.actors import Actor, ActorError, Actors, token_in
from gapless.gapscan.contracts.client import Exchange, NoAnswer, Session, multipart
from gapless.gapscan.contracts.redact import Redactor
from gapless.gapscan.contracts.schema import MISSING, REQUEST_TIMEOUT, FilePart, Request
from gapless.gapscan.contracts.variables import UnknownVariable, substitute


def perform(
    session: Session, request: Request, variables: Mapping[str, Any], timeout: float
) -> Exchange:
    """Sends a contract's request with its variables filled in; `timeout` is in seconds.

    Raises `UnknownVariable` and what `Session.send` raises.
    """
    headers = {name: str(substitute(value, variables)) for name, value in request.headers.items()}
    body, content_type = _body(request, variables)
    if content_type and not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = content_type
    if request.idempotency_key is not None:
        headers["Idempotency-Key"] = str(substitute(request.idempotency_key, variables))
    return session.send(
        request.method,
        str(substitute(request.path, variables)),
        query=substitute(request.query, variables),
        headers=headers,
        body=body,
        timeout=timeout,
    )


def _body(request: Request, variables: Mapping[str, Any]) -> tuple[bytes, str]:
    form = {name: str(substitute(value, variables)) for name, value in request.form.items()}
    if request.files:
        files = {}
        for name, part in request.files.items():
            filled = FilePart(
                filename=str(substitute(part.filename, variables)),
                content_type=part.content_type,
                text=None if part.text is None else str(substitute(part.text, variables)),
                json=MISSING if part.json is MISSING else substitute(part.json, variables),
            )
            files[name] = (filled.filename, filled.content_type, parts.part_bytes(filled))
        content_type, body = multipart(form, files, f"gapless-{uuid4().hex}")
        return body, content_type
    if request.form:
        return parts.form_bytes(form), "application/x-www-form-urlencoded"
    if request.json is not MISSING:
        return parts.json_bytes(substitute(request.json, variables)), "application/json"
    if request.body is not None:
        return str(substitute(request.body, variables)).encode(), "text/plain; charset=utf-8"
    return b"", ""


class Sessions:
    """The sessions of one run against one server."""

    def __init__(
        self,
        base_url: str,
        actors: Actors,
        redactor: Redactor,
        on_exchange: Callable[[Exchange], None],
    ) -> None:
        self.base_url = base_url
        self.actors = actors
        self._redactor = redactor
        self._on_exchange = on_exchange
        self._kept: dict[tuple[str, str], Session] = {}

    def get(self, name: str, tenant: str | None, timeout: float = REQUEST_TIMEOUT) -> Session:
        """The actor's session, signed in when it is first asked for. Raises as `fresh`."""
        key = (name, tenant or "")
        if key not in self._kept:
            self._kept[key] = self.fresh(name, tenant, timeout)
        return self._kept[key]

    def fresh(self, name: str, tenant: str | None, timeout: float = REQUEST_TIMEOUT) -> Session:
        """A new session, sharing no cookie, token or connection with any other.

        Raises `ActorError` if the actor cannot sign in, and what `Session.send` raises.
        """
        actor = self.actors.get(name)
        session = Session(self.base_url)
        if actor.bearer is not None:
            token = actor.bearer.read(self.actors.environment)
            self._redactor.learn(token)
            session.headers["Authorization"] = f"Bearer {token}"
        elif actor.email is not None:
            self._sign_in(session, actor, timeout)
        effective = actor.tenant if tenant is None else tenant
        if effective:
            session.headers[self.actors.tenant_header] = effective
        return session

    def _sign_in(self, session: Session, actor: Actor, timeout: float) -> None:
        sign_in = self.actors.sign_in
        assert sign_in is not None  # the actors file is refused without it
        credentials = self.actors.credentials(actor)
        for secret in credentials.values():  # whose address it is concerns no reader either
            self._redactor.learn(secret)
        try:
            exchange = perform(session, sign_in.request, credentials, timeout)
        except NoAnswer as error:
            raise ActorError(words.CANNOT_SIGN_IN(name=actor.name, why=error.message)) from error
        except UnknownVariable as error:
            raise ActorError(words.SIGN_IN_VARIABLE(name=str(error))) from error
        if exchange.status >= 300:
            self._on_exchange(exchange)
            why = words.STATUS(status=exchange.status)
            raise ActorError(words.CANNOT_SIGN_IN(name=actor.name, why=why))
        try:
            token = token_in(sign_in.token, exchange.json())
        except ValueError as error:
            why = words.ANSWER_NO_JSON()
            raise ActorError(words.CANNOT_SIGN_IN(name=actor.name, why=why)) from error
        self._redactor.learn(token)
        self._on_exchange(exchange)
        session.headers[sign_in.header] = str(substitute(sign_in.value, {"token": token}))
