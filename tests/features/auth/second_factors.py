"""What people do with second factors, for tests."""

from __future__ import annotations

from typing import Any

import httpx
import pyotp

from gapless.platform.identity import Admin
from tests.support.authenticator import Authenticator
from tests.support.house import PASSWORD, Caller, House

LOGIN = "/api/v1/auth/login"
VERIFY = "/api/v1/auth/mfa/verify"


class App:
    """An authenticator app. Each code it gives is a later one, so that none is a replay."""

    def __init__(self, secret: str) -> None:
        self.totp = pyotp.TOTP(secret)

    def code(self, steps: int = 0) -> str:
        """The code of now, or of so many steps later."""
        import time

        return self.totp.at(int(time.time()) + 30 * steps)


async def set_up_app(caller: Caller) -> tuple[App, list[str]]:
    """Set up an authenticator app, with the code of the step before; and the recovery codes."""
    begun = await caller.post("/auth/factors/totp")
    assert begun.status_code == 200, begun.text
    app = App(begun.json()["secret"])
    done = await caller.post("/auth/factors/totp/confirm", json={"code": app.code(-1)})
    assert done.status_code == 200, done.text
    return app, done.json()["recovery_codes"]


async def add_passkey(caller: Caller, **options: Any) -> Authenticator:
    """Make a passkey and keep it."""
    authenticator = Authenticator(**options)
    begun = (await caller.post("/auth/factors/passkeys/options")).json()
    made = await caller.post(
        "/auth/factors/passkeys",
        json={
            "challenge_token": begun["challenge_token"],
            "passkey": authenticator.register(begun["passkey_options"]),
            "name": "Laptop",
        },
    )
    assert made.status_code == 200, made.text
    return authenticator


async def first_step(
    house: House, admin: Admin | str, *, session: str = "bearer", client: Any = None
) -> dict[str, Any]:
    """Give the password; what the second step needs."""
    email = admin if isinstance(admin, str) else admin.email
    answer = await (client or house.client()).post(
        LOGIN, json={"email": email, "password": PASSWORD, "session": session}
    )
    assert (answer.status_code, answer.json()["error_code"]) == (401, "MFA_REQUIRED"), answer.text
    details: dict[str, Any] = answer.json()["details"]
    return details


async def second_step(
    house: House, asked: dict[str, Any], *, client: Any = None, **factor: Any
) -> httpx.Response:
    """Give a second factor."""
    answer: httpx.Response = await (client or house.client()).post(
        VERIFY, json={"challenge_token": asked["challenge_token"], **factor}
    )
    return answer
