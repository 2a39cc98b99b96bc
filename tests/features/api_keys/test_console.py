"""`gapless keys`, run as a program on the real database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from gapless.cli_keys import keys_app
from gapless.platform.identity import keys
from tests.features.api_keys.calling import call
from tests.support.house import House

Run = Callable[..., "asyncio.Future[Result]"]


@pytest.fixture
def run(house: House, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command beside the house, as another process would."""
    assert house.settings.database_url
    monkeypatch.setenv("GAPLESS_DATABASE_URL", house.settings.database_url)

    def go(*arguments: str, stdin: str | None = None) -> asyncio.Future[Result]:
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(
            None, lambda: CliRunner().invoke(keys_app, list(arguments), input=stdin)
        )

    return go


async def test_a_key_lives_its_life_on_the_command_line(house: House, run: Run) -> None:
    brand = house.tenant_id
    made = await run(
        "create", "Night job", "--tenant", brand, "--scope", "games.read",
        "--expires-in-days", "9", "--cidr", "127.0.0.1", "--rate-limit", "50",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    secret = made.stdout.strip()
    assert keys.digest_of(secret) is not None
    assert (await call(house, secret)).status_code == 200
    prefix = secret[: keys.SHOWN_LENGTH]
    shown = json.loads((await run("show", prefix)).stdout)
    assert shown["allowed_cidrs"] == ["127.0.0.1/32"]
    assert shown["created_by"] is None
    listed = await run("list", "--tenant", brand)
    assert "Night job" in listed.stdout
    assert secret not in listed.stdout
    off = await run("disable", shown["id"], "--reason", "on holiday")
    assert off.exit_code == 0
    assert "disabled" in off.stdout
    for _ in range(600):  # another process changed it: this one hears of it
        answer = await call(house, secret)
        if answer.status_code == 401:
            break
        await asyncio.sleep(0.05)
    assert answer.json()["error_code"] == "API_KEY_DISABLED"
    assert (await run("enable", prefix)).exit_code == 0
    rotated = json.loads((await run("rotate", prefix, "--overlap-hours", "0", "--json")).stdout)
    revoked = await run("revoke", rotated["key"]["id"], stdin="job is gone\n")
    assert revoked.exit_code == 0, revoked.output
    assert json.loads((await run("list", "--tenant", brand, "--json")).stdout) == []
    gone = json.loads((await run("list", "--tenant", brand, "--deleted", "--json")).stdout)
    assert [k["status"] for k in gone] == ["deleted"]
    admin = await house.sign_in("Admin")
    events = (await admin.get("/audit/events", params={"resource_id": shown["id"]})).json()["items"]
    assert [(e["action"], e["actor_email"], e["reason"]) for e in reversed(events)] == [
        ("api_key.created", "system", None),
        ("api_key.toggled", "system", "on holiday"),
        ("api_key.toggled", "system", None),
        ("api_key.rotated", "system", None),
        ("api_key.deleted", "system", "job is gone"),
    ]


async def test_what_cannot_be_done_is_told_and_changes_nothing(house: House, run: Run) -> None:
    brand = house.tenant_id
    for arguments, code, words in (
        (("create", "x", "--tenant", "nowhere"), 1, "no brand"),
        (("create", "x", "--tenant", brand, "--scope", "games.fly"), 1, "games.fly"),
        (("create", "x", "--tenant", brand, "--cidr", "somewhere"), 2, "allowed_cidrs"),
        (("create", " ", "--tenant", brand), 2, "name"),
        (("show", "gls_test_000000"), 1, ""),
        (("disable", "00000000-0000-4000-8000-000000000000"), 1, ""),
        (("revoke", "gls_test_000000", "--reason", "x y z"), 1, ""),
    ):
        refused = await run(*arguments)
        assert refused.exit_code == code, (arguments, refused.output)
        assert words in refused.stderr
        assert "Traceback" not in refused.output
    await run("create", "One", "--tenant", brand)
    await run("create", "Two", "--tenant", brand)
    ambiguous = await run("disable", "gls_test_")
    assert ambiguous.exit_code == 1
    assert "begin with gls_test_" in ambiguous.stderr
    assert json.loads((await run("list", "--tenant", brand, "--json")).stdout)[0]["active"] is True
