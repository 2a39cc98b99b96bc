"""Takes secrets out of what is kept as evidence: by name, by shape, and by value."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Iterable, Sequence
from typing import Any

from gapless.gapscan.message import Message

HIDDEN = "[redacted]"

_SECRET_HEADERS = {
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-api-key",
    "x-auth-token",
    "x-csrf-token",
}
_SESSIONS = {"sessionid", "sid", "phpsessid", "jsessionid", "connectsid"}
# Parts of a name, its words written together: new_password, apiKey, X-Access-Token.
_SECRET_WORDS = (
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "authorization",
    "cookie",
    "credential",
    "privatekey",
    "otp",
    "jwt",
)
# Names of numbers and rules about secrets, which are none themselves.
_HARMLESS = re.compile(
    r"(length|count|policy|min|max|expires?|expiry|type|required|enabled|at|id|days)$"
)
_SHAPES = (
    re.compile(r"\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*"),  # JSON Web Token
    re.compile(r"\bgls_(?:live|test|sess)_[\w-]{36,}"),  # our own keys and sessions
    re.compile(r"(?i)\b(?:bearer|basic)\s+[\w.~+/=-]{6,}"),
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----", re.DOTALL),
)
_IN_TEXT = re.compile(
    r"(?i)(\b[\w-]*(?:password|passwd|secret|token|api[_-]?key|authorization|cookie)[\w-]*"
    r"[\"']?\s*[=:]\s*[\"']?)([^\s\"'&;,<>]+)"
)


def is_secret_name(name: str) -> bool:
    """True for the names of headers, fields and parameters whose values are kept by nobody."""
    words = re.sub(r"[^a-z0-9]", "", name.lower())
    if name.lower() in _SECRET_HEADERS or words in _SESSIONS:
        return True
    if not any(word in words for word in _SECRET_WORDS):
        return False
    return _HARMLESS.search(words) is None


class Redactor:
    """Redacts with the secrets of one run: the passwords and tokens that were in use."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._values: list[str] = []
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: str) -> None:
        """Hides that value wherever it stands from now on; very short ones would hide words."""
        if len(secret) >= 6 and secret not in self._values:
            self._values.append(secret)
            self._values.sort(key=len, reverse=True)

    def text(self, text: str) -> str:
        """The text without known values, tokens by their shape, and `password=...` pairs."""
        for secret in self._values:
            text = text.replace(secret, HIDDEN)
            text = text.replace(urllib.parse.quote(secret, safe=""), HIDDEN)
        for shape in _SHAPES:
            text = shape.sub(HIDDEN, text)
        return _IN_TEXT.sub(
            lambda m: m[0] if m[2].startswith("[redacted") else f"{m[1]}{HIDDEN}", text
        )

    def message(self, message: Message) -> Message:
        """The message without secrets in its parameters."""
        return message.mapped(self.text)

    def value(self, value: Any) -> Any:
        """JSON-like data with the values of secret names and secrets in texts hidden."""
        if isinstance(value, dict):
            return {
                self.text(str(key)): HIDDEN if self._hides(str(key), inner) else self.value(inner)
                for key, inner in value.items()
            }
        if isinstance(value, list):
            return [self.value(inner) for inner in value]
        # In data a name and its value are apart, so only what is secret by itself is sought.
        return self._plain(value) if isinstance(value, str) else value

    def _plain(self, text: str) -> str:
        for secret in self._values:
            text = text.replace(secret, HIDDEN)
        for shape in _SHAPES:
            text = shape.sub(HIDDEN, text)
        return text

    @staticmethod
    def _hides(name: str, inner: Any) -> bool:
        # true, null and numbers under such a name are settings; an empty text hides nothing.
        return is_secret_name(name) and isinstance(inner, str | list | dict) and bool(inner)

    def headers(self, headers: Sequence[tuple[str, str]]) -> list[list[str]]:
        """Headers, each as name and value, secret ones hidden."""
        return [
            [name, HIDDEN if is_secret_name(name) else self.text(value)] for name, value in headers
        ]

    def url(self, url: str) -> str:
        """A URL whose secret parameters are hidden."""
        parts = urllib.parse.urlsplit(url)
        if not parts.query:
            return self.text(url)
        pairs = [
            (name, HIDDEN if is_secret_name(name) else self.text(value))
            for name, value in urllib.parse.parse_qsl(parts.query, keep_blank_values=True)
        ]
        query = urllib.parse.urlencode(pairs, safe="[]")
        return urllib.parse.urlunsplit(parts._replace(path=self.text(parts.path), query=query))

    def body(self, body: bytes, content_type: str) -> Any:
        """A body as it may be kept: JSON as data, forms as text, other bytes by their size."""
        if not body:
            return None
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return f"[{len(body)} bytes of {content_type or 'unknown type'}]"
        try:
            return self.value(json.loads(text))
        except (ValueError, RecursionError):
            pass
        if "form-urlencoded" in content_type:
            return self.url(f"?{text}").removeprefix("?")
        return self.text(text)
