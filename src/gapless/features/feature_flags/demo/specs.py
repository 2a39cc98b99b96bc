"""What the demo's flags and segments are: data, nothing else."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def only(variant: str) -> Json:
    """Everybody gets it."""
    return {"kind": "variant", "variant": variant}


def split(salt: str, **percents: float) -> Json:
    """Shares in percent."""
    slices = [{"variant": k, "weight": round(p * 1000)} for k, p in percents.items()]
    return {"kind": "split", "salt": salt, "slices": slices}


def where(attribute: str, op: str, *values: Any) -> Json:
    """A comparison."""
    return {"kind": "attribute", "attribute": attribute, "op": op, "values": list(values)}


def member(segment: str) -> Json:
    """Belongs to a segment."""
    return {"kind": "segment", "segment": segment}


def rule(rule_id: str, name: str, *when: Json, serve: Json) -> Json:
    """A rule."""
    return {"id": rule_id, "name": name, "when": list(when), "serve": serve}


SEGMENTS: tuple[tuple[str, str, str, list[Json]], ...] = (
    ("vip", "VIP players", "From VIP level 3.", [where("vip_level", "gte", 3)]),
    ("turkey", "Players in Türkiye", "", [where("country", "in", "TR")]),
    (
        "high_rollers",
        "High rollers",
        "VIP players whom the casino team has marked.",
        [member("vip"), where("tags", "has_any", "high_roller", "whale")],
    ),
    (
        "beta",
        "Beta testers",
        "Our own people, and players who asked for it.",
        [{"kind": "any", "of": [where("email", "ends_with", "@example.com"),
                                where("tags", "has_any", "beta")]}],
    ),
)  # fmt: skip

FLAGS: tuple[Json, ...] = (
    {
        "flag_id": "new_cashier", "name": "New cashier", "group": "Payments",
        "owner": "Payments team", "tags": ["q4"],
        "description": "The cashier of 2027: one page for deposits and withdrawals.",
        "production": {
            "enabled": True, "default": split("new_cashier", on=10, off=90),
            "rules": [rule("beta", "Beta testers first", member("beta"), serve=only("on"))],
        },
        "staging": {"enabled": True},
        "development": {"enabled": True},
    },
    {
        "flag_id": "instant_withdrawals", "name": "Instant withdrawals", "group": "Payments",
        "owner": "Payments team", "scope": "backend",
        "description": "Pays out without review up to the limit of the level.",
        "production": {
            "enabled": True, "default": only("off"),
            "prerequisites": [{"flag": "new_cashier", "variants": ["on"]}],
            "rules": [rule("vip", "VIP players", member("vip"), serve=only("on"))],
        },
        "staging": {"enabled": True},
        "development": {"enabled": True},
    },
    {
        "flag_id": "psp_routing", "name": "Payment provider routing", "group": "Payments",
        "owner": "Payments team", "scope": "backend", "type": "json",
        "description": "Which provider a deposit is tried with first.",
        "variants": [
            {"key": "standard", "value": {"order": ["anchor", "harbour"], "retries": 1}},
            {"key": "turkey", "value": {"order": ["bosphorus", "anchor"], "retries": 2}},
        ],
        "production": {
            "enabled": True,
            "rules": [rule("tr", "Türkiye", member("turkey"), serve=only("turkey"))],
        },
        "staging": {"enabled": True},
    },
    {
        "flag_id": "lobby_layout", "name": "Lobby layout", "group": "Games",
        "owner": "Casino team", "scope": "frontend", "type": "string", "tags": ["design"],
        "description": "How the lobby shows its games.",
        "variants": [
            {"key": "classic", "value": "classic"}, {"key": "grid", "value": "grid"},
            {"key": "stories", "value": "stories"},
        ],
        "production": {
            "enabled": True, "off_variant": "classic",
            "default": split("lobby_layout", classic=60, grid=30, stories=10),
            "rules": [rule("old", "Old apps cannot", where("app_version", "semver_lt", "3.2.0"),
                           serve=only("classic"))],
        },
        "staging": {"enabled": True, "off_variant": "classic", "default": only("stories")},
    },
    {
        "flag_id": "crash_games", "name": "Crash games", "group": "Games",
        "owner": "Casino team",
        "description": "The category Crash in the lobby.",
        "production": {"enabled": False},
        "staging": {"enabled": True},
        "development": {"enabled": True},
    },
    {
        "flag_id": "jackpot_ticker", "name": "Jackpot ticker", "group": "Games",
        "owner": "Casino team", "scope": "frontend",
        "description": "The running sum above the lobby.",
        "production": {"enabled": True}, "staging": {"enabled": True},
        "development": {"enabled": True}, "quiet_days": 120,
    },
    {
        "flag_id": "welcome_bonus", "name": "Welcome bonus", "group": "CRM",
        "owner": "CRM team", "scope": "backend", "type": "number",
        "description": "Percent of the first deposit.",
        "variants": [
            {"key": "none", "value": 0}, {"key": "half", "value": 50},
            {"key": "full", "value": 100},
        ],
        "production": {
            "enabled": True, "off_variant": "none", "default": only("half"),
            "rules": [rule("rollers", "High rollers", member("high_rollers"),
                           serve=only("full"))],
        },
        "staging": {"enabled": True, "off_variant": "none", "default": only("full")},
    },
    {
        "flag_id": "push_opt_in", "name": "Push opt-in at sign-up", "group": "CRM",
        "owner": "CRM team", "scope": "frontend",
        "description": "Asks for push messages right after registration.",
        "production": {"enabled": False}, "expired_days": 12, "quiet_days": 90,
    },
    {
        "flag_id": "device_fingerprint", "name": "Device fingerprint", "group": "Fraud",
        "owner": "Risk team", "scope": "backend",
        "description": "Joins accounts that share a device.",
        "production": {
            "enabled": True, "default": only("on"),
            "rules": [rule("bots", "Known robots", where("platform", "in", "bot", "crawler"),
                           serve=only("off"))],
        },
        "staging": {"enabled": True},
    },
    {
        "flag_id": "velocity_checks", "name": "Velocity checks", "group": "Fraud",
        "owner": "Risk team", "scope": "backend",
        "description": "Stops many small deposits in a short time.",
        "production": {"enabled": True, "default": split("velocity_checks", on=50, off=50)},
        "staging": {"enabled": True},
    },
    {
        "flag_id": "new_homepage", "name": "New homepage", "group": "CMS",
        "owner": "Content team", "scope": "frontend", "tags": ["design"],
        "description": "The homepage with the season's banner.",
        "production": {"enabled": False},
        "staging": {"enabled": True, "rules": [
            rule("tr", "Türkiye", member("turkey"), serve=only("on"))]},
        "development": {"enabled": True},
    },
)  # fmt: skip
