"""Whether a report comes from who it should: a signature over the body as it was sent.

Two ways, because scanners have two: GitHub's partner programme signs with ECDSA P-256 and publishes
its keys; others share a secret and send an HMAC.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from pathlib import Path

import structlog
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from gapless.settings import Settings

log = structlog.get_logger(__name__)

KEY_HEADER = "Github-Public-Key-Identifier"
SIGNATURE_HEADER = "Github-Public-Key-Signature"
HMAC_HEADER = "X-Hub-Signature-256"


def is_configured(settings: Settings) -> bool:
    """Whether reports can be proved at all."""
    return settings.leak_webhook_secret is not None or settings.leak_public_keys_file is not None


def is_signed(settings: Settings, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether one of the configured ways proves the body."""
    secret, file = settings.leak_webhook_secret, settings.leak_public_keys_file
    given = headers.get(HMAC_HEADER)
    if secret is not None and given is not None:
        wanted = hmac.new(secret.get_secret_value().encode(), body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(given.encode(), f"sha256={wanted}".encode())
    signature = headers.get(SIGNATURE_HEADER)
    if file is not None and signature is not None:
        return _is_signed_with_key(file, headers.get(KEY_HEADER, ""), signature, body)
    return False


def _is_signed_with_key(file: Path, identifier: str, signature: str, body: bytes) -> bool:
    # Read each time: reports are rare, and who replaces the file need not restart anything.
    try:
        key = load_pem_public_key(public_keys(file)[identifier].encode())
    except KeyError:
        return False
    except (OSError, ValueError, UnsupportedAlgorithm) as wrong:
        log.error("leak_reports.keys_unreadable", file=str(file), error=str(wrong))
        return False
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    try:
        key.verify(base64.b64decode(signature, validate=True), body, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def public_keys(file: Path) -> dict[str, str]:
    """Keys by identifier, from a file as https://api.github.com/meta/public_keys/secret_scanning.

    Raises `OSError` or `ValueError` for a file that is none.
    """
    document = json.loads(file.read_text(encoding="utf-8"))
    try:
        return {str(k["key_identifier"]): str(k["key"]) for k in document["public_keys"]}
    except (KeyError, TypeError) as wrong:
        raise ValueError(f"{file} does not hold public keys as GitHub publishes them") from wrong
