"""The mail server as one setting: smtp://user:password@host:port, read and judged in one place."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_RULE = "give smtp://user:password@host:port, or smtps:// for TLS from the first byte"


@dataclass(frozen=True, slots=True, repr=False)
class SmtpServer:
    """Where mail is handed in, and how the way there is protected."""

    host: str
    port: int
    user: str | None
    password: str | None
    use_tls: bool
    """TLS from the first byte."""
    start_tls: bool | None
    """STARTTLS: demanded, forbidden, or (None) taken where it is offered."""


def parse_smtp_url(url: str) -> SmtpServer:
    """The server that the URL names. Raises `ValueError`, whose text never repeats the password.

    With a password the way must be protected: a server that does not offer STARTTLS is not spoken
    to, else whoever sits between could strip it and read along. `?tls=off` says not to use TLS at
    all, for a relay on the same machine or one whose certificate is nobody's.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or parts.path.strip("/") or parts.fragment:
        raise ValueError(_RULE)
    try:
        host, port = parts.hostname, parts.port
    except ValueError as wrong:
        raise ValueError(f"the port is no number from 1 to 65535; {_RULE}") from wrong
    if not host:
        raise ValueError(f"the host is missing; {_RULE}")
    options = parse_qs(parts.query, keep_blank_values=True)
    if options and options != {"tls": ["off"]}:
        raise ValueError("the only option is ?tls=off")
    off, secure = bool(options), parts.scheme == "smtps"
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    if off and secure:
        raise ValueError("smtps:// and ?tls=off contradict each other")
    if (user is None) != (password is None):
        raise ValueError("give both the user and the password, or neither")
    if off and user and host not in _LOOPBACK:
        raise ValueError("a password is not sent to another machine without TLS")
    start_tls = False if off or secure else (True if user else None)
    return SmtpServer(
        host=host,
        port=port or (465 if secure else 587 if user else 25),
        user=user,
        password=password,
        use_tls=secure,
        start_tls=start_tls,
    )
