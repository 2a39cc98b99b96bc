"""A real mail server for tests, in a thread of its own."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.support.running import free_port


@dataclass(frozen=True)
class Letter:
    """One mail as the server took it."""

    sender: str | None
    recipients: list[str]
    content: bytes
    encrypted: bool


@dataclass
class PostOffice:
    """Takes mail, or answers every mail with `answer`. Demands a sign-in where a user is given."""

    answer: str | None = None
    tls: ssl.SSLContext | None = None
    user: str | None = None
    password: str | None = None
    letters: list[Letter] = field(default_factory=list)
    logins: int = 0
    port: int = field(default_factory=free_port)
    _controller: Controller | None = None

    def __enter__(self) -> Self:
        options: dict[str, Any] = {"tls_context": self.tls, "require_starttls": bool(self.tls)}
        if self.user:
            options |= {"authenticator": self._knows, "auth_required": bool(self.tls)}
            options["auth_require_tls"] = bool(self.tls)
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, ready_timeout=30, **options
        )
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        assert self._controller is not None
        self._controller.stop()

    @property
    def url(self) -> str:
        """Its address as the setting GAPLESS_SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def _knows(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        self.logins += 1
        assert isinstance(given, LoginPassword)
        assert self.user is not None
        assert self.password is not None
        right = (given.login, given.password) == (self.user.encode(), self.password.encode())
        return AuthResult(success=right)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """aiosmtpd calls this with every mail."""
        if self.answer:
            return self.answer
        assert isinstance(envelope.content, bytes)
        self.letters.append(
            Letter(
                sender=envelope.mail_from,
                recipients=list(envelope.rcpt_tos),
                content=envelope.content,
                encrypted=session.ssl is not None,
            )
        )
        return "250 taken"


def own_certificate(directory: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for localhost that nobody vouches for, and a server's side with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = directory / "server.crt", directory / "server.key"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, secret)
    return certificate, context
