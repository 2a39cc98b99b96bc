"""No write is made with a session's cookie alone: every one of them wants the CSRF token."""

from __future__ import annotations

from gapless.platform.policy import Access
from tests.laws.test_access import OPERATIONS, concrete
from tests.support.house import House


async def test_every_write_by_cookie_wants_the_token(house: House) -> None:
    owner = await house.owner()
    client = house.client(Cookie=f"gapless_session={owner.token}")
    tried = 0
    for method, path, operation in OPERATIONS:
        if method == "GET" or operation["x-policy"]["access"] == Access.PUBLIC:
            continue
        body = None if method == "DELETE" else {}
        answer = await client.request(method, concrete(path), json=body)
        told = f"{method} {path}: {answer.text[:300]}"
        if path.startswith("/api/v1/scim/"):
            assert answer.status_code == 403, told
        else:
            assert (answer.status_code, answer.json()["error_code"]) == (403, "CSRF_FAILED"), told
        tried += 1
    assert tried > 100
    assert (await client.get("/api/v1/auth/me")).status_code == 200
