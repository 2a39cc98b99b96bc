"""What a `User-Agent` header tells: browser, system, and what kind of machine."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from enum import StrEnum

from ua_parser import parse

_MOBILE_SYSTEMS = frozenset({"iOS", "Android", "Windows Phone", "KaiOS", "HarmonyOS"})
_SYSTEM_NAMES = {"Mac OS X": "macOS"}
_LONGEST = 400


class MachineKind(StrEnum):
    """What a client runs on."""

    DESKTOP = "desktop"
    MOBILE = "mobile"
    TABLET = "tablet"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Agent:
    """A client as its header describes it; it may lie, so nothing is decided by it alone."""

    browser: str | None
    version: str | None
    system: str | None
    kind: MachineKind

    @property
    def label(self) -> str:
        """Browser and system in one line, the same in every language."""
        browser = " ".join(part for part in (self.browser, self.version) if part)
        return " · ".join(part for part in (browser, self.system) if part)

    @property
    def family(self) -> str:
        """What stays the same when the client is updated."""
        return f"{self.browser or ''}/{self.system or ''}/{self.kind}"


@functools.lru_cache(maxsize=4096)
def describe(user_agent: str | None) -> Agent:
    """The client a header describes. Text that names none is a program of that name."""
    text = (user_agent or "")[:_LONGEST]
    found = parse(text)
    browser, system, device = found.user_agent, found.os, found.device
    name = browser.family if browser else text.partition("/")[0].strip()[:40] or None
    system_name = _SYSTEM_NAMES.get(system.family, system.family) if system else None
    return Agent(
        browser=name,
        version=browser.major if browser else None,
        system=system_name,
        kind=_kind(system_name, f"{device.family} {device.model}" if device else "", text),
    )


def _kind(system: str | None, device: str, text: str) -> MachineKind:
    if system is None or not text.startswith("Mozilla/"):
        return MachineKind.PROGRAM
    if "iPad" in device or "Tablet" in text or (system == "Android" and "Mobile" not in text):
        return MachineKind.TABLET
    return MachineKind.MOBILE if system in _MOBILE_SYSTEMS else MachineKind.DESKTOP
