"""What a client says of itself."""

from __future__ import annotations

import pytest

from gapless.platform.security.agents import MachineKind, describe

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("header", "label", "kind"),
    [
        (
            f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Chrome/140.0 Safari/537.36",
            "Chrome 140 · macOS",
            MachineKind.DESKTOP,
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Mobile Safari 18 · iOS",
            MachineKind.MOBILE,
        ),
        (
            f"Mozilla/5.0 (Linux; Android 15; SM-X910) {WEBKIT} Chrome/140.0.0.0 Safari/537.36",
            "Chrome 140 · Android",
            MachineKind.TABLET,
        ),
        ("curl/8.5.0", "curl 8", MachineKind.PROGRAM),
        ("python-httpx/0.28.1", "python-httpx", MachineKind.PROGRAM),
        ("", "", MachineKind.PROGRAM),
        (None, "", MachineKind.PROGRAM),
    ],
)
def test_a_client_is_described(header: str | None, label: str, kind: MachineKind) -> None:
    agent = describe(header)
    assert (agent.label, agent.kind) == (label, kind)


def test_an_update_is_the_same_client_and_a_giant_header_is_none() -> None:
    old, new = (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/{n}.0" for n in (140, 141))
    assert describe(old).family == describe(new).family
    assert len(describe("x" * 100_000).label) <= 40
