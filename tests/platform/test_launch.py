"""The product starts with one command, keeps its data, and stops without a trace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx

from gapless.platform.identity.demo import DEMO_PASSWORD
from tests.support.running import environment, free_port, running_product


def login(url: str, email: str, password: str) -> httpx.Response:
    return httpx.post(
        f"{url}/api/v1/auth/login", json={"email": email, "password": password}, timeout=10
    )


def gapless(data_dir: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gapless.cli", *arguments],
        env=environment(data_dir, free_port(), **settings),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def processes_on(data_dir: Path) -> list[str]:
    """Command lines of living processes that name the data directory."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if str(data_dir) in command:
                found.append(command)
    return found


def test_start_stop_and_start_again_keeps_everything(empty_dir: Path) -> None:
    data_dir = empty_dir
    with running_product(data_dir) as product:
        token = login(product.url, "owner@example.com", DEMO_PASSWORD).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        games = httpx.get(f"{product.url}/api/v1/games", headers=headers).json()["items"]
        off = httpx.post(
            f"{product.url}/api/v1/games/{games[0]['id']}/toggle",
            headers=headers, json={"is_active": False},
        )  # fmt: skip
        assert off.json()["is_active"] is False
        verified = gapless(data_dir, "audit", "verify")
        assert verified.returncode == 0, verified.stderr
        assert "default_casino" in verified.stdout
        assert product.stop() == 0
    assert processes_on(data_dir) == []
    with running_product(data_dir) as product:
        answer = httpx.get(f"{product.url}/api/v1/games/{games[0]['id']}", headers=headers)
        assert answer.json()["is_active"] is False


def test_without_demo_there_is_no_known_password(empty_dir: Path) -> None:
    data_dir = empty_dir
    settings = {
        "GAPLESS_DEMO": "false",
        "GAPLESS_OWNER_EMAIL": "first@example.com",
        "GAPLESS_OWNER_PASSWORD": "My-Own-Secret-1",
    }
    with running_product(data_dir, settings=settings) as product:
        assert login(product.url, "owner@example.com", DEMO_PASSWORD).status_code == 401
        assert login(product.url, "first@example.com", "My-Own-Secret-1").status_code == 200


def test_a_first_owner_with_a_weak_password_is_refused_in_words(empty_dir: Path) -> None:
    settings = {
        "GAPLESS_DEMO": "false",
        "GAPLESS_OWNER_EMAIL": "first@example.com",
        "GAPLESS_OWNER_PASSWORD": "weak",
    }
    failed = gapless(empty_dir, "run", **settings)
    assert failed.returncode == 1
    assert "12 characters" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_server_on_an_old_schema_says_what_to_do(empty_dir: Path) -> None:
    failed = gapless(empty_dir, "serve")
    assert failed.returncode == 1
    assert "gapless db upgrade" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_setting_that_is_not_valid_is_named(empty_dir: Path) -> None:
    failed = gapless(empty_dir, "settings", GAPLESS_PORT="eighty")
    assert failed.returncode == 2
    assert "GAPLESS_PORT" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_an_owner_is_made_on_the_command_line_with_a_strong_password(empty_dir: Path) -> None:
    data_dir = empty_dir
    assert gapless(data_dir, "db", "upgrade").returncode == 0
    weak = gapless(data_dir, "owner", "create", "--email", "o@example.com", "--password", "weak")
    assert weak.returncode == 1
    assert "12 characters" in weak.stderr
    made = gapless(
        data_dir, "owner", "create", "--email", "o@example.com", "--password", "A-Strong-One-1"
    )
    assert made.returncode == 0, made.stderr
