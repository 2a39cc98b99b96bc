"""Every operation is used by the panel, or says why it is not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gapless.platform.permissions import Permission
from tests.laws.test_access import OPERATIONS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "web" / "src"


def panel_source() -> str:
    """The panel's own code: no generated types, no tests."""
    files = [
        path
        for path in SOURCES.rglob("*.ts*")
        if path.name != "schema.d.ts" and ".test." not in path.name
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


SOURCE = panel_source()


def is_called(method: str, path: str) -> bool:
    """Whether the panel calls the operation: through its client, or by an address it builds."""
    if re.search(rf"\.{method}\(\s*['\"`]{re.escape(path)}['\"`]", SOURCE):
        return True
    # Downloads and uploads build their address: `/api/v1/x/${encodeURIComponent(id)}/y`.
    built = re.sub(r"\\\{[^}]+\\\}", r"\\$\\{[^}]+\\}+", re.escape(path))
    return bool(re.search(rf"['\"`]{built}[?'\"`$]", SOURCE))


@pytest.mark.parametrize(
    ("method", "path", "api_only"),
    [(m, p, o["x-policy"].get("api_only")) for m, p, o in OPERATIONS],
)
def test_every_operation_is_used_by_the_panel_or_says_why_not(
    method: str, path: str, api_only: str | None
) -> None:
    assert is_called(method, path) != bool(api_only), (
        f"{method} {path}: no panel code calls it and it gives no reason (api_only)"
        if not api_only
        else f"{method} {path} is marked api_only, but the panel calls it"
    )


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_module_and_every_audited_action_has_a_word(language: str) -> None:
    words = {
        name: json.loads((SOURCES / "locales" / language / f"{name}.json").read_text("utf-8"))
        for name in ("adminMatrix", "audit")
    }
    modules = {permission.module for permission in Permission}
    assert modules - set(words["adminMatrix"]["modules"]) == set()
    actions = {o["x-policy"]["audit"] for _, _, o in OPERATIONS if o["x-policy"].get("audit")}
    known = set(words["audit"]["actions"])
    assert {action for action in actions if action.replace(".", "_") not in known} == set()
