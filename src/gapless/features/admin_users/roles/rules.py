"""Pure rules of roles."""

from __future__ import annotations

from gapless.platform.i18n import Text

_DESCRIPTIONS = {
    "Platform Owner": Text(
        "Everything, in every brand.",
        "Her markada her şey.",
    ),
    "Super Admin": Text(
        "Everything within the brand.",
        "Marka içindeki her şey.",
    ),
    "Admin": Text(
        "Runs the brand: games, imports, live tables, admins and roles, audit log with export.",
        "Markayı yönetir: oyunlar, içe aktarma, canlı masalar, yöneticiler ve roller, dışa "
        "aktarımıyla denetim kaydı.",
    ),
    "Manager": Text(
        "Games, imports, live tables and the audit log; neither admins nor exports.",
        "Oyunlar, içe aktarma, canlı masalar ve denetim kaydı; yöneticiler ve dışa aktarım hariç.",
    ),
    "Ops": Text(
        "Sees and switches games, and reads the audit log.",
        "Oyunları görür, açıp kapatır ve denetim kaydını okur.",
    ),
    "Analyst": Text(
        "Sees games and the audit log, and may export it.",
        "Oyunları ve denetim kaydını görür, kaydı dışa aktarabilir.",
    ),
    "Support": Text(
        "Sees games and the dashboard, and changes nothing.",
        "Oyunları ve panoyu görür, hiçbir şeyi değiştirmez.",
    ),
}


def description_of(role: str) -> str:
    """What a built-in role is for, in the caller's language."""
    return _DESCRIPTIONS[role].render()
