"""Every operation is used by the panel, or says why it is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

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
