"""OpenID Connect, the relying party's side: discovery, the way there, and what comes back.

Authorization code flow with PKCE (RFC 7636), `state` and `nonce`, as OpenID Connect Core 1.0
section 3.1 and the security practice of RFC 9700 want it. Only asymmetric signatures are believed,
and of every answer only as much is read as an honest provider sends.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from gapless.features.admin_users.sso.problems import (
    ProviderRefused,
    ProviderUnavailable,
    TokenInvalid,
)

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
MAX_ANSWER = 512 * 1024
"""Bytes read of one answer of a provider."""
TIMEOUT = 10.0
KEEP_SECONDS = 3600.0
"""How long a discovery document is believed."""
REFRESH_SECONDS = 60.0
"""A key that is not known makes the keys be read again, but not more often than this."""
LEEWAY = 60
"""Seconds that the provider's clock may differ."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a provider's discovery document tells."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    basic: bool
    """Whether the client names itself by HTTP Basic (else in the body)."""
    tells_issuer: bool
    """Whether the answer carries `iss` (RFC 9207)."""


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are at a provider."""

    issuer: str
    client_id: str
    client_secret: str
    scopes: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in on its way: what must be the same when the person comes back."""

    state: str
    nonce: str
    verifier: str


def is_safe_address(url: str) -> bool:
    """Whether an address is https, or http on this machine (for tests and development)."""
    parts = urlsplit(url)
    local = parts.scheme == "http" and parts.hostname in _LOOPBACK
    return bool(parts.hostname) and (parts.scheme == "https" or local)


