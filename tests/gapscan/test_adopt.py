"""What others take into their own repositories works as it is shipped."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "gapscan" / "corpus" / "fastapi_react"


def environment(**extra: str) -> dict[str, str]:
    """The environment, with the `gapless` command of this interpreter found first."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, **extra}


def load(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_actions_scan_step_writes_sarif_and_fails_on_gaps(tmp_path: Path) -> None:
    action = load("action.yml")
    step = next(s for s in action["runs"]["steps"] if s["name"] == "Scan")
    given = {
        "ui": "ui", "server": "server", "base-url": "", "baseline": "", "fail-on": "any",
        "output": str(tmp_path / "gapless.sarif"),
    }  # fmt: skip
    assert given.keys() <= action["inputs"].keys()
    values = {
        name: given[expression.removeprefix("${{ inputs.").removesuffix(" }}")]
        for name, expression in step["env"].items()
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", step["run"]],
        cwd=CORPUS, env=environment(**values), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    sarif = json.loads((tmp_path / "gapless.sarif").read_text(encoding="utf-8"))
    results = sarif["runs"][0]["results"]
    assert results
    assert all(r["partialFingerprints"] for r in results)
    values["FAIL_ON"] = "never"
    calm = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", step["run"]],
        cwd=CORPUS, env=environment(**values), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert calm.returncode == 0, calm.stderr


def test_the_pre_commit_hooks_run_and_judge() -> None:
    hooks = {hook["id"]: hook for hook in load(".pre-commit-hooks.yaml")}
    scan = [*shlex.split(hooks["gapless-scan"]["entry"]), "--ui", "ui", "--server", "server"]
    assert subprocess.run(scan, cwd=CORPUS, env=environment(), check=False).returncode == 1
    check = [*shlex.split(hooks["gapless-check"]["entry"]), "gaps/REGISTER.en.md"]
    assert subprocess.run(check, cwd=ROOT, env=environment(), check=False).returncode == 0
