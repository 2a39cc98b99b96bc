"""`gapless flags`, run as a program on the real database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gapless.cli_flags import flags_app
from tests.features.feature_flags.conftest import Desk
from tests.features.feature_flags.test_transfer import FILES, flagd, simple

Run = Callable[..., "asyncio.Future[Result]"]


@pytest.fixture
def run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command beside the house, as another process would."""
    assert desk.house.settings.database_url
    monkeypatch.setenv("GAPLESS_DATABASE_URL", desk.house.settings.database_url)

    def go(*arguments: str) -> asyncio.Future[Result]:
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(None, lambda: CliRunner().invoke(flags_app, list(arguments)))

    return go


async def test_flags_go_in_and_out_on_the_command_line(
    desk: Desk, run: Run, tmp_path: Path
) -> None:
    into = ["import", str(FILES / "unleash.json"), "--tenant", desk.house.tenant_id,
            "--environment", "production"]  # fmt: skip
    told = await run(*into)
    assert told.exit_code == 0, told.output
    assert "not carried" in told.stdout
    assert "moonPhase" in told.stdout
    assert "nothing was written" in told.stdout
    assert desk.ok(await desk.caller.get("/flags")) == []

    done = await run(*into, "--apply", "--reason", "we move house", "--json")
    assert done.exit_code == 0, done.output
    plan = json.loads(done.stdout)
    assert plan["applied"] is True
    rows = desk.ok(await desk.caller.get("/flags"))
    assert len(rows) == sum(r["act"] == "create" and r["kind"] == "flag" for r in plan["rows"])
    events = desk.ok(await desk.caller.get("/flags/audit-log"))
    assert {event["reason"] for event in events} == {"we move house"}

    written = tmp_path / "flags.json"
    out = await run("export", "--tenant", desk.house.tenant_id, "--environment", "production",
                    "--output", str(written))  # fmt: skip
    assert out.exit_code == 0, out.output
    file = json.loads(written.read_text(encoding="utf-8"))
    assert file["format"] == "gapless.flags/1"
    assert len(file["flags"]) == len(rows)


async def test_what_cannot_be_imported_is_told(desk: Desk, run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(b'{"flags": {,}}')
    into = ["--tenant", desk.house.tenant_id, "--environment", "production"]
    refused = await run("import", str(bad), *into)
    assert refused.exit_code == 1
    assert "line 1, column 12" in refused.stderr
    good = tmp_path / "good.json"
    good.write_bytes(flagd(one=simple()))
    assert (await run("import", str(good), *into, "--apply")).exit_code == 2
    unknown = await run("import", str(good), "--tenant", "nobody", "--environment", "staging")
    assert unknown.exit_code == 1
    assert desk.ok(await desk.caller.get("/flags")) == []
