"""A small HTTP client that never leaves the server it is given, and keeps what was said."""

from __future__ import annotations

import http.client
import json
import ssl
import time
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any

from gapless.gapscan.contracts import words
from gapless.gapscan.message import Told

# An answer is read up to so much; a contract is about answers that people can look at.
MAX_BODY = 8 * 1024 * 1024
_PATH_SAFE = "/%:@!$&'()*+,;=~?[]-._"


class BadBaseUrl(Told):
    """The base URL is no http or https address."""


class Unreachable(Told):
    """No connection to the server: nothing can be said of the gap."""


class NoAnswer(Told):
    """The server took the request and gave no whole answer in time: that is its failure."""


class BadRequest(Told):
    """The request cannot be sent: a line break in a header, a blank in a method."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer; `elapsed` is in seconds."""

    method: str
    url: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    elapsed: float
    truncated: bool = False

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def json(self) -> Any:
        """The body as JSON. Raises `ValueError` if it is none."""
        if self.truncated:
            raise ValueError(f"the body is larger than {MAX_BODY >> 20} MiB")
        return json.loads(self.body)


@dataclass(slots=True)
class Session:
    """Somebody's conversation with the server: base URL, standing headers, cookies.

    Each request opens a connection of its own, so that no session leans on another's.
    """

    base_url: str
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        timeout: float,
    ) -> Exchange:
        """Sends a request; redirects are answers like others. `timeout`, for all of it, in seconds.

        Raises `Unreachable`, `NoAnswer`, `BadRequest`, `BadBaseUrl`.
        """
        base = split_base(self.base_url)
        target = _target(base.path, path, query)
        sent = {"Accept": "application/json, */*;q=0.5", "User-Agent": "gapless-verify"}
        sent.update(self.headers)
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent.update(headers or {})
        started = time.monotonic()
        connection = _connection(base, timeout)
        try:
            try:
                connection.connect()
            except (OSError, ssl.SSLError) as error:
                raise Unreachable(words.UNREACHABLE(url=self.base_url, why=str(error))) from error
            try:
                answer, data = _converse(connection, method, target, body, sent, started + timeout)
            except (ValueError, http.client.InvalidURL) as error:
                raise BadRequest(
                    words.BAD_REQUEST(method=method, path=path, why=str(error))
                ) from error
            except TimeoutError as error:
                raise NoAnswer(words.NO_ANSWER(seconds=f"{timeout:.3g}")) from error
            except (OSError, http.client.HTTPException) as error:
                said = str(error) or type(error).__name__
                raise NoAnswer(words.BROKE_OFF(why=said)) from error
        finally:
            connection.close()
        self._keep_cookies(answer)
        return Exchange(
            method=method,
            url=f"{base.scheme}://{base.netloc}{target}",
            request_headers=tuple(sent.items()),
            request_body=body,
            status=answer.status,
            headers=tuple(answer.getheaders()),
            body=data[:MAX_BODY],
            elapsed=time.monotonic() - started,
            truncated=len(data) > MAX_BODY,
        )

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or []:
            try:
                cookie = SimpleCookie(line)
            except CookieError:
                continue
            for name, morsel in cookie.items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value


def split_base(base_url: str) -> urllib.parse.SplitResult:
    """The parts of a base URL. Raises `BadBaseUrl`."""
    try:
        base = urllib.parse.urlsplit(base_url)
        port = base.port
    except ValueError as error:
        raise BadBaseUrl(words.BAD_ADDRESS(url=base_url, why=str(error))) from error
    if base.scheme not in ("http", "https") or not base.hostname or port == 0:
        raise BadBaseUrl(words.NO_ADDRESS(url=base_url))
    if base.query or base.fragment or base.username:
        raise BadBaseUrl(words.ADDRESS_PARTS(url=base_url))
    return base


def _connection(base: urllib.parse.SplitResult, timeout: float) -> http.client.HTTPConnection:
    host = base.hostname or ""
    if base.scheme == "https":
        return http.client.HTTPSConnection(host, base.port, timeout=timeout)
    return http.client.HTTPConnection(host, base.port, timeout=timeout)


def _target(prefix: str, path: str, query: Mapping[str, Any] | None) -> str:
    target = prefix.rstrip("/") + urllib.parse.quote(path, safe=_PATH_SAFE)
    pairs = [
        (name, _query_text(item))
        for name, value in (query or {}).items()
        for item in (value if isinstance(value, list) else [value])
        if item is not None
    ]
    if pairs:
        target += ("&" if "?" in target else "?") + urllib.parse.urlencode(pairs)
    return target


def _query_text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _converse(
    connection: http.client.HTTPConnection,
    method: str,
    target: str,
    body: bytes,
    headers: Mapping[str, str],
    deadline: float,
) -> tuple[http.client.HTTPResponse, bytes]:
    has_body = bool(body) or method in ("POST", "PUT", "PATCH")
    connection.request(method, target, body=body if has_body else None, headers=dict(headers))
    answer = connection.getresponse()
    # Chunk by chunk: a server that drips bytes would outlive a timeout on each read.
    chunks: list[bytes] = []
    size = 0
    while size <= MAX_BODY:
        if time.monotonic() > deadline:
            raise TimeoutError
        chunk = answer.read1(65536)
        if not chunk:
            break
        chunks.append(chunk)
        size += len(chunk)
    data = b"".join(chunks)
    if answer.length and size <= MAX_BODY:
        raise http.client.IncompleteRead(data, answer.length)
    return answer, data


def multipart(
    form: Mapping[str, str], files: Mapping[str, tuple[str, str, bytes]], boundary: str
) -> tuple[str, bytes]:
    """Content type and body of a multipart form; a file is its name, its type and its bytes."""
    lines: list[bytes] = []
    for name, value in form.items():
        lines += [
            f"--{boundary}".encode(),
            f'Content-Disposition: form-data; name="{_quoted(name)}"'.encode(),
            b"",
            value.encode(),
        ]
    for name, (filename, content_type, data) in files.items():
        disposition = f'form-data; name="{_quoted(name)}"; filename="{_quoted(filename)}"'
        lines += [
            f"--{boundary}".encode(),
            f"Content-Disposition: {disposition}".encode(),
            f"Content-Type: {_quoted(content_type)}".encode(),
            b"",
            data,
        ]
    lines += [f"--{boundary}--".encode(), b""]
    return f"multipart/form-data; boundary={boundary}", b"\r\n".join(lines)


def _quoted(text: str) -> str:
    # What browsers do with the characters that would end the name.
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