def authorization_url(metadata: Metadata, client: Client, begun: Begun) -> str:
    """Where the browser is sent."""
    challenge = hashlib.sha256(begun.verifier.encode()).digest()
    query = urlencode(
        {
            "response_type": "code",
            "client_id": client.client_id,
            "redirect_uri": client.redirect_uri,
            "scope": client.scopes,
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
    )
    separator = "&" if urlsplit(metadata.authorization_endpoint).query else "?"
    return f"{metadata.authorization_endpoint}{separator}{query}"


class Providers:
    """What this process knows of providers: discovery documents and keys, kept for a while."""

    def __init__(self) -> None:
        self._metadata: dict[str, tuple[float, Metadata]] = {}
        self._keys: dict[str, tuple[float, KeySet]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def metadata(self, issuer: str, *, fresh: bool = False) -> Metadata:
        """A provider's discovery document; raise `ProviderUnavailable` if it cannot be used."""
        kept = self._metadata.get(issuer)
        if kept and not fresh and time.monotonic() - kept[0] < KEEP_SECONDS:
            return kept[1]
        if not is_safe_address(issuer):
            raise ProviderUnavailable(why="the issuer is not an https address")
        told = await _get(issuer.rstrip("/") + "/.well-known/openid-configuration")
        found = _metadata(issuer, told)
        self._metadata[issuer] = (time.monotonic(), found)
        return found

    async def claims(
        self, client: Client, begun: Begun, code: str, issuer_told: str | None
    ) -> dict[str, Any]:
        """Who signed in: the claims of the ID token, and of `userinfo` where there is one.

        Raises `ProviderRefused` if the provider does not take the code, `TokenInvalid` if what it
        sends is not what this sign-in asked for, `ProviderUnavailable` if it does not answer.
        """
        metadata = await self.metadata(client.issuer)
        if issuer_told is None and metadata.tells_issuer:
            raise TokenInvalid(why="the answer does not name its issuer")
        if issuer_told is not None and issuer_told != metadata.issuer:
            raise TokenInvalid(why="the answer comes from another issuer")
        tokens = await _exchange(metadata, client, begun, code)
        claims = await self._verify(metadata, client, begun, tokens)
        if metadata.userinfo_endpoint and tokens.get("access_token"):
            bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
            more = await _get(metadata.userinfo_endpoint, headers=bearer)
            if more.get("sub") != claims["sub"]:
                raise TokenInvalid(why="userinfo speaks of somebody else")
            claims = {**more, **claims}
        return claims

    async def _verify(
        self, metadata: Metadata, client: Client, begun: Begun, tokens: Mapping[str, Any]
    ) -> dict[str, Any]:
        raw = tokens.get("id_token")
        if not isinstance(raw, str):
            raise TokenInvalid(why="there is no ID token in it")
        claims = await self._signed(metadata, raw)
        try:
            jwt.JWTClaimsRegistry(
                leeway=LEEWAY,
                iss={"essential": True, "value": metadata.issuer},
                aud={"essential": True, "value": client.client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": begun.nonce},
            ).validate(claims)
        except JoseError as wrong:
            raise TokenInvalid(why=str(wrong)) from wrong
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != client.client_id:
            raise TokenInvalid(why="it was made for another client")
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
            raise TokenInvalid(why="its subject is no name")
        return claims

    async def _signed(self, metadata: Metadata, raw: str) -> dict[str, Any]:
        """The claims of a token whose signature one of the provider's keys made."""
        for fresh in (False, True):
            keys = await self._key_set(metadata, fresh=fresh)
            try:
                return dict(jwt.decode(raw, keys, algorithms=ALGORITHMS).claims)
            except (JoseError, ValueError, TypeError) as wrong:
                failure = wrong
        raise TokenInvalid(why=f"the signature: {failure}") from failure

    async def _key_set(self, metadata: Metadata, *, fresh: bool) -> KeySet:
        lock = self._locks.setdefault(metadata.jwks_uri, asyncio.Lock())
        async with lock:
            kept = self._keys.get(metadata.jwks_uri)
            age = time.monotonic() - kept[0] if kept else 0.0
            if kept and age < (REFRESH_SECONDS if fresh else KEEP_SECONDS):
                return kept[1]
            told = await _get(metadata.jwks_uri)
            try:
                keys = KeySet.import_key_set(told)  # type: ignore[arg-type]  # checked by it
            except (JoseError, ValueError, TypeError, KeyError) as wrong:
                raise ProviderUnavailable(why=f"its keys cannot be read: {wrong}") from wrong
            self._keys[metadata.jwks_uri] = (time.monotonic(), keys)
            return keys


def _metadata(issuer: str, told: Mapping[str, Any]) -> Metadata:
    if told.get("issuer") != issuer:
        raise ProviderUnavailable(why="its discovery document names another issuer")
    endpoints = {}
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"):
        url = told.get(name)
        if url is None and name == "userinfo_endpoint":
            continue
        if not isinstance(url, str) or not is_safe_address(url):
            raise ProviderUnavailable(why=f"its discovery document has no usable {name}")
        endpoints[name] = url
    # Without the member, Basic is what a provider has to take (OpenID Connect Discovery 1.0).
    methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Metadata(
        issuer=issuer,
        authorization_endpoint=endpoints["authorization_endpoint"],
        token_endpoint=endpoints["token_endpoint"],
        jwks_uri=endpoints["jwks_uri"],
        userinfo_endpoint=endpoints.get("userinfo_endpoint"),
        basic="client_secret_basic" in methods,
        tells_issuer=told.get("authorization_response_iss_parameter_supported") is True,
    )


async def _exchange(
    metadata: Metadata, client: Client, begun: Begun, code: str
) -> Mapping[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect_uri,
        "code_verifier": begun.verifier,
    }
    auth = None
    if metadata.basic:
        # RFC 6749 section 2.3.1: both parts are form-encoded before they become Basic.
        name, secret = (
            urlencode({"": part})[1:] for part in (client.client_id, client.client_secret)
        )
        auth = httpx.BasicAuth(name, secret)
    else:
        form |= {"client_id": client.client_id, "client_secret": client.client_secret}
    status, told = await _ask("POST", metadata.token_endpoint, data=form, auth=auth)
    if status != 200:
        why = told.get("error_description") or told.get("error") or f"status {status}"
        raise ProviderRefused(why=str(why)[:200])
    return told


async def _get(url: str, headers: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    status, told = await _ask("GET", url, headers=headers)
    if status != 200:
        raise ProviderUnavailable(why=f"{urlsplit(url).path} answers {status}")
    return told


async def _ask(method: str, url: str, **options: Any) -> tuple[int, Mapping[str, Any]]:
    """One question to a provider, and its JSON answer; no redirects, and not more than fits."""
    try:
        async with (
            asyncio.timeout(2 * TIMEOUT),
            httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False) as http,
            http.stream(method, url, **options) as answer,
        ):
            body = bytearray()
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > MAX_ANSWER:
                    raise ProviderUnavailable(why="its answer is too long")
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as lost:
        raise ProviderUnavailable(why=str(lost) or type(lost).__name__) from lost
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict):
        if answer.status_code == 200:
            raise ProviderUnavailable(why="its answer is not a JSON object")
        told = {}
    return answer.status_code, told
