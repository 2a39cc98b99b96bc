"""Reports of leaked keys: only signed ones count, and they stop a key at once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import SecretStr
from sqlalchemy import select

from gapless.features.api_keys.leaks.attempts import LIMIT, WINDOW_SECONDS, RefusedReports
from gapless.platform.identity import keys
from gapless.platform.jobs import BackgroundJob
from gapless.platform.problems import RateLimited
from gapless.settings import Settings
from tests.features.api_keys.calling import call, issue
from tests.support.house import House

SECRET = "shared-with-the-scanner"
URL = "https://github.com/example/repo/blob/main/.env#L3"


@dataclass
class Scanner:
    """Somebody who finds secrets and reports them, by either way of signing."""

    house: House
    private: ec.EllipticCurvePrivateKey

    async def report(
        self, *tokens: str, by: str = "hmac", tampered: bytes = b"", **headers: str
    ) -> httpx.Response:
        """Report secrets; `tampered` is put behind the body after it was signed."""
        found = [
            {"token": t, "type": "gapless_api_key", "url": URL, "source": "content"} for t in tokens
        ]
        body = json.dumps(found).encode()
        if by == "hmac":
            signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
            headers.setdefault("X-Hub-Signature-256", f"sha256={signature}")
        elif by == "github":
            signed = self.private.sign(body, ec.ECDSA(hashes.SHA256()))
            headers.setdefault("Github-Public-Key-Identifier", "key-1")
            headers.setdefault("Github-Public-Key-Signature", base64.b64encode(signed).decode())
        headers["Content-Type"] = "application/json"
        return await self.house.client().post(
            "/api/v1/api-keys/leaks", content=body + tampered, headers=headers
        )


@pytest.fixture
async def scanner(house: House, tmp_path: Path) -> AsyncIterator[Scanner]:
    """A scanner that the house trusts, by both ways."""
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    file = tmp_path / "keys.json"
    document = {
        "public_keys": [{"key_identifier": "key-1", "key": pem.decode(), "is_current": True}]
    }
    file.write_text(json.dumps(document))
    state: Any = house.transport.app.state  # type: ignore[attr-defined]  # a FastAPI app
    settings = house.settings.model_copy(
        update={"leak_webhook_secret": SecretStr(SECRET), "leak_public_keys_file": file}
    )
    before, state.settings = state.settings, settings
    yield Scanner(house, private)
    state.settings = before


@pytest.mark.parametrize("by", ["hmac", "github"])
async def test_a_leaked_key_stops_at_once_is_audited_and_its_admins_are_mailed(
    house: House, scanner: Scanner, by: str
) -> None:
    admin = await house.sign_in("Admin")
    await house.sign_in("Support")
    secret, key_id = await issue(admin, "games.read", name="Feed")
    stranger = keys.make("test")
    answer = await scanner.report(secret, stranger, "no key at all", by=by)
    assert answer.status_code == 200, answer.text
    assert [v["label"] for v in answer.json()] == [
        "true_positive",
        "false_positive",
        "false_positive",
    ]
    told = base64.b64encode(hashlib.sha256(secret.encode()).digest()).decode()
    assert answer.json()[0]["token_hash"] == told
    assert secret not in answer.text
    assert (await call(house, secret)).json()["error_code"] == "API_KEY_LEAKED"
    key = (await admin.get(f"/api-keys/{key_id}")).json()
    assert (key["status"], key["active"], key["leak"]["url"]) == ("leaked", False, URL)
    blocked = await admin.patch(f"/api-keys/{key_id}", json={"active": True})
    assert (blocked.status_code, blocked.json()["error_code"]) == (409, "API_KEY_BLOCKED")
    log = (await admin.get("/audit/events", params={"action": "api_key.leaked"})).json()
    assert [row["resource_id"] for row in log["items"]] == [key_id]
    assert log["items"][0]["details"]["url"] == URL
    assert secret not in json.dumps(log)
    async with house.database.session() as db:
        mails = await db.scalars(select(BackgroundJob).where(BackgroundJob.kind == "mail.send"))
        mine = [m.payload for m in mails if key_id in m.payload.get("body", "")]
    assert [m["to"] for m in mine] == [admin.email]
    assert URL in mine[0]["body"]
    assert "Sızdırılan" not in mine[0]["subject"]
    assert "engellendi" in mine[0]["body"]
    assert secret not in mine[0]["body"]


async def test_rotating_a_leaked_key_heals_it_and_the_leaked_secret_stays_dead(
    house: House, scanner: Scanner
) -> None:
    admin = await house.sign_in("Admin")
    secret, key_id = await issue(admin, "games.read")
    await scanner.report(secret)
    rotated = await admin.post(f"/api-keys/{key_id}/rotate", json={"overlap_hours": 720})
    assert rotated.json()["key"]["status"] == "active"
    assert rotated.json()["key"]["leak"] is None
    assert rotated.json()["key"]["previous_secret"] is None
    assert (await call(house, rotated.json()["api_key"])).status_code == 200
    assert (await call(house, secret)).status_code == 401
    # Reported again, the old secret is nothing of ours any more.
    again = await scanner.report(secret)
    assert [v["label"] for v in again.json()] == ["false_positive"]
    assert (await call(house, rotated.json()["api_key"])).status_code == 200


async def test_of_a_rotated_key_only_the_secret_that_leaked_stops(
    house: House, scanner: Scanner
) -> None:
    admin = await house.sign_in("Admin")
    old, key_id = await issue(admin, "games.read")
    new = (await admin.post(f"/api-keys/{key_id}/rotate", json={})).json()["api_key"]
    assert [v["label"] for v in (await scanner.report(old)).json()] == ["true_positive"]
    assert [(await call(house, s)).status_code for s in (old, new)] == [401, 200]
    assert (await admin.get(f"/api-keys/{key_id}")).json()["previous_secret"] is None


async def test_a_report_that_nobody_signed_changes_nothing(house: House, scanner: Scanner) -> None:
    admin = await house.sign_in("Admin")
    secret, _ = await issue(admin, "games.read")
    other = ec.generate_private_key(ec.SECP256R1()).sign(b"x", ec.ECDSA(hashes.SHA256()))
    wrong = base64.b64encode(other).decode()
    for answer in (
        await scanner.report(secret, by="nobody"),
        await scanner.report(secret, tampered=b" "),
        await scanner.report(secret, by="github", tampered=b" "),
        await scanner.report(secret, **{"X-Hub-Signature-256": "sha256="}),
        await scanner.report(secret, **{"X-Hub-Signature-256": "sha1=00"}),
        await scanner.report(secret, by="github", **{"Github-Public-Key-Signature": wrong}),
        await scanner.report(secret, by="github", **{"Github-Public-Key-Signature": "%%"}),
        await scanner.report(secret, by="github", **{"Github-Public-Key-Identifier": "other"}),
    ):
        assert (answer.status_code, answer.json()["error_code"]) == (401, "LEAK_SIGNATURE_INVALID")
    assert (await call(house, secret)).status_code == 200


async def test_without_a_key_to_prove_them_reports_are_not_taken(house: House) -> None:
    unproved = Scanner(house, ec.generate_private_key(ec.SECP256R1()))
    answers = [await unproved.report(keys.make("test")) for _ in range(LIMIT + 1)]
    assert {a.json()["error_code"] for a in answers[:-1]} == {"LEAK_REPORTS_OFF"}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_refusals_are_forgotten_in_time() -> None:
    clock = [0.0]
    refused = RefusedReports(lambda: clock[0])
    for _ in range(LIMIT):
        refused.check("192.0.2.1")
        refused.add("192.0.2.1")
    with pytest.raises(RateLimited):
        refused.check("192.0.2.1")
    refused.check("192.0.2.2")
    clock[0] = WINDOW_SECONDS + 1
    refused.check("192.0.2.1")


def test_a_file_that_is_missing_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="does not point to a file"):
        Settings(leak_public_keys_file=tmp_path / "absent.json")
