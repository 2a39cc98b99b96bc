"""A broken endpoint turns `make gaps` red and reopens its gap; mended, it is proven again."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from gapless.gapscan.register import Cause, Language, RegisterStore, Status, check_store
from gapless.platform import clock
from tests.support.faulty_proxy import in_front_of
from tests.support.running import ROOT, Product

UPLOAD = re.compile(r"POST /api/v1/game-import/manual/upload\b")


def make_gaps(register: Path, url: str, exit_code: int) -> str:
    """Run what `make gaps` runs, on that register and against that server."""
    no_captures = register.parent / "har"
    no_captures.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "scripts.own_gaps", "--register", str(register),
         "--base-url", url, "--har", str(no_captures)],
        cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == exit_code, said
    return said


def gaps(register: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "gapless.cli", "gaps", *arguments, "--dir", str(register)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip


def test_a_broken_endpoint_turns_it_red_and_reopens_its_gap_until_it_is_mended(
    product: Product, tmp_path: Path
) -> None:
    register = shutil.copytree(ROOT / "gaps", tmp_path / "gaps")
    for contract in (register / "contracts").glob("*.yaml"):
        if contract.stem != "G-001":  # they take their time, and are run by `make gaps` itself
            contract.unlink()
    store = RegisterStore(register)
    before = store.read()
    assert before.entry("G-001").status is Status.VERIFIED
    with in_front_of(product.url) as proxy:
        proxy.broken = UPLOAD
        said = make_gaps(register, proxy.url, exit_code=1)
        assert proxy.refused
        assert "make gaps: check ok scan ok verify FAILED" in said
        assert "G-001: failed, Verified → Open (reopened)" in said
        broken = store.read()
        for language in Language:
            assert broken.entry("G-001", language).status is Status.OPEN
        step = broken.history("G-001")[-1]
        assert (step.before, step.after, step.cause) == (
            Status.VERIFIED, Status.OPEN, Cause.VERIFY,
        )  # fmt: skip
        assert "got status 404" in step.reason
        [record] = [name for name in step.evidence if list(register.rglob(f"{name}.json"))]
        shown = json.loads(next(register.rglob(f"{record}.json")).read_text())
        assert (shown["gap"], shown["outcome"]) == ("G-001", "failed")
        [exchange] = shown["steps"][0]["exchanges"]
        assert exchange["response"]["status"] == 404
        # That is all that was logged, and the register holds together.
        assert broken.log.transitions == (*before.log.transitions, step)
        assert not [f for f in check_store(store, clock.now()) if f.level.value == "error"]

        proxy.broken = None
        for status in ("in-progress", "fixed"):
            gaps(register, "move", "G-001", status, "--by", "Backend")
        said = make_gaps(register, proxy.url, exit_code=0)
        assert "G-001: passed, Fixed → Verified" in said
    assert store.read().entry("G-001").status is Status.VERIFIED
    assert store.read().history("G-001")[-1].evidence != step.evidence
